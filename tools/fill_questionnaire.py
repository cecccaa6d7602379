"""Fill a questionnaire of ours as a party would by hand: by its question numbers, with the words of its lists.

The convention that bites: an answer that is one of the codes (``yes``, ``partial``, ...) is written with the
word of the drop-down in the form's own language; any other text is typed as it is.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.questionnaire_words import IDENTITY_SHEET, QUESTION_COLUMNS, TIER_COLUMNS, asked_facts
from riskgraph.model.control import Form
from riskgraph.text import has_text, t


@dataclass(frozen=True)
class FilledAnswer:
    """What a party writes beside one question."""

    answer: str
    scope: str = ""
    evidence: str = ""
    checked_on: date | str | None = None


@dataclass(frozen=True)
class FilledCover:
    """What a party writes on the cover; `onward` is ``none``, ``listed``, blank, or any text."""

    answered_on: date | str | None = None
    respondent: str = ""
    onward: str = ""


@dataclass(frozen=True)
class FilledTier:
    """One line of the list of next tiers."""

    name: str
    corporate_number: str = ""
    work: str = ""
    assets: str = ""
    place: str = ""
    consent_on: date | str | None = None
    consent_no: str = ""


def fill_questionnaire(
    data: bytes,
    answers: Mapping[str, FilledAnswer],
    *,
    cover: FilledCover | None = None,
    tiers: Sequence[FilledTier] = (),
    facts: Mapping[str, str] | None = None,
) -> bytes:
    """Return a blank questionnaire of ours with these answers.

    Parameters
    ----------
    answers
        By control id.
    facts
        By fact id: the code of a choice, or free text.

    Raises
    ------
    KeyError
        If the form does not ask a control or fact that is answered here.
    """
    book = load_workbook(io.BytesIO(data))
    identity = {str(row[0]): str(row[1] or "") for row in book[IDENTITY_SHEET].iter_rows(values_only=True, max_col=2)}
    locale = identity["language"]
    form = load_catalogue().form(identity["form"], identity["version"])
    questions = book[t(locale, "form.sheet.questions")]
    rows = {str(row[0].value): row[0].row for row in questions.iter_rows(max_col=1) if row[0].value}
    for control_id, filled in answers.items():
        _answer(questions, rows[control_id], filled, locale)
    for fact_id, said in (facts or {}).items():
        number, word = _fact(form, fact_id, said, locale)
        questions.cell(rows[number], _place("answer")).value = word
    _cover(book, cover or FilledCover(), locale)
    _tiers(book, tiers, locale)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _place(column: str) -> int:
    return QUESTION_COLUMNS.index(column) + 1


def _answer(sheet: Worksheet, row: int, filled: FilledAnswer, locale: str) -> None:
    """Write one answer with what stands beside it."""
    key = f"form.answer.{filled.answer}"
    sheet.cell(row, _place("answer")).value = t(locale, key) if has_text(key) else filled.answer or None
    sheet.cell(row, _place("scope")).value = filled.scope or None
    sheet.cell(row, _place("evidence")).value = filled.evidence or None
    sheet.cell(row, _place("checked_on")).value = filled.checked_on or None


def _fact(form: Form, fact_id: str, said: str, locale: str) -> tuple[str, str]:
    """Return the number of a fact and the word to write."""
    number, fact = next((n, fact) for n, fact in asked_facts(form).items() if fact.fact_id == fact_id)
    return number, fact.choices[fact.codes.index(said)].said(locale) if said in fact.codes else said


def _cover(book: Workbook, cover: FilledCover, locale: str) -> None:
    """Write the fields of the cover beside their labels."""
    sheet = book[t(locale, "form.sheet.cover")]
    places = {str(row[0].value): row[0].row for row in sheet.iter_rows(min_col=2, max_col=2) if row[0].value}
    for key, value in (("answered_on", cover.answered_on), ("respondent", cover.respondent)):
        sheet.cell(places[t(locale, f"form.cover.{key}")], 3).value = value or None
    if cover.onward:
        onward = _onward(cover.onward, locale)
        sheet.cell(places[t(locale, "form.cover.onward")], 3).value = onward
        book[t(locale, "form.sheet.tiers")]["B4"] = onward


def _onward(said: str, locale: str) -> str:
    key = f"form.onward.{said}"
    return t(locale, key) if has_text(key) else said


def _tiers(book: Workbook, tiers: Sequence[FilledTier], locale: str) -> None:
    """Write the next tiers, one a line."""
    for row, tier in enumerate(tiers, start=7):
        for column, key in enumerate(TIER_COLUMNS, start=1):
            book[t(locale, "form.sheet.tiers")].cell(row, column).value = getattr(tier, key) or None
