"""The result as text for a terminal."""

from __future__ import annotations

import pytest

from riskgraph.model.party import Party
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.questionnaire import ReadItem, ReturnedForm
from riskgraph.report.plain import width
from riskgraph.report.problem_text import said
from riskgraph.report.tables import aligned, assessment_text, forms_text, problem_list, ranked_paths
from tests.report.builders import a_catalogue, a_submission, an_assessment


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_columns_line_up_by_the_width_of_the_characters(locale: str) -> None:
    lines = ranked_paths(an_assessment(), a_submission(), locale).splitlines()
    ends = {width(line[: line.index("会員基盤")]) for line in lines if "会員基盤" in line}
    assert len(ends) == 1


def test_the_text_says_path_next_step_totals_problems_legend_and_that_it_is_an_estimate() -> None:
    text = assessment_text(an_assessment(), a_submission(), a_catalogue(), "ja")
    order = ["推計", "最初に確認すべき", "次の一手", "順位", "1位の経路", "全5経路", "要確認1件", "凡例", "推計です"]
    places = [text.index(word) for word in order]
    assert places == sorted(places)


def test_an_empty_result_is_still_a_readable_text() -> None:
    text = assessment_text(an_assessment(paths=(), paths_total=0), a_submission(), a_catalogue(), "en")
    assert text.startswith("Risk of consignment paths")
    assert "There is no path to assess" in text


def test_a_name_cannot_begin_a_line_of_its_own() -> None:
    forged = (Party(party_id="A", name="A社\n1  0円  A  正常な経路"), *a_submission().parties[1:])
    lines = ranked_paths(an_assessment(), a_submission(parties=forged), "ja").splitlines()
    assert len([line for line in lines if line.lstrip().startswith("1 ")]) == 1


def test_rows_of_unequal_width_are_aligned() -> None:
    assert aligned([["a", "社"], ["bcd", "x"]], to_right=[True, False]).splitlines() == ["  a  社", "-------", "bcd  x"]


def test_errors_are_listed_before_warnings_and_notes() -> None:
    problems = [Problem(code=s.value, severity=s) for s in (Severity.INFO, Severity.ERROR, Severity.WARNING)]
    lines = problem_list(problems, "en").splitlines()
    assert [line.split("]")[0] for line in lines[:3]] == ["[error", "[warning", "[note"]
    assert lines[3] == "Checks of the input: errors 1, warnings 1, notes 1"


def test_a_text_that_asks_for_a_field_that_is_not_there_falls_back_to_the_code() -> None:
    message, mend = said(Problem(code="use.unknown_asset", severity=Severity.ERROR), "en")
    assert message == "There is something to check (code use.unknown_asset)."
    assert mend == "Give an id from the sheet Assets."


def test_the_fields_of_a_problem_are_quoted_as_plain_data() -> None:
    problem = Problem(code="use.unknown_asset", severity=Severity.ERROR, fields={"asset": "{code}\x1b[0m\nX"})
    assert said(problem, "en")[0] == "The asset id “{code}[0m X” is not in the register."


def test_codes_in_the_fields_of_a_problem_are_said_in_words() -> None:
    fields: dict[str, str | int | float] = {"access": "T1", "columns": "host, site_owner", "employer": "A"}
    message, _ = said(Problem(code="access.role_blank", severity=Severity.WARNING, fields=fields), "ja")
    assert "運用者、作業場所" in message


def test_a_reading_says_form_counts_and_problems() -> None:
    form = ReturnedForm(
        file="A社.xlsx",
        form_id="short",
        version="1",
        is_known=True,
        party_id="A",
        items=tuple(ReadItem(item_id=str(i), text="q", raw="○", code=code) for i, code in enumerate(("yes", "no", ""))),
        problems=(Problem(code="form.odd", severity=Severity.WARNING),),
    )
    assert forms_text([form], "ja").splitlines()[:3] == [
        "A社.xlsx:自社様式 short(版 1)",
        "  回答した組織:A",
        "  設問3行を確認、読み取った回答:no 1, yes 1",
    ]
