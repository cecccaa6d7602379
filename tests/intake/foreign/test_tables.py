"""Tables with a header: on top or not, on two lines, with choices, legends and several answer columns."""

from __future__ import annotations

import pytest

from tests.intake.foreign.forms_of_others import ANSWERS, QUESTIONS, codes, items, merged, passed, plain_rows, sheet_of


def test_a_plain_table_gives_each_question_with_answer_remark_and_cell():
    form = sheet_of(*plain_rows())

    assert [item.text for item in items(form)] == list(QUESTIONS)
    assert [item.number for item in items(form)] == ["1", "2", "3", "4", "5"]
    assert codes(form) == ["yes", "partial", "no", "yes", "na"]
    assert [item.answers[0].raw for item in items(form)] == list(ANSWERS)
    assert [item.answers[0].cell for item in items(form)] == ["C2", "C3", "C4", "C5", "C6"]
    assert items(form)[2].comment == "備考3"
    assert form.blocks[0].columns == ("回答",)
    assert form.problems == ()


@pytest.mark.parametrize(
    "header",
    [
        ("No.", "設問", "回答", "備考"),
        ("番号", "質問事項", "貴社回答", "コメント"),
        ("項番", "確認項目", "実施状況", "補足"),
        ("ID", "チェック項目", "チェック", "理由"),
        ("#", "Question", "Response", "Remarks"),
        ("Control ID", "Control description", "Status", "Comments"),
        ("№", "要求事項", "対応状況", "備考欄"),
        ("No", "内容", "評価", "特記事項"),
        ("No", "項目", "判定", "備考"),
        ("設問番号", "設問内容\nQuestion", "回答(○/×)\nAnswer", "備考 / Remarks"),
    ],
)
def test_headers_are_known_by_their_words(header: tuple[str, ...]):
    form = sheet_of(*plain_rows(header))

    assert [item.text for item in items(form)] == list(QUESTIONS)
    assert codes(form) == ["yes", "partial", "no", "yes", "na"]
    assert items(form)[0].comment == "備考1"


def test_a_header_that_is_not_on_top_is_found_and_what_stands_above_is_named():
    form = sheet_of(("委託先チェックシート",), ("※すべての設問にご回答ください",), (), *plain_rows())

    assert len(items(form)) == 5
    assert form.title == "委託先チェックシート"
    assert passed(form, "title") == ["委託先チェックシート"]
    assert passed(form, "note") == ["※すべての設問にご回答ください"]


def test_a_header_that_is_repeated_for_each_section_is_one_table():
    header = ("No.", "設問", "回答")
    form = sheet_of(
        ("1. 組織",), header, (1, QUESTIONS[0], "○"), ("2. 人",), header, (2, QUESTIONS[1], "×"), (3, QUESTIONS[2], "○")
    )

    assert codes(form) == ["yes", "no", "yes"]
    assert [item.section for item in items(form)][1:] == ["2. 人", "2. 人"]
    assert len(passed(form, "heading")) == 2


def test_a_header_on_two_lines_gives_each_answer_column_its_name():
    rows = (
        ("No", "設問", "回答", None, "備考"),
        (None, None, "現状", "予定"),
        (1, QUESTIONS[0], "×", "○", "来年度"),
        (2, QUESTIONS[1], "○", None),
    )
    form = sheet_of(*rows, change=merged("チェックシート", "A1:A2", "B1:B2", "C1:D1", "E1:E2"))

    assert form.blocks[0].columns == ("現状", "予定")
    assert [(a.column, a.raw, a.cell) for a in items(form)[0].answers] == [("現状", "×", "C3"), ("予定", "○", "D3")]
    assert [a.raw for a in items(form)[1].answers] == ["○", ""]


def test_of_several_columns_of_text_the_last_is_the_question_and_the_others_its_section():
    rows = (
        ("大項目", "中項目", "確認内容", "実施状況", "エビデンス"),
        ("組織", "規程", QUESTIONS[0], "実施済", "取扱規程"),
        (None, "誓約", QUESTIONS[1], "未実施", None),
    )
    form = sheet_of(*rows, change=merged("チェックシート", "A2:A3"))

    assert [(i.section, i.text) for i in items(form)] == [("組織 / 規程", QUESTIONS[0]), ("組織 / 誓約", QUESTIONS[1])]
    assert codes(form) == ["yes", "no"]
    assert items(form)[0].evidence == "取扱規程"


def test_choices_in_a_column_each_are_one_answer():
    form = sheet_of(
        ("No", "設問", "はい", "いいえ", "該当なし", "コメント"),
        (1, QUESTIONS[0], "○"),
        (2, QUESTIONS[1], None, "レ", None, "理由"),
        (3, QUESTIONS[2], None, None, "✓"),
        (4, QUESTIONS[3], "○", "○"),
        (5, QUESTIONS[4]),
    )

    assert codes(form) == ["yes", "no", "na", None, None]
    assert [item.answers[0].cell for item in items(form)] == ["C2", "D3", "E4", "C5", "C6"]
    assert [item.answers[0].rule for item in items(form)][3:] == ["several_marks", "blank"]
    assert items(form)[0].options == ("はい", "いいえ", "該当なし")
    assert items(form)[1].comment == "理由"


