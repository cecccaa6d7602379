"""Tables that are laid out in other ways: without a header, beside each other, below each other, on squared paper."""

from __future__ import annotations

import pytest
from openpyxl import Workbook as Book
from openpyxl.utils import get_column_letter

from riskgraph.intake.foreign.layout import understood
from riskgraph.intake.workbook import RawCell, RawRow, RawSheet, Workbook
from tests.intake.foreign.forms_of_others import (
    QUESTIONS,
    codes,
    form_of,
    items,
    merged,
    passed,
    plain_rows,
    sheet_of,
    strike,
)

SHEET = "チェックシート"


@pytest.mark.parametrize(
    "rows",
    [
        [(1, QUESTIONS[0], "○"), (2, QUESTIONS[1], "×"), (3, QUESTIONS[2], "△")],
        [("Q1", QUESTIONS[0], "はい"), ("Q2", QUESTIONS[1], "いいえ"), ("Q3", QUESTIONS[2], "一部")],
        [(f"1. {QUESTIONS[0]}", "○"), (f"2. {QUESTIONS[1]}", "×"), (f"3. {QUESTIONS[2]}", "△")],
        [("A.1", QUESTIONS[0], "○"), ("A.2", QUESTIONS[1], "×"), ("A.3", QUESTIONS[2], "△")],
        [(QUESTIONS[0], "○"), (QUESTIONS[1], "×"), (QUESTIONS[2], "△")],
        [("No", "設問"), (1, QUESTIONS[0], "○"), (2, QUESTIONS[1], "×"), (3, QUESTIONS[2], "△")],
        [("No", "設問", None, "備考"), (1, QUESTIONS[0], "○"), (2, QUESTIONS[1], "×"), (3, QUESTIONS[2], "△")],
    ],
)
def test_a_table_without_headers_is_known_by_what_stands_in_it(rows: list[tuple[object, ...]]):
    form = sheet_of(*rows)

    assert [question in item.text for item, question in zip(items(form), QUESTIONS, strict=False)] == [True] * 3
    assert codes(form) == ["yes", "no", "partial"]


def test_a_blank_form_without_headers_still_has_its_questions():
    form = sheet_of((1, QUESTIONS[0]), (2, QUESTIONS[1]), (3, QUESTIONS[2]))

    assert [(item.number, item.text) for item in items(form)] == [
        ("1", QUESTIONS[0]),
        ("2", QUESTIONS[1]),
        ("3", QUESTIONS[2]),
    ]
    assert codes(form) == [None, None, None]


def test_answers_below_their_questions_are_found_by_the_word_in_front():
    form = sheet_of(
        ("組織",),
        (f"Q1. {QUESTIONS[0]}",),
        ("回答：はい",),
        ("備考：規程第3版",),
        (f"Q2. {QUESTIONS[1]}",),
        ("回答", "いいえ"),
        (f"Q3. {QUESTIONS[2]}",),
        ("回答：",),
    )

    assert codes(form) == ["yes", "no", None]
    assert items(form)[0].comment == "規程第3版"
    assert [item.answers[0].cell for item in items(form)] == ["A3", "B6", "A8"]


def test_tables_beside_each_other_keep_their_answers_apart():
    form = sheet_of(
        ("No", "設問", "回答", None, "No", "設問", "回答"),
        (1, QUESTIONS[0], "○", None, 3, QUESTIONS[2], "×"),
        (2, QUESTIONS[1], "△", None, 4, QUESTIONS[3], "はい"),
    )

    assert {item.number: item.answers[0].raw for item in items(form)} == {"1": "○", "2": "△", "3": "×", "4": "はい"}


