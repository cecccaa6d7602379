"""The channels of a register as arrays: what scoring hands to analysis.

The convention that bites: `eal` and `rate` have one column a *reading*, and the columns are named by the
constants below. The first three are the ends (lo, pt, hi in the order of risk); the others read the point
again under an assumption.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LO, PT, HI, AVERAGE, GOOD, CONTROLS_LO, CONTROLS_HI, FILLED = range(8)
READING_COUNT = 8


@dataclass(frozen=True)
class Route:
    """One path: parties from the owner down, engagements between them (None: missing).

    `entry` names the connections over which an intruder got from elsewhere to the last party, in the order taken.
    """

    parties: tuple[str, ...]
    engagements: tuple[str | None, ...]
    entry: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChannelTable:
    """n channels, each on exactly one of the paths `routes`.

    `path` (n,) indexes `routes`; `eal` (n, readings) yen a year; `rate` (n, readings) events a year;
    `certainty_rank` by path: 0 declared, 1 by_party, 2 suspected, 3 missing. The strings are by channel;
    `employer` is "" where no staff acts.
    """

    ids: tuple[str, ...]
    routes: tuple[Route, ...]
    certainty_rank: tuple[int, ...]
    path: Ints
    eal: Floats
    rate: Floats
    asset_ids: tuple[str, ...]
    hosts: tuple[str, ...]
    employers: tuple[str, ...]

    def of_asset(self, asset_id: str) -> ChannelTable:
        """Return the channels of one asset only; paths without any are left without channels."""
        keep = np.array([a == asset_id for a in self.asset_ids], dtype=np.bool_)

        def kept(values: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(v for v, k in zip(values, keep, strict=True) if k)

        return ChannelTable(
            ids=kept(self.ids),
            routes=self.routes,
            certainty_rank=self.certainty_rank,
            path=self.path[keep],
            eal=self.eal[keep],
            rate=self.rate[keep],
            asset_ids=kept(self.asset_ids),
            hosts=kept(self.hosts),
            employers=kept(self.employers),
        )
