"""The policy: sure, bounds, exact or simulated, always within certified bounds."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.graphs.exact import exact_reach
from riskgraph.graphs.links import Links
from riskgraph.graphs.reliability import Method, reach
from tests.graphs.drawn_links import both_ways, by_all_worlds, drawn, links, narrow
from tests.scoring.worlds import promise

SEEDS = st.integers(0, 10**9)


@promise(200)
@given(SEEDS)
def test_the_policy_meets_the_value_of_all_worlds_to_half_its_tolerance(seed: int) -> None:
    given = drawn(seed)
    value, found = by_all_worlds(given), reach(given, 0)
    assert np.all(np.abs(found.value - value) <= 0.005 * found.upper + 1e-12)
    for node, how in enumerate(found.method):
        if how is Method.SURE:
            assert found.value[node] in (0.0, 1.0) and value[node] == pytest.approx(found.value[node], abs=1e-12)
        if how is Method.EXACT:
            assert found.value[node] == pytest.approx(value[node], abs=1e-12)


@promise(60)
@given(SEEDS)
def test_a_tighter_tolerance_leaves_less_to_the_bounds(seed: int) -> None:
    given = drawn(seed)
    assert reach(given, 0, tolerance=0.0).value == pytest.approx(by_all_worlds(given), abs=1e-12)


def dense(nodes: int, p: float = 0.15) -> Links:
    return links(nodes, *[(a, b, p) for a in range(nodes) for b in range(nodes) if a != b])


def test_where_circles_are_too_large_worlds_are_simulated_within_the_bounds() -> None:
    given = dense(14)
    assert exact_reach(given, 0) is None
    found = reach(given, 0, seed=3, worlds=1 << 16)
    assert found.method == (Method.SURE, *[Method.MONTE_CARLO] * 13)
    assert np.all((found.lower <= found.value) & (found.value <= found.upper))
    assert np.all((found.interval[:, 0] <= found.value) & (found.value <= found.interval[:, 1]))
    # All nodes but the source are alike: their values differ by chance alone.
    assert np.ptp(found.value[1:]) < 0.02
    assert np.all(np.ptp(found.interval[1:], axis=1) < 0.01)


def test_simulation_meets_gilberts_recursion_in_complete_graphs() -> None:
    """Gilbert (1959): the component of one node in G(n, p); with independent links each way the reach is the same."""
    n, p = 14, 0.12
    joined = [0.0, 1.0]
    for size in range(2, n + 1):
        joined.append(
            1 - sum(math.comb(size - 1, k - 1) * joined[k] * (1 - p) ** (k * (size - k)) for k in range(1, size))
        )
    sizes = [math.comb(n - 1, k - 1) * joined[k] * (1 - p) ** (k * (n - k)) for k in range(1, n + 1)]
    expected = sum(share * (k - 1) / (n - 1) for k, share in enumerate(sizes, start=1))
    found = reach(dense(n, p), 0, worlds=1 << 18)
    assert Method.MONTE_CARLO in found.method
    assert found.value[1:].mean() == pytest.approx(expected, abs=0.003)


def test_what_is_rare_because_of_its_beginning_alone_is_simulated_from_where_it_is_not() -> None:
    """A way in of one in a million; behind it nearly all is reached, which bounds alone hardly tell."""
    edges = [(a + 1, b + 1, 0.2) for a in range(14) for b in range(14) if a != b]
    behind = reach(links(15, (0, 1, 1.0), *edges), 0, worlds=1 << 16)
    found = reach(links(15, (0, 1, 1e-6), *edges), 0, worlds=1 << 16)
    assert found.method[2:] == behind.method[2:] == (Method.MONTE_CARLO,) * 13
    assert found.value[2:] == pytest.approx(1e-6 * behind.value[2:], rel=0.01)
    assert np.all(found.upper[2:] <= 1e-6)
    assert np.all((found.lower <= found.value) & (found.value <= found.upper))


def test_where_hardly_anything_is_reached_bounds_are_told_instead_of_a_simulation() -> None:
    """Two ways in, so that no single beginning explains it."""
    edges = [(a + 1, b + 1, 0.01) for a in range(14) for b in range(14) if a != b]
    found = reach(links(15, (0, 1, 1e-6), (0, 2, 1e-6), *edges), 0)
    assert found.method[3:] == (Method.BOUNDS,) * 12
    assert np.all(found.upper[3:] > 1.01 * found.lower[3:])
    assert found.value == pytest.approx((found.lower + found.upper) / 2)
    assert np.array_equal(found.interval, np.stack([found.value, found.value], axis=1))


@pytest.mark.parametrize("given", [narrow(4, 40), both_ways(4, 30, 12), dense(14)])
def test_the_order_of_the_links_moves_no_bit(given: Links) -> None:
    order = np.array(Random(1).sample(range(len(given.p)), len(given.p)))
    one = reach(given, 0, worlds=1 << 12)
    other = reach(Links(given.nodes, given.tail[order], given.head[order], given.p[order]), 0, worlds=1 << 12)
    for a, b in zip((one.value, one.lower, one.upper), (other.value, other.lower, other.upper), strict=True):
        assert a.tobytes() == b.tobytes()
    assert one.interval.tobytes() == other.interval.tobytes() and one.method == other.method


def test_an_unreachable_node_and_what_hangs_at_it_change_nothing() -> None:
    given = narrow(4, 20)
    more = links(22, (20, 21, 0.5), (20, 3, 0.9), *zip(given.tail, given.head, given.p, strict=True))
    before, after = reach(given, 0), reach(more, 0)
    assert before.value.tobytes() == after.value[:20].tobytes()
    assert after.method[20:] == (Method.SURE, Method.SURE) and after.value[20:].tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    "fields",
    [
        (2, [0], [1], [1.5]),
        (2, [0], [1], [-0.1]),
        (2, [0], [1], [math.nan]),
        (2, [0], [2], [0.5]),
        (2, [-1], [1], [0.5]),
        (2, [0], [1, 1], [0.5]),
    ],
)
def test_links_that_cannot_be_are_refused(fields: tuple[int, list[int], list[int], list[float]]) -> None:
    nodes, tail, head, p = fields
    with pytest.raises(ValueError, match=r"between|one entry"):
        Links(nodes, np.array(tail, dtype=np.int64), np.array(head, dtype=np.int64), np.array(p))


def test_ends_that_are_no_whole_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="whole"):
        Links(2, np.array([0.0]), np.array([1]), np.array([0.5]))  # type: ignore[arg-type]


@pytest.mark.parametrize("source", [-1, 2])
def test_a_source_that_is_no_node_is_refused(source: int) -> None:
    with pytest.raises(ValueError, match="source"):
        reach(links(2, (0, 1, 0.5)), source)
