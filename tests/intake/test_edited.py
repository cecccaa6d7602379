"""Editing a table is an upload of one's own: checked alike, and nothing is changed but what was edited."""

from __future__ import annotations

from datetime import date
from math import nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.intake.difference import difference
from riskgraph.intake.edited import Writing, edited
from riskgraph.intake.keyed_rows import SHEET_NAMES
from riskgraph.intake.known_ids import with_known_ids
from riskgraph.intake.ledger import read_ledgers
from riskgraph.intake.register import read_register
from riskgraph.intake.template import register_workbook
from riskgraph.intake.written_rows import written_rows
from riskgraph.model.difference import RowFate
from riskgraph.model.problem import Severity
from riskgraph.model.submission import Submission
from tests.intake.ledgers import CHAIN, ledger
from tests.intake.registers import faultless
from tests.intake.test_difference import QUICK
from tests.intake.test_template import NOUNS, submissions
from tests.ui.pages import ROOT, workbook

JA = Writing("ja", "edit.xlsx")


def everything(submission: Submission) -> dict[str, object]:
    """Return all that a register says; where it was read from is no part of that."""
    rows: dict[str, object] = {n: [r.model_dump(exclude={"source"}) for r in getattr(submission, n)] for n in NOUNS}
    kept = [[row.cells for row in rows] for rows in (submission.decisions, submission.findings)]
    return {**rows, "meeting": kept, "settings": submission.settings}


def rows_of(submission: Submission, sheet: str, locale: str = "ja") -> list[dict[str, Any]]:
    return [dict(row) for row in written_rows(submission, locale)[sheet]]


def sample() -> Submission:
    return read_register([("sample.xlsx", (ROOT / "sample_vendors.xlsx").read_bytes())])


@QUICK
@given(submission=submissions(), sheet=st.sampled_from(SHEET_NAMES), locale=st.sampled_from(("ja", "en")))
def test_editing_nothing_gives_an_equal_register(submission: Submission, sheet: str, locale: str) -> None:
    rows = rows_of(submission, sheet, locale)
    assert everything(edited(submission, sheet, rows, Writing(locale, "e.xlsx"))[1]) == everything(submission)


@pytest.mark.parametrize("sheet", ["parties", "answers", "settings"])
def test_editing_nothing_in_the_sample_leaves_every_row_and_problem(sheet: str) -> None:
    before = sample()
    after = edited(before, sheet, rows_of(before, sheet), JA)[1]
    assert everything(after) == everything(before)
    assert sorted((p.code, p.severity) for p in after.problems if p.severity is not Severity.INFO) == sorted(
        (p.code, p.severity) for p in before.problems if p.severity is not Severity.INFO
    )


def test_editing_nothing_in_a_register_from_a_ledger_gives_an_equal_one() -> None:
    rows = [{**row, "台帳番号": None, "保管場所": "紙媒体"} for row in CHAIN]
    before = with_known_ids(Submission(), read_ledgers([ledger(*rows)]))
    assert [access.is_paper for access in before.accesses] == [True, True]
    assert everything(edited(before, "engagements", rows_of(before, "engagements"), JA)[1]) == everything(before)


def test_a_changed_cell_an_added_and_a_removed_row_are_read_as_such() -> None:
    before = faultless()
    rows = [row for row in rows_of(before, "parties") if row["party_id"] != "P4"]
    rows[1]["headcount"] = "約300"
    rows.append({"party_id": "P7", "name": "つばめ保守", "kind": "個人事業主", "extra_note": nan})
    data, after = edited(before, "parties", rows, JA)
    found = {(r.row_id, r.fate): [c.column for c in r.cells] for r in difference(before, after, "ja").rows}
    assert found[("P2", RowFate.CHANGED)] == ["headcount"]
    assert {key[0] for key in found if key[1] is RowFate.ADDED} == {"P7"}
    assert {key[0] for key in found if key[1] is RowFate.REMOVED} == {"P4"}
    assert read_register([("edit.xlsx", data)]).parties == after.parties


