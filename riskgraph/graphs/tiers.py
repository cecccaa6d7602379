"""A directed graph with a strength on each edge, as arrays, and its nodes in tiers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from riskgraph.graphs.links import Floats, Ints


@dataclass(frozen=True)
class Edges:
    """Edge e runs from tail[e] to head[e] with strength q[e], 0 to 1; arrays (m,).

    Raises
    ------
    ValueError
        For arrays of different lengths, an end that is no node, or a strength outside [0, 1]; nothing is clipped.
    """

    nodes: int
    tail: Ints
    head: Ints
    q: Floats

    def __post_init__(self) -> None:
        if not len(self.tail) == len(self.head) == len(self.q):
            raise ValueError("tail, head and q must have one entry an edge")
        for ends in (self.tail, self.head):
            if len(ends) and (int(ends.min()) < 0 or int(ends.max()) >= self.nodes):
                raise ValueError(f"an edge must run between nodes 0 to {self.nodes - 1}")
        if not bool(np.all((self.q >= 0.0) & (self.q <= 1.0))):
            raise ValueError("a strength must lie between 0 and 1")

    @cached_property
    def by_head(self) -> Ints:
        """Return the numbers of the edges ordered by head, those of one head in their own order."""
        return np.argsort(self.head, kind="stable")


@dataclass(frozen=True)
class Tiered:
    """A graph without circles, laid out for sweeps: nodes in the order of their tiers, edges by where their head is.

    `place` (n,) is the place of every node, `node` (n,) the node at every place. `edge` (m,) are the numbers of the
    edges of strength above 0, ordered by the place of their head; `tail`, `q` (m,) belong to them. The places of tier
    t are the span first[t] to first[t + 1], the edges into place i the span begin[i] to begin[i + 1]. All of tier 1
    and beyond have edges.
    """

    edges: Edges
    place: Ints
    node: Ints
    first: Ints
    edge: Ints
    tail: Ints
    q: Floats
    begin: Ints


def tiered(edges: Edges) -> Tiered:
    """Return a graph laid out in tiers; what does not depend on source and k is worked out once.

    Raises
    ------
    ValueError
        Where edges of strength above 0 run in a circle.
    """
    useful = np.flatnonzero(edges.q > 0.0)
    kept = Edges(edges.nodes, edges.tail[useful], edges.head[useful], edges.q[useful])
    tier = tiers(kept)
    node = np.argsort(tier, kind="stable")
    place = np.empty(edges.nodes, dtype=np.int64)
    place[node] = np.arange(edges.nodes)
    heads = place[kept.head]
    order = np.argsort(heads, kind="stable")
    return Tiered(
        edges=edges,
        place=place,
        node=node,
        first=np.searchsorted(tier[node], np.arange(int(tier.max(initial=0)) + 2)),
        edge=useful[order],
        tail=place[kept.tail[order]],
        q=kept.q[order],
        begin=np.searchsorted(heads[order], np.arange(edges.nodes + 1)),
    )


def tiers(edges: Edges) -> Ints:
    """Return the tier of every node (n,): the edges on the longest way to it.

    Raises
    ------
    ValueError
        Where the edges run in a circle.
    """
    order = np.argsort(edges.tail, kind="stable")
    start = np.searchsorted(edges.tail[order], np.arange(edges.nodes + 1))
    waiting = np.bincount(edges.head, minlength=edges.nodes)
    tier = np.zeros(edges.nodes, dtype=np.int64)
    here = np.flatnonzero(waiting == 0)
    taken = 0
    while len(here):
        taken += len(here)
        out = edges.head[order[spans(start[here], start[here + 1])]]
        tier[out] = tier[here[0]] + 1
        touched, times = np.unique(out, return_counts=True)
        waiting[touched] -= times
        here = touched[waiting[touched] == 0]
    if taken < edges.nodes:
        raise ValueError("the edges run in a circle")
    return tier


def spans(begin: Ints, end: Ints) -> Ints:
    """Return the whole numbers of all half-open spans [begin, end), one span after the other."""
    lengths = end - begin
    total = int(lengths.sum())
    if total == 0:
        return np.empty(0, dtype=np.int64)
    steps = np.ones(total, dtype=np.int64)
    filled = lengths > 0
    first = np.concatenate([[0], np.cumsum(lengths[filled])[:-1]])
    steps[first] = begin[filled]
    steps[first[1:]] -= end[filled][:-1] - 1
    result: Ints = np.cumsum(steps)
    return result
