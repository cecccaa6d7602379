"""P(reached) exactly: in every small graph that of all worlds, whichever way it was found."""

from __future__ import annotations

import math
from random import Random
from unittest.mock import patch

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.graphs import sweep
from riskgraph.graphs.circles import spread
from riskgraph.graphs.dominators import depths_in_tree, immediate_dominators
from riskgraph.graphs.exact import exact_reach, exact_where
from riskgraph.graphs.links import Links, reached_at_all
from riskgraph.graphs.reductions import Reducing
from tests.graphs.drawn_links import both_ways, by_all_worlds, drawn, links, narrow, of_treewidth, renumbered
from tests.scoring.worlds import promise

SEEDS = st.integers(0, 10**9)


@promise(300)
@given(SEEDS)
def test_the_exact_value_is_that_of_all_worlds_with_circles_loops_and_parallel_links(seed: int) -> None:
    given = drawn(seed)
    found = exact_reach(given, 0)
    assert found is not None
    assert found == pytest.approx(by_all_worlds(given), abs=1e-13)


@promise(300)
@given(SEEDS)
def test_target_by_target_over_reductions_and_relations_it_is_that_of_all_worlds_too(seed: int) -> None:
    given = drawn(seed)
    with patch.object(sweep, "WIDEST", -1):
        found = exact_reach(given, 0)
    assert found is not None
    assert found == pytest.approx(by_all_worlds(given), abs=1e-13)


@pytest.mark.parametrize(("seed", "nodes", "more"), [(1, 12, 4), (2, 14, 6)])
def test_both_ways_of_finding_it_agree_where_all_worlds_are_too_many(seed: int, nodes: int, more: int) -> None:
    given = narrow(seed, nodes)
    with patch.object(sweep, "WIDEST", -1):
        alone = exact_reach(given, 0)
    swept = exact_reach(given, 0)
    assert alone is not None and swept is not None
    assert alone == pytest.approx(swept, abs=1e-12)


