"""One cell of a known column: its value, and the problem where it cannot be taken as it stands.

The convention that bites: a cell that is not understood is an error with the cell, the row is kept, and
the value is None, which stands for the careful default of its column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from riskgraph.intake.folding import fold
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import (
    Reading,
    as_text,
    certificates,
    choice,
    codes,
    corporate_number,
    day,
    hours,
    identifier,
    identifiers,
    interval,
    items,
    names,
    number,
    word_of,
)
from riskgraph.intake.rows import Row
from riskgraph.intake.sheet_kind import Column, Kind, SheetKind
from riskgraph.intake.workbook import RawCell
from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell, Interval

_SEVERITIES = {
    "cell.date_month_only": Severity.INFO,
    "cell.number_rounded": Severity.INFO,
    "cell.zero_word": Severity.INFO,
    "cell.no_time_agreed": Severity.INFO,
    "cell.number_in_words": Severity.WARNING,
}
_ERROR_VALUES = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
_NO_PARTY = {
    **dict.fromkeys(map(fold, ("なし", "無", "無し", "none", "該当なし")), NONE_PARTY),
    **dict.fromkeys(map(fold, ("不明", "未確認", "確認中", "unknown", "?", "-", "―", "わからない")), UNKNOWN_PARTY),
}
_READERS: Mapping[Kind, Callable[[Any], Reading[Any]]] = {
    Kind.DATE: day,
    Kind.END: lambda value: day(value, is_end=True),
    Kind.INTERVAL: interval,
    Kind.NUMBER: number,
    Kind.HOURS: hours,
    Kind.CERTIFICATES: certificates,
    Kind.IDS: lambda value: Reading(_without_none(identifiers(value))),
    Kind.NAMES: lambda value: Reading(names(value)),
    Kind.ITEMS: lambda value: Reading(items(value)),
    Kind.ID: lambda value: Reading(_one_id(value)),
    Kind.PARTY: lambda value: Reading(_party(value)),
    Kind.ROLE: lambda value: Reading(_party(value)),
    Kind.CONTROL: lambda value: Reading(identifier(as_text(value)).upper()),
    Kind.CORPORATE_NUMBER: lambda value: Reading(corporate_number(value)),
    Kind.TEXT: lambda value: Reading(as_text(value)),
}


def read_cell(row: Row, column: Column, kind: SheetKind, problems: list[Problem]) -> Any:
    """Return the value of a column in a row; None where it is blank, absent or not understood.

    Appends at most one problem, which carries the cell.
    """
    cell = row.cells.get(column.name)
    if cell is None:
        return None
    if cell.value is None or cell.value in _ERROR_VALUES:
        problems.append(_no_value(cell, row.where(column.name), kind.label(column.name)))
        return None
    reading = _read(column, cell.value)
    if reading.code:
        fields = {"value": shown(as_text(cell.value)), "column": kind.label(column.name)}
        problems.append(_problem(reading, column, row.where(column.name), fields))
    return reading.value


def _no_value(cell: RawCell, where: Cell, label: str) -> Problem:
    """Return the problem of a formula that has an error for a result, or none that was saved."""
    if cell.value is None:
        return problem_at(where, "cell.formula_unsaved", column=label)
    return problem_at(where, "cell.error_value", value=str(cell.value), column=label)


def _read(column: Column, value: object) -> Reading[Any]:
    """Return the reading of a raw value as the column's kind."""
    if column.kind is Kind.CHOICE:
        return choice(column.choice, value)
    if column.kind is Kind.FLAG:
        said = choice("flag", value)
        return Reading(None if said.value is None else said.value == "yes", said.code)
    if column.kind is Kind.LEVEL:
        return _level(value, column.levels)
    if column.kind is Kind.PROBABILITY:
        return _probability(value)
    return _READERS[column.kind](value)


def _problem(reading: Reading[Any], column: Column, where: Cell, fields: dict[str, str]) -> Problem:
    """Return the problem of a reading, with what the column expects or how the cell was read."""
    if reading.code == "cell.choice_unreadable":
        fields = {**fields, "words": expected_words(column.choice if column.kind is Kind.CHOICE else "flag")}
    if reading.code == "cell.level_unreadable":
        fields = {**fields, "words": ", ".join(map(str, column.levels))}
    if reading.value is not None:
        fields = {**fields, "read": _as_read(reading.value)}
    return problem_at(where, reading.code, _SEVERITIES.get(reading.code, Severity.ERROR), **fields)


def expected_words(kind: str) -> str:
    """Return the words of a choice in both languages, for a message."""
    return ", ".join(f"{word_of(kind, code, 'ja')} ({code})" for code in codes(kind))


def _as_read(value: object) -> str:
    """Return a value as a message may show it."""
    if isinstance(value, Interval):
        ends = f"{value.lo:,.10g}-{value.hi:,.10g}"
        return f"{value.pt:,.10g}" if value.lo == value.hi else f"{value.pt:,.10g} ({ends})"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:,.10g}" if isinstance(value, float) else shown(value)


def _level(value: object, allowed: tuple[int, ...]) -> Reading[int]:
    """Return a level; a blank or unknown one is None."""
    reading = number(value)
    if reading.value is None:
        return Reading(None, "cell.level_unreadable" if reading.code else "")
    return Reading(int(reading.value)) if reading.value in allowed else Reading(None, "cell.level_unreadable")


def _probability(value: object) -> Reading[Interval]:
    """Return a probability between 0 and 1; 30% and 0.2〜0.5 are fine."""
    reading = interval(value)
    if reading.is_unreadable or (reading.value is not None and reading.value.hi > 1):
        return Reading(code="cell.probability_unreadable")
    return Reading(reading.value, reading.code)


def _one_id(value: object) -> str:
    """Return one id, blank for a word that means none."""
    found = identifier(as_text(value))
    return "" if fold(found) in _NO_PARTY else found


def _without_none(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list of ids without words that mean none."""
    return tuple(one for one in ids if fold(one) not in _NO_PARTY)


def _party(value: object) -> str:
    """Return a party id; the words for "nobody" and "not known" become their own ids."""
    text = as_text(value)
    return _NO_PARTY.get(fold(text)) or identifier(text)
