"""Confirmed maps of other people's forms: kept by version, shared by all registers of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riskgraph.model.form_map import FormMap

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing


def keep_map(w: Writing, form_map: FormMap) -> FormMap:
    """Keep a map as the next version of its `map_id` and return it with its number; an equal one is kept once.

    Raises
    ------
    StaleSave
        Where somebody else kept a newer version of the map than the one that `form_map.number` names.
    """
    raise NotImplementedError


def maps(store: Store) -> tuple[FormMap, ...]:
    """Return the newest version of every map, by title."""
    raise NotImplementedError


def map_versions(store: Store, map_id: str) -> tuple[FormMap, ...]:
    """Return all versions of a map, the newest first."""
    raise NotImplementedError
