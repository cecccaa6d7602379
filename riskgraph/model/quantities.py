"""Intervals with a point value, and the place in a workbook that a fact was read from.

The convention that bites: in an `Interval` the three numbers are always ordered by *size*
(`lo <= pt <= hi`). Whether the low end is the good one depends on the quantity: a low strength is
bad, a low loss is good.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Interval:
    """Lowest, most credible and highest value of one quantity; all finite, lo <= pt <= hi.

    Raises
    ------
    ValueError
        If a number is not finite or the order is broken.
    """

    lo: float
    pt: float
    hi: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lo) and math.isfinite(self.pt) and math.isfinite(self.hi)):
            raise ValueError("an interval needs three finite numbers")
        if not self.lo <= self.pt <= self.hi:
            raise ValueError(f"an interval needs lo <= pt <= hi, got {self.lo}, {self.pt}, {self.hi}")

    @classmethod
    def exact(cls, value: float) -> Interval:
        """Return the interval of a value that is known: (value, value, value)."""
        return cls(value, value, value)

    def capped(self, cap: float) -> Interval:
        """Return the interval with every end at most `cap`."""
        return Interval(min(self.lo, cap), min(self.pt, cap), min(self.hi, cap))


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a fact stands: file name (no folder), sheet title, cell such as ``F12``; may be blank."""

    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class RowSource:
    """Where a row of the register stands, with the cell of each column that was read.

    `cells` maps the English column name to the address of its cell, for example
    ``{"starts_on": "F12"}``; a column that the sheet does not have is absent.
    """

    file: str = ""
    sheet: str = ""
    row: int = 0
    cells: Mapping[str, str] = field(default_factory=dict)

    def at(self, column: str = "") -> Cell:
        """Return the cell of `column`, or the first cell of the row where there is none."""
        address = self.cells.get(column, "") or (f"A{self.row}" if self.row else "")
        return Cell(self.file, self.sheet, address)


NOWHERE = RowSource()
