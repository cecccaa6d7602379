"""The curve of a plan: the line never rises, and today's choice is said to lie above it where it does."""

from __future__ import annotations

import pytest

from riskgraph.model.plan import Aim, CurvePoint, Plan, PlanAsk, PlanChoice
from riskgraph.model.quantities import Interval
from riskgraph.report.picture_curve import curve_option, frontier, is_above
from riskgraph.text import LOCALES


def point(cost: float, left: float) -> CurvePoint:
    return CurvePoint(cost_a_year=cost, eal_after=left)


def plan_at(cost: float, left: float, *others: CurvePoint) -> Plan:
    """Return a plan whose choice costs and leaves so much, with a curve through it and others."""
    choice = PlanChoice(
        cost_a_year=Interval(cost, cost, cost),
        cost_once=Interval(0.0, 0.0, 0.0),
        eal_after=Interval(left, left, left),
        largest_path_after=left,
        is_reached=True,
    )
    return Plan(
        ask=PlanAsk(aim=Aim.PATHS, limit_yen=1.0),
        eal_before=Interval(100.0, 100.0, 100.0),
        largest_path_before=100.0,
        choice=choice,
        reachable_yen=0.0,
        reachable_cost=0.0,
        curve=tuple(sorted((*others, point(cost, left)), key=lambda p: (p.cost_a_year, -p.eal_after))),
    )


LINE = (point(0.0, 100.0), point(10.0, 50.0), point(20.0, 30.0), point(40.0, 25.0))


def test_a_choice_that_leaves_more_than_a_cheaper_set_stands_above_the_line() -> None:
    plan = plan_at(15.0, 60.0, *LINE)

    assert is_above(plan)
    assert frontier(plan) == LINE


def test_a_choice_that_leaves_least_for_its_cost_is_part_of_the_line() -> None:
    plan = plan_at(15.0, 40.0, *LINE)

    assert not is_above(plan)
    assert point(15.0, 40.0) in frontier(plan)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_drawn_line_never_rises_and_the_choice_is_marked_by_its_shape(locale: str) -> None:
    line, choice = curve_option(plan_at(15.0, 60.0, *LINE), locale)["series"]

    heights = [one["value"][1] for one in line["data"]]
    assert heights == sorted(heights, reverse=True)
    assert choice["symbol"] != line["symbol"]
