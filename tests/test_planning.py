"""Plans: what they leave is what the engine says, the choice is the best of all sets."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import riskgraph.planning as planning
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.channel import PT
from riskgraph.model.measure import Cost, CostEntry
from riskgraph.model.plan import Aim, Plan, PlanAsk
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.planning import Planning, plan
from riskgraph.what_if import WhatIf
from tests.scoring.drawn import Draw, register
from tests.scoring.worlds import AS_OF, promise

CATALOGUE, PARAMETERS = load_catalogue(), load_parameters()


def what_if(submission: Submission) -> WhatIf:
    return WhatIf(submission, PARAMETERS, CATALOGUE, as_of=AS_OF)


def planned(submission: Submission, aim: Aim, limit: float, *, costs: tuple[CostEntry, ...] = ()) -> Plan:
    ask = PlanAsk(aim=aim, limit_yen=limit, alternatives=1)
    return plan(submission, PARAMETERS, CATALOGUE, ask, as_of=AS_OF, costs=costs, seconds=0.5)


def few(asked: Planning, count: int) -> tuple[CostEntry, ...]:
    """Return entries that leave out all measures but a few."""
    return tuple(CostEntry(measure_id=m.measure_id, is_excluded=True) for m in asked.measures[count:])


@promise(4)
@given(st.integers(0, 10**6))
def test_the_choice_for_a_budget_is_the_best_of_all_sets_by_the_engine(seed: int) -> None:
    submission = register(Random(seed), Draw(assets=1, has_connections=False, has_suspected=False))
    whole = what_if(submission)
    every = Planning(whole, (), PlanAsk(aim=Aim.BUDGET, limit_yen=0.0))
    costs = few(every, 6)
    limit = float(every.programme.cost[:6].sum()) / 2.0
    found = planned(submission, Aim.BUDGET, limit, costs=costs)
    asked = Planning(whole, costs, PlanAsk(aim=Aim.BUDGET, limit_yen=limit))
    sets = [s for size in range(7) for s in combinations(asked.allowed, size)]
    least = min(float(asked.losses(s).eal[PT]) for s in sets if float(asked.programme.cost[list(s)].sum()) <= limit)
    assert found.choice.cost_a_year.pt <= limit * (1 + 1e-9)
    assert found.choice.eal_after.pt <= least * 1.02 + 1e-6


@promise(3)
@given(st.integers(0, 10**6))
def test_what_is_shown_is_what_the_engine_leaves(seed: int) -> None:
    submission = register(Random(seed), Draw(assets=1))
    whole = what_if(submission)
    found = planned(submission, Aim.TOTAL, 0.5 * float(whole.now.eal[PT]))
    changes = [change for one in found.choice.measures for change in one.measure.changes]
    assert found.choice.eal_after.pt == pytest.approx(float(whole.losses(changes).eal[PT]), rel=1e-9)
    assert found.eal_before.pt == pytest.approx(float(whole.now.eal[PT]), rel=1e-12)
    if found.choice.is_reached:
        assert found.choice.eal_after.pt <= found.ask.limit_yen * (1 + 1e-6)
    else:
        assert found.reachable_yen > found.ask.limit_yen


def one(seed: int = 16) -> Submission:
    return register(Random(seed), Draw(assets=1, has_connections=False))


def test_a_budget_of_nothing_chooses_nothing_and_says_what_could_be_had() -> None:
    found = planned(one(), Aim.BUDGET, 0.0)
    assert found.choice.measures == () and found.choice.is_reached
    assert found.choice.eal_after.pt == pytest.approx(found.eal_before.pt)
    assert found.reachable_yen < found.eal_before.pt and found.reachable_cost > 0.0


def test_a_target_that_no_set_reaches_is_answered_with_what_is_reachable() -> None:
    found = planned(one(), Aim.TOTAL, 0.0)
    assert not found.choice.is_reached
    assert found.reachable_yen > 0.0
    assert found.choice.eal_after.pt == pytest.approx(found.reachable_yen, rel=0.02)


def test_every_path_comes_under_the_limit() -> None:
    limit = 0.6 * planned(one(), Aim.BUDGET, 0.0).largest_path_before
    found = planned(one(), Aim.PATHS, limit)
    assert found.choice.is_reached == (found.choice.largest_path_after <= limit * (1 + 1e-9))


def test_a_bad_year_comes_under_the_limit_along_the_curve_and_is_not_called_proven() -> None:
    asked = Planning(what_if(one()), (), PlanAsk(aim=Aim.TAIL, limit_yen=0.0))
    limit = 0.5 * (asked.tail(()) + asked.tail(asked.allowed))
    found = planned(one(), Aim.TAIL, limit)
    assert found.gap is None and found.method == "curve"
    assert found.choice.is_reached


def test_forced_measures_are_taken_excluded_ones_never_and_costs_of_the_user_count() -> None:
    asked = Planning(what_if(one()), (), PlanAsk(aim=Aim.BUDGET, limit_yen=1e9))
    forced, excluded = asked.measures[0].measure_id, asked.measures[1].measure_id
    cost = Cost(one_off_yen=Interval.exact(300.0), yearly_yen=Interval.exact(50.0))
    entries = (
        CostEntry(measure_id=forced, cost=cost, is_forced=True),
        CostEntry(measure_id=excluded, is_excluded=True),
        CostEntry(measure_id="GONE@NOBODY", is_forced=True),
    )
    found = planned(one(), Aim.BUDGET, 150.0, costs=entries)
    chosen = {m.measure.measure_id: m for m in found.choice.measures}
    assert forced in chosen and excluded not in chosen
    assert chosen[forced].cost_a_year.pt == pytest.approx(150.0)
    assert not chosen[forced].measure.is_default_cost


def test_where_measures_are_many_the_most_useful_are_kept_with_all_that_is_forced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    last = Planning(what_if(one()), (), PlanAsk(aim=Aim.BUDGET, limit_yen=0.0)).measures[-1].measure_id
    monkeypatch.setattr(planning, "MOST_MEASURES", 3)
    entries = (CostEntry(measure_id=last, is_forced=True),)
    kept = Planning(what_if(one()), entries, PlanAsk(aim=Aim.BUDGET, limit_yen=0.0)).measures
    assert len(kept) == 3 and last in {m.measure_id for m in kept}


def test_no_plan_sets_consent_and_what_is_due_is_listed_whatever_is_chosen() -> None:
    small, large = planned(one(), Aim.BUDGET, 0.0), planned(one(), Aim.BUDGET, 1e9)
    assert small.duties == large.duties and small.duties
    fields = [c for m in large.choice.measures for c in m.measure.changes if c.kind == "field"]
    assert all(c.column != "consent" for c in fields)


def test_two_runs_give_one_plan() -> None:
    assert planned(one(), Aim.BUDGET, 2e6) == planned(one(), Aim.BUDGET, 2e6)
