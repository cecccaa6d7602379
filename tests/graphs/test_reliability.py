"""P(reached) over uncertain links, against enumeration, published values and other people's inference engines."""

from __future__ import annotations

import itertools
import math
import warnings
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.graphs.bounds import best_ways, sums_over_ways, upper_bound, way_of
from riskgraph.graphs.exact import exact_reach
from riskgraph.graphs.links import Floats, Links
from riskgraph.graphs.reliability import Method, reach
from riskgraph.graphs.worlds import Z_95, counted, wilson, worlds_up
from tests.scoring.worlds import promise

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pyagrum

SEEDS = st.integers(0, 10**9)


def links(nodes: int, *edges: tuple[int, int, float]) -> Links:
    tail, head, p = zip(*edges, strict=True) if edges else ((), (), ())
    return Links(nodes, np.array(tail, dtype=np.int64), np.array(head, dtype=np.int64), np.array(p, dtype=np.float64))


def drawn(seed: int, *, most_nodes: int = 6, most_links: int = 11, is_acyclic: bool = False) -> Links:
    random = Random(seed)
    nodes = random.randint(2, most_nodes)
    edges = []
    for _ in range(random.randint(0, most_links)):
        a, b = random.randrange(nodes), random.randrange(nodes)
        if is_acyclic and a >= b:
            continue
        edges.append((a, b, random.choice((0.0, 1.0, 0.01, random.random()))))
    return links(nodes, *edges)


def by_all_worlds(given: Links, source: int = 0) -> Floats:
    """Return P(reached) by trying every world."""
    result = np.zeros(given.nodes)
    for world in itertools.product((False, True), repeat=len(given.p)):
        up = np.array(world, dtype=np.bool_)
        weight = math.prod(p if there else 1 - p for p, there in zip(given.p, world, strict=True))
        graph = nx.DiGraph(list(zip(given.tail[up].tolist(), given.head[up].tolist(), strict=True)))
        graph.add_node(source)
        result[list(nx.descendants(graph, source) | {source})] += weight
    return result


@promise(60)
@given(SEEDS)
def test_the_exact_value_is_that_of_all_worlds_with_circles_loops_and_parallel_links(seed: int) -> None:
    given = drawn(seed, most_links=9)
    found = exact_reach(given, 0)
    assert found is not None
    assert found == pytest.approx(by_all_worlds(given), abs=1e-13)


@promise(60)
@given(SEEDS)
def test_best_way_exact_value_and_least_fixed_point_stand_in_this_order(seed: int) -> None:
    given = drawn(seed, most_nodes=7, most_links=14)
    exact = exact_reach(given, 0)
    assert exact is not None
    assert np.all(best_ways(given, 0) <= exact + 1e-12)
    assert np.all(exact <= upper_bound(given, 0) + 1e-12)


@promise(40)
@given(SEEDS)
def test_without_circles_the_sum_over_ways_lies_above_all(seed: int) -> None:
    given = drawn(seed, most_nodes=8, most_links=16, is_acyclic=True)
    assert np.all(upper_bound(given, 0) <= sums_over_ways(given, 0) + 1e-12)


@promise(40)
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


@promise(40)
@given(SEEDS)
def test_other_numbers_for_the_nodes_change_no_value(seed: int) -> None:
    given = drawn(seed)
    order = np.array(Random(seed).sample(range(given.nodes), given.nodes), dtype=np.int64)
    renamed = Links(given.nodes, order[given.tail], order[given.head], given.p)
    before, after = exact_reach(given, 0), exact_reach(renamed, int(order[0]))
    assert before is not None and after is not None
    assert after[order] == pytest.approx(before, abs=1e-13)


@promise(40)
@given(SEEDS)
def test_the_best_way_is_a_way_of_that_product_and_networkx_finds_no_better(seed: int) -> None:
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
        way = way_of(given, 0, node)
        if way:
            assert int(given.tail[way[0]]) == 0 and int(given.head[way[-1]]) == node
            assert all(given.head[a] == given.tail[b] for a, b in itertools.pairwise(way))
            assert math.prod(given.p[list(way)]) == pytest.approx(best[node], rel=1e-12)


