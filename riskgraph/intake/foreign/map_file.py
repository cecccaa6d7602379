"""Reads a map of somebody else's form from a file: the JSON document, or the table that people edit.

The convention that bites: a map is taken whole or not at all. Everything that is wrong with it is told, in a table
with sheet and cell, in JSON with the entry's place in the list.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from riskgraph.errors import InputRefused
from riskgraph.intake.foreign.map_table_reading import read_map_table
from riskgraph.intake.gate import refusal
from riskgraph.intake.limits import LIMITS, MEGABYTE
from riskgraph.intake.naming import shown
from riskgraph.model.control import Catalogue
from riskgraph.model.form_map import MAP_ID, MAP_SCHEMA, FormMap
from riskgraph.model.problem import Problem, problem_at
from riskgraph.model.quantities import Cell

MOST_ENTRIES = 20_000
_MOST_TOLD = 50


def read_map(name: str, data: bytes, catalogue: Catalogue) -> tuple[FormMap | None, tuple[Problem, ...]]:
    """Return the map in a file and what is to be told of it; None with at least one error where it is no map.

    Parameters
    ----------
    name
        File name without folder, for messages only.
    """
    if data[:2] == b"PK":
        try:
            form_map, problems = read_map_table(name, data, catalogue)
        except InputRefused as error:
            return None, (refusal(error),)
    else:
        form_map, problems = _from_json(name, data)
    if form_map is not None:
        problems = (*problems, *_contradictions(name, form_map, catalogue))
    return (None if problems else form_map), problems[:_MOST_TOLD]


def _from_json(name: str, data: bytes) -> tuple[FormMap | None, tuple[Problem, ...]]:
    where = Cell(name)
    if len(data) > LIMITS.file_bytes:
        return None, (problem_at(where, "map.too_large", limit=LIMITS.file_bytes // MEGABYTE),)
    try:
        loaded = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None, (problem_at(where, "map.no_map"),)
    if not isinstance(loaded, dict) or loaded.get("schema") != MAP_SCHEMA:
        return None, (problem_at(where, "map.no_map"),)
    fields = {key: value for key, value in loaded.items() if key != "schema"}
    unknown = sorted(fields.keys() - FormMap.model_fields.keys())
    if unknown:
        return None, tuple(problem_at(where, "map.broken_key", key=shown(key), value="-") for key in unknown)
    try:
        # From JSON and not from the loaded values: only so are numbers, codes and lists read strictly and alike.
        return FormMap.model_validate_json(json.dumps(fields)), ()
    except (ValidationError, ValueError, RecursionError) as error:
        return None, tuple(_told(where, error))


def _told(where: Cell, error: Exception) -> Iterable[Problem]:
    """Give a problem for each value that does not fit, with its place in the document."""
    if not isinstance(error, ValidationError):
        yield problem_at(where, "map.no_map")
        return
    for one in error.errors(include_url=False)[:_MOST_TOLD]:
        key = ".".join(str(part) for part in one["loc"])
        value = one.get("input", "")
        text = "-" if isinstance(value, Mapping | list) else str(value)
        yield problem_at(where, "map.broken_key", key=shown(key), value=shown(text))


def _contradictions(name: str, form_map: FormMap, catalogue: Catalogue) -> tuple[Problem, ...]:
    """Return what no field shows by itself: controls that there are not, questions that stand twice."""
    where = Cell(name)
    told: list[Problem] = []
    if not MAP_ID.fullmatch(form_map.map_id):
        told.append(problem_at(where, "map.broken_key", key="map_id", value=shown(form_map.map_id) or "-"))
    if not form_map.entries:
        told.append(problem_at(where, "map.empty"))
    if len(form_map.entries) > MOST_ENTRIES:
        told.append(problem_at(where, "map.too_many", count=len(form_map.entries), most=MOST_ENTRIES))
    for number, entry in enumerate(form_map.entries):
        fields: dict[str, Any] = {"key": f"entries.{number}", "question": shown(entry.text) or "-"}
        unknown = [control_id for control_id in entry.control_ids if control_id not in catalogue.control_by_id]
        told += [problem_at(where, "map.unknown_control", control=shown(one), **fields) for one in unknown]
        if entry.polarity == 0:
            told.append(problem_at(where, "map.no_side", **fields))
    twice = [key for key, times in Counter(entry.key for entry in form_map.entries).items() if times > 1]
    first = {entry.key: entry for entry in reversed(form_map.entries)}
    told += [problem_at(where, "map.key_twice", question=shown(first[key].text) or "-") for key in twice]
    return tuple(told)
