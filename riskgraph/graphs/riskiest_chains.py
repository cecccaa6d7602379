"""The k chains of the *smallest* product from one node to every other: simple, of a bounded length, circles allowed.

Lists grow hop by hop, at all nodes at once: every edge offers its tail's next chain, each node takes the smallest
offer that does not come back to itself. A list that had to stop carries a *wall*, a lower bound of all that is not on
it. What lies above a wall is not certified; for the few nodes where that is so, chains are grown upwards from the node,
the smallest bound first, until the bound proves them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskgraph.graphs.links import Floats, Ints, Links
from riskgraph.graphs.tiers import Edges, spans

MOST_HOPS = 8
_SPARE = 2
MOST_STEPS = 200_000
Small = NDArray[np.int32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Lists:
    """The chains of exactly so many hops: arrays (K, n), and (n,) how many, and the wall behind them."""

    value: Floats
    edge: Small
    number: Small
    count: Ints
    wall: Floats


@dataclass(frozen=True)
class RiskiestChains:
    """`value` (n, k): products, smallest first, inf beyond `count` (n,).

    `is_cut` (n,): longer chains than the bound lead there, which were not tried. `is_exact` (n,): the values are
    proven; it is false only where 200,000 steps of search upwards from a node did not suffice.
    """

    value: Floats
    count: Ints
    is_cut: Mask
    is_exact: Mask
    _edges: Edges
    _lists: tuple[_Lists, ...]
    _hops: Ints
    _place: Ints
    _searched: Mapping[int, tuple[tuple[int, ...], ...]]

    def chain(self, node: int, number: int) -> tuple[int, ...]:
        """Return the edges of a chain, from the source on.

        Raises
        ------
        IndexError
            Where the node has no such chain.
        """
        if not 0 <= number < self.count[node]:
            raise IndexError(f"node {node} has {self.count[node]} chains")
        if node in self._searched:
            return self._searched[node][number]
        hops, place = int(self._hops[node, number]), int(self._place[node, number])
        found = []
        while hops > 0:
            edge = int(self._lists[hops].edge[place, node])
            found.append(edge)
            hops, place, node = hops - 1, int(self._lists[hops].number[place, node]), int(self._edges.tail[edge])
        return tuple(reversed(found))


def riskiest_chains(edges: Edges, source: int, k: int, *, most_hops: int = MOST_HOPS) -> RiskiestChains:
    """Return the k smallest products over simple chains of 1 to `most_hops` edges from the source to every node.

    Notes
    -----
    O(D k m) where few chains come back to themselves. Without the bound on hops the problem is NP-hard in graphs with
    circles. Source: docs/method.md, "Registers that do not say what stands under what"; judged by enumeration.
    """
    search = _Search(edges, source, most_hops)
    lists = search.grown(k + _SPARE)
    value, hops, place, is_exact = _merged(lists, k)
    searched = {}
    open_nodes = np.flatnonzero(~is_exact).tolist()
    upwards = _Upwards(search, lists) if open_nodes else None
    for node in open_nodes:
        assert upwards is not None
        found, is_exact[node] = upwards.smallest(node, k)
        if is_exact[node]:
            searched[node] = tuple(chain for _, chain in found)
            value[node] = np.inf
            value[node, : len(found)] = [product for product, _ in found]
    return RiskiestChains(
        value=value,
        count=np.isfinite(value).sum(axis=1),
        is_cut=search.goes_on(lists[-1], lists),
        is_exact=is_exact,
        _edges=edges,
        _lists=tuple(lists),
        _hops=hops,
        _place=place,
        _searched=searched,
    )


def _merged(lists: list[_Lists], k: int) -> tuple[Floats, Ints, Ints, Mask]:
    """Return the k smallest of all lengths (n, k), from which list and place, and where they are proven."""
    values = np.concatenate([one.value for one in lists[1:]])
    length = lists[1].value.shape[0]
    # A stable order: of equal products the shorter chain, then the smaller place, comes first.
    order = np.argsort(values, axis=0, kind="stable")[:k]
    value = np.take_along_axis(values, order, axis=0).T
    if value.shape[1] < k:
        value = np.pad(value, ((0, 0), (0, k - value.shape[1])), constant_values=np.inf)
        order = np.pad(order, ((0, k - order.shape[0]), (0, 0)))
    wall = np.min([one.wall for one in lists[1:]], axis=0)
    is_exact = (value[:, -1] <= wall) | np.isinf(wall)
    return value, (order // length + 1).T, (order % length).T, is_exact


class _Search:
    """What does not depend on the length of the lists."""

    def __init__(self, edges: Edges, source: int, most_hops: int) -> None:
        self.edges, self.source, self.most_hops = edges, source, most_hops
        useful = (edges.head != source) & (edges.head != edges.tail)
        order = edges.by_head
        self.edge = order[useful[order]]
        self.tail, self.q, head = edges.tail[self.edge], edges.q[self.edge], edges.head[self.edge]
        self.begin = np.searchsorted(head, np.arange(edges.nodes + 1))
        links = Links(edges.nodes, self.tail, head, np.ones(len(head)))
        sizes = np.bincount(links.groups)
        self.is_on_circle = sizes[links.groups] > 1

    def grown(self, length: int) -> list[_Lists]:
        """Return the lists by number of hops, 0 to the bound, each of at most `length` chains."""
        first = _empty(length, self.edges.nodes)
        first.value[0, self.source], first.count[self.source] = 1.0, 1
        lists = [first]
        for _ in range(self.most_hops):
            lists.append(self._longer(lists, length))
        return lists

    def goes_on(self, last: _Lists, lists: list[_Lists]) -> Mask:
        """Return the nodes that a chain of one hop more than the bound leads to, as far as the last lists tell."""
        more = self._longer(lists, 1)
        return (more.count > 0) | np.isfinite(more.wall)

    def _longer(self, lists: list[_Lists], length: int) -> _Lists:
        """Return the lists of one hop more than the last."""
        found = _empty(length, self.edges.nodes)
        above = lists[-1]
        # By node still at work: its number; by edge into these: its place in `self.edge`, and its number of the tail's.
        nodes = np.flatnonzero(np.diff(self.begin))
        at = spans(self.begin[nodes], self.begin[nodes + 1])
        taken = np.zeros(len(at), dtype=np.int64)
        offer, is_wall = self._offers(above, at, taken)
        while len(nodes):
            widths = self.begin[nodes + 1] - self.begin[nodes]
            starts = np.concatenate([[0], np.cumsum(widths)[:-1]])
            best = np.minimum.reduceat(offer, starts)
            winner = np.flatnonzero(offer == np.repeat(best, widths))
            if len(winner) != len(nodes):
                winner = winner[np.searchsorted(winner, starts)]
            is_open = np.isfinite(best) & ~is_wall[winner]
            stopped = np.isfinite(best) & is_wall[winner]
            found.wall[nodes[stopped]] = best[stopped]
            here, won = nodes[is_open], winner[is_open]
            fits = self._fits(lists, here, self.tail[at[won]], taken[won])
            self._keep(found, here[fits], best[is_open][fits], self.edge[at[won[fits]]], taken[won[fits]])
            taken[won] += 1
            offer[won], is_wall[won] = self._offers(above, at[won], taken[won])
            is_full = found.count[nodes] >= length
            full = nodes[is_full]
            found.wall[full] = found.value[length - 1, full]
            goes_on = is_open & ~is_full
            if not goes_on.all():
                kept = np.repeat(goes_on, widths)
                nodes, at, taken, offer, is_wall = nodes[goes_on], at[kept], taken[kept], offer[kept], is_wall[kept]
        return found

    def _offers(self, above: _Lists, at: Ints, taken: Ints) -> tuple[Floats, Mask]:
        """Return the next products that edges offer, and where one is only the wall behind the tail's list."""
        tail = self.tail[at]
        is_there = taken < above.count[tail]
        value = np.where(is_there, above.value[np.where(is_there, taken, 0), tail], above.wall[tail])
        offer = np.where(np.isfinite(value), np.where(np.isfinite(value), value, 0.0) * self.q[at], np.inf)
        return offer, ~is_there & np.isfinite(value)

    def _fits(self, lists: list[_Lists], heads: Ints, tail: Ints, number: Ints) -> Mask:
        """Return which chains do not come back: their head is not among the nodes of the chain to the tail."""
        fits = np.ones(len(heads), dtype=np.bool_)
        chosen = np.flatnonzero(self.is_on_circle[heads])
        node, place = tail[chosen], number[chosen]
        for one in reversed(lists[1:]):
            fits[chosen] &= node != heads[chosen]
            edge = one.edge[place, node]
            node, place = self.edges.tail[edge], one.number[place, node].astype(np.int64)
        return fits

    @staticmethod
    def _keep(found: _Lists, nodes: Ints, value: Floats, edge: Ints, number: Ints) -> None:
        place = found.count[nodes]
        found.value[place, nodes] = value
        found.edge[place, nodes] = edge
        found.number[place, nodes] = number
        found.count[nodes] += 1


