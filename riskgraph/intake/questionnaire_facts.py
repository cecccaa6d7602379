"""Reads the plain facts of a questionnaire: where work is done, where data lie, how many people."""

from __future__ import annotations

from collections.abc import Iterable

from riskgraph.intake.folding import fold
from riskgraph.intake.questionnaire_fields import Fields
from riskgraph.intake.questionnaire_rows import QuestionRow
from riskgraph.intake.questionnaire_words import ONWARD_FACT, asked_facts
from riskgraph.model.control import Fact, Form
from riskgraph.model.questionnaire import ReadItem
from riskgraph.text import LOCALES

_LONGEST = 500


def facts_of(rows: Iterable[QuestionRow], form: Form, fields: Fields) -> dict[str, str]:
    """Return the facts stated, by fact id: the code of a choice, else the text as written."""
    asked = asked_facts(form)
    found: dict[str, str] = {}
    for row in rows:
        fact = asked.get(row.number)
        said = row.text("answer")[:_LONGEST]
        if fact is not None and said:
            found.setdefault(fact.fact_id, _code(fact, said) or said)
    if fields.onward != "unknown":
        found[ONWARD_FACT] = fields.onward
    if fields.respondent:
        found["respondent"] = fields.respondent
    return found


def fact_item(row: QuestionRow, form: Form) -> ReadItem:
    """Return the item of a fact; it carries no answer code."""
    fact = asked_facts(form).get(row.number)
    said = row.text("answer")[:_LONGEST]
    is_choice = fact is not None and bool(_code(fact, said))
    where = row.at("answer")
    return ReadItem(
        item_id=row.number,
        text=row.text("question")[:_LONGEST],
        raw=said,
        code="",
        comment=row.text("scope")[:_LONGEST],
        rule="fact" if fact is not None else "unmapped",
        confidence=1.0 if is_choice else 0.5 if fact is not None and said else 0.0,
        sheet=where.sheet,
        cell=where.cell,
    )


def _code(fact: Fact, said: str) -> str:
    """Return the code of a choice in either language, "" for free text."""
    key = fold(said)
    pairs = zip(fact.choices, fact.codes, strict=False)
    return next((code for words, code in pairs if key in {fold(words.said(locale)) for locale in LOCALES}), "")
