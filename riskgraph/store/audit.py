"""The audit trail: one line for each change, which nobody can change or take away again.

The convention that bites: the database itself refuses to update or delete a line (triggers), and each line's hash
holds that of the line before, so that a line that was changed outside is found. `fields` hold ids, counts and file
names, never answers or names of parties.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, desc, insert, select

from riskgraph.model.records import AuditLine, Stamp
from riskgraph.store.tables import AUDIT

if TYPE_CHECKING:
    from riskgraph.store.opening import Store

_LONGEST = 200


def add_line(
    connection: Connection,
    stamp: Stamp,
    action: str,
    *,
    register_id: str,
    subject: str,
    fields: Mapping[str, str | int | float],
) -> None:
    """Add a line at the end of the trail."""
    add_lines(connection, stamp, action, register_id=register_id, subjects=((subject, fields),))


def add_lines(
    connection: Connection,
    stamp: Stamp,
    action: str,
    *,
    register_id: str,
    subjects: Sequence[tuple[str, Mapping[str, str | int | float]]],
) -> None:
    """Add a line at the end of the trail for each subject and its fields."""
    last = connection.execute(select(AUDIT.c.sequence, AUDIT.c.hash).order_by(desc(AUDIT.c.sequence)).limit(1)).first()
    sequence, link = (last.sequence, last.hash) if last else (0, "")
    rows = []
    for subject, fields in subjects:
        sequence += 1
        line = AuditLine(
            sequence=sequence,
            at=stamp.at,
            actor=stamp.actor,
            action=action,
            register_id=register_id,
            subject=subject[:_LONGEST],
            fields={key: value[:_LONGEST] if isinstance(value, str) else value for key, value in fields.items()},
        )
        body = line.model_dump_json()
        link = _hash(link, body)
        rows.append({"sequence": sequence, "register_id": register_id, "body": body, "hash": link})
    if rows:
        connection.execute(insert(AUDIT), rows)


def _hash(before: str, body: str) -> str:
    return hashlib.sha256(f"{before}\n{body}".encode()).hexdigest()


def last_change(connection: Connection, register_id: str, subject: str, actions: str) -> dict[str, str | int | float]:
    """Return who did the last thing of a kind to a subject, and when (ISO, UTC): fields of a `StaleSave`.

    Parameters
    ----------
    actions
        What the actions of that kind begin with.
    """
    query = select(AUDIT.c.body).where(AUDIT.c.register_id == register_id).order_by(desc(AUDIT.c.sequence))
    for row in connection.execute(query):
        line = AuditLine.model_validate_json(row.body)
        if line.subject == subject and line.action.startswith(actions):
            return {"actor": line.actor, "at": line.at.isoformat()}
    return {"actor": "", "at": ""}


def audit_lines(
    store: Store, *, register_id: str = "", newest: int = 200, before: int | None = None
) -> tuple[AuditLine, ...]:
    """Return lines, the newest first.

    Parameters
    ----------
    register_id
        Only those of this register; "" for all.
    before
        Only lines with a smaller sequence number, to page on.
    """
    query = select(AUDIT.c.body).order_by(desc(AUDIT.c.sequence)).limit(newest)
    if register_id:
        query = query.where(AUDIT.c.register_id == register_id)
    if before is not None:
        query = query.where(AUDIT.c.sequence < before)
    with store.reading() as connection:
        return tuple(AuditLine.model_validate_json(row.body) for row in connection.execute(query))


def first_broken(store: Store) -> int | None:
    """Return the number of the first line that was changed or lost outside, None where the trail is whole."""
    link, expected = "", 1
    with store.reading() as connection:
        for row in connection.execute(select(AUDIT).order_by(AUDIT.c.sequence)):
            link = _hash(link, row.body)
            is_as_told = AuditLine.model_validate_json(row.body).register_id == row.register_id
            if row.sequence != expected or row.hash != link or not is_as_told:
                return expected
            expected += 1
    return None