class _Upwards:
    """Chains to one node, grown upwards from it, the smallest bound first."""

    def __init__(self, search: _Search, lists: list[_Lists]) -> None:
        self.search = search
        exactly = [np.minimum(one.value[0], one.wall) for one in lists]
        # By number of hops at most: no simple chain to the node has a smaller product.
        self.bound = np.minimum.accumulate(np.array(exactly), axis=0)

    def smallest(self, node: int, k: int) -> tuple[list[tuple[float, tuple[int, ...]]], bool]:
        """Return the k smallest (product, edges) to a node, and whether they are proven."""
        found: list[tuple[float, tuple[int, ...]]] = []
        heap: list[tuple[float, int, tuple[int, ...], int, frozenset[int], float]] = [
            (0.0, 0, (), node, frozenset((node,)), 1.0)
        ]
        for _ in range(MOST_STEPS):
            if not heap or len(found) == k:
                return found, True
            # Of equal bounds the longest piece goes first, so that many ties at 0 do not spread out.
            bound, _, climbed, here, used, product = heapq.heappop(heap)
            if here == self.search.source:
                found.append((bound, tuple(reversed(climbed))))
                continue
            for longer in self._longer(climbed, here, used, product):
                heapq.heappush(heap, longer)
        return found, False

    def _longer(
        self, climbed: tuple[int, ...], here: int, used: frozenset[int], product: float
    ) -> Iterator[tuple[float, int, tuple[int, ...], int, frozenset[int], float]]:
        left = self.search.most_hops - len(climbed) - 1
        for at in range(int(self.search.begin[here]), int(self.search.begin[here + 1])):
            tail = int(self.search.tail[at])
            bound = product * float(self.search.q[at]) * float(self.bound[left, tail]) if left >= 0 else np.inf
            if tail not in used and np.isfinite(bound):
                longer = (*climbed, int(self.search.edge[at]))
                yield bound, -len(longer), longer, tail, used | {tail}, product * float(self.search.q[at])


def _empty(length: int, nodes: int) -> _Lists:
    return _Lists(
        value=np.full((length, nodes), np.inf),
        edge=np.full((length, nodes), -1, dtype=np.int32),
        number=np.zeros((length, nodes), dtype=np.int32),
        count=np.zeros(nodes, dtype=np.int64),
        wall=np.full(nodes, np.inf),
    )
