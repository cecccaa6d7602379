"""P(a node is reached over links that may not be there): bounds first, then exactly, then in simulated worlds.

The convention that bites: a value always lies within its certified bounds, and says by which method it was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from riskgraph.graphs.bounds import best_ways, upper_bound
from riskgraph.graphs.exact import exact_reach
from riskgraph.graphs.links import Floats, Links, reached_at_all
from riskgraph.graphs.worlds import counted, wilson, worlds_needed

TOLERANCE = 0.01
RAREST = 1e-4
FEWEST_WORLDS, MOST_WORLDS = 1 << 16, 1 << 20


class Method(StrEnum):
    """How a value was found."""

    SURE = "sure"
    BOUNDS = "bounds"
    EXACT = "exact"
    MONTE_CARLO = "monte_carlo"


@dataclass(frozen=True)
class Reached:
    """P(reached) of n nodes: `value` with certified bounds `lower` and `upper`, (n,), 0 to 1.

    `interval` (n, 2) is Wilson's 95 % interval where worlds were simulated, else the value twice.
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
        Where (upper - lower) / upper is below it, the middle of the bounds is taken.
    worlds
        The most to simulate; used only where the exact sweep is too wide. Below a probability of 1e-4 simulation says
        too little, and the middle of the bounds is taken with both bounds told.

    Raises
    ------
    ValueError
        For a source that is no node.

    Notes
    -----
    Source: docs/method.md, "Links that may not be there".
    """
    if not 0 <= source < links.nodes:
        raise ValueError(f"the source must be a node, 0 to {links.nodes - 1}")
    lower = best_ways(links, source)
    upper = np.maximum(upper_bound(links, source), lower)
    is_open = (upper - lower) > tolerance * upper
    value = (lower + upper) / 2
    method = [
        Method.SURE if lo == hi and lo in (0.0, 1.0) else Method.BOUNDS for lo, hi in zip(lower, upper, strict=True)
    ]
    interval = np.stack([value, value], axis=1)
    if is_open.any():
        _settle(links, source, is_open, value, interval, method, seed=seed, worlds=worlds)
    value = np.clip(value, lower, upper)
    told = np.array([how is Method.MONTE_CARLO for how in method])
    interval = np.where(told[:, None], interval, value[:, None])
    return Reached(value, lower, upper, interval, tuple(method))


def _settle(  # noqa: PLR0913 - fills what `reach` returns, in place
    links: Links,
    source: int,
    is_open: np.ndarray[tuple[int], np.dtype[np.bool_]],
    value: Floats,
    interval: Floats,
    method: list[Method],
    *,
    seed: int,
    worlds: int,
) -> None:
    """Fill in the nodes whose bounds are too far apart: all at once, else each with what leads to it only."""
    whole = exact_reach(links, source)
    simulated = []
    for node in np.flatnonzero(is_open).tolist():
        found = whole if whole is not None else exact_reach(_leading_to(links, node), source)
        if found is None:
            simulated.append(node)
            continue
        value[node], method[node] = found[node], Method.EXACT
    # Below a probability of 1e-4 simulation says too little: the middle of the bounds stays.
    counted_nodes = [node for node in simulated if value[node] >= RAREST]
    if not counted_nodes:
        return
    wanted = worlds_needed(float(value[counted_nodes].min()), TOLERANCE)
    count, total = counted(
        links, source, seed=seed, worlds=int(np.clip(wanted, FEWEST_WORLDS, max(worlds, FEWEST_WORLDS)))
    )
    ends = wilson(count, total)
    for node in counted_nodes:
        value[node], interval[node], method[node] = count[node] / total, ends[node], Method.MONTE_CARLO


def _leading_to(links: Links, target: int) -> Links:
    """Return the links on some way to the target."""
    reverse = Links(links.nodes, links.head, links.tail, links.p)
    leads = reached_at_all(reverse, target)
    return links.only(leads[links.tail] & leads[links.head])
