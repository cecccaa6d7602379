"""Made-up graphs for the benchmark of chains: seeded, with hubs, in tiers about a hundred deep."""

from __future__ import annotations

import numpy as np

from riskgraph.graphs.tiers import Edges

DEPTH = 100
HUB_SHARE = 0.2


def made_up_graph(nodes: int, edges: int, *, seed: int = 2014, back: float = 0.0) -> Edges:
    """Return a graph of about so many edges from lower to higher nodes; without circles node 0 reaches all others.

    Nodes lie in about a hundred tiers of equal size; an edge comes from one of the three tiers above, in one case of
    five from a hub (low numbers of a tier are chosen more often, in the manner of a power law).

    Parameters
    ----------
    back
        The share of edges that are turned round, 0 to 1: they close circles.
    """
    random = np.random.default_rng(seed)
    width = max(1, (nodes - 1) // DEPTH)
    head = np.concatenate([np.arange(1, nodes), random.integers(1, nodes, max(0, edges - nodes + 1))])
    tier = (head - 1) // width + 1
    above = np.maximum(tier - random.integers(1, 4, len(head)), 0)
    skew = np.where(random.random(len(head)) < HUB_SHARE, 6.0, 1.0)
    within = (random.random(len(head)) ** skew * width).astype(np.int64)
    tail = np.where(above == 0, 0, np.minimum(1 + (above - 1) * width + within, nodes - 1))
    turned = (random.random(len(head)) < back) & (tail > 0)
    first, last = np.where(turned, head, tail), np.where(turned, tail, head)
    # One edge a pair: algorithms made for matrices know no others.
    _, single = np.unique(first * nodes + last, return_index=True)
    single = np.sort(single)
    return Edges(nodes, first[single], last[single], random.uniform(0.05, 0.95, len(single)))
