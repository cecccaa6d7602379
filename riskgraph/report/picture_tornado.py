"""What each judgement does to the total, as bars to both sides of the total as it is; the widest on top.

The convention that bites: which side a bar lies on says whether the total falls or rises; which value does it is told
by the look of the bar (filled: the number made larger; hatched: made smaller), never by its side or colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riskgraph.model.parameters import Parameters
from riskgraph.model.stability import Swing, Tornado
from riskgraph.report.numbers import percent, rounded, yen
from riskgraph.report.picture_layout import fitted
from riskgraph.report.picture_marks import Option, ground
from riskgraph.report.picture_words import PALETTES, harmless
from riskgraph.report.table_rows import YEN_A_UNIT
from riskgraph.text import t

MOST = 20
ROW = 34
_LEFT, _RIGHT, _TOP, _BOTTOM = 400, 60, 34, 44
_TOLD = 3


def shown_swings(tornado: Tornado) -> tuple[Swing, ...]:
    """Return the judgements that are drawn: the widest swings, none that moves nothing."""
    return tuple(swing for swing in tornado.swings[:MOST] if swing.low_yen != swing.high_yen)


def tornado_option(tornado: Tornado, parameters: Parameters, locale: str, theme: str = "light") -> Option:
    """Return the option of an ECharts bar chart; plain JSON without functions."""
    ink = PALETTES[theme if theme in PALETTES else "light"]
    quiet = {"color": ink["quiet"], "fontSize": 12}
    swings = shown_swings(tornado)
    labels = [parameters.by_key[swing.parameter].label.said(locale) for swing in swings]
    names = [t(locale, f"stability.side.{side}", by=percent(tornado.moved_by, locale)) for side in ("low", "high")]
    return {
        **ground(ink, words_wide=420),
        "legend": {"show": True, "top": 0, "right": 0, "selectedMode": False, "itemWidth": 22, "itemHeight": 12,
                   "textStyle": quiet, "data": names},
        "grid": {"left": _LEFT, "right": _RIGHT, "top": _TOP, "bottom": _BOTTOM},
        "xAxis": {"type": "value", "name": t(locale, "stability.axis", base=yen(tornado.base_yen, locale)),
                  "nameLocation": "middle", "nameGap": 26, "nameTextStyle": quiet,
                  "axisLabel": {**quiet, "hideOverlap": True}, "splitLine": {"lineStyle": {"color": ink["faint"]}}},
        "yAxis": {"type": "category", "inverse": True, "axisTick": {"show": False},
                  "data": ["\n".join(fitted(harmless(label), _LEFT - 20, lines=2, size=12)) for label in labels],
                  "axisLine": {"show": False},
                  "axisLabel": {"color": ink["ink"], "fontSize": 12, "lineHeight": 15, "interval": 0, "margin": 10}},
        "series": [
            _side(tornado, labels, ink, locale, name=name, is_low=is_low)
            for name, is_low in zip(names, (True, False), strict=True)
        ],
    }  # fmt: skip


def _side(
    tornado: Tornado, labels: Sequence[str], ink: Mapping[str, str], locale: str, *, name: str, is_low: bool
) -> Option:
    """Return the bars of the numbers made smaller, or larger: the change of the total in the unit of the language."""
    look: Option = {"color": ink["structure"]}
    if is_low:
        decal = {
            "symbol": "rect",
            "color": ink["structure"],
            "dashArrayX": [1, 0],
            "dashArrayY": [2, 4],
            "rotation": -0.7854,
        }
        look = {"color": ink["paper"], "borderColor": ink["structure"], "borderWidth": 1.2, "decal": decal}
    data: list[Option] = []
    for swing, label in zip(shown_swings(tornado), labels, strict=True):
        total = swing.low_yen if is_low else swing.high_yen
        value = swing.low_value if is_low else swing.high_value
        words = t(locale, "stability.bar", name=harmless(label), value=f"{value:.4g}", total=yen(total, locale))
        data.append({"value": float(rounded((total - tornado.base_yen) / YEN_A_UNIT[locale], 4)), "name": words})
    return {
        "type": "bar", "name": name, "barWidth": 14, "barGap": "-100%", "data": data, "itemStyle": look,
        "emphasis": {"disabled": True},
    }  # fmt: skip


def tornado_height(tornado: Tornado) -> int:
    """Return the height in pixels at which every label has its room."""
    return _TOP + _BOTTOM + ROW * max(len(shown_swings(tornado)), 1)


def tornado_alt(tornado: Tornado, parameters: Parameters, locale: str) -> str:
    """Return the picture in words: the first judgements with what the total becomes."""
    told = t(locale, "bars.alt.join").join(
        t(
            locale,
            "stability.alt.one",
            name=parameters.by_key[swing.parameter].label.said(locale),
            low=yen(swing.low_yen, locale),
            high=yen(swing.high_yen, locale),
        )
        for swing in shown_swings(tornado)[:_TOLD]
    )
    return t(locale, "stability.alt", count=len(shown_swings(tornado)), base=yen(tornado.base_yen, locale), told=told)
