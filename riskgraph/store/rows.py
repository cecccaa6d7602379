"""Records that change: read under the lock, compared with the revision somebody looked at, written back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Table, select, update

from riskgraph.errors import StaleSave, WrongUse
from riskgraph.model.finding import FindingRecord
from riskgraph.model.meeting import ItemRecord, MeetingRecord
from riskgraph.model.records import QuestionnaireRecord, RequestRecord, VerificationRecord
from riskgraph.store.audit import last_change
from riskgraph.store.registers import open_register
from riskgraph.store.tables import FINDINGS, ITEMS, MEETINGS, QUESTIONNAIRES, REQUESTS, VERIFICATIONS

if TYPE_CHECKING:
    from riskgraph.store.opening import Writing

# What the actions of the audit trail begin with that change a record of a table.
_ACTIONS = {
    REQUESTS.name: "request_",
    QUESTIONNAIRES.name: "questionnaire_",
    VERIFICATIONS.name: "verification_",
    FINDINGS.name: "finding_",
    MEETINGS.name: "meeting_",
    ITEMS.name: "item_",
}
SomeRecord = TypeVar(
    "SomeRecord", RequestRecord, QuestionnaireRecord, VerificationRecord, FindingRecord, MeetingRecord, ItemRecord
)


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
        who = last_change(connection, record.register_id, str(number), _ACTIONS[table.name])
        raise StaleSave("store.stale_record", {"base": revision, "current": record.revision, **who})
    return record


def changed(w: Writing, table: Table, record: SomeRecord, fields: Mapping[str, Any], **columns: Any) -> SomeRecord:
    """Write a record with other fields back as its next revision."""
    new = record.model_copy(update={**fields, "revision": record.revision + 1})
    key = next(iter(table.primary_key.columns))
    number = getattr(record, key.name)
    values = {"revision": new.revision, "body": new.model_dump_json(), **columns}
    w.connection.execute(update(table).where(key == number).values(**values))
    return new
