"""Writes a questionnaire as a workbook that a party fills in, in Japanese or English.

The convention that bites: the file goes to an outsider through its client's hands. It names that party and
its direct consignor only, and holds no score, no macro, no reference number of any standard, and nothing
hidden but the sheet by which it is recognised again.
"""

from __future__ import annotations

import io

from openpyxl import Workbook

from riskgraph.errors import WrongUse
from riskgraph.intake.questionnaire_cover_sheet import write_cover
from riskgraph.intake.questionnaire_other_sheets import write_guide, write_identity, write_tiers
from riskgraph.intake.questionnaire_question_sheet import write_given, write_questions
from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_style import INDIGO
from riskgraph.intake.questionnaire_words import IDENTITY_SHEET, asks_onward
from riskgraph.model.control import Catalogue, Form
from riskgraph.text import t

__all__ = ["QuestionnaireRequest", "write_questionnaire"]


def write_questionnaire(request: QuestionnaireRequest, catalogue: Catalogue, *, locale: str = "ja") -> bytes:
    """Return a questionnaire as an .xlsx file.

    Parameters
    ----------
    request
        Which form for whom; without a party the blank form.
    locale
        ``ja`` or ``en``; answers are read back in either.

    Raises
    ------
    WrongUse
        ``form.unknown`` or ``form.unknown_module`` where the catalogue has no such form or module.
    """
    form = _form(request, catalogue)
    book = Workbook()
    cover = book.worksheets[0]
    cover.title = t(locale, "form.sheet.cover")
    questions = book.create_sheet(t(locale, "form.sheet.questions"))
    if request.given is not None:
        write_given(book.create_sheet(t(locale, "form.sheet.given")), request, catalogue, locale)
    if asks_onward(form):
        write_tiers(book.create_sheet(t(locale, "form.sheet.tiers")), locale, given=request.given)
    choices = write_guide(book.create_sheet(t(locale, "form.sheet.guide")), form, locale)
    write_cover(cover, request, form, locale)
    write_questions(questions, request, catalogue, choices=choices, locale=locale)
    for sheet in (cover, questions):
        sheet.sheet_properties.tabColor = INDIGO
    write_identity(book.create_sheet(IDENTITY_SHEET), request, form, locale)
    book.properties.creator = "riskgraph"
    book.properties.title = form.title.said(locale)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _form(request: QuestionnaireRequest, catalogue: Catalogue) -> Form:
    """Return the form asked for, or say which forms and modules there are."""
    try:
        form = catalogue.form(request.form_id, request.version)
    except KeyError as missing:
        known = ", ".join(sorted({form.form_id for form in catalogue.forms}))
        raise WrongUse(
            "form.unknown", {"form": request.form_id, "version": request.version, "known": known}
        ) from missing
    modules = {module.module_id for module in form.modules}
    for module in request.modules:
        if module not in modules:
            fields = {"module": module, "form": form.form_id, "known": ", ".join(sorted(modules)) or "-"}
            raise WrongUse("form.unknown_module", fields)
    return form
