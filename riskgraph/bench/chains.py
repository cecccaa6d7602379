"""Chains of a large graph, measured against other people's algorithms for one pair, and as growth.

The convention that bites: ours finds the chains to *all* nodes, the others those of one pair. That pair lies near the
source, where they are quickest; results are compared before times are.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import yen

from riskgraph.bench.graphs import made_up_graph
from riskgraph.bench.ratio import Ratio
from riskgraph.bench.timing import medians, seconds
from riskgraph.graphs.best_chains import best_chains
from riskgraph.graphs.riskiest_chains import MOST_HOPS, riskiest_chains
from riskgraph.graphs.tiers import Edges, tiered

K, K_NETWORKX = 10, 3
LEAST_TIMES_YEN, LEAST_TIMES_NETWORKX, MOST_OVER_LINEAR = 20.0, 5.0, 1.3
NEAR = 10
BACK = 0.01
Say = Callable[[str], None]


def chain_ratios(nodes: int, edges: int, *, runs: int, say: Say) -> list[Ratio]:
    """Return the figures of the best and of the riskiest chains on made-up graphs of this size."""
    say("chains")
    return [*_best(nodes, edges, runs=runs), *_growth(nodes, edges, runs=max(2, runs // 2))]


def _best(nodes: int, edges: int, *, runs: int) -> list[Ratio]:
    """Return Yen's algorithm for one pair over ours for all, as SciPy and as NetworkX have it."""
    given = made_up_graph(nodes, edges)
    graph, target = tiered(given), nodes // NEAR
    matrix, digraph = _matrix(given), _digraph(given)
    ours = best_chains(graph, 0, K)
    by_scipy = np.exp(-yen(matrix, 0, target, K))
    unequal = float(np.max(np.abs(by_scipy / ours.value[target, : len(by_scipy)] - 1.0), initial=0.0))
    own, scipys = medians(lambda: best_chains(graph, 0, K), lambda: yen(matrix, 0, target, K), runs=min(runs, 3))
    # One run: it takes longer than all the others together.
    networkxs = seconds(lambda: [*itertools.islice(nx.shortest_simple_paths(digraph, 0, target, "w"), K_NETWORKX)])
    detail = f"{nodes:,}; {len(given.q):,}; {len(graph.first) - 2}"
    return [
        Ratio("chains_yen", scipys / own, LEAST_TIMES_YEN, is_at_least=True, detail=detail),
        Ratio("chains_networkx", networkxs / own, LEAST_TIMES_NETWORKX, is_at_least=True, detail=detail),
        Ratio("chains_exact", unequal, 1e-9, is_at_least=False, detail=detail),
    ]


def _growth(nodes: int, edges: int, *, runs: int) -> list[Ratio]:
    """Return how the time of the riskiest chains grows with edges and with k, over linear growth."""
    small, large = (made_up_graph(nodes, count, back=BACK) for count in (edges // 2, edges))
    few, many, twice = medians(
        lambda: riskiest_chains(small, 0, K),
        lambda: riskiest_chains(large, 0, K),
        lambda: riskiest_chains(large, 0, 2 * K),
        runs=runs,
    )
    found = riskiest_chains(large, 0, K)
    detail = f"{nodes:,}; {len(small.q):,}, {len(large.q):,}; D = {MOST_HOPS}; {int((found.count > 0).sum()):,}"
    in_edges = (many / few) / (len(large.q) / len(small.q))
    return [
        Ratio("riskiest_edges", in_edges, MOST_OVER_LINEAR, is_at_least=False, detail=detail),
        Ratio("riskiest_k", (twice / many) / 2.0, MOST_OVER_LINEAR, is_at_least=False, detail=f"k = {K}, {2 * K}"),
        Ratio("riskiest_exact", float((~found.is_exact).sum()), 0.0, is_at_least=False, detail=detail),
    ]


def _matrix(given: Edges) -> Any:
    """Return the lengths -ln q as SciPy takes them, with the narrow indices that its Yen asks for."""
    matrix = csr_array((-np.log(given.q), (given.tail, given.head)), shape=(given.nodes, given.nodes))
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return matrix


def _digraph(given: Edges) -> nx.DiGraph[int]:
    """Return the lengths -ln q as NetworkX takes them."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    lengths = (-np.log(given.q)).tolist()
    graph.add_weighted_edges_from(zip(given.tail.tolist(), given.head.tolist(), lengths, strict=True), weight="w")
    return graph
