"""Reads what stands beside the questions: the fields of the cover and the list of next tiers.

The convention that bites: a field is known by its label and lies in the first filled cell to the right of it
that is not one of our own hints; a statement on next tiers may stand on both sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from riskgraph.intake.answer_reading import is_nobody, onward_of
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text, corporate_number, corporate_number_is_valid, day
from riskgraph.intake.questionnaire_rows import is_example, is_identity, label_of
from riskgraph.intake.questionnaire_words import header_words
from riskgraph.intake.workbook import RawCell, RawRow, RawSheet, Workbook
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.questionnaire import DeclaredTier
from riskgraph.text import LOCALES, t

_REACH = 4
_LONGEST = 300
_HINTS = ("form.cover.answered_on_hint", "form.cover.respondent_hint", "form.cover.onward_hint")


@dataclass(frozen=True)
class Fields:
    """What the party wrote outside the questions.

    `onward` is ``none``, ``listed`` or ``unknown``; of two statements that differ it is ``listed``, which is
    the more careful, and `has_contradiction` says so.
    """

    party_name: str = ""
    respondent: str = ""
    answered_on: date | None = None
    onward: str = "unknown"
    onward_cell: Cell = field(default_factory=Cell)
    has_contradiction: bool = False
    tiers: tuple[DeclaredTier, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_fields(book: Workbook, *, today: date | None = None) -> Fields:
    """Return the fields of the cover and the next tiers of a workbook."""
    problems: list[Problem] = []
    sheets = [sheet for sheet in book.sheets if not sheet.is_hidden and not is_identity(sheet)]
    labelled = {key: list(_labelled(book.file, sheets, key)) for key in set(header_words("cover").values())}
    tiers, nobody = _tiers(book, sheets, problems)
    stated = list(_statements(labelled["onward"], problems)) + [("none", cell) for cell in nobody]
    onward, cell = _onward(book.file, stated, tiers)
    clash = "none" in {code for code, _ in stated} and onward == "listed"
    if clash:
        cell = next(where for code, where in stated if code == "none")
        problems.append(problem_at(cell, "form.onward_contradiction", Severity.WARNING, count=len(tiers)))
    elif onward == "listed" and not tiers:
        problems.append(problem_at(cell, "form.tiers_missing", Severity.INFO))
    return Fields(
        party_name=_text(labelled["addressee"]),
        respondent=_text(labelled["respondent"]),
        answered_on=_answered_on(labelled["answered_on"], today, problems),
        onward=onward,
        onward_cell=cell,
        has_contradiction=clash,
        tiers=tiers,
        problems=tuple(problems),
    )


def _labelled(file: str, sheets: list[RawSheet], key: str) -> Iterator[tuple[RawCell, Cell]]:
    """Give the cells that stand beside a label, on whichever sheet."""
    known, hints = header_words("cover"), _hints()
    for sheet in sheets:
        for row in sheet.rows:
            place = next((cell.column for cell in row.cells if known.get(label_of(cell)) == key), None)
            if place is None:
                continue
            beside = (cell for cell in row.cells if place < cell.column <= place + _REACH)
            value = next((cell for cell in beside if as_text(cell.value) not in hints), None)
            if value is not None and not known.get(label_of(value)):
                yield value, Cell(file, sheet.title, value.address)


@cache
def _hints() -> frozenset[str]:
    keys = (*_HINTS, "form.tiers.statement_hint")
    return frozenset(t(locale, key) for key in keys for locale in LOCALES)


def _text(found: list[tuple[RawCell, Cell]]) -> str:
    return as_text(found[0][0].value)[:_LONGEST] if found else ""


def _answered_on(found: list[tuple[RawCell, Cell]], today: date | None, problems: list[Problem]) -> date | None:
    """Return the date on the cover; one that cannot be read or lies ahead is told and left out."""
    for cell, where in found:
        reading = day(cell.value)
        value = shown(as_text(cell.value))
        if reading.value is None:
            problems.append(problem_at(where, "form.date_unreadable", Severity.WARNING, value=value))
        elif today is not None and reading.value > today:
            problems.append(problem_at(where, "form.date_ahead", Severity.WARNING, value=value))
        else:
            return reading.value
    return None


def _statements(found: list[tuple[RawCell, Cell]], problems: list[Problem]) -> Iterator[tuple[str, Cell]]:
    """Give what is said about next tiers, each with its cell."""
    for cell, where in found:
        text = as_text(cell.value)
        code = onward_of(text)
        if code:
            yield code, where
        else:
            problems.append(problem_at(where, "form.onward_unreadable", Severity.WARNING, value=shown(text)))


def _onward(file: str, stated: list[tuple[str, Cell]], tiers: tuple[DeclaredTier, ...]) -> tuple[str, Cell]:
    """Return the statement that counts and its cell: a list, or a word for one, beats a denial."""
    listed = next((cell for code, cell in stated if code == "listed"), None)
    if listed is not None:
        return "listed", listed
    if tiers:
        return "listed", Cell(file, tiers[0].sheet, tiers[0].cell)
    return stated[0] if stated else ("unknown", Cell())


def _tiers(
    book: Workbook, sheets: list[RawSheet], problems: list[Problem]
) -> tuple[tuple[DeclaredTier, ...], list[Cell]]:
    """Return the next tiers that are listed, and the cells that say that there is none."""
    tiers: list[DeclaredTier] = []
    nobody: list[Cell] = []
    for sheet in sheets:
        if is_example(sheet.title):
            continue
        columns: Mapping[str, int] = {}
        for row in sheet.rows:
            header = _tier_header(row)
            if header:
                columns = header
            elif columns:
                _take_tier(Cell(book.file, sheet.title), row, columns, tiers=tiers, nobody=nobody, problems=problems)
    return tuple(tiers), nobody


def _tier_header(row: RawRow) -> Mapping[str, int]:
    known = header_words("tier")
    columns: dict[str, int] = {}
    for cell in row.cells:
        columns.setdefault(known.get(label_of(cell), ""), cell.column)
    columns.pop("", None)
    return columns if "name" in columns and len(columns) >= 3 else {}


def _take_tier(
    sheet: Cell,
    row: RawRow,
    columns: Mapping[str, int],
    *,
    tiers: list[DeclaredTier],
    nobody: list[Cell],
    problems: list[Problem],
) -> None:
    """Read one line of the list into `tiers`, or tell why it is none."""
    by_column = {cell.column: cell for cell in row.cells}
    cells = {key: by_column[place] for key, place in columns.items() if place in by_column}
    if not cells:
        return
    first = next(iter(cells.values()))
    name, where = _of(cells, "name"), Cell(sheet.file, sheet.sheet, cells.get("name", first).address)
    if name and is_nobody(name):
        nobody.append(where)
    elif not name:
        problems.append(
            problem_at(where, "form.tier_without_name", Severity.WARNING, value=shown(as_text(first.value)))
        )
    elif cells["name"].is_struck:
        problems.append(problem_at(where, "form.tier_struck", Severity.WARNING, name=shown(name)))
    else:
        tiers.append(_tier(cells, name, where, problems))


def _tier(cells: Mapping[str, RawCell], name: str, where: Cell, problems: list[Problem]) -> DeclaredTier:
    """Return one next tier as it is told."""
    number = corporate_number(_of(cells, "corporate_number"))
    if number and not corporate_number_is_valid(number):
        at = Cell(where.file, where.sheet, cells["corporate_number"].address)
        problems.append(
            problem_at(at, "form.corporate_number", Severity.WARNING, value=shown(number), name=shown(name))
        )
        number = ""
    consent = cells.get("consent_on")
    consent_on = day(consent.value).value if consent is not None else None
    if consent is not None and consent_on is None and not is_nobody(as_text(consent.value)):
        at = Cell(where.file, where.sheet, consent.address)
        problems.append(problem_at(at, "form.date_unreadable", Severity.WARNING, value=shown(as_text(consent.value))))
    return DeclaredTier(
        name=name,
        corporate_number=number,
        work=_of(cells, "work"),
        assets=_of(cells, "assets"),
        place=_of(cells, "place"),
        consent_on=consent_on,
        consent_no=_of(cells, "consent_no"),
        sheet=where.sheet,
        cell=where.cell,
    )


def _of(cells: Mapping[str, RawCell], key: str) -> str:
    cell = cells.get(key)
    return as_text(cell.value)[:_LONGEST] if cell is not None else ""
