"""A sheet as a person sees it: lines of texts with the columns and rows that each covers.

The convention that bites: a merged cell is one text with an extent. In the rows below its first it appears as a copy
that keeps the first one's address; rows in which nothing else stands do not appear at all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from riskgraph.intake.normalise import as_text
from riskgraph.intake.workbook import MergedRange, RawCell, RawSheet

_MOST_COPIES = 1_000_000  # a file whose merges overlap all over would otherwise cost what its rows cost, squared


class Spot(NamedTuple):
    """One text: its place (from 1), the last column and row that it covers, and what is odd about its cell.

    `is_copy` says that a merged range brings it here from a row above. `is_unsaved` is a formula without a result.
    """

    text: str
    row: int
    column: int
    right: int
    bottom: int
    address: str
    is_hidden: bool = False
    is_struck: bool = False
    is_unsaved: bool = False
    is_copy: bool = False


class Line(NamedTuple):
    """One row with what stands in it, from left to right."""

    number: int
    spots: tuple[Spot, ...]
    is_hidden: bool = False

    @property
    def own(self) -> tuple[Spot, ...]:
        """Return what stands in this row itself."""
        return tuple(spot for spot in self.spots if not spot.is_copy)

    @property
    def first(self) -> Spot:
        """Return the leftmost text of the row itself."""
        return next((spot for spot in self.spots if not spot.is_copy), self.spots[0])


@dataclass(frozen=True)
class Grid:
    """One sheet."""

    title: str
    lines: tuple[Line, ...]
    is_hidden: bool = False

    @property
    def shown(self) -> tuple[Line, ...]:
        """Return the rows that are not hidden."""
        return tuple(line for line in self.lines if not line.is_hidden)


def grid_of(sheet: RawSheet) -> Grid:
    """Return a sheet as lines; a row that holds nothing of its own is left out."""
    extents = {(merge.top, merge.left): merge for merge in sheet.merged}
    numbers = [row.number for row in sheet.rows]
    copies = _copies(sheet, numbers, extents)
    lines = []
    for row in sheet.rows:
        own = [spot for cell in row.cells if (spot := _spot(cell, extents.get((cell.row, cell.column)))) is not None]
        if sheet.is_hidden:
            own = [spot._replace(is_hidden=True) for spot in own]
        if not own:
            continue
        taken = {spot.column for spot in own}
        brought = [spot for spot in copies.get(row.number, ()) if spot.column not in taken]
        spots = sorted((*own, *brought), key=_column) if brought else own
        lines.append(Line(row.number, tuple(spots), row.is_hidden))
    return Grid(sheet.title, tuple(lines), sheet.is_hidden)


def _column(spot: Spot) -> int:
    return spot.column


def _spot(cell: RawCell, merge: MergedRange | None) -> Spot | None:
    """Return a cell as a text; None for one that shows nothing."""
    text = as_text(cell.value)
    if not text and not cell.has_unsaved_formula:
        return None
    right, bottom = (merge.right, merge.bottom) if merge else (cell.column, cell.row)
    return Spot(text, cell.row, cell.column, right, bottom, cell.address, cell.is_hidden, cell.is_struck,
                cell.has_unsaved_formula and not text)  # fmt: skip


def _copies(
    sheet: RawSheet, numbers: list[int], extents: Mapping[tuple[int, int], MergedRange]
) -> Mapping[int, list[Spot]]:
    """Return what merged ranges bring into the rows below their first."""
    found: dict[int, list[Spot]] = {}
    made = 0
    for merge in _tall(extents.values()):
        cell = sheet.by_place.get((merge.top, merge.left))
        anchor = _spot(cell, merge) if cell is not None else None
        if anchor is None:
            continue
        for number in numbers[bisect_right(numbers, merge.top) : bisect_left(numbers, merge.bottom + 1)]:
            made += 1
            if made > _MOST_COPIES:
                return found
            found.setdefault(number, []).append(anchor._replace(row=number, is_copy=True))
    return found


def _tall(merges: Iterable[MergedRange]) -> Iterable[MergedRange]:
    return (merge for merge in merges if merge.bottom > merge.top)
