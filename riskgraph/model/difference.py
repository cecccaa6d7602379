"""What an upload or an edit changes in a register, row by row and cell by cell; nothing is applied here."""

from __future__ import annotations

from enum import StrEnum

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell


class RowFate(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class CellChange(Noun):
    """One cell: the English name of its column, and what stands there before and after, as it is written."""

    column: str
    before: str
    after: str


class RowChange(Noun):
    """One row of one sheet (English title in small letters, as in `riskgraph.intake.columns`).

    `row_id` is the row's own id, `label` a name to read. `cells` are the cells that differ; of an added or
    removed row those that are not blank. `source` is where it stands in the new file, blank for a removed row.
    """

    sheet: str
    row_id: str
    label: str
    fate: RowFate
    cells: tuple[CellChange, ...] = ()
    source: Cell = Cell()


class Rename(Noun):
    """A party of the new file that is by its corporate number (法人番号) one of the register under another id.

    A proposal: taking it keeps `old_id` for the party, and the old name as an alias.
    """

    old_id: str
    new_id: str
    corporate_number: str
    old_name: str
    new_name: str


class RegisterDifference(Noun):
    """Everything that a new version would change against the one it starts from."""

    rows: tuple[RowChange, ...] = ()
    renames: tuple[Rename, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether both are the same register."""
        return not self.rows

    def count(self, fate: RowFate) -> int:
        """Return how many rows have this fate."""
        return sum(row.fate is fate for row in self.rows)
