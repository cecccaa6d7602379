"""Deleting: content goes for good, the line stays as a tombstone that says what it was, who deleted it and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, insert, select, update

from riskgraph.errors import WrongUse
from riskgraph.model.months import months_later
from riskgraph.model.records import (
    AssessmentRecord,
    Expired,
    KeptKind,
    QuestionnaireRecord,
    Retention,
    Tombstone,
    VersionRecord,
)
from riskgraph.model.submission import Settings
from riskgraph.store import blobs
from riskgraph.store.decisions import decided_assessments
from riskgraph.store.registers import open_register, submission_of, version_of
from riskgraph.store.rows import changed
from riskgraph.store.tables import (
    ASSESSMENTS,
    COSTS,
    DECISIONS,
    FINDINGS,
    ITEMS,
    MEETINGS,
    PARAMETER_SETS,
    PAYEES,
    QUESTIONNAIRES,
    REGISTERS,
    REQUESTS,
    TOMBSTONES,
    VERIFICATIONS,
    VERSION_FILES,
    VERSIONS,
)
from riskgraph.store.uploads import drop_uploads

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing

GONE = ""  # the SHA-256 of content that is no longer named


def _bury(w: Writing, kind: KeptKind, subject: str, *, register_id: str, sha256: str, reason: str) -> None:
    """Set a tombstone and say so in the trail."""
    stone = Tombstone(
        kind=kind, subject=subject, register_id=register_id, sha256=sha256, reason=reason, deleted=w.stamp
    )
    w.connection.execute(insert(TOMBSTONES).values(register_id=register_id, body=stone.model_dump_json()))
    w.note(f"{kind.value}_deleted", register_id=register_id, subject=subject, reason=reason)


def delete_raw_files(w: Writing, register_id: str, number: int, *, reason: str) -> None:
    """Delete the workbooks that a version was read from; its rows stay."""
    open_register(w.connection, register_id)
    columns = VERSION_FILES.c
    read_for = version_of(w.connection, register_id, number).content_number
    mine = (columns.register_id == register_id) & (columns.number == read_for) & columns.is_deleted.is_(False)
    found = w.connection.execute(select(VERSION_FILES).where(mine)).all()
    if not found:
        raise WrongUse("store.no_such_record", {"number": number})
    w.connection.execute(update(VERSION_FILES).where(mine).values(is_deleted=True))
    for file in found:
        subject = f"{read_for}/{file.position}"
        _bury(w, KeptKind.RAW_FILE, subject, register_id=register_id, sha256=file.sha256, reason=reason)
    blobs.drop_unused(w.connection, [file.sha256 for file in found])


def delete_questionnaire(w: Writing, questionnaire_id: int, *, reason: str) -> None:
    """Delete a questionnaire's file and answers; assessments that were made from it keep what they say."""
    columns = QUESTIONNAIRES.c
    row = w.connection.execute(select(QUESTIONNAIRES).where(columns.questionnaire_id == questionnaire_id)).first()
    if row is None or row.is_deleted:
        raise WrongUse("store.no_such_record", {"number": questionnaire_id})
    record = QuestionnaireRecord.model_validate_json(row.body)
    open_register(w.connection, record.register_id)
    changed(w, QUESTIONNAIRES, record, {"deleted": w.stamp, "note": ""}, is_deleted=True)
    subject = str(questionnaire_id)
    _bury(w, KeptKind.QUESTIONNAIRE, subject, register_id=record.register_id, sha256=record.sha256, reason=reason)
    blobs.drop_unused(w.connection, [row.file_sha256, row.form_sha256])


