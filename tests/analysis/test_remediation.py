"""The choice of measures against enumeration of all sets."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskgraph.analysis.remaining import Remaining
from riskgraph.analysis.remediation import Goal, Solution, curve, has_guarantee, next_best, reachable, remaining, solve
from riskgraph.model.plan import Aim
from riskgraph.model.programme import Gate, Programme
from tests.analysis.programmes import a_goal, every_set, made

AIMS = st.sampled_from([Aim.BUDGET, Aim.TOTAL, Aim.PATHS])
SEEDS = st.integers(0, 10_000)


def best_value(programme: Programme, goal: Goal) -> float:
    """Return the best by trying every set."""
    at = Remaining(programme)
    allowed = [s for s in every_set(programme) if goal.forced <= s and not s & goal.excluded]
    if goal.aim is Aim.BUDGET:
        return min(float(at.of(s).sum()) for s in allowed if cost_of(programme, s) <= goal.limit * (1 + 1e-12))
    return min(cost_of(programme, s) for s in allowed if goal.is_reached(at.of(s)))


def cost_of(programme: Programme, chosen: frozenset[int]) -> float:
    return float(programme.cost[sorted(chosen)].sum())


def value_of(goal: Goal, solution: Solution) -> float:
    return solution.left if goal.aim is Aim.BUDGET else solution.cost


def by_hand(programme: Programme, chosen: frozenset[int]) -> list[float]:
    """Return what remains of every path, term by term in plain Python."""
    cells: dict[int, float] = {}
    for term, cell in enumerate(programme.cell):
        factor = {
            number: min(f for f, needs in zip(gate.factor, gate.needs, strict=True) if needs <= chosen)
            for number, gate in enumerate(programme.gates)
        }
        product, least = programme.constant[term]
        for gate in programme.term_gates[term]:
            product, least = product * factor[gate], min(least, factor[gate])
        value = programme.scale[term] * ((1 - programme.beta) * product + programme.beta * least)
        for gate in programme.term_outer[term]:
            value *= factor[gate]
        cells[int(cell)] = max(cells.get(int(cell), 0.0), value)
    paths = list(programme.fixed)
    for cell, value in cells.items():
        paths[int(programme.path[cell])] += value
    return paths


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sets(st.integers(0, 6)))
def test_what_remains_is_what_each_term_says(seed: int, chosen: set[int]) -> None:
    programme = made(seed, measures=7, gates=6, terms=15)
    assert remaining(programme, chosen) == pytest.approx(by_hand(programme, frozenset(chosen)), rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(SEEDS, AIMS, st.floats(0, 1))
def test_the_choice_is_the_best_of_all_sets_and_its_bound_holds(seed: int, aim: Aim, share: float) -> None:
    programme = made(seed, measures=7, gates=8, terms=18)
    goal = a_goal(programme, aim, share)
    found, best = solve(programme, goal), best_value(programme, goal)
    assert found.is_reached
    assert value_of(goal, found) == pytest.approx(best, rel=2e-4, abs=1.0)
    assert found.bound is not None
    assert found.bound <= best * (1 + 1e-6) + 1.0
    assert found.method == "exact"


@settings(max_examples=20, deadline=None)
@given(SEEDS, AIMS, st.floats(0.1, 0.6))
def test_what_is_forced_is_in_and_what_is_excluded_is_out(seed: int, aim: Aim, share: float) -> None:
    programme = made(seed, measures=7, gates=8, terms=18)
    goal = a_goal(programme, aim, share)
    goal = Goal(aim, max(goal.limit, cost_of(programme, frozenset({0}))), frozenset({0}), frozenset({1}))
    found = solve(programme, goal)
    assert 0 in found.chosen
    assert 1 not in found.chosen
    if found.is_reached:
        assert value_of(goal, found) == pytest.approx(best_value(programme, goal), rel=2e-4, abs=1.0)


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_more_measures_never_leave_more(seed: int) -> None:
    programme = made(seed, measures=6, gates=6, terms=12)
    rng = np.random.default_rng(seed)
    some = {int(m) for m in np.flatnonzero(rng.random(6) < 0.5)}
    more = some | {int(rng.integers(6))}
    assert (remaining(programme, more) <= remaining(programme, some) + 1e-9).all()


def test_a_budget_of_nothing_buys_nothing() -> None:
    programme = made(3, measures=6, gates=6, terms=12)
    found = solve(programme, Goal(Aim.BUDGET, 0.0))
    assert found.chosen == ()
    assert found.cost == 0.0
    assert found.gap == pytest.approx(0.0, abs=1e-4)


def test_a_target_that_no_set_reaches_says_what_can_be_reached() -> None:
    programme = made(3, measures=6, gates=6, terms=12)
    goal = Goal(Aim.TOTAL, 1.0)
    found = solve(programme, goal)
    least, cost = reachable(programme, goal)
    assert not found.is_reached
    assert found.left == pytest.approx(least)
    assert found.cost <= cost
    assert found.gap is None


def test_the_parts_of_a_gate_are_chosen_together_though_none_helps_alone() -> None:
    gate = Gate((1.0, 0.2), (frozenset(), frozenset({0, 1})))
    programme = Programme(
        ("A", "B", "C"), np.array([1.0, 1.0, 1.5]), (gate, Gate((1.0, 0.9), (frozenset(), frozenset({2})))),
        np.array([100.0]), 0.1, ((0, 1),), ((),), np.ones((1, 2)), np.array([0]), np.array([0]), np.zeros(1), ("p",),
    )  # fmt: skip
    for seconds in (0.0, 10.0):
        assert solve(programme, Goal(Aim.BUDGET, 2.0), seconds=seconds).chosen == (0, 1)


def test_no_guarantee_of_greedy_choice_is_claimed_for_gates_of_several_parts() -> None:
    programme = made(5, measures=6, gates=6, terms=6)
    assert not has_guarantee(Remaining(programme), Goal(Aim.BUDGET, 1e6))
    single = tuple(Gate((1.0, 0.5), (frozenset(), frozenset({m}))) for m in range(6))
    plain = replace(programme, gates=single, beta=0.0, cell=np.arange(6), path=np.zeros(6, dtype=np.int64))
    assert has_guarantee(Remaining(plain), Goal(Aim.BUDGET, 1e6))


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_the_curve_falls_and_ends_where_nothing_helps_any_more(seed: int) -> None:
    programme = made(seed, measures=7, gates=8, terms=18)
    steps = curve(programme)
    assert all(a.cost <= b.cost and a.total > b.total for a, b in pairwise(steps))
    assert steps[-1].total == pytest.approx(reachable(programme, Goal(Aim.TOTAL, 0.0))[0], rel=1e-6)


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_each_next_best_choice_does_without_a_measure_of_the_best(seed: int) -> None:
    programme = made(seed, measures=7, gates=8, terms=18)
    goal = a_goal(programme, Aim.TOTAL, 0.5)
    best = solve(programme, goal)
    for other in next_best(programme, goal, best, count=2):
        assert set(best.chosen) - set(other.chosen)
        assert other.is_reached
        assert other.cost >= best.cost * (1 - 2e-4) - 1.0


def test_a_large_programme_within_no_time_still_reports_a_bound() -> None:
    programme = made(9, measures=60, gates=120, terms=600, paths=10)
    found = solve(programme, Goal(Aim.BUDGET, 0.2 * float(programme.cost.sum())), seconds=0.2)
    assert found.bound is not None
    assert found.bound <= found.left
