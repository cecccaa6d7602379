"""Certified bounds of P(reached): the best way from below, the least fixed point of noisy OR from above.

best way <= R <= least fixed point of F(x)_v = 1 - prod over links u -> v of (1 - p x_u), x_source = 1; also with
circles. Proof of the upper bound: let R^n be the probability to be reached within n links. A shortest way to v ends
with a predecessor that is reached within n links while avoiding v, an event that does not depend on the links into v;
the complements are decreasing events, so that by Harris' inequality R^(n+1) <= F(R^n); by induction R <= the least
fixed point. Source: docs/method.md, "Links that may not be there".
"""

from __future__ import annotations

import heapq

import numpy as np

from riskgraph.graphs.links import Floats, Ints, Links

_ROUNDS = 10_000
_CLOSE = 1e-15


def best_ways(links: Links, source: int) -> Floats:
    """Return the largest product of p over ways from the source to every node, shape (n,); 0 where there is none."""
    value = np.zeros(links.nodes)
    value[source] = 1.0
    order, start = _by_tail(links)
    heap = [(-1.0, source)]
    while heap:
        negative, node = heapq.heappop(heap)
        if -negative < value[node]:
            continue
        for link in order[start[node] : start[node + 1]]:
            head, product = int(links.head[link]), -negative * float(links.p[link])
            if product > value[head]:
                value[head] = product
                heapq.heappush(heap, (-product, head))
    return value


def way_of(links: Links, source: int, target: int) -> tuple[int, ...]:
    """Return the links of a best way, in the order taken; () for the source or where there is none.

    Of equally good ways the one whose last links have the smallest numbers is taken.
    """
    value = best_ways(links, source)
    way: list[int] = []
    here = target
    while here != source and value[here] > 0.0 and len(way) <= links.nodes:
        into = np.flatnonzero(links.head == here)
        gains = value[links.tail[into]] * links.p[into]
        # A tail that is worth no less than the head comes earlier on some best way; loops and circles are passed by.
        fits = into[(gains == value[here]) & (links.tail[into] != here)]
        step = int(fits[np.argmax(value[links.tail[fits]])])
        way.append(step)
        here = int(links.tail[step])
    return tuple(reversed(way)) if here == source else ()


def _by_tail(links: Links) -> tuple[Ints, Ints]:
    """Return the numbers of the links ordered by tail, and where each tail begins."""
    order = np.argsort(links.tail, kind="stable")
    return order, np.searchsorted(links.tail[order], np.arange(links.nodes + 1))


def noisy_or(links: Links, source: int, x: Floats) -> Floats:
    """Return F(x), shape (n,)."""
    missed = np.ones(links.nodes)
    np.multiply.at(missed, links.head, 1.0 - links.p * x[links.tail])
    result = 1.0 - missed
    result[source] = 1.0
    return result


def upper_bound(links: Links, source: int) -> Floats:
    """Return an upper bound of R for every node: the least fixed point, or just above it.

    Notes
    -----
    Iterating from 0 comes from below and certifies nothing by itself. What it comes to is widened by a little until
    F(z) <= z: such a z lies above the least fixed point (Knaster and Tarski). Where that does not work, F is iterated
    from 1, which stays above it at every step.
    """
    below = np.zeros(links.nodes)
    for _ in range(_ROUNDS):
        after = noisy_or(links, source, below)
        is_still = bool(np.max(np.abs(after - below), initial=0.0) <= _CLOSE)
        below = after
        if is_still:
            break
    for slack in (0.0, 1e-14, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4):
        candidate = np.minimum(1.0, np.where(below > 0.0, below + slack, 0.0))
        if bool(np.all(noisy_or(links, source, candidate) <= candidate)):
            return candidate
    above = np.where(below > 0.0, 1.0, 0.0)
    for _ in range(_ROUNDS):
        after = noisy_or(links, source, above)
        is_still = bool(np.max(above - after) <= 1e-12)
        above = np.minimum(above, after)
        if is_still:
            break
    return above


def sums_over_ways(links: Links, source: int) -> Floats:
    """Return the sum over all ways of their products, shape (n,): the bound that over-states most.

    Raises
    ------
    ValueError
        Where there is a circle, along which the ways never end.
    """
    if not links.is_acyclic or bool(np.any(links.tail == links.head)):
        raise ValueError("sums over ways need a graph without circles")
    value = np.zeros(links.nodes)
    value[source] = 1.0
    for link in np.argsort(links.groups[links.tail], kind="stable"):
        if links.head[link] != source:
            value[links.head[link]] += value[links.tail[link]] * links.p[link]
    return value
