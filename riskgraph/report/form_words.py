"""The name of a form in words: one of ours, or one of somebody else that was read by a map."""

from __future__ import annotations

from riskgraph.model.form_map import MAPPED
from riskgraph.report.plain import plain
from riskgraph.text import t

OURS = ("short", "full", "own")
_SHOWN_ID = 12


def form_name(form_id: str, locale: str) -> str:
    """Return what people call a form; one that nobody knows by its id."""
    if form_id in OURS:
        return t(locale, f"sending.form.{form_id}")
    if form_id.startswith(MAPPED):
        return t(locale, "map.form_name", map=plain(form_id.removeprefix(MAPPED), longest=_SHOWN_ID))
    return plain(form_id)
