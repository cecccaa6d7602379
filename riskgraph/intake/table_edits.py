"""Edits of a table that nobody has saved yet: cells changed, rows put in and taken out.

The convention that bites: a row is known by its place in the version that is edited, from 0; a row that was put in
has a place below 0 (-1 for the first), so that both can stand in one view.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class SheetEdits:
    """The edits of one sheet: (place, column, value) of changed cells, rows put in, places taken out."""

    changed: tuple[tuple[int, str, Any], ...] = ()
    added: tuple[tuple[tuple[str, Any], ...], ...] = ()
    deleted: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is edited."""
        return not (self.changed or self.added or self.deleted)


def applied(rows: Sequence[Row], edits: SheetEdits) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows as they are to be, each with its place; rows that were put in stand last."""
    changed: dict[int, dict[str, Any]] = {}
    for place, column, value in edits.changed:
        changed.setdefault(place, {})[column] = value
    gone = set(edits.deleted)
    kept = [(place, {**row, **changed.get(place, {})}) for place, row in enumerate(rows) if place not in gone]
    return [*kept, *((-1 - number, dict(row)) for number, row in enumerate(edits.added))]


def with_delta(edits: SheetEdits, places: Sequence[int], delta: Mapping[str, Any]) -> SheetEdits:
    """Return the edits with those of one view on top.

    Parameters
    ----------
    places
        The place of each row of the view, in its order.
    delta
        What a table editor tells: ``edited_rows`` (cells by row of the view), ``added_rows``, ``deleted_rows``.
    """
    changed = {(place, column): value for place, column, value in edits.changed}
    added: list[dict[str, Any] | None] = [dict(row) for row in edits.added]
    for number, cells in delta.get("edited_rows", {}).items():
        place = places[int(number)]
        if place >= 0:
            changed.update({(place, column): value for column, value in cells.items()})
        elif (row := added[-1 - place]) is not None:
            row.update(cells)
    deleted = set(edits.deleted)
    for number in delta.get("deleted_rows", ()):
        place = places[int(number)]
        if place >= 0:
            deleted.add(place)
        else:
            added[-1 - place] = None
    rows = [*(row for row in added if row is not None), *delta.get("added_rows", ())]
    return replace(
        edits,
        changed=tuple((place, column, value) for (place, column), value in changed.items() if place not in deleted),
        added=tuple(tuple(row.items()) for row in _filled(rows)),
        deleted=tuple(sorted(deleted)),
    )


def _filled(rows: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """Give the rows that say anything, without what an editor adds for itself."""
    for row in rows:
        cells = {column: value for column, value in row.items() if not column.startswith("_")}
        if any(value not in (None, "") for value in cells.values()):
            yield cells
