"""Directed links that may or may not be there, as arrays: the input of everything that asks what is reached."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Links:
    """A directed graph of `nodes` nodes; link e runs from tail[e] to head[e] and is there with probability p[e].

    Links are independent of each other; parallel links and loops are allowed. `tail`, `head` (m,) whole numbers in
    [0, nodes), `p` (m,) in [0, 1].

    Raises
    ------
    ValueError
        For arrays of different lengths, an end that is no node, or a probability outside [0, 1]; nothing is clipped.
    """

    nodes: int
    tail: Ints
    head: Ints
    p: Floats

    def __post_init__(self) -> None:
        if not len(self.tail) == len(self.head) == len(self.p):
            raise ValueError("tail, head and p must have one entry a link")
        for ends in (self.tail, self.head):
            if len(ends) and (int(ends.min()) < 0 or int(ends.max()) >= self.nodes):
                raise ValueError(f"a link must run between nodes 0 to {self.nodes - 1}")
        if not bool(np.all((self.p >= 0.0) & (self.p <= 1.0))):
            raise ValueError("a probability must lie between 0 and 1")

    @cached_property
    def groups(self) -> Ints:
        """Return the strongly connected component of every node (n,), numbered in an order of the condensation.

        A link never leads from a component to one with a smaller number.
        """
        ones = np.ones(len(self.tail), dtype=np.int8)
        matrix = csr_array((ones, (self.tail, self.head)), shape=(self.nodes, self.nodes))
        count, label = connected_components(matrix, directed=True, connection="strong")
        return _in_order(label.astype(np.int64), int(count), self.tail, self.head)

    @property
    def is_acyclic(self) -> bool:
        """Say whether there is no circle; loops from a node to itself lead nowhere and do not count."""
        return len(np.unique(self.groups)) == self.nodes

    def only(self, keep: NDArray[np.bool_]) -> Links:
        """Return the same nodes with the links that are kept (m,)."""
        return Links(self.nodes, self.tail[keep], self.head[keep], self.p[keep])


def _in_order(label: Ints, count: int, tail: Ints, head: Ints) -> Ints:
    """Return the labels renumbered so that links lead upwards (Kahn's algorithm on the condensation)."""
    crosses = label[tail] != label[head]
    edges = np.unique(np.stack([label[tail[crosses]], label[head[crosses]]], axis=1), axis=0)
    waiting = np.bincount(edges[:, 1], minlength=count)
    start = np.searchsorted(edges[:, 0], np.arange(count + 1))
    ready = [int(group) for group in np.flatnonzero(waiting == 0)][::-1]
    number = np.empty(count, dtype=np.int64)
    for place in range(count):
        group = ready.pop()
        number[group] = place
        for follower in edges[start[group] : start[group + 1], 1]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                ready.append(int(follower))
    ordered: Ints = number[label]
    return ordered


def reached_at_all(links: Links, source: int) -> NDArray[np.bool_]:
    """Return the nodes (n,) that some way of links with p > 0 leads to, the source among them."""
    there = links.only(links.p > 0.0)
    found = np.zeros(links.nodes, dtype=np.bool_)
    found[source] = True
    while True:
        new = there.head[found[there.tail] & ~found[there.head]]
        if len(new) == 0:
            return found
        found[new] = True
