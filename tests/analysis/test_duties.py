"""Duties: what is due is listed with its engagement and paths, what is on record is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from riskgraph.analysis.duties import by_code, duties_of
from riskgraph.model.chain import build_chain
from riskgraph.model.channel import Route
from riskgraph.model.engagement import AuditMethod, Consent, Relation, Status
from riskgraph.model.party import Tri
from riskgraph.model.plan import Duty
from tests.scoring.worlds import AS_OF, GOOD_HOP, world


def due(*, asset: dict[str, Any] | None = None, **facts: Any) -> list[str]:
    return [d.code for d in found(asset=asset, **facts) if d.engagement_id == "A>B"]


def found(*, asset: dict[str, Any] | None = None, **facts: Any) -> tuple[Duty, ...]:
    submission = world("O > A > B", hops={"A": GOOD_HOP, "B": {**GOOD_HOP, **facts}}, asset=asset)
    routes = [("O>A>B|A>A>B", Route(("O", "A", "B"), ("A", "A>B")))]
    return duties_of(submission, build_chain(submission), routes, as_of=AS_OF)


def test_nothing_is_due_where_everything_is_on_record() -> None:
    assert found() == ()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"consent": Consent.NONE}, "consent_missing"),
        ({"consent": Consent.REQUESTED}, "consent_missing"),
        ({"consent": None}, "consent_missing"),
        ({"flow_down": Tri.UNKNOWN}, "flow_down_missing"),
        ({"audit_method": AuditMethod.NONE}, "check_not_recorded"),
        ({"audited_on": None}, "check_not_recorded"),
        ({"audited_on": date(2024, 9, 1)}, "check_overdue"),
    ],
)
def test_a_record_that_is_missing_is_due(facts: dict[str, Any], code: str) -> None:
    assert due(**facts) == [code]


def test_my_number_data_need_the_permission_of_the_first_consignor() -> None:
    assert due(asset={"my_number": True}) == ["my_number_consent"]
    assert due(asset={"my_number": True}, consent_by="Firm O") == []
    assert due(asset={"my_number": True}, consent_by="Firm A") == ["my_number_consent"]


def test_ended_work_needs_its_proof_alone() -> None:
    over = {"status": Status.ENDED, "flow_down": Tri.NO, "consent": Consent.NONE}
    assert due(**over) == ["deletion_not_proven"]
    assert due(**over, deletion_proof=Tri.YES) == []


def test_people_who_are_sent_need_no_consent() -> None:
    assert due(relation=Relation.DISPATCH, consent=Consent.NONE) == []


def test_a_duty_names_who_acts_and_its_paths() -> None:
    (duty,) = found(flow_down=Tri.NO)
    assert (duty.party_id, duty.engagement_id, duty.path_keys) == ("A", "A>B", ("O>A>B|A>A>B",))
    assert by_code([duty]) == {"flow_down_missing": (duty,)}
