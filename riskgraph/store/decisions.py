"""Decisions in the store: added once, on a frozen assessment, and never changed; another one may follow.

The convention that bites: what a decision needs is checked within its own transaction, so that of two people who decide
at once the second is refused and sees the first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select

from riskgraph.errors import WrongUse
from riskgraph.model.deciding import Basis, check_decision
from riskgraph.model.meeting import DecisionDraft, DecisionRecord, ItemRecord, MeetingRecord, MeetingState
from riskgraph.store.assessments import record_of
from riskgraph.store.counting import next_number
from riskgraph.store.registers import open_register
from riskgraph.store.rows import changed, locked
from riskgraph.store.tables import DECISIONS, ITEMS, MEETINGS

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing


def decisions(store: Store, register_id: str) -> tuple[DecisionRecord, ...]:
    """Return the decisions of a register, the newest first."""
    with store.reading() as connection:
        return _decisions(connection, register_id)


def decision(store: Store, decision_id: int) -> DecisionRecord | None:
    """Return a decision as it was made, None where there is none."""
    query = select(DECISIONS.c.body).where(DECISIONS.c.decision_id == decision_id)
    with store.reading() as connection:
        row = connection.execute(query).first()
    return DecisionRecord.model_validate_json(row.body) if row else None


def _decisions(connection: Connection, register_id: str) -> tuple[DecisionRecord, ...]:
    query = select(DECISIONS.c.body).where(DECISIONS.c.register_id == register_id)
    rows = connection.execute(query.order_by(DECISIONS.c.decision_id.desc()))
    return tuple(DecisionRecord.model_validate_json(row.body) for row in rows)


def decided_assessments(connection: Connection, register_id: str) -> frozenset[int]:
    """Return the assessments of a register that decisions and meetings rest on: they stay as long as the register."""
    rested_on = connection.execute(select(DECISIONS.c.assessment_id).where(DECISIONS.c.register_id == register_id))
    bodies = connection.execute(select(MEETINGS.c.body).where(MEETINGS.c.register_id == register_id)).scalars()
    looked_at = {MeetingRecord.model_validate_json(body).assessment_id for body in bodies}
    return frozenset({*rested_on.scalars(), *looked_at})


def decide(
    w: Writing, item: ItemRecord, draft: DecisionDraft, basis: Basis, *, assessment_id: int, revision: int
) -> DecisionRecord:
    """Write a decision down and return it; the newest earlier one about the same engagement is the one it follows.

    Parameters
    ----------
    basis
        What is known beforehand; that the register has not moved, and earlier decisions, are looked up here.
    assessment_id
        What it rests on, frozen from now on.
    revision
        That of the case as it was looked at.

    Raises
    ------
    StaleSave
        Where the case was changed, or decided, since.
    WrongUse
        ``meeting.closed``, ``meeting.decided``, ``store.no_such_record``, and what `check_decision` raises; nothing is
        written then.
    """
    now = locked(w.connection, ITEMS, ItemRecord, item.item_id, revision)
    if now.decision_id is not None:
        raise WrongUse("meeting.decided", {"case": now.case_no or now.item_id})
    _refuse_closed(w.connection, now.meeting_id)
    rested_on = record_of(w.connection, assessment_id)
    if rested_on is None or rested_on.register_id != now.register_id:
        raise WrongUse("store.no_such_record", {"number": assessment_id})
    earlier = _decisions(w.connection, now.register_id)
    has_moved = open_register(w.connection, now.register_id).number != rested_on.inputs.version
    moved = ("version",) if has_moved and "version" not in basis.moved else ()
    basis = replace(basis, earlier=earlier, moved=(*moved, *basis.moved))
    check_decision(draft, now, basis, actor=w.stamp.actor)
    before = next((d.decision_id for d in earlier if d.engagement_id == now.engagement_id), None)
    record = DecisionRecord(
        **dict(draft),
        decision_id=next_number(w.connection, DECISIONS),
        item_id=now.item_id,
        meeting_id=now.meeting_id,
        register_id=now.register_id,
        engagement_id=now.engagement_id,
        assessment_id=assessment_id,
        follows=before,
        made=w.stamp,
    )
    w.connection.execute(
        insert(DECISIONS).values(
            decision_id=record.decision_id,
            register_id=record.register_id,
            engagement_id=record.engagement_id,
            assessment_id=assessment_id,
            body=record.model_dump_json(),
        )
    )
    changed(w, ITEMS, now, {"decision_id": record.decision_id})
    w.note(
        "item_decided",
        register_id=record.register_id,
        subject=str(now.item_id),
        case=now.case_no,
        decision=record.decision_id,
        verdict=record.verdict.value,
    )
    return record


def _refuse_closed(connection: Connection, meeting_id: int) -> None:
    body = connection.execute(select(MEETINGS.c.body).where(MEETINGS.c.meeting_id == meeting_id)).scalar_one()
    if MeetingRecord.model_validate_json(body).state is MeetingState.CLOSED:
        raise WrongUse("meeting.closed")
