"""Certified bounds of P(reached): the best way from below, the least fixed point of noisy OR from above.

best way <= R <= least fixed point of F(x)_v = 1 - prod over links u -> v of (1 - p x_u), x_source = 1; also with
circles. Proof of the upper bound: let R^n be the probability to be reached within n links. A shortest way to v ends
with a predecessor that is reached within n links while avoiding v, an event that does not depend on the links into v;
the complements are decreasing events, so that by Harris' inequality R^(n+1) <= F(R^n); by induction R <= the least
fixed point. Source: docs/method.md, "Links that may not be there".

The convention that bites: both hold up to the rounding of doubles, a relative 1e-12.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from riskgraph.graphs.links import Floats, Ints, Links

_ROUNDS = 500
_SLACKS = (1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1e-1)


@dataclass(frozen=True)
class _Wave:
    """The nodes of a wave that links lead to, and these links, ordered by head; begin[i] is the first into node[i]."""

    node: Ints
    tail: Ints
    p: Floats
    begin: Ints
    is_circle: bool

    def noisy_or(self, x: Floats) -> Floats:
        """Return F(x) of the nodes of this wave; logarithms keep the digits of values far below 1."""
        with np.errstate(divide="ignore"):
            logs = np.log1p(-self.p * x[self.tail])
        result: Floats = -np.expm1(np.add.reduceat(logs, self.begin))
        return result


def _waves(links: Links, source: int) -> Iterator[_Wave]:
    """Give the waves in order; links into the source and loops are left out, they lead nowhere."""
    useful = np.flatnonzero((links.head != source) & (links.tail != links.head))
    wave = links.waves[links.head[useful]]
    order = useful[np.lexsort((links.head[useful], wave))]
    tail, head, p = links.tail[order], links.head[order], links.p[order]
    of_tail, of_head = links.waves[tail], links.waves[head]
    ends = np.searchsorted(of_head, np.arange(int(of_head.max(initial=-1)) + 2))
    is_first = np.diff(head, prepend=-1) != 0
    for begin, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        if begin < end:
            first = np.flatnonzero(is_first[begin:end])
            is_circle = bool(np.any(of_tail[begin:end] == of_head[begin:end]))
            yield _Wave(head[begin:end][first], tail[begin:end], p[begin:end], first, is_circle)


def best_ways(links: Links, source: int) -> Floats:
    """Return the largest product of p over ways from the source to every node, shape (n,); 0 where there is none.

    Notes
    -----
    Without circles O(m), array by array; with circles Dijkstra's algorithm on products.
    """
    value = np.zeros(links.nodes)
    value[source] = 1.0
    if not links.is_acyclic:
        return _dijkstra(links, value, source)
    for wave in _waves(links, source):
        value[wave.node] = np.maximum.reduceat(wave.p * value[wave.tail], wave.begin)
    return value


def _dijkstra(links: Links, value: Floats, source: int) -> Floats:
    order = np.argsort(links.tail, kind="stable")
    start = np.searchsorted(links.tail[order], np.arange(links.nodes + 1)).tolist()
    heads, ps = links.head[order].tolist(), links.p[order].tolist()
    best = value.tolist()
    heap = [(-1.0, source)]
    while heap:
        negative, node = heapq.heappop(heap)
        if -negative < best[node]:
            continue
        for at in range(start[node], start[node + 1]):
            product = -negative * ps[at]
            if product > best[heads[at]]:
                best[heads[at]] = product
                heapq.heappush(heap, (-product, heads[at]))
    return np.array(best)


def way_of(links: Links, source: int, target: int, *, value: Floats | None = None) -> tuple[int, ...]:
    """Return the links of a best way, in the order taken; () for the source or where there is none.

    Of equally good ways the one whose last links come from the best reached node, then have the smallest numbers.

    Parameters
    ----------
    value
        What `best_ways` returned, where several targets are asked for.
    """
    if value is None:
        value = best_ways(links, source)
    # Backwards over links that some best way takes; a breadth-first search, because sure links may run in circles.
    before: dict[int, int] = {target: -1}
    layer = [target]
    while layer and value[target] > 0.0 and source not in before:
        found = []
        for here in layer:
            into = np.flatnonzero((links.head == here) & (value[links.tail] * links.p == value[here]))
            for link in into[np.argsort(-value[links.tail[into]], kind="stable")].tolist():
                if int(links.tail[link]) not in before:
                    before[int(links.tail[link])] = link
                    found.append(int(links.tail[link]))
        layer = found
    if source not in before:
        return ()
    way: list[int] = []
    here = source
    while before[here] >= 0:
        way.append(before[here])
        here = int(links.head[before[here]])
    return tuple(way)


def noisy_or(links: Links, source: int, x: Floats) -> Floats:
    """Return F(x), shape (n,)."""
    with np.errstate(divide="ignore"):
        logs = np.log1p(-links.p * x[links.tail])
    result: Floats = -np.expm1(np.bincount(links.head, weights=logs, minlength=links.nodes))
    result[source] = 1.0
    return result


def upper_bound(links: Links, source: int, *, lower: Floats | None = None) -> Floats:
    """Return an upper bound of R for every node, shape (n,): the least fixed point, or just above it.

    Parameters
    ----------
    lower
        What `best_ways` returned: where circles begin to be iterated.

    Notes
    -----
    Without circles one pass gives the fixed point. A circle is iterated from the best ways, which lie below it and
    below their own image. That comes from below and certifies nothing by itself: it is widened by a little until
    F(z) <= z; such a z lies above the least fixed point (Knaster and Tarski). Where that does not work (links so
    strong that the iteration hardly moves), F is iterated from 1, which stays above at every step.
    """
    value = np.zeros(links.nodes)
    value[source] = 1.0
    for wave in _waves(links, source):
        if wave.is_circle:
            if lower is None:
                lower = best_ways(links, source)
            _round_the_circle(wave, value, lower)
        else:
            value[wave.node] = wave.noisy_or(value)
    return value


def _round_the_circle(wave: _Wave, value: Floats, lower: Floats) -> None:
    """Fill in the nodes of a wave whose links run in circles."""
    below = lower[wave.node]
    for _ in range(_ROUNDS):
        value[wave.node] = below
        after = np.maximum(below, wave.noisy_or(value))
        is_still = bool(np.all(after - below <= 1e-14 * after))
        below = after
        if is_still:
            break
    # F is computed to a relative (links into a node + 3) x 2^-53, which must not decide.
    rounding = (int(np.diff(wave.begin, append=len(wave.p)).max()) + 8) * 2.0**-52
    for slack in _SLACKS:
        candidate = np.minimum(1.0, below * (1.0 + slack))
        value[wave.node] = candidate
        if bool(np.all((wave.noisy_or(value) * (1.0 + rounding) <= candidate) | (candidate == 1.0))):
            return
    above = np.where(below > 0.0, 1.0, 0.0)
    for _ in range(_ROUNDS):
        value[wave.node] = above
        after = np.minimum(above, wave.noisy_or(value))
        is_still = bool(np.all(above - after <= 1e-12 * above))
        above = after
        if is_still:
            break
    value[wave.node] = above


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
    for wave in _waves(links, source):
        value[wave.node] = np.add.reduceat(wave.p * value[wave.tail], wave.begin)
    return value
