"""The JSON document of an assessment and its schema."""

from __future__ import annotations

import json
import math
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.errors import WrongUse
from riskgraph.model.quantities import Interval
from riskgraph.report.document import document, to_json
from riskgraph.report.json_numbers import interval
from riskgraph.report.schema import NAMES, schema
from tests.report.builders import a_catalogue, a_path, a_submission, an_assessment

CONTRACT_PATH = [
    "rank", "parties", "engagements", "entry", "asset_ids", "records", "certainty", "eal_yen", "rate_per_year",
    "p_leak_1y", "p_leak_1y_frailty", "times_average", "times_good", "loss_if_it_happens_yen", "recoverable_share",
    "path_weakness", "unconfirmed_share", "grade", "supervision", "channels", "similar_cases", "why",
]  # fmt: skip


def built(**changes: Any) -> dict[str, Any]:
    return document(an_assessment(**changes), a_submission(), a_catalogue())


def accepts(data: dict[str, Any]) -> None:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema("assessment"), format_checker=checker).validate(data)


def test_the_schema_accepts_the_document() -> None:
    accepts(json.loads(to_json(built())))


def test_the_schema_accepts_a_result_without_paths() -> None:
    accepts(json.loads(to_json(built(paths=(), paths_total=0))))


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_valid_and_strict(name: str) -> None:
    data = schema(name)
    jsonschema.Draft202012Validator.check_schema(data)
    objects = [node for node in _nodes(data) if node.get("type") == "object"]
    assert objects
    assert all("additionalProperties" in node and "description" in node for node in objects)


def _nodes(node: Any) -> Any:
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _nodes(child)


def test_an_unknown_schema_is_a_wrong_use() -> None:
    with pytest.raises(WrongUse):
        schema("../assessment")


def test_a_field_too_many_is_refused_by_the_schema() -> None:
    data = built() | {"extra": 1}
    with pytest.raises(jsonschema.ValidationError):
        accepts(data)


def test_the_fields_stand_in_the_order_of_the_contract() -> None:
    data = built()
    assert list(data) == [
        "schema", "provenance", "totals", "grades", "paths_total", "paths", "rest", "parties", "assets",
        "attribution", "concentration", "stability", "problems",
    ]  # fmt: skip
    assert list(data["paths"][0]) == CONTRACT_PATH


def test_two_runs_give_the_same_bytes() -> None:
    assert to_json(built()) == to_json(built())


def test_paths_and_rest_add_up_to_the_totals() -> None:
    data = built()
    for end in ("lo", "pt", "hi"):
        parts = sum(path["eal_yen"][end] for path in data["paths"]) + data["rest"]["eal_yen"][end]
        assert math.isclose(parts, data["totals"]["eal_yen"][end], rel_tol=1e-9)


def test_a_problem_carries_both_languages_even_without_a_text_of_its_own() -> None:
    problem = built()["problems"][0]
    assert problem["message"]["ja"] == "確認が必要な記載があります(コード no.such_code)。"
    assert "no.such_code" in problem["message"]["en"]
    assert problem["mend"]["en"]


def test_a_person_has_no_weakness() -> None:
    assert built()["parties"][1]["weakness"] is None


def test_the_legend_says_which_way_the_grades_run() -> None:
    legend = built()["grades"]["legend"]
    assert [row["grade"] for row in legend] == ["A", "B", "C", "D", "E", "on_hold"]
    assert [row["below_yen"] for row in legend] == [1e5, 3e5, 1e6, 3e6, None, None]


def test_what_was_not_computed_is_null() -> None:
    data = built()
    missing = ("p_leak_1y_frailty", "var_yen", "tvar_yen", "exceedance", "with_dependence")
    assert [data["totals"][key] for key in missing] == [None] * len(missing)
    assert data["attribution"] is None and data["stability"] is None and data["concentration"] == []
    assert data["paths"][0]["similar_cases"] is None


def test_an_answer_that_is_missing_says_how() -> None:
    answers = built()["paths"][0]["channels"][0]["layers"][0]["answers"]
    assert [answer["answer"] for answer in answers] == ["no", "overdue"]
    assert answers[0]["source"] == {"file": "A社.xlsx", "sheet": "回答", "cell": "F12"}
    assert answers[1]["evidence"] is None


def test_a_missing_engagement_is_null() -> None:
    path = a_path(engagements=("E1", None, "E3"))
    assert built(paths=(path,))["paths"][0]["engagements"] == ["E1", None, "E3"]


@given(st.lists(st.floats(min_value=0, max_value=1e18), min_size=3, max_size=3))
def test_rounding_never_breaks_the_order_of_an_interval(values: list[float]) -> None:
    data = interval(Interval(*sorted(values)))
    assert data["lo"] <= data["pt"] <= data["hi"]


def test_a_number_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        to_json({"x": math.nan})
