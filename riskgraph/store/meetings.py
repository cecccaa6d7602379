"""Meetings and their cases in the store: drafts that people work on together until the minutes are closed.

The convention that bites: a case that was decided, and minutes that were closed, are not changed any more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, insert, select

from riskgraph.errors import WrongUse
from riskgraph.model.deciding import check_closing, check_disposition
from riskgraph.model.meeting import ItemKind, ItemRecord, MeetingRecord, MeetingState
from riskgraph.store.assessments import record_of
from riskgraph.store.counting import next_number
from riskgraph.store.registers import open_register
from riskgraph.store.rows import changed, locked
from riskgraph.store.tables import ITEMS, MEETINGS

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing

_OF_MEETING = frozenset({"title", "held_on", "assessment_id", "attendees", "dispositions", "note"})
_OF_ITEM = frozenset(
    {"case_no", "kind", "department", "wanted_on", "statement", "statement_on", "cost_talk", "talked_on", "opinions",
     "note"}
)  # fmt: skip


def meetings(store: Store, register_id: str) -> tuple[MeetingRecord, ...]:
    """Return the meetings of a register, the latest day first."""
    query = select(MEETINGS.c.body).where(MEETINGS.c.register_id == register_id)
    with store.reading() as connection:
        found = [MeetingRecord.model_validate_json(row.body) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda m: (-m.held_on.toordinal(), -m.meeting_id)))


def items(store: Store, register_id: str) -> tuple[ItemRecord, ...]:
    """Return the cases of all meetings of a register, in the order in which they were put on the agenda."""
    query = select(ITEMS.c.body).where(ITEMS.c.register_id == register_id).order_by(ITEMS.c.item_id)
    with store.reading() as connection:
        return tuple(ItemRecord.model_validate_json(row.body) for row in connection.execute(query))


def make_meeting(
    w: Writing, register_id: str, *, title: str, held_on: date, assessment_id: int, attendees: Sequence[str] = ()
) -> MeetingRecord:
    """Make a meeting over a kept assessment, as a draft.

    Raises
    ------
    WrongUse
        ``meeting.title_needed``, or ``store.no_such_record`` for an assessment that is not there.
    """
    open_register(w.connection, register_id)
    record = MeetingRecord(
        meeting_id=next_number(w.connection, MEETINGS),
        register_id=register_id,
        title=" ".join(title.split()),
        held_on=held_on,
        assessment_id=assessment_id,
        attendees=tuple(attendees),
        made=w.stamp,
    )
    _check(w.connection, record)
    w.connection.execute(
        insert(MEETINGS).values(
            meeting_id=record.meeting_id, register_id=register_id, revision=1, body=record.model_dump_json()
        )
    )
    w.note("meeting_made", register_id=register_id, subject=str(record.meeting_id), held_on=held_on.isoformat())
    return record


def change_meeting(w: Writing, record: MeetingRecord, changes: Mapping[str, Any], revision: int) -> MeetingRecord:
    """Write other fields of a meeting down.

    Raises
    ------
    StaleSave
        Where somebody changed it since that revision.
    WrongUse
        ``meeting.closed``, ``meeting.unknown_field``, ``meeting.title_needed``, ``store.no_such_record``, and what
        `check_disposition` raises.
    """
    now = _open_meeting(w, record.meeting_id, revision)
    _known(changes, _OF_MEETING)
    new = MeetingRecord.model_validate({**dict(now), **changes})
    _check(w.connection, new)
    for disposition in new.dispositions:
        check_disposition(disposition, new.held_on)
    written = changed(w, MEETINGS, now, {name: getattr(new, name) for name in changes})
    w.note("meeting_changed", register_id=now.register_id, subject=str(now.meeting_id))
    return written


def _open_meeting(w: Writing, meeting_id: int, revision: int) -> MeetingRecord:
    now = locked(w.connection, MEETINGS, MeetingRecord, meeting_id, revision)
    if now.state is MeetingState.CLOSED:
        raise WrongUse("meeting.closed")
    return now


def _check(connection: Connection, record: MeetingRecord) -> None:
    if not record.title.strip():
        raise WrongUse("meeting.title_needed")
    kept = record_of(connection, record.assessment_id)
    if kept is None or kept.register_id != record.register_id:
        raise WrongUse("store.no_such_record", {"number": record.assessment_id})


def _known(changes: Mapping[str, Any], fields: Collection[str]) -> None:
    for name in changes:
        if name not in fields:
            raise WrongUse("meeting.unknown_field", {"field": name})


def close_meeting(w: Writing, record: MeetingRecord, first_paths: Collection[str], revision: int) -> MeetingRecord:
    """Close the minutes: everything is decided, and every one of the first paths has its disposition.

    Raises
    ------
    StaleSave
        Where somebody changed it since that revision.
    WrongUse
        ``meeting.closed``, and what `riskgraph.model.deciding.check_closing` raises.
    """
    now = _open_meeting(w, record.meeting_id, revision)
    mine = [item for item in _items_of(w.connection, now.meeting_id) if item.decision_id is None]
    check_closing(now, first_paths, [item.case_no or str(item.item_id) for item in mine])
    written = changed(w, MEETINGS, now, {"state": MeetingState.CLOSED, "closed": w.stamp})
    w.note("meeting_closed", register_id=now.register_id, subject=str(now.meeting_id))
    return written


def _items_of(connection: Connection, meeting_id: int) -> list[ItemRecord]:
    query = select(ITEMS.c.body).where(ITEMS.c.meeting_id == meeting_id).order_by(ITEMS.c.item_id)
    return [ItemRecord.model_validate_json(row.body) for row in connection.execute(query)]


def add_item(
    w: Writing, meeting: MeetingRecord, *, engagement_id: str, kind: ItemKind, department: str, drafter: str
) -> ItemRecord:
    """Put an engagement (by the id of its row) on the agenda.

    Raises
    ------
    WrongUse
        ``meeting.closed``, ``meeting.drafter_needed``, or ``meeting.twice`` where it is on this agenda already.
    """
    body = w.connection.execute(
        select(MEETINGS.c.body).where(MEETINGS.c.meeting_id == meeting.meeting_id).with_for_update()
    ).scalar_one()
    now = MeetingRecord.model_validate_json(body)
    if now.state is MeetingState.CLOSED:
        raise WrongUse("meeting.closed")
    if not drafter.strip():
        raise WrongUse("meeting.drafter_needed")
    mine = _items_of(w.connection, now.meeting_id)
    if any(item.engagement_id == engagement_id for item in mine):
        raise WrongUse("meeting.twice", {"engagement": engagement_id})
    number = next_number(w.connection, ITEMS)
    record = ItemRecord(
        item_id=number,
        meeting_id=now.meeting_id,
        register_id=now.register_id,
        engagement_id=engagement_id,
        case_no=f"{now.held_on:%Y%m}-{len(mine) + 1:02}",
        kind=kind,
        department=" ".join(department.split()),
        drafter=" ".join(drafter.split()),
        drafted=w.stamp,
    )
    w.connection.execute(
        insert(ITEMS).values(
            item_id=number, meeting_id=now.meeting_id, register_id=now.register_id, revision=1,
            body=record.model_dump_json(),
        )
    )  # fmt: skip
    w.note("item_added", register_id=now.register_id, subject=str(number), case=record.case_no)
    return record


def change_item(w: Writing, record: ItemRecord, changes: Mapping[str, Any], revision: int) -> ItemRecord:
    """Write other fields of a case down.

    Raises
    ------
    StaleSave
        Where somebody changed, or decided, it since that revision.
    WrongUse
        ``meeting.decided`` or ``meeting.unknown_field``.
    """
    now = _undecided(w, record.item_id, revision)
    _known(changes, _OF_ITEM)
    new = ItemRecord.model_validate({**dict(now), **changes})
    written = changed(w, ITEMS, now, {name: getattr(new, name) for name in changes})
    w.note("item_changed", register_id=now.register_id, subject=str(now.item_id), case=now.case_no)
    return written


def drop_item(w: Writing, record: ItemRecord, revision: int) -> None:
    """Take a case that is not decided off the agenda; raises as `change_item` does."""
    now = _undecided(w, record.item_id, revision)
    w.connection.execute(delete(ITEMS).where(ITEMS.c.item_id == now.item_id))
    w.note("item_dropped", register_id=now.register_id, subject=str(now.item_id), case=now.case_no)


def _undecided(w: Writing, item_id: int, revision: int) -> ItemRecord:
    now = locked(w.connection, ITEMS, ItemRecord, item_id, revision)
    if now.decision_id is not None:
        raise WrongUse("meeting.decided", {"case": now.case_no or now.item_id})
    return now
