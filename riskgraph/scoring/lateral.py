"""Intrusion that moves on over connections."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.assessment import EntryStep
from riskgraph.scoring.ground import Ground


def entry_steps(ground: Ground, entry: Sequence[str]) -> tuple[EntryStep, ...]:
    """Return the connections of an entry as people read them."""
    return ()
