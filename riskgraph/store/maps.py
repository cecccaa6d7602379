"""Confirmed maps of other people's forms: kept by version, shared by all registers of the store.

The convention that bites: a map that was kept is never changed. Deleting a register leaves the maps as they are,
because they say what a form asks and nothing about a party.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, desc, insert, select

from riskgraph.errors import StaleSave, WrongUse
from riskgraph.model.form_map import MAP_ID, FormMap
from riskgraph.store.audit import last_change
from riskgraph.store.tables import MAPS

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing

_FINGERPRINT_LENGTH = 64


def keep_map(w: Writing, form_map: FormMap) -> FormMap:
    """Keep a map as the next version of its `map_id` and return it with its number; an equal one is kept once.

    Raises
    ------
    StaleSave
        Where somebody else kept a newer version of the map than the one that `form_map.number` names.
    WrongUse
        ``store.bad_map_id`` for an id that is none.
    """
    if not MAP_ID.fullmatch(form_map.map_id):
        raise WrongUse("store.bad_map_id", {"map_id": form_map.map_id[:80]})
    newest = _newest(w.connection, form_map.map_id)
    if newest is not None:
        if newest == form_map.model_copy(update={"number": newest.number}):
            return newest
        if newest.number > form_map.number:
            who = last_change(w.connection, "", form_map.map_id, "map_")
            raise StaleSave("store.stale_map", {"base": form_map.number, "current": newest.number, **who})
    kept = form_map.model_copy(update={"number": newest.number + 1 if newest is not None else 1})
    w.connection.execute(
        insert(MAPS).values(
            map_id=kept.map_id,
            number=kept.number,
            fingerprint=kept.fingerprint[:_FINGERPRINT_LENGTH],
            body=kept.model_dump_json(),
        )
    )
    confirmed = sum(entry.is_confirmed for entry in kept.entries)
    w.note("map_kept", subject=kept.map_id, number=kept.number, confirmed=confirmed)
    return kept


def _newest(connection: Connection, map_id: str) -> FormMap | None:
    query = select(MAPS.c.body).where(MAPS.c.map_id == map_id).order_by(desc(MAPS.c.number)).limit(1)
    row = connection.execute(query.with_for_update()).first()
    return FormMap.model_validate_json(row.body) if row else None


def maps(store: Store) -> tuple[FormMap, ...]:
    """Return the newest version of every map, by title."""
    newest: dict[str, FormMap] = {}
    with store.reading() as connection:
        for row in connection.execute(select(MAPS.c.map_id, MAPS.c.body).order_by(MAPS.c.number)):
            newest[row.map_id] = FormMap.model_validate_json(row.body)
    return tuple(sorted(newest.values(), key=lambda form_map: (form_map.title, form_map.map_id)))


def map_versions(store: Store, map_id: str) -> tuple[FormMap, ...]:
    """Return all versions of a map, the newest first."""
    query = select(MAPS.c.body).where(MAPS.c.map_id == map_id).order_by(desc(MAPS.c.number))
    with store.reading() as connection:
        return tuple(FormMap.model_validate_json(row.body) for row in connection.execute(query))
