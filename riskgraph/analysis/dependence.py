"""Years in which parties differ from each other (frailty) and things fail together (common causes)."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.event_table import EventTable
from riskgraph.model.parameters import Parameters
from riskgraph.model.quantities import Interval
from riskgraph.model.tail import Tail


def p_leak_frailty(
    events: EventTable, parameters: Parameters, *, channels: Sequence[int] | None = None
) -> Interval | None:
    """Return P(at least one leak in a year) with gamma frailty, for all channels or for some of them."""
    return None


def tail_with_dependence(events: EventTable, parameters: Parameters, *, seed: int) -> Tail | None:
    """Return the distribution of a year's loss with frailty and common causes, simulated."""
    return None