def delete_assessment(w: Writing, assessment_id: int, *, reason: str) -> None:
    """Delete a kept assessment; its line stays in the list.

    Raises
    ------
    WrongUse
        ``store.assessment_decided`` where a decision or an open meeting rests on it, ``store.no_such_record``.
    """
    columns = ASSESSMENTS.c
    row = w.connection.execute(select(ASSESSMENTS).where(columns.assessment_id == assessment_id)).first()
    if row is None or row.is_deleted:
        raise WrongUse("store.no_such_record", {"number": assessment_id})
    record = AssessmentRecord.model_validate_json(row.body)
    open_register(w.connection, record.register_id)
    if assessment_id in decided_assessments(w.connection, record.register_id):
        raise WrongUse("store.assessment_decided", {"number": assessment_id})
    body = record.model_copy(update={"deleted": w.stamp, "note": ""}).model_dump_json()
    mine = columns.assessment_id == assessment_id
    w.connection.execute(update(ASSESSMENTS).where(mine).values(is_deleted=True, body=body))
    subject = str(assessment_id)
    sha256 = row.assessment_sha256
    _bury(w, KeptKind.ASSESSMENT, subject, register_id=record.register_id, sha256=sha256, reason=reason)
    blobs.drop_unused(w.connection, [row.assessment_sha256, row.submission_sha256])


def delete_register(w: Writing, register_id: str, *, reason: str) -> None:
    """Delete a register with all that belongs to it; its line and the audit trail stay."""
    record = open_register(w.connection, register_id)
    contents = _let_go(w, register_id)
    drop_uploads(w.connection, register_id)
    body = record.model_copy(update={"deleted": w.stamp}).model_dump_json()
    mine = REGISTERS.c.register_id == register_id
    kept = Retention().model_dump_json()
    w.connection.execute(
        update(REGISTERS).where(mine).values(is_deleted=True, parameters_id=0, body=body, retention=kept)
    )
    _bury(w, KeptKind.REGISTER, register_id, register_id=register_id, sha256=contents[0], reason=reason)
    blobs.drop_unused(w.connection, contents)


def _let_go(w: Writing, register_id: str) -> list[str]:
    """Take every record of a register away and return the contents that they named, the newest version's first."""
    connection = w.connection
    contents: list[str] = []
    newest_first = VERSIONS.c.number.desc()
    for column, order in (
        (VERSIONS.c.content_sha256, (newest_first,)),
        (VERSION_FILES.c.sha256, ()),
        (QUESTIONNAIRES.c.file_sha256, ()),
        (QUESTIONNAIRES.c.form_sha256, ()),
        (PARAMETER_SETS.c.sha256, ()),
        (ASSESSMENTS.c.assessment_sha256, ()),
        (ASSESSMENTS.c.submission_sha256, ()),
    ):
        mine = column.table.c.register_id == register_id
        contents.extend(connection.execute(select(column).where(mine).order_by(*order)).scalars())
    for table in (
        VERSION_FILES, VERSIONS, REQUESTS, QUESTIONNAIRES, VERIFICATIONS, PARAMETER_SETS, DECISIONS, ITEMS, MEETINGS,
        ASSESSMENTS, FINDINGS, COSTS, PAYEES,
    ):  # fmt: skip
        connection.execute(table.delete().where(table.c.register_id == register_id))
    return contents


def tombstones(store: Store, register_id: str = "") -> tuple[Tombstone, ...]:
    """Return what is left of deleted things, the newest first; of one register or of all."""
    query = select(TOMBSTONES.c.body).order_by(TOMBSTONES.c.tombstone_id.desc())
    if register_id:
        query = query.where(TOMBSTONES.c.register_id == register_id)
    with store.reading() as connection:
        return tuple(Tombstone.model_validate_json(row.body) for row in connection.execute(query))


def retention(store: Store, register_id: str) -> Retention:
    """Return how long each kind is kept."""
    with store.reading() as connection:
        query = select(REGISTERS.c.retention).where(REGISTERS.c.register_id == register_id)
        row = connection.execute(query).first()
    return Retention.model_validate_json(row.retention) if row else Retention()


