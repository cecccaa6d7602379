"""P(reached) of all nodes in one sweep along the graph; exponential only in the width of its frontier and its circles.

Nodes are taken in an order in which links lead forward, circles as one piece. What is carried along is the joint
distribution of which nodes of the *frontier* (taken, with links to nodes not yet taken) are reached.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from riskgraph.graphs.circles import spread
from riskgraph.graphs.links import Floats, Links
from riskgraph.graphs.relation import Effort, TooWide, Words, joined

WIDEST = 17
LARGEST_CIRCLE = 9
_READY = 30


def swept(links: Links, source: int, effort: Effort) -> Floats:
    """Return P(reached) of every node, shape (n,), of links as `tidied` leaves them.

    Raises
    ------
    TooWide
        Where a circle has more than nine nodes or the frontier would be wider than 17; before any work is done.
    """
    sweep = _Sweep(links, source)
    if max(len(piece) for piece in sweep.pieces) > LARGEST_CIRCLE:
        raise TooWide
    orders = [sweep.order(by_number=False), sweep.order(by_number=True)]
    widest, cost, order = min((*sweep.width(order), order) for order in orders)
    if widest > WIDEST or cost > effort.left:
        raise TooWide
    effort.left -= cost
    return sweep.run(order)


@dataclass
class _Sweep:
    """One sweep; `place` gives the bit of each node of the frontier."""

    links: Links
    source: int
    place: dict[int, int] = field(default_factory=dict)

    @cached_property
    def pieces(self) -> list[list[int]]:
        """Return the nodes that are reached, circles together, in an order in which links lead forward."""
        by_group: dict[int, list[int]] = {}
        for node in sorted({self.source, *self.links.head.tolist()}):
            by_group.setdefault(int(self.links.groups[node]), []).append(node)
        return [by_group[group] for group in sorted(by_group)]

    @cached_property
    def into(self) -> dict[int, list[tuple[int, float]]]:
        """Return (tail, p) of the links into every node."""
        into: dict[int, list[tuple[int, float]]] = {}
        for tail, head, p in zip(*(a.tolist() for a in (self.links.tail, self.links.head, self.links.p)), strict=True):
            into.setdefault(head, []).append((tail, p))
        return into

    @cached_property
    def _between(self) -> tuple[list[set[int]], list[set[int]]]:
        """Return which pieces lead to each piece, and to which each leads."""
        number = {node: i for i, piece in enumerate(self.pieces) for node in piece}
        before: list[set[int]] = [set() for _ in self.pieces]
        after: list[set[int]] = [set() for _ in self.pieces]
        for i, piece in enumerate(self.pieces):
            for node in piece:
                before[i] |= {number[tail] for tail, _ in self.into.get(node, ())} - {i}
            for j in before[i]:
                after[j].add(i)
        return before, after

    def order(self, *, by_number: bool) -> list[int]:
        """Return an order of the pieces: the smallest node that is ready next, or what keeps the frontier narrow."""
        before, after = self._between
        waiting = [len(b) for b in before]
        to_come = [len(a) for a in after]
        ready = [i for i, count in enumerate(waiting) if count == 0]
        found = []

        def widens(i: int) -> tuple[int, int]:
            closed = sum(len(self.pieces[j]) for j in before[i] if to_come[j] == 1)
            return (len(self.pieces[i]) if after[i] else 0) - closed, self.pieces[i][0]

        while ready:
            piece = min(ready, key=lambda i: self.pieces[i][0]) if by_number else min(ready[-_READY:], key=widens)
            ready.remove(piece)
            found.append(piece)
            for j in before[piece]:
                to_come[j] -= 1
            for j in sorted(after[piece]):
                waiting[j] -= 1
                if waiting[j] == 0:
                    ready.append(j)
        return found

    def width(self, order: list[int]) -> tuple[int, int]:
        """Return the largest number of nodes that are carried along at a time, and the sum of 2^number."""
        before, after = self._between
        to_come = [len(a) for a in after]
        width = widest = cost = 0
        for piece in order:
            size = len(self.pieces[piece])
            width += size
            widest, cost = max(widest, width), cost + (1 << min(width, 60)) * (2**size if size > 1 else 1)
            closed = [j for j in before[piece] if to_come[j] == 1] + ([] if after[piece] else [piece])
            width -= sum(len(self.pieces[j]) for j in closed)
            for j in before[piece]:
                to_come[j] -= 1
        return widest, cost

    def run(self, order: list[int]) -> Floats:
        result = np.zeros(self.links.nodes)
        states, weights = np.zeros(1, dtype=np.uint64), np.ones(1)
        open_links = np.bincount(self.links.tail, minlength=self.links.nodes)
        for number in order:
            piece = self.pieces[number]
            states, weights = self._take(piece, states, weights)
            for node in piece:
                result[node] = weights[(states >> np.uint64(self.place[node])) & np.uint64(1) == 1].sum()
                for tail, _ in self.into.get(node, ()):
                    open_links[tail] -= 1
            closed = [node for node in self.place if open_links[node] == 0]
            if closed:
                gone = sum(1 << self.place.pop(node) for node in closed)
                states, weights = joined(states & ~np.uint64(gone), weights)
        result[self.source] = 1.0
        return np.minimum(result, 1.0)

    def _take(self, piece: list[int], states: Words, weights: Floats) -> tuple[Words, Floats]:
        """Return the states after the nodes of a piece were taken; their bits are added to `place`."""
        hit = [self._hit(node, states) for node in piece]
        taken = set(self.place.values())
        free = [bit for bit in range(64) if bit not in taken]
        self.place.update(zip(piece, free, strict=False))
        if len(piece) == 1:
            up = states | (np.uint64(1) << np.uint64(self.place[piece[0]]))
            return _there(np.concatenate([states, up]), np.concatenate([weights * (1.0 - hit[0]), weights * hit[0]]))
        return self._circle(piece, hit, states, weights)

    def _hit(self, node: int, states: Words) -> Floats:
        """Return P(node is hit by a link from what was taken before), state by state."""
        if node == self.source:
            return np.ones(len(states))
        missed = np.ones(len(states))
        for tail, p in self.into.get(node, ()):
            if tail in self.place:
                is_up = (states >> np.uint64(self.place[tail])) & np.uint64(1)
                missed *= np.where(is_up == 1, 1.0 - p, 1.0)
        return 1.0 - missed

    def _circle(self, piece: list[int], hit: list[Floats], states: Words, weights: Floats) -> tuple[Words, Floats]:
        """Return the states after a circle: which of its nodes are hit from outside, and what is reached from them."""
        number = {node: i for i, node in enumerate(piece)}
        p = np.zeros((len(piece), len(piece)))
        for node in piece:
            for tail, chance in self.into.get(node, ()):
                if tail in number:
                    p[number[tail], number[node]] = chance
        entered = weights[:, None]
        for is_hit in hit:
            entered = np.concatenate([entered * (1.0 - is_hit[:, None]), entered * is_hit[:, None]], axis=1)
        final = entered @ spread(p)
        sets = np.zeros(1, dtype=np.uint64)
        for node in piece:
            sets = np.concatenate([sets, sets | np.uint64(1 << self.place[node])])
        after = states[:, None] | sets[None, :]
        return _there(after.reshape(-1), final.reshape(-1))


def _there(states: Words, weights: Floats) -> tuple[Words, Floats]:
    """Return the states that have a chance."""
    there = weights > 0.0
    return states[there], weights[there]
