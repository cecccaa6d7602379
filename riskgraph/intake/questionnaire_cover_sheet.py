"""Writes the cover: why, until when, whom to ask, what it covers, and the few fields to fill in first."""

from __future__ import annotations

import math
from datetime import date

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_style import (
    FAINT,
    LINE_HEIGHT,
    SECTION,
    SIZE,
    filled_in,
    height_for,
    line,
    printed,
    put,
    settle_page,
    title,
    to_fill,
)
from riskgraph.intake.questionnaire_words import ONWARD, asked_facts, asks_onward
from riskgraph.model.control import Form
from riskgraph.text import t

_WIDTHS = {"A": 2.0, "B": 22.0, "C": 46.0, "D": 84.0}
_MINUTES_A_QUESTION = 1.25
_NOTES = ("no_is_fine", "unknown_is_fine", "will_be_seen", "corrections", "no_names")


def write_cover(sheet: Worksheet, request: QuestionnaireRequest, form: Form, locale: str) -> None:
    """Fill the cover of a questionnaire."""
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    title(sheet["B2"], form.title.said(locale))
    sheet.row_dimensions[2].height = 28
    row = _told(sheet, 4, request, form, locale)
    row = _asked(sheet, row + 1, request, form, locale)
    _notes(sheet, row + 1, request, form, locale)
    settle_page(sheet)


def _told(sheet: Worksheet, row: int, request: QuestionnaireRequest, form: Form, locale: str) -> int:
    """Write the lines that are known beforehand; return the next free row."""
    lines = {
        "addressee": request.party_name,
        "consignor": request.consignor_name,
        "why": form.purpose.said(locale),
        "until": _day(request.due_on, locale) if request.due_on else t(locale, "form.cover.to_be_told"),
        "ask": request.contact or t(locale, "form.cover.to_be_told"),
        "scope": request.scope_words or t(locale, "form.cover.whole_party"),
    }
    width = _WIDTHS["C"] + _WIDTHS["D"]
    for key, words in lines.items():
        printed(sheet.cell(row, 2), t(locale, f"form.cover.{key}"), fill=SECTION, bold=True)
        printed(sheet.cell(row, 3), words)
        printed(sheet.cell(row, 4), "")
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=4)
        sheet.row_dimensions[row].height = height_for(((words, width),)) + 3
        row += 1
    return row


def _asked(sheet: Worksheet, row: int, request: QuestionnaireRequest, form: Form, locale: str) -> int:
    """Write the fields to fill in; return the next free row."""
    keys = ["answered_on", "respondent", *(["onward"] if asks_onward(form) else [])]
    head = "form.cover.to_fill" if asks_onward(form) else "form.cover.to_fill_own"
    line(sheet.cell(row, 2), t(locale, head), bold=True, size=SIZE + 1)
    for row_of_key, key in enumerate(keys, start=row + 1):
        printed(sheet.cell(row_of_key, 2), t(locale, f"form.cover.{key}"), fill=SECTION, bold=True)
        date_format = "yyyy/m/d" if key == "answered_on" else "General"
        cell = to_fill(sheet.cell(row_of_key, 3), number_format=date_format, centred=True)
        if said := _said_before(key, request, locale):
            filled_in(cell, said, centred=True)
        hint = t(locale, f"form.cover.{key}_hint")
        put(sheet.cell(row_of_key, 4), hint, color=FAINT)
        sheet.row_dimensions[row_of_key].height = max(26.0, height_for(((hint, _WIDTHS["D"]),)))
        if key == "onward":
            sheet.add_data_validation(choice_of_onward(f"C{row_of_key}", locale))
    return row + len(keys) + 1


def _said_before(key: str, request: QuestionnaireRequest, locale: str) -> str:
    """Return what a form that is sent back says in a field of the cover; its date is that of the new answers."""
    if request.given is None:
        return ""
    if key == "onward" and request.given.onward in ONWARD:
        return t(locale, f"form.onward.{request.given.onward}")
    return request.given.facts.get("respondent", "") if key == "respondent" else ""


def choice_of_onward(cell: str, locale: str) -> DataValidation:
    """Return the drop-down of the statement on next tiers for one cell."""
    words = ",".join(t(locale, f"form.onward.{code}") for code in ONWARD)
    return DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, sqref=cell)


def _notes(sheet: Worksheet, row: int, request: QuestionnaireRequest, form: Form, locale: str) -> None:
    """Write what the party should know before it answers."""
    line(sheet.cell(row, 2), t(locale, "form.cover.to_know"), bold=True, size=SIZE + 1)
    whole = len(form.asked(request.modules)) + len(asked_facts(form))
    count = whole if request.given is None else len(request.still_open)
    minutes = max(10, 10 * math.floor(count * _MINUTES_A_QUESTION / 10 + 0.5))
    notes = [t(locale, f"form.cover.{note}") for note in _NOTES]
    for note in (t(locale, "form.cover.size", count=count, minutes=minutes), *notes):
        row += 1
        line(sheet.cell(row, 2), f"・{note}" if locale == "ja" else f"• {note}")
        sheet.row_dimensions[row].height = LINE_HEIGHT + 4


def _day(day: date, locale: str) -> str:
    """Return a date with its weekday as people write it."""
    weekday = t(locale, f"form.weekday.{day.weekday()}")
    return t(locale, "form.cover.day", year=day.year, month=day.month, day=day.day, weekday=weekday)
