"""All events of a register as arrays: what scoring hands to the analysis of whole years.

One event is what happens at once: a group's take-out of all its data, an intrusion into all that a host holds. It has
one rate and one loss, whatever the number of its assets. The last axis of three is in the order of risk: lo, pt, hi.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class EventTable:
    """n events.

    `rate` (n, 3) events a year: the largest of the event's assets. `reach` (n, 3) persons over all its assets.
    `share_a`, `share_b` (n, 3) are the shape of the Beta share that an insider takes (1 and 1 where the size is
    lognormal). `loss_small`, `loss_large` (n, 3) yen: the fixed cost of an event of at most, and above, the threshold
    of many people. `per_person` (n, 3) yen such that `rate` times the mean loss is `eal` (n, 3), the event's expected
    loss as the channels have it. All yen are what the owner bears. `actors` name the party whose staff or system acts
    ("" where nobody is known). `causes` name what can hit several events at once (``cloud:P-020``, ``agency:P-031``,
    ``group:...``), none for most. `channel_event` (channels,) tells the event of every channel of the assessment and
    `channel_share` (channels,) its part of the event's point loss, which sum to 1 over an event; `channel_rate`
    (channels, 3) are the rates of the channels as they are shown, which add up over events.
    """

    keys: tuple[tuple[str, ...], ...]
    scenario: NDArray[np.str_]
    actors: tuple[str, ...]
    causes: tuple[tuple[str, ...], ...]
    rate: Floats
    reach: Floats
    share_a: Floats
    share_b: Floats
    loss_small: Floats
    loss_large: Floats
    per_person: Floats
    eal: Floats
    channel_event: Ints
    channel_share: Floats
    channel_rate: Floats

    @property
    def count(self) -> int:
        """Return the number of events."""
        return len(self.keys)

    def only(self, chosen: Ints) -> EventTable:
        """Return the chosen events alone, without channels."""
        none = np.zeros(0, dtype=np.int64)
        arrays = ("scenario", "rate", "reach", "share_a", "share_b", "loss_small", "loss_large", "per_person", "eal")
        return replace(
            self,
            keys=tuple(self.keys[number] for number in chosen),
            actors=tuple(self.actors[number] for number in chosen),
            causes=tuple(self.causes[number] for number in chosen),
            channel_event=none,
            channel_share=np.zeros(0),
            channel_rate=np.zeros((0, 3)),
            **{name: getattr(self, name)[chosen] for name in arrays},
        )