def test_squared_paper_is_read_by_the_extent_of_its_merged_cells():
    def fill(made: Book) -> None:
        sheet = made[SHEET]

        def put(row: int, left: int, right: int, value: object) -> None:
            sheet.cell(row, left, value)
            sheet.merge_cells(start_row=row, end_row=row, start_column=left, end_column=right)

        for column in range(1, 61):
            sheet.column_dimensions[get_column_letter(column)].width = 2
        put(1, 1, 60, "委託先チェックリスト")
        put(2, 1, 10, "会社名")
        put(2, 11, 40, "みどり株式会社")
        for left, right, label in ((1, 3, "No"), (4, 32, "確認項目"), (33, 40, "回答"), (41, 60, "備考")):
            put(4, left, right, label)
        for row, (question, answer) in enumerate(zip(QUESTIONS, ("○", "×", "△", "○", None), strict=True), start=5):
            for left, right, value in ((1, 3, row - 4), (5, 32, question), (34, 40, answer), (41, 60, "あり")):
                put(row, left, right, value)

    form = sheet_of(change=fill)

    assert form.blocks[0].party_name == "みどり株式会社"
    assert [item.text for item in items(form)] == list(QUESTIONS)
    assert codes(form) == ["yes", "no", "partial", "yes", None]
    assert items(form)[0].answers[0].cell == "AH5"


def test_sections_examples_totals_and_notes_are_named_and_are_no_questions():
    form = sheet_of(
        ("No", "設問", "回答"),
        ("例", "施錠していますか", "○"),
        ("組織的対策",),
        (1, QUESTIONS[0], "○"),
        ("技術的対策",),
        (2, QUESTIONS[1], "×"),
        ("合計", None, 3),
        ("※ 不明な点は担当までお問い合わせください",),
        change=merged(SHEET, "A3:C3", "A5:C5"),
    )

    assert [(item.text, item.section) for item in items(form)] == [
        (QUESTIONS[0], "組織的対策"),
        (QUESTIONS[1], "技術的対策"),
    ]
    assert {entry.reason for entry in form.passed_over} == {"heading", "example", "section", "total", "note"}


def test_a_number_that_others_are_parts_of_is_a_section():
    form = sheet_of(
        ("No", "確認事項", "○×"),
        ("1", "組織的安全管理措置"),
        ("1-1", QUESTIONS[0], "○"),
        ("1-2", QUESTIONS[1], None),
        ("2", "人的安全管理措置"),
        ("2-1", QUESTIONS[2], "×"),
    )

    assert [(i.number, i.section) for i in items(form)] == [
        ("1-1", "組織的安全管理措置"),
        ("1-2", "組織的安全管理措置"),
        ("2-1", "人的安全管理措置"),
    ]


def test_a_cell_with_several_questions_and_one_answer_stays_one_item():
    asked = "次の各項目を満たしますか\n・施錠していますか\n・記録していますか"
    form = sheet_of(("設問", "回答"), (asked, "はい"), (QUESTIONS[1], "いいえ"))

    assert [item.text for item in items(form)] == [asked, QUESTIONS[1]]
    assert codes(form) == ["yes", "no"]


def test_a_question_merged_over_two_rows_has_both_answers():
    form = sheet_of(
        ("No", "設問", "観点", "回答"),
        (1, QUESTIONS[0], "文書化", "○"),
        (None, None, "運用", "×"),
        (2, QUESTIONS[1], "文書化", "○"),
        (None, None, "運用", "△"),
        change=merged(SHEET, "A2:A3", "B2:B3", "A4:A5", "B4:B5"),
    )

    assert [[a.raw for a in item.answers] for item in items(form)] == [["○", "×"], ["○", "△"]]
    assert passed(form, "continued") == ["運用", "運用"]


def test_a_struck_answer_is_unknown():
    form = sheet_of(*plain_rows(), change=strike(SHEET, "C2"))

    assert (items(form)[0].answers[0].code, items(form)[0].answers[0].rule) == ("unknown", "struck")
    assert codes(form)[1:] == ["partial", "no", "yes", "na"]


