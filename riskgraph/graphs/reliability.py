"""P(a node is reached over links that may not be there): bounds first, then exactly, then in simulated worlds.

The convention that bites: a value always lies within its certified bounds, and says by which method it was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from riskgraph.graphs.bounds import best_ways, upper_bound
from riskgraph.graphs.dominators import immediate_dominators
from riskgraph.graphs.exact import exact_where
from riskgraph.graphs.links import Bools, Floats, Ints, Links, leading_to, tidied
from riskgraph.graphs.worlds import counted, wilson, worlds_needed

TOLERANCE = 0.01
RAREST = 1e-4
MOST_WORLDS = 1 << 20
# Where worlds are simulated: how many links, and worlds times links (some ten seconds of one core).
MOST_LINKS, MOST_DRAWN = 50_000, 1 << 32


class Method(StrEnum):
    """How a value was found."""

    SURE = "sure"
    BOUNDS = "bounds"
    EXACT = "exact"
    MONTE_CARLO = "monte_carlo"


@dataclass(frozen=True)
class Reached:
    """P(reached) of n nodes: `value` with certified bounds `lower` and `upper`, (n,), 0 to 1.

    `interval` (n, 2) is Wilson's 95 % interval, cut to the bounds, where worlds were simulated, else the value twice.
    """

    value: Floats
    lower: Floats
    upper: Floats
    interval: Floats
    method: tuple[Method, ...]


def reach(
    links: Links, source: int, *, seed: int = 2014, tolerance: float = TOLERANCE, worlds: int = MOST_WORLDS
) -> Reached:
    """Return for every node the probability that it is reached from the source.

    Parameters
    ----------
    tolerance
        Where (upper - lower) / upper is below it, the middle of the bounds is taken; simulated values come to a
        relative error of about it, as far as `worlds` allow.
    worlds
        The most to simulate (in whole blocks); used only where the exact ways are too wide. Below a probability of
        1e-4 simulation says too little, and the middle of the bounds is taken with both bounds told; likewise where
        more than 50,000 links matter. Above 4,000 links fewer worlds are simulated, which the interval shows.

    Raises
    ------
    ValueError
        For a source that is no node.

    Notes
    -----
    The order in which links are given moves no result. Source: docs/method.md, "Links that may not be there".
    """
    if not 0 <= source < links.nodes:
        raise ValueError(f"the source must be a node, 0 to {links.nodes - 1}")
    links = tidied(links, source)
    lower = best_ways(links, source)
    upper = np.maximum(upper_bound(links, source, lower=lower), lower)
    found = _Found((lower + upper) / 2, lower, upper)
    is_sure = (lower == upper) & ((lower == 0.0) | (lower == 1.0))
    is_open = (upper - lower) > tolerance * upper
    if is_open.any():
        exact = exact_where(links, source, is_open)
        found.is_exact = is_open & ~np.isnan(exact)
        found.value = np.where(found.is_exact, exact, found.value)
        left = is_open & ~found.is_exact
        if left.any() and len(links.p) <= MOST_LINKS:
            for start, targets in _last_known(links, source, exact, left):
                found.simulate(links, (start, exact[start]), targets, seed=seed, tolerance=tolerance, worlds=worlds)
    return found.told(is_sure)


@dataclass
class _Found:
    """What is known so far, arrays (n,)."""

    value: Floats
    lower: Floats
    upper: Floats

    def __post_init__(self) -> None:
        self.is_exact = np.zeros(len(self.value), dtype=np.bool_)
        self.is_counted = np.zeros(len(self.value), dtype=np.bool_)
        self.interval = np.zeros((len(self.value), 2))

    def simulate(
        self, links: Links, start: tuple[int, float], targets: Bools, *, seed: int, tolerance: float, worlds: int
    ) -> None:
        """Fill in targets to which every way passes the node `start`, reached with a probability that is known."""
        node, p = start
        part, number = _leading(links, node, targets)
        old, new = np.flatnonzero(targets), number[targets]
        ways = best_ways(part, int(number[node]))
        fixed = np.maximum(upper_bound(part, int(number[node]), lower=ways), ways)
        self.upper[old] = np.minimum(self.upper[old], np.maximum(p * fixed[new], self.lower[old]))
        self.value[old] = (self.lower[old] + self.upper[old]) / 2
        often = (ways[new] + fixed[new]) / 2 >= RAREST
        old, new = old[often], new[often]
        if len(old) == 0:
            return
        needed = worlds_needed(float((ways[new] + fixed[new]).min()) / 2, tolerance)
        wanted = min(worlds, needed, MOST_DRAWN // len(part.p))
        count, total = counted(part, int(number[node]), seed=seed, worlds=wanted)
        self.value[old] = p * count[new] / total
        self.interval[old] = p * wilson(count[new], total)
        self.is_counted[old] = True

    def told(self, is_sure: Bools) -> Reached:
        """Return all of it, cut to the bounds."""
        value = np.clip(self.value, self.lower, self.upper)
        ends = np.clip(self.interval, self.lower[:, None], self.upper[:, None])
        interval = np.where(self.is_counted[:, None], ends, value[:, None])
        conditions = [is_sure, self.is_exact, self.is_counted]
        method = np.select(conditions, [Method.SURE, Method.EXACT, Method.MONTE_CARLO], Method.BOUNDS)
        return Reached(value, self.lower, self.upper, interval, tuple(Method(how) for how in method.tolist()))


def _last_known(links: Links, source: int, exact: Floats, left: Bools) -> list[tuple[int, Bools]]:
    """Return the nodes to simulate from, each with its targets: the last on every way whose probability is known.

    What is reached rarely only because of a rare beginning is so counted often.
    """
    parent = immediate_dominators(links, source)
    groups: dict[int, Bools] = {}
    for node in np.flatnonzero(left).tolist():
        start = int(parent[node])
        while np.isnan(exact[start]):
            start = int(parent[start])
        groups.setdefault(start, np.zeros(links.nodes, dtype=np.bool_))[node] = True
    return sorted(groups.items())


def _leading(links: Links, start: int, targets: Bools) -> tuple[Links, Ints]:
    """Return the links on ways from `start` to a target, nodes numbered anew, and every new number, -1 for none."""
    links = tidied(links, start)
    leads = leading_to(links, targets)
    links = links.only(leads[links.head])
    there = np.zeros(links.nodes, dtype=np.bool_)
    there[start] = there[links.tail] = there[links.head] = True
    number = np.where(there, np.cumsum(there) - 1, -1)
    return Links(int(there.sum()), number[links.tail], number[links.head], links.p), number
