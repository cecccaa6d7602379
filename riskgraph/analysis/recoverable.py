"""What of an event's loss the contract leaves to be claimed from the direct contractor: information, never deducted."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.event_table import EventTable
from riskgraph.model.parameters import Parameters


def recoverable_share(
    events: EventTable, parameters: Parameters, *, channels: Sequence[int], cap_yen: float | None
) -> float | None:
    """Return E[min(L, cap)] / E[L] of one event on these channels, 0 to 1; None without a cap."""
    return None
