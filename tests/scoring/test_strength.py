"""From an answer to a strength: the formulas by hand, what never pays, and which of several answers counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.answer import Answer, Request
from riskgraph.model.assessment import Grade, Standing
from riskgraph.model.submission import Submission
from riskgraph.scoring.strength import AnswerBook, Judged, ScopeKey, answer_book, freshness, judge
from tests.scoring.worlds import AS_OF, FRESH, answer, assessed, everything, promise, scoped, world

PRIOR = 0.4
CODES = ("no", "partial", "yes")
EVIDENCE = ("claim", "document", "verified")
DAYS_A_MONTH = 30.436875


def strength(said: str, prior: float = PRIOR, /, **fields: Any) -> tuple[float, float, float]:
    """Return (lo, pt, hi) of one answer."""
    safe, point, unsafe = judge(answer("A", "DEV-01", said, **fields), prior, AS_OF, load_parameters()).ends
    return unsafe, point, safe


def aged(months: float) -> date:
    """Return a date so many months before the as-of date."""
    return AS_OF - timedelta(days=round(months * DAYS_A_MONTH))


def book(*told: Answer, **fields: Any) -> AnswerBook:
    return answer_book(Submission(answers=told, **fields), load_catalogue(), load_parameters(), as_of=AS_OF)


def judged(*told: Answer, scopes: tuple[ScopeKey, ...] = (), **fields: Any) -> Judged:
    return book(*told, **fields).judged("A", scopes, "DEV-01")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("yes/verified", (1.0, 1.0, 1.0)),
        ("yes/document", (0.7, 0.85, 1.0)),
        ("yes/claim", (0.3, 0.6, 1.0)),
        ("partial/verified", (0.5, 0.5, 0.5)),
        ("partial/document", (0.35, 0.425, 0.5)),
        ("partial/claim", (0.15, 0.3, 0.5)),
        ("no/claim", (0.0, 0.0, 0.0)),
        ("planned/document", (0.0, 0.0, 0.0)),
        ("unknown", (0.0, 0.0, 1.0)),
        ("blank", (0.0, 0.0, 1.0)),
        ("na", (0.0, 0.0, 1.0)),
    ],
)
def test_a_fresh_answer_is_worth_its_code_times_its_evidence(said: str, expected: tuple[float, ...]) -> None:
    assert strength(said) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("months", "delta"), [(0, 1.0), (12, 1.0), (36, 0.5), (60, 0.25), (24, 2**-0.5), (None, 0.5), (-1, 0.5)]
)
def test_freshness_halves_every_two_years_after_the_first(months: float | None, delta: float) -> None:
    stated = None if months is None else aged(months)
    assert freshness(stated, AS_OF, load_parameters()) == pytest.approx(delta, rel=2e-3)


def test_an_aged_answer_moves_to_the_prior_and_never_above_itself() -> None:
    old = {"answered_on": aged(36)}
    assert strength("yes/verified", 0.4, **old) == pytest.approx((0.5, 0.7, 1.0), rel=1e-3)
    assert strength("partial/claim", 0.7, **old) == pytest.approx((0.075, 0.3, 0.75), rel=1e-3)
    assert strength("no", 0.7, **old) == pytest.approx((0.0, 0.0, 0.5), rel=1e-3)


def test_undated_and_future_answers_count_as_three_years_old() -> None:
    assert strength("yes", answered_on=None) == strength("yes", answered_on=AS_OF + timedelta(days=1))
    assert strength("yes", answered_on=None) == pytest.approx(strength("yes", answered_on=aged(36)), rel=1e-3)


def test_a_verification_renews_an_old_answer() -> None:
    seen = {"answered_on": aged(60), "verified_on": FRESH}
    assert strength("yes/verified", **seen) == (1.0, 1.0, 1.0)
    assert strength("yes/document", **seen)[1] < 0.85


def test_na_with_a_reason_is_nothing_in_a_gate_and_leaves_the_weakness_score() -> None:
    found = judge(answer("A", "DEV-01", "na", comment="no devices"), PRIOR, AS_OF, load_parameters())
    assert (found.standing, found.ends) == (Standing.NOT_APPLICABLE, (0.0, 0.0, 0.0))
    with_reason = world("O > A", said={"A": everything("yes/verified")})
    excused = (*(a for a in with_reason.answers if a.control_id != "INC-01"), answer("A", "INC-01", "na", comment="x"))
    (weakness,) = [
        p.weakness for p in assessed(with_reason.model_copy(update={"answers": excused})).parties if p.party_id == "A"
    ]
    assert weakness is not None and weakness.pt == 0.0


def test_a_flag_takes_the_low_end_only() -> None:
    assert strength("yes/document", is_flagged=True) == pytest.approx((0.0, 0.85, 1.0))


@promise(80)
@given(
    worse=st.sampled_from(range(3)),
    better=st.sampled_from(range(3)),
    evidence=st.sampled_from(EVIDENCE),
    months=st.floats(0, 120),
    prior=st.floats(0, 1),
)
def test_a_better_answer_never_lowers_an_end(
    worse: int, better: int, evidence: str, months: float, prior: float
) -> None:
    low, high = sorted((worse, better))
    a, b = (strength(f"{CODES[i]}/{evidence}", prior, answered_on=aged(months)) for i in (low, high))
    assert all(x <= y + 1e-12 for x, y in zip(a, b, strict=True))


@promise(80)
@given(
    first=st.sampled_from(range(3)),
    second=st.sampled_from(range(3)),
    code=st.sampled_from(CODES),
    months=st.floats(0, 120),
    prior=st.floats(0, 1),
)
def test_better_evidence_never_lowers_low_end_or_point(
    first: int, second: int, code: str, months: float, prior: float
) -> None:
    low, high = sorted((first, second))
    a, b = (strength(f"{code}/{EVIDENCE[i]}", prior, answered_on=aged(months)) for i in (low, high))
    assert a[0] <= b[0] + 1e-12 and a[1] <= b[1] + 1e-12


@promise(80)
@given(
    code=st.sampled_from(CODES),
    evidence=st.sampled_from(EVIDENCE),
    months=st.tuples(st.floats(0, 120), st.floats(0, 120)),
    prior=st.floats(0, 1),
)
def test_age_never_raises_the_point_and_only_widens(
    code: str, evidence: str, months: tuple[float, float], prior: float
) -> None:
    young, old = (strength(f"{code}/{evidence}", prior, answered_on=aged(m)) for m in sorted(months))
    assert old[1] <= young[1] + 1e-12
    assert old[0] <= young[0] + 1e-12 and old[2] >= young[2] - 1e-12


@promise(80)
@given(
    code=st.sampled_from((*CODES, "planned", "na", "unknown", "blank")),
    evidence=st.sampled_from(EVIDENCE),
    months=st.none() | st.floats(-5, 200),
    prior=st.floats(0, 1),
    is_flagged=st.booleans(),
)
def test_the_ends_of_a_strength_are_ordered_within_0_and_1(
    code: str, evidence: str, months: float | None, prior: float, is_flagged: bool
) -> None:
    on = None if months is None else aged(months)
    lo, pt, hi = strength(f"{code}/{evidence}", prior, answered_on=on, is_flagged=is_flagged)
    assert 0.0 <= lo <= pt <= hi <= 1.0


# Kept for ever.


@promise(80)
@given(months=st.floats(0, 600), evidence=st.sampled_from(EVIDENCE))
def test_a_stale_yes_is_never_worse_than_an_unanswered_question_past_due(months: float, evidence: str) -> None:
    late = Request(party_id="A", form="full", sent_on=aged(6), due_on=aged(3))
    silent = judged(requests=(late,))
    stale = judged(answer("A", "DEV-01", f"yes/{evidence}", answered_on=aged(months)), requests=(late,))
    assert silent.standing is Standing.OVERDUE
    assert all(x >= y for x, y in zip(stale.ends, silent.ends, strict=True))


@pytest.mark.parametrize("silence", ["blank", "unknown", "na", "overdue"])
def test_a_blank_never_beats_an_honest_no_at_the_point_once_it_is_due(silence: str) -> None:
    late = (Request(party_id="A", form="full", sent_on=aged(6), due_on=aged(3)),)
    told = () if silence == "overdue" else (answer("A", "DEV-01", silence),)
    assert judged(*told, requests=late).ends[1] <= judged(answer("A", "DEV-01", "no"), requests=late).ends[1]


@pytest.mark.parametrize("code", ["yes", "partial"])
@pytest.mark.parametrize("evidence", EVIDENCE)
def test_the_short_form_is_no_route_to_a_better_grade_than_the_full_form_answered_alike(
    code: str, evidence: str
) -> None:
    short = load_catalogue().form("short")
    asked = short.asked(("hosting",))
    returned = Request(party_id="A", form="short", sent_on=FRESH, returned_on=FRESH)
    said = f"{code}/{evidence}"
    by_short = world("O > A", said={"O": everything("yes/verified"), "A": dict.fromkeys(asked, said)})
    by_full = world("O > A", said={"O": everything("yes/verified"), "A": everything(said)})
    (a,) = assessed(by_short.model_copy(update={"requests": (returned,)})).paths
    (b,) = assessed(by_full).paths
    assert a.eal_yen.pt >= b.eal_yen.pt
    assert b.grade is not Grade.ON_HOLD
    assert a.grade is Grade.ON_HOLD or a.grade.value >= b.grade.value


def test_what_was_never_asked_is_worth_no_more_than_an_unsupported_partial() -> None:
    for control in load_catalogue().controls:
        silent = book().judged("A", (), control.control_id)
        assert silent.standing is Standing.NOT_ASKED
        assert (
            silent.ends[1] <= judge(answer("A", control.control_id, "partial"), 1.0, AS_OF, load_parameters()).ends[1]
        )
        assert (silent.ends[0], silent.ends[2]) == (1.0, 0.0)


# Which answer counts.


def test_the_later_of_two_answers_counts_though_it_is_worse_or_stands_first() -> None:
    early, late = answer("A", "DEV-01", "yes", answered_on=aged(8)), answer("A", "DEV-01", "no", answered_on=aged(7))
    for order in ((early, late), (late, early)):
        assert judged(*order).answer == late
        assert book(*order).problems == ()


def test_of_two_answers_of_one_date_the_worse_counts_and_is_told() -> None:
    good, bad = answer("A", "DEV-01", "yes"), answer("A", "DEV-01", "partial")
    for order in ((good, bad), (bad, good)):
        found = book(*order)
        assert found.judged("A", (), "DEV-01").answer == bad
        (problem,) = found.problems
        assert (problem.code, problem.fields["used"]) == ("answer.two_of_one_date", "partial")


def test_an_answer_from_the_future_does_not_supersede_a_known_one() -> None:
    known, future = answer("A", "DEV-01", "no"), answer("A", "DEV-01", "yes", answered_on=AS_OF + timedelta(days=9))
    assert judged(known, future).answer == known


def test_no_counts_before_unknown_of_the_same_date_in_either_order() -> None:
    no, unknown = answer("A", "DEV-01", "no"), answer("A", "DEV-01", "unknown")
    assert judged(no, unknown).ends == judged(unknown, no).ends == (0.0, 0.0, 0.0)


def test_the_narrowest_scope_wins_engagement_then_system_then_site_then_party() -> None:
    told = [
        answer("A", "DEV-01", "no"),
        scoped("A", "DEV-01", "partial", "site", "L"),
        scoped("A", "DEV-01", "yes", "system", "S"),
        scoped("A", "DEV-01", "yes/verified", "engagement", "E"),
    ]
    wide: tuple[ScopeKey, ...] = (("engagement", "E"), ("system", "S"), ("site", "L"))
    for depth, expected in ((0, 1.0), (1, 0.6), (2, 0.3), (3, 0.0)):
        assert judged(*told, scopes=wide[depth:]).ends[1] == expected


def test_the_scopes_of_a_channel_are_those_of_its_own_row() -> None:
    weak = scoped("A", "DEV-01", "no", "system", "S")
    base = world("O > A", said={"A": everything("yes/verified")})
    told = base.model_copy(update={"answers": (*base.answers, weak)})
    in_system = told.model_copy(update={"accesses": tuple(r.model_copy(update={"system": "S"}) for r in told.accesses)})
    assert assessed(told).totals == assessed(base).totals
    assert assessed(in_system).totals.eal_yen.pt > assessed(base).totals.eal_yen.pt


@pytest.mark.parametrize(
    ("request_fields", "standing"),
    [
        ({"due_on": AS_OF}, Standing.PENDING),
        ({"due_on": AS_OF - timedelta(days=1)}, Standing.OVERDUE),
        ({"sent_on": AS_OF - timedelta(days=90)}, Standing.PENDING),
        ({"sent_on": AS_OF - timedelta(days=91)}, Standing.OVERDUE),
        ({"returned_on": AS_OF}, Standing.UNKNOWN),
        ({}, Standing.PENDING),
    ],
)
def test_silence_is_pending_until_due_then_overdue_and_blank_once_returned(
    request_fields: dict[str, Any], standing: Standing
) -> None:
    found = judged(requests=(Request(party_id="A", form="full", **request_fields),))
    assert found.standing is standing
    assert found.ends[1] == (0.228 if standing is Standing.PENDING else 0.0)


def test_only_what_stands_on_the_form_was_asked() -> None:
    late = Request(party_id="A", form="short", sent_on=aged(12))
    asked = set(load_catalogue().form("short").controls)
    found = book(requests=(late,))
    for control in load_catalogue().controls:
        expected = Standing.OVERDUE if control.control_id in asked else Standing.NOT_ASKED
        assert found.judged("A", (), control.control_id).standing is expected


def test_of_two_requests_of_one_day_the_order_of_rows_does_not_decide() -> None:
    back = Request(party_id="A", form="full", sent_on=FRESH, returned_on=AS_OF)
    open_ = Request(party_id="A", form="full", sent_on=FRESH, due_on=AS_OF)
    assert judged(requests=(back, open_)).standing is judged(requests=(open_, back)).standing is Standing.UNKNOWN


def test_a_request_that_is_not_sent_yet_does_not_excuse_an_overdue_one() -> None:
    late = Request(party_id="A", form="full", sent_on=aged(12))
    planned = Request(party_id="A", form="full", sent_on=AS_OF + timedelta(days=30))
    assert judged(requests=(late, planned)).standing is judged(requests=(late,)).standing is Standing.OVERDUE
