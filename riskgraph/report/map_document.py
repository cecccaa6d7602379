"""A map of somebody else's form as the JSON document ``riskgraph.map/1``, to hand on, to keep and to edit."""

from __future__ import annotations

from riskgraph.model.form_map import MAP_SCHEMA, FormMap, MapEntry
from riskgraph.report.json_numbers import Json, number


def map_document(form_map: FormMap) -> Json:
    """Return a map as plain data, its fields in the order of the contract."""
    return {
        "schema": MAP_SCHEMA,
        "map_id": form_map.map_id,
        "number": form_map.number,
        "title": form_map.title,
        "fingerprint": form_map.fingerprint,
        "language": form_map.language,
        "answer_column": form_map.answer_column,
        "legend": {word: code.value for word, code in form_map.legend.items()},
        "confirmed_by": form_map.confirmed_by,
        "entries": [_entry(entry) for entry in form_map.entries],
    }


def _entry(entry: MapEntry) -> Json:
    return {
        "key": entry.key,
        "number": entry.number,
        "text": entry.text,
        "control_ids": list(entry.control_ids),
        "polarity": entry.polarity,
        "is_confirmed": entry.is_confirmed,
        "rule": entry.rule.value,
        "confidence": number(entry.confidence),
        "reason": entry.reason,
    }
