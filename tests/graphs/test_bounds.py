"""The bounds of P(reached): they hold in every graph, circles included, and are what they are called."""

from __future__ import annotations

import itertools
import math
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.graphs.bounds import best_ways, noisy_or, sums_over_ways, upper_bound, way_of
from riskgraph.graphs.links import Links, tidied
from tests.graphs.drawn_links import both_ways, by_all_worlds, drawn, links, narrow
from tests.scoring.worlds import promise

SEEDS = st.integers(0, 10**9)


@promise(200)
@given(SEEDS)
def test_best_way_value_by_all_worlds_and_least_fixed_point_stand_in_this_order(seed: int) -> None:
    given = drawn(seed)
    value = by_all_worlds(given)
    assert np.all(best_ways(given, 0) <= value * (1 + 1e-12))
    assert np.all(value <= upper_bound(given, 0) * (1 + 1e-12))


@promise(60)
@given(SEEDS)
def test_the_upper_bound_is_the_least_fixed_point_to_nine_digits(seed: int) -> None:
    """Iterated from 0 it comes as near as one likes from below: the bound wastes nothing. Loops lead nowhere."""
    given = tidied(drawn(seed), 0)
    below = np.zeros(given.nodes)
    for _ in range(3_000):
        below = noisy_or(given, 0, below)
    assert upper_bound(given, 0) == pytest.approx(below, rel=1e-9, abs=1e-300)


def test_strong_circles_that_hardly_move_are_bounded_from_above() -> None:
    """A large circle of sure links beside a small way in: iterated from below it would be far too low for long."""
    ring = [(a, b, 0.5) for a in range(1, 30) for b in (a % 29 + 1, (a + 1) % 29 + 1)]
    given = links(30, (0, 1, 1e-9), *ring)
    upper = upper_bound(given, 0)
    assert np.all(noisy_or(given, 0, upper) <= upper * (1 + 1e-12))
    # Only one way leads in: nothing can be reached more often than it is there, and best ways say at least how often.
    assert np.all(best_ways(given, 0)[1:] <= 1e-9) and np.all(upper >= best_ways(given, 0))


@promise(100)
@given(SEEDS)
def test_without_circles_the_sum_over_ways_lies_above_all(seed: int) -> None:
    given = drawn(seed, most_nodes=8, most_links=16, is_acyclic=True)
    assert np.all(upper_bound(given, 0) <= sums_over_ways(given, 0) * (1 + 1e-12))


def test_the_sum_over_ways_is_the_sum_over_all_of_them() -> None:
    given = narrow(3, 12)
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(given.nodes))
    for tail, head, p in zip(given.tail.tolist(), given.head.tolist(), given.p.tolist(), strict=True):
        graph.add_edge(tail, head, p=p)
    sums = sums_over_ways(given, 0)
    for node in range(1, given.nodes):
        ways = nx.all_simple_edge_paths(graph, 0, node)
        assert sums[node] == pytest.approx(sum(math.prod(graph.edges[e]["p"] for e in way) for way in ways), rel=1e-12)


def test_sums_over_ways_are_refused_where_ways_never_end() -> None:
    for endless in (links(3, (0, 1, 0.5), (1, 2, 0.5), (2, 1, 0.5)), links(2, (0, 1, 0.5), (1, 1, 0.5))):
        with pytest.raises(ValueError, match="circles"):
            sums_over_ways(endless, 0)


@promise(100)
@given(SEEDS)
def test_networkx_finds_no_better_way(seed: int) -> None:
    """networkx.single_source_dijkstra_path_length on -log p."""
    given = drawn(seed, most_nodes=8, most_links=18)
    best = best_ways(given, 0)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(given.nodes))
    for tail, head, p in zip(given.tail.tolist(), given.head.tolist(), given.p.tolist(), strict=True):
        if p > 0:
            least = min(-math.log(p), graph.get_edge_data(tail, head, {"w": math.inf})["w"])
            graph.add_edge(tail, head, w=least)
    lengths = nx.single_source_dijkstra_path_length(graph, 0, weight="w")
    for node in range(given.nodes):
        assert best[node] == pytest.approx(math.exp(-lengths[node]) if node in lengths else 0.0, rel=1e-9)


@promise(100)
@given(SEEDS)
def test_the_best_way_runs_from_the_source_link_by_link_and_has_the_best_product(seed: int) -> None:
    given = drawn(seed, most_nodes=8, most_links=18)
    best = best_ways(given, 0)
    assert way_of(given, 0, 0) == ()
    for node in range(1, given.nodes):
        way = way_of(given, 0, node, value=best)
        assert bool(way) == (best[node] > 0.0)
        if way:
            assert int(given.tail[way[0]]) == 0 and int(given.head[way[-1]]) == node
            assert all(given.head[a] == given.tail[b] for a, b in itertools.pairwise(way))
            assert math.prod(given.p[list(way)].tolist()) == pytest.approx(best[node], rel=1e-12)


def test_a_best_way_over_sure_links_does_not_run_in_their_circle() -> None:
    given = links(4, (2, 1, 1.0), (1, 2, 1.0), (0, 1, 1.0), (2, 3, 1.0))
    assert way_of(given, 0, 3) == (2, 1, 3)


@pytest.mark.parametrize("given", [narrow(5, 60), both_ways(5, 60, 30)])
def test_bounds_do_not_depend_on_the_order_of_the_links(given: Links) -> None:
    order = np.array(Random(1).sample(range(len(given.p)), len(given.p)))
    turned = Links(given.nodes, given.tail[order], given.head[order], given.p[order])
    assert np.array_equal(best_ways(given, 0), best_ways(turned, 0))
    assert upper_bound(given, 0) == pytest.approx(upper_bound(turned, 0), rel=1e-12)


def test_a_bound_keeps_its_digits_where_hardly_anything_is_reached() -> None:
    given = links(4, (0, 1, 1e-9), (1, 2, 1e-9), (0, 2, 1e-18), (2, 3, 0.5))
    assert upper_bound(given, 0)[3] == pytest.approx(1e-18, rel=1e-9)
