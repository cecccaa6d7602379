"""The curve of exceedance: the chance that a year costs more than a loss, both in powers of ten.

The convention that bites: the axes carry logarithms (of yen; of the chance, counted up from one in 10,000), because a
label of an axis cannot be worded without a function. Their words are labels of invisible points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil, log10

from riskgraph.model.assessment import Totals
from riskgraph.model.tail import ExceedancePoint, Tail
from riskgraph.report.numbers import decimal, percent, probability, yen
from riskgraph.report.picture_marks import Option, ground
from riskgraph.report.picture_words import PALETTES, harmless
from riskgraph.report.tail_rows import NAMED, tail_sentence, years_of
from riskgraph.text import t

HEIGHT = 360
_RAREST = 4  # the lowest chance drawn: one in 10^4 years
_FIRST = 5  # 10^5 yen
_LEFT, _RIGHT, _TOP, _BOTTOM = 118, 28, 56, 62


def exceedance_option(totals: Totals, locale: str, theme: str = "light") -> Option:
    """Return the option of an ECharts picture; plain JSON without functions; {} without a distribution.

    The band runs from the low to the high end, the line is the point; the dashed line has firms that differ and things
    that fail together. The named point is the loss that one year in 100 exceeds.
    """
    tail, together = totals.tail, totals.tail_dependent
    if tail is None:
        return {}
    ink = PALETTES[theme if theme in PALETTES else "light"]
    quiet = {"color": ink["quiet"], "fontSize": 12}
    last = _last(tail)
    named = [_band(locale), _name(locale, "point"), *([_name(locale, "together")] if together else [])]
    lines = [_line(tail, locale, ink, name="point")]
    if together is not None:
        lines.append(_line(together, locale, ink, name="together"))
    bare = {"axisLabel": {"show": False}, "axisTick": {"show": False}, "nameTextStyle": quiet,
            "splitLine": {"lineStyle": {"color": ink["faint"]}}, "axisLine": {"lineStyle": {"color": ink["line"]}},
            "type": "value", "interval": 1, "nameLocation": "middle"}  # fmt: skip
    return {
        **ground(ink),
        "legend": {"show": True, "top": 0, "right": 0, "selectedMode": False, "itemWidth": 26, "itemHeight": 10,
                   "textStyle": quiet, "data": named},
        "grid": {"left": _LEFT, "right": _RIGHT, "top": _TOP, "bottom": _BOTTOM},
        "xAxis": {**bare, "min": _FIRST, "max": last, "name": t(locale, "tail.axis.loss"), "nameGap": 36},
        "yAxis": {**bare, "min": 0, "max": _RAREST, "name": t(locale, "tail.axis.chance"), "nameGap": 92},
        "series": [
            *_band_series(tail, locale, ink, last),
            *lines,
            _named_point(tail, locale, ink),
            _words_below(locale, ink, last),
            _words_beside(locale, ink),
        ],
    }  # fmt: skip


def exceedance_alt(totals: Totals, locale: str) -> str:
    """Return the picture in words."""
    return t(locale, "tail.alt", told=tail_sentence(totals, locale))


def _last(tail: Tail) -> int:
    """Return the power of ten at which the axis of losses ends: beyond the last loss that is drawn."""
    drawn = [point.loss_yen for point in tail.exceedance if point.p.hi >= 10.0**-_RAREST]
    return max(ceil(log10(max(drawn, default=1.0))), _FIRST + 2)


def _height(p: float) -> float:
    """Return where a chance stands on the axis: 0 at one in 10,000 and below, 4 at certainty."""
    return round(max(log10(max(p, 1e-12)) + _RAREST, 0.0), 4)


def _place(point: ExceedancePoint) -> float:
    return round(log10(point.loss_yen), 4)


def _band_series(tail: Tail, locale: str, ink: Mapping[str, str], last: int) -> list[Option]:
    """Return the band as two stacked lines: an invisible one at the low end, and what lies up to the high end."""
    points = [point for point in tail.exceedance if _place(point) <= last]
    low = [[_place(point), _height(point.p.lo)] for point in points]
    rise = [[_place(point), round(_height(point.p.hi) - _height(point.p.lo), 4)] for point in points]
    plain: Option = {"type": "line", "stack": "band", "symbol": "none", "silent": True, "lineStyle": {"opacity": 0}}
    return [
        {**plain, "name": "low", "data": low},
        {**plain, "name": _band(locale), "data": rise, "itemStyle": {"color": ink["structure"], "opacity": 0.25},
         "areaStyle": {"color": ink["structure"], "opacity": 0.14}},
    ]  # fmt: skip


def _line(tail: Tail, locale: str, ink: Mapping[str, str], *, name: str) -> Option:
    """Return the line of the points; each tells its chance and loss."""
    is_dashed = name == "together"
    drawn = [point for point in tail.exceedance if point.p.pt >= 10.0**-_RAREST]
    color = ink["quiet" if is_dashed else "structure"]
    return {
        "type": "line", "name": _name(locale, name), "symbol": "circle", "symbolSize": 5, "showSymbol": False, "z": 4,
        "lineStyle": {"color": color, "width": 1.6 if is_dashed else 2.2, "type": [6, 4] if is_dashed else "solid"},
        "itemStyle": {"color": color}, "emphasis": {"disabled": True},
        "data": [{"value": [_place(point), _height(point.p.pt)], "name": _told(point, locale)} for point in drawn],
    }  # fmt: skip


def _told(point: ExceedancePoint, locale: str) -> str:
    told = t(locale, "tail.point", loss=yen(point.loss_yen, locale), chance=probability(point.p.pt, locale))
    return harmless(told)


def _named_point(tail: Tail, locale: str, ink: Mapping[str, str]) -> Option:
    """Return the one point that is named: the loss that one year in 100 exceeds."""
    loss = tail.var_yen[NAMED].pt
    words = t(locale, "tail.named", years=decimal(years_of(NAMED), locale), loss=yen(loss, locale))
    label = {"show": True, "position": "right", "formatter": harmless(words), "color": ink["ink"], "fontSize": 13,
             "distance": 10, "backgroundColor": ink["paper"], "padding": [2, 4]}  # fmt: skip
    place = max(log10(loss), _FIRST) if loss > 0 else float(_FIRST)
    return {
        "type": "scatter", "name": "named", "symbol": "circle", "symbolSize": 9, "silent": True, "z": 6,
        "itemStyle": {"color": ink["path"], "opacity": 1}, "clip": False,
        "data": [{"value": [round(place, 4), _height(1.0 - float(NAMED))], "label": label}],
    }  # fmt: skip


def _words_below(locale: str, ink: Mapping[str, str], last: int) -> Option:
    """Return the words of the axis of losses."""
    return _words([(power, 0, yen(10.0**power, locale)) for power in range(_FIRST, last + 1)], ink, "bottom")


def _words_beside(locale: str, ink: Mapping[str, str]) -> Option:
    """Return the words of the axis of chances: 1 %, once in 100 years."""
    once = {power: t(locale, "tail.once", years=decimal(10**power, locale)) for power in range(1, _RAREST + 1)}
    words = [(_FIRST, _RAREST - power, said) for power, said in {0: percent(1.0, locale), **once}.items()]
    return _words(words, ink, "left")


def _words(words: Iterable[tuple[float, float, str]], ink: Mapping[str, str], position: str) -> Option:
    look = {"color": ink["quiet"], "fontSize": 12, "distance": 8}
    label: Option = {"show": True, "opacity": 1, "position": position, **look}
    data: list[Option] = []
    for x, y, said in words:
        data.append({"value": [x, y], "label": {**label, "formatter": harmless(said)}})
    return {"type": "scatter", "name": position, "symbol": "rect", "symbolSize": 0.01, "silent": True, "z": 2,
            "itemStyle": {"opacity": 0}, "clip": False, "data": data}  # fmt: skip


def _name(locale: str, line: str) -> str:
    return t(locale, f"tail.line.{line}")


def _band(locale: str) -> str:
    return t(locale, "tail.line.band")