def test_boxes_in_cells_of_their_own_are_one_answer():
    form = sheet_of(
        ("No", "設問", "回答", None, None, "備考"),
        (1, QUESTIONS[0], "■はい", "□いいえ", "□該当なし", "z"),
        (2, QUESTIONS[1], "□はい", "■いいえ", "□該当なし", None),
        (3, QUESTIONS[2], "□はい", "□いいえ", "□該当なし", None),
        change=merged(SHEET, "C1:E1"),
    )

    assert codes(form) == ["yes", "no", None]
    assert [item.answers[0].raw for item in items(form)] == ["■はい", "■いいえ", ""]
    assert items(form)[0].comment == "z"


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        (("No", "設問", "前回", "今回"), ("前回", "今回")),
        (("No", "設問", "2024年度", "2025年度"), ("2024年度", "2025年度")),
        (("No", "設問", "文書化", "実施"), ("文書化", "実施")),
        (("No", "設問", "自己評価", "弊社確認欄"), ("自己評価",)),
        (("No", "設問", "回答", "評価"), ("回答",)),
        (("No", "設問", "貴社回答", "監査人評価"), ("貴社回答",)),
        (("No", "Question", "Response", "Reviewer assessment"), ("Response",)),
    ],
)
def test_several_answer_columns_are_all_read_and_the_reviewers_is_not(header: tuple[str, ...], taken: tuple[str, ...]):
    form = sheet_of(header, (1, QUESTIONS[0], "×", "○"), (2, QUESTIONS[1], "△", "○"))

    assert form.blocks[0].columns == taken
    assert [a.raw for a in items(form)[0].answers] == ["×", "○"][: len(taken)]


def test_equal_questions_are_both_kept_and_told():
    form = sheet_of(("設問", "回答"), (QUESTIONS[0], "はい"), (QUESTIONS[0], "いいえ"), (QUESTIONS[1], "はい"))

    assert len({item.key for item in items(form)}) == 3
    assert [problem.code for problem in form.problems] == ["foreign.repeated_questions"]


def test_clauses_of_a_row_are_kept_beside_its_question():
    form = sheet_of(("No", "要求事項", "ISO27001", "遵守状況"), ("1", QUESTIONS[0], "A.5.1", "適合"))

    assert items(form)[0].references == ("ISO27001 A.5.1",)


def test_a_wide_and_long_sheet_is_read_whole():
    head = ("No", "設問", "回答", *(f"列{n}" for n in range(30)))
    rows = [RawRow(1, tuple(RawCell(label, 1, place) for place, label in enumerate(head, start=1)))]
    for row in range(2, 802):
        told = (row, f"設問{row}を実施していますか", "○", *(f"{row}の{n}番目の語" for n in range(30)))
        rows.append(RawRow(row, tuple(RawCell(value, row, place) for place, value in enumerate(told, start=1))))

    form = understood(Workbook("wide.xlsx", "", (RawSheet("表", tuple(rows)),)))

    assert len(items(form)) == 800
    assert set(codes(form)) == {"yes"}


def test_numbers_of_questions_start_anew_on_each_sheet_and_all_are_kept():
    form = form_of(
        {
            "1.組織": [("No", "設問", "回答"), (1, QUESTIONS[0], "○"), (2, QUESTIONS[1], "×")],
            "2.技術": [("No", "設問", "回答"), (1, QUESTIONS[2], "○"), (2, QUESTIONS[3], "×")],
        }
    )

    assert [item.sheet for item in items(form)] == ["1.組織", "1.組織", "2.技術", "2.技術"]
    assert len({item.key for item in items(form)}) == 4


def test_a_numbered_question_left_open_is_no_legend():
    form = sheet_of(("No", "設問", "回答"), (1, "入退室を記録する手順を定めている", None), (2, QUESTIONS[1], 1))

    assert [item.number for item in items(form)] == ["1", "2"]
    assert form.blocks[0].legend == {}
    assert codes(form) == [None, None]
