"""Channels to ranked paths: sums over the channels of each chain, the largest expected loss first."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from riskgraph.model.assessment import Certainty, Rest, Totals
from riskgraph.model.channel import (
    AVERAGE,
    CONTROLS_HI,
    CONTROLS_LO,
    FILLED,
    GOOD,
    HI,
    LO,
    PT,
    READING_COUNT,
    ChannelTable,
    Floats,
    Route,
)
from riskgraph.model.quantities import Interval


@dataclass(frozen=True)
class RankedPath:
    """One path with its sums over channels (readings) and its channels, largest first."""

    rank: int
    route: Route
    certainty: Certainty
    channels: tuple[int, ...]
    eal: Floats
    rate: Floats

    @property
    def eal_yen(self) -> Interval:
        """Return the expected annual loss, yen a year."""
        return ends(self.eal)

    @property
    def rate_per_year(self) -> Interval:
        """Return the rate of leaks, events a year."""
        return ends(self.rate)

    @property
    def p_leak_1y(self) -> Interval:
        """Return P(at least one leak in a year), Poisson form."""
        return p_leak(self.rate_per_year)

    @property
    def times_average(self) -> Interval:
        """Return the EAL over that of the same work with the population's controls."""
        return _times(self.eal, AVERAGE)

    @property
    def times_good(self) -> Interval:
        """Return the EAL over that of the same work with every control verified and every hop supervised."""
        return _times(self.eal, GOOD)

    @property
    def unconfirmed_share(self) -> float:
        """Return the part of the point EAL that would go if open answers were the population's, 0 to 1."""
        point = float(self.eal[PT])
        return min(1.0, max(0.0, (point - float(self.eal[FILLED])) / point)) if point > 0 else 0.0


def ends(readings: Floats) -> Interval:
    """Return the first three readings as an interval."""
    return Interval(float(readings[LO]), float(readings[PT]), float(readings[HI]))


def p_leak(rate: Interval, years: float = 1.0) -> Interval:
    """Return 1 - exp(-rate x years), the Poisson probability of at least one event."""
    return Interval(*(-math.expm1(-r * years) for r in (rate.lo, rate.pt, rate.hi)))


def _times(eal: Floats, reading: int) -> Interval:
    """Return the ratio to a reading with the work held at its point and only the controls at their ends."""
    base = float(eal[reading])
    if base <= 0:
        return Interval.exact(0.0)
    lo, pt, hi = (float(eal[r]) / base for r in (CONTROLS_LO, PT, CONTROLS_HI))
    return Interval(min(lo, pt), pt, max(hi, pt))


def rank_paths(table: ChannelTable) -> tuple[RankedPath, ...]:
    """Return all paths that have channels, by point EAL; ties by engagement ids, then parties.

    Notes
    -----
    Linear in channels, and a sort of the paths. Each channel lies on exactly one path, so the sums of the
    paths are the totals.
    """
    count = len(table.routes)
    eal = _sums(table.path, table.eal, count)
    rate = _sums(table.path, table.rate, count)
    members: list[list[int]] = [[] for _ in range(count)]
    for channel, path in enumerate(table.path):
        members[int(path)].append(channel)
    order = sorted(
        (path for path in range(count) if members[path]),
        key=lambda path: (-eal[path, PT], _names(table.routes[path])),
    )
    return tuple(
        RankedPath(
            rank=rank,
            route=table.routes[path],
            certainty=list(Certainty)[table.certainty_rank[path]],
            channels=tuple(sorted(members[path], key=lambda c: (-table.eal[c, PT], table.ids[c]))),
            eal=eal[path],
            rate=rate[path],
        )
        for rank, path in enumerate(order, start=1)
    )


def _names(route: Route) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(e or "" for e in route.engagements), route.parties


def _sums(group: np.ndarray[tuple[int, ...], np.dtype[np.int64]], values: Floats, count: int) -> Floats:
    """Return the sums of the rows of `values` by group."""
    if count == 0:
        return np.zeros((0, READING_COUNT))
    return np.stack([np.bincount(group, weights=column, minlength=count) for column in values.T], axis=1)


def totals_of(table: ChannelTable) -> Totals:
    """Return the sums over all channels."""
    rate = ends(table.rate.sum(axis=0))
    return Totals(eal_yen=ends(table.eal.sum(axis=0)), rate_per_year=rate, p_leak_1y=p_leak(rate))


def rest_of(paths: tuple[RankedPath, ...]) -> Rest:
    """Return how many paths these are and what they sum to."""
    total = np.sum([path.eal for path in paths], axis=0) if paths else np.zeros(READING_COUNT)
    return Rest(paths=len(paths), eal_yen=ends(total))
