"""Rows of values as rows of cells: blanks left out, values in the one form, marks put on.

The convention that bites: a hundred thousand rows go through here, so that a row without any mark is made in one pass
and only the others are looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from riskgraph.intake.cell_values import EXACT, CellValue, uniform_number, uniform_text
from riskgraph.intake.sheet_facts import Place, SheetFacts
from riskgraph.intake.workbook import RawCell, RawRow

_cell = tuple.__new__  # three times faster than the named call, which only fills in what stands here anyway


@dataclass(frozen=True)
class Marks:
    """What is known of a sheet's cells beside their values, by row where that is how it is asked for.

    `values` are those that stand in the file and not in what was read: error values, dates before the calendar.
    """

    facts: SheetFacts = field(default_factory=SheetFacts)
    values: Mapping[int, Mapping[int, CellValue]] = field(default_factory=dict)
    unsaved: Mapping[int, frozenset[int]] = field(default_factory=dict)
    covered: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)
    struck: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def touches(self, row: int) -> bool:
        """Say whether any cell of the row bears a mark."""
        return (
            bool(self.facts.hidden_columns)
            or row in self.facts.hidden_rows
            or row in self.values
            or row in self.unsaved
            or row in self.covered
            or row in self.struck
        )


def marks_of(facts: SheetFacts, values: Mapping[Place, CellValue], unsaved: Iterable[Place]) -> Marks:
    """Return the marks of a sheet, gathered by row."""
    by_row: dict[int, dict[int, CellValue]] = {}
    for (row, column), value in values.items():
        by_row.setdefault(row, {})[column] = value
    covered: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, right in facts.merged:
        if right > left:
            covered.setdefault(top, []).append((left + 1, right))
        for row in range(top + 1, bottom + 1):
            covered.setdefault(row, []).append((left, right))
    return Marks(facts, by_row, _columns_by_row(unsaved), covered, _columns_by_row(facts.struck))


def rows_of(
    lines: Iterable[Sequence[Any]], marks: Marks, texts: dict[str, str], *, first_column: int = 1
) -> tuple[RawRow, ...]:
    """Return the rows that hold a value or an unsaved formula.

    Parameters
    ----------
    lines
        The values of each row, the first line being row 1 and its first value in `first_column`.
    texts
        Texts seen before and their one form; it grows, and saves both time and memory.
    """
    rows, left = [], set(marks.values) | set(marks.unsaved)
    for number, line in enumerate(lines, 1):
        cells = _cells(line, number, texts, first_column)
        if marks.touches(number):
            left.discard(number)
            cells = _marked(cells, number, marks)
        if cells:
            rows.append(RawRow(number, tuple(cells), number in marks.facts.hidden_rows))
    below = (RawRow(row, tuple(_marked([], row, marks)), row in marks.facts.hidden_rows) for row in sorted(left))
    return (*rows, *(row for row in below if row.cells))


def _cells(line: Sequence[Any], row: int, texts: dict[str, str], first_column: int) -> list[RawCell]:
    """Return the cells of a row that hold something, without marks."""
    cells = []
    for column, value in enumerate(line, first_column):
        kind = type(value)
        if kind is str:
            if not value:
                continue
            known = texts.get(value)
            if known is None:
                known = texts[value] = uniform_text(value)
            if not known:
                continue
            value = known
        elif kind is float:
            is_whole = value.is_integer() and -EXACT < value < EXACT
            value = int(value) if is_whole else uniform_number(value)
        elif kind is date:
            value = datetime(value.year, value.month, value.day)
        elif value is None:
            continue
        cells.append(_cell(RawCell, (value, row, column, False, False, False, "")))
    return cells


def _marked(cells: Sequence[RawCell], row: int, marks: Marks) -> list[RawCell]:
    """Return the cells of a row with their marks: without those under a merge, with those known from elsewhere."""
    covered, struck = marks.covered.get(row, ()), marks.struck.get(row, frozenset())
    values: dict[int, CellValue] = {cell.column: cell.value for cell in cells}
    values.update(marks.values.get(row, {}))
    for low, high in covered:
        for column in [column for column in values if low <= column <= high]:
            del values[column]
    unsaved = marks.unsaved.get(row, frozenset())
    hides_row, hidden = row in marks.facts.hidden_rows, marks.facts.hidden_columns
    return [
        RawCell(values.get(column), row, column, column in struck, hides_row or column in hidden, column in unsaved)
        for column in sorted({*values, *unsaved})
    ]


def times_in(rows: Iterable[RawRow]) -> frozenset[Place]:
    """Return where a time of day stands, which may be a date before the calendar that the library cut short."""
    return frozenset((cell.row, cell.column) for row in rows for cell in row.cells if type(cell.value) is time)


def _columns_by_row(places: Iterable[Place]) -> dict[int, frozenset[int]]:
    """Return the columns of some places by their row."""
    by_row: dict[int, set[int]] = {}
    for row, column in places:
        by_row.setdefault(row, set()).add(column)
    return {row: frozenset(columns) for row, columns in by_row.items()}
