"""The riskiest chains within one field: smallest products of q over simple chains of at most D hops.

Where no circle lies above, walks are chains and a table by number of hops is exact. Below a circle the table is only a
bound, and chains are grown upwards from the engagement, best bound first, until the bound proves the best.
The convention that bites: a bound lies below every chain, so that an end taken from it is never too safe.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from riskgraph.model.open_lines import Field, Line, Link
from riskgraph.scoring.strength import Floats

LO, PT, HI, FILLED = range(4)
READINGS = 4
MOST_STEPS = 200_000
"""Chains that are grown upwards in one field; beyond them a line is good and simple, but not proven the riskiest."""
_SHADE = 1.0 - 1e-12  # keeps a bound below its chain though both are rounded

Ints = NDArray[np.int64]
Qs = Callable[[str], tuple[float, float, float, float]]


class Search:
    """The chains of one field over links up to a rank.

    Parameters
    ----------
    q_of
        q of an engagement by reading (lo, pt, hi in risk order, and filled), 0 to 1.

    Notes
    -----
    The tables cost O(D links); `riskiest` costs O(D) below no circle.
    """

    def __init__(self, sphere: Field, rank: int, q_of: Qs, *, most_hops: int) -> None:
        self.owner, self.most_hops, self.q_of = sphere.owner, most_hops, q_of
        self.starts, self.links = sphere.within(rank)
        self._all = sphere
        self.steps_left = MOST_STEPS
        names = {p for link in (*sphere.starts, *sphere.links) for p in (link.tail, *link.heads)}
        self.number: Mapping[str, int] = {party: n for n, party in enumerate(sorted(names))}
        self.tails = np.array([self.number[link.tail] for link in self.links], dtype=np.int64)
        self.ends = np.array([self.number[link.end] for link in self.links], dtype=np.int64)
        self.lengths = np.array([len(link.steps) for link in self.links], dtype=np.int64)
        self._q = self._worths(self.links)
        self.into: dict[str, list[int]] = defaultdict(list)
        for n, link in enumerate(self.links):
            self.into[link.end].append(n)
        self.begin: dict[str, list[Link]] = defaultdict(list)
        for start in self.starts:
            self.begin[start.end].append(start)
        self._lines: dict[tuple[int, str], Line] = {}

    def riskiest(self, link: Link) -> Line | None:
        """Return the line of the smallest product at the point, ties by fewer hops, then ids; None where none leads."""
        if not self._is_reached(link):
            return None
        if self._is_plain(link):
            values = self._values(link, PT)
            hops = int(np.argmin(values))
            return (*self._line(hops, link.tail), *link.steps)
        return next((line for _, line in self.chains(link, PT)), None) or self._simple(link)

    def smallest(self, link: Link, reading: int) -> float:
        """Return the smallest product in a reading (a lower bound where no chain is proven); inf where none leads."""
        if not self._is_reached(link):
            return float("inf")
        if not self._is_plain(link):
            found = next((product for product, _ in self.chains(link, reading)), None)
            if found is not None:
                return found
        return float(self._values(link, reading).min())

    def listed(self, link: Link, count: int) -> list[Line]:
        """Return the first lines in the order of the product at the point."""
        return [line for _, line in islice(self.chains(link, PT), count)] if self._is_reached(link) else []

    def chain_count(self, link: Link) -> float:
        """Return how many chains lead to a link; at most that many below a circle."""
        if not self._is_reached(link):
            return 0.0
        return float(self._counts[: self.most_hops, self.number[link.tail]].sum())

    def may_be_longer(self, link: Link) -> bool:
        """Say whether chains of more than D hops may lead to a link."""
        if link.tail not in self.number or len(self.number) - 1 <= self.most_hops:
            return False
        return bool(self._longest[self.number[link.tail]] + 1 > self.most_hops)

    def product(self, line: Line, reading: int) -> float:
        """Return the product of q along a line, from the owner down."""
        product = 1.0
        for step in line:
            product *= self.q_of(step)[reading]
        return product

    def chains(self, link: Link, reading: int) -> Iterator[tuple[float, Line]]:
        """Give the simple chains to a link with their products, the smallest first, while steps are left."""
        heap = [
            (0.0, 0, tuple(reversed(link.steps)), link.tail, frozenset(link.heads), self.product(link.steps, reading))
        ]
        while heap:
            product, _, climbed, party, used, below = heapq.heappop(heap)
            if not party:
                yield product, tuple(reversed(climbed))
                continue
            if self.steps_left <= 0:
                return
            self.steps_left -= 1
            for longer in self._grown(climbed, party, used, below, reading):
                heapq.heappush(heap, longer)

    def _grown(
        self, climbed: Line, party: str, used: frozenset[str], below: float, reading: int
    ) -> Iterator[tuple[float, int, Line, str, frozenset[str], float]]:
        """Give a piece of chain grown upwards by each start and each link that fits above it."""
        room = self.most_hops - len(climbed)
        for start in self.begin.get(party, ()):
            if len(start.steps) <= room and not used & set(start.heads):
                whole = (*climbed, *reversed(start.steps))
                yield self.product(tuple(reversed(whole)), reading), len(whole), whole, "", used, 0.0
        for n in self.into.get(party, ()):
            link = self.links[n]
            left = room - len(link.steps)
            if left < 1 or used & set(link.heads) or link.tail in used:
                continue
            above = self.number[link.tail]
            if not np.isfinite(self._bound[left, above, reading]):
                continue
            product = below * self.product(link.steps, reading)
            bound = product * float(self._bound[left, above, reading]) * _SHADE
            hops = len(climbed) + len(link.steps) + int(self._fewest[above])
            yield bound, hops, (*climbed, *reversed(link.steps)), link.tail, used | set(link.heads), product

    def _is_reached(self, link: Link) -> bool:
        above = self.number.get(link.tail)
        return above is not None and bool(np.isfinite(self._bound[self.most_hops - len(link.steps), above, PT]))

    def _is_plain(self, link: Link) -> bool:
        return not self._below_circle[self.number[link.tail]]

    def _values(self, link: Link, reading: int) -> Floats:
        """Return the smallest product to a link by the number of hops above it."""
        values: Floats = self._table[: self.most_hops - len(link.steps) + 1, self.number[link.tail], reading].copy()
        known = np.isfinite(values)
        for step in link.steps:
            values[known] *= self.q_of(step)[reading]
        return values

    def _line(self, hops: int, party: str) -> Line:
        """Return the line of the smallest product over exactly so many hops to a party, ties by ids from below."""
        if (hops, party) not in self._lines:
            best = self._table[hops, self.number[party], PT]
            found = [
                s.steps for s in self.begin.get(party, ()) if len(s.steps) == hops and self.product(s.steps, PT) == best
            ]
            for n in self.into.get(party, ()):
                link, above = self.links[n], hops - int(self.lengths[n])
                value = float(self._table[above, self.tails[n], PT]) if above >= 1 else np.inf
                if value == np.inf:
                    continue
                for step in link.steps:
                    value *= self.q_of(step)[PT]
                if value == best:
                    found.append((*self._line(above, link.tail), *link.steps))
            self._lines[hops, party] = min(found, key=lambda line: tuple(reversed(line)))
        return self._lines[hops, party]

    def _simple(self, link: Link) -> Line | None:
        """Return a simple line of a small product where none was proven: the best that grew hop by hop."""
        best: list[tuple[float, int, Line]] = []
        barred = set(link.heads)
        for hops in range(self.most_hops - len(link.steps) + 1):
            found = self._grown_down.get((hops, link.tail))
            if found is not None and not barred & found[2]:
                line = (*found[1], *link.steps)
                best.append((self.product(line, PT), len(line), line))
        return min(best)[2] if best else None

    @cached_property
    def _grown_down(self) -> Mapping[tuple[int, str], tuple[float, Line, frozenset[str]]]:
        """Return one simple line to every party and number of hops, each grown from the best one hop above."""
        found: dict[tuple[int, str], tuple[float, Line, frozenset[str]]] = {}

        def keep(line: Line, party: str, parties: frozenset[str]) -> None:
            key, product = (len(line), party), self.product(line, PT)
            if key not in found or (product, line) < found[key][:2]:
                found[key] = (product, line, parties)

        for start in self.starts:
            keep(start.steps, start.end, frozenset(start.heads))
        for hops in range(1, self.most_hops + 1):
            for link in self.links:
                above = found.get((hops - len(link.steps), link.tail))
                if above is not None and not above[2] & set(link.heads):
                    keep((*above[1], *link.steps), link.end, above[2] | set(link.heads))
        return found

    def _worths(self, links: Sequence[Link]) -> Floats:
        """Return q by link, step and reading; steps that a link does not have are 1."""
        most = max((len(link.steps) for link in links), default=1)
        q = np.ones((len(links), most, READINGS))
        for n, link in enumerate(links):
            for step, engagement_id in enumerate(link.steps):
                q[n, step] = self.q_of(engagement_id)
        return q

    def _onwards(self, above: Floats, chosen: Ints) -> Floats:
        """Return the products at the ends of links from those at their tails, shapes (n, readings), (parties, ...)."""
        values: Floats = above[self.tails[chosen]]
        for step in range(self._q.shape[1]):
            values *= self._q[chosen, step]
        return values

    @cached_property
    def _table(self) -> Floats:
        """Return the smallest product over walks of exactly d hops, shape (D + 1, parties, readings); inf: none."""
        table = np.full((self.most_hops + 1, len(self.number), READINGS), np.inf)
        for start in self.starts:
            if len(start.steps) <= self.most_hops:
                at = (len(start.steps), self.number[start.end])
                table[at] = np.minimum(table[at], [self.product(start.steps, r) for r in range(READINGS)])
        for hops in range(1, self.most_hops + 1):
            for length in np.unique(self.lengths):
                above = hops - int(length)
                fit = np.flatnonzero(self.lengths == length) if above >= 1 else np.empty(0, dtype=np.int64)
                fit = fit[np.isfinite(table[above, self.tails[fit], PT])] if len(fit) else fit
                if len(fit):
                    np.minimum.at(table[hops], self.ends[fit], self._onwards(table[above], fit))
        return table

    @cached_property
    def _bound(self) -> Floats:
        """Return the smallest product over walks of at most d hops, shape (D + 1, parties, readings)."""
        bound: Floats = np.minimum.accumulate(self._table, axis=0)
        return bound

    @cached_property
    def _fewest(self) -> Ints:
        """Return the fewest hops to each party."""
        fewest: Ints = np.argmax(np.isfinite(self._table[:, :, PT]), axis=0)
        return fewest

    @cached_property
    def _counts(self) -> Floats:
        """Return how many walks of exactly d hops lead to each party, shape (D + 1, parties)."""
        counts = np.zeros((self.most_hops + 1, len(self.number)))
        for start in self.starts:
            if len(start.steps) <= self.most_hops:
                counts[len(start.steps), self.number[start.end]] += 1
        for hops in range(1, self.most_hops + 1):
            for length in np.unique(self.lengths):
                if hops - length >= 1:
                    fit = np.flatnonzero(self.lengths == length)
                    np.add.at(counts[hops], self.ends[fit], counts[hops - length, self.tails[fit]])
        return counts

    @cached_property
    def _longest(self) -> Floats:
        """Return the hops of the longest walk to each party, D + 1 for all that are longer; -inf: none."""
        longest = np.full(len(self.number), -np.inf)
        for start in self.starts:
            end = self.number[start.end]
            longest[end] = max(longest[end], min(len(start.steps), self.most_hops + 1))
        while len(self.links):
            before = longest.copy()
            np.maximum.at(longest, self.ends, np.minimum(longest[self.tails] + self.lengths, self.most_hops + 1))
            if (before == longest).all():
                break
        return longest

    @cached_property
    def _below_circle(self) -> NDArray[np.bool_]:
        """Return which parties are on a circle of the whole field or below one."""
        lines = [[self.number[p] for p in s.heads] for s in self._all.starts]
        lines += [[self.number[p] for p in (link.tail, *link.heads)] for link in self._all.links]
        tails = np.array([a for line in lines for a in line[:-1]], dtype=np.int64)
        heads = np.array([b for line in lines for b in line[1:]], dtype=np.int64)
        count = len(self.number)
        graph = csr_array((np.ones(len(tails)), (tails, heads)), shape=(count, count))
        _, part = connected_components(graph, directed=True, connection="strong")
        found: NDArray[np.bool_] = np.bincount(part)[part] > 1
        found[tails[tails == heads]] = True
        while True:
            reached = found.copy()
            reached[heads[found[tails]]] = True
            if (reached == found).all():
                return found
            found = reached
