"""Dominators: the nodes that every way from the source passes.

They take a question of reliability apart. If d dominates v, then P(source -> v) = P(source -> d) P(d -> v): what lies
on a simple way behind d is dominated by d, what lies before is not, so that the two share no link.
"""

from __future__ import annotations

import numpy as np

from riskgraph.graphs.links import Ints, Links


def immediate_dominators(links: Links, source: int) -> Ints:
    """Return the last node that every way from the source to a node passes before it, shape (n,).

    -1 for the source itself and for nodes that no way leads to; links count as there, whatever their p.

    Notes
    -----
    Source: Cooper, Harvey and Kennedy, A simple, fast dominance algorithm (2001).
    """
    order = _depth_first(links, source)
    number = {node: place for place, node in enumerate(order)}
    into: list[list[int]] = [[] for _ in order]
    for tail, head in zip(links.tail.tolist(), links.head.tolist(), strict=True):
        if tail in number and head != source:
            into[number[head]].append(number[tail])
    # In numbers of the reverse postorder: a dominator has a smaller number than what it dominates.
    found = [-1] * len(order)
    found[0] = 0
    has_changed = True
    while has_changed:
        has_changed = False
        for place in range(1, len(order)):
            new = -1
            for before in into[place]:
                if found[before] >= 0:
                    new = before if new < 0 else _meeting(found, before, new)
            if new != found[place]:
                found[place], has_changed = new, True
    result = np.full(links.nodes, -1, dtype=np.int64)
    for place in range(1, len(order)):
        result[order[place]] = order[found[place]]
    return result


def _meeting(found: list[int], a: int, b: int) -> int:
    """Return the nearest common dominator of two nodes."""
    while a != b:
        if a > b:
            a = found[a]
        else:
            b = found[b]
    return a


def _depth_first(links: Links, source: int) -> list[int]:
    """Return the nodes that are reached in reverse postorder of a depth-first search."""
    order = np.argsort(links.tail, kind="stable")
    start = np.searchsorted(links.tail[order], np.arange(links.nodes + 1)).tolist()
    heads = links.head[order].tolist()
    seen, done, stack = {source}, [], [(source, start[source])]
    while stack:
        node, at = stack.pop()
        while at < start[node + 1] and heads[at] in seen:
            at += 1
        if at == start[node + 1]:
            done.append(node)
            continue
        stack.append((node, at + 1))
        seen.add(heads[at])
        stack.append((heads[at], start[heads[at]]))
    return done[::-1]


def depths_in_tree(parent: Ints, source: int) -> tuple[Ints, Ints]:
    """Return when a walk round the tree of dominators comes to each node and when it leaves it, shapes (n,); else -1.

    Node a dominates b where came[a] <= came[b] < left[a].
    """
    children: dict[int, list[int]] = {}
    for node in np.flatnonzero(parent >= 0).tolist():
        children.setdefault(int(parent[node]), []).append(node)
    came, left = np.full(len(parent), -1, dtype=np.int64), np.full(len(parent), -1, dtype=np.int64)
    clock, stack = 0, [(source, False)]
    while stack:
        node, is_done = stack.pop()
        if is_done:
            left[node] = clock
            continue
        came[node] = clock
        clock += 1
        stack.append((node, True))
        stack.extend((child, False) for child in children.get(node, ()))
    return came, left
