"""Intrusion that moves on over connections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from riskgraph.model.assessment import EntryStep
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.hosting import Held
from riskgraph.scoring.rows import Row


def lateral_rows(ground: Ground, held: Sequence[Held]) -> Iterable[Row]:
    """Give the rows of intrusions that move on from where they got in."""
    return ()


def entry_steps(ground: Ground, entry: Sequence[str]) -> tuple[EntryStep, ...]:
    """Return the connections of an entry as people read them."""
    return ()
