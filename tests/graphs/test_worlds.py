"""Simulated worlds: the right chance, the right spread, and nothing that order could move."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2

from riskgraph.graphs.exact import exact_reach
from riskgraph.graphs.links import Links
from riskgraph.graphs.worlds import counted, wilson, worlds_needed, worlds_up
from tests.graphs.drawn_links import both_ways, links, narrow
from tests.scoring.worlds import promise


@pytest.mark.parametrize("make", [lambda seed: narrow(seed, 30), lambda seed: both_ways(seed, 16, 4)])
def test_the_errors_of_many_nodes_are_those_of_chance(make) -> None:  # type: ignore[no-untyped-def]
    """One node of each of forty graphs, all independent: the sum of z^2 is chi-squared with forty degrees."""
    squares = []
    for seed in range(40):
        given: Links = make(seed)
        exact = exact_reach(given, 0)
        assert exact is not None
        node = 1 + seed % (given.nodes - 1)
        count, worlds = counted(given, 0, seed=seed, worlds=1 << 14)
        error = math.sqrt(exact[node] * (1 - exact[node]) / worlds)
        squares.append(((count[node] / worlds - exact[node]) / error) ** 2)
    low, high = chi2.ppf([1e-4, 1 - 1e-4], 40)
    assert low < sum(squares) < high


@pytest.mark.parametrize("p", [0.0, 1e-12, 1e-3, 0.25, 1 / 3, 0.5, 0.999, 1.0])
def test_the_worlds_of_a_link_have_its_probability(p: float) -> None:
    words = 1 << 16
    share = int(np.bitwise_count(worlds_up(p, words, seed=1, stream=2, block=3)).sum()) / (64 * words)
    assert abs(share - p) <= 4 * math.sqrt(p * (1 - p) / (64 * words))


def test_a_probability_is_taken_finer_than_to_a_thousand_millionth() -> None:
    """Worlds of the same digits: 1e-9 more lets no world fall that was up, and lets some more stand."""
    words = 1 << 16
    less, more = (worlds_up(p, words, seed=4, stream=0, block=0) for p in (0.3, 0.3 + 2.0**-20))
    only_first = np.bitwise_count(less[:100] & ~more[:100]).sum()
    assert only_first <= 2
    assert round((0.3 + 1e-10) * 2**48) != round(0.3 * 2**48)


def test_bits_of_neighbouring_worlds_streams_and_blocks_go_their_own_ways() -> None:
    words = 1 << 12
    base = worlds_up(0.5, words, seed=1, stream=1, block=0)
    others = [
        worlds_up(0.5, words, seed=2, stream=1, block=0),
        worlds_up(0.5, words, seed=1, stream=2, block=0),
        worlds_up(0.5, words, seed=1, stream=1, block=1),
        np.roll(base, 1),
        (base << np.uint64(1)) | (base >> np.uint64(63)),
    ]
    for other in others:
        agreed = int(np.bitwise_count(~(base ^ other)).sum())
        assert abs(agreed / (64 * words) - 0.5) < 4 * 0.5 / math.sqrt(64 * words)


def test_the_worlds_of_a_block_do_not_depend_on_what_was_drawn_before() -> None:
    alone = worlds_up(0.3, 64, seed=7, stream=5, block=2)
    for block in (1, 0):
        worlds_up(0.3, 64, seed=7, stream=5, block=block)
    assert np.array_equal(alone, worlds_up(0.3, 64, seed=7, stream=5, block=2))


def test_twice_the_worlds_begin_with_the_same_ones() -> None:
    """Blocks are numbered: the first of two blocks is the one block."""
    given = narrow(2, 12)
    one, worlds = counted(given, 0, seed=5, worlds=1 << 18)
    two, twice = counted(given, 0, seed=5, worlds=1 << 19)
    assert twice == 2 * worlds == 1 << 19
    assert np.all((two >= one) & (two - one <= worlds))
    assert np.array_equal(counted(given, 0, seed=5, worlds=1 << 18)[0], one)
    assert not np.array_equal(counted(given, 0, seed=6, worlds=1 << 18)[0], one)


def test_sure_links_round_a_circle_reach_all_in_all_worlds() -> None:
    ring = [(n, (n + 1) % 50, 1.0) for n in range(50)]
    count, worlds = counted(links(51, *ring, (3, 3, 0.5)), 20, seed=1, worlds=64)
    assert count.tolist() == [worlds] * 50 + [0]


@promise(100)
@given(st.integers(1, 2000), st.floats(0, 1))
def test_wilsons_interval_is_that_of_scipy(worlds: int, share: float) -> None:
    """scipy.stats.binomtest, method wilson."""
    count = round(worlds * share)
    judge = binomtest(count, worlds).proportion_ci(0.95, method="wilson")
    assert wilson(np.array([count], dtype=np.int64), worlds)[0] == pytest.approx((judge.low, judge.high), abs=1e-12)


@pytest.mark.parametrize(("p", "error", "worlds"), [(0.5, 0.01, 38_415), (0.01, 0.1, 38_031)])
def test_worlds_needed_give_the_relative_error_that_was_asked_for(p: float, error: float, worlds: int) -> None:
    assert worlds_needed(p, error) == pytest.approx(worlds, abs=1)
    assert 1.96 * math.sqrt(p * (1 - p) / worlds) / p == pytest.approx(error, rel=1e-3)
