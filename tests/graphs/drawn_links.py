"""Links that are written down or drawn, and the judge of small ones: all worlds, one by one."""

from __future__ import annotations

from random import Random

import numpy as np

from riskgraph.graphs.links import Floats, Links


def links(nodes: int, *edges: tuple[int, int, float]) -> Links:
    """Return links given as (tail, head, p)."""
    tail, head, p = zip(*edges, strict=True) if edges else ((), (), ())
    return Links(nodes, np.array(tail, dtype=np.int64), np.array(head, dtype=np.int64), np.array(p, dtype=np.float64))


def drawn(seed: int, *, most_nodes: int = 7, most_links: int = 12, is_acyclic: bool = False) -> Links:
    """Return any links: circles, loops, parallel ones, sure and impossible ones; in every third graph both ways."""
    random = Random(seed)
    nodes = random.randint(2, most_nodes)
    ends = [(random.randrange(nodes), random.randrange(nodes)) for _ in range(random.randint(0, most_links))]
    if is_acyclic:
        ends = [(a, b) for a, b in ends if a < b]
    elif seed % 3 == 0:
        ends = [both for a, b in ends[: len(ends) // 2] for both in ((a, b), (b, a))]
    return links(nodes, *[(a, b, random.choice((0.0, 1.0, 0.01, *(random.random() for _ in "abc")))) for a, b in ends])


def narrow(seed: int, nodes: int) -> Links:
    """Return a graph without circles: up to three links into a node, from among the eight nodes before it."""
    random = Random(seed)
    edges = []
    for head in range(1, nodes):
        near = range(max(0, head - 8), head)
        edges += [(t, head, random.uniform(0.05, 0.95)) for t in random.sample(near, min(len(near), 3))]
    return links(nodes, *edges)


def of_treewidth(seed: int, nodes: int, width: int) -> Links:
    """Return a graph without circles of at most this treewidth: links into a node come from one clique of a k-tree."""
    random = Random(seed)
    cliques = [list(range(width))]
    edges = [(tail, head, random.uniform(0.05, 0.95)) for head in range(1, width) for tail in range(head)]
    for head in range(width, nodes):
        clique = random.choice(cliques)
        edges += [(tail, head, random.uniform(0.05, 0.95)) for tail in random.sample(clique, 3)]
        cliques += [[*(n for n in clique if n != left), head] for left in clique]
    return links(nodes, *edges)


def both_ways(seed: int, nodes: int, more: int) -> Links:
    """Return connections that lead both ways, one large circle: a tree of near nodes and some more of them."""
    random = Random(seed)
    pairs = [(random.randrange(max(0, head - 5), head), head) for head in range(1, nodes)]
    near = [random.randrange(nodes - 1) for _ in range(more)]
    pairs += [(tail, min(nodes - 1, tail + random.randint(1, 5))) for tail in near]
    return links(nodes, *[(*ends, random.random()) for a, b in pairs for ends in ((a, b), (b, a))])


def renumbered(given: Links, order: list[int]) -> Links:
    """Return the same graph with node n called order[n]."""
    new = np.array(order, dtype=np.int64)
    return Links(given.nodes, new[given.tail], new[given.head], given.p)


def by_all_worlds(given: Links, source: int = 0) -> Floats:
    """Return P(reached) by trying every world: 2^m of them, all at once."""
    worlds = np.arange(1 << len(given.p))
    up = [(worlds >> e & 1).astype(np.bool_) for e in range(len(given.p))]
    weight = np.ones(len(worlds))
    for is_up, p in zip(up, given.p, strict=True):
        weight *= np.where(is_up, p, 1.0 - p)
    reached = np.zeros((given.nodes, len(worlds)), dtype=np.bool_)
    reached[source] = True
    for _ in range(given.nodes):
        for is_up, tail, head in zip(up, given.tail, given.head, strict=True):
            reached[head] |= reached[tail] & is_up
    result: Floats = reached @ weight
    return result
