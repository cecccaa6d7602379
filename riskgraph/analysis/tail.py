"""The loss of a whole year as a distribution, events independent of each other."""

from __future__ import annotations

from riskgraph.model.event_table import EventTable, Floats
from riskgraph.model.parameters import Parameters
from riskgraph.model.tail import Tail


def tail_of(events: EventTable, parameters: Parameters) -> Tail | None:
    """Return the distribution of a year's loss."""
    return None


def tail_shares(events: EventTable, parameters: Parameters) -> Floats | None:
    """Return the part of TVaR 99 (point) that each event bears, shape (events,), summing to 1."""
    return None
