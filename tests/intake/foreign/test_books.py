"""Whole books: covers, examples, hidden sheets, formulas without results, several parties."""

from __future__ import annotations

from datetime import date

from openpyxl import Workbook as Book

from riskgraph.intake.foreign.layout_words import is_firm
from tests.intake.foreign.forms_of_others import QUESTIONS, codes, form_of, items, merged, passed, plain_rows, sheet_of

HEAD = ("No", "設問", "回答")


def test_name_number_and_date_are_taken_from_the_cover():
    cover = [
        ("情報セキュリティ調査票",),
        ("貴社名", "株式会社みどり印刷"),
        ("法人番号", "5010401089998"),
        ("回答日：令和8年5月1日",),
    ]
    form = form_of({"表紙": cover, "設問": plain_rows()})

    block = form.blocks[0]
    assert (block.party_name, block.answered_on) == ("株式会社みどり印刷", date(2026, 5, 1))
    assert form.title == "情報セキュリティ調査票"
    assert block.corporate_number in ("", "5010401089998")
    assert set(passed(form, "cover")) == {"貴社名", "法人番号", "回答日：令和8年5月1日"}


def test_example_glossary_and_choice_sheets_are_passed_over_by_name():
    form = form_of(
        {"記入例": plain_rows(), "回答票": plain_rows(), "用語集": [("用語", "説明")], "選択肢": [("はい",)]}
    )

    assert len(items(form)) == len(QUESTIONS)
    assert {item.sheet for item in items(form)} == {"回答票"}
    assert passed(form, "example_sheet") == ["記入例"]
    assert passed(form, "glossary_sheet") == ["用語集"]
    assert passed(form, "choices_sheet") == ["選択肢"]


def test_a_book_whose_only_form_is_called_an_example_is_read():
    assert len(items(form_of({"サンプル": plain_rows()}))) == len(QUESTIONS)


def test_two_sheets_with_the_same_questions_are_two_parties():
    other = [HEAD, *((i, q, "×") for i, q in enumerate(QUESTIONS, start=1))]
    form = form_of({"アルファ": [("会社名", "株式会社アルファ"), *plain_rows(HEAD)], "ベータ社": other})

    assert [block.party_name for block in form.blocks] == ["株式会社アルファ", "ベータ社"]
    assert [item.key for item in form.blocks[0].items] == [item.key for item in form.blocks[1].items]
    assert {item.answers[0].raw for item in form.blocks[1].items} == {"×"}
    assert [problem.code for problem in form.problems] == ["foreign.several_parties"]


def test_a_column_for_each_firm_is_a_block_for_each_firm():
    form = sheet_of(
        ("No", "設問", "株式会社アルファ", "ベータ有限会社"), (1, QUESTIONS[0], "○", "×"), (2, QUESTIONS[1], "△", "○")
    )

    assert [block.party_name for block in form.blocks] == ["株式会社アルファ", "ベータ有限会社"]
    assert [[i.answers[0].raw for i in block.items] for block in form.blocks] == [["○", "△"], ["×", "○"]]


def test_a_group_of_columns_for_each_firm_keeps_remarks_with_their_firm():
    form = sheet_of(
        (None, None, "株式会社アルファ", None, "株式会社ベータ", None),
        ("No", "設問", "回答", "備考", "回答", "備考"),
        (1, QUESTIONS[0], "○", "甲", "×", "乙"),
        (2, QUESTIONS[1], "○", None, "×", "丙"),
        change=merged("チェックシート", "C1:D1", "E1:F1"),
    )

    assert [block.party_name for block in form.blocks] == ["株式会社アルファ", "株式会社ベータ"]
    assert [[(i.answers[0].raw, i.comment) for i in block.items] for block in form.blocks] == [
        [("○", "甲"), ("○", "")],
        [("×", "乙"), ("×", "丙")],
    ]


def test_what_is_a_firm_by_its_header():
    assert [is_firm(label) for label in ("株式会社アルファ", "A社", "Vendor B", "Beta Ltd.")] == [True] * 4
    assert [is_firm(label) for label in ("回答", "貴社", "弊社", "本社", "現状", "")] == [False] * 6


def test_a_hidden_sheet_gives_no_answers_and_is_named():
    def hide(made: Book) -> None:
        made["旧"].sheet_state = "hidden"

    form = form_of({"回答": plain_rows(), "旧": plain_rows()}, change=hide)

    assert len(form.blocks) == 1
    assert passed(form, "hidden_sheet") == ["旧"]
    assert [problem.code for problem in form.problems] == ["foreign.hidden_sheets"]


def test_answers_in_hidden_rows_and_columns_are_flagged_and_told():
    def hide(made: Book) -> None:
        made["チェックシート"].column_dimensions["D"].hidden = True
        made["チェックシート"].row_dimensions[3].hidden = True

    form = sheet_of(
        ("No", "設問", "今回", "前回"), (1, QUESTIONS[0], "○", "×"), (2, QUESTIONS[1], "△", "○"), change=hide
    )

    assert [[a.is_hidden for a in item.answers] for item in items(form)] == [[False, True], [True, True]]
    assert [(problem.code, problem.cell) for problem in form.problems] == [("foreign.hidden_answers", "D2")]


def formulas(made: Book) -> None:
    for row in range(2, 5):
        made["回答"].cell(row, 2).value = f"=設問!B{row}"
    made["設問"].sheet_state = "hidden"


def test_questions_that_are_formulas_without_results_are_joined_by_number():
    rows = [HEAD, (1, None, "○"), (2, None, "×"), (3, None, "△")]
    texts = [("No", "文"), *((i, q) for i, q in enumerate(QUESTIONS[:3], start=1))]
    form = form_of({"回答": rows, "設問": texts}, change=formulas)

    assert [item.text for item in items(form)] == list(QUESTIONS[:3])
    assert codes(form) == ["yes", "no", "partial"]


def test_formulas_without_results_that_nothing_explains_are_told_with_their_cell():
    rows = [HEAD, (1, None, "○"), (2, None, "×"), (3, None, "△")]
    form = form_of({"回答": rows, "設問": [("x",)]}, change=formulas)

    assert form.blocks == ()
    assert [(problem.code, problem.cell) for problem in form.problems] == [("foreign.formula_unsaved", "B2")]
    assert passed(form, "formula") == ["1", "2", "3"]


def test_a_summary_of_the_same_questions_is_not_another_party():
    form = form_of({"回答": plain_rows(), "集計": plain_rows(("No.", "設問", "評価", "備考"))})

    assert len(form.blocks) == 1
    assert passed(form, "summary_sheet") == ["集計"]


def test_the_language_is_that_of_the_questions():
    english = sheet_of(
        ("#", "Question", "Response"), (1, "Do you review access rights?", "Yes"), (2, "Is MFA on?", "No")
    )

    assert english.language == "en"
    assert sheet_of(*plain_rows()).language == "ja"


def test_answers_on_a_sheet_of_numbers_are_joined_with_the_sheet_of_questions():
    texts = [("No", "設問"), *((f"1-{i}", q) for i, q in enumerate(QUESTIONS, start=1))]
    answers = [("No", "回答", "備考"), *((f"1-{i}", "○", "根拠となる規程を別紙で添付します") for i in range(1, 6))]
    form = form_of({"設問一覧": texts, "回答票": answers})

    assert [item.text for item in items(form)] == list(QUESTIONS)
    assert codes(form) == ["yes"] * 5
    assert passed(form, "question_sheet") == ["設問一覧"]
