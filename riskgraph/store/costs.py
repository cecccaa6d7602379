"""What the user knows about the cost of measures: who pays, what was talked about, what is forced or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from riskgraph.errors import StaleSave, WrongUse
from riskgraph.model.measure import CostEntry, Payer
from riskgraph.store.audit import last_change
from riskgraph.store.registers import open_register
from riskgraph.store.tables import COSTS

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing

_LONGEST = 200


def costs(store: Store, register_id: str) -> tuple[CostEntry, ...]:
    """Return what is known of the measures of a register, by measure."""
    query = select(COSTS.c.body).where(COSTS.c.register_id == register_id).order_by(COSTS.c.measure_id)
    with store.reading() as connection:
        return tuple(CostEntry.model_validate_json(row.body) for row in connection.execute(query))


def cost_revisions(store: Store, register_id: str) -> dict[str, int]:
    """Return the revision of each entry, by measure; one that is not there has revision 0."""
    query = select(COSTS.c.measure_id, COSTS.c.revision).where(COSTS.c.register_id == register_id)
    with store.reading() as connection:
        return {row.measure_id: row.revision for row in connection.execute(query)}


def save_cost(w: Writing, register_id: str, entry: CostEntry, revision: int) -> int:
    """Keep what is known of one measure and return its new revision.

    Parameters
    ----------
    revision
        The one that was looked at; 0 for none.

    Raises
    ------
    StaleSave
        Where somebody changed it since.
    WrongUse
        ``measure.talk_missing`` where the party pays without a talk on record, ``measure.bad_id`` for an id that is
        none.
    """
    open_register(w.connection, register_id)
    if not entry.measure_id or len(entry.measure_id) > _LONGEST:
        raise WrongUse("measure.bad_id", {"measure": entry.measure_id[:80]})
    if entry.payer is not Payer.PRINCIPAL and (entry.negotiated_on is None or not entry.result.strip()):
        raise WrongUse("measure.talk_missing", {"measure": entry.measure_id})
    mine = (COSTS.c.register_id == register_id) & (COSTS.c.measure_id == entry.measure_id)
    row = w.connection.execute(select(COSTS.c.revision).where(mine).with_for_update()).first()
    current = row.revision if row else 0
    if current != revision:
        who = last_change(w.connection, register_id, entry.measure_id, "cost_")
        raise StaleSave("store.stale_record", {"base": revision, "current": current, **who})
    w.connection.execute(delete(COSTS).where(mine))
    w.connection.execute(
        insert(COSTS).values(
            register_id=register_id, measure_id=entry.measure_id, revision=current + 1, body=entry.model_dump_json()
        )
    )
    w.note("cost_kept", register_id=register_id, subject=entry.measure_id, payer=entry.payer.value)
    return current + 1