def test_what_cannot_be_read_is_told_with_sheet_and_cell_as_for_an_upload() -> None:
    before = faultless()
    rows = rows_of(before, "engagements")
    rows[0]["starts_on"] = "来週のどこか"
    rows[1]["consignee"] = "P99"
    after = edited(before, "engagements", rows, JA)[1]
    told = {(p.code, p.file, p.sheet, p.cell) for p in after.problems if p.severity is Severity.ERROR}
    assert ("cell.date_unreadable", "edit.xlsx", "委託", "N2") in told
    assert any(p.cell == "C3" for p in after.problems if p.severity is Severity.ERROR)


def broken() -> Submission:
    """Return a register with a date that cannot be read, a row without an id, and a verified answer without a date."""
    sheets: dict[str, list[list[Any]]] = {
        "組織": [["組織ID", "名称"], ["P", "当社"], [None, "つばめ"], ["A", "ひばり"]],
        "委託": [["委託ID", "委託元ID", "委託先ID", "データID", "開始日"], ["K1", "P", "A", "D", "2025/99/99"]],
        "データ": [["データID", "名称", "所有者ID"], ["D", "会員", "P"]],
        "回答": [["組織ID", "設問ID", "回答", "証跡"], ["A", "DEV-01", "○", "確認済"]],
    }
    return read_register([("broken.xlsx", workbook(sheets))])


CARRIED = {"cell.date_unreadable", "register.required_blank", "answer.verified_incomplete"}


def test_what_nobody_edited_stays_listed_at_the_cell_where_it_stands_now() -> None:
    before = broken()
    assert {p.code for p in before.problems} >= CARRIED
    rows = rows_of(before, "assets")
    rows[0]["name"] = "会員名簿"
    after = edited(before, "assets", rows, JA)[1]
    told = {p.code: (p.file, p.sheet, p.cell) for p in after.problems if p.code in CARRIED}
    assert told == {
        "cell.date_unreadable": ("edit.xlsx", "委託", "N2"),
        "register.required_blank": ("edit.xlsx", "組織", "A3"),
        "answer.verified_incomplete": ("edit.xlsx", "回答", "E2"),
    }
    assert after.answers[0].raw == "○"


def test_a_cell_that_was_filled_in_is_no_longer_listed() -> None:
    before = broken()
    rows = rows_of(before, "engagements")
    rows[0]["starts_on"] = date(2025, 4, 1)
    after = edited(before, "engagements", rows, JA)[1]
    assert "cell.date_unreadable" not in {p.code for p in after.problems}
    assert "register.required_blank" in {p.code for p in after.problems}


def test_levels_that_followed_from_the_categories_follow_them_still() -> None:
    read = read_register([("r.xlsx", register_workbook(faultless(), "ja"))])
    rows = rows_of(read, "assets")
    rows[0]["categories"] = "氏名、病歴、クレジットカード番号"
    blank = edited(read, "assets", [{**row, "distress": None, "economic": None} for row in rows], JA)[1].assets[0]
    after = edited(read, "assets", rows, JA)[1].assets[0]
    assert (after.distress, after.economic, after.is_card) == (blank.distress, blank.economic, True)
    assert (after.distress, after.economic) != (1, 1)


def test_levels_that_the_user_set_stay() -> None:
    read = read_register([("r.xlsx", register_workbook(faultless(), "ja"))])
    rows = rows_of(read, "assets")
    stated = edited(read, "assets", [{**rows[0], "distress": 3}], JA)[1]
    rows = rows_of(stated, "assets")
    rows[0]["categories"] = "氏名"
    assert edited(stated, "assets", rows, JA)[1].assets[0].distress == 3


@pytest.mark.parametrize("text", ["=1+1", "+81-3", "@SUM(A1)", "<b>x</b>", "[x](http://y)"])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    before = faultless()
    rows = rows_of(before, "parties")
    rows[0]["note"] = text
    assert edited(before, "parties", rows, JA)[1].parties[0].note == text


def test_blank_rows_of_a_table_are_no_rows() -> None:
    before = faultless()
    rows = [*rows_of(before, "sites"), {"site_id": None, "name": " ", "visited_on": nan}]
    assert difference(before, edited(before, "sites", rows, JA)[1], "ja").is_empty
