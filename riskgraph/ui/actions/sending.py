"""Sending questionnaires: what stands where, whom to ask, making requests with their files, and noting what was sent.

The convention that bites: every change names the revision that was on the screen, so that nothing is written over
what somebody else did meanwhile. Files are made anew from what the store holds; they are never kept by a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from riskgraph.analysis.board import board
from riskgraph.analysis.whom_to_ask import candidates, contractors_above
from riskgraph.asking import mailed, request_for, workbooks
from riskgraph.catalogue import load_catalogue
from riskgraph.current import state_key
from riskgraph.errors import WrongUse
from riskgraph.intake.calendar import due_on, fiscal_year
from riskgraph.intake.questionnaire_writer import write_questionnaire
from riskgraph.intake.sent_list import SentList, read_sent_list
from riskgraph.model.assessment import Grade
from riskgraph.model.board import Board, BoardState, Candidate
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.records import ReminderKind, RequestDraft, RequestRecord, ReviewState
from riskgraph.model.submission import Submission
from riskgraph.report.letters import LetterKind
from riskgraph.report.mailing import Mailed, file_name, mail_list, mailing_zip
from riskgraph.report.table_rows import csv_bytes
from riskgraph.store import requests as store_requests
from riskgraph.store.opening import Store
from riskgraph.store.questionnaires import forms_of, questionnaires
from riskgraph.store.requests import requests
from riskgraph.store.settings import put_setting, setting
from riskgraph.text import t
from riskgraph.ui import keeping
from riskgraph.ui.actions import shown
from riskgraph.ui.actions.shown import HOUR

Step = Callable[[int, int, str], None]
Revisions = tuple[tuple[int, int], ...]
WEEKS = {"short": 2, "full": 4, "own": 2}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_POOR = (Grade.D, Grade.E)


@dataclass(frozen=True)
class Desk:
    """What the page works on: the register as it stands, the board of its day, and who may be asked."""

    key: str
    register_id: str
    submission: Submission
    board: Board
    candidates: tuple[Candidate, ...]
    above: Mapping[str, tuple[str, ...]]

    @property
    def today(self) -> date:
        """Return the register's day."""
        return self.board.day

    @property
    def records(self) -> dict[int, RequestRecord]:
        """Return the requests by id."""
        return {row.request.request_id: row.request for row in self.board.rows}


@dataclass(frozen=True)
class Package:
    """A file to be downloaded."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True)
class Order:
    """What is to be made for one party."""

    party_id: str
    form: str
    modules: tuple[str, ...]
    locale: str
    department: str
    due_on: date


def desk() -> Desk | None:
    """Return what the page works on; None where there is no register."""
    register_id, store = keeping.register_id(), keeping.store()
    standing, result = shown.now(), shown.shown()
    if standing is None:
        return None
    key = f"{state_key(store, register_id)}#{standing.inputs.as_of}#{result.key if result else ''}"
    return _desk(key, register_id, _store=store)


@st.cache_resource(max_entries=6, ttl=HOUR, show_spinner=False)
def _desk(key: str, register_id: str, *, _store: Store) -> Desk:
    standing = shown.now()
    assert standing is not None
    submission, today = standing.submission, standing.inputs.as_of
    asked, back = requests(_store, register_id), questionnaires(_store, register_id)
    return Desk(
        key=key,
        register_id=register_id,
        submission=submission,
        board=board(asked, back, today=today),
        candidates=candidates(submission, asked, back, load_catalogue(), today=today, poor=_poor()),
        above=contractors_above(submission),
    )


def _poor() -> frozenset[str]:
    """Return who hosts or employs on a path of a poor grade, by the assessment that is shown."""
    result = shown.shown()
    paths = result.assessment.paths if result else ()
    channels = [channel for path in paths if path.grade in _POOR for channel in path.channels]
    return frozenset({c.host for c in channels} | {c.employer for c in channels})


def usual_due(form: str, today: date) -> date:
    """Return the due date that is usual for a form: a working day."""
    return due_on(today, weeks=WEEKS.get(form, 2))


def contact(register_id: str) -> str:
    """Return whom parties are told to ask, as last written."""
    return setting(keeping.store(), _contact_key(register_id))


def _contact_key(register_id: str) -> str:
    return f"sending.contact.{register_id}"


def make(this: Desk, orders: Sequence[Order], *, contact_words: str) -> tuple[int, ...]:
    """Save a request for each order, all of them or none; return their ids.

    Raises
    ------
    WrongUse
        ``sending.nobody_chosen`` without orders.
    """
    if not orders:
        raise WrongUse("sending.nobody_chosen")
    catalogue, first_month = load_catalogue(), this.submission.settings.fiscal_year_start
    drafts = [
        RequestDraft(
            party_id=order.party_id,
            form=order.form,
            version=catalogue.form(order.form).version,
            modules=order.modules,
            locale=order.locale,
            department=order.department,
            fiscal_year=fiscal_year(order.due_on, first_month),
            due_on=order.due_on,
        )
        for order in orders
    ]
    with keeping.writing() as writing:
        made = store_requests.make_requests(writing, this.register_id, drafts)
        if contact_words != contact(this.register_id):
            put_setting(writing, _contact_key(this.register_id), contact_words)
    return tuple(record.request_id for record in made)


def mailing(
    this: Desk, ids: Sequence[int], kind: LetterKind, contents: Mapping[int, bytes] | None = None
) -> tuple[Mailed, ...]:
    """Return requests with their letters of one kind, in the order given."""
    catalogue, words, given = load_catalogue(), contact(this.register_id), returned(this, ids)
    return tuple(
        mailed(
            record,
            kind,
            this.submission,
            catalogue,
            via=this.above.get(record.party_id, ()),
            contact=words,
            content=(contents or {}).get(record.request_id, b""),
            given=given.get(record.request_id),
        )
        for record in _chosen(this, ids)
    )


def _chosen(this: Desk, ids: Sequence[int]) -> list[RequestRecord]:
    """Return requests by id; those of parties that left the register are passed over."""
    records = this.records
    return [records[i] for i in ids if i in records and records[i].party_id in this.submission.party_by_id]


def returned(this: Desk, ids: Sequence[int]) -> dict[int, ReturnedForm]:
    """Return what came back for requests whose form was sent back to the party, by id of the request."""
    rows = [row for row in this.board.rows if row.request.request_id in set(ids) and row.back is not None]
    back = {
        r.request.request_id: r.back.questionnaire_id for r in rows if r.back and r.back.state is ReviewState.RETURNED
    }
    forms = forms_of(keeping.store(), list(back.values()))
    return {request_id: forms[number] for request_id, number in back.items() if number in forms}


def package(this: Desk, ids: Sequence[int], kind: LetterKind, locale: str, step: Step) -> Package:
    """Return the questionnaires of requests: one workbook for one, else a zip by department with its list."""
    records = _chosen(this, ids)
    contents = workbooks(
        records,
        this.submission,
        load_catalogue(),
        contact=contact(this.register_id),
        given=returned(this, ids),
        step=step,
    )
    items = mailing(this, ids, kind, contents)
    if len(items) == 1:
        return Package(file_name(items[0]), items[0].content, XLSX)
    name = t(locale, "sending.zip_file", day=this.today.isoformat())
    return Package(name, mailing_zip(items, locale, today=this.today), "application/zip")


def own_workbook(this: Desk, own: Candidate, locale: str) -> bytes:
    """Return the principal's own form, to be filled in before anybody else is asked."""
    catalogue = load_catalogue()
    asked = request_for(own.party_id, own.form, this.submission, catalogue)
    return write_questionnaire(asked, catalogue, locale=locale)


