"""The tables that are shown and saved: down to the cell, in both languages, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from riskgraph.model.party import Party
from riskgraph.model.problem import Problem, Severity
from riskgraph.report.reasons import reason_lines
from riskgraph.report.table_rows import (
    answer_columns,
    csv_bytes,
    first_reasons,
    harmless_cell,
    hop_columns,
    path_columns,
    problem_columns,
)
from tests.report.builders import a_catalogue, a_path, a_submission, an_assessment


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_ranked_table_has_one_row_a_path_and_numbers_that_sort(locale: str) -> None:
    columns = path_columns(an_assessment(), a_submission(), a_catalogue(), locale)
    assert columns["rank"] == [1, 2]
    assert columns["eal"] == [{"ja": 1710.0, "en": 17.1}[locale], {"ja": 100.0, "en": 1.0}[locale]]
    assert columns["open"] == [60, 0]
    assert columns["grade"][0] == "■ E"
    assert not str(columns["path"][0]).startswith("まなびの森")


def test_every_answer_behind_a_layer_is_listed_with_its_cell() -> None:
    columns = answer_columns(a_path(), a_submission(), a_catalogue(), "ja")
    row = list(columns["control"]).index("title DEV-01(和)")
    assert [columns[name][row] for name in ("cell", "sheet", "file")] == ["F12", "回答", "A社.xlsx"]
    assert columns["dated"][row] == "2025年4月1日"
    assert {len(values) for values in columns.values()} == {len(columns["party"])}


def test_every_part_of_every_hop_is_listed() -> None:
    columns = hop_columns(a_path(), a_submission(), a_catalogue(), "en")
    assert len(columns["part"]) == 9
    assert columns["cell"][0] == "P7"
    assert [bool(mark) for mark in columns["consent"]] == [False] * 3 + [True] * 3 + [False] * 3


def test_the_first_reasons_name_different_answers_and_leave_supervision_to_the_end() -> None:
    lines = reason_lines(a_path(), a_submission(), a_catalogue(), "ja")
    told = first_reasons(lines)
    assert [line.is_supervision for line in told] == [False, False, False]
    assert [line.is_supervision for line in first_reasons(lines, most=9)][-1]
    assert len(first_reasons((*lines, *lines), most=9)) == len(first_reasons(lines, most=9))


def test_errors_come_first_and_keep_their_order() -> None:
    found = [
        Problem(code=f"no.text{i}", severity=severity, cell=f"A{i}")
        for i, severity in enumerate((Severity.INFO, Severity.ERROR, Severity.WARNING, Severity.ERROR))
    ]
    assert problem_columns(found, "ja")["cell"] == ["A1", "A3", "A2", "A0"]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "\r=1"])
def test_a_cell_that_would_be_a_formula_is_disarmed(value: str) -> None:
    assert harmless_cell(value) == f"'{value}"


def test_plain_text_and_numbers_stay_as_they_are_in_the_csv() -> None:
    parties = (Party(party_id="A", name='=HYPERLINK("http://x","y")'), Party(party_id="P", name="当社"))
    submission = a_submission(parties=parties)
    columns = path_columns(an_assessment(), submission, a_catalogue(), "en")
    text = csv_bytes(columns, "en").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][0] == "Rank" and rows[1][0] == "1" and rows[1][3] == "17.1"
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
