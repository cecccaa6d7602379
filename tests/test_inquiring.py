"""The next question: each worth from the register scored in full, in every order, and only what is open is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.change import apply
from riskgraph.inquiring import Inquiring, inquiries
from riskgraph.model.answer import AnswerCode, Request
from riskgraph.model.assessment import Standing
from riskgraph.model.change import AnswerSet
from riskgraph.model.inquiry import Decision, Inquiry, Way, WhyAsk
from riskgraph.model.measure import Cost, CostEntry
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.scoring.channels import score
from riskgraph.scoring.open_answers import bundles
from riskgraph.what_if import WhatIf, route_key
from tests.scoring.drawn import Draw, register
from tests.scoring.worlds import AS_OF, BAD_HOP, answer, promise, world

CATALOGUE, PARAMETERS = load_catalogue(), load_parameters()
WRITE_OUT = ("DEV-01", "DEV-02", "MON-05")


def asking(submission: Submission, costs: Sequence[CostEntry] = ()) -> Inquiring:
    return Inquiring(WhatIf(submission, PARAMETERS, CATALOGUE, as_of=AS_OF), costs)


def chain() -> Submission:
    """Return two tiers of which the lower one has said nothing."""
    return world("O > A > B", hops={"B": BAD_HOP}, said={"A": {"DEV-01": "yes"}}, records=1_000_000)


def fully_scored(submission: Submission, found: Inquiry, code: AnswerCode | None) -> dict[str, tuple[float, float]]:
    """Return the loss of every path at the point and with average firms, scored in full; None for the answers now."""
    changes = [
        AnswerSet(party_id=found.party_id, control_id=a.control_id, answer=code)
        for a in found.asked
        if code is not None
    ]
    scored = score(apply(submission, changes, as_of=AS_OF), CATALOGUE, PARAMETERS, as_of=AS_OF)
    by_path: dict[str, tuple[float, float]] = {}
    for channel, path in enumerate(scored.path):
        key = route_key(scored.routes[path])
        point, average = by_path.get(key, (0.0, 0.0))
        by_path[key] = (point + scored.eal[channel, 1], average + scored.eal[channel, 3])
    return by_path


def brute_force(submission: Submission, found: Inquiry) -> float:
    """Return the worth of one question from three full runs and all rules on every path; answers are yes or no."""
    now, good, bad = (fully_scored(submission, found, code) for code in (None, AnswerCode.YES, AnswerCode.NO))
    keys = sorted({*good, *bad})
    here = {k: (good.get(k, (0.0, 0.0))[0], bad.get(k, (0.0, 0.0))[0]) for k in keys}
    eased = {k: max(max(g, b) - g, 0.0) for k, (g, b) in here.items() if k in found.path_keys}
    refused = refusals(submission, found, {k: max(here[k]) for k in eased})
    worth = 0.0
    for unit in units({k: here[k] for k in eased}):
        total = sum(eased.values())
        saved = sum(eased[k] for k in unit)
        can_be = found.fix_yen is not None and total
        remedy = sum(here[k][0] for k in unit) + (found.fix_yen or 0.0) * saved / total if can_be else float("inf")
        refusal = sum(now.get(k, (0.0, 0.0))[1] + refused[k] for k in unit) if refused.keys() >= unit else float("inf")
        if_good, if_bad = (sum(here[k][side] for k in unit) for side in (0, 1))
        ways = ((if_good, remedy, refusal), (if_bad, remedy, refusal))
        p = found.p_good
        rules = {(a, b): p * ways[0][a] + (1 - p) * ways[1][b] for a, b in product(range(3), repeat=2)}
        worth += min(rules[d, d] for d in range(3)) - min(rules.values())
    return worth


def units(here: dict[str, tuple[float, float]]) -> list[set[str]]:
    """Return the paths that are decided together: each alone, save where one to the same party falls if bad."""
    left, found = sorted(here), []
    while left:
        end = left[0].split("|")[0].split(">")[-1]
        same = {k for k in left if k.split("|")[0].split(">")[-1] == end}
        falls = any(here[k][1] < here[k][0] * (1 - 1e-9) for k in here if k.split("|")[0].split(">")[-1] == end)
        unit = same if falls else {left[0]}
        found.append(unit)
        left = [k for k in left if k not in unit]
    return found


def refusals(submission: Submission, found: Inquiry, weight: dict[str, float]) -> dict[str, float]:
    """Return the part of the cost of refusing that each path bears."""
    amount = {e.engagement_id: e.amount_yen for e in submission.engagements}
    through: dict[str, list[str]] = {}
    for key in weight:
        parties, engagements = (part.split(">") for part in key.split("|")[:2])
        steps = list(zip(parties[1:], engagements, strict=False)) if engagements != [""] else []
        own = next((e for party, e in steps if party == found.party_id), steps[0][1] if steps else "")
        if own:
            through.setdefault(own, []).append(key)
    parts = {}
    for engagement_id, keys in through.items():
        stated = amount[engagement_id]
        share, unknown = PARAMETERS.number("acting.refuse.share"), PARAMETERS.number("acting.refuse.unknown")
        cost = unknown if stated is None else share * stated
        total = sum(weight[key] for key in keys)
        parts.update({key: cost * weight[key] / total if total else float("inf") for key in keys})
    return parts


@pytest.mark.parametrize("records", [1_000, 100_000, 30_000_000])
def test_every_worth_is_that_of_full_runs_and_all_rules(records: int) -> None:
    submission = world("O > A > B", "O > C", hops={"B": BAD_HOP}, records=records)
    found = asking(submission).inquiries(12).questions
    assert found
    for one in found:
        assert one.worth_yen == pytest.approx(brute_force(submission, one), rel=1e-6, abs=1e-3)
    assert any(one.flips for one in found) == any(one.worth_yen > 1.0 for one in found)


@pytest.mark.parametrize("yen", [1_000.0, 100_000.0])
def test_a_loss_that_an_answer_moves_between_paths_counts_once(yen: float) -> None:
    """Two contractors above one firm: a bad answer makes the other one explain its events."""
    supervised = {"A": {"CHN-04": "yes", "CHN-03": "yes"}}
    submission = world("O > A > C", "O > B > C", records=1_000_000, said=supervised)
    costs = [CostEntry(measure_id="CHAIN-RULES@O", cost=Cost(yearly_yen=Interval.exact(yen)))]
    found = asking(submission, costs).inquiries(60).questions
    moved = [one for one in found if one.party_id == "O" and len(units(sides(submission, one))) < len(one.path_keys)]
    assert moved
    for one in moved:
        assert one.worth_yen == pytest.approx(brute_force(submission, one), rel=1e-6, abs=1e-3)


def sides(submission: Submission, found: Inquiry) -> dict[str, tuple[float, float]]:
    good, bad = (fully_scored(submission, found, code) for code in (AnswerCode.YES, AnswerCode.NO))
    return {k: (good.get(k, (0.0, 0.0))[0], bad.get(k, (0.0, 0.0))[0]) for k in found.path_keys}


def test_the_screening_puts_nothing_last_on_which_a_decision_hangs() -> None:
    this = asking(world("O > A > B", "O > C", hops={"B": BAD_HOP}, records=30_000_000))
    worth = {(q.party_id, q.controls): found.worth_yen for q in this.questions if (found := this.inquiry(q))}
    promised = {(q.party_id, q.controls): -this._promise(q)[0] for q in this.questions}
    assert any(worth.values()) and not all(promised.values())
    assert [key for key, yen in worth.items() if yen > 1e-3 and promised[key] <= 0.0] == []


@promise(4)
@given(st.integers(0, 10**6))
def test_no_worth_is_negative_or_above_its_bound_and_the_order_is_by_ratio(seed: int) -> None:
    submission = register(Random(seed), Draw(has_scopes=False, has_suspected=False))
    result = inquiries(submission, PARAMETERS, CATALOGUE, as_of=AS_OF, most=15)
    ratios = [one.ratio for one in result.questions]
    assert ratios == sorted(ratios, reverse=True)
    for one in result.questions:
        assert one.worth_yen >= 0.0 < one.cost_yen
        assert 0.0 <= one.p_good <= 1.0
        assert (one.worth_yen > 1e-3) <= bool(one.flips)
    assert result == inquiries(submission, PARAMETERS, CATALOGUE, as_of=AS_OF, most=15)


def test_parts_of_one_gate_are_asked_in_one_question() -> None:
    gates = [set(bundle) for bundle in bundles(CATALOGUE)]
    assert set(WRITE_OUT) in gates
    asked = [tuple(a.control_id for a in q.asked) for q in asking(chain()).inquiries(50).questions if q.party_id == "B"]
    assert WRITE_OUT in asked
    assert all(set(one) == set(WRITE_OUT) for one in asked if set(one) & set(WRITE_OUT))


def test_a_part_that_a_reviewer_saw_is_not_asked_again() -> None:
    seen = answer("B", "DEV-01", "yes/verified")
    submission = chain().model_copy(update={"answers": (*chain().answers, seen)})
    asked = {a.control_id for q in asking(submission).questions if q.party_id == "B" for a in q.answers}
    assert "DEV-01" not in asked
    assert "DEV-02" in asked


def test_what_is_open_decides_how_one_asks() -> None:
    late = Request(party_id="B", form="full", sent_on=AS_OF - timedelta(200), due_on=AS_OF - timedelta(100))
    said = answer("C", "DEV-01")
    old = answer("C", "DEV-02", answered_on=AS_OF - timedelta(2000))
    submission = world("O > A > B", "O > C").model_copy(update={"requests": (late,), "answers": (said, old)})
    this = asking(submission)
    found = {
        (q.party_id, a.control_id): (a.why, this._way(a.control_id, a.why)) for q in this.questions for a in q.answers
    }
    assert found["B", "DEV-01"] == (WhyAsk.OVERDUE, Way.CALL)
    assert found["C", "MON-05"] == (WhyAsk.UNASKED, Way.FORM)
    assert found["C", "DEV-01"] == (WhyAsk.CLAIM_ONLY, Way.SCREEN)
    assert found["C", "DEV-02"] == (WhyAsk.STALE, Way.FORM)


def test_a_deeper_party_is_asked_through_the_direct_contractor() -> None:
    found = asking(world("O > A > B", "O > C")).inquiries(50).questions
    via = {one.party_id: one.via for one in found}
    assert via["B"] == ("A",)
    assert via["C"] == ()


def test_asking_narrows_what_is_not_known() -> None:
    found = next(q for q in asking(chain()).inquiries(50).questions if q.party_id == "B" and len(q.asked) == 3)
    assert found.width_after < found.width_before
    assert found.eal_if_good.pt < found.eal_if_bad.pt
    assert {a.standing for a in found.asked} == {Standing.NOT_ASKED}


def test_a_register_without_any_work_asks_nothing() -> None:
    result = inquiries(Submission(), PARAMETERS, CATALOGUE, as_of=AS_OF)
    assert (result.questions, result.open_answers, result.eal.pt) == ((), 0, 0.0)


def test_where_nothing_is_at_stake_no_decision_hangs_on_an_answer() -> None:
    result = inquiries(world("O > A", records=1), PARAMETERS, CATALOGUE, as_of=AS_OF)
    assert all(one.worth_yen == 0.0 and not one.flips for one in result.questions)


def test_the_decision_of_a_flip_changes_with_the_answer() -> None:
    result = asking(world("O > A > B", hops={"B": BAD_HOP}, records=30_000_000)).inquiries(30)
    flips = [flip for one in result.questions for flip in one.flips]
    assert flips
    assert any(flip.if_good is Decision.ACCEPT and flip.if_bad is not Decision.ACCEPT for flip in flips)
