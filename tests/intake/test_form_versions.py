"""A later version of a form does not hide the earlier one: each comes back as what it was issued as."""

from __future__ import annotations

from functools import cache

from openpyxl import Workbook

from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_writer import write_questionnaire
from riskgraph.model.answer import AnswerCode
from riskgraph.model.control import Catalogue
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
