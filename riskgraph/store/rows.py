"""Records that change: read under the lock, compared with the revision somebody looked at, written back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Table, select, update

from riskgraph.errors import StaleSave, WrongUse
from riskgraph.model.records import QuestionnaireRecord, RequestRecord, VerificationRecord
from riskgraph.store.registers import open_register

if TYPE_CHECKING:
    from riskgraph.store.opening import Writing

SomeRecord = TypeVar("SomeRecord", RequestRecord, QuestionnaireRecord, VerificationRecord)


def locked(connection: Connection, table: Table, kind: type[SomeRecord], number: int, revision: int) -> SomeRecord:
    """Return a record that somebody looked at, locked until the end of the transaction.

    Raises
    ------
    StaleSave
        Where it was changed since that revision.
    WrongUse
        ``store.no_such_record``, or the register was deleted.
    """
    key = next(iter(table.primary_key.columns))
    row = connection.execute(select(table.c.body).where(key == number).with_for_update()).first()
    if row is None:
        raise WrongUse("store.no_such_record", {"number": number})
    record = kind.model_validate_json(row.body)
    open_register(connection, record.register_id)
    if record.revision != revision:
        raise StaleSave("store.stale_record", {"base": revision, "current": record.revision, **_last(record)})
    return record


def _last(record: RequestRecord | QuestionnaireRecord | VerificationRecord) -> dict[str, str | int | float]:
    """Return who changed a record last, as far as it says."""
    stamps = [stamp for stamp in _stamps(record) if stamp is not None]
    newest = max(stamps, key=lambda stamp: stamp.at)
    return {"actor": newest.actor, "at": newest.at.isoformat()}


def _stamps(record: RequestRecord | QuestionnaireRecord | VerificationRecord) -> tuple[Any, ...]:
    if isinstance(record, RequestRecord):
        reminded = (reminder.made for reminder in record.reminders)
        return (record.made, record.withdrawn, *reminded, *(extension.made for extension in record.extensions))
    if isinstance(record, QuestionnaireRecord):
        return (record.received, record.decided, record.deleted)
    return (record.recorded, record.confirmed, record.withdrawn)


def changed(w: Writing, table: Table, record: SomeRecord, fields: Mapping[str, Any], **columns: Any) -> SomeRecord:
    """Write a record with other fields back as its next revision."""
    new = record.model_copy(update={**fields, "revision": record.revision + 1})
    key = next(iter(table.primary_key.columns))
    number = getattr(record, key.name)
    values = {"revision": new.revision, "body": new.model_dump_json(), **columns}
    w.connection.execute(update(table).where(key == number).values(**values))
    return new
