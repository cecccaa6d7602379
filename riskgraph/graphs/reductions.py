"""Reductions of a directed graph that leave P(source reaches target) as it is, to the last digit.

The convention that bites: links have directions. A node between two neighbours stands for two links, one each way,
which are independent because no link of it serves both ways; a node with one link in and several out may be left out
only where that one is sure, because it ties those out to each other.
"""

from __future__ import annotations

Weighted = dict[int, dict[int, float]]


class Reducing:
    """A graph that shrinks in place; `out[u][v]` and `into[v][u]` are the probability of the link u -> v."""

    def __init__(self, links: dict[tuple[int, int], float], source: int, target: int) -> None:
        """Take links by (tail, head), without parallel ones."""
        self.source, self.target = source, target
        self.out: Weighted = {source: {}, target: {}}
        self.into: Weighted = {source: {}, target: {}}
        self._waiting: set[int] = set()
        for (tail, head), p in links.items():
            self._add(tail, head, p)

    def run(self) -> Weighted:
        """Return the links that are left, by tail and head, after all reductions that apply."""
        for head in list(self.into[self.source]):
            self._drop(head, self.source)
        for head in list(self.out[self.target]):
            self._drop(self.target, head)
        while self._waiting:
            # In the order of the numbers, so that the same graph is always reduced in the same way.
            for node in sorted(self._waiting):
                self._waiting.discard(node)
                if node in self.out:
                    self._reduce(node)
        return self.out

    def _reduce(self, node: int) -> None:
        out, into = self.out[node], self.into[node]
        if node in (self.source, self.target):
            self._join_sure(node)
            return
        # Back to the only node from which, or from the only node to which a way leads: of no use.
        if len(into) == 1:
            self._drop(node, next(iter(into)))
        if len(out) == 1:
            self._drop(next(iter(out)), node)
        around = sorted(out.keys() | into.keys())
        if not out or not into or len(around) == 1:
            self._replace(node, [])
        elif len(around) == 2:
            a, b = around
            self._replace(node, [(a, b), (b, a)])
        elif len(into) == 1 and next(iter(into.values())) == 1.0:
            before = next(iter(into))
            self._replace(node, [(before, after) for after in out])
        elif len(out) == 1 and next(iter(out.values())) == 1.0:
            after = next(iter(out))
            self._replace(node, [(before, after) for before in into])

    def _join_sure(self, end: int) -> None:
        """Make one node of the source and what it surely leads to, or of the target and what surely leads to it."""
        near = self.out[end] if end == self.source else self.into[end]
        for node in sorted(near):
            if near.get(node) == 1.0 and node not in (self.source, self.target):
                if end == self.source:
                    self._replace(node, [(end, after) for after in self.out[node]])
                else:
                    self._replace(node, [(before, end) for before in self.into[node]])

    def _replace(self, node: int, pairs: list[tuple[int, int]]) -> None:
        """Leave a node out; for each pair a link takes the place of the way over the node."""
        new = [(b, a, self.into[node].get(b, 0.0) * self.out[node].get(a, 0.0)) for b, a in pairs]
        for before in list(self.into[node]):
            self._drop(before, node)
        for after in list(self.out[node]):
            self._drop(node, after)
        del self.out[node], self.into[node]
        self._waiting.discard(node)
        for before, after, p in new:
            if p > 0.0 and before != after and before != self.target and after != self.source:
                self._add(before, after, p)

    def _add(self, tail: int, head: int, p: float) -> None:
        for graph, a, b in ((self.out, tail, head), (self.into, head, tail)):
            there = graph.setdefault(a, {}).get(b, 0.0)
            graph[a][b] = p if there == 0.0 else 1.0 - (1.0 - there) * (1.0 - p)
        self.out.setdefault(head, {})
        self.into.setdefault(tail, {})
        self._waiting |= {tail, head}

    def _drop(self, tail: int, head: int) -> None:
        if head in self.out.get(tail, {}):
            del self.out[tail][head], self.into[head][tail]
            self._waiting |= {tail, head}
