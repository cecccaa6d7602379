"""The k chains of the largest product from one node to every other, in a graph without circles; NumPy by tier.

In a tier all nodes are served at once, k times: every edge offers its next best chain, each node takes the best offer,
and only the edge that was taken makes a new one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskgraph.graphs.links import Floats, Ints
from riskgraph.graphs.tiers import Tiered

Small = NDArray[np.int32]


@dataclass(frozen=True)
class BestChains:
    """The k best chains to every node; arrays (k, n) by number and *place* in `graph`."""

    graph: Tiered
    _value: Floats
    _edge: Small
    _number: Small

    @property
    def value(self) -> Floats:
        """Return the products (n, k), largest first; 0 where there is no such chain."""
        return self._value.T[self.graph.place]

    @property
    def count(self) -> Ints:
        """Return how many chains were found for every node (n,), at most k."""
        count: Ints = (self._value > 0.0).sum(axis=0)[self.graph.place]
        return count

    def chain(self, node: int, number: int) -> tuple[int, ...]:
        """Return the edges of a chain, from the source on.

        Raises
        ------
        IndexError
            Where the node has no such chain.
        """
        place = int(self.graph.place[node])
        if not 0 <= number < len(self._value) or self._value[number, place] <= 0.0:
            raise IndexError(f"node {node} has no chain {number}")
        found = []
        while self._edge[number, place] >= 0:
            at = int(self._edge[number, place])
            found.append(int(self.graph.edge[at]))
            number, place = int(self._number[number, place]), int(self.graph.tail[at])
        return tuple(reversed(found))


def best_chains(graph: Tiered, source: int, k: int) -> BestChains:
    """Return the k chains of the largest product from the source to every node; edges of strength 0 lead nowhere.

    Notes
    -----
    O(k m), a dozen array operations for each tier and each of the k. Judged against Yen's algorithm (1971) as SciPy
    and NetworkX have it.
    """
    nodes = len(graph.node)
    # One row more, always 0: an edge whose tail has no more chains offers nothing.
    value = np.zeros((k + 1, nodes))
    edge = np.full((k, nodes), -1, dtype=np.int32)
    numbers = np.zeros((k, nodes), dtype=np.int32)
    place = int(graph.place[source])
    value[0, place] = 1.0
    tier = int(np.searchsorted(graph.first, place, side="right"))
    for first, last in zip(graph.first[tier:-1].tolist(), graph.first[tier + 1 :].tolist(), strict=True):
        _serve(graph, first, last, value, edge, numbers)
    return BestChains(graph, value[:k], edge, numbers)


def _serve(graph: Tiered, first: int, last: int, value: Floats, edge: Small, numbers: Small) -> None:
    """Fill in the nodes of one tier, the places from `first` to `last`."""
    nodes = value.shape[1]
    begin, end = int(graph.begin[first]), int(graph.begin[last])
    tail, q = graph.tail[begin:end], graph.q[begin:end]
    starts = graph.begin[first:last] - begin
    widths = np.diff(graph.begin[first : last + 1])
    flat = value.reshape(-1)
    offer = value[0, tail] * q
    at_number = np.zeros(end - begin, dtype=np.int64)
    for number in range(len(edge)):
        best = np.maximum.reduceat(offer, starts)
        winner = np.flatnonzero(offer == np.repeat(best, widths))
        if len(winner) != len(starts):
            # Of equal offers the first of its node is taken, and a node without an offer takes none.
            winner = winner[np.searchsorted(winner, starts)]
            if not best.any():
                return
            has_any = best > 0.0
            edge[number, first:last] = np.where(has_any, winner + begin, -1)
        else:
            edge[number, first:last] = winner + begin
        value[number, first:last] = best
        taken = at_number[winner]
        numbers[number, first:last] = taken
        taken += 1
        at_number[winner] = taken
        offer[winner] = flat[taken * nodes + tail[winner]] * q[winner]
