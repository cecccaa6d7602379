"""P(reached) exactly, in one sweep along the graph; exponential only in the width of its frontier and its circles.

Nodes are taken in an order in which links lead forward, circles as one piece. What is carried along is the joint
distribution of which nodes of the *frontier* (taken, with links to nodes not yet taken) are reached. Within a circle
the set that is reached at last follows from Buzacott's recursion: for nodes E hit from outside and E <= F,

    P(exactly F) = A(E, F) prod of (1 - p) over links F -> rest,   A(E, F) = 1 - sum over E <= G < F of A(E, G) prod of
    (1 - p) over links G -> F \\ G.

Source: Buzacott, A recursive algorithm for directed-graph reliability, Networks 13 (1983); docs/method.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from riskgraph.graphs.links import Floats, Links, reached_at_all

MOST_STATES = 200_000
WIDEST = 60
LARGEST_CIRCLE = 9
Words = NDArray[np.uint64]


def exact_reach(links: Links, source: int) -> Floats | None:
    """Return P(reached) of every node, shape (n,); None where frontier or circles are too wide.

    Notes
    -----
    Linear in nodes and links times the states of the frontier, at most 2^width of them and at most 200,000.
    """
    is_reached = reached_at_all(links, source)
    # Nothing leads back into the source, and loops lead nowhere.
    useful = (links.p > 0) & is_reached[links.tail] & (links.head != source) & (links.tail != links.head)
    return _Sweep(links.only(useful), source, is_reached).run()


@dataclass
class _Sweep:
    """One sweep; `place` gives the bit of each node of the frontier."""

    links: Links
    source: int
    is_reached: NDArray[np.bool_]

    def run(self) -> Floats | None:
        result = np.zeros(self.links.nodes)
        result[self.source] = 1.0
        masks, weights = np.zeros(1, dtype=np.uint64), np.ones(1)
        place: dict[int, int] = {}
        open_links = np.bincount(self.links.tail, minlength=self.links.nodes)
        for piece in self._pieces:
            if len(piece) > LARGEST_CIRCLE:
                return None
            masks, weights = self._take(piece, place, masks, weights)
            if len(masks) > MOST_STATES:
                return None
            for node in piece:
                bit = np.uint64(1) << np.uint64(place[node])
                result[node] = weights[(masks & bit) != 0].sum()
                for link in self._into[node]:
                    open_links[self.links.tail[link]] -= 1
            closed = [node for node in place if open_links[node] == 0]
            for node in closed:
                masks = masks & ~(np.uint64(1) << np.uint64(place.pop(node)))
            masks, weights = _joined(masks, weights)
            if len(place) > WIDEST - LARGEST_CIRCLE:
                return None
        return np.minimum(result, 1.0)

    @cached_property
    def _pieces(self) -> list[list[int]]:
        """Return the nodes to take, circles together; next comes what keeps the frontier narrow."""
        nodes = np.flatnonzero(self.is_reached)
        by_group: dict[int, list[int]] = {}
        for node in nodes:
            by_group.setdefault(int(self.links.groups[node]), []).append(int(node))
        return [by_group[group] for group in sorted(by_group)]

    @cached_property
    def _into(self) -> list[list[int]]:
        """Return the links into every node."""
        into: list[list[int]] = [[] for _ in range(self.links.nodes)]
        for link, head in enumerate(self.links.head):
            into[int(head)].append(link)
        return into

    def _take(self, piece: list[int], place: dict[int, int], masks: Words, weights: Floats) -> tuple[Words, Floats]:
        """Return the states after the nodes of a piece were taken; their bits are added to `place`."""
        inside = set(piece)
        hit = []
        for node in piece:
            missed = np.ones(len(masks))
            for link in self._into[node]:
                tail = int(self.links.tail[link])
                if tail not in inside:
                    is_up = (masks >> np.uint64(place[tail])) & np.uint64(1)
                    missed = missed * np.where(is_up == 1, 1.0 - self.links.p[link], 1.0)
            hit.append(np.ones(len(masks)) if node == self.source else 1.0 - missed)
        free = [bit for bit in range(64) if bit not in set(place.values())]
        place.update(zip(piece, free, strict=False))
        if len(piece) == 1:
            return _split(masks, weights, hit[0], place[piece[0]])
        return self._circle(piece, place, masks, weights, hit)

    def _circle(
        self, piece: list[int], place: dict[int, int], masks: Words, weights: Floats, hit: list[Floats]
    ) -> tuple[Words, Floats]:
        """Return the states after a circle: which of its nodes are hit from outside, and what is reached from them."""
        spread = _Spread(self.links, piece)
        found_masks, found_weights = [], []
        for entered in range(1 << len(piece)):
            chance = weights.copy()
            for number, is_hit in enumerate(hit):
                chance = chance * (is_hit if entered >> number & 1 else 1.0 - is_hit)
            if not chance.any():
                continue
            for final, p in spread.from_entered(entered):
                bits = sum(1 << place[node] for number, node in enumerate(piece) if final >> number & 1)
                found_masks.append(masks | np.uint64(bits))
                found_weights.append(chance * p)
        return _joined(np.concatenate(found_masks), np.concatenate(found_weights))


@dataclass
class _Spread:
    """How far it spreads within one circle from the nodes that are hit; subsets are bits in the order of `piece`."""

    links: Links
    piece: list[int]

    @cached_property
    def _stays(self) -> Floats:
        """Return prod of (1 - p) over the links u -> v inside, shape (c, c)."""
        number = {node: i for i, node in enumerate(self.piece)}
        stays = np.ones((len(self.piece), len(self.piece)))
        for tail, head, p in zip(self.links.tail, self.links.head, self.links.p, strict=True):
            if int(tail) in number and int(head) in number:
                stays[number[int(tail)], number[int(head)]] *= 1.0 - p
        return stays

    @cached_property
    def _cut(self) -> Floats:
        """Return prod of (1 - p) over links from subset G to node v, shape (2^c, c)."""
        size = len(self.piece)
        cut = np.ones((1 << size, size))
        for subset in range(1, 1 << size):
            low = (subset & -subset).bit_length() - 1
            cut[subset] = cut[subset & (subset - 1)] * self._stays[low]
        return cut

    def _none_from(self, subset: int, others: int) -> float:
        product = 1.0
        while others:
            node = (others & -others).bit_length() - 1
            product *= float(self._cut[subset, node])
            others &= others - 1
        return product

    def from_entered(self, entered: int) -> list[tuple[int, float]]:
        """Return (reached at last, probability) for the nodes hit from outside."""
        whole = (1 << len(self.piece)) - 1
        rest = whole & ~entered
        if entered == 0:
            return [(0, 1.0)]
        subsets = [entered | extra for extra in _subsets(rest)]
        covers: dict[int, float] = {}
        for large in subsets:  # in the order of size, smaller sets first
            lost = sum(
                covers[small] * self._none_from(small, large & ~small)
                for small in subsets
                if small != large and small & large == small and small in covers
            )
            covers[large] = max(1.0 - lost, 0.0)
        found = [(large, covers[large] * self._none_from(large, whole & ~large)) for large in subsets]
        return [(large, p) for large, p in found if p > 0.0]


def _subsets(of: int) -> list[int]:
    """Return all subsets of a set of bits, smaller sets before larger ones."""
    found, subset = [], of
    while True:
        found.append(subset)
        if subset == 0:
            break
        subset = (subset - 1) & of
    return sorted(found, key=lambda s: (s.bit_count(), s))


def _split(masks: Words, weights: Floats, hit: Floats, bit: int) -> tuple[Words, Floats]:
    """Return the states in which one node is reached or not."""
    up = masks | (np.uint64(1) << np.uint64(bit))
    both = np.concatenate([masks, up]), np.concatenate([weights * (1.0 - hit), weights * hit])
    there = both[1] > 0.0
    return both[0][there], both[1][there]


def _joined(masks: Words, weights: Floats) -> tuple[Words, Floats]:
    """Return each state once, with the sum of its weights."""
    unique, place = np.unique(masks, return_inverse=True)
    total: Floats = np.zeros(len(unique))
    np.add.at(total, place, weights)
    return unique, total
