"""Requests: the questionnaires that parties are asked to answer, from making the workbook to its return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from riskgraph.errors import WrongUse
from riskgraph.model.records import Extension, Reminder, ReminderKind, RequestDraft, RequestRecord
from riskgraph.store.counting import next_number
from riskgraph.store.registers import open_register
from riskgraph.store.rows import changed, locked
from riskgraph.store.tables import REQUESTS

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing


def make_requests(w: Writing, register_id: str, drafts: Sequence[RequestDraft]) -> tuple[RequestRecord, ...]:
    """Keep new requests; none of them is sent yet."""
    open_register(w.connection, register_id)
    first = next_number(w.connection, REQUESTS, how_many=len(drafts))
    made = tuple(
        RequestRecord(
            **draft.model_dump(), request_id=number, register_id=register_id, first_due_on=draft.due_on, made=w.stamp
        )
        for number, draft in enumerate(drafts, start=first)
    )
    for record in made:
        w.connection.execute(
            insert(REQUESTS).values(
                request_id=record.request_id, register_id=register_id, revision=1, body=record.model_dump_json()
            )
        )
        fields: dict[str, str | int | float] = {"form": record.form, "due_on": record.due_on.isoformat()}
        w.note("request_made", register_id=register_id, subject=str(record.request_id), **fields)
    return made


def requests(store: Store, register_id: str) -> tuple[RequestRecord, ...]:
    """Return the requests of a register by id, the withdrawn ones too."""
    query = select(REQUESTS.c.body).where(REQUESTS.c.register_id == register_id).order_by(REQUESTS.c.request_id)
    with store.reading() as connection:
        return tuple(RequestRecord.model_validate_json(row.body) for row in connection.execute(query))


def _locked(w: Writing, request_id: int, revision: int) -> RequestRecord:
    record = locked(w.connection, REQUESTS, RequestRecord, request_id, revision)
    if record.withdrawn is not None:
        raise WrongUse("store.is_withdrawn", {"number": request_id})
    return record


def mark_sent(w: Writing, revisions: Mapping[int, int], sent_on: date) -> None:
    """Say that these requests were sent; each id with the revision that was looked at.

    Raises
    ------
    StaleSave
        For the first that somebody changed since; none is then marked.
    """
    for request_id, revision in revisions.items():
        record = _locked(w, request_id, revision)
        changed(w, REQUESTS, record, {"sent_on": sent_on})
        w.note("request_sent", register_id=record.register_id, subject=str(request_id), sent_on=sent_on.isoformat())


def remind(w: Writing, revisions: Mapping[int, int], kind: ReminderKind, sent_on: date) -> None:
    """Say that reminders were sent."""
    for request_id, revision in revisions.items():
        record = _locked(w, request_id, revision)
        reminder = Reminder(kind=kind, sent_on=sent_on, made=w.stamp)
        changed(w, REQUESTS, record, {"reminders": (*record.reminders, reminder)})
        w.note("request_reminded", register_id=record.register_id, subject=str(request_id), kind=kind.value)


def extend(w: Writing, request_id: int, revision: int, *, due_on: date, reason: str) -> None:
    """Grant another due date."""
    record = _locked(w, request_id, revision)
    extension = Extension(due_on=due_on, reason=reason, made=w.stamp)
    changed(w, REQUESTS, record, {"due_on": due_on, "extensions": (*record.extensions, extension)})
    w.note("request_extended", register_id=record.register_id, subject=str(request_id), due_on=due_on.isoformat())


def withdraw_request(w: Writing, request_id: int, revision: int, *, reason: str) -> None:
    """Ask no longer; the request stays in the list."""
    record = _locked(w, request_id, revision)
    changed(w, REQUESTS, record, {"withdrawn": w.stamp})
    w.note("request_withdrawn", register_id=record.register_id, subject=str(request_id), reason=reason)
