"""What was promised of reading: nothing vanishes, nothing is invented, and what is shown is what is saved."""

from __future__ import annotations

import random

import pytest
from openpyxl import Workbook

from riskgraph.intake.workbook import open_workbook
from riskgraph.model.answer import AnswerCode
from riskgraph.model.questionnaire import ReturnedForm
from tests.intake.books import book, register
from tests.intake.forms import all_answered, blank, edited, filled
from tests.mess.road import ASKED, HEAD, came, codes, confirmed, others, own, put, said, sheet, table, told

QUESTIONNAIRE = sheet(
    ("委託先セキュリティ調査票",), ("会社名", "青空システム株式会社"), (), ("1. 組織的対策",), HEAD,
    *table("はい", "いいえ", "一部"), ("2. 物理的対策",), HEAD, *table("はい", "", asked=ASKED[3:]), ("※ 以上です",),
)  # fmt: skip


def test_every_row_of_somebody_elses_form_is_read_listed_or_named_as_no_question() -> None:
    form = others(QUESTIONNAIRE)
    named = {item.cell[1:] for block in form.blocks for item in block.items} | {p.cell[1:] for p in form.passed_over}
    (opened,) = open_workbook("x.xlsx", QUESTIONNAIRE).sheets
    assert {str(row.number) for row in opened.rows} - named == set()
    assert codes(form) == ["yes", "no", "partial", "yes", None]


def test_every_question_of_a_form_of_ours_is_an_item_and_what_is_not_known_is_listed() -> None:
    def add(made: Workbook) -> None:
        put(made, "HUM-02", "ZZZ-99", column=1)

    before, after = own(blank()), own(edited(blank(), add))
    assert len(after.items) == len(before.items)
    assert "form.unknown_id" in told(after.problems)


@pytest.mark.parametrize(
    "data",
    [
        book({"Sheet1": [("",)]}),
        register(),
        book({"料金表": [("品名", "単価"), ("紙", 10), ("封筒", 20), ("印刷", 30)]}),
        book({"方眼紙": [tuple("拝啓時下ますますご清祥のこととお慶び申し上げます"), tuple("敬具")]}),
        book({"案内": [("お世話になっております。",), ("調査票をお送りします。",)]}),
    ],
)
def test_what_holds_no_questionnaire_gives_no_answer_and_a_reason(data: bytes) -> None:
    (entry,) = came("何か.xlsx", data)
    assert entry.form is None and entry.foreign is None
    assert [problem for problem in entry.problems if problem.code.startswith(("form.", "foreign."))]


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_rows_renamed_sheets_and_three_rows_more_give_the_same_answers(seed: int) -> None:
    kinds = ("yes", "no", "partial", "unknown")
    answers = {c: all_answered(kinds[n % 4])[c] for n, c in enumerate(all_answered("yes"))}
    data = filled(answers)

    def shuffle(made: Workbook) -> None:
        page = next(p for p in made.worksheets if any(c.value == "HUM-02" for c in p._cells.values()))
        rows = [r for (r, c), cell in page._cells.items() if c == 1 and str(cell.value)[3:4] == "-"]
        moved = random.Random(seed).sample(rows, len(rows))
        values = {r: [page.cell(r, c).value for c in range(1, 9)] for r in rows}
        for row, source in zip(rows, moved, strict=True):
            for column, value in enumerate(values[source], 1):
                page.cell(row, column).value = value
        page.insert_rows(rows[2], 3)
        page.title = "回答済み (3)"

    assert said(own(edited(data, shuffle))) == said(own(data))


def test_remarks_alone_never_change_a_code() -> None:
    plain = filled(all_answered("yes"))
    for remark in ("実施していません", "一部のみ", "該当なし", "検討中", "○"):

        def remark_all(made: Workbook, remark: str = remark) -> None:
            for control in all_answered("yes"):
                put(made, control, remark, column=6)

        form = own(edited(plain, remark_all))
        assert said(form) == said(own(plain))
    hedged = own(edited(plain, lambda made: put(made, "HUM-02", "一部の部署を除く", column=6)))
    assert "form.hedged_answer" in told(hedged.problems)


@pytest.mark.parametrize("form", ["short", "full", "own"])
def test_a_blank_form_is_answered_to_no_per_cent(form: str) -> None:
    read = own(blank(form=form))
    assert {a.answer for a in read.answers} <= {AnswerCode.BLANK}


def test_a_blank_form_of_somebody_else_gives_questions_and_no_answer() -> None:
    (form,) = confirmed(others(sheet(HEAD, *table("", "", "", "", ""))))
    assert {answer.answer for answer in form.answers} <= {AnswerCode.BLANK, AnswerCode.UNKNOWN}
    assert form.items


def test_two_parties_in_one_file_are_two_submissions_with_their_own_answers() -> None:
    names = {"青空システム株式会社": "はい", "みどり印刷株式会社": "いいえ"}
    data = book({name: [("会社名", name), HEAD, *table(*[word] * 5)] for name, word in names.items()})
    forms = confirmed(others(data))
    assert [form.party_name for form in forms] == list(names)
    assert [set(said(form).values()) for form in forms] == [{"yes"}, {"no"}]


@pytest.mark.parametrize("data", [filled(all_answered("partial")), blank(), QUESTIONNAIRE])
def test_what_is_shown_is_what_is_saved_and_reading_twice_gives_the_same(data: bytes) -> None:
    one, two = came("回答.xlsx", data), came("回答.xlsx", data)
    assert one == two
    for entry in one:
        for form in (entry.form, *(confirmed(entry.foreign) if entry.foreign else ())):
            if form is not None:
                assert ReturnedForm.model_validate_json(form.model_dump_json()) == form
