"""Writes the list of next tiers, the guide, and the sheet by which the file is recognised again.

The convention that bites: the identity lies in a sheet of its own, very hidden, and not in the document's
properties. Saving in LibreOffice or Google Sheets keeps a hidden sheet with every value, while the second
drops custom properties, and the document inspection that many offices run before sending deletes them as
well; and the reader has its cells in hand without opening the file a second time.
"""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.worksheet.worksheet import Worksheet

from riskgraph.intake.questionnaire_cover_sheet import choice_of_onward
from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_style import (
    FAINT,
    FRAME,
    LINE_HEIGHT,
    SECTION,
    AnyCell,
    filled_in,
    header,
    height_for,
    line,
    printed,
    put,
    settle_page,
    title,
    to_fill,
)
from riskgraph.intake.questionnaire_words import ANSWERS, IDENTITY_MARK, ONWARD, TIER_COLUMNS, asked_facts
from riskgraph.model.control import Form
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.text import t

_TIER_ROWS = 20
_TIER_WIDTHS = (34.0, 19.0, 34.0, 28.0, 26.0, 14.0, 20.0)
_GUIDE_WIDTHS = (34.0, 120.0)


def write_tiers(sheet: Worksheet, locale: str, *, given: ReturnedForm | None = None) -> None:
    """Fill the sheet on which the party lists those to whom it gives work, or states that there are none."""
    for letter, width in zip("ABCDEFG", _TIER_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    title(sheet["A1"], t(locale, "form.sheet.tiers"))
    line(sheet["A2"], t(locale, "form.tiers.lead"))
    printed(sheet["A4"], t(locale, "form.cover.onward"), fill=SECTION)
    _state(to_fill(sheet["B4"], centred=True), given, locale)
    sheet.merge_cells("B4:C4")
    sheet["C4"].border = FRAME
    line(sheet["D4"], t(locale, "form.tiers.statement_hint"), color=FAINT)
    sheet.add_data_validation(choice_of_onward("B4", locale))
    sheet.row_dimensions[1].height = sheet.row_dimensions[4].height = 26
    header(sheet, 6, tuple(t(locale, f"form.tier.{key}") for key in TIER_COLUMNS))
    declared = given.declared if given is not None else ()
    for number, row in enumerate(range(7, 7 + max(_TIER_ROWS, len(declared) + 5))):
        for column, key in enumerate(TIER_COLUMNS, start=1):
            # A number of thirteen digits stays text, or the program shows it as 1.23E+12.
            number_format = {"corporate_number": "@", "consent_on": "yyyy/m/d"}.get(key, "General")
            cell = to_fill(sheet.cell(row, column), number_format=number_format)
            if number < len(declared) and (value := getattr(declared[number], key)):
                filled_in(cell, value)
        sheet.row_dimensions[row].height = 2 * LINE_HEIGHT
    sheet.freeze_panes = "B7"
    settle_page(sheet, header_row=6)


def _state(cell: AnyCell, given: ReturnedForm | None, locale: str) -> None:
    """Repeat what a form that is sent back says on next tiers."""
    if given is not None and given.onward in ONWARD:
        filled_in(cell, t(locale, f"form.onward.{given.onward}"), centred=True)


def write_guide(sheet: Worksheet, form: Form, locale: str) -> Mapping[str, str]:
    """Fill the guide; return where the choices of each fact lie, as a drop-down refers to them."""
    for letter, width in zip("AB", _GUIDE_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    title(sheet["A1"], t(locale, "form.sheet.guide"))
    sheet.row_dimensions[1].height = 26
    line(sheet["A2"], t(locale, "form.guide.lead"))
    header(sheet, 3, (t(locale, "form.guide.word"), t(locale, "form.guide.meaning")))
    lines = [(t(locale, f"form.answer.{c.value}"), t(locale, f"form.meaning.{c.value}")) for c in ANSWERS]
    lines += [(t(locale, f"form.guide.{k}"), t(locale, f"form.guide.{k}_text")) for k in ("evidence", "dates", "rows")]
    for row, (word, meaning) in enumerate(lines, start=4):
        printed(sheet.cell(row, 1), word, fill=SECTION)
        printed(sheet.cell(row, 2), meaning)
        sheet.row_dimensions[row].height = height_for(((meaning, _GUIDE_WIDTHS[1]),))
    choices = _choices(sheet, 4 + len(lines) + 1, form, locale)
    settle_page(sheet)
    return choices


def _choices(sheet: Worksheet, row: int, form: Form, locale: str) -> Mapping[str, str]:
    """Write the choices of the facts, one a row; return the range of each fact."""
    # Commas part the items of a short drop-down list, and these choices have commas of their own.
    chosen = {number: fact for number, fact in asked_facts(form).items() if fact.choices}
    if chosen:
        header(sheet, row, (t(locale, "form.guide.choices"), t(locale, "form.guide.word")))
    ranges = {}
    sheet_title = sheet.title.replace("'", "''")
    for number, fact in chosen.items():
        first = row + 1
        for choice in fact.choices:
            row += 1
            printed(sheet.cell(row, 1), number, fill=SECTION)
            printed(sheet.cell(row, 2), choice.said(locale))
        ranges[fact.fact_id] = f"'{sheet_title}'!$B${first}:$B${row}"
    return ranges


def write_identity(sheet: Worksheet, request: QuestionnaireRequest, form: Form, locale: str) -> None:
    """Fill the one hidden sheet: which form, whose, about what, until when, in which language."""
    identity = {
        "form": form.form_id,
        "version": form.version,
        "party": request.party_id,
        "scope_kind": request.scope_kind.value,
        "scope_id": request.scope_id,
        "due_on": request.due_on.isoformat() if request.due_on else "",
        "modules": " ".join(request.modules),
        "language": locale,
    }
    put(sheet["A1"], IDENTITY_MARK)
    for row, (key, value) in enumerate(identity.items(), start=2):
        put(sheet.cell(row, 1), key)
        put(sheet.cell(row, 2), value)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
