"""Questionnaires that came back: the file, what was understood of it, and what was decided about it.

The convention that bites: the form is kept as it was understood when it was shown, and is never read anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import insert, select

from riskgraph.errors import WrongUse
from riskgraph.model.form_map import MAPPED
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.records import QuestionnaireRecord, ReviewState, Stamp
from riskgraph.store import blobs
from riskgraph.store.audit import add_lines
from riskgraph.store.counting import next_number
from riskgraph.store.registers import open_register
from riskgraph.store.rows import changed, locked
from riskgraph.store.tables import QUESTIONNAIRES
from riskgraph.store.uploads import plain_name

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing

_AT_ONCE = 200  # as many as a statement can take


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
    """Keep a questionnaire that came back; the very same file of the same party is kept once."""
    return receive_many(w, register_id, (Arrived(form, data, party_id, request_id),), received_on=received_on)[0]


@dataclass(frozen=True)
class Arrived:
    """A questionnaire that came back: what was understood, the file, whose it is, and which request it answers."""

    form: ReturnedForm
    data: bytes
    party_id: str
    request_id: int | None = None


def receive_many(
    w: Writing, register_id: str, arrived: Sequence[Arrived], *, received_on: date
) -> tuple[QuestionnaireRecord, ...]:
    """Keep questionnaires that came back, a record each; the very same file of the same party is kept once.

    A form of somebody else is kept anew where it was read by another map or another number of it.
    """
    open_register(w.connection, register_id)
    files = blobs.put_many(w.connection, [one.data for one in arrived])
    keys = [_key(one.party_id, sha256, one.form) for one, sha256 in zip(arrived, files, strict=True)]
    known = _known(w, register_id, files)
    new: dict[_Key, Arrived] = {}
    for key, one in zip(keys, arrived, strict=True):
        if key not in known:
            new.setdefault(key, one)
    if new:
        first = next_number(w.connection, QUESTIONNAIRES, how_many=len(new))
        records = [
            _record(w, register_id, one, number=number, sha256=key.sha256, received_on=received_on)
            for number, (key, one) in enumerate(new.items(), first)
        ]
        _insert(w, register_id, records, [one.form for one in new.values()])
        known |= dict(zip(new, records, strict=True))
    return tuple(known[key] for key in keys)


class _Key(NamedTuple):
    """By what a questionnaire is known again."""

    party_id: str
    sha256: str
    read_by: tuple[str, str] | None = None


def _key(party_id: str, sha256: str, form: ReturnedForm | QuestionnaireRecord) -> _Key:
    """Return the key of a questionnaire; the map that it was read by counts for a form of somebody else."""
    is_mapped = form.form_id.startswith(MAPPED)
    return _Key(party_id, sha256, (form.form_id, form.version) if is_mapped else None)


def _record(
    w: Writing, register_id: str, one: Arrived, *, number: int, sha256: str, received_on: date
) -> QuestionnaireRecord:
    return QuestionnaireRecord(
        questionnaire_id=number,
        register_id=register_id,
        party_id=one.party_id,
        request_id=one.request_id,
        file=plain_name(one.form.file),
        sha256=sha256,
        form_id=one.form.form_id,
        version=one.form.version,
        scope_kind=one.form.scope_kind,
        scope_id=one.form.scope_id,
        received=w.stamp,
        received_on=received_on,
    )


def _insert(
    w: Writing, register_id: str, records: Sequence[QuestionnaireRecord], forms: Sequence[ReturnedForm]
) -> None:
    """Write new records with what was understood, and a line of the trail for each."""
    shas = blobs.put_many(w.connection, [form.model_dump_json().encode() for form in forms])
    rows = [
        {
            "questionnaire_id": record.questionnaire_id, "register_id": register_id, "party_id": record.party_id,
            "file_sha256": record.sha256, "form_sha256": form_sha256,
            "is_deleted": False, "revision": 1, "body": record.model_dump_json(),
        }
        for record, form_sha256 in zip(records, shas, strict=True)
    ]  # fmt: skip
    w.connection.execute(insert(QUESTIONNAIRES), rows)
    subjects = [(str(record.questionnaire_id), {"file": record.file}) for record in records]
    add_lines(w.connection, w.stamp, "questionnaire_received", register_id=register_id, subjects=subjects)


def _known(w: Writing, register_id: str, files: Sequence[str]) -> dict[_Key, QuestionnaireRecord]:
    """Return the records that there are of these files."""
    columns = QUESTIONNAIRES.c
    mine = (columns.register_id == register_id) & columns.is_deleted.is_(False)
    found: dict[_Key, QuestionnaireRecord] = {}
    for begin in range(0, len(files), _AT_ONCE):
        some = columns.file_sha256.in_(files[begin : begin + _AT_ONCE])
        rows = w.connection.execute(select(columns.body).where(mine & some).order_by(columns.questionnaire_id))
        for row in rows:
            record = QuestionnaireRecord.model_validate_json(row.body)
            found.setdefault(_key(record.party_id, record.sha256, record), record)
            found.setdefault(_Key(record.party_id, record.sha256), record)
    return found


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
