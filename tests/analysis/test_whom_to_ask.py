"""Whom to ask: running work of organisations, through whom the form goes, and who is chosen beforehand."""

from __future__ import annotations

from datetime import date

import pytest

from riskgraph.analysis.whom_to_ask import LARGE_HOLDING, candidates
from riskgraph.catalogue import load_catalogue
from riskgraph.model.answer import Answer, AnswerCode, Request
from riskgraph.model.board import Candidate, WhyForm, WhyNot
from riskgraph.model.engagement import Declared, HandlingPlace, Status
from riskgraph.model.party import AssessmentBasis, PartyKind
from riskgraph.model.records import QuestionnaireRecord, RequestRecord, ReviewState
from riskgraph.model.submission import Settings, Submission
from tests.analysis.requests import DUE, a_form, a_request, stamp
from tests.model.builders import engagement, submission

TODAY = date(2026, 9, 1)
CATALOGUE = load_catalogue()
OWNED = Settings(owner="O")


def a_register() -> Submission:
    """Return O > A > B > C and O > D, with departments at the top."""
    return submission(
        engagement("1: O > A", owner_dept="総務課", handling_place=HandlingPlace.OWNER_SITE),
        engagement("2: A > B under 1", handling_place=HandlingPlace.OWNER_SITE),
        engagement("3: B > C under 2", owner_dept="営業部", handling_place=HandlingPlace.OWN_ENV),
        engagement("4: O > D", handling_place=HandlingPlace.PAPER),
    ).model_copy(update={"settings": OWNED})


def asked(
    register: Submission, requests: list[RequestRecord] | None = None, forms: list[QuestionnaireRecord] | None = None
) -> dict[str, Candidate]:
    return {c.party_id: c for c in candidates(register, requests or [], forms or [], CATALOGUE, today=TODAY)}


def changed(register: Submission, party_id: str, **fields: object) -> Submission:
    """Return a register in which one party has other fields."""
    parties = tuple(p.model_copy(update=fields) if p.party_id == party_id else p for p in register.parties)
    return register.model_copy(update={"parties": parties})


def test_everybody_who_works_for_the_owner_is_there_and_the_owner_first_with_its_own_form() -> None:
    found = candidates(a_register(), [], [], CATALOGUE, today=TODAY)

    assert [c.party_id for c in found] == ["O", "A", "D", "B", "C"]
    assert (found[0].form, found[0].why_form) == ("own", WhyForm.OWNER)
    assert all(c.is_proposed for c in found)


def test_a_deeper_tier_is_asked_through_the_direct_contractor_and_by_the_nearest_department() -> None:
    found = asked(a_register())

    assert [found[p].via for p in "ABC"] == [(), ("A",), ("A",)]
    assert [found[p].departments for p in "ABCD"] == [("総務課",), ("総務課",), ("営業部",), ()]


def test_who_has_a_contract_with_the_owner_too_is_asked_directly() -> None:
    register = a_register()
    register = register.model_copy(update={"engagements": (*register.engagements, engagement("5: O > B"))})

    assert (asked(register)["B"].via, asked(register)["B"].tiers) == ((), (1, 2))


@pytest.mark.parametrize("kind", [PartyKind.INDIVIDUAL, PartyKind.INDIVIDUAL_POOL])
def test_persons_are_never_asked(kind: PartyKind) -> None:
    assert "C" not in asked(changed(a_register(), "C", kind=kind))


@pytest.mark.parametrize("fields", [{"status": Status.ENDED}, {"declared": Declared.SUSPECTED}])
def test_whose_work_has_ended_or_is_only_suspected_is_not_asked(fields: dict[str, object]) -> None:
    register = a_register()
    rows = tuple(e.model_copy(update=fields) if e.engagement_id == "3" else e for e in register.engagements)

    assert "C" not in asked(register.model_copy(update={"engagements": rows}))


def an_answer(answered_on: date) -> Answer:
    return Answer(
        party_id="A", control_id="ORG-01", answer=AnswerCode.YES, answered_on=answered_on, form="short/2026.1"
    )


def test_who_answered_within_a_year_is_not_chosen_beforehand_and_who_answered_before_is() -> None:
    for day, why in ((date(2025, 9, 1), WhyNot.ANSWERED_LATELY), (date(2025, 8, 31), None)):
        found = asked(a_register().model_copy(update={"answers": (an_answer(day),)}))["A"]

        assert (why, day, "short/2026.1") == (found.why_not, found.last_answered_on, found.last_form)


def test_who_has_a_request_open_is_not_chosen_beforehand() -> None:
    for forms in ([], [a_form(state=ReviewState.RETURNED)], [a_form(state=ReviewState.RECEIVED)]):
        found = asked(a_register(), [a_request()], forms)["A"]

        assert (found.has_open_request, found.why_not) == (True, WhyNot.OPEN_REQUEST)


def test_a_request_that_was_withdrawn_or_answered_is_not_open() -> None:
    assert not asked(a_register(), [a_request(withdrawn=stamp())])["A"].has_open_request
    assert not asked(a_register(), [a_request()], [a_form(state=ReviewState.ACCEPTED)])["A"].has_open_request


def test_a_request_on_the_registers_own_sheet_is_open_until_it_is_returned() -> None:
    for returned_on, is_open in ((None, True), (TODAY, False)):
        row = Request(party_id="A", form="short", sent_on=TODAY, due_on=DUE, returned_on=returned_on)

        assert is_open == asked(a_register().model_copy(update={"requests": (row,)}))["A"].has_open_request


def test_a_party_that_is_judged_on_papers_is_listed_and_not_chosen_beforehand() -> None:
    found = asked(changed(a_register(), "A", assessment_basis=AssessmentBasis.PUBLIC_DOCUMENTS))

    assert WhyNot.OTHER_BASIS is found["A"].why_not


def test_a_large_holding_or_a_poor_grade_calls_for_the_full_form_and_data_at_the_party_for_a_module() -> None:
    register = a_register()
    rows = tuple(
        e.model_copy(update={"records": register.assets[0].records.exact(LARGE_HOLDING)})  # type: ignore[union-attr]
        for e in register.engagements
    )
    found = asked(register.model_copy(update={"engagements": rows}))
    poor = {c.party_id: c for c in candidates(register, [], [], CATALOGUE, today=TODAY, poor={"B"})}

    assert [(found[p].form, found[p].why_form) for p in "AC"] == [
        ("short", WhyForm.SHORT),
        ("full", WhyForm.LARGE_HOLDING),
    ]
    assert (poor["B"].form, poor["B"].why_form) == ("full", WhyForm.POOR_GRADE)
    assert [poor[p].modules for p in "AC"] == [(), ("hosting",)]


def test_a_register_without_anybody_has_nobody_to_ask() -> None:
    assert candidates(Submission(), [], [], CATALOGUE, today=TODAY) == ()
