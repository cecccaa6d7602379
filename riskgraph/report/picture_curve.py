"""The curve of a plan: cost a year against the expected loss that remains, with today's choice on it.

The convention that bites: both axes count in the unit that their titles name (万円, or millions of yen), so that their
labels are plain numbers. What lies far beyond the choice is left out of the picture and stands in the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from riskgraph.model.plan import CurvePoint, Plan
from riskgraph.report.numbers import yen
from riskgraph.report.picture_marks import Option, ground
from riskgraph.report.picture_words import PALETTES, harmless
from riskgraph.report.table_rows import YEN_A_UNIT, Columns
from riskgraph.text import t

HEIGHT = 320
_BEYOND = 6.0  # times the cost of the choice
_SAME = 1e-6
_LEAST = 4  # points that are drawn in any case


def curve_option(plan: Plan, locale: str, theme: str = "light") -> Option:
    """Return the option of an ECharts picture; plain JSON without functions; {} where there is no curve."""
    points = shown_points(plan)
    if len(points) < 2:
        return {}
    ink = PALETTES[theme if theme in PALETTES else "light"]
    quiet = {"color": ink["quiet"], "fontSize": 12}
    axis = {"type": "value", "nameTextStyle": quiet, "axisLabel": quiet, "nameLocation": "middle",
            "splitLine": {"lineStyle": {"color": ink["faint"]}}, "axisLine": {"lineStyle": {"color": ink["line"]}},
            "axisTick": {"show": False}, "min": 0}  # fmt: skip
    return {
        **ground(ink),
        "grid": {"left": 84, "right": 40, "top": 28, "bottom": 58},
        "xAxis": {**axis, "name": t(locale, "curve.axis.cost"), "nameGap": 34},
        "yAxis": {**axis, "name": t(locale, "curve.axis.left"), "nameGap": 62},
        "series": [_line(points, locale, ink), _choice(plan, locale, ink)],
    }


def shown_points(plan: Plan) -> tuple[CurvePoint, ...]:
    """Return the points up to some times the cost of the choice, a few in any case."""
    most = _BEYOND * plan.choice.cost_a_year.pt
    best = frontier(plan)
    near = [point for point in best if point.cost_a_year <= most]
    return tuple(near if len(near) >= _LEAST else best[: max(_LEAST, ceil(len(best) / 2))])


def frontier(plan: Plan) -> tuple[CurvePoint, ...]:
    """Return the points that leave less than every cheaper one; the line never rises."""
    found: list[CurvePoint] = []
    for point in plan.curve:
        if not found or point.eal_after < found[-1].eal_after:
            found.append(point)
    return tuple(found)


def is_above(plan: Plan) -> bool:
    """Say whether another set of that cost or less would leave less in all: the aim was not the total."""
    choice = plan.choice
    cheaper = [p.eal_after for p in plan.curve if p.cost_a_year <= choice.cost_a_year.pt]
    return bool(cheaper) and min(cheaper) < choice.eal_after.pt * (1.0 - _SAME)


def curve_alt(plan: Plan, locale: str) -> str:
    """Return the picture in words."""
    choice = plan.choice
    words = {"before": yen(plan.eal_before.pt, locale), "after": yen(choice.eal_after.pt, locale)}
    return t(locale, "curve.alt", **words, cost=yen(choice.cost_a_year.pt, locale))


def curve_columns(plan: Plan, locale: str) -> Columns:
    """Return every point of the curve."""
    return {
        "curve_cost": [yen(point.cost_a_year, locale) for point in plan.curve],
        "curve_left": [yen(point.eal_after, locale) for point in plan.curve],
        "curve_measures": [len(point.measures) for point in plan.curve],
    }


def _place(point: CurvePoint, locale: str) -> list[float]:
    unit = YEN_A_UNIT[locale]
    return [round(point.cost_a_year / unit, 4), round(point.eal_after / unit, 4)]


def _line(points: Sequence[CurvePoint], locale: str, ink: Mapping[str, str]) -> Option:
    """Return the line of the points; each tells its cost, what it leaves and how many measures it has."""
    return {
        "type": "line", "name": "curve", "symbol": "circle", "symbolSize": 6, "z": 3,
        "lineStyle": {"color": ink["structure"], "width": 2.2}, "itemStyle": {"color": ink["structure"]},
        "areaStyle": {"color": ink["structure"], "opacity": 0.08}, "emphasis": {"disabled": True},
        "data": [{"value": _place(point, locale), "name": _told(point, locale)} for point in points],
    }  # fmt: skip


def _told(point: CurvePoint, locale: str) -> str:
    words = {"cost": yen(point.cost_a_year, locale), "left": yen(point.eal_after, locale)}
    return harmless(t(locale, "curve.point", **words, count=len(point.measures)))


def _choice(plan: Plan, locale: str, ink: Mapping[str, str]) -> Option:
    """Return today's choice as a named point."""
    choice, unit = plan.choice, YEN_A_UNIT[locale]
    words = t(locale, "curve.choice", cost=yen(choice.cost_a_year.pt, locale), left=yen(choice.eal_after.pt, locale))
    label = {"show": True, "position": "right", "formatter": harmless(words), "color": ink["ink"], "fontSize": 13,
             "distance": 6, "offset": [0, -14], "backgroundColor": ink["paper"], "padding": [2, 4]}  # fmt: skip
    place = [round(choice.cost_a_year.pt / unit, 4), round(choice.eal_after.pt / unit, 4)]
    return {
        "type": "scatter", "name": "choice", "symbol": "diamond", "symbolSize": 15, "silent": True, "z": 6,
        "itemStyle": {"color": ink["ink"], "opacity": 1}, "clip": False, "data": [{"value": place, "label": label}],
    }  # fmt: skip
