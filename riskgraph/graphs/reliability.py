"""P(a node is reached over links that may not be there): bounds first, then exactly, then in simulated worlds.

The convention that bites: a value always lies within its certified bounds, and says by which method it was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from riskgraph.graphs.bounds import best_ways, upper_bound
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
    value = (lower + upper) / 2
    is_sure = (lower == upper) & ((lower == 0.0) | (lower == 1.0))
    is_open = (upper - lower) > tolerance * upper
    exact = exact_where(links, source, is_open) if is_open.any() else np.full(links.nodes, np.nan)
    is_exact = is_open & ~np.isnan(exact)
    value = np.clip(np.where(is_exact, exact, value), lower, upper)
    interval = np.stack([value, value], axis=1)
    is_counted = is_open & ~is_exact & (value >= RAREST)
    if is_counted.any():
        part, number = _leading(links, source, is_counted)
        is_counted &= len(part.p) <= MOST_LINKS
    if is_counted.any():
        wanted = min(worlds, worlds_needed(float(value[is_counted].min()), tolerance), MOST_DRAWN // len(part.p))
        found, total = counted(part, int(number[source]), seed=seed, worlds=wanted)
        count = found[np.maximum(number, 0)]
        value = np.where(is_counted, np.clip(count / total, lower, upper), value)
        ends = np.clip(wilson(count, total), lower[:, None], upper[:, None])
        interval = np.where(is_counted[:, None], ends, interval)
    method = np.select([is_sure, is_exact, is_counted], [Method.SURE, Method.EXACT, Method.MONTE_CARLO], Method.BOUNDS)
    return Reached(value, lower, upper, interval, tuple(Method(how) for how in method.tolist()))


def _leading(links: Links, source: int, targets: Bools) -> tuple[Links, Ints]:
    """Return the links that lead to a target, nodes numbered anew, and the new number of every node, -1 for none."""
    leads = leading_to(links, targets)
    leads[source] = True
    kept = links.only(leads[links.head])
    number = np.where(leads, np.cumsum(leads) - 1, -1)
    return Links(int(leads.sum()), number[kept.tail], number[kept.head], kept.p), number
