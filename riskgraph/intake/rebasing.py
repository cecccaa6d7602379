"""Put the changes of one person onto those that another saved meanwhile, cell by cell.

The convention that bites: what only one of the two changed is taken; a cell that both changed to different things
keeps what is saved, and is handed back as a conflict with what the other wanted, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from riskgraph.intake.edited import Writing, read_again
from riskgraph.intake.keyed_rows import SHEET_NAMES, KeyedRow, RowKey, cell_text, in_order, keyed_rows, labels, texts
from riskgraph.intake.template import workbook_of
from riskgraph.intake.written_rows import CellOut, RowOut
from riskgraph.model.submission import Submission

Keyed = Mapping[RowKey, KeyedRow]


@dataclass(frozen=True)
class Conflict:
    """A cell (or, with a blank column, a whole row) that both changed; texts as they are written.

    `mine` and `theirs` are blank where a row was removed or a cell emptied.
    """

    sheet: str
    row_id: str
    label: str
    column: str
    base: str
    mine: str
    theirs: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what tells this conflict from the others."""
        return self.sheet, self.row_id, self.column


@dataclass(frozen=True)
class Rebased:
    """My changes on top of what is saved: a workbook, how it reads, and the cells that both changed."""

    data: bytes
    submission: Submission
    conflicts: tuple[Conflict, ...] = ()


@dataclass
class _Merging:
    """One sheet that is put together; conflicts gather."""

    sheet: str
    mine_wins: Collection[tuple[str, str, str]]
    conflicts: list[Conflict] = field(default_factory=list)

    def decide(self, conflict: Conflict) -> bool:
        """Note a conflict, and say whether mine is to be taken."""
        self.conflicts.append(conflict)
        return conflict.key in self.mine_wins


def rebased(
    base: Submission,
    mine: Submission,
    theirs: Submission,
    how: Writing,
    *,
    mine_wins: Collection[tuple[str, str, str]] = (),
) -> Rebased:
    """Return the changes from `base` to `mine` on top of `theirs`.

    Parameters
    ----------
    mine_wins
        Keys of conflicts in which mine is to be taken; in all others what is saved stays.
    """
    b, m, t = (keyed_rows(submission, how.locale) for submission in (base, mine, theirs))
    rows: dict[str, list[RowOut]] = {}
    conflicts: list[Conflict] = []
    for sheet in SHEET_NAMES:
        merging = _Merging(sheet, mine_wins)
        label = labels(theirs, sheet)
        names = {key: label(row.noun) for key, row in {**b[sheet], **m[sheet], **t[sheet]}.items()}
        rows[sheet] = list(_merged(b[sheet], m[sheet], t[sheet], names, merging))
        conflicts.extend(merging.conflicts)
    data = workbook_of(rows, how.locale)
    return Rebased(data, read_again(data, (mine, theirs), how), tuple(conflicts))


def _merged(
    base: Keyed, mine: Keyed, theirs: Keyed, names: Mapping[RowKey, str], merging: _Merging
) -> Iterator[RowOut]:
    """Give the rows of one sheet: those that are saved in their order, then those that I added."""
    for key in (*theirs, *(key for key in mine if key not in theirs)):
        row = _row(key, (base.get(key), mine.get(key), theirs.get(key)), names[key], merging)
        if row is not None:
            yield row


def _row(
    key: RowKey, three: tuple[KeyedRow | None, KeyedRow | None, KeyedRow | None], label: str, merging: _Merging
) -> RowOut | None:
    """Return what becomes of one row; None where it goes."""
    base, mine, theirs = (texts(row.cells) if row else None for row in three)
    mine_cells = three[1].cells if three[1] else None
    theirs_cells = three[2].cells if three[2] else None
    if mine in (base, theirs):
        return theirs_cells
    if theirs == base:
        return mine_cells
    if mine is None or theirs is None:
        conflict = Conflict(merging.sheet, key[0], label, "", _said(base), _said(mine), _said(theirs))
        return mine_cells if merging.decide(conflict) else theirs_cells
    return _cells(key[0], three, label, merging)


def _cells(
    row_id: str, three: tuple[KeyedRow | None, KeyedRow | None, KeyedRow | None], label: str, merging: _Merging
) -> RowOut:
    """Return a row that both changed, cell by cell."""
    base, mine, theirs = (row.cells if row else {} for row in three)
    found: dict[str, CellOut] = dict(theirs)
    for column in in_order(merging.sheet, list(dict.fromkeys([*mine, *theirs]))):
        was, own, other = (cell_text(row.get(column)) for row in (base, mine, theirs))
        if own in (was, other):
            continue
        is_mine = was == other
        if not is_mine:
            is_mine = merging.decide(Conflict(merging.sheet, row_id, label, column, was, own, other))
        if is_mine:
            found[column] = mine.get(column)
    return found


def _said(cells: Mapping[str, str] | None) -> str:
    """Return a row in one line; blank where it is gone."""
    return " / ".join(cells.values()) if cells else ""
