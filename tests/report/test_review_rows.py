"""What was understood of a form, before it counts: the counts agree with the rows, and every row is there."""

from __future__ import annotations

import pytest

from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.model.answer import AnswerCode
from riskgraph.model.questionnaire import DeclaredTier, ReturnedForm
from riskgraph.report.review_rows import (
    doubtful,
    item_columns,
    onward_sentence,
    questions,
    tier_columns,
    understood_sentence,
)
from riskgraph.text import LOCALES
from tests.intake.forms import CATALOGUE, all_answered, filled
from tools.fill_questionnaire import FilledAnswer

TOLD = all_answered("yes", evidence="規程 第3条")
FIRST, SECOND = list(TOLD)[:2]


def form(**odd: str) -> ReturnedForm:
    answers = {**TOLD, **{key.replace("_", "-"): FilledAnswer(said) for key, said in odd.items()}}
    return read_questionnaire("f.xlsx", filled(answers), CATALOGUE)


def test_the_sentence_counts_what_was_read_and_what_is_left() -> None:
    this = form(**{FIRST.replace("-", "_"): "", SECOND.replace("-", "_"): ""})
    asked, read = questions(this)
    assert read == asked - 2
    expected = f"{asked}問中{read}問を読み取りました。残り2問は下の一覧で内容を確認してください。"
    assert understood_sentence(this, "ja") == expected


def test_a_reading_with_doubt_is_said_apart_from_a_blank_one() -> None:
    this = form(**{FIRST.replace("-", "_"): "0"})
    assert doubtful(this) == 1
    assert "自信がない" in understood_sentence(this, "ja")
    assert "自信" not in understood_sentence(form(), "ja")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_row_of_the_form_is_in_the_table_with_its_cell(locale: str) -> None:
    this = form(**{FIRST.replace("-", "_"): "0"})
    columns = item_columns(this, {}, locale)
    assert {len(values) for values in columns.values()} == {len(this.items)}
    assert list(columns["cell"]) == [item.cell for item in this.items]
    assert list(columns["review_raw"]) == [item.raw for item in this.items]


def test_an_answer_says_whether_it_is_new_the_same_or_changed() -> None:
    this = form()
    before = {answer.control_id: answer for answer in this.answers}
    before[FIRST] = before[FIRST].model_copy(update={"answer": AnswerCode.NO})
    del before[SECOND]
    columns = item_columns(this, before, "ja")
    told = {item.control_id: said for item, said in zip(this.items, columns["review_changed"], strict=True)}
    assert (told[FIRST], told[SECOND]) == ("△ 変更", "＋ 新規")
    assert set(told.values()) == {"△ 変更", "＋ 新規", "同じ", ""}


def test_declared_tiers_say_how_they_stand_in_the_register_and_their_words_stay_on_one_line() -> None:
    tier = DeclaredTier(name="下\n請 <b>", work="=1+1")
    this = ReturnedForm(file="f.xlsx", is_known=True, onward="listed", declared=(tier,))
    columns = tier_columns(this, {tier: "new"}, "ja")
    assert columns["tier_state"] == ["台帳になし"]
    assert columns["tier_name"] == ["下 請 <b>"]
    assert onward_sentence(this, "ja") == "再委託: ありと申告しています(一覧に1社)。"


def test_a_stranger_s_form_says_that_nothing_was_read() -> None:
    assert "読み取っていません" in understood_sentence(ReturnedForm(file="x.xlsx"), "ja")
