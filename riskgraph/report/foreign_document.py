"""Somebody else's form as it was understood, with what is proposed or confirmed for each question, as plain data."""

from __future__ import annotations

from riskgraph.model.foreign import AskedItem, ForeignForm, FormBlock, GivenAnswer
from riskgraph.model.form_map import FormMap, MapEntry
from riskgraph.report.json_numbers import Json, number


def foreign_data(form: ForeignForm, form_map: FormMap | None, *, is_applied: bool) -> Json:
    """Return a form with its questions.

    Parameters
    ----------
    form_map
        What is proposed for its questions, or the map that it was read by.
    is_applied
        Whether that map gave the answers.
    """
    entries = {entry.key: entry for entry in form_map.entries} if form_map is not None else {}
    return {
        "title": form.title,
        "language": form.language,
        "fingerprint": form.fingerprint,
        "is_draft": form.is_draft,
        "map": {"map_id": form_map.map_id, "number": form_map.number} if form_map and is_applied else None,
        "blocks": [_block(block, entries) for block in form.blocks],
        "passed_over": [
            {"reason": one.reason, "text": one.text, "sheet": one.sheet, "cell": one.cell} for one in form.passed_over
        ],
    }


def _block(block: FormBlock, entries: dict[str, MapEntry]) -> Json:
    return {
        "party_name": block.party_name,
        "corporate_number": block.corporate_number,
        "sheet": block.sheet,
        "answered_on": block.answered_on.isoformat() if block.answered_on else None,
        "columns": list(block.columns),
        "items": [_item(item, entries.get(item.key)) for item in block.items],
    }


def _item(item: AskedItem, entry: MapEntry | None) -> Json:
    return {
        "key": item.key,
        "number": item.number,
        "section": item.section,
        "text": item.text,
        "references": list(item.references),
        "options": list(item.options),
        "answers": [_answer(answer) for answer in item.answers],
        "comment": item.comment,
        "evidence": item.evidence,
        "sheet": item.sheet,
        "cell": item.cell,
        "control_ids": list(entry.control_ids) if entry else [],
        "polarity": entry.polarity if entry else 1,
        "is_confirmed": entry.is_confirmed if entry else False,
        "proposed_by": entry.rule.value if entry else "nothing",
        "confidence": number(entry.confidence) if entry else 0,
        "reason": entry.reason if entry else "",
    }


def _answer(answer: GivenAnswer) -> Json:
    return {
        "column": answer.column,
        "raw": answer.raw,
        "code": answer.code.value if answer.code is not None else "",
        "rule": answer.rule,
        "confidence": number(answer.confidence),
        "sheet": answer.sheet,
        "cell": answer.cell,
        "is_shared": answer.is_shared,
        "is_hidden": answer.is_hidden,
    }
