"""What of an event's loss the contract leaves to be claimed from the direct contractor: information, never deducted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from riskgraph.analysis.severity import Severities
from riskgraph.model.channel import PT
from riskgraph.model.event_table import EventTable, Floats
from riskgraph.model.parameters import Parameters

_CELLS = 1 << 11


def recoverable_share(
    events: EventTable, parameters: Parameters, *, channels: Sequence[int], cap_yen: float | None
) -> float | None:
    """Return E[min(L, cap)] / E[L] of one event on these channels, 0 to 1; None without a cap or a loss.

    Notes
    -----
    The events of the channels at the point, weighted by the rates of the channels; L is all that the owner bears of an
    event. min(L, cap) is read off between 2,048 cells up to the cap, so that the share is true to a thousandth.
    Source: docs/method.md, the loss of a year.
    """
    if cap_yen is None:
        return None
    chosen = np.array(channels, dtype=np.int64)
    event, place = np.unique(events.channel_event[chosen], return_inverse=True)
    rate = np.bincount(place.reshape(-1), weights=events.channel_rate[chosen, PT])
    severity = Severities(events.only(event), parameters, PT)
    if severity.mean <= 0.0:
        return None
    step = max(severity.top, 1.0) / (_CELLS - 2)
    losses: Floats = step * np.arange(_CELLS, dtype=np.float64)
    capped: Floats = np.minimum(losses, cap_yen)
    paid = float((rate * severity.mean_of(capped, step=step)).sum())
    return min(paid / float((rate * severity.mean_of(losses, step=step)).sum()), 1.0)
