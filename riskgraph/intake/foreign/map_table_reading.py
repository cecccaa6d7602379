"""Reads the table of a map back, whatever people did to its rows and sheets.

The convention that bites: sheets are known by what stands in them and rows by their hidden key, never by title or
place. A table with one cell that cannot be read gives no map, and every such cell is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from riskgraph.intake.folding import fold, identifier
from riskgraph.intake.foreign.map_table import COLUMNS, SETTINGS
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text, identifiers
from riskgraph.intake.workbook import RawRow, RawSheet, Workbook, open_workbook
from riskgraph.model.answer import AnswerCode
from riskgraph.model.control import Catalogue
from riskgraph.model.form_map import MAP_SCHEMA, FormMap, MapEntry, MappedBy
from riskgraph.model.problem import Problem, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.text import LOCALES, t

_NEEDED = frozenset({"controls", "direction", "confirmed", "key"})
_CONFIRMED = frozenset(
    map(fold, ("○", "◯", "〇", "⭕", "●", "✓", "✔", "☑", "レ", "はい", "済", "yes", "y", "1", "true"))
)
_NOT_CONFIRMED = frozenset(map(fold, ("", "×", "未", "いいえ", "no", "n", "0", "false", "-", "－")))
_RULES = {rule.value: rule for rule in MappedBy}


@dataclass(frozen=True, slots=True)
class _Table:
    """The sheet of entries with the place of each column."""

    file: str
    sheet: RawSheet
    header_row: int
    columns: Mapping[str, int]

    def at(self, row: RawRow, name: str) -> Cell:
        """Return the address of a column in a row."""
        return Cell(self.file, self.sheet.title, f"{get_column_letter(self.columns[name])}{row.number}")

    def text(self, row: RawRow, name: str) -> str:
        """Return what stands in a column of a row, "" for nothing and for a column that is not there."""
        column = self.columns.get(name)
        return next((as_text(cell.value) for cell in row.cells if cell.column == column), "")


def read_map_table(name: str, data: bytes, catalogue: Catalogue) -> tuple[FormMap | None, tuple[Problem, ...]]:
    """Return the map in a workbook, and every cell that could not be read; None where there is any.

    Raises
    ------
    InputRefused
        Where the gate does not let the file through.
    """
    book = open_workbook(name, data)
    settings, table = _settings(book), _table(book)
    if settings is None or table is None:
        return None, (problem_at(Cell(name), "map.no_map"),)
    problems: list[Problem] = []
    entries = tuple(_entries(table, catalogue, problems))
    legend = _legend(book, problems)
    fields, where = settings
    number = fields.get("number", "")
    if not number.isascii() or not number.isdigit() or int(number[:9]) < 1:
        problems.append(problem_at(where, "map.broken_key", key="number", value=shown(number) or "-"))
    if problems:
        return None, tuple(problems)
    texts = {key: value for key, value in fields.items() if key != "number"}
    return FormMap(**texts, number=int(number[:9]), legend=legend, entries=entries), ()


def _settings(book: Workbook) -> tuple[dict[str, str], Cell] | None:
    """Return the settings by name and where they stand; None where no sheet holds them."""
    for sheet in book.sheets:
        cells = {(cell.row, cell.column): as_text(cell.value) for row in sheet.rows for cell in row.cells}
        if cells.get((1, 1)) != MAP_SCHEMA:
            continue
        found = {cells.get((row.number, 1), ""): cells.get((row.number, 2), "") for row in sheet.rows}
        if found.get("map_id"):
            return {key: value for key, value in found.items() if key in SETTINGS}, Cell(book.file, sheet.title, "B3")
    return None


def _table(book: Workbook) -> _Table | None:
    """Return the sheet of entries, known by its headers in either language."""
    words = {fold(t(locale, f"map.table.{name}")): name for name in COLUMNS for locale in LOCALES}
    for sheet in book.sheets:
        for row in sheet.rows:
            columns = {words[fold(as_text(c.value))]: c.column for c in row.cells if fold(as_text(c.value)) in words}
            if columns.keys() >= _NEEDED:
                return _Table(book.file, sheet, row.number, columns)
    return None


def _entries(table: _Table, catalogue: Catalogue, problems: list[Problem]) -> Iterator[MapEntry]:
    seen: set[str] = set()
    for row in table.sheet.rows:
        if row.number <= table.header_row or not any(as_text(cell.value) for cell in row.cells):
            continue
        identity = _identity(table.text(row, "key"))
        if identity is None:
            problems.append(problem_at(table.at(row, "key"), "map.row_without_key", row=row.number))
            continue
        entry = _entry(table, row, identity, problems)
        question = shown(entry.text) or "-"
        for control_id in entry.control_ids:
            if control_id not in catalogue.control_by_id:
                where, row_key = table.at(row, "controls"), str(row.number)
                told = problem_at(
                    where, "map.unknown_control", control=shown(control_id), key=row_key, question=question
                )
                problems.append(told)
        if entry.key in seen:
            problems.append(problem_at(table.at(row, "controls"), "map.key_twice", question=question))
        seen.add(entry.key)
        yield entry


def _identity(written: str) -> dict[str, object] | None:
    """Return what the hidden cell of a row says, None where it was lost."""
    try:
        loaded = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return loaded if isinstance(loaded, dict) and isinstance(loaded.get("key"), str) and loaded["key"] else None


def _entry(table: _Table, row: RawRow, identity: Mapping[str, object], problems: list[Problem]) -> MapEntry:
    controls = tuple(identifier(one).upper() for one in identifiers(table.text(row, "controls")))
    polarity, is_confirmed = _direction(table, row, problems), _confirmation(table, row, problems)
    is_as_proposed = (list(controls), polarity) == (identity.get("controls"), identity.get("polarity"))
    proposed: dict[str, Any] = _proposed(identity) if is_as_proposed else {"rule": MappedBy.PERSON, "confidence": 1.0}
    return MapEntry(
        key=str(identity["key"]),
        text=table.text(row, "question"),
        number=table.text(row, "number"),
        control_ids=controls,
        polarity=polarity,
        is_confirmed=is_confirmed,
        **proposed,
    )


def _proposed(identity: Mapping[str, object]) -> dict[str, Any]:
    """Return what spoke for an entry, as far as the hidden cell still says it."""
    rule, confidence, reason = identity.get("rule"), identity.get("confidence"), identity.get("reason")
    is_number = isinstance(confidence, int | float) and not isinstance(confidence, bool) and 0 <= confidence <= 1
    return {
        "rule": _RULES.get(str(rule), MappedBy.PERSON),
        "confidence": confidence if is_number else 0.0,
        "reason": reason if isinstance(reason, str) else "",
    }


def _direction(table: _Table, row: RawRow, problems: list[Problem]) -> int:
    written = fold(table.text(row, "direction"))
    if written in {"", "1", "+", "+1", *(fold(t(locale, "map.table.as_is")) for locale in LOCALES)}:
        return 1
    if written in {"-1", "-", *(fold(t(locale, "map.table.reversed")) for locale in LOCALES)}:
        return -1
    problems.append(
        problem_at(table.at(row, "direction"), "map.direction_unreadable", value=shown(table.text(row, "direction")))
    )
    return 1


def _confirmation(table: _Table, row: RawRow, problems: list[Problem]) -> bool:
    written = fold(table.text(row, "confirmed"))
    if written not in _CONFIRMED and written not in _NOT_CONFIRMED:
        value = shown(table.text(row, "confirmed"))
        problems.append(problem_at(table.at(row, "confirmed"), "map.confirmed_unreadable", value=value))
    return written in _CONFIRMED


def _legend(book: Workbook, problems: list[Problem]) -> dict[str, AnswerCode]:
    """Return what the words of the form mean, from the sheet of the legend."""
    found: dict[str, AnswerCode] = {}
    for sheet, row, word, code in _legend_rows(book):
        if code not in set(AnswerCode):
            where = Cell(book.file, sheet.title, f"B{row.number}")
            problems.append(problem_at(where, "map.code_unreadable", word=shown(word), value=shown(code) or "-"))
        else:
            found[word] = AnswerCode(code)
    return found


def _legend_rows(book: Workbook) -> Iterable[tuple[RawSheet, RawRow, str, str]]:
    heads = {fold(t(locale, "map.table.word")) for locale in LOCALES}
    for sheet in book.sheets:
        cells = {(cell.row, cell.column): as_text(cell.value) for row in sheet.rows for cell in row.cells}
        if fold(cells.get((1, 1), "")) in heads:
            for row in sheet.rows:
                word = cells.get((row.number, 1), "")
                if row.number > 1 and word:
                    yield sheet, row, word, fold(cells.get((row.number, 2), ""))
