"""Requests and questionnaires by hand, and lives of a request as sequences of events."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from riskgraph.model.records import (
    Extension,
    QuestionnaireRecord,
    Reminder,
    ReminderKind,
    RequestRecord,
    ReviewState,
    Stamp,
)

DAY = date(2026, 9, 1)
DUE = date(2026, 9, 30)


def stamp(day: date = DAY) -> Stamp:
    return Stamp(at=datetime(day.year, day.month, day.day, tzinfo=UTC), actor="担当")


def a_request(number: int = 1, party_id: str = "A", **changes: object) -> RequestRecord:
    fields = {
        "request_id": number, "register_id": "r", "party_id": party_id, "form": "short", "version": "2026.1",
        "department": "総務課", "fiscal_year": 2026, "first_due_on": DUE, "due_on": DUE, "made": stamp(),
    }  # fmt: skip
    return RequestRecord.model_validate(fields | changes)


def a_form(
    request_id: int | None = 1, state: ReviewState = ReviewState.RECEIVED, **changes: object
) -> QuestionnaireRecord:
    fields = {
        "questionnaire_id": 1, "register_id": "r", "party_id": "A", "request_id": request_id, "file": "a.xlsx",
        "sha256": "0" * 64, "form_id": "short", "version": "2026.1", "state": state, "received": stamp(),
        "received_on": DAY,
    }  # fmt: skip
    return QuestionnaireRecord.model_validate(fields | changes)


def reminded(kind: ReminderKind, sent_on: date) -> Reminder:
    return Reminder(kind=kind, sent_on=sent_on, made=stamp(sent_on))


def extended(due_on: date, made_on: date) -> Extension:
    return Extension(due_on=due_on, reason="担当者の交代", made=stamp(made_on))


def after(days: int, day: date = DUE) -> date:
    return day + timedelta(days=days)
