"""Somebody else's form as a list for a terminal: what stands where, and what is proposed for it."""

from __future__ import annotations

from collections.abc import Mapping

from riskgraph.model.control import Catalogue
from riskgraph.model.foreign import AskedItem, ForeignForm, FormBlock
from riskgraph.model.form_map import FormMap, MapEntry
from riskgraph.report.plain import plain
from riskgraph.report.tables import aligned
from riskgraph.text import has_text, t

COLUMNS = ("cell", "question", "answer", "code", "control", "side", "by", "sure", "confirmed")
_QUESTION, _ANSWER = 44, 16


def foreign_text(form: ForeignForm, form_map: FormMap | None, catalogue: Catalogue, locale: str) -> str:
    """Return every question of a form with its answers and what is proposed for it, and what was passed over."""
    entries = {entry.key: entry for entry in form_map.entries} if form_map is not None else {}
    parts = [_block(block, entries, catalogue, locale) for block in form.blocks]
    if form.passed_over:
        parts.append(t(locale, "table.foreign.passed", count=len(form.passed_over)))
        parts += [_passed(one.reason, one.text, f"{one.sheet} {one.cell}", locale) for one in form.passed_over]
    return "\n".join(parts) + "\n"


def _block(block: FormBlock, entries: Mapping[str, MapEntry], catalogue: Catalogue, locale: str) -> str:
    party = plain(block.party_name or block.corporate_number) or "-"
    head = t(locale, "table.foreign.block", sheet=plain(block.sheet), party=party, rows=len(block.items))
    header = [t(locale, f"table.foreign.{column}") for column in COLUMNS]
    rows = [_row(item, entries.get(item.key), catalogue, locale) for item in block.items]
    return "\n".join([head, aligned([header, *rows], to_right=[column == "sure" for column in COLUMNS])])


def _row(item: AskedItem, entry: MapEntry | None, catalogue: Catalogue, locale: str) -> list[str]:
    given = [(_answer(a.raw, a.cell), a.code.value if a.code else "?") for a in item.answers]
    controls = [c for c in entry.control_ids if c in catalogue.control_by_id] if entry else []
    return [
        plain(item.cell),
        plain(f"{item.number} {item.text}".strip(), longest=_QUESTION),
        " | ".join(raw for raw, _ in given) or "-",
        " | ".join(code for _, code in given) or "-",
        ", ".join(controls) or "-",
        t(locale, "map.table.reversed" if entry and entry.polarity < 0 else "map.table.as_is") if controls else "-",
        t(locale, f"map.rule.{entry.rule.value}") if entry and controls else "-",
        f"{100 * entry.confidence:.0f}%" if entry and controls else "-",
        "○" if entry and entry.is_confirmed else "-",
    ]


def _answer(raw: str, cell: str) -> str:
    """Return what stands in an answer cell, with the cell."""
    return f"{plain(raw, longest=_ANSWER) or '-'} [{plain(cell)}]"


def _passed(reason: str, text: str, place: str, locale: str) -> str:
    key = f"foreign.passed.{reason}"
    words = t(locale, key) if has_text(key) else plain(reason)
    return t(locale, "table.foreign.passed_one", place=plain(place), why=words, text=plain(text, longest=_QUESTION))
