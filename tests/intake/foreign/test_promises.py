"""What holds for every form: nothing vanishes, nothing is made up, and the place of a row changes nothing."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Book

from riskgraph.intake.foreign.given_answers import rule_key
from riskgraph.intake.foreign.layout import understood
from riskgraph.intake.foreign.passing_over import reason_key
from riskgraph.intake.normalise import as_text
from riskgraph.intake.workbook import Workbook, open_workbook
from riskgraph.model.foreign import ForeignForm
from riskgraph.text import has_text
from tests.intake.books import Grid, book
from tests.intake.foreign.forms_of_others import QUESTIONS, form_of, items

WORDS = (
    "○",
    "×",
    "△",
    "はい",
    "いいえ",
    "該当なし",
    "0",
    "O",
    "－",
    "一部実施",
    "■はい □いいえ",
    "別紙参照",
    "",
    "有。規程あり",
    3,
)
HEADERS = st.tuples(
    st.sampled_from(("No.", "番号", "ID", "")),
    st.sampled_from(("設問", "質問", "確認項目", "要求事項", "Question")),
    st.sampled_from(("回答", "評価", "実施状況", "チェック", "Answer")),
    st.sampled_from(("備考", "コメント", "根拠", "Evidence")),
)
REMARKS = ("", "一部のみ", "未実施の拠点あり", "○:実施 ×:未実施", "なし", "1.はい")
SUBJECTS = ("入退室", "特権ID", "媒体", "ログ", "委託先", "鍵")
MORE_QUESTIONS = tuple(f"{subject}を{verb}していますか" for subject in SUBJECTS for verb in ("記録", "点検", "制限"))
LABELS = (
    *("No.", "設問", "回答", "備考", "はい", "凡例", "○:実施 ×:未実施", "会社名", "合計", "1-1", "記入例", "※注記"),
    *("株式会社アルファ", "弊社確認欄", "得点", "Answer", "Question", "回答：はい"),
)
CELLS = st.one_of(
    st.none(),
    st.sampled_from((*WORDS, *QUESTIONS, *LABELS)),
    st.text(max_size=12),
    st.integers(-5, 2030),
    st.booleans(),
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Return a header and rows of a table; the numbers follow the questions."""
    asked = draw(st.lists(st.sampled_from((*QUESTIONS, *MORE_QUESTIONS)), min_size=3, max_size=9, unique=True))
    given = draw(st.lists(st.sampled_from(WORDS), min_size=len(asked), max_size=len(asked)))
    return draw(HEADERS), [(i, q, a, "") for i, (q, a) in enumerate(zip(asked, given, strict=True), start=1)]


def said(form: ForeignForm) -> dict[str, list[tuple[str, object, str]]]:
    """Return what was answered by key, without places."""
    return {i.key: [(a.raw, a.code, a.rule) for a in i.answers] for block in form.blocks for i in block.items}


def read(sheets: dict[str, Grid]) -> tuple[Workbook, ForeignForm]:
    opened = open_workbook("other.xlsx", book(sheets))
    return opened, understood(opened)


def row_of(cell: str) -> int:
    return int(re.sub(r"\D", "", cell) or 0)


def assert_nothing_vanishes(opened: Workbook, form: ForeignForm) -> None:
    """Every row that shows something is named: as a question, as passed over, or with its whole sheet."""
    named = {(i.sheet, row_of(i.cell)) for block in form.blocks for i in block.items}
    named |= {(entry.sheet, row_of(entry.cell)) for entry in form.passed_over}
    for sheet in opened.sheets:
        for row in sheet.rows:
            is_shown = not row.is_hidden and not sheet.is_hidden and any(as_text(cell.value) for cell in row.cells)
            assert not is_shown or (sheet.title, row.number) in named or (sheet.title, 0) in named, row


def assert_nothing_made_up(opened: Workbook, form: ForeignForm) -> None:
    """What is said to be an answer stands in the file at its cell; an empty cell gives no code."""
    for block in form.blocks:
        for item in block.items:
            for answer in item.answers:
                sheet = opened.sheet(answer.sheet)
                assert sheet is not None
                there = {cell.address: as_text(cell.value) for row in sheet.rows for cell in row.cells}
                assert answer.raw in there.get(answer.cell, "")
                assert answer.raw or answer.code is None
                assert has_text(rule_key(answer.rule)), answer.rule


@settings(max_examples=60, deadline=None)
@given(tables(), st.randoms(use_true_random=False), st.integers(0, 3))
def test_moving_rows_renaming_sheets_and_inserting_rows_changes_no_key_and_no_code(
    table: tuple[tuple[str, ...], list[tuple[object, ...]]], chance: random.Random, blanks: int
):
    header, rows = table
    before = form_of({"回答": [header, *rows]})
    moved: list[Sequence[object]] = list(rows)
    chance.shuffle(moved)
    for _ in range(blanks):
        moved.insert(chance.randrange(len(moved) + 1), chance.choice([(), ("※ 回答は任意です",), (None, "※ 注記です")]))
    after = form_of({"Sheet1 (2)": [("調査票",), (), header, *moved]})

    assert said(after) == said(before)
    assert after.fingerprint == before.fingerprint
    assert len(said(before)) == len(rows)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=12), st.booleans())
def test_whatever_stands_in_a_sheet_no_row_vanishes_and_no_answer_is_made_up(grid: list[list[object]], has_head: bool):
    grid = [["No.", "設問", "回答", "備考"], *grid] if has_head else grid
    clean = [[re.sub(r"[\x00-\x08\x0b-\x1f]", "", v) if isinstance(v, str) else v for v in row] for row in grid]
    clean = [["'" + v if isinstance(v, str) and v.startswith("=") else v for v in row] for row in clean]
    opened, form = read({"シート": clean})

    assert_nothing_vanishes(opened, form)
    assert_nothing_made_up(opened, form)
    assert form.blocks or form.problems
    assert all(has_text(reason_key(entry.reason)) for entry in form.passed_over)


