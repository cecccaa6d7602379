"""Shapley's value against its definition: the mean over all orders, written in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.scoring.shapley import (
    as_shares,
    coefficients,
    gains_of_max,
    gains_of_mean,
    gains_of_min,
    gains_of_product,
    minima,
    products,
    weights_of_last,
)
from tests.scoring.worlds import promise

strengths = st.lists(st.sampled_from([0.0, 0.0, 0.3, 0.6, 0.6, 0.85, 1.0]), min_size=1, max_size=5)


def by_orders(players: int, value: Callable[[frozenset[int]], float]) -> list[float]:
    """Return what each player adds to a value, averaged over all orders in which they may come."""
    added = [0.0] * players
    orders = list(permutations(range(players)))
    for order in orders:
        here: frozenset[int] = frozenset()
        for player in order:
            added[player] += value(here | {player}) - value(here)
            here |= {player}
    return [total / len(orders) for total in added]


def raised(found: Sequence[float], chosen: frozenset[int]) -> list[float]:
    return [1.0 if part in chosen else strength for part, strength in enumerate(found)]


def one(found: Sequence[float]) -> np.ndarray:
    return np.array([found])


@promise(60)
@given(strengths)
def test_each_part_of_an_and_gate_bears_its_mean_gain_over_all_orders(found: list[float]) -> None:
    expected = by_orders(len(found), lambda chosen: min(raised(found, chosen)))

    assert gains_of_min(one(found))[0] == pytest.approx(expected, abs=1e-12)


@promise(60)
@given(strengths)
def test_each_part_of_an_or_gate_bears_its_mean_gain_over_all_orders(found: list[float]) -> None:
    expected = by_orders(len(found), lambda chosen: max(raised(found, chosen)))

    assert gains_of_max(one(found))[0] == pytest.approx(expected, abs=1e-12)


@promise(60)
@given(strengths.filter(lambda found: len(found) == 3))
def test_each_part_of_a_hop_bears_its_mean_gain_over_all_orders(found: list[float]) -> None:
    def q(chosen: frozenset[int]) -> float:
        parts = raised(found, chosen)
        return 0.5 * sum(parts) / len(parts) + 0.5 * min(parts)

    gains = 0.5 * gains_of_mean(one(found)) + 0.5 * gains_of_min(one(found))

    assert gains[0] == pytest.approx(by_orders(3, q), abs=1e-12)


@promise(40)
@given(st.floats(0, 1), st.floats(0, 1))
def test_answer_and_supervision_bear_the_shortfall_of_their_product(x: float, carried: float) -> None:
    expected = by_orders(2, lambda chosen: float(np.prod(raised([x, carried], chosen))))

    assert [float(g) for g in gains_of_product(np.float64(x), np.float64(carried))] == pytest.approx(  # type: ignore[arg-type]
        expected, abs=1e-12
    )


@promise(20)
@given(st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_matrix_gives_the_mean_over_all_orders_for_any_game(players: int, random) -> None:  # type: ignore[no-untyped-def]
    values = [random.uniform(-1, 1) for _ in range(1 << players)]
    expected = by_orders(players, lambda chosen: -values[sum(1 << p for p in chosen)])

    assert coefficients(players) @ np.array(values) == pytest.approx(expected, abs=1e-12)


@promise(20)
@given(st.integers(1, 4), st.randoms(use_true_random=False))
def test_one_player_more_that_scales_the_value_is_shared_by_the_halves_of_the_orders(  # type: ignore[no-untyped-def]
    players: int, random
) -> None:
    values = [random.uniform(0, 1) for _ in range(1 << players)]
    plain, mended = 3.0, 0.5

    def value(chosen: frozenset[int]) -> float:
        scale = mended if players in chosen else plain
        return -values[sum(1 << p for p in chosen if p < players)] * scale

    table = np.array(values)
    found = plain * (coefficients(players, others=1) @ table) + mended * (
        coefficients(players, others=1, others_before=1) @ table
    )
    last = float(weights_of_last(players) @ table) * (plain - mended)

    assert [*found, last] == pytest.approx(by_orders(players + 1, value), abs=1e-12)


def test_the_sets_are_numbered_by_the_bits_of_who_is_mended() -> None:
    before, after = [np.array([0.5]), np.array([0.8])], [np.array([0.1]), np.array([0.2])]

    assert products(before, after)[:, 0] == pytest.approx([0.4, 0.08, 0.1, 0.02])
    assert minima(before, after)[:, 0] == pytest.approx([0.5, 0.1, 0.2, 0.1])


def test_where_nothing_is_to_gain_the_shares_are_alike_and_still_sum_to_one() -> None:
    assert as_shares(np.array([[0.0, 0.0], [0.1, 0.3]])).ravel() == pytest.approx([0.5, 0.5, 0.25, 0.75])


@pytest.mark.parametrize("players", [0, 17])
def test_a_game_that_does_not_fit_is_refused(players: int) -> None:
    with pytest.raises(ValueError, match="1 to 16 players"):
        coefficients(players)


def test_two_layers_of_the_method_page_bear_what_the_page_says() -> None:
    """Layers of e = .8 with X = .5 and e = .5 with X = 0, beta = .1: Phi falls from .60 to .11, .305 and .185 of it."""
    before, after, beta = [np.array([0.6]), np.array([1.0])], [np.array([0.2]), np.array([0.5])], 0.1
    phi = (1 - beta) * products(before, after) + beta * minima(before, after)

    assert phi[:, 0] == pytest.approx([0.60, 0.20, 0.32, 0.11])
    assert (coefficients(2) @ phi)[:, 0] == pytest.approx([0.305, 0.185])
    assert gains_of_min(one([0.0, 0.425, 0.85]))[0] == pytest.approx([0.6875, 0.2625, 0.05])
