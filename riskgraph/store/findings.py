"""What people do about findings: taken up from what the register shows, changed step by step, opened again.

The convention that bites: looking at findings writes nothing; `seen` does, and only where something differs. A closed
record is opened again by what opens it: it comes back, its evidence expires, or its acceptance does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select

from riskgraph.model.finding import Finding, FindingRecord, FindingState, FindingStep
from riskgraph.model.following import next_record, why_opens
from riskgraph.store.counting import next_number
from riskgraph.store.registers import open_register
from riskgraph.store.rows import changed, locked
from riskgraph.store.tables import FINDINGS

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing


def finding_records(store: Store, register_id: str) -> tuple[FindingRecord, ...]:
    """Return the records of a register by id, those of findings that are gone too."""
    with store.reading() as connection:
        return _records(connection, register_id)


def _records(connection: Connection, register_id: str) -> tuple[FindingRecord, ...]:
    query = select(FINDINGS.c.body).where(FINDINGS.c.register_id == register_id).order_by(FINDINGS.c.finding_id)
    return tuple(FindingRecord.model_validate_json(row.body) for row in connection.execute(query))


def seen(w: Writing, register_id: str, findings: Sequence[Finding], today: date) -> tuple[FindingRecord, ...]:
    """Take up what the register shows today; return the records that were made or opened again.

    A record whose finding is gone stays and says so.
    """
    open_register(w.connection, register_id)
    known = {record.key: record for record in _records(w.connection, register_id)}
    found = {finding.key: finding for finding in findings}
    moved = [record for record in (_looked_at(w, known[key], found.get(key), today) for key in known) if record]
    new = [finding for key, finding in found.items() if key not in known]
    return (*moved, *_taken_up(w, register_id, new, today))


def _taken_up(w: Writing, register_id: str, findings: Sequence[Finding], today: date) -> tuple[FindingRecord, ...]:
    first = next_number(w.connection, FINDINGS, how_many=len(findings)) if findings else 0
    made = tuple(
        FindingRecord(
            finding_id=number,
            register_id=register_id,
            key=finding.key,
            code=finding.code,
            party_id=finding.party_id,
            engagement_id=finding.engagement_id,
            fields=finding.fields,
            due_on=finding.due_on,
            first_seen=w.stamp,
            last_seen_on=today,
        )
        for number, finding in enumerate(findings, start=first)
    )
    for record in made:
        w.connection.execute(
            insert(FINDINGS).values(
                finding_id=record.finding_id, register_id=register_id, revision=1, body=record.model_dump_json()
            )
        )
        w.note("finding_taken_up", register_id=register_id, subject=str(record.finding_id), code=record.code)
    return made


def _looked_at(w: Writing, record: FindingRecord, finding: Finding | None, today: date) -> FindingRecord | None:
    """Write down that a finding is there or gone; return its record where it is opened again."""
    why = why_opens(record, finding, today)
    fields: dict[str, Any] = {"is_there": finding is not None}
    if finding is not None:
        fields |= {"last_seen_on": max(today, record.last_seen_on), "fields": finding.fields}
    if why is not None:
        step = FindingStep(before=record.state, after=FindingState.REOPENED, made=w.stamp, why=why)
        fields |= {"state": FindingState.REOPENED, "steps": (*record.steps, step), "verified_by": ""}
    if all(getattr(record, name) == value for name, value in fields.items()):
        return None
    new = changed(w, FINDINGS, record, fields)
    if why is None:
        return None
    w.note("finding_reopened", register_id=record.register_id, subject=str(record.finding_id), why=why.value)
    return new


def changed_finding(w: Writing, record: FindingRecord, changes: Mapping[str, Any], revision: int) -> FindingRecord:
    """Write down what somebody does about a finding, with the step in its history.

    Parameters
    ----------
    changes
        Fields of the record, and ``note`` for what is said about the step.
    revision
        The one that was looked at.

    Raises
    ------
    StaleSave
        Where somebody changed it since.
    WrongUse
        As `riskgraph.model.following.next_record` does; nothing is written then.
    """
    now = locked(w.connection, FINDINGS, FindingRecord, record.finding_id, revision)
    new = next_record(now, changes)
    note = str(changes.get("note", "")).strip()
    step = FindingStep(before=now.state, after=new.state, made=w.stamp, note=note)
    fields = {name: getattr(new, name) for name in FindingRecord.model_fields if name not in ("revision", "steps")}
    written = changed(w, FINDINGS, now, {**fields, "steps": (*now.steps, step)})
    w.note(
        "finding_changed", register_id=now.register_id, subject=str(now.finding_id), before=now.state.value,
        after=new.state.value,
    )  # fmt: skip
    return written
