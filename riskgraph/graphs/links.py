"""Directed links that may or may not be there, as arrays: the input of everything that asks what is reached."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


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
            if ends.dtype.kind not in "iu":
                raise ValueError("the ends of links must be whole numbers")
            if len(ends) and (int(ends.min()) < 0 or int(ends.max()) >= self.nodes):
                raise ValueError(f"a link must run between nodes 0 to {self.nodes - 1}")
        if not bool(np.all((self.p >= 0.0) & (self.p <= 1.0))):
            raise ValueError("a probability must lie between 0 and 1")

    @cached_property
    def groups(self) -> Ints:
        """Return the strongly connected component of every node (n,), numbered in an order of the condensation.

        A link never leads from a component to one with a smaller number.
        """
        # By wave, the components of one wave together: of those no link leads to another.
        _, number = np.unique(np.stack([self.waves, self._circles]), axis=1, return_inverse=True)
        groups: Ints = number.reshape(-1).astype(np.int64)
        return groups

    @cached_property
    def waves(self) -> Ints:
        """Return the wave of every node (n,): the links between different components on the longest way to it.

        A link leads to a later wave, or stays within its strongly connected component.
        """
        label = self._circles
        tail, head = label[self.tail], label[self.head]
        crosses = tail != head
        count = int(label.max(initial=-1)) + 1
        return _longest(tail[crosses], head[crosses], count)[label]

    @cached_property
    def _circles(self) -> Ints:
        """Return the strongly connected component of every node (n,), in no order."""
        _, label = connected_components(_matrix(self), directed=True, connection="strong")
        result: Ints = label.astype(np.int64)
        return result

    @cached_property
    def is_acyclic(self) -> bool:
        """Say whether there is no circle; loops from a node to itself lead nowhere and do not count."""
        return int(self._circles.max(initial=-1)) + 1 == self.nodes

    def only(self, keep: Bools) -> Links:
        """Return the same nodes with the links that are kept (m,)."""
        return Links(self.nodes, self.tail[keep], self.head[keep], self.p[keep])


def _matrix(links: Links) -> csr_array:
    ones = np.ones(len(links.tail))
    return csr_array((ones, (links.tail, links.head)), shape=(links.nodes, links.nodes))


def _longest(tail: Ints, head: Ints, count: int) -> Ints:
    """Return the links on the longest way to every node of a graph without circles (Kahn's algorithm, wave by wave)."""
    order = np.argsort(tail, kind="stable")
    start = np.searchsorted(tail[order], np.arange(count + 1))
    waiting = np.bincount(head, minlength=count)
    result = np.zeros(count, dtype=np.int64)
    here, wave = np.flatnonzero(waiting == 0), 0
    while len(here):
        result[here] = wave
        lengths = start[here + 1] - start[here]
        first = np.cumsum(lengths) - lengths
        out = head[order[np.repeat(start[here] - first, lengths) + np.arange(int(lengths.sum()))]]
        touched, times = np.unique(out, return_counts=True)
        waiting[touched] -= times
        here, wave = touched[waiting[touched] == 0], wave + 1
    return result


def reached_at_all(links: Links, source: int) -> Bools:
    """Return the nodes (n,) that some way of links with p > 0 leads to, the source among them."""
    found = np.zeros(links.nodes, dtype=np.bool_)
    found[breadth_first_order(_matrix(links.only(links.p > 0.0)), source, return_predecessors=False)] = True
    return found


def leading_to(links: Links, targets: Bools) -> Bools:
    """Return the nodes (n,) from which some way of links with p > 0 leads to a target, the targets among them."""
    ends = np.flatnonzero(targets)
    there = links.p > 0.0
    # One more node behind all targets makes it a single search against the direction of the links.
    tail = np.concatenate([links.head[there], np.full(len(ends), links.nodes, dtype=np.int64)])
    head = np.concatenate([links.tail[there], ends])
    return reached_at_all(Links(links.nodes + 1, tail, head, np.ones(len(tail))), links.nodes)[:-1]


def tidied(links: Links, source: int) -> Links:
    """Return links that reach the same nodes in the same way: without those that cannot help, parallel ones as one.

    Left out are loops, links with p = 0, into the source, and from nodes that are never reached. The others stand in
    the order of tail and head, so that the order in which they were given moves no result, not by a bit.
    """
    is_reached = reached_at_all(links, source)
    useful = (links.p > 0.0) & is_reached[links.tail] & (links.head != source) & (links.tail != links.head)
    tail, head, p = links.tail[useful], links.head[useful], links.p[useful]
    order = np.lexsort((p, head, tail))
    tail, head, p = tail[order], head[order], p[order]
    if len(tail) == 0:
        return Links(links.nodes, tail, head, p)
    first = np.flatnonzero(np.concatenate([[True], (np.diff(tail) != 0) | (np.diff(head) != 0)]))
    alone = np.diff(first, append=len(tail)) == 1
    joined = np.where(alone, p[first], 1.0 - np.multiply.reduceat(1.0 - p, first))
    return Links(links.nodes, tail[first], head[first], joined)
