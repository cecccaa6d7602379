"""Questionnaires that came back: the file, what was understood of it, and what was decided about it.

The convention that bites: the form is kept as it was understood when it was shown, and is never read anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from riskgraph.errors import WrongUse
from riskgraph.model.form_map import MAPPED
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.records import QuestionnaireRecord, ReviewState, Stamp
from riskgraph.store import blobs
from riskgraph.store.counting import next_number
from riskgraph.store.registers import open_register
from riskgraph.store.rows import changed, locked
from riskgraph.store.tables import QUESTIONNAIRES
from riskgraph.store.uploads import plain_name

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing


def receive(  # noqa: PLR0913 - what a questionnaire is made of
    w: Writing,
    register_id: str,
    form: ReturnedForm,
    data: bytes,
    *,
    party_id: str,
    request_id: int | None,
    received_on: date,
) -> QuestionnaireRecord:
    """Keep a questionnaire that came back; the very same file of the same party is kept once.

    A form of somebody else is kept anew where it was read by another map or another number of it.
    """
    open_register(w.connection, register_id)
    sha256 = blobs.put(w.connection, data)
    if known := _known(w, register_id, party_id, sha256, form):
        return known
    record = QuestionnaireRecord(
        questionnaire_id=next_number(w.connection, QUESTIONNAIRES),
        register_id=register_id,
        party_id=party_id,
        request_id=request_id,
        file=plain_name(form.file),
        sha256=sha256,
        form_id=form.form_id,
        version=form.version,
        scope_kind=form.scope_kind,
        scope_id=form.scope_id,
        received=w.stamp,
        received_on=received_on,
    )
    w.connection.execute(
        insert(QUESTIONNAIRES).values(
            questionnaire_id=record.questionnaire_id, register_id=register_id, party_id=party_id,
            file_sha256=sha256, form_sha256=blobs.put(w.connection, form.model_dump_json().encode()),
            is_deleted=False, revision=1, body=record.model_dump_json(),
        )
    )  # fmt: skip
    subject = str(record.questionnaire_id)
    w.note("questionnaire_received", register_id=register_id, subject=subject, file=record.file)
    return record


def _known(w: Writing, register_id: str, party_id: str, sha256: str, form: ReturnedForm) -> QuestionnaireRecord | None:
    columns = QUESTIONNAIRES.c
    same = (columns.register_id == register_id) & (columns.party_id == party_id) & (columns.file_sha256 == sha256)
    rows = w.connection.execute(select(columns.body).where(same & columns.is_deleted.is_(False)))
    saved = [QuestionnaireRecord.model_validate_json(row.body) for row in rows]
    if form.form_id.startswith(MAPPED):
        saved = [record for record in saved if (record.form_id, record.version) == (form.form_id, form.version)]
    return saved[0] if saved else None


def questionnaires(store: Store, register_id: str) -> tuple[QuestionnaireRecord, ...]:
    """Return the questionnaires of a register in the order in which they were saved; deleted ones are tombstones."""
    columns = QUESTIONNAIRES.c
    query = select(columns.body).where(columns.register_id == register_id).order_by(columns.questionnaire_id)
    with store.reading() as connection:
        return tuple(QuestionnaireRecord.model_validate_json(row.body) for row in connection.execute(query))


def forms_of(store: Store, ids: Sequence[int]) -> dict[int, ReturnedForm]:
    """Return what was understood of questionnaires, by id; deleted ones are absent."""
    columns = QUESTIONNAIRES.c
    found: dict[int, ReturnedForm] = {}
    with store.reading() as connection:
        for number in ids:
            row = connection.execute(select(QUESTIONNAIRES).where(columns.questionnaire_id == number)).first()
            content = None if row is None or row.is_deleted else blobs.get(connection, row.form_sha256)
            if content is not None:
                found[number] = ReturnedForm.model_validate_json(content)
    return found


def file_of(store: Store, questionnaire_id: int) -> bytes | None:
    """Return a questionnaire's file as it came, None where it was deleted."""
    columns = QUESTIONNAIRES.c
    with store.reading() as connection:
        row = connection.execute(select(QUESTIONNAIRES).where(columns.questionnaire_id == questionnaire_id)).first()
        return None if row is None or row.is_deleted else blobs.get(connection, row.file_sha256)


def _locked(w: Writing, questionnaire_id: int, revision: int) -> QuestionnaireRecord:
    record = locked(w.connection, QUESTIONNAIRES, QuestionnaireRecord, questionnaire_id, revision)
    if record.deleted is not None:
        raise WrongUse("store.is_deleted", {"subject": record.file})
    return record


def take_under_review(w: Writing, questionnaire_id: int, revision: int) -> None:
    """Say that somebody looks at it now."""
    _moved(w, _locked(w, questionnaire_id, revision), ReviewState.UNDER_REVIEW)


def decide(w: Writing, questionnaire_id: int, revision: int, *, state: ReviewState, note: str = "") -> None:
    """Accept a questionnaire, or send it back.

    Raises
    ------
    WrongUse
        ``store.no_decision`` for any other state.
    """
    if state not in (ReviewState.ACCEPTED, ReviewState.RETURNED):
        raise WrongUse("store.no_decision", {"state": state.value})
    _moved(w, _locked(w, questionnaire_id, revision), state, decided=w.stamp, note=note)


def reopen(w: Writing, questionnaire_id: int, revision: int, *, reason: str) -> None:
    """Put a decided questionnaire under review again."""
    record = _locked(w, questionnaire_id, revision)
    changed(w, QUESTIONNAIRES, record, {"state": ReviewState.UNDER_REVIEW, "decided": None, "note": reason})
    subject, file = str(questionnaire_id), record.file
    w.note("questionnaire_reopened", register_id=record.register_id, subject=subject, file=file, reason=reason)


def _moved(
    w: Writing, record: QuestionnaireRecord, state: ReviewState, *, decided: Stamp | None = None, note: str = ""
) -> None:
    changed(w, QUESTIONNAIRES, record, {"state": state, "decided": decided, "note": note})
    subject = str(record.questionnaire_id)
    w.note(f"questionnaire_{state.value}", register_id=record.register_id, subject=subject, file=record.file)
