"""What goes out to a party: complete, in its language, and nothing that it must not see."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from riskgraph.errors import WrongUse
from riskgraph.intake.questionnaire_style import lines_needed
from riskgraph.intake.questionnaire_words import QUESTION_COLUMNS
from riskgraph.intake.questionnaire_writer import QuestionnaireRequest, write_questionnaire
from riskgraph.model.answer import Answer, AnswerCode
from riskgraph.text import LOCALES, t
from tests.intake.forms import CATALOGUE, NAME, blank, questions, row_of

FORMS = ("short", "full", "own")


def opened(data: bytes):
    return load_workbook(io.BytesIO(data))


def all_text(data: bytes) -> str:
    """Return everything in the file that could be read by whoever unpacks it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "\n".join(package.read(name).decode("utf-8") for name in package.namelist())


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("form_id", FORMS)
def test_a_form_asks_each_of_its_controls_once_and_in_the_language_asked_for(form_id, locale):
    form = CATALOGUE.form(form_id)
    modules = tuple(module.module_id for module in form.modules)
    sheet = questions(opened(blank(locale, form_id, modules)), locale)
    printed = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=4) if row[1].value}

    asked = {number for number in printed if not number.startswith("F-")}
    assert asked == set(form.asked(modules))
    assert all(printed[c].startswith(CATALOGUE.control(c).question.said(locale)) for c in asked)


def test_a_module_that_was_not_asked_for_is_not_on_the_form():
    sheet = questions(opened(blank()))

    assert "SYS-02" not in {row[0].value for row in sheet.iter_rows()}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_columns_stand_in_the_order_in_which_people_fill_them(locale):
    header = [cell.value for cell in questions(opened(blank(locale)), locale)[3]]

    assert header == [t(locale, f"form.column.{key}") for key in QUESTION_COLUMNS]


def test_nothing_is_filled_in_beforehand_and_last_time_stands_beside_it():
    previous = {
        control.control_id: Answer(
            party_id="P", control_id=control.control_id, answer="yes", answered_on=date(2025, 8, 3)
        )
        for control in CATALOGUE.controls
    }
    request = QuestionnaireRequest(previous=previous)
    sheet = questions(opened(write_questionnaire(request, CATALOGUE)))
    row = row_of(sheet, "DEV-01")

    assert sheet.cell(row, 4).value == "○ はい\n2025-08-03"
    assert {cell.value for cells in sheet.iter_rows(min_row=4, min_col=5, max_col=8) for cell in cells} == {None}


def test_a_blank_of_last_time_is_not_shown_as_an_answer():
    previous = {"DEV-01": Answer(party_id="P", control_id="DEV-01", answer=AnswerCode.BLANK)}
    sheet = questions(opened(write_questionnaire(QuestionnaireRequest(previous=previous), CATALOGUE)))

    assert not sheet.cell(row_of(sheet, "DEV-01"), 4).value


def test_only_the_yellow_cells_can_be_changed_and_no_password_is_set():
    book = opened(blank())
    sheet = questions(book)
    row = row_of(sheet, "DEV-01")

    assert [sheet.cell(row, column).protection.locked for column in range(1, 9)] == [True] * 4 + [False] * 4
    assert all(s.protection.sheet and not s.protection.password for s in book.worksheets)


def test_a_compound_question_lists_its_parts_as_boxes():
    control = CATALOGUE.control("DEV-01")
    sheet = questions(opened(blank()))
    text = sheet.cell(row_of(sheet, "DEV-01"), 2).value

    assert [line for line in text.split("\n") if line.startswith("□ ")] == [f"□ {part.ja}" for part in control.parts]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_drop_down_offers_the_six_answers_and_not_more(locale):
    sheet = questions(opened(blank(locale)), locale)
    lists = [v for v in sheet.data_validations.dataValidation if v.formula1.startswith('"')]

    assert [v.formula1.strip('"').split(",") for v in lists] == [
        [t(locale, f"form.answer.{code.value}") for code in AnswerCode if code is not AnswerCode.BLANK]
    ]
    assert all(len(v.formula1) <= 255 for v in lists), "a spreadsheet program refuses a longer list"


def test_the_choices_of_a_fact_lie_on_a_visible_sheet():
    book = opened(blank("en"))
    sheet = questions(book, "en")
    row = row_of(sheet, "F-01")
    (where,) = [v.formula1 for v in sheet.data_validations.dataValidation if f"E{row}" in str(v.sqref).split()]
    title, cells = re.fullmatch(r"'(.+)'!(.+)", where).groups()
    choices = [cell[0].value for cell in book[title][cells.replace("$", "")]]

    fact = next(fact for fact in CATALOGUE.form("short").facts if fact.fact_id == "places")
    assert choices == [choice.en for choice in fact.choices]
    assert book[title].sheet_state == "visible"


