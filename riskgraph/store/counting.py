"""Numbers of records: they only count up, so that a number in the trail never comes to mean something else.

The convention that bites: the highest number is remembered apart from the records, because a deleted register takes
its records with it.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select

from riskgraph.store.tables import SETTINGS

_KEY = "last_number.{table}"


def next_number(connection: Connection, table: Table, *, how_many: int = 1) -> int:
    """Return the first of so many numbers that no record of the table has or had, and count them as given."""
    key = _KEY.format(table=table.name)
    column: ColumnElement[int] = next(iter(table.primary_key.columns))
    highest = connection.execute(select(func.max(column))).scalar() or 0
    remembered = connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.key == key)).scalar()
    last = max(int(highest), int(remembered or 0))
    connection.execute(delete(SETTINGS).where(SETTINGS.c.key == key))
    connection.execute(insert(SETTINGS).values(key=key, value=str(last + how_many)))
    return last + 1