@pytest.mark.parametrize(
    ("written", "code", "rule"),
    [
        ("■はい □いいえ", "yes", "box"),
        ("□はい　☑いいえ", "no", "box"),
        ("レはい □いいえ", "yes", "box"),
        ("( )はい (○)いいえ", "no", "box"),
        ("（　）有　（レ）無", "no", "box"),
        ("[x] Yes [ ] No [ ] N/A", "yes", "box"),
        ("●はい ○いいえ", "yes", "box"),
        ("○はい・いいえ", "yes", "box"),
        ("□はい □いいえ", None, "no_mark"),
        ("■はい ■いいえ", None, "several_marks"),
        ("はい・いいえ", None, "no_mark"),
        ("1.はい 2.いいえ", None, "no_mark"),
        ("①はい 2.いいえ", "yes", "option"),
        ("0", None, "ambiguous"),
        ("O", None, "ambiguous"),
        ("－", None, "dash"),
        ("有。規程あり", "yes", "first_word"),
        ("○（一部拠点を除く）", "yes", "sign"),
        ("別紙参照", "unknown", "word"),
        ("はい、いいえ", None, "no_mark"),
        ("運用中の規程を参照", None, "not_understood"),
    ],
)
def test_what_stands_in_an_answer_cell_is_read_or_said_not_to_be(written: str, code: str | None, rule: str):
    form = sheet_of(("設問", "回答"), (QUESTIONS[0], written), (QUESTIONS[1], "はい"))
    answer = items(form)[0].answers[0]

    assert (answer.raw, answer.code and answer.code.value, answer.rule) == (written, code, rule)


def test_a_number_is_read_by_the_choices_that_the_row_prints():
    form = sheet_of(
        ("番号", "質問", "選択肢", "回答"),
        ("1-1", QUESTIONS[0], "1.はい 2.いいえ 3.該当なし", 2),
        ("1-2", QUESTIONS[1], "1.はい 2.いいえ 3.該当なし", "①"),
        ("1-3", QUESTIONS[2], "1.はい 2.いいえ 3.該当なし", 7),
    )

    assert codes(form) == ["no", "yes", None]
    assert items(form)[0].options == ("はい", "いいえ", "該当なし")


@pytest.mark.parametrize(
    ("legend", "written", "expected"),
    [
        (("○:実施 △:一部 ×:未実施",), ("○", "△", "×"), ["yes", "partial", "no"]),
        (("凡例", "◎：実施し文書化 ○：実施 △：一部実施 ×：未実施"), ("◎", "〇", "▲"), ["yes", "yes", "partial"]),
        (("－は該当なし",), ("－", "ー", "―"), ["na", "na", "na"]),
        (("5:実施済 4:概ね実施 3:一部実施 2:計画中 1:未実施",), (5, 2, "1"), ["yes", "planned", "no"]),
        (("A=実施 B=一部実施 C=未実施 D=該当なし",), ("A", "C", "D"), ["yes", "no", "na"]),
        (("0:未実施 1:一部実施 2:実施済み",), (0, 1, 2), ["no", "partial", "yes"]),
        (("○", "実施している"), ("○", "〇", "◯"), ["yes", "yes", "yes"]),
        (("2: Fully implemented, 1: Partially implemented, 0: Not implemented",), (2, 1, 0), ["yes", "partial", "no"]),
    ],
)
def test_the_legend_of_the_form_is_read_first(
    legend: tuple[str, ...], written: tuple[object, ...], expected: list[str]
):
    form = sheet_of(legend, ("No", "設問", "回答"), *((i, QUESTIONS[i], a) for i, a in enumerate(written)))

    assert codes(form) == expected
    assert form.blocks[0].legend
    assert [text[:10] for text in passed(form, "legend")] == [legend[0][:10]]


def test_merged_answers_count_for_each_question_and_say_so():
    form = sheet_of(
        ("No", "設問", "回答"),
        (1, QUESTIONS[0], "○"),
        (2, QUESTIONS[1]),
        (3, QUESTIONS[2], "×"),
        change=merged("チェックシート", "C2:C3"),
    )

    assert [(a.raw, a.cell, a.is_shared) for item in items(form) for a in item.answers] == [
        ("○", "C2", True),
        ("○", "C2", True),
        ("×", "C4", False),
    ]


def test_the_column_of_the_asking_firm_and_of_points_is_no_answer():
    form = sheet_of(
        ("No", "設問", "自己評価", "弊社確認欄", "得点"), (1, QUESTIONS[0], "○", "×", 5), (2, QUESTIONS[1], "△", "○", 3)
    )

    assert codes(form) == ["yes", "partial"]
    assert all(len(item.answers) == 1 for item in items(form))
    assert passed(form, "reviewer_column") == ["弊社確認欄"]
    assert passed(form, "score_column") == ["得点"]
    assert [problem.code for problem in form.problems] == ["foreign.columns_ignored"]
