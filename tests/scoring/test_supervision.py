"""The down pass: q of a hop by hand, what stands in for a blank fact, and Q along the chain."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.engagement import AuditMethod, Consent, Relation, Reviewed
from riskgraph.model.party import Tri
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.scoring.ground import Ground, lay_ground
from tests.scoring.worlds import AS_OF, BAD_HOP, FRESH, GOOD_HOP, assessed, everything, promise, world

TWO_YEARS_PAST_GRACE = date(2022, 10, 1)  # 36 months before the as-of date: half is left


def ground(submission: Submission) -> Ground:
    return lay_ground(submission, load_catalogue(), load_parameters(), as_of=AS_OF)


def q(said: dict[str, dict[str, str]] | None = None, /, **facts: Any) -> tuple[float, float, float]:
    """Return (lo, pt, hi) of the second hop of O > A > B with these facts."""
    safe, point, unsafe = ground(world("O > A > B", hops={"B": facts}, said=said or {})).supervision.q["A>B"]
    return unsafe, point, safe


def hop(terms: float, check: float, follow_up: float) -> float:
    """Return half the mean plus half the minimum."""
    return (terms + check + follow_up) / 6 + min(terms, check, follow_up) / 2


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (GOOD_HOP, hop(0.85, 1.0, 0.85)),
        (BAD_HOP, 0.0),
        ({**GOOD_HOP, "consent": Consent.NONE}, hop(0.0, 1.0, 0.85)),
        ({**GOOD_HOP, "consent": Consent.REFUSED}, hop(0.0, 1.0, 0.85)),
        ({**GOOD_HOP, "consent": Consent.BLANKET}, hop(0.6, 1.0, 0.85)),
        ({**GOOD_HOP, "consent": Consent.NOTICE}, hop(0.5, 1.0, 0.85)),
        ({**GOOD_HOP, "consent": Consent.REQUESTED}, hop(0.2, 1.0, 0.85)),
        ({**GOOD_HOP, "flow_down": Tri.NO}, hop(0.0, 1.0, 0.85)),
        ({**GOOD_HOP, "audit_method": AuditMethod.SCREEN}, hop(0.85, 0.85, 0.85)),
        ({**GOOD_HOP, "audit_method": AuditMethod.NONE}, hop(0.85, 0.0, 0.85)),
        ({**GOOD_HOP, "audit_method": None}, hop(0.85, 0.6, 0.85)),
        ({**GOOD_HOP, "incident_reports_reviewed": Reviewed.PARTIAL}, hop(0.85, 1.0, 0.5)),
        ({**GOOD_HOP, "incident_reports_reviewed": Reviewed.NO}, hop(0.85, 1.0, 0.0)),
    ],
)
def test_q_is_half_the_mean_plus_half_the_minimum_of_terms_check_and_follow_up(
    facts: dict[str, Any], expected: float
) -> None:
    assert q(**facts) == pytest.approx((expected,) * 3)


def test_consent_with_a_document_number_is_worth_more_only_where_the_duties_are_passed_on_as_well() -> None:
    numbered = load_parameters().number("hop.consent.explicit_numbered")
    assert numbered > load_parameters().number("hop.consent.explicit") == load_parameters().number("hop.flow_down.yes")
    assert q(**GOOD_HOP) == q(**{**GOOD_HOP, "consent_no": ""})


def test_an_old_check_is_worth_half_at_the_point_and_may_still_hold() -> None:
    lo, pt, hi = q(**{**GOOD_HOP, "audited_on": TWO_YEARS_PAST_GRACE})
    assert (lo, hi) == pytest.approx((pt, hop(0.85, 1.0, 0.85)))
    assert pt == pytest.approx(hop(0.85, 0.5, 0.85), rel=1e-3)


def test_a_check_without_a_date_counts_as_three_years_old() -> None:
    undated = q(**{**GOOD_HOP, "audited_on": None})
    assert undated == pytest.approx(q(**{**GOOD_HOP, "audited_on": TWO_YEARS_PAST_GRACE}), rel=1e-3)


def test_a_blank_fact_is_worth_its_no_and_may_be_anything() -> None:
    assert q() == (0.0, 0.0, 1.0)
    assert q(incident_reports_reviewed=Reviewed.NO) == pytest.approx((0.0, 0.0, hop(1.0, 1.0, 0.0)))


@pytest.mark.parametrize(("control", "part"), [("CHN-03", 0), ("CHN-05", 1), ("CHN-04", 2)])
def test_the_general_answer_of_the_consignor_stands_in_for_a_blank_fact(control: str, part: int) -> None:
    names = (("consent", "flow_down"), ("audit_method", "audited_on"), ("incident_reports_reviewed",))
    facts = {key: value for key, value in GOOD_HOP.items() if key not in names[part]}
    worth = [0.85, 1.0, 0.85]
    worth[part] = 0.425
    assert q({"A": {control: "partial/document"}}, **facts)[1] == pytest.approx(hop(*worth))


def test_what_the_consignee_says_of_itself_or_the_owner_in_general_moves_no_hop_of_another() -> None:
    assert q({"B": everything("yes/verified"), "O": everything("yes/verified")}) == q()


def test_an_unanswered_general_question_stands_in_for_nothing() -> None:
    assert q({"A": {"CHN-03": "unknown", "CHN-04": "blank", "CHN-05": "na"}}) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize("relation", [Relation.DISPATCH, Relation.SECOND])
def test_people_are_supervised_as_well_as_the_receiver_cares_for_people(relation: Relation) -> None:
    said = {"A": {"HUM-01": "yes/verified", "HUM-02": "partial/document"}, "B": everything("yes/verified")}
    expected = ((1.0 + 0.35) / 2, (1.0 + 0.425) / 2, (1.0 + 0.5) / 2)
    assert q(said, **GOOD_HOP, relation=relation) == pytest.approx(expected)
    silent = (0.0, (0.3 + 0.3) / 2, 1.0)
    assert q(relation=relation) == pytest.approx(silent)


def test_a_direct_engagement_needs_no_consent_unless_the_register_says_otherwise() -> None:
    facts = {k: v for k, v in GOOD_HOP.items() if k not in ("consent", "consent_no")}
    direct = ground(world("O > A", hops={"A": facts})).supervision.q["A"]
    assert direct == pytest.approx((hop(0.85, 1.0, 0.85),) * 3)
    assert q(**facts)[1] == pytest.approx(hop(0.0, 1.0, 0.85))


def test_supervision_of_a_chain_is_the_product_of_its_hops() -> None:
    found = ground(world("O > A > B > C", hops={"A": GOOD_HOP, "B": {**GOOD_HOP, "consent": Consent.NOTICE}, "C": {}}))
    first, second = found.supervision.q["A"], found.supervision.q["A>B"]
    assert found.supervision.product["A>B"] == pytest.approx(tuple(x * y for x, y in zip(first, second, strict=True)))
    assert found.supervision.product["A>B>C"] == pytest.approx((first[0] * second[0], 0.0, 0.0))


def test_supervision_of_own_staff_is_the_yearly_check_of_the_owner() -> None:
    own = world("O > A", said={"O": {"ORG-05": "yes/document"}}).model_copy(update={"engagements": ()})
    rows = tuple(row.model_copy(update={"engagement_id": ""}) for row in own.accesses)
    result = assessed(own.model_copy(update={"accesses": rows}))
    path = next(p for p in result.paths if p.parties == ("O",))
    assert path.supervision == Interval(0.7, 0.85, 1.0)
    insider = next(c for c in path.channels if c.scenario == "INS")
    layer = next(x for x in insider.layers if x.layer == "supervision")
    assert (layer.party_id, [a.control_id for a in layer.answers]) == ("O", ["ORG-05"])


def test_the_rules_of_an_employer_count_half_without_supervision_and_in_full_with_it() -> None:
    said = {"A": everything("yes/verified")}
    worth = {}
    for name, facts in (("none", BAD_HOP), ("good", GOOD_HOP)):
        insider = next(
            c
            for p in assessed(world("O > A", said=said, hops={"A": facts})).paths
            for c in p.channels
            if c.scenario == "INS"
        )
        worth[name] = next(x for x in insider.layers if x.layer == "people").strength.pt
        host = next(x for x in insider.layers if x.layer == "detection").strength.pt
        assert host == 1.0  # no other role is touched
    assert worth == pytest.approx({"none": 0.5, "good": 0.5 + 0.5 * hop(0.85, 1.0, 0.85)})


FACTS = st.fixed_dictionaries(
    {
        "consent": st.sampled_from((None, *Consent)),
        "flow_down": st.sampled_from(tuple(Tri)),
        "audit_method": st.sampled_from((None, *AuditMethod)),
        "audited_on": st.sampled_from((None, FRESH, TWO_YEARS_PAST_GRACE)),
        "incident_reports_reviewed": st.sampled_from(tuple(Reviewed)),
        "relation": st.sampled_from((Relation.CONSIGN, Relation.DISPATCH)),
    }
)


@promise(25)
@given(facts=st.lists(FACTS, min_size=3, max_size=3), answered=st.sampled_from(("yes/verified", "partial", "no")))
def test_deeper_is_never_better_supervised(facts: list[dict[str, Any]], answered: str) -> None:
    said = {p: dict.fromkeys(("CHN-03", "CHN-04", "CHN-05", "HUM-01", "HUM-02"), answered) for p in ("O", "A")}
    product = ground(world("O > A > B > C", hops=dict(zip("ABC", facts, strict=True)), said=said)).supervision.product
    for above, below in (("A", "A>B"), ("A>B", "A>B>C")):
        assert all(y <= x + 1e-12 for x, y in zip(product[above], product[below], strict=True))
        safe, point, unsafe = product[below]
        assert 0.0 <= unsafe <= point <= safe <= 1.0
