"""How far the sheets of a workbook reach, counted cell by cell while its records are walked over.

The convention that bites: a reader fills the whole box around the cells of a sheet, so that it is the box that is
limited here and not only the cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from riskgraph.errors import InputRefused
from riskgraph.intake.addresses import letters_of
from riskgraph.intake.cell_values import CellValue
from riskgraph.intake.limits import Limits
from riskgraph.intake.sheet_facts import LAST_COLUMN, Known, Place, Range, SheetFacts

BOX = 4
"""How many times as large as the allowed number of cells the box around them may be."""


@dataclass
class Found:
    """What is found of one sheet while it is walked through."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    values: dict[Place, CellValue] = field(default_factory=dict)

    def known(self) -> Known:
        """Return it in the form in which the reader takes it."""
        hidden = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        return SheetFacts(*hidden, frozenset(self.struck), tuple(sorted(self.merged))), dict(self.values)


class Reach:
    """The cells of a workbook as they are counted; every method but `begin` may raise InputRefused."""

    def __init__(self, name: str, limits: Limits) -> None:
        """Start before the first sheet."""
        self.facts = Found()
        self._name, self._limits, self._cells = name, limits, 0
        self._title, self._rows, self._columns = "", 0, 0

    def begin(self, title: str) -> None:
        """Begin a sheet."""
        self._title, self._rows, self._columns, self.facts = title, 0, 0, Found()

    def cell(self, row: int, column: int, *, cells: int = 1) -> None:
        """Count what stands at a place from 1, which may stand for several cells up to there."""
        self._cells += cells
        if row > self._rows or column > self._columns:
            self._rows, self._columns = max(self._rows, row), max(self._columns, column)
            if row > self._limits.rows or column > self._limits.columns:
                cell = f"{letters_of(min(column, LAST_COLUMN))}{row}"
                raise InputRefused("gate.far_cell", self._where() | {"cell": cell})
            if self._rows * self._columns > BOX * self._limits.cells:
                raise InputRefused("gate.too_many_cells", self._where())
        if self._cells > self._limits.cells:
            raise InputRefused("gate.too_many_cells", self._where())

    def merge(self, merged: Range) -> None:
        """Count a merged range."""
        top, left, bottom, right = merged
        self.cell(top, left, cells=max(0, bottom - top + 1) * max(0, right - left + 1))
        self.facts.merged.append(merged)

    def _where(self) -> dict[str, str | int | float]:
        """Return the fields of a refusal."""
        limits = self._limits
        numbers: dict[str, str | int | float] = {"rows": limits.rows, "columns": limits.columns, "limit": limits.cells}
        return {"file": self._name, "sheet": self._title, "cell": ""} | numbers