@settings(max_examples=40, deadline=None)
@given(tables())
def test_a_table_is_read_whole_and_only_from_its_cells(table: tuple[tuple[str, ...], list[tuple[object, ...]]]):
    header, rows = table
    opened, form = read({"回答": [header, *rows]})

    assert [item.text for item in items(form)] == [row[1] for row in rows]
    assert [item.answers[0].raw for item in items(form)] == [str(row[2]) for row in rows]
    assert_nothing_vanishes(opened, form)
    assert_nothing_made_up(opened, form)


@settings(max_examples=20, deadline=None)
@given(tables(), tables())
def test_the_fingerprint_is_that_of_the_form_and_not_of_its_answers(first, second):
    header, rows = first
    _, others = second
    answered = [(n, q, "×", "") for n, q, _, _ in rows]

    assert form_of({"A": [header, *rows]}).fingerprint == form_of({"B": [header, *answered]}).fingerprint
    is_same = sorted(map(str, rows)) == sorted(map(str, others))
    if not is_same and {(n, q) for n, q, *_ in rows} != {(n, q) for n, q, *_ in others}:
        assert form_of({"A": [header, *rows]}).fingerprint != form_of({"A": [header, *others]}).fingerprint


def test_a_blank_template_gives_its_questions_and_no_code():
    form = form_of({"回答": [("No.", "設問", "回答", "備考"), *((i, q) for i, q in enumerate(QUESTIONS, start=1))]})

    assert len(items(form)) == len(QUESTIONS)
    assert {(a.raw, a.code, a.rule) for item in items(form) for a in item.answers} == {("", None, "blank")}


PRICES = [
    ("品名", "内容", "単価", "数量", "金額", "備考"),
    ("用紙", "A4 500枚", 400, 5, 2000, ""),
    ("封筒", "長3", 9, 100, 900, ""),
]
VENDORS = [
    ("委託先名", "業務内容", "再委託の有無", "契約開始日", "評価", "備考"),
    ("A株式会社", "印刷", "有", "2025/4/1", "○", ""),
    ("B株式会社", "発送", "無", "2025/4/1", "△", ""),
    ("C株式会社", "保管", "無", "2025/4/1", "○", ""),
]
ENGAGEMENTS = [("委託ID", "委託元ID", "委託先ID", "業務", "状態"), ("E-1", "P-1", "P-2", "会員管理", "稼働中")]
LETTER = [
    ("株式会社みどり 御中",),
    (),
    ("拝啓 時下ますますご清栄のこととお慶び申し上げます。",),
    ("ご確認のほどお願いいたします。",),
    ("敬具",),
]
TASKS = [("項目", "担当", "状況", "期限"), ("資料作成", "総務", "完了", "2026/1/1"), ("会議", "総務", "未", "2026/1/2")]


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ({"Sheet1": []}, "foreign.empty_book"),
        ({"Sheet1": [], "Sheet2": []}, "foreign.empty_book"),
        ({"単価表": PRICES}, "foreign.no_questions"),
        ({"委託先": VENDORS}, "foreign.no_questions"),
        ({"委託": ENGAGEMENTS}, "foreign.is_register"),
        ({"送付状": LETTER}, "foreign.no_questions"),
        ({"タスク": TASKS}, "foreign.no_questions"),
        ({"数": [(1, 2, 3), (4, 5, 6)]}, "foreign.no_questions"),
    ],
)
def test_what_is_no_questionnaire_gives_nothing_and_says_why(sheets: dict[str, Grid], code: str):
    opened, form = read(sheets)

    assert form.blocks == ()
    assert [problem.code for problem in form.problems] == [code]
    assert_nothing_vanishes(opened, form)


def test_squared_paper_without_pairs_is_refused_in_words():
    made = Book()
    sheet = made.active
    for row in range(1, 12):
        for column in range(1, 60, 4):
            sheet.cell(row, column, "区画")
            sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 3)
    out = io.BytesIO()
    made.save(out)
    form = understood(open_workbook("other.xlsx", out.getvalue()))

    assert form.blocks == ()
    assert [problem.code for problem in form.problems] == ["foreign.squared_paper"]


@settings(max_examples=25, deadline=None)
@given(
    tables(),
    st.lists(st.sampled_from(("", "一部のみ", "未実施の拠点あり", "○:実施 ×:未実施", "なし", "1.はい")), min_size=9),
)
def test_remarks_alone_change_no_code(table: tuple[tuple[str, ...], list[tuple[object, ...]]], remarks: list[str]):
    header, rows = table
    remarked = [(n, q, a, remark) for (n, q, a, _), remark in zip(rows, remarks, strict=False)]

    assert said(form_of({"回答": [header, *remarked]})) == said(form_of({"回答": [header, *rows]}))


@settings(max_examples=20, deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_two_parties_in_one_file_are_two_blocks_with_their_own_answers(
    table: tuple[tuple[str, ...], list[tuple[object, ...]]], chance: random.Random
):
    header, rows = table
    others = [(n, q, chance.choice(WORDS), "") for n, q, _, _ in rows]
    chance.shuffle(others)
    form = form_of({"アルファ": [header, *rows], "ベータ": [header, *others]})

    assert [block.party_name for block in form.blocks] == ["アルファ", "ベータ"]
    for block, table_rows in zip(form.blocks, (rows, others), strict=True):
        assert {item.text: item.answers[0].raw for item in block.items} == {q: str(a) for _, q, a, _ in table_rows}
    assert form.fingerprint == form_of({"一社": [header, *rows]}).fingerprint