@pytest.mark.parametrize("given", [both_ways(3, 30, 6), of_treewidth(3, 40, 8), narrow(3, 60)])
def test_wide_circles_and_long_graphs_are_exact_and_lie_between_conditioned_halves(given: Links) -> None:
    """Factoring: R = p R(link sure) + (1 - p) R(link away), for a few links."""
    whole = exact_reach(given, 0)
    assert whole is not None
    for link in (0, len(given.p) // 2, len(given.p) - 1):
        p = given.p.copy()
        halves = []
        for sure in (1.0, 0.0):
            p[link] = sure
            halves.append(exact_reach(Links(given.nodes, given.tail, given.head, p), 0))
        assert halves[0] is not None and halves[1] is not None
        assert whole == pytest.approx(given.p[link] * halves[0] + (1 - given.p[link]) * halves[1], abs=1e-12)


@promise(100)
@given(SEEDS, st.floats(0, 1))
def test_a_likelier_link_makes_no_node_less_likely_to_be_reached(seed: int, more: float) -> None:
    given = drawn(seed)
    if len(given.p) == 0:
        return
    link = seed % len(given.p)
    p = given.p.copy()
    p[link] += (1 - p[link]) * more
    before, after = exact_reach(given, 0), exact_reach(Links(given.nodes, given.tail, given.head, p), 0)
    assert before is not None and after is not None
    assert np.all(after >= before - 1e-13)


@promise(30)
@given(SEEDS)
def test_other_numbers_for_the_nodes_change_no_value(seed: int) -> None:
    given = drawn(seed) if seed % 2 else both_ways(seed, 12, 4)
    order = Random(seed).sample(range(given.nodes), given.nodes)
    before, after = exact_reach(given, 0), exact_reach(renumbered(given, order), order[0])
    assert before is not None and after is not None
    assert after[order] == pytest.approx(before, abs=1e-13)


def test_connections_both_ways_that_form_a_tree_multiply_along_the_way() -> None:
    """One circle of two hundred nodes, but only one way to each."""
    given = both_ways(7, 200, 0)
    found = exact_reach(given, 0)
    assert found is not None
    way = np.zeros(200)
    way[0] = 1.0
    for tail, head, p in zip(given.tail, given.head, given.p, strict=True):
        if tail < head:
            way[head] = way[tail] * p
    assert found == pytest.approx(way, rel=1e-12)


def test_what_is_too_wide_is_refused_as_a_whole_and_said_of_the_nodes_alone() -> None:
    dense = [(a, b, 0.15) for a in range(14) for b in range(14) if a != b]
    given = links(16, *dense, (0, 14, 0.3))
    assert exact_reach(given, 0) is None
    found = exact_where(given, 0, np.ones(16, dtype=np.bool_))
    assert found[[0, 14, 15]].tolist() == [1.0, 0.3, 0.0]
    assert np.isnan(found[1:14]).all()


@promise(60)
@given(st.integers(0, 10**9), st.integers(2, 4))
def test_spread_within_a_circle_is_that_of_all_worlds(seed: int, size: int) -> None:
    """P(exactly F | E): nodes hit from outside are links of p = 1 from one more node."""
    random = Random(seed)
    p = np.array(
        [[random.random() if a != b and random.random() < 0.7 else 0.0 for a in range(size)] for b in range(size)]
    )
    inner = [(a + 1, b + 1, p[a, b]) for a in range(size) for b in range(size) if p[a, b] > 0]
    table = spread(p)
    assert table.sum(axis=1) == pytest.approx(np.ones(1 << size), abs=1e-12)
    for entered in range(1 << size):
        hit = [(0, node + 1, 1.0) for node in range(size) if entered >> node & 1]
        value = by_all_worlds(links(size + 1, *inner, *hit))
        member = [sum(table[entered, s] for s in range(1 << size) if s >> node & 1) for node in range(size)]
        assert member == pytest.approx(value[1:], abs=1e-12)


@promise(200)
@given(SEEDS)
def test_dominators_are_those_of_networkx(seed: int) -> None:
    given = drawn(seed, most_nodes=12, most_links=30)
    graph = nx.DiGraph(list(zip(given.tail.tolist(), given.head.tolist(), strict=True)))
    graph.add_node(0)
    expected = {n: d for n, d in nx.immediate_dominators(graph, 0).items() if n != 0}
    found = immediate_dominators(given, 0)
    assert {n: int(d) for n, d in enumerate(found) if d >= 0} == expected
    came, left = depths_in_tree(found, 0)
    for a in expected:
        above, node = {a}, a
        while node != 0:
            node = expected[node]
            above.add(node)
        assert {b for b in range(given.nodes) if came[b] >= 0 and came[b] <= came[a] < left[b]} == above


@promise(200)
@given(SEEDS)
def test_reductions_leave_the_value_of_the_target_as_it_is(seed: int) -> None:
    given = drawn(seed)
    target = given.nodes - 1
    pairs: dict[tuple[int, int], float] = {}
    for tail, head, p in zip(given.tail.tolist(), given.head.tolist(), given.p.tolist(), strict=True):
        if tail != head and p > 0:
            pairs[tail, head] = 1 - (1 - pairs.get((tail, head), 0.0)) * (1 - p)
    left = Reducing(pairs, 0, target).run()
    edges = [(tail, head, p) for tail, heads in left.items() for head, p in heads.items()]
    assert len(edges) <= len(pairs)
    assert by_all_worlds(links(given.nodes, *edges))[target] == pytest.approx(by_all_worlds(given)[target], abs=1e-13)


def test_series_and_parallel_links_both_ways_are_reduced_to_one() -> None:
    """Over node 1 there and back, beside a direct link, with a blind alley."""
    pairs = {(0, 1): 0.5, (1, 0): 0.9, (1, 2): 0.5, (2, 1): 0.9, (0, 2): 0.2, (1, 3): 0.7, (3, 1): 0.7}
    left = Reducing(pairs, 0, 2).run()
    assert {t: h for t, h in left.items() if h} == {0: {2: pytest.approx(1 - 0.75 * 0.8)}}


def test_a_node_with_one_unsure_link_in_keeps_its_links_out_together() -> None:
    """Reducing node 1 to links 0 -> 2 and 0 -> 3 would count its link in twice: 0.4375 instead of 0.375."""
    given = links(5, (0, 1, 0.5), (1, 2, 1.0), (1, 3, 1.0), (2, 4, 0.5), (3, 4, 0.5))
    with patch.object(sweep, "WIDEST", -1):
        found = exact_reach(given, 0)
    assert found is not None
    assert found[4] == pytest.approx(0.5 * 0.75, abs=1e-15)


def test_links_that_cannot_help_do_not_widen_anything() -> None:
    """Everything leads back to the source and to where it came from: still a star."""
    spokes = [(0, n, 0.5) for n in range(1, 300)]
    back = [(n, m, 0.5) for n in range(1, 300) for m in (0, n)]
    found = exact_reach(links(300, *spokes, *back), 0)
    assert found is not None
    assert found.tolist() == [1.0, *[0.5] * 299]
    assert math.isclose(found.sum(), 150.5) and reached_at_all(links(2, (0, 1, 0.0)), 0).tolist() == [True, False]
