"""The board: one state a request, that follows from what was recorded and the day, and the next step."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.analysis.board import DUE_WITHIN, board, board_row
from riskgraph.model.board import BoardState, NextStep
from riskgraph.model.records import QuestionnaireRecord, ReminderKind, RequestRecord, ReviewState
from tests.analysis.requests import DAY, DUE, a_form, a_request, after, extended, reminded, stamp

SENT = a_request(sent_on=DAY)
BEFORE, ON_DAY, OVERDUE = ReminderKind.BEFORE, ReminderKind.ON_DAY, ReminderKind.OVERDUE


@pytest.mark.parametrize(
    ("request_", "today", "state", "step"),
    [
        (a_request(), DAY, BoardState.TO_SEND, NextStep.SEND),
        (a_request(), after(1), BoardState.TO_SEND, NextStep.SEND_WITH_NEW_DAY),
        (SENT, after(-DUE_WITHIN - 1), BoardState.SENT, NextStep.WAIT),
        (SENT, after(-DUE_WITHIN), BoardState.DUE, NextStep.REMIND_BEFORE),
        (SENT, DUE, BoardState.DUE, NextStep.REMIND_ON_DAY),
        (SENT, after(1), BoardState.OVERDUE, NextStep.REMIND_OVERDUE),
        (a_request(sent_on=DAY, withdrawn=stamp()), after(1), BoardState.WITHDRAWN, NextStep.NOTHING),
        (a_request(sent_on=DAY, reminders=(reminded(BEFORE, after(-3)),)), after(-2), BoardState.DUE, NextStep.WAIT),
        (a_request(sent_on=DAY, reminders=(reminded(BEFORE, after(-3)),)), DUE, BoardState.DUE, NextStep.REMIND_ON_DAY),
    ],
)
def test_a_request_that_nobody_answered_stands_by_its_day(
    request_: RequestRecord, today: date, state: BoardState, step: NextStep
) -> None:
    row = board_row(request_, None, today=today)

    assert (state, step) == (row.state, row.next_step)


@pytest.mark.parametrize(
    ("review", "today", "state", "step"),
    [
        (ReviewState.RECEIVED, after(90), BoardState.RECEIVED, NextStep.TAKE_UP),
        (ReviewState.UNDER_REVIEW, after(90), BoardState.UNDER_REVIEW, NextStep.DECIDE),
        (ReviewState.ACCEPTED, after(90), BoardState.ACCEPTED, NextStep.NOTHING),
        (ReviewState.RETURNED, after(-20), BoardState.RETURNED, NextStep.SEND_BACK),
        (ReviewState.RETURNED, after(1), BoardState.OVERDUE, NextStep.AGREE_NEW_DAY),
    ],
)
def test_what_came_back_counts_before_the_day_unless_it_was_sent_back(
    review: ReviewState, today: date, state: BoardState, step: NextStep
) -> None:
    row = board_row(SENT, a_form(state=review), today=today)

    assert (state, step) == (row.state, row.next_step)


def test_of_several_forms_for_one_request_the_newest_counts_and_a_deleted_one_never_came() -> None:
    first = a_form(state=ReviewState.RETURNED, questionnaire_id=4)
    second = a_form(state=ReviewState.UNDER_REVIEW, questionnaire_id=9)
    gone = a_form(state=ReviewState.ACCEPTED, questionnaire_id=12, deleted=stamp())

    assert BoardState.UNDER_REVIEW is board([SENT], [second, gone, first], today=DAY).rows[0].state


def test_a_reminder_spoke_of_the_day_that_was_agreed_then() -> None:
    moved = a_request(
        sent_on=DAY,
        due_on=after(14),
        reminders=(reminded(BEFORE, after(-3)),),
        extensions=(extended(after(14), after(-2)),),
    )

    assert NextStep.REMIND_BEFORE is board_row(moved, None, today=after(10)).next_step


def test_who_was_written_to_lately_is_left_a_week_and_after_two_letters_somebody_calls() -> None:
    once = a_request(sent_on=DAY, reminders=(reminded(OVERDUE, after(2)),))
    twice = once.model_copy(update={"reminders": (*once.reminders, reminded(OVERDUE, after(9)))})

    assert NextStep.WAIT is board_row(once, None, today=after(8)).next_step
    assert NextStep.REMIND_OVERDUE is board_row(once, None, today=after(9)).next_step
    assert NextStep.CALL is board_row(twice, None, today=after(16)).next_step


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[RequestRecord], list[QuestionnaireRecord], date]:
    """Return requests of any history, what came back for them, and a day."""
    requests: list[RequestRecord] = []
    forms: list[QuestionnaireRecord] = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        requests.append(
            a_request(
                number,
                due_on=after(draw(st.integers(-40, 40))),
                sent_on=draw(st.sampled_from([None, DAY])),
                withdrawn=draw(st.sampled_from([None, None, stamp()])),
                department=draw(st.sampled_from(["", "総務課", "営業部"])),
            )
        )
        for state in draw(st.lists(st.sampled_from(list(ReviewState)), max_size=2)):
            forms.append(a_form(number, state, questionnaire_id=len(forms) + 1))
    return requests, forms, after(draw(st.integers(-60, 60)))


@given(lives())
def test_every_request_has_one_state_and_the_counts_add_up(
    life: tuple[list[RequestRecord], list[QuestionnaireRecord], date],
) -> None:
    requests, forms, today = life
    found = board(requests, forms, today=today)

    assert [r.request_id for r in requests] == [row.request.request_id for row in found.rows]
    assert len(requests) == sum(found.counts.values())
    assert found.counts == {state: sum(counts[state] for counts in found.departments.values()) for state in BoardState}


@given(lives(), st.integers(0, 60))
def test_the_passing_of_days_alone_moves_a_request_only_towards_its_due_date_and_past_it(
    life: tuple[list[RequestRecord], list[QuestionnaireRecord], date], days: int
) -> None:
    requests, forms, today = life
    before, later = (board(requests, forms, today=day).rows for day in (today, after(days, today)))
    order = [BoardState.SENT, BoardState.DUE, BoardState.OVERDUE]
    for old, new in zip(before, later, strict=True):
        if old.state in order:
            assert order.index(new.state) >= order.index(old.state)
        elif old.state is BoardState.RETURNED:
            assert new.state in (BoardState.RETURNED, BoardState.OVERDUE)
        else:
            assert old.state is new.state