@pytest.mark.parametrize("form_id", FORMS)
def test_nothing_is_hidden_but_the_identity(form_id):
    book = opened(blank("ja", form_id))

    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"] == ["riskgraph"]
    assert not any(d.hidden for s in book.worksheets for d in s.row_dimensions.values())
    assert not any(d.hidden for s in book.worksheets for d in s.column_dimensions.values())
    assert not book.defined_names
    identity = dict(book["riskgraph"].iter_rows(min_row=2, values_only=True))
    assert identity == {
        "form": form_id,
        "version": "2026.1",
        "party": "P-013",
        "scope_kind": "party",
        "scope_id": None,
        "due_on": "2026-08-31",
        "modules": None,
        "language": "ja",
    }


def test_the_file_holds_no_macro_link_score_or_reference_number_of_a_standard():
    data = blank("ja", "full")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
    text = all_text(data)

    assert not [name for name in names if re.search(r"vba|external|connections|embed", name, re.IGNORECASE)]
    codes = {
        code for c in CATALOGUE.controls for scheme in ("csf", "iso", "scs") for code in c.references.get(scheme, ())
    }
    assert not [
        code for code in codes if re.search(rf">[^<]*(?<![\d.]){re.escape(code)}(?![\d.])[^<]*<", text) and "." in code
    ]
    assert "GV.SC" not in text and "★" not in text and "◎" not in text


def test_the_file_names_the_party_and_its_direct_consignor_only():
    """Who else is in the chain is confidential; the request has no field for anybody else."""
    request = QuestionnaireRequest(party_id="P-9", party_name="甲社", consignor_name="乙社")
    text = all_text(write_questionnaire(request, CATALOGUE))

    assert "甲社" in text and "乙社" in text
    named = set(QuestionnaireRequest.model_fields) - {"previous"}
    assert {field for field in named if "name" in field or "party" in field} == {
        "party_id",
        "party_name",
        "consignor_name",
    }


@pytest.mark.parametrize("name", ["=1+1", '+HYPERLINK("http://x")', "@SUM(A1)", "-2+3", "=cmd|' /C calc'!A0"])
def test_a_name_that_looks_like_a_formula_stays_text(name):
    request = QuestionnaireRequest(party_name=name, consignor_name=name, scope_words=name, contact=name)
    data = write_questionnaire(request, CATALOGUE)
    cells = [
        cell for sheet in opened(data).worksheets for row in sheet.iter_rows() for cell in row if cell.value == name
    ]

    assert len(cells) == 4
    assert {cell.data_type for cell in cells} == {"s"}
    assert "<f>" not in re.sub(r"<formula>.*?</formula>", "", all_text(data))


def test_control_characters_in_a_name_do_not_stop_the_writer():
    request = QuestionnaireRequest(party_name="甲\x00\x0b社", scope_words="あ" * 50_000)

    assert opened(write_questionnaire(request, CATALOGUE))["表紙"]["C4"].value == "甲社"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_row_is_high_enough_for_its_text(locale):
    sheet = questions(opened(blank(locale, "full")), locale)
    for row in sheet.iter_rows(min_row=4):
        width = {cell.column: sheet.column_dimensions[cell.column_letter].width for cell in row}
        lines = max(lines_needed(str(c.value), width[c.column]) for c in row if c.value) if row[1].value else 1

        assert sheet.row_dimensions[row[0].row].height >= 15 * lines


@pytest.mark.parametrize("locale", LOCALES)
def test_about_a_dozen_rows_stand_on_a_landscape_page(locale):
    """A4 landscape, 520 points high inside the margins, fitted to its 785 points of width."""
    sheet = questions(opened(blank(locale, "full")), locale)
    width = sum((d.width * 7 + 5) * 0.75 for d in sheet.column_dimensions.values())
    room = 520 / (785 / width)
    heights = [sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows(min_row=4) if row[1].value]

    assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert 9 <= room / (sum(heights) / len(heights)) <= 15


def test_the_own_form_asks_nothing_about_next_tiers():
    book = opened(blank("ja", "own"))

    assert "再委託先一覧" not in book.sheetnames
    assert "再委託の有無" not in {cell.value for row in book["表紙"].iter_rows() for cell in row}


def test_the_cover_says_why_until_when_whom_to_ask_and_about_what():
    request = QuestionnaireRequest(
        party_name=NAME, due_on=date(2026, 8, 31), contact="情報管理室", scope_words="会員誌の発送"
    )
    text = [
        cell.value
        for row in opened(write_questionnaire(request, CATALOGUE))["表紙"].iter_rows()
        for cell in row
        if cell.value
    ]

    assert {"2026年8月31日(月)", "情報管理室", "会員誌の発送", CATALOGUE.form("short").purpose.ja} <= set(text)
    assert any("直ちに取引を止めるものではありません" in line for line in text)


def test_an_unknown_form_or_module_names_those_that_exist():
    with pytest.raises(WrongUse) as form:
        write_questionnaire(QuestionnaireRequest(form_id="long"), CATALOGUE)
    with pytest.raises(WrongUse) as module:
        write_questionnaire(QuestionnaireRequest(modules=("bakery",)), CATALOGUE)

    assert (form.value.code, form.value.fields["known"]) == ("form.unknown", "full, own, short")
    assert module.value.code == "form.unknown_module" and "hosting" in str(module.value.fields["known"])
