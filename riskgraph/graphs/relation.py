"""P(source reaches target) exactly, circles of any size; exponential only in the width of the frontier.

Nodes are taken one after another, each with its links to those taken before. What is carried along is the joint
distribution of what the links so far connect *on the frontier* (taken, with links still to come): which of its nodes
the source leads to, which lead to the target, and which of the others lead to which. A state is one machine word:
seven slots, 49 bits "x leads to y", 7 bits "the source leads to x", 7 bits "x leads to the target".

The convention that bites: a node that the source leads to, or that leads to the target, has no other relations; they
could not change anything any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from riskgraph.graphs.links import Floats

Words = NDArray[np.uint64]
Graph = Mapping[int, Mapping[int, float]]
SLOTS = 7


def _word(value: int) -> np.uint64:
    return np.uint64(value)


_ROW = (1 << SLOTS) - 1
_FROM, _TO = _word(SLOTS * SLOTS), _word(SLOTS * SLOTS + SLOTS)
_SLOT_MASK = _word(_ROW)
_ROW_STARTS = sum(1 << (SLOTS * x) for x in range(SLOTS))
_RELATIONS = _word((1 << SLOTS * SLOTS) - 1)
# Multiplying by it gathers the bits at the row starts into adjacent bits, from bit 36 on; no two products collide.
_GATHER, _GATHERED = _word(sum(1 << (6 * (6 - x)) for x in range(SLOTS))), _word(36)
_WHOLE_ROWS = np.array(
    [sum(_ROW << (SLOTS * x) for x in range(SLOTS) if chosen >> x & 1) for chosen in range(1 << SLOTS)],
    dtype=np.uint64,
)


class TooWide(Exception):
    """A frontier needs more states than allowed; raised inside `riskgraph.graphs` only."""


@dataclass
class Effort:
    """How many states may be worked on: `most` at a time and `left` in all."""

    most: int
    left: int

    def spend(self, states: int) -> None:
        """Count states that are worked on.

        Raises
        ------
        TooWide
            Where there are too many at a time or in all.
        """
        if states > self.most or states > self.left:
            raise TooWide
        self.left -= states


def related(graph: Graph, source: int, target: int, effort: Effort) -> float:
    """Return P(source reaches target) of a graph given as link probabilities by tail and head.

    Raises
    ------
    TooWide
        Where the frontier has more than seven nodes or too many states.
    """
    if source == target:
        return 1.0
    neighbours: dict[int, set[int]] = {source: set(), target: set()}
    for tail, heads in graph.items():
        for head in heads:
            neighbours.setdefault(tail, set()).add(head)
            neighbours.setdefault(head, set()).add(tail)
    order = narrow_order(neighbours, (source, target))
    if order is None:
        raise TooWide
    return _Taking(graph, source, target, effort).run(order, neighbours)


@dataclass
class _Taking:
    """One pass over the nodes; `slot` gives the slot of each node of the frontier."""

    graph: Graph
    source: int
    target: int
    effort: Effort
    slot: dict[int, int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    reached: float = 0.0

    def run(self, order: list[int], neighbours: Mapping[int, set[int]]) -> float:
        states, weights = np.zeros(1, dtype=np.uint64), np.ones(1)
        to_come = {node: set(others) for node, others in neighbours.items()}
        for node in order:
            free = [slot for slot in range(SLOTS) if slot not in self.slot.values()]
            if not free:
                raise TooWide
            self.slot[node] = free[0]
            self.taken.add(node)
            if node == self.source:
                states = states | (_word(1 << free[0]) << _FROM)
            if node == self.target:
                states = states | (_word(1 << free[0]) << _TO)
            for other in sorted(neighbours[node] & self.slot.keys()):
                for tail, head in ((other, node), (node, other)):
                    p = self.graph.get(tail, {}).get(head, 0.0)
                    if p > 0.0:
                        states, weights = self._link(tail, head, p, states, weights)
                to_come[node].discard(other)
                to_come[other].discard(node)
            for done in [n for n in self.slot if not to_come[n]]:
                states, weights = self._leave(done, states, weights)
        return self.reached

    def _link(self, tail: int, head: int, p: float, states: Words, weights: Floats) -> tuple[Words, Floats]:
        """Return the states after a link that is there with probability p; what arrives is counted."""
        self.effort.spend(len(states))
        after = connected(states, self.slot[tail], self.slot[head])
        arrives = ((after >> _FROM) & (after >> _TO) & _SLOT_MASK) != 0
        self.reached += p * float(weights[arrives].sum())
        up, up_weights = after[~arrives], p * weights[~arrives]
        if p == 1.0:
            return joined(up, up_weights)
        return joined(np.concatenate([states, up]), np.concatenate([(1.0 - p) * weights, up_weights]))

    def _leave(self, node: int, states: Words, weights: Floats) -> tuple[Words, Floats]:
        """Return the states without a node all of whose links were taken, and without those that cannot arrive."""
        slot = self.slot.pop(node)
        gone = (_ROW << (SLOTS * slot)) | (_ROW_STARTS << slot) | (1 << slot << int(_FROM)) | (1 << slot << int(_TO))
        states = states & ~_word(gone & (1 << 64) - 1)
        # Once source and target were taken, some node must stand for each of them.
        alive = np.ones(len(states), dtype=np.bool_)
        for end, shift in ((self.source, _FROM), (self.target, _TO)):
            if end in self.taken:
                alive &= ((states >> shift) & _SLOT_MASK) != 0
        return joined(states[alive], weights[alive])


def connected(states: Words, tail: int, head: int) -> Words:
    """Return the states with one more link between two slots, relations closed again."""
    one = _word(1)
    behind = ((states >> _word(SLOTS * head)) & _SLOT_MASK) | _word(1 << head)
    before_rows = ((states >> _word(tail)) & _word(_ROW_STARTS)) | _word(1 << (SLOTS * tail))
    before = ((before_rows * _GATHER) >> _GATHERED) & _SLOT_MASK
    is_from = (states >> (_FROM + _word(tail))) & one
    is_to = (states >> (_TO + _word(head))) & one
    from_source = ((states >> _FROM) & _SLOT_MASK) | is_from * behind
    to_target = ((states >> _TO) & _SLOT_MASK) | is_to * before
    settled = from_source | to_target
    relations = (states & _RELATIONS) | before_rows * behind
    relations &= ~(_WHOLE_ROWS[settled] | settled * _word(_ROW_STARTS))
    # A node leads to itself, which needs no bit.
    relations &= ~_word(sum(1 << (SLOTS * x + x) for x in range(SLOTS)))
    result: Words = relations | (from_source << _FROM) | (to_target << _TO)
    return result


def joined(states: Words, weights: Floats) -> tuple[Words, Floats]:
    """Return each state once, in order, with the sum of its weights."""
    unique, place = np.unique(states, return_inverse=True)
    total: Floats = np.zeros(len(unique))
    np.add.at(total, place.reshape(-1), weights)
    return unique, total


def narrow_order(neighbours: Mapping[int, set[int]], starts: Iterable[int]) -> list[int] | None:
    """Return an order of the nodes in which the frontier fits the slots: from some starts greedily, the best is kept.

    None where none of them fits.
    """
    quiet = sorted(neighbours, key=lambda node: (len(neighbours[node]), node))[:4]
    tried = [_greedy(neighbours, start) for start in dict.fromkeys([*starts, *quiet])]
    fits = [found for found in tried if found is not None]
    return min(fits)[2] if fits else None


def _greedy(neighbours: Mapping[int, set[int]], start: int) -> tuple[int, int, list[int]] | None:
    """Return the largest width, the sum of 4^width and the order that begins at a node; None where it is too wide."""
    to_come = {node: len(others) for node, others in neighbours.items()}
    taken: dict[int, None] = {}
    frontier: set[int] = set()
    widest = cost = 0
    node = start
    while True:
        taken[node] = None
        frontier.add(node)
        if len(frontier) > SLOTS:
            return None
        widest, cost = max(widest, len(frontier)), cost + 4 ** len(frontier)
        for other in neighbours[node]:
            to_come[other] -= 1
        frontier = {n for n in frontier if to_come[n] > 0}
        if len(taken) == len(neighbours):
            return widest, cost, list(taken)
        edge = {other for n in frontier for other in neighbours[n]} - taken.keys()
        # Where nothing hangs together with what was taken, any node begins anew.
        near = edge or neighbours.keys() - taken.keys()

        def closes(candidate: int, frontier: set[int] = frontier) -> tuple[int, int, int]:
            done = sum(to_come[n] == 1 for n in neighbours[candidate] & frontier)
            return (int(to_come[candidate] > 0) - done, to_come[candidate], candidate)

        node = min(near, key=closes)
