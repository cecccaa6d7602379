"""Small settings of the store itself, as text by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from riskgraph.store.tables import SETTINGS

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing


def setting(store: Store, key: str) -> str:
    """Return a setting, "" where it was never put."""
    with store.reading() as connection:
        row = connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.key == key)).first()
    return str(row.value) if row else ""


def put_setting(w: Writing, key: str, value: str) -> None:
    """Put a setting in place of the last one."""
    w.connection.execute(delete(SETTINGS).where(SETTINGS.c.key == key))
    w.connection.execute(insert(SETTINGS).values(key=key, value=value))
    w.note("setting_put", subject=key)
