"""Costs of measures as a workbook: out and back alike; a row that cannot be used is told with its cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from riskgraph.intake.costs import CostLine, KnownMeasures, costs_workbook, read_costs
from riskgraph.model.measure import Cost, CostEntry, Measure, Payer
from riskgraph.model.problem import Problem
from riskgraph.model.quantities import Interval
from tests.ui.pages import workbook

TODAY = date(2026, 4, 1)
KNOWN = KnownMeasures(frozenset({"MFA", "REPORTS"}), frozenset({"P-003", "K-0101"}))
HEADINGS = ["対策ID", "一時費用(円)", "年間費用(円)", "費用の負担", "協議した日", "協議の結果", "扱い"]


def read(*rows: list[Any], headings: list[str] | None = None) -> tuple[tuple[CostEntry, ...], tuple[Problem, ...]]:
    return read_costs("費用.xlsx", workbook({"費用": [headings or HEADINGS, *rows]}), KNOWN, today=TODAY)


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_what_goes_out_comes_back_as_it_is(locale: str) -> None:
    cost = Cost(one_off_yen=Interval(1.0, 2.0, 3.0), yearly_yen=Interval(40.0, 50.0, 60.0))
    measure = Measure(
        measure_id="MFA@P-003",
        template_id="MFA",
        acts="P-003",
        changes=(),
        cost=cost,
        payer=Payer.SHARED,
        negotiated_on=date(2026, 3, 2),
        result="=1+1 半分ずつ",
        is_forced=True,
    )
    content = costs_workbook([CostLine(measure, "多要素認証", "あおば商事")], locale)
    entries, problems = read_costs("x.xlsx", content, KNOWN, today=TODAY)
    assert problems == ()
    assert entries == (
        CostEntry(
            measure_id="MFA@P-003",
            cost=cost,
            payer=Payer.SHARED,
            negotiated_on=date(2026, 3, 2),
            result="=1+1 半分ずつ",
            is_forced=True,
        ),
    )


def test_amounts_without_a_range_are_exact_and_no_amount_leaves_the_default() -> None:
    entries, problems = read(["MFA@P-003", "120万円", 30000, "", "", "", ""], ["REPORTS@K-0101", *[""] * 5, "入れない"])
    assert problems == ()
    assert entries[0].cost == Cost(one_off_yen=Interval.exact(1.2e6), yearly_yen=Interval.exact(3e4))
    assert entries[1].cost is None and entries[1].is_excluded


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (["XX@P-003", 1, 1, "", "", "", ""], "costs.unknown_measure", "A2"),
        (["MFA@P-999", 1, 1, "", "", "", ""], "costs.unknown_place", "A2"),
        (["MFA@P-003", -5, 1, "", "", "", ""], "costs.negative", "B2"),
        (["MFA@P-003", "▲5", 1, "", "", "", ""], "costs.negative", "B2"),
        (["MFA@P-003", 1, "たくさん", "", "", "", ""], "costs.not_a_number", "C2"),
        (["MFA@P-003", 1, 1, "どこか", "", "", ""], "costs.bad_payer", "D2"),
        (["MFA@P-003", 1, 1, "実施する組織", "", "", ""], "measure.talk_missing", "D2"),
        (["MFA@P-003", 1, 1, "party", "2026-03-01", "", ""], "measure.talk_missing", "D2"),
        (["MFA@P-003", 1, 1, "", "いつか", "", ""], "costs.bad_date", "E2"),
        (["MFA@P-003", 1, 1, "", "2027-01-01", "", ""], "costs.talk_in_future", "E2"),
        (["MFA@P-003", 1, 1, "", "", "", "たぶん"], "costs.bad_take", "G2"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_and_left_out(row: list[Any], code: str, cell: str) -> None:
    entries, problems = read(row, ["REPORTS@K-0101", 5, 5, "", "", "", ""])
    assert [entry.measure_id for entry in entries] == ["REPORTS@K-0101"]
    assert [(p.code, p.cell) for p in problems] == [(code, cell)]


def test_a_range_that_does_not_rise_is_told() -> None:
    headings = ["measure id", "one-off (yen), low", "one-off (yen)", "one-off (yen), high"]
    entries, problems = read(["MFA@P-003", 10, 5, 20], headings=headings)
    assert entries == () and [p.code for p in problems] == ["costs.order"]


def test_of_two_rows_on_one_measure_the_first_counts() -> None:
    entries, problems = read(["MFA@P-003", 1, 1, "", "", "", ""], ["MFA@P-003", 2, 2, "", "", "", ""])
    assert [e.cost.one_off_yen.pt for e in entries if e.cost] == [1.0]
    assert [p.code for p in problems] == ["costs.twice"]


def test_a_file_without_headings_is_told() -> None:
    entries, problems = read([1, 2], headings=["a", "b"])
    assert entries == () and [p.code for p in problems] == ["costs.no_header"]
