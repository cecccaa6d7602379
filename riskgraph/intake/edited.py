"""A register after somebody edited its tables: written as a workbook and read again, as if it had been uploaded.

The convention that bites: what was not edited comes back as it was. What a register's sheets do not show goes over
from the row with the same id, and what the reader could not understand stays listed until its cell is filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from riskgraph.intake.jo_levels import jo_levels
from riskgraph.intake.keyed_rows import FIELD_OF_SHEET, SHEET_NAMES, KeyedRow, keyed_rows, nouns_of, row_id_of, texts
from riskgraph.intake.register import read_register
from riskgraph.intake.template import workbook_of
from riskgraph.intake.written_rows import CellOut, RowOut, written_rows
from riskgraph.model.asset import Asset
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell, RowSource
from riskgraph.model.submission import Submission

Rows = Mapping[str, Sequence[RowOut]]
_LEVELS = ("distress", "economic", "identifiability", "my_number", "sensitive")
# What a noun knows and no sheet shows, and the column that must be unchanged for it to hold ("" for none).
_UNSHOWN: Mapping[str, Mapping[str, str]] = {
    "access": {"is_paper": ""},
    "answers": {"raw": "answer", "form": "answer", "is_flagged": "answer"},
}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Problems of one cell or row that only the first reading saw; all others are found again.
_ONLY_FIRST = (
    *("cell.", "ledger.", "answer."),
    *("register.required_blank", "register.struck_row", "register.known_id_doubtful"),
)


@dataclass(frozen=True)
class Writing:
    """How a register is written and read again: language, name of the workbook, ids of the control catalogue."""

    locale: str
    file: str
    known_controls: frozenset[str] | None = None


def edited(
    submission: Submission, sheet: str, rows: Sequence[Mapping[str, object]], how: Writing
) -> tuple[bytes, Submission]:
    """Return a register with other rows in one sheet; see `edited_sheets`."""
    return edited_sheets(submission, {sheet: rows}, how)


def edited_sheets(
    submission: Submission, sheets: Mapping[str, Sequence[Mapping[str, object]]], how: Writing
) -> tuple[bytes, Submission]:
    """Return a register with other rows in some sheets, as a workbook and as it is read from that.

    Parameters
    ----------
    sheets
        For English titles in small letters all rows of the sheet as they are to be (one of ``settings``): English
        names of columns (or labels of the user's own) to cells, in the words of the language.
    """
    data = edited_workbook(submission, sheets, how.locale)
    return data, read_again(data, (submission,), how)


def edited_workbook(submission: Submission, sheets: Mapping[str, Sequence[Mapping[str, object]]], locale: str) -> bytes:
    """Return the same as a workbook alone, which `read_again` reads."""
    written: dict[str, Sequence[RowOut]] = dict(written_rows(submission, locale))
    for sheet, rows in sheets.items():
        filled = [row for row in (cleaned(row) for row in rows) if any(cell is not None for cell in row.values())]
        written[sheet] = _with_levels(submission, filled, locale) if sheet == "assets" else filled
    return workbook_of(written, locale)


def read_again(data: bytes, before: Sequence[Submission], how: Writing) -> Submission:
    """Return what a workbook of edited rows says, with what only the registers before it know.

    Parameters
    ----------
    before
        The registers that the rows come from; where they differ, the last word is that of the last.
    """
    read = read_register([(how.file, data)], known_controls=how.known_controls)
    for known in before:
        old, new = keyed_rows(known, how.locale), keyed_rows(read, how.locale)
        pairs = {s: [(old[s][key], row) for key, row in new[s].items() if key in old[s]] for s in SHEET_NAMES}
        read = _with_unshown(_with_kept_problems(read, known, pairs), pairs)
    return read


def cleaned(row: Mapping[str, object]) -> dict[str, CellOut]:
    """Return the cells of an edited row as they are written: text without spaces around it, blanks as None."""
    return {str(name): _cleaned(value) for name, value in row.items()}


def _cleaned(value: object) -> CellOut:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value != value:
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, int | float | date) else str(value)


def _with_levels(submission: Submission, rows: Sequence[RowOut], locale: str) -> list[RowOut]:
    """Return the rows of data with blank levels where the categories changed from which they were derived."""
    before = {row_id_of("assets", row): (row, asset) for row, asset in _assets(submission, locale)}
    found: list[RowOut] = []
    for row in rows:
        was, asset = before.get(row_id_of("assets", row), (None, None))
        is_stale = (
            was is not None and asset is not None and _follows(asset) and _only_categories(texts(was), texts(row))
        )
        found.append({**row, **dict.fromkeys(_LEVELS)} if is_stale else row)
    return found


def _assets(submission: Submission, locale: str) -> Iterator[tuple[RowOut, Asset]]:
    return zip(written_rows(submission, locale)["assets"], submission.assets, strict=True)


def _follows(asset: Asset) -> bool:
    """Say whether the levels of data are those that its categories give."""
    derived = jo_levels(asset.categories)
    return all(getattr(asset, name) == getattr(derived, name) for name in _LEVELS)


def _only_categories(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Say whether the categories changed and the levels beside them did not."""
    is_same = all(before.get(name) == after.get(name) for name in _LEVELS)
    return is_same and before.get("categories") != after.get("categories")


Pairs = Mapping[str, Sequence[tuple[KeyedRow, KeyedRow]]]


def _with_unshown(read: Submission, pairs: Pairs) -> Submission:
    """Return the register with what only the nouns before knew."""
    update: dict[str, Any] = {}
    for sheet, fields in _UNSHOWN.items():
        known = {id(new.noun): _unshown(old, new, fields) for old, new in pairs[sheet]}
        nouns = [_copied(noun, known.get(id(noun), {})) for noun in nouns_of(read, sheet)]
        update[FIELD_OF_SHEET.get(sheet, sheet)] = tuple(nouns)
    return read.model_copy(update=update)


def _unshown(old: KeyedRow, new: KeyedRow, fields: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of a row that its sheet does not show and that still hold."""
    before, after = texts(old.cells), texts(new.cells)
    return {
        name: getattr(old.noun, name)
        for name, column in fields.items()
        if not column or before.get(column) == after.get(column)
    }


def _copied(noun: Noun, changes: Mapping[str, Any]) -> Noun:
    return noun.model_copy(update=changes) if changes else noun


def _with_kept_problems(read: Submission, before: Submission, pairs: Pairs) -> Submission:
    """Return the register with the problems of cells that nobody changed, at the cells where they stand now."""
    moved: dict[Cell, Cell] = {}
    for rows in pairs.values():
        for old, new in rows:
            moved |= dict(_moved(old, new))
    told = {(problem.code, Cell(problem.file, problem.sheet, problem.cell)) for problem in read.problems}
    kept = []
    for problem in before.problems:
        cell = Cell(problem.file, problem.sheet, problem.cell)
        now = moved.get(cell) or moved.get(_row_of(cell))
        if now is not None and problem.code.startswith(_ONLY_FIRST) and (problem.code, now) not in told:
            kept.append(problem.model_copy(update={"file": now.file, "sheet": now.sheet, "cell": now.cell}))
    return read.with_problems(*kept)


def _moved(old: KeyedRow, new: KeyedRow) -> Iterator[tuple[Cell, Cell]]:
    """Give for each unchanged cell of a row where it stood and where it stands.

    Answers and requests know one cell of their row only, so that their whole row must be unchanged.
    """
    was, now = getattr(old.noun, "source", None), getattr(new.noun, "source", None)
    before, after = texts(old.cells), texts(new.cells)
    if isinstance(was, RowSource) and isinstance(now, RowSource):
        for column in was.cells:
            if before.get(column) == after.get(column) and column in now.cells:
                yield was.at(column), now.at(column)
    elif isinstance(was, Cell) and isinstance(now, Cell) and before == after:
        yield _row_of(was), now


def _row_of(cell: Cell) -> Cell:
    """Return the row of a cell, as a place of its own."""
    return Cell(cell.file, cell.sheet, cell.cell.lstrip(_LETTERS))
