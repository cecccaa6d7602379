"""Whose a returned form is: proposed by identity or exact name, never guessed; what is odd is told and nothing lost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from riskgraph.intake.assigning import FoundBy, Known, TierState, answers_in_force, assigned, open_request, tier_state
from riskgraph.model.answer import Answer, AnswerCode, ScopeKind
from riskgraph.model.engagement import Engagement
from riskgraph.model.party import Party
from riskgraph.model.questionnaire import DeclaredTier, ReturnedForm
from riskgraph.model.records import QuestionnaireRecord, RequestRecord, ReviewState, Stamp
from riskgraph.model.submission import Submission

STAMP = Stamp(at=datetime(2026, 8, 1, tzinfo=UTC), actor="試験")
REGISTER = Submission(
    parties=(
        Party(party_id="A", name="ひばり運用株式会社", aliases=("旧ひばり",), corporate_number="7000012050002"),
        Party(party_id="B", name="つばめ保守"),
        Party(party_id="C1", name="同名商事"),
        Party(party_id="C2", name="(株)同名商事"),
    )
)


def form(file: str = "a.xlsx", **fields: Any) -> ReturnedForm:
    said = {"sha256": file, "form_id": "short", "version": "2026.1", "is_known": True, "answered_on": date(2026, 8, 1)}
    return ReturnedForm(file=file, **{**said, **fields})


def request(number: int, **fields: Any) -> RequestRecord:
    said = {"party_id": "A", "form": "short", "version": "2026.1", "fiscal_year": 2026, "made": STAMP}
    days = {"first_due_on": date(2026, 8, 31), "due_on": date(2026, 8, 31)}
    return RequestRecord(request_id=number, register_id="r", **{**said, **days, **fields})


def record(number: int, **fields: Any) -> QuestionnaireRecord:
    said = {"party_id": "A", "file": "x.xlsx", "sha256": "x", "form_id": "short", "version": "2026.1"}
    when = {"received": STAMP, "received_on": date(2026, 8, 1)}
    return QuestionnaireRecord(questionnaire_id=number, register_id="r", **{**said, **when, **fields})


def codes(found: Any) -> set[str]:
    return {problem.code for problem in found.problems}


@pytest.mark.parametrize(
    ("fields", "party", "found_by"),
    [
        ({"party_id": "B", "party_name": "ひばり運用株式会社"}, "B", FoundBy.IDENTITY),
        ({"party_name": "㈱ひばり運用"}, "A", FoundBy.NAME),
        ({"party_name": "旧ひばり"}, "A", FoundBy.NAME),
        ({"party_name": "法人番号 7000012050002"}, "A", FoundBy.NUMBER),
        ({"party_name": "ひばり運用サービス"}, "", FoundBy.NOTHING),
        ({"party_name": "同名商事"}, "", FoundBy.NOTHING),
        ({"party_id": "Z", "party_name": "つばめ保守"}, "", FoundBy.NOTHING),
        ({"is_known": False, "party_name": "つばめ保守"}, "", FoundBy.NOTHING),
    ],
)
def test_a_party_is_proposed_by_identity_or_exactly_or_not_at_all(
    fields: dict[str, Any], party: str, found_by: FoundBy
) -> None:
    (found,) = assigned([form(**fields)], Known(REGISTER))
    assert (found.party_id, found.found_by) == (party, found_by)
    assert found.can_be_saved == bool(party)


def test_a_person_chooses_where_nobody_was_found_and_a_form_made_for_another_is_told() -> None:
    found = assigned([form(party_name="?"), form("b.xlsx", party_id="B")], Known(REGISTER), chosen={0: "A", 1: "A"})
    assert [(one.party_id, one.found_by) for one in found] == [("A", FoundBy.PERSON)] * 2
    assert "receiving.made_for_another" in codes(found[1])


def test_two_forms_of_one_party_are_both_kept_and_the_later_one_is_said_to_count() -> None:
    old, new = form("old.xlsx", party_id="A"), form("new.xlsx", party_id="A", answered_on=date(2026, 8, 9))
    found = assigned([new, old], Known(REGISTER))
    assert [one.can_be_saved for one in found] == [True, True]
    assert "receiving.newer_of_two" in codes(found[0])
    assert "receiving.older_of_two" in codes(found[1])


def test_the_very_same_file_is_told_and_not_saved_again() -> None:
    (found,) = assigned([form(party_id="A")], Known(REGISTER, records=[record(7, sha256="a.xlsx")]))
    assert (found.saved_as, found.can_be_saved) == (7, False)
    assert codes(found) == {"receiving.same_file"}


def test_a_deleted_questionnaire_does_not_keep_its_file_from_being_saved_again() -> None:
    (found,) = assigned([form(party_id="A")], Known(REGISTER, records=[record(7, sha256="a.xlsx", deleted=STAMP)]))
    assert found.can_be_saved


def test_a_form_older_than_the_accepted_one_is_told() -> None:
    accepted = [record(3, state=ReviewState.ACCEPTED)]
    known = Known(REGISTER, records=accepted, dates={3: date(2026, 8, 5)})
    assert "receiving.older" in codes(assigned([form(party_id="A")], known)[0])
    later = form(party_id="A", answered_on=date(2026, 8, 6))
    assert "receiving.older" not in codes(assigned([later], known)[0])


def test_the_newest_request_that_waits_is_answered_and_one_of_another_scope_never() -> None:
    asked = [
        request(1),
        request(2),
        request(3),
        request(4, withdrawn=STAMP),
        request(5, scope_kind=ScopeKind.SYSTEM, scope_id="S"),
        request(6, party_id="B"),
    ]
    answered = [record(1, request_id=3)]
    found = open_request(form(), "A", asked, answered)
    assert found is not None and found.request_id == 2
    returned = [record(1, request_id=3, state=ReviewState.RETURNED)]
    found = open_request(form(), "A", asked, returned)
    assert found is not None and found.request_id == 3
    assert open_request(form(form_id="full"), "A", asked, ()) is None


def test_the_answer_in_force_is_the_latest_in_the_scope_of_the_form() -> None:
    def said(code: str, when: date, scope: str = "") -> Answer:
        kind = ScopeKind.SYSTEM if scope else ScopeKind.PARTY
        return Answer(
            party_id="A", control_id="X", answer=AnswerCode(code), answered_on=when, scope_kind=kind, scope_id=scope
        )

    told = (said("no", date(2026, 5, 1)), said("yes", date(2025, 5, 1)), said("partial", date(2026, 6, 1), "S"))
    register = REGISTER.model_copy(update={"answers": told})
    assert answers_in_force(register, "A", form())["X"].answer is AnswerCode.NO
    in_system = form(scope_kind=ScopeKind.SYSTEM, scope_id="S")
    assert answers_in_force(register, "A", in_system)["X"].answer is AnswerCode.PARTIAL
    assert answers_in_force(register, "B", form()) == {}


def test_a_declared_tier_is_engaged_known_or_new() -> None:
    engaged = Engagement(engagement_id="E", consignor="A", consignee="B")
    register = REGISTER.model_copy(update={"engagements": (engaged,)})
    assert tier_state(DeclaredTier(name="つばめ保守"), "A", register) is TierState.ENGAGED
    assert tier_state(DeclaredTier(name="つばめ保守"), "B", register) is TierState.KNOWN_PARTY
    assert tier_state(DeclaredTier(name="未知", corporate_number=""), "A", register) is TierState.NEW
