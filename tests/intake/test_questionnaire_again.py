"""A form that is sent back asks its open questions only, and comes back whole."""

from __future__ import annotations

import io
from datetime import date

from openpyxl import load_workbook

from riskgraph.asking import open_questions
from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_writer import write_questionnaire
from riskgraph.model.answer import AnswerCode
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.text import t
from tests.intake.forms import CATALOGUE, COVER, NAME, PARTY, filled
from tools.fill_questionnaire import FilledAnswer, FilledTier

TODAY = date(2026, 9, 1)
LATER = date(2026, 9, 8)
ASKED = CATALOGUE.form("short").asked()
LEFT_OPEN = ("ORG-01", "HUM-02")
HOSTILE = '=HYPERLINK("http://x","y")'


def came() -> ReturnedForm:
    """Return a form on which two questions were left open and one has a doubt."""
    answers = {c: FilledAnswer("yes", evidence="規程 第3版") for c in ASKED if c not in LEFT_OPEN}
    answers["DEV-01"] = FilledAnswer("yes", scope="一部拠点を除く")
    answers["HUM-04"] = FilledAnswer("partial", scope="派遣は対象外")
    data = filled(answers, cover=COVER, tiers=[FilledTier(name="つばめ保守株式会社", work="保守")], facts={})
    return read_questionnaire("first.xlsx", data, CATALOGUE, today=TODAY)


def again(form: ReturnedForm, locale: str = "ja") -> bytes:
    request = QuestionnaireRequest(
        form_id="short", party_id=PARTY, party_name=NAME, due_on=LATER, given=form, still_open=open_questions(form)
    )
    return write_questionnaire(request, CATALOGUE, locale=locale)


def test_the_open_questions_are_the_blank_ones_and_those_with_a_doubt() -> None:
    assert {*LEFT_OPEN, "DEV-01"} == set(open_questions(came()))


def test_the_sheet_of_questions_asks_the_open_ones_only() -> None:
    sheet = load_workbook(io.BytesIO(again(came())))[t("ja", "form.sheet.questions")]
    numbers = {str(cell.value) for cell in sheet["A"]} & {*ASKED, "F-01"}

    assert {*LEFT_OPEN, "DEV-01"} == numbers


def test_a_form_sent_back_and_left_as_it_is_reads_as_it_came_apart_from_its_open_questions() -> None:
    first = came()
    for locale in ("ja", "en"):
        second = read_questionnaire("again.xlsx", again(first, locale), CATALOGUE, today=LATER)
        open_ = set(open_questions(first))
        expected = {a.control_id: _said(a) for a in first.answers if a.control_id not in open_}
        actual = {a.control_id: _said(a) for a in second.answers if a.control_id not in open_}

        assert expected == actual
        assert open_ == {a.control_id for a in second.answers if a.answer is AnswerCode.BLANK}
        assert (first.onward, first.facts) == (second.onward, second.facts)
        assert [(d.name, d.work) for d in first.declared] == [(d.name, d.work) for d in second.declared]
        assert not {"form.rows_missing", "form.question_changed"} & {p.code for p in second.problems}


def _said(answer: object) -> tuple[object, ...]:
    names = ("answer", "evidence", "evidence_ref", "comment", "answered_on", "party_id", "form")
    return tuple(getattr(answer, name) for name in names)


def test_what_a_party_wrote_is_text_on_the_form_that_goes_back() -> None:
    form = came()
    answers = tuple(a.model_copy(update={"comment": HOSTILE}) if a.control_id == "HUM-04" else a for a in form.answers)
    book = load_workbook(io.BytesIO(again(form.model_copy(update={"answers": answers}))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == HOSTILE]

    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]
