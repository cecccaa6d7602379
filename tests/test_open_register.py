"""A ledger of rows "consignor, consignee" without ids, as most departments have it: in by the road that users take."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from riskgraph.__main__ import main
from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.intake.register import read_register
from riskgraph.intake.template import register_workbook
from riskgraph.results import with_results
from tests.ui.pages import workbook

HOP = ("audit_method", "audited_on", "consent", "flow_down", "incident_reports_reviewed")
GOOD = ("onsite", "2025-04-01", "explicit", "yes", "yes")
POOR = ("none", None, "none", "no", "no")
ROWS = [("O", "A", *GOOD), ("O", "C", *POOR), ("A", "B", *GOOD), ("C", "B", *POOR), ("B", "D", *GOOD)]


def a_register(rows: list[tuple[Any, ...]] = ROWS, *, employer: str = "D") -> bytes:
    """Return a workbook whose engagements have neither ids nor parents and whose access names only the employer."""
    return workbook(
        {
            "Parties": [["party_id", "name"], *([p, f"Firm {p}"] for p in "OABCD")],
            "Engagements": [["consignor", "consignee", *HOP], *(list(row) for row in rows)],
            "Assets": [["asset_id", "name", "owner", "records"], ["D1", "Customers", "O", 10000]],
            "Access": [
                ["access_id", "asset_id", "group", "employer", "heads", "privilege"],
                ["X1", "D1", "operators", employer, 5, "bulk"],
            ],
        }
    )


@pytest.fixture
def assessed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return a function that assesses a workbook by the command line and gives status and document."""

    def run(data: bytes) -> tuple[int, dict[str, Any]]:
        file = tmp_path / "register.xlsx"
        file.write_bytes(data)
        status = main(["assess", str(file), "--as-of", "2025-10-01", "--format", "json"])
        return status, json.loads(capsys.readouterr().out)

    return run


def codes(document: dict[str, Any], severity: str) -> list[str]:
    return [p["code"] for p in document["problems"] if p["severity"] == severity]


def test_rows_without_ids_and_parents_are_ranked_on_the_least_supervised_chain(assessed: Any) -> None:
    status, document = assessed(a_register())
    assert status == 0
    assert codes(document, "error") == []
    (path,) = document["paths"]
    assert path["parties"] == ["O", "C", "B", "D"]
    assert path["engagements"] == ["(O→C)", "(C→B)", "(B→D)"]
    others = {tuple(r["engagements"]) for c in path["channels"] for r in c["other_routes"]}
    assert others == {("(O→A)", "(A→B)", "(B→D)")}
    assert path["eal_yen"]["pt"] == pytest.approx(document["totals"]["eal_yen"]["pt"])
    told = codes(document, "info")
    assert (told.count("register.parent_open"), told.count("register.access_by_employer")) == (1, 1)
    about_ids = [p for p in document["problems"] if "engagement_id" in p["message"]["en"]]
    assert [p["code"] for p in about_ids] == ["register.column_absent"]


def test_rows_in_another_order_give_the_same_ids_and_the_same_paths(assessed: Any) -> None:
    first, second = assessed(a_register())[1], assessed(a_register(ROWS[::-1]))[1]
    assert second["totals"] == first["totals"]

    def shown(document: dict[str, Any]) -> list[Any]:
        return [(p["parties"], p["engagements"], p["eal_yen"]) for p in document["paths"]]

    assert shown(second) == shown(first)


def test_equal_ends_get_a_number_by_what_the_rows_say_and_repeats_count_once() -> None:
    twice = [*ROWS, ("B", "D", *POOR), ("B", "D", *GOOD)]
    found = [read_register([("r.xlsx", a_register(rows))]) for rows in (twice, twice[::-1])]
    ids = [{e.flow_down.value: e.engagement_id for e in one.engagements if e.consignee == "D"} for one in found]
    assert ids[0] == ids[1] and set(ids[0].values()) == {"(B→D)", "(B→D)#2"}
    assert [p.code for p in found[0].problems].count("register.rows_repeated") == 1


def test_what_is_written_out_is_read_back_with_the_same_ids() -> None:
    read = read_register([("r.xlsx", a_register())])
    again = read_register([("r.xlsx", register_workbook(read, "ja"))])
    assert [e.engagement_id for e in again.engagements] == [e.engagement_id for e in read.engagements]
    assert [a.engagement_id for a in again.accesses] == ["(B→D)"]


def test_an_employer_of_several_engagements_is_told_and_left_alone() -> None:
    read = read_register([("r.xlsx", a_register(employer="B"))])
    assert [a.engagement_id for a in read.accesses] == [""]
    (told,) = [p for p in read.problems if p.code == "register.access_of_several"]
    assert (told.severity, told.cell, told.fields["count"]) == ("warning", "D2", 2)


def test_results_are_written_beside_rows_that_have_no_id(tmp_path: Path, assessed: Any) -> None:
    data = a_register()
    read = read_register([("r.xlsx", data)])
    result = assess(read, load_parameters(), load_catalogue(), as_of=date(2025, 10, 1), is_full=False)
    out = tmp_path / "out.xlsx"
    out.write_bytes(with_results("r.xlsx", data, result, read, load_catalogue(), locale="en"))
    sheet = load_workbook(out)["Engagements"]
    ranks = {(row[0], row[1]): row[len(HOP) + 2] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert ranks == {("O", "A"): None, ("O", "C"): 1, ("A", "B"): None, ("C", "B"): 1, ("B", "D"): 1}
