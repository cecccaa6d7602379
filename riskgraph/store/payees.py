"""The payees of the purchasing ledger, the newest list of a register alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select

from riskgraph.model.finding import Payee
from riskgraph.store.registers import open_register
from riskgraph.store.tables import PAYEES

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing

_LIST = TypeAdapter(tuple[Payee, ...])


def keep_payees(w: Writing, register_id: str, payees: Sequence[Payee], sha256: str) -> None:
    """Keep a list of payees in place of the last one; `sha256` is that of the file that it was read from."""
    open_register(w.connection, register_id)
    w.connection.execute(delete(PAYEES).where(PAYEES.c.register_id == register_id))
    body = _LIST.dump_json(tuple(payees)).decode()
    w.connection.execute(insert(PAYEES).values(register_id=register_id, sha256=sha256, body=body))
    w.note("payees_kept", register_id=register_id, subject=register_id, count=len(payees))


def payees(store: Store, register_id: str) -> tuple[Payee, ...]:
    """Return the newest list of a register; () where none was kept."""
    query = select(PAYEES.c.body).where(PAYEES.c.register_id == register_id)
    with store.reading() as connection:
        row = connection.execute(query).first()
    return _LIST.validate_json(row.body) if row else ()
