"""Writes the questions: facts about the work, then the controls by domain, one row each.

The convention that bites: the number in the first column is the identity of a question, and nothing is ever
filled in beforehand under "this time". A form that is sent back holds what the party itself just answered on a
sheet of its own, so that the file that returns is whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_style import (
    LAST,
    LINE_HEIGHT,
    OPEN,
    SECTION,
    SIZE,
    filled_in,
    header,
    height_for,
    line,
    lines_needed,
    printed,
    settle_page,
    title,
    to_fill,
)
from riskgraph.intake.questionnaire_words import ANSWERS, QUESTION_COLUMNS, asked_facts, question_words
from riskgraph.model.answer import Answer, AnswerCode
from riskgraph.model.control import Catalogue, Control, Form
from riskgraph.text import t

WIDTHS: Mapping[str, float] = {
    "id": 9.5,
    "question": 52.0,
    "good": 34.0,
    "previous": 13.0,
    "answer": 13.0,
    "scope": 25.0,
    "evidence": 23.0,
    "checked_on": 11.5,
}
HEADER_ROW = 3
_COLUMN = {key: place for place, key in enumerate(QUESTION_COLUMNS, start=1)}
_LETTER = {key: "ABCDEFGH"[place - 1] for key, place in _COLUMN.items()}
_REMARK = 60
Ranges = Mapping[str, str]


def write_questions(
    sheet: Worksheet, request: QuestionnaireRequest, catalogue: Catalogue, *, choices: Ranges, locale: str
) -> None:
    """Fill the sheet of questions; `choices` maps a fact to the range of its choices on another sheet."""
    form = catalogue.form(request.form_id, request.version)
    lead = "form.questions.lead" if request.given is None else "form.questions.lead_again"
    _head(sheet, form.title.said(locale), t(locale, lead), locale)
    row = HEADER_ROW + 1
    if request.given is None:
        row = _facts(sheet, row, form, choices, locale)
    first = row
    row = _controls(sheet, row, request, catalogue, locale)
    _add_choices(sheet, f"{_LETTER['answer']}{first}:{_LETTER['answer']}{row}", locale)
    _mark_open_remarks(sheet, first, row, locale)
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    settle_page(sheet, header_row=HEADER_ROW)


def write_given(sheet: Worksheet, request: QuestionnaireRequest, catalogue: Catalogue, locale: str) -> None:
    """Fill the sheet of what was answered already and is not asked again; the reader takes it as it takes any."""
    assert request.given is not None
    _head(sheet, t(locale, "form.sheet.given"), t(locale, "form.given.lead"), locale)
    row = HEADER_ROW + 1
    facts = asked_facts(catalogue.form(request.form_id, request.version))
    told = {item.item_id: item for item in request.given.items}
    for number, fact in facts.items():
        _row(sheet, row, (number, fact.question.said(locale), "", ""))
        item = told.get(number)
        _filled(sheet, row, {"answer": item.raw if item else "", "scope": item.comment if item else ""})
        row += 1
    for answer in given_answers(request).values():
        control = catalogue.control_by_id.get(answer.control_id)
        if control is not None:
            _row(sheet, row, _told(control, "", locale))
            _filled(sheet, row, _as_given(answer, locale))
            row += 1
    _add_choices(sheet, f"{_LETTER['answer']}{HEADER_ROW + 1 + len(facts)}:{_LETTER['answer']}{row}", locale)
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    settle_page(sheet, header_row=HEADER_ROW)


def given_answers(request: QuestionnaireRequest) -> Mapping[str, Answer]:
    """Return the answers that came and stand, by control id; none where nothing came yet."""
    answers = request.given.answers if request.given is not None else ()
    stands = (a for a in answers if a.answer is not AnswerCode.BLANK and a.control_id not in request.still_open)
    return {answer.control_id: answer for answer in stands}


def _as_given(answer: Answer, locale: str) -> dict[str, str | date | None]:
    """Return an answer as the party would write it into the columns of the sheet."""
    return {
        "answer": t(locale, f"form.answer.{answer.answer.value}"),
        "scope": answer.comment,
        "evidence": answer.evidence_ref,
        "checked_on": answer.answered_on,
    }


def _filled(sheet: Worksheet, row: int, values: Mapping[str, str | date | None]) -> None:
    """Write what the party said into the cells to fill in, as text or date and never as a formula."""
    for key, value in values.items():
        if value:
            filled_in(sheet.cell(row, _COLUMN[key]), value, centred=key in ("answer", "checked_on"))
    texts = tuple((value, WIDTHS[key]) for key, value in values.items() if isinstance(value, str))
    height = sheet.row_dimensions[row].height or 0.0
    sheet.row_dimensions[row].height = max(height, height_for(texts, size=SIZE + 1))


def _head(sheet: Worksheet, heading: str, lead: str, locale: str) -> None:
    """Write heading, lead and the titles of the columns."""
    for key, width in WIDTHS.items():
        sheet.column_dimensions[_LETTER[key]].width = width
    title(sheet["A1"], heading)
    line(sheet["A2"], lead)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 26, LINE_HEIGHT + 5
    header(sheet, HEADER_ROW, tuple(t(locale, f"form.column.{key}") for key in QUESTION_COLUMNS))


def _facts(sheet: Worksheet, row: int, form: Form, choices: Ranges, locale: str) -> int:
    """Write the plain facts; return the next free row."""
    facts = asked_facts(form)
    if facts:
        row = _section(sheet, row, t(locale, "form.questions.facts"))
    for number, fact in facts.items():
        choices_said = [choice.said(locale) for choice in fact.choices]
        longest = max((lines_needed(said, WIDTHS["answer"], size=SIZE + 1) for said in choices_said), default=1)
        told = (number, fact.question.said(locale), " / ".join(choices_said), "")
        _row(sheet, row, told, least=max(2, longest))
        if fact.fact_id in choices:
            place = f"{_LETTER['answer']}{row}"
            sheet.add_data_validation(
                DataValidation(type="list", formula1=choices[fact.fact_id], allow_blank=True, sqref=place)
            )
        row += 1
    return row


def _controls(sheet: Worksheet, row: int, request: QuestionnaireRequest, catalogue: Catalogue, locale: str) -> int:
    """Write the controls asked, those of one domain together; return the next free row."""
    asked = catalogue.form(request.form_id, request.version).asked(request.modules)
    given, domain = given_answers(request), ""
    open_ = [c for c in catalogue.controls if c.control_id in asked and c.control_id not in given]
    for control in open_:
        if control.domain != domain:
            domain = control.domain
            row = _section(sheet, row, t(locale, f"control_domain.{domain}"))
        previous = previous_words(_previous(request, control.control_id), locale)
        _row(sheet, row, _told(control, previous, locale))
        row += 1
    return row


def _previous(request: QuestionnaireRequest, control_id: str) -> Answer | None:
    """Return what is printed grey beside a question: what just came where it is asked again, else the last answer."""
    came = {a.control_id: a for a in request.given.answers} if request.given is not None else {}
    answer = came.get(control_id)
    return answer if answer is not None and answer.answer is not AnswerCode.BLANK else request.previous.get(control_id)


def _told(control: Control, previous: str, locale: str) -> tuple[str, str, str, str]:
    return control.control_id, question_words(control, locale), control.good.said(locale), previous


def _section(sheet: Worksheet, row: int, words: str) -> int:
    """Write the heading of a group of questions; return the next row."""
    for column in _COLUMN.values():
        sheet.cell(row, column).fill = SECTION
    line(sheet.cell(row, 1), words, bold=True, size=SIZE + 1)
    sheet.row_dimensions[row].height = LINE_HEIGHT + 4
    return row + 1


def _row(sheet: Worksheet, row: int, told: tuple[str, str, str, str], *, least: int = 2) -> None:
    """Write one question with its empty answer cells."""
    for key, words in zip(QUESTION_COLUMNS, told, strict=False):
        printed(
            sheet.cell(row, _COLUMN[key]),
            words,
            fill=LAST if key == "previous" else None,
            centred=key in ("id", "previous"),
        )
    to_fill(sheet.cell(row, _COLUMN["answer"]), centred=True)
    to_fill(sheet.cell(row, _COLUMN["scope"]))
    to_fill(sheet.cell(row, _COLUMN["evidence"]))
    to_fill(sheet.cell(row, _COLUMN["checked_on"]), number_format="yyyy/m/d", centred=True)
    texts = tuple((words, WIDTHS[key]) for key, words in zip(QUESTION_COLUMNS, told, strict=False))
    sheet.row_dimensions[row].height = height_for(texts, least=least)


def previous_words(answer: Answer | None, locale: str) -> str:
    """Return the last answer with its date and the beginning of its remark."""
    if answer is None or answer.answer is AnswerCode.BLANK:
        return ""
    words = t(locale, f"form.answer.{answer.answer.value}")
    if answer.answered_on is not None:
        words = f"{words}\n{answer.answered_on.isoformat()}"
    remark = answer.comment if len(answer.comment) <= _REMARK else answer.comment[: _REMARK - 1] + "…"
    return f"{words}\n{remark}" if remark else words


def _add_choices(sheet: Worksheet, where: str, locale: str) -> None:
    """Add the drop-down of answers; another text is still let in after a friendly question."""
    words = ",".join(t(locale, f"form.answer.{code.value}") for code in ANSWERS)
    sheet.add_data_validation(
        DataValidation(
            type="list",
            formula1=f'"{words}"',
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle=t(locale, "form.questions.pick_title"),
            error=t(locale, "form.questions.pick"),
            sqref=where,
        )
    )


def _mark_open_remarks(sheet: Worksheet, first: int, last: int, locale: str) -> None:
    """Let the remark glow where an answer needs one: partial, planned and not applicable."""
    words = (t(locale, f"form.answer.{code}") for code in ("partial", "planned", "na"))
    wanted = ",".join(f'${_LETTER["answer"]}{first}="{word}"' for word in words)
    empty = f"LEN(${_LETTER['scope']}{first})=0"
    where = f"{_LETTER['scope']}{first}:{_LETTER['scope']}{last}"
    rule = Rule(type="expression", dxf=DifferentialStyle(fill=OPEN), formula=[f"AND(OR({wanted}),{empty})"])
    sheet.conditional_formatting.add(where, rule)