@pytest.mark.parametrize(("p", "published"), [(0.5, 0.5), (0.8, 0.91136), (0.9, 0.97848), (0.99, 0.9997980498)])
def test_the_bridge_network_has_its_classical_reliability(p: float, published: float) -> None:
    """R = 2p^2 + 2p^3 - 5p^4 + 2p^5; the bridge is two links, of which each way uses one at most."""
    bridge = [(0, 1, p), (0, 2, p), (1, 3, p), (2, 3, p), (1, 2, p), (2, 1, p)]
    found = exact_reach(links(4, *bridge), 0)
    assert found is not None
    assert found[3] == pytest.approx(2 * p**2 + 2 * p**3 - 5 * p**4 + 2 * p**5, abs=1e-12)
    assert found[3] == pytest.approx(published, abs=1e-9)


def test_k4_has_its_classical_two_terminal_reliability() -> None:
    """The bridge with one more direct link: 1 - (1 - p)(1 - R); p = 0.9 gives 0.9978480."""
    p = 0.9
    k4 = [(0, 1, p), (0, 2, p), (1, 3, p), (2, 3, p), (1, 2, p), (2, 1, p), (0, 3, p)]
    found = exact_reach(links(4, *k4), 0)
    assert found is not None
    assert found[3] == pytest.approx(0.9978480, abs=1e-9)


FEVER = {"cold": 0.6, "flu": 0.2, "malaria": 0.1}


@pytest.mark.parametrize(
    ("causes", "published"),
    [
        (("cold", "flu", "malaria"), 0.988),
        (("cold", "flu"), 0.88),
        (("cold", "malaria"), 0.94),
        (("flu", "malaria"), 0.98),
    ],
)
def test_aima_noisy_or_of_fever(causes: tuple[str, ...], published: float) -> None:
    """Russell and Norvig, Artificial Intelligence: a source that is sure reaches the causes, each is inhibited."""
    edges = [(0, n, 1.0) for n in range(1, len(causes) + 1)]
    edges += [(n, 9, 1 - FEVER[cause]) for n, cause in enumerate(causes, start=1)]
    found = exact_reach(links(10, *edges), 0)
    assert found is not None
    assert found[9] == pytest.approx(published, abs=1e-12)
    assert reach(links(10, *edges), 0).value[9] == pytest.approx(published, abs=5e-3)


def narrow(seed: int, nodes: int) -> Links:
    """Return a graph without circles whose links come from at most eight nodes before, at most three a node."""
    random = Random(seed)
    edges = []
    for head in range(1, nodes):
        near = range(max(0, head - 8), head)
        edges += [(t, head, random.uniform(0.05, 0.95)) for t in random.sample(near, min(len(near), 3))]
    return links(nodes, *edges)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("seed", "nodes"), [(1, 12), (2, 20), (3, 40), (4, 40)])
def test_pyagrum_noisy_or_networks_have_these_marginals(seed: int, nodes: int) -> None:
    given = narrow(seed, nodes)
    net = pyagrum.BayesNet()
    net.add(pyagrum.LabelizedVariable("v0", "", 2))
    for node in range(1, nodes):
        net.addNoisyORCompound(pyagrum.LabelizedVariable(f"v{node}", "", 2), 0.0)
    for tail, head, p in zip(given.tail, given.head, given.p, strict=True):
        net.addWeightedArc(f"v{tail}", f"v{head}", float(p))
    net.cpt("v0")[:] = [0.0, 1.0]
    engine = pyagrum.LazyPropagation(net)
    engine.makeInference()

    found = exact_reach(given, 0)

    assert found is not None
    for node in range(nodes):
        assert found[node] == pytest.approx(float(engine.posterior(f"v{node}")[1]), abs=1e-10)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", [5, 6])
def test_pgmpy_variable_elimination_has_these_marginals(seed: int) -> None:
    from pgmpy.factors.discrete import TabularCPD
    from pgmpy.inference import VariableElimination
    from pgmpy.models import DiscreteBayesianNetwork

    given = narrow(seed, 16)
    model = DiscreteBayesianNetwork()
    model.add_nodes_from([f"v{n}" for n in range(given.nodes)])
    model.add_edges_from([(f"v{t}", f"v{h}") for t, h in zip(given.tail, given.head, strict=True)])
    for node in range(given.nodes):
        into = np.flatnonzero(given.head == node)
        missed = [
            math.prod(1 - p for p, on in zip(given.p[into], ons, strict=True) if on)
            for ons in itertools.product((0, 1), repeat=len(into))
        ]
        off = [0.0] if node == 0 else missed
        parents = [f"v{t}" for t in given.tail[into]]
        table = [off, [1 - p for p in off]]
        model.add_cpds(
            TabularCPD(f"v{node}", 2, table, evidence=parents or None, evidence_card=[2] * len(into) or None)
        )
    found = exact_reach(given, 0)
    assert found is not None
    engine = VariableElimination(model)
    for node in (3, 9, 15):
        queried = engine.query([f"v{node}"], show_progress=False)
        assert found[node] == pytest.approx(float(queried.values[1]), abs=1e-10)


