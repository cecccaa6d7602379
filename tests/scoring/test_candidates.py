"""Measures where they can be taken: what they do, what they cost, and to whom nothing is offered."""

from __future__ import annotations

from typing import Any

import pytest

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.catalogue.measures import load_measures
from riskgraph.model.change import AnswerSet, FieldSet
from riskgraph.model.engagement import Relation, Status
from riskgraph.model.measure import Cost, CostEntry, Measure, Payer
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.scoring.candidates import candidates
from riskgraph.scoring.channels import score
from tests.scoring.worlds import AS_OF, GOOD_HOP, everything, scoped, world

PARAMETERS = load_parameters()


def offered(submission: Submission, *costs: CostEntry) -> dict[str, Measure]:
    result = score(submission, load_catalogue(), PARAMETERS, as_of=AS_OF)
    return {m.measure_id: m for m in candidates(result, load_measures(), costs)}


def small(**fields: Any) -> Submission:
    return world("O > A > B", **fields)


def test_nothing_is_offered_where_every_control_is_seen_already() -> None:
    said = {p: everything("yes/verified") for p in "OAB"}
    found = offered(small(said=said))
    assert {m.template_id for m in found.values()} <= {"SUPERVISE-SCREEN", "SUPERVISE-ONSITE", "REPORTS"}


def test_a_measure_brings_all_its_controls_to_a_yes_that_was_seen_in_every_scope() -> None:
    more = {"answers": (scoped("B", "DEV-01", "no", "engagement", "A>B"),)}
    changes = offered(small(more=more))["WRITE-OUT@B"].changes
    answers = [c for c in changes if isinstance(c, AnswerSet)]
    assert {c.control_id for c in answers} == {"DEV-01", "DEV-02", "MON-05"}
    assert {(c.scope_kind.value, c.scope_id) for c in answers if c.control_id == "DEV-01"} == {
        ("party", ""),
        ("engagement", "A>B"),
    }
    assert {(c.answer.value, c.evidence.value) for c in answers} == {("yes", "verified")}


def test_supervision_is_a_matter_of_the_consignor_and_dated_today() -> None:
    measure = offered(small())["SUPERVISE-ONSITE@A>B"]
    fields = {c.column: c.value for c in measure.changes if isinstance(c, FieldSet)}
    assert measure.acts == "A" and measure.engagement_id == "A>B"
    assert fields["audited_on"] == AS_OF.isoformat() and fields["audit_method"] == "onsite"


def test_a_check_that_was_better_is_never_replaced_by_a_lesser_one() -> None:
    found = offered(small(hops={"B": {**GOOD_HOP, "flow_down": "no"}}))
    fields = {c.column for c in found["SUPERVISE-SCREEN@A>B"].changes if isinstance(c, FieldSet)}
    assert fields == {"flow_down"}
    assert "SUPERVISE-SCREEN@A>B" not in offered(small(hops={"B": GOOD_HOP}))


def test_people_who_are_sent_are_supervised_by_roster_and_pledge() -> None:
    found = offered(small(hops={"B": {"relation": Relation.DISPATCH}}))
    assert "ROSTER@A" in found and "SUPERVISE-ONSITE@A>B" not in found


def test_proof_of_deletion_is_for_work_that_has_ended() -> None:
    assert not any(m.startswith("ERASE") for m in offered(small()))
    ended = offered(small(hops={"B": {"status": Status.ENDED}}))
    assert ended["ERASE@A>B"].acts == "B"


def test_nothing_is_offered_to_the_provider_of_a_public_cloud() -> None:
    found = offered(world("O > A > K", hops={"K": {"relation": Relation.SYSTEM_USE}}))
    assert found and not any(m.acts == "K" for m in found.values())


def test_what_is_there_already_is_taken_off_the_cost_and_a_look_is_added() -> None:
    full = offered(small())["MFA@B"].cost
    claimed = offered(small(said={"B": {"IAM-05": "yes"}}))["MFA@B"].cost
    trust, look = PARAMETERS.ends("evidence.claim").pt, PARAMETERS.number("acting.ask.screen")
    assert claimed.yearly_yen.pt == pytest.approx((1.0 - trust) * full.yearly_yen.pt)
    assert claimed.one_off_yen.pt == pytest.approx((1.0 - trust) * full.one_off_yen.pt + look)


def test_cost_grows_with_the_people_who_handle_the_data() -> None:
    few, many = (offered(small(heads=heads))["PEOPLE@B"].cost for heads in (5, 50))
    per_head = next(t for t in load_measures() if t.template_id == "PEOPLE").per_head
    assert many.yearly_yen.pt - few.yearly_yen.pt == pytest.approx(45 * per_head.yearly_yen.pt)


def test_what_the_user_knows_better_counts() -> None:
    cost = Cost(yearly_yen=Interval.exact(7.0))
    entry = CostEntry(measure_id="MFA@B", cost=cost, payer=Payer.SHARED, result="half each", is_excluded=True)
    measure = offered(small(), entry)["MFA@B"]
    assert (measure.cost, measure.payer, measure.result, measure.is_excluded) == (cost, Payer.SHARED, "half each", True)
    assert not measure.is_default_cost and offered(small())["MFA@B"].is_default_cost
