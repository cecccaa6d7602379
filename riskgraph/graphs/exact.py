"""P(reached) exactly: taken apart at the nodes that every way passes, then by one sweep or target by target.

1. Links that cannot help are left out (loops, p = 0, back to a node that every way has passed already).
2. At a *dominator* d of v, P(source -> v) = P(source -> d) P(d -> v): what hangs at d is a question of its own.
3. Each piece is swept along its direction, all nodes at once, where its circles are small and its frontier is narrow.
4. Else each target alone: series, parallel and sure links reduced, then relations on the frontier.
5. What is too wide for both is refused, and nothing is said about it.

Source: docs/method.md, "Links that may not be there".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from riskgraph.graphs.dominators import depths_in_tree, immediate_dominators
from riskgraph.graphs.links import Bools, Floats, Links, leading_to, reached_at_all, tidied
from riskgraph.graphs.reductions import Reducing
from riskgraph.graphs.relation import Effort, TooWide, related
from riskgraph.graphs.sweep import swept

MOST_STATES = 200_000
MOST_WORK = 4_000_000
MOST_LINKS, MOST_LINKS_ALONE = 50_000, 2_000
# What a link costs where a target is tried alone, in states: some tens of microseconds.
PRICE_OF_A_LINK = 400


def exact_reach(links: Links, source: int) -> Floats | None:
    """Return P(reached) of every node, shape (n,); None where some of them is too wide.

    Notes
    -----
    Linear in nodes and links times the states of the frontier: at most 200,000 of them at a time, 4,000,000 in all.
    """
    found = exact_where(links, source, np.ones(links.nodes, dtype=np.bool_))
    return None if bool(np.isnan(found).any()) else found


def exact_where(links: Links, source: int, wanted: Bools) -> Floats:
    """Return P(reached) of the nodes that are wanted, shape (n,); nan where it is too wide or was not needed."""
    result = np.full(links.nodes, np.nan)
    result[~reached_at_all(links, source)] = 0.0
    result[source] = 1.0
    tidy = tidied(links, source)
    leads = leading_to(tidy, wanted)
    tidy = tidy.only(leads[tidy.head])
    if len(tidy.p) > MOST_LINKS:
        return result
    parts = _Parts(tidy, source, Effort(MOST_STATES, MOST_WORK))
    for node in parts.needed(wanted):
        before = int(parts.parent[node])
        result[node] = result[before] * parts.after(before)[node]
    return result


@dataclass
class _Parts:
    """A graph taken apart at its dominators."""

    links: Links
    source: int
    effort: Effort

    def __post_init__(self) -> None:
        self.parent = immediate_dominators(self.links, self.source)
        came, left = depths_in_tree(self.parent, self.source)
        tail, head = self.links.tail, self.links.head
        # Whoever stands at the tail has passed the head already.
        leads_back = (came[head] <= came[tail]) & (came[tail] < left[head])
        self.links = self.links.only(~leads_back)
        self.came = came
        self._found: dict[int, dict[int, float]] = {}
        self._children: dict[int, list[int]] = {}

    def needed(self, wanted: Bools) -> list[int]:
        """Return the nodes that are wanted and their dominators but the source, dominators first."""
        needed = {-1, self.source}
        for node in np.flatnonzero(wanted & (self.parent >= 0)).tolist():
            while node not in needed:
                needed.add(node)
                node = int(self.parent[node])
        found = sorted(needed - {-1, self.source}, key=lambda node: int(self.came[node]))
        for node in found:
            self._children.setdefault(int(self.parent[node]), []).append(node)
        return found

    @cached_property
    def _into(self) -> dict[int, list[tuple[int, float]]]:
        into: dict[int, list[tuple[int, float]]] = {}
        for tail, head, p in zip(*(a.tolist() for a in (self.links.tail, self.links.head, self.links.p)), strict=True):
            into.setdefault(head, []).append((tail, p))
        return into

    def after(self, dominator: int) -> dict[int, float]:
        """Return P(node is reached from its dominator) for the nodes needed next below it; nan where too wide."""
        if dominator not in self._found:
            found: dict[int, float] = {}
            for targets, edges in self._pieces(dominator):
                found |= _solved(edges, dominator, targets, self.effort)
            self._found[dominator] = found
        return self._found[dominator]

    def _pieces(self, dominator: int) -> Iterable[tuple[list[int], list[tuple[int, int, float]]]]:
        """Give the targets below a dominator with the links that matter to them, apart where they share no node."""
        owner: dict[int, int] = {}
        for target in self._children[dominator]:
            if target in owner:
                continue
            owner[target] = target
            stack = [target]
            while stack:
                for tail, _ in self._into[stack.pop()]:
                    if tail == dominator:
                        continue
                    if tail not in owner:
                        owner[tail] = target
                        stack.append(tail)
                    elif _root(owner, tail) != _root(owner, target):
                        owner[_root(owner, tail)] = _root(owner, target)
        edges: dict[int, list[tuple[int, int, float]]] = {}
        for node in owner:
            edges.setdefault(_root(owner, node), []).extend((tail, node, p) for tail, p in self._into[node])
        targets: dict[int, list[int]] = {}
        for target in self._children[dominator]:
            targets.setdefault(_root(owner, target), []).append(target)
        return [(targets[root], edges[root]) for root in targets]


def _root(owner: dict[int, int], node: int) -> int:
    while owner[node] != node:
        owner[node] = owner[owner[node]]
        node = owner[node]
    return node


def _solved(edges: list[tuple[int, int, float]], source: int, targets: list[int], effort: Effort) -> dict[int, float]:
    """Return P(reached) of the targets from the source over these links; nan where it is too wide."""
    if len(edges) == 1:
        return {targets[0]: edges[0][2]}
    number = {node: i for i, node in enumerate(sorted({n for tail, head, _ in edges for n in (tail, head)}))}
    links = Links(
        len(number),
        np.array([number[tail] for tail, _, _ in edges], dtype=np.int64),
        np.array([number[head] for _, head, _ in edges], dtype=np.int64),
        np.array([p for _, _, p in edges]),
    )
    try:
        found = swept(links, number[source], effort)
    except TooWide:
        # What comes early has little before it: with it the effort goes a longer way.
        early = sorted(targets, key=lambda target: (int(links.waves[number[target]]), target))
        return {target: _alone(links, number[source], number[target], effort) for target in early}
    return {target: float(found[number[target]]) for target in targets}


def _alone(links: Links, source: int, target: int, effort: Effort) -> float:
    """Return P(reached) of one target; nan where it is too wide."""
    ends = np.zeros(links.nodes, dtype=np.bool_)
    ends[target] = True
    leads = leading_to(links, ends)
    links = links.only(leads[links.tail] & leads[links.head] & (links.tail != target))
    price = len(links.p) * PRICE_OF_A_LINK
    if len(links.p) > MOST_LINKS_ALONE or price > effort.left:
        return float("nan")
    effort.left -= price
    links = _useful(links, source, target)
    reducing = Reducing(
        {(t, h): p for t, h, p in zip(links.tail.tolist(), links.head.tolist(), links.p.tolist(), strict=True)},
        source,
        target,
    )
    left = reducing.run()
    try:
        return related(left, source, target, effort)
    except TooWide:
        pass
    edges = [(tail, head, p) for tail, heads in sorted(left.items()) for head, p in sorted(heads.items())]
    try:
        return float(swept(_as_links(edges, links.nodes), source, effort)[target])
    except TooWide:
        return float("nan")


def _as_links(edges: list[tuple[int, int, float]], nodes: int) -> Links:
    tail, head, p = zip(*edges, strict=True)
    return Links(nodes, np.array(tail, dtype=np.int64), np.array(head, dtype=np.int64), np.array(p))


def _useful(links: Links, source: int, target: int) -> Links:
    """Return the links, all on ways to the target, without those from whose head every way leads back to the tail."""
    parent = immediate_dominators(Links(links.nodes, links.head, links.tail, links.p), target)
    came, left = depths_in_tree(parent, target)
    tail, head = links.tail, links.head
    links = links.only(~((came[tail] <= came[head]) & (came[head] < left[tail])))
    is_reached = reached_at_all(links, source)
    return links.only(is_reached[links.tail])