def set_retention(w: Writing, register_id: str, new: Retention) -> None:
    """Set how long each kind is kept; nothing is deleted by that."""
    open_register(w.connection, register_id)
    mine = REGISTERS.c.register_id == register_id
    w.connection.execute(update(REGISTERS).where(mine).values(retention=new.model_dump_json()))
    months = {kind: value or 0 for kind, value in new.model_dump().items()}
    w.note("retention_set", register_id=register_id, subject=register_id, **months)


def expired(store: Store, register_id: str, today: date) -> tuple[Expired, ...]:
    """Return what has been kept for longer than its retention, the longest kept first.

    What the current version was read from, accepted answers that count and the newest assessment are named like
    everything else: whether they may go is for people to decide.
    """
    kept = retention(store, register_id)
    if kept == Retention():
        return ()
    zone = _zone(store, register_id)
    with store.reading() as connection:
        found = [
            Expired(kind=kind, subject=subject, label=label, kept_since=since, expired_on=ends)
            for kind, months, things in _things(connection, register_id, kept)
            for subject, label, since in things
            if months is not None and (ends := months_later(since.astimezone(zone).date(), months)) <= today
        ]
    return tuple(sorted(found, key=lambda e: (e.kept_since, e.kind.value, e.subject)))


def _zone(store: Store, register_id: str) -> ZoneInfo:
    """Return the register's zone; one that nobody knows is read as that of Japan, as everywhere."""
    try:
        return ZoneInfo(submission_of(store, register_id).settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(Settings().time_zone)


_Thing = tuple[str, str, datetime]


def _things(
    connection: Connection, register_id: str, kept: Retention
) -> Iterator[tuple[KeptKind, int | None, list[_Thing]]]:
    yield KeptKind.RAW_FILE, kept.raw_file, list(_raw(connection, register_id))
    forms = [QuestionnaireRecord.model_validate_json(b) for b in _bodies(connection, QUESTIONNAIRES, register_id)]
    yield KeptKind.QUESTIONNAIRE, kept.questionnaire, [(str(r.questionnaire_id), r.file, r.received.at) for r in forms]
    decided = decided_assessments(connection, register_id)
    results = [AssessmentRecord.model_validate_json(b) for b in _bodies(connection, ASSESSMENTS, register_id)]
    yield (
        KeptKind.ASSESSMENT,
        kept.assessment,
        [
            (str(r.assessment_id), r.inputs.as_of.isoformat(), r.made.at)
            for r in results
            if r.assessment_id not in decided
        ],
    )


def _bodies(connection: Connection, table: Any, register_id: str) -> Iterator[str]:
    mine = (table.c.register_id == register_id) & table.c.is_deleted.is_(False)
    return iter(connection.execute(select(table.c.body).where(mine)).scalars().all())


def _raw(connection: Connection, register_id: str) -> Iterator[_Thing]:
    columns = VERSION_FILES.c
    mine = (columns.register_id == register_id) & columns.is_deleted.is_(False)
    numbers = connection.execute(select(columns.number).where(mine).distinct()).scalars().all()
    for number in sorted(numbers):
        version = (VERSIONS.c.register_id == register_id) & (VERSIONS.c.number == number)
        row = connection.execute(select(VERSIONS.c.body).where(version)).one()
        record = VersionRecord.model_validate_json(row.body)
        yield str(number), ", ".join(file.file for file in record.files), record.made.at


def delete_expired(w: Writing, register_id: str, items: Sequence[Expired]) -> None:
    """Delete these things; the reason is that their retention has run out."""
    for item in items:
        reason = f"retention {item.expired_on.isoformat()}"
        if item.kind is KeptKind.RAW_FILE:
            delete_raw_files(w, register_id, int(item.subject), reason=reason)
        elif item.kind is KeptKind.QUESTIONNAIRE:
            delete_questionnaire(w, int(item.subject), reason=reason)
        elif item.kind is KeptKind.ASSESSMENT:
            delete_assessment(w, int(item.subject), reason=reason)
