"""The best and the riskiest chains to all nodes, against enumeration and other people's algorithms for one pair."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from random import Random

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import yen

from riskgraph.graphs.best_chains import best_chains
from riskgraph.graphs.riskiest_chains import riskiest_chains
from riskgraph.graphs.tiers import Edges, spans, tiered
from tests.scoring.worlds import promise

SEEDS = st.integers(0, 10**9)
Found = dict[int, list[tuple[float, tuple[int, ...]]]]


def edges(nodes: int, *listed: tuple[int, int, float]) -> Edges:
    tail, head, q = zip(*listed, strict=True) if listed else ((), (), ())
    return Edges(nodes, np.array(tail, dtype=np.int64), np.array(head, dtype=np.int64), np.array(q, dtype=np.float64))


def drawn(seed: int, *, is_acyclic: bool) -> Edges:
    random = Random(seed)
    nodes = random.randint(2, 7)
    listed = []
    for _ in range(random.randint(0, 18)):
        a, b = random.randrange(nodes), random.randrange(nodes)
        if not is_acyclic or a < b:
            listed.append((a, b, random.choice((0.0, 0.5, 1.0, random.random()))))
    return edges(nodes, *listed)


def every_chain(given: Edges, most_hops: int) -> Found:
    """Return all simple chains from node 0 with their products, by the node where they end."""
    out = defaultdict(list)
    for edge, (tail, head) in enumerate(zip(given.tail.tolist(), given.head.tolist(), strict=True)):
        out[tail].append((edge, head))
    found: Found = defaultdict(list)

    def grow(node: int, seen: frozenset[int], chain: tuple[int, ...]) -> None:
        found[node].append((math.prod(given.q[list(chain)].tolist()), chain))
        if len(chain) < most_hops:
            for edge, head in out[node]:
                if head not in seen:
                    grow(head, seen | {head}, (*chain, edge))

    grow(0, frozenset((0,)), ())
    return found


@promise(80)
@given(SEEDS, st.integers(1, 6))
def test_the_best_chains_to_every_node_are_those_of_enumeration(seed: int, k: int) -> None:
    given = drawn(seed, is_acyclic=True)
    found, all_chains = best_chains(tiered(given), 0, k), every_chain(given, 99)
    for node in range(given.nodes):
        products = sorted((p for p, _ in all_chains[node] if p > 0), reverse=True)[:k]
        assert found.count[node] == len(products)
        assert found.value[node, : len(products)] == pytest.approx(products, rel=1e-12)
        chains = [found.chain(node, i) for i in range(len(products))]
        assert len(set(chains)) == len(chains) and set(chains) <= {chain for _, chain in all_chains[node]}
        with pytest.raises(IndexError):
            found.chain(node, len(products))


@promise(80)
@given(SEEDS, st.integers(1, 6), st.integers(1, 5))
def test_the_riskiest_simple_chains_to_every_node_are_those_of_enumeration(seed: int, k: int, most_hops: int) -> None:
    given = drawn(seed, is_acyclic=False)
    found, all_chains = riskiest_chains(given, 0, k, most_hops=most_hops), every_chain(given, most_hops)
    longer = every_chain(given, most_hops + 1)
    assert found.is_exact.all()
    for node in range(given.nodes):
        known = [(p, chain) for p, chain in all_chains[node] if chain]
        products = sorted(p for p, _ in known)[:k]
        assert found.value[node, : found.count[node]] == pytest.approx(products, rel=1e-12, abs=1e-300)
        chains = [found.chain(node, i) for i in range(len(products))]
        assert len(set(chains)) == len(chains) and set(chains) <= {chain for _, chain in known}
        if any(len(chain) > most_hops for _, chain in longer[node]):
            assert found.is_cut[node]


@promise(40)
@given(SEEDS, st.integers(1, 5))
def test_the_first_k_are_the_first_of_one_more_and_a_longer_bound_never_raises_them(seed: int, k: int) -> None:
    given = drawn(seed, is_acyclic=False)
    few, more = riskiest_chains(given, 0, k), riskiest_chains(given, 0, k + 1)
    assert np.array_equal(few.value, more.value[:, :k])
    near = riskiest_chains(given, 0, k, most_hops=3)
    assert np.all(few.value <= near.value + 1e-15)


@promise(40)
@given(SEEDS)
def test_other_numbers_for_the_nodes_change_no_value(seed: int) -> None:
    given = drawn(seed, is_acyclic=False)
    order = np.array(Random(seed).sample(range(given.nodes), given.nodes), dtype=np.int64)
    renamed = Edges(given.nodes, order[given.tail], order[given.head], given.q)
    after = riskiest_chains(renamed, int(order[0]), 4).value[order]
    assert after == pytest.approx(riskiest_chains(given, 0, 4).value, rel=1e-12)


def test_yens_textbook_graph_has_its_lengths() -> None:
    """C to H of the worked example: 5, 7, then three ways of 8, then two of 11. Products are exp(-length)."""
    names = "CDEFGH"
    lengths = {"CD": 3, "CE": 2, "DF": 4, "ED": 1, "EF": 2, "EG": 3, "FG": 2, "FH": 1, "GH": 2}
    listed = [(names.index(a), names.index(b), math.exp(-w)) for (a, b), w in lengths.items()]
    found = best_chains(tiered(edges(6, *listed)), 0, 8)
    assert found.count[5] == 7
    assert (-np.log(found.value[5, :7])).tolist() == pytest.approx([5, 7, 8, 8, 8, 11, 11])


def layered(seed: int, *, nodes: int = 60) -> Edges:
    random = Random(seed)
    pairs = {(random.randrange(head), head) for head in range(1, nodes) for _ in range(3)}
    return edges(nodes, *[(a, b, random.uniform(0.05, 0.95)) for a, b in sorted(pairs)])


@pytest.mark.parametrize("seed", range(4))
def test_scipy_yen_and_networkx_and_igraph_find_these_products_for_one_pair(seed: int) -> None:
    given, target, k = layered(seed), 59, 5
    ours = best_chains(tiered(given), 0, k).value[target]
    weight = -np.log(given.q)
    matrix = csr_array((weight, (given.tail.astype(np.int32), given.head.astype(np.int32))), shape=(60, 60))
    assert np.exp(-yen(matrix, 0, target, k)) == pytest.approx(ours, rel=1e-9)

    graph = nx.DiGraph()
    graph.add_weighted_edges_from(zip(given.tail.tolist(), given.head.tolist(), weight.tolist(), strict=True))
    ways = itertools.islice(nx.shortest_simple_paths(graph, 0, target, weight="weight"), k)
    lengths = [nx.path_weight(graph, way, "weight") for way in ways]
    assert np.exp(-np.array(lengths)) == pytest.approx(ours, rel=1e-9)

    other = igraph.Graph(60, list(zip(given.tail.tolist(), given.head.tolist(), strict=True)), directed=True)
    paths = other.get_k_shortest_paths(0, target, k=k, weights=weight.tolist(), output="epath")
    assert [math.exp(-sum(weight[e] for e in path)) for path in paths] == pytest.approx(ours.tolist(), rel=1e-9)


def test_many_chains_of_no_supervision_at_all_are_counted_up_to_k() -> None:
    """Every chain has the product 0: the values are proven at once, whatever ties there are."""
    full = edges(9, *[(a, b, 0.0) for a in range(9) for b in range(9) if a != b])
    found = riskiest_chains(full, 0, 10)
    assert found.is_exact.all()
    assert np.all(found.value[1:] == 0.0)


def test_a_circle_of_edges_is_refused_where_there_may_be_none() -> None:
    with pytest.raises(ValueError, match="circle"):
        tiered(edges(3, (0, 1, 0.5), (1, 2, 0.5), (2, 1, 0.5)))


@pytest.mark.parametrize("q", [-0.1, 1.1, math.nan])
def test_a_strength_outside_0_and_1_is_refused(q: float) -> None:
    with pytest.raises(ValueError, match="strength"):
        edges(2, (0, 1, q))


def test_spans_are_all_whole_numbers_of_each_span_in_turn() -> None:
    begin, end = np.array([3, 5, 5, 0], dtype=np.int64), np.array([5, 5, 8, 1], dtype=np.int64)
    assert spans(begin, end).tolist() == [3, 4, 5, 6, 7, 0]
    assert spans(begin[:0], end[:0]).tolist() == []
