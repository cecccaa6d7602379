"""What of the store counts: accepted questionnaires, sent requests, the later of two answers."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from riskgraph.current import in_force, sent_requests, without_outdated
from riskgraph.model.answer import Answer, AnswerCode
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.records import QuestionnaireRecord, RequestRecord, ReviewState, Stamp

THEN = Stamp(at=datetime(2026, 9, 1, tzinfo=UTC), actor="調達部")
DUE, BEFORE, AFTER = date(2026, 9, 30), date(2026, 9, 20), date(2026, 10, 5)


def request(**fields: object) -> RequestRecord:
    given_fields = {
        "request_id": 1, "register_id": "r", "party_id": "A", "form": "short", "version": "2026.1",
        "fiscal_year": 2026, "first_due_on": DUE, "due_on": DUE, "made": THEN, "sent_on": date(2026, 9, 1),
    }  # fmt: skip
    return RequestRecord.model_validate({**given_fields, **fields})


def record(number: int, state: ReviewState = ReviewState.ACCEPTED, **fields: object) -> QuestionnaireRecord:
    given_fields = {
        "questionnaire_id": number, "register_id": "r", "party_id": "A", "request_id": 1, "file": f"{number}.xlsx",
        "sha256": str(number), "form_id": "short", "version": "2026.1", "state": state, "received": THEN,
        "received_on": date(2026, 9, number),
    }  # fmt: skip
    return QuestionnaireRecord.model_validate({**given_fields, **fields})


def form(number: int, *controls: str, party_id: str = "A", answered_on: date | None = None) -> ReturnedForm:
    answers = tuple(Answer(party_id=party_id, control_id=c, answer=AnswerCode.YES, raw=str(number)) for c in controls)
    fields = {"file": f"{number}.xlsx", "form_id": "short", "is_known": True, "party_id": party_id}
    return ReturnedForm.model_validate({**fields, "answers": answers, "answered_on": answered_on})


def said(forms: tuple[ReturnedForm, ...]) -> dict[str, str]:
    return {answer.control_id: answer.raw for form in forms for answer in form.answers}


def test_only_accepted_questionnaires_that_are_still_there_count() -> None:
    states = [record(n, state) for n, state in enumerate(ReviewState, start=1)]
    deleted = record(9, deleted=THEN)

    assert [r.questionnaire_id for r in in_force([*states, deleted])] == [3]


def test_a_request_asks_from_the_day_it_was_sent_until_it_is_withdrawn() -> None:
    asked = sent_requests(
        [request(), request(request_id=2, sent_on=None), request(request_id=3, withdrawn=THEN)], [], AFTER
    )

    assert list(asked) == [1]
    assert (asked[1].due_on, asked[1].returned_on) == (DUE, None)


def test_what_came_back_and_waits_for_its_review_is_not_overdue() -> None:
    for state in (ReviewState.RECEIVED, ReviewState.UNDER_REVIEW):
        asked = sent_requests([request()], [record(5, state)], AFTER)[1]
        assert (asked.due_on, asked.returned_on) == (AFTER, None)


def test_what_was_accepted_is_returned_on_the_day_it_came_and_what_was_sent_back_is_still_asked() -> None:
    accepted = sent_requests([request()], [record(4, ReviewState.RETURNED), record(5)], AFTER)[1]
    sent_back = sent_requests([request()], [record(4), record(5, ReviewState.RETURNED)], AFTER)[1]

    assert accepted.returned_on == date(2026, 9, 5)
    assert (sent_back.due_on, sent_back.returned_on) == (DUE, None)


def test_of_two_accepted_forms_the_later_answer_counts_and_what_it_does_not_ask_stays() -> None:
    pairs = [(record(1), form(1, "ORG-01", "MON-01")), (record(2), form(2, "MON-01"))]

    assert said(without_outdated(pairs)) == {"ORG-01": "1", "MON-01": "2"}


def test_an_older_form_that_came_later_replaces_nothing() -> None:
    pairs = [(record(1), form(1, "MON-01", answered_on=AFTER)), (record(2), form(2, "MON-01", answered_on=BEFORE))]

    assert said(without_outdated(pairs)) == {"MON-01": "1"}


def test_a_form_counts_for_the_party_it_was_assigned_to() -> None:
    kept = without_outdated([(record(1, party_id="B"), form(1, "MON-01", party_id=""))])

    assert [(f.party_id, {a.party_id for a in f.answers}) for f in kept] == [("B", {"B"})]


@given(st.permutations(range(1, 6)))
def test_the_order_in_which_records_are_read_makes_no_difference(order: list[int]) -> None:
    pairs = {n: (record(n), form(n, "MON-01", f"ORG-0{n}")) for n in range(1, 6)}

    assert said(without_outdated([pairs[n] for n in order])) == said(without_outdated(list(pairs.values())))
