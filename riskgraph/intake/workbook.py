"""Raw cells of a workbook with their addresses, nothing interpreted; the only reader of .xlsx here.

The convention that bites: only cells that hold something exist. A cell covered by a merge has no value
of its own; `RawSheet.spread()` copies the anchor's value over the range, each copy keeping the address
of the anchor, because that is where a user mends it. Formulas are never evaluated: their saved results
are read, and a formula without one is marked.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from riskgraph.errors import InputRefused
from riskgraph.intake.addresses import letters_of
from riskgraph.intake.cell_values import CellValue as CellValue
from riskgraph.intake.cell_values import unescaped, uniform
from riskgraph.intake.gate import GateReport, examine
from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.model.problem import Problem

# Formats of East Asian dates that a file names by number only; openpyxl takes them for plain numbers.
_DATE_FORMATS = frozenset((*range(27, 37), *range(50, 59)))


class RawCell(NamedTuple):
    """One cell that holds a value or an unsaved formula; `row` and `column` count from 1.

    `anchor` is the address of the top left cell for a copy made by a merge, else blank.
    """

    value: CellValue
    row: int
    column: int
    is_struck: bool = False
    is_hidden: bool = False
    has_unsaved_formula: bool = False
    anchor: str = ""

    @property
    def address(self) -> str:
        """Return where to find it in the sheet, such as ``F12``."""
        return self.anchor or f"{letters_of(self.column)}{self.row}"


class RawRow(NamedTuple):
    """The cells of one row, from left to right; rows without cells do not exist."""

    number: int
    cells: tuple[RawCell, ...]
    is_hidden: bool = False


class MergedRange(NamedTuple):
    """A merged range, its corners counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class RawSheet:
    """One sheet: its rows in order, the ranges that are merged, and whether it is hidden."""

    title: str
    rows: tuple[RawRow, ...]
    merged: tuple[MergedRange, ...] = ()
    is_hidden: bool = False

    @cached_property
    def by_place(self) -> Mapping[tuple[int, int], RawCell]:
        """Return the cells by (row, column)."""
        return {(cell.row, cell.column): cell for row in self.rows for cell in row.cells}

    def spread(self) -> RawSheet:
        """Return the sheet with every merged range filled with its anchor's value."""
        if not self.merged:
            return self
        places = dict(self.by_place)
        for merge in self.merged:
            anchor = self.by_place.get((merge.top, merge.left))
            if anchor is not None:
                places.update(_copies(anchor, merge))
        hidden = {row.number for row in self.rows if row.is_hidden}
        return RawSheet(self.title, _rows(places.values(), hidden), (), self.is_hidden)


@dataclass(frozen=True)
class Workbook:
    """All worksheets of one file in their order, and what the gate had to say."""

    file: str
    sha256: str
    sheets: tuple[RawSheet, ...]
    warnings: tuple[Problem, ...] = ()

    def sheet(self, title: str) -> RawSheet | None:
        """Return the sheet with exactly this title, or None."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)


def open_workbook(name: str, data: bytes, *, limits: Limits = LIMITS) -> Workbook:
    """Read a workbook behind the gate.

    Parameters
    ----------
    name
        File name without folder, for messages only.

    Raises
    ------
    InputRefused
        With a ``gate.`` code; a parser that fails in whatever way gives ``gate.unreadable``.
    """
    return parsed(data, examine(name, data, limits=limits), limits=limits)


def parsed(data: bytes, report: GateReport, *, limits: Limits = LIMITS) -> Workbook:
    """Read an .xlsx or .xlsm that the gate let through; see `open_workbook`."""
    from openpyxl import load_workbook  # slow to load and large, and most files are read without it

    try:
        # The library warns with text from the file, which must not reach a log.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
            sheets = tuple(_sheet(sheet, report, limits) for sheet in book.worksheets)
        if not sheets:
            raise ValueError("no worksheet")
    except (InputRefused, MemoryError):
        raise
    except Exception as broken:  # any failure of a parser on a stranger's file is the same news
        raise InputRefused("gate.unreadable", {"file": report.file}) from broken
    return Workbook(report.file, report.sha256, sheets, report.warnings)


def _sheet(sheet: Any, report: GateReport, limits: Limits) -> RawSheet:
    """Return one worksheet; touches only cells that exist (`iter_rows` would create the others)."""
    struck = {number for number, font in enumerate(sheet.parent._fonts) if font.strike}
    hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    hidden_columns = _hidden_columns(sheet)
    unsaved = set(report.unsaved.get(sheet.title, ()))
    cells = []
    for (row, column), cell in sheet._cells.items():
        value = _value(cell, sheet.parent.epoch)
        is_unsaved = bool(unsaved) and f"{letters_of(column)}{row}" in unsaved
        if value is None and not is_unsaved:
            continue
        if row > limits.rows or column > limits.columns:
            where: dict[str, str | int | float] = {"file": report.file, "sheet": sheet.title, "cell": cell.coordinate}
            raise InputRefused("gate.far_cell", {**where, "rows": limits.rows, "columns": limits.columns})
        is_struck = bool(struck) and cell._style.fontId in struck
        cells.append(RawCell(value, row, column, is_struck, row in hidden_rows or column in hidden_columns, is_unsaved))
    merged = sorted(MergedRange(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges)
    return RawSheet(sheet.title, _rows(cells, hidden_rows), tuple(merged), sheet.sheet_state != "visible")


def _value(cell: Any, epoch: Any) -> CellValue:
    """Return what a cell holds, in the one form."""
    value = cell.value
    if isinstance(value, str):
        return uniform(unescaped(value))
    if isinstance(value, int | float) and not isinstance(value, bool) and cell._style.numFmtId in _DATE_FORMATS:
        from openpyxl.utils.datetime import from_excel

        with contextlib.suppress(OverflowError, ValueError):  # a number that is no date stays one
            value = from_excel(value, epoch)
    return uniform(value)


def _hidden_columns(sheet: Any) -> set[int]:
    """Return the numbers of hidden columns; one dimension may stand for a group of them."""
    return {
        number
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for number in range(dimension.min or 0, min(dimension.max or 0, 16_384) + 1)
    }


def _rows(cells: Iterable[RawCell], hidden: set[int]) -> tuple[RawRow, ...]:
    """Return the cells gathered into rows, both in order."""
    by_row: dict[int, list[RawCell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    return tuple(
        RawRow(number, tuple(sorted(by_row[number], key=lambda cell: cell.column)), number in hidden)
        for number in sorted(by_row)
    )


def _copies(anchor: RawCell, merge: MergedRange) -> Iterable[tuple[tuple[int, int], RawCell]]:
    """Give the cells of a merged range, each with the anchor's value and address."""
    for row in range(merge.top, merge.bottom + 1):
        for column in range(merge.left, merge.right + 1):
            if (row, column) != (merge.top, merge.left):
                yield (row, column), anchor._replace(row=row, column=column, anchor=anchor.address)
