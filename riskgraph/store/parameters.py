"""Edited copies of the parameters: each a version with its reason; one of them, or the shipped set, is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, desc, insert, select, update

from riskgraph.errors import StaleSave, WrongUse
from riskgraph.model.records import ParameterSetRecord
from riskgraph.store import blobs
from riskgraph.store.audit import last_change
from riskgraph.store.counting import next_number
from riskgraph.store.registers import open_register
from riskgraph.store.tables import PARAMETER_SETS, REGISTERS

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing

SHIPPED = 0


def save_parameters(w: Writing, register_id: str, content: bytes, *, based_on: int, reason: str) -> ParameterSetRecord:
    """Keep an edited copy and put it in force.

    Raises
    ------
    StaleSave
        Where `based_on` is no longer in force.
    """
    _started_from(w, register_id, based_on)
    record = ParameterSetRecord(
        parameters_id=next_number(w.connection, PARAMETER_SETS),
        register_id=register_id,
        based_on=based_on,
        reason=reason,
        sha256=blobs.put(w.connection, content),
        made=w.stamp,
    )
    w.connection.execute(
        insert(PARAMETER_SETS).values(
            parameters_id=record.parameters_id, register_id=register_id, sha256=record.sha256,
            body=record.model_dump_json(),
        )
    )  # fmt: skip
    _put_in_force(w, register_id, record.parameters_id)
    subject = str(record.parameters_id)
    w.note("parameters_saved", register_id=register_id, subject=subject, based_on=based_on, reason=reason)
    return record


def use_parameters(w: Writing, register_id: str, parameters_id: int, *, based_on: int, reason: str) -> None:
    """Put an earlier copy, or the shipped set (0), in force."""
    _started_from(w, register_id, based_on)
    if parameters_id != SHIPPED:
        _row_of(w.connection, register_id, parameters_id)
    _put_in_force(w, register_id, parameters_id)
    w.note("parameters_used", register_id=register_id, subject=str(parameters_id), reason=reason)


def _started_from(w: Writing, register_id: str, based_on: int) -> None:
    open_register(w.connection, register_id)
    current = _in_force(w.connection, register_id)
    if current == based_on:
        return
    who = last_change(w.connection, register_id, str(current), "parameters_")
    raise StaleSave("store.stale_parameters", {"base": based_on, "current": current, **who})


def _in_force(connection: Connection, register_id: str) -> int:
    query = select(REGISTERS.c.parameters_id).where(REGISTERS.c.register_id == register_id)
    return int(connection.execute(query).scalar() or SHIPPED)


def _put_in_force(w: Writing, register_id: str, parameters_id: int) -> None:
    mine = REGISTERS.c.register_id == register_id
    w.connection.execute(update(REGISTERS).where(mine).values(parameters_id=parameters_id))


def _row_of(connection: Connection, register_id: str, parameters_id: int) -> str:
    columns = PARAMETER_SETS.c
    mine = (columns.parameters_id == parameters_id) & (columns.register_id == register_id)
    row = connection.execute(select(columns.body).where(mine)).first()
    if row is None:
        raise WrongUse("store.no_such_record", {"number": parameters_id})
    return str(row.body)


def parameters_in_force(store: Store, register_id: str) -> int:
    """Return the id of the set in force, 0 for the shipped one."""
    with store.reading() as connection:
        return _in_force(connection, register_id)


def parameter_sets(store: Store, register_id: str) -> tuple[ParameterSetRecord, ...]:
    """Return the edited copies of a register, the newest first."""
    columns = PARAMETER_SETS.c
    query = select(columns.body).where(columns.register_id == register_id).order_by(desc(columns.parameters_id))
    with store.reading() as connection:
        return tuple(ParameterSetRecord.model_validate_json(row.body) for row in connection.execute(query))


def parameters_content(store: Store, parameters_id: int) -> bytes:
    """Return an edited copy as the file it was saved as.

    Raises
    ------
    WrongUse
        ``store.no_such_record`` where there is none, or it was deleted.
    """
    with store.reading() as connection:
        query = select(PARAMETER_SETS.c.sha256).where(PARAMETER_SETS.c.parameters_id == parameters_id)
        row = connection.execute(query).first()
        content = blobs.get(connection, row.sha256) if row else None
    if content is None:
        raise WrongUse("store.no_such_record", {"number": parameters_id})
    return content
