"""Where every request for answers stands on a day, and what is to be done next.

The convention that bites: a form that was sent back counts as asked again, so that it falls overdue like any
other; one that waits for its review never does, because the party has done its part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from riskgraph.model.board import Board, BoardRow, BoardState, NextStep
from riskgraph.model.records import QuestionnaireRecord, Reminder, ReminderKind, RequestRecord, ReviewState

DUE_WITHIN = 7
"""Days before the due date from which a request is due."""
REMIND_EVERY = 7
"""Days after which a party that is overdue is reminded once more."""
MOST_LETTERS = 2
"""Overdue letters after which writing helps no more and somebody should call."""

_REVIEWED = {
    ReviewState.RECEIVED: (BoardState.RECEIVED, NextStep.TAKE_UP),
    ReviewState.UNDER_REVIEW: (BoardState.UNDER_REVIEW, NextStep.DECIDE),
    ReviewState.ACCEPTED: (BoardState.ACCEPTED, NextStep.NOTHING),
}


def board(requests: Iterable[RequestRecord], questionnaires: Iterable[QuestionnaireRecord], *, today: date) -> Board:
    """Return the state of all requests on a day.

    Parameters
    ----------
    questionnaires
        Of every state; a deleted one counts as never come.
    """
    newest = _newest(questionnaires)
    ordered = sorted(requests, key=lambda request: request.request_id)
    return Board(day=today, rows=tuple(board_row(r, newest.get(r.request_id), today=today) for r in ordered))


def _newest(questionnaires: Iterable[QuestionnaireRecord]) -> Mapping[int, QuestionnaireRecord]:
    """Return what came back last for each request."""
    found: dict[int, QuestionnaireRecord] = {}
    for record in sorted(questionnaires, key=lambda q: q.questionnaire_id):
        if record.request_id is not None and record.deleted is None:
            found[record.request_id] = record
    return found


def board_row(request: RequestRecord, back: QuestionnaireRecord | None, *, today: date) -> BoardRow:
    """Return where one request stands, given what came back last for it."""
    days_left = (request.due_on - today).days
    state, step = _standing(request, back, days_left, today)
    return BoardRow(request=request, back=back, state=state, next_step=step, days_left=days_left)


def _standing(
    request: RequestRecord, back: QuestionnaireRecord | None, days_left: int, today: date
) -> tuple[BoardState, NextStep]:
    if request.withdrawn is not None:
        return BoardState.WITHDRAWN, NextStep.NOTHING
    if back is not None and back.state is not ReviewState.RETURNED:
        return _REVIEWED[back.state]
    if back is not None:
        return _sent_back(request, days_left, today)
    if request.sent_on is None:
        return BoardState.TO_SEND, NextStep.SEND if days_left >= 0 else NextStep.SEND_WITH_NEW_DAY
    return _waiting(request, days_left, today)


def _sent_back(request: RequestRecord, days_left: int, today: date) -> tuple[BoardState, NextStep]:
    """Return where a form stands that the party has to answer once more."""
    state, step = _waiting(request, days_left, today)
    if state is BoardState.OVERDUE:
        return state, NextStep.AGREE_NEW_DAY
    return BoardState.RETURNED, NextStep.SEND_BACK if step is NextStep.WAIT else step


def _waiting(request: RequestRecord, days_left: int, today: date) -> tuple[BoardState, NextStep]:
    """Return where a request stands that is with the party."""
    if days_left < 0:
        return BoardState.OVERDUE, _when_overdue(request, today)
    if days_left > DUE_WITHIN:
        return BoardState.SENT, NextStep.WAIT
    kind = ReminderKind.ON_DAY if days_left == 0 else ReminderKind.BEFORE
    if kind in {reminder.kind for reminder in reminders_in_force(request)}:
        return BoardState.DUE, NextStep.WAIT
    return BoardState.DUE, NextStep.REMIND_ON_DAY if days_left == 0 else NextStep.REMIND_BEFORE


def _when_overdue(request: RequestRecord, today: date) -> NextStep:
    letters = [r.sent_on for r in reminders_in_force(request) if r.kind is ReminderKind.OVERDUE]
    if letters and today - max(letters) < timedelta(days=REMIND_EVERY):
        return NextStep.WAIT
    return NextStep.CALL if len(letters) >= MOST_LETTERS else NextStep.REMIND_OVERDUE


def reminders_in_force(request: RequestRecord) -> tuple[Reminder, ...]:
    """Return the reminders since the due date was last moved; earlier ones spoke of another day."""
    moved = max((extension.made.at for extension in request.extensions), default=None)
    return tuple(r for r in request.reminders if moved is None or r.made.at >= moved)