def test_simulated_worlds_agree_with_the_exact_value_as_chance_has_it() -> None:
    squares = []
    for seed in range(12):
        given = narrow(seed, 14)
        exact = exact_reach(given, 0)
        assert exact is not None
        count, worlds = counted(given, 0, seed=seed, worlds=1)
        error = np.sqrt(exact[-1] * (1 - exact[-1]) / worlds)
        squares.append(((count[-1] / worlds - exact[-1]) / error) ** 2)
    # The sum of twelve squares of standard normals lies between these with a probability of 99.8 %.
    assert 1.9 < sum(squares) < 35


@pytest.mark.parametrize("p", [0.0, 1e-3, 0.25, 1 / 3, 0.999, 1.0])
def test_the_worlds_of_a_link_have_its_probability(p: float) -> None:
    words = 4_096
    share = int(np.bitwise_count(worlds_up(p, words, seed=1, stream=2, block=3)).sum()) / (64 * words)
    assert abs(share - p) <= 4 * math.sqrt(p * (1 - p) / (64 * words))


def test_the_worlds_of_a_block_do_not_depend_on_what_was_drawn_before() -> None:
    alone = worlds_up(0.3, 64, seed=7, stream=5, block=2)
    for block in (0, 1):
        worlds_up(0.3, 64, seed=7, stream=5, block=block)
    assert np.array_equal(alone, worlds_up(0.3, 64, seed=7, stream=5, block=2))
    assert not np.array_equal(alone, worlds_up(0.3, 64, seed=7, stream=6, block=2))


def test_wilsons_interval_is_the_one_of_the_formula() -> None:
    (low, high) = wilson(np.array([10], dtype=np.int64), 100)[0]
    middle, half = (0.1 + Z_95**2 / 200) / (1 + Z_95**2 / 100), Z_95 * math.sqrt(0.09 / 100 + Z_95**2 / 40_000)
    assert (low, high) == pytest.approx((middle - half / (1 + Z_95**2 / 100), middle + half / (1 + Z_95**2 / 100)))
    assert (low, high) == pytest.approx((0.0552, 0.1744), abs=1e-4)


def dense(nodes: int) -> Links:
    """Return a graph in which everything is joined to everything: one large circle."""
    return links(nodes, *[(a, b, 0.15) for a in range(nodes) for b in range(nodes) if a != b])


def test_where_circles_are_too_large_worlds_are_simulated_within_the_bounds() -> None:
    given = dense(13)
    assert exact_reach(given, 0) is None
    found = reach(given, 0, seed=3, worlds=1 << 16)
    assert set(found.method[1:]) == {Method.MONTE_CARLO}
    assert np.all((found.lower <= found.value) & (found.value <= found.upper))
    assert np.all((found.interval[:, 0] <= found.value) & (found.value <= found.interval[:, 1]))
    # All nodes but the source are alike: their values differ by chance alone.
    assert np.ptp(found.value[1:]) < 0.02


@promise(30)
@given(SEEDS)
def test_the_policy_meets_the_exact_value_to_its_tolerance(seed: int) -> None:
    given = drawn(seed)
    exact, found = exact_reach(given, 0), reach(given, 0)
    assert exact is not None
    assert np.all(np.abs(found.value - exact) <= 0.005 * found.upper + 1e-12)
    assert all(
        exact[n] in (0.0, 1.0) or exact[n] == pytest.approx(1.0)
        for n, how in enumerate(found.method)
        if how is Method.SURE
    )


@pytest.mark.parametrize(
    "fields",
    [
        (2, [0], [1], [1.5]),
        (2, [0], [1], [-0.1]),
        (2, [0], [1], [math.nan]),
        (2, [0], [2], [0.5]),
        (2, [0], [1, 1], [0.5]),
    ],
)
def test_links_that_cannot_be_are_refused(fields: tuple[int, list[int], list[int], list[float]]) -> None:
    nodes, tail, head, p = fields
    with pytest.raises(ValueError, match=r"between|one entry"):
        Links(nodes, np.array(tail, dtype=np.int64), np.array(head, dtype=np.int64), np.array(p))