def keep_package(key: str, made: Package | None) -> Package | None:
    """Keep a file that was just made for its download, or return the one kept under a key; None where it is gone."""
    found = _kept(key, _made=made)
    if found is None:
        _kept.clear(key)
    return found


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _kept(key: str, *, _made: Package | None) -> Package | None:
    return _made


def mail_csv(this: Desk, ids: Sequence[int], kind: LetterKind, locale: str) -> bytes:
    """Return the list for mail merge of requests, without the workbooks."""
    return csv_bytes(mail_list(mailing(this, ids, kind), locale), locale)


def mark_sent(revisions: Revisions, sent_on: date) -> None:
    """Note that questionnaires were sent."""
    with keeping.writing() as writing:
        store_requests.mark_sent(writing, dict(revisions), sent_on)


def mark_reminded(revisions: Revisions, kind: ReminderKind, sent_on: date) -> None:
    """Note that reminders were sent."""
    with keeping.writing() as writing:
        store_requests.remind(writing, dict(revisions), kind, sent_on)


def extend(revisions: Revisions, due: date, reason: str) -> None:
    """Grant a later due date to requests, to all of them or to none.

    Raises
    ------
    WrongUse
        ``sending.reason_needed`` without a reason.
    """
    _needs(reason)
    with keeping.writing() as writing:
        for request_id, revision in revisions:
            store_requests.extend(writing, request_id, revision, due_on=due, reason=reason.strip())


def withdraw(revisions: Revisions, reason: str) -> None:
    """Ask no longer.

    Raises
    ------
    WrongUse
        ``sending.reason_needed`` without a reason.
    """
    _needs(reason)
    with keeping.writing() as writing:
        for request_id, revision in revisions:
            store_requests.withdraw_request(writing, request_id, revision, reason=reason.strip())


def _needs(reason: str) -> None:
    if not reason.strip():
        raise WrongUse("sending.reason_needed")


def take_list(this: Desk, name: str, data: bytes) -> tuple[SentList, int]:
    """Note the days of sending from a list that was filled in, and return what was read and how many were noted.

    Only requests that are still to be sent are noted; those noted before stay as they are.

    Raises
    ------
    InputRefused
        Where this is no such list.
    """
    found = read_sent_list(name, data, today=this.today)
    to_send = {r.request.request_id: r.request.revision for r in this.board.rows if r.state is BoardState.TO_SEND}
    noted = {i: day for i, day in found.sent.items() if i in to_send}
    if noted:
        with keeping.writing() as writing:
            for request_id, day in noted.items():
                store_requests.mark_sent(writing, {request_id: to_send[request_id]}, day)
    return found, len(noted)
