"""A later version of a form does not hide the earlier one: each comes back as what it was issued as."""

from __future__ import annotations

from functools import cache

import pytest
from openpyxl import Workbook

from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_writer import write_questionnaire
from riskgraph.model.answer import AnswerCode
from riskgraph.model.control import Catalogue, Words
from riskgraph.text import t
from tests.intake.forms import CATALOGUE, PARTY, all_answered, edited, filled

LATER = "2099.1"
FIRST = CATALOGUE.form("short")
GONE = FIRST.controls[:4]


@cache
def with_a_later_version() -> Catalogue:
    """Return the catalogue with one more version of the short form, which asks four questions fewer."""
    later = FIRST.model_copy(update={"version": LATER, "controls": FIRST.controls[4:]})
    return CATALOGUE.model_copy(update={"forms": (*CATALOGUE.forms, later)})


def read(data: bytes) -> tuple[str, str, dict[str, AnswerCode], set[str]]:
    form = read_questionnaire("form.xlsx", data, with_a_later_version())
    codes = {answer.control_id: answer.answer for answer in form.answers}
    return form.form_id, form.version, codes, {problem.code for problem in form.problems}


def without_identity(data: bytes) -> bytes:
    def remove(made: Workbook) -> None:
        for page in [p for p in made.worksheets if p.sheet_state != "visible"]:
            made.remove(page)

    return edited(data, remove)


def issued_later() -> bytes:
    request = QuestionnaireRequest(form_id="short", version=LATER, party_id=PARTY)
    return write_questionnaire(request, with_a_later_version(), locale="ja")


def test_an_earlier_version_comes_back_as_itself_with_all_of_its_questions() -> None:
    form_id, version, codes, problems = read(filled(all_answered("yes")))
    assert (form_id, version) == ("short", FIRST.version)
    assert set(GONE) <= codes.keys() and not {"form.version_unknown", "form.extra_questions"} & problems


def test_an_earlier_version_is_known_by_its_questions_when_its_identity_is_gone() -> None:
    form_id, version, codes, problems = read(without_identity(filled(all_answered("yes"))))
    assert (form_id, version) == ("short", FIRST.version)
    assert set(GONE) <= codes.keys() and "form.no_identity" in problems


def test_a_later_version_is_read_as_itself_and_misses_no_question_of_the_earlier_one() -> None:
    form_id, version, codes, problems = read(issued_later())
    assert (form_id, version) == ("short", LATER)
    assert not set(GONE) & codes.keys() and "form.rows_missing" not in problems


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_question_reworded_later_is_no_change_by_the_party_where_its_earlier_words_are_kept(is_kept: bool) -> None:
    reworded = Words(ja="以前とは別の言い方の問いですか", en="Is this asked in other words than before?")
    number = FIRST.controls[0]
    old = CATALOGUE.control(number)
    earlier = (old.question,) if is_kept else ()
    new = old.model_copy(update={"question": reworded, "earlier_questions": earlier})
    controls = tuple(new if c.control_id == number else c for c in CATALOGUE.controls)
    # Built anew, not copied: a copy would carry the look-up by number along.
    parts = {name: getattr(with_a_later_version(), name) for name in Catalogue.model_fields}
    catalogue = Catalogue(**{**parts, "controls": controls})

    form = read_questionnaire("form.xlsx", filled(all_answered("yes", evidence="規程 第3版")), catalogue)
    flagged = {answer.control_id for answer in form.answers if answer.is_flagged}
    assert (number in flagged) is not is_kept
    assert ("form.question_changed" in {problem.code for problem in form.problems}) is not is_kept


def test_two_forms_pasted_into_one_book_give_one_answer_a_question_and_name_both_cells() -> None:
    def paste(made: Workbook) -> None:
        page = next(p for p in made.worksheets if any(c.value == FIRST.controls[5] for c in p["A"]))
        copy = made.copy_worksheet(page)
        yes, no = t("ja", "form.answer.yes"), t("ja", "form.answer.no")
        for row in copy.iter_rows():
            for cell in row:
                if cell.value == yes:
                    cell.value = no

    form = read_questionnaire("form.xlsx", edited(filled(all_answered("yes")), paste), CATALOGUE)
    numbers = [answer.control_id for answer in form.answers]
    told = [problem for problem in form.problems if problem.code == "form.answered_twice"]
    assert len(numbers) == len(set(numbers)) and len(told) == len(FIRST.controls)
    assert {answer.answer for answer in form.answers} == {AnswerCode.NO}
    assert all(p.cell and p.fields["other_cell"] for p in told)
