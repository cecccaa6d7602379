"""Rank correlation, against SciPy and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from riskgraph.scoring.ranks import average_ranks, places, rank_correlation
from tests.scoring.worlds import promise

NUMBERS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=12)


@promise(300)
@given(NUMBERS)
def test_rank_correlation_is_scipy_s_with_ties(pairs: list[tuple[int, int]]) -> None:
    first, second = (np.array(values, dtype=np.float64) for values in zip(*pairs, strict=True))
    assert list(average_ranks(first)) == list(stats.rankdata(first))
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return  # SciPy has no answer there
    assert rank_correlation(first, second) == pytest.approx(stats.spearmanr(first, second).statistic, abs=1e-12)


def test_orders_that_say_nothing_agree_and_one_that_does_agrees_with_none() -> None:
    flat, rising = np.array([2.0, 2.0, 2.0]), np.array([1.0, 2.0, 3.0])
    assert rank_correlation(flat, flat) == 1.0
    assert rank_correlation(flat, rising) == 0.0
    assert rank_correlation(np.array([5.0]), np.array([7.0])) == 1.0


def test_a_turned_order_is_minus_one_and_a_swap_of_neighbours_by_hand() -> None:
    four = np.array([1.0, 2.0, 3.0, 4.0])
    assert rank_correlation(four, four[::-1]) == pytest.approx(-1.0)
    # 1 - 6 sum d^2 / (n (n^2 - 1)) = 1 - 6 x 2 / 60
    assert rank_correlation(four, np.array([2.0, 1.0, 3.0, 4.0])) == pytest.approx(0.8)


def test_of_equal_losses_the_smaller_name_comes_first() -> None:
    assert list(places(np.array([5.0, 9.0, 5.0]), np.array([2, 0, 1]))) == [3, 1, 2]
