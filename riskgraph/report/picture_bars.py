"""Horizontal bars with their interval: paths by expected loss, or answers by domain.

The convention that bites: a bar is two stacked parts, what answers confirm and what nobody confirmed; the second is
hatched and framed by dashes, so that colour is never the only sign. The interval is a whisker over both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.exposure import DomainScore
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.report.names import path_in_words
from riskgraph.report.numbers import percent, rounded, yen_interval
from riskgraph.report.picture_layout import fitted
from riskgraph.report.picture_marks import Option, ground
from riskgraph.report.picture_words import PALETTES, harmless
from riskgraph.report.table_rows import YEN_A_UNIT
from riskgraph.text import t

MOST_BARS = 10
ROW = 46
_LEFT, _RIGHT, _TOP, _BOTTOM = 400, 200, 34, 40
_ALT_BARS = 3


@dataclass(frozen=True)
class Bar:
    """One bar in the unit of the axis; `open_share` (0 to 1) of it is what nobody confirmed."""

    label: str
    value: Interval
    told: str
    open_share: float = 0.0
    key: str = ""
    is_first: bool = False


def path_bars(assessment: Assessment, submission: Submission, locale: str, *, most: int = MOST_BARS) -> tuple[Bar, ...]:
    """Return the first paths by expected loss, in 万円 or millions of yen a year."""
    return tuple(_path_bar(path, submission, locale) for path in assessment.paths[:most])


def _path_bar(path: Path, submission: Submission, locale: str) -> Bar:
    unit = YEN_A_UNIT[locale]
    words = path_in_words(path, submission, locale).partition(" → ")
    return Bar(
        label=t(locale, "bars.path", rank=path.rank, path=words[2] or words[0]),
        value=Interval(*(float(rounded(v / unit, 3)) for v in (path.eal_yen.lo, path.eal_yen.pt, path.eal_yen.hi))),
        told=yen_interval(path.eal_yen, locale),
        open_share=path.unconfirmed_share,
        key=path.key,
        is_first=path.rank == 1,
    )


def domain_bars(scores: Sequence[DomainScore], locale: str) -> tuple[Bar, ...]:
    """Return the strength of answers by domain, 0 to 100; the part of open questions is hatched."""
    return tuple(
        Bar(
            label=t(locale, f"control_domain.{score.domain}"),
            value=Interval(100 * s.lo, 100 * s.pt, 100 * s.hi),
            told=t(locale, "bars.domain", point=f"{100 * s.pt:.0f}", lo=f"{100 * s.lo:.0f}", hi=f"{100 * s.hi:.0f}",
                   answered=score.answered, asked=score.asked),
            open_share=1.0 - score.answered_part,
            key=score.domain,
        )
        for score in scores
        if (s := score.strength) is not None
    )  # fmt: skip


def bars_option(
    bars: Sequence[Bar], axis: str, locale: str, theme: str = "light", *, limit: float | None = None
) -> Option:
    """Return the option of an ECharts bar chart, the first bar on top.

    Parameters
    ----------
    axis
        What the axis measures, with its unit.
    limit
        The end of the axis where it is known, such as 100 per cent.

    Returns
    -------
    dict
        Plain JSON without functions. The items of the first two series have the key of their bar.
    """
    ink = PALETTES[theme if theme in PALETTES else "light"]
    quiet = {"color": ink["quiet"], "fontSize": 12}
    axis_end = {} if limit is None else {"max": limit}
    return {
        **ground(ink, words_wide=420),
        "legend": {"show": True, "top": 0, "right": 0, "selectedMode": False, "itemWidth": 22, "itemHeight": 12,
                   "textStyle": quiet, "data": [_part(locale, "confirmed"), _part(locale, "open")]},
        "grid": {"left": _LEFT, "right": _RIGHT, "top": _TOP, "bottom": _BOTTOM},
        "xAxis": {"type": "value", "min": 0, **axis_end, "name": axis, "nameLocation": "middle", "nameGap": 24,
                  "nameTextStyle": quiet, "axisLabel": {**quiet, "hideOverlap": True},
                  "splitLine": {"lineStyle": {"color": ink["faint"]}}},
        "yAxis": {"type": "category", "inverse": True, "data": [_label(bar) for bar in bars],
                  "axisTick": {"show": False}, "axisLine": {"lineStyle": {"color": ink["line"]}},
                  "axisLabel": {"color": ink["ink"], "fontSize": 12, "lineHeight": 16, "interval": 0, "margin": 10}},
        "series": [
            _bar_series(bars, locale, ink, part="confirmed"),
            _bar_series(bars, locale, ink, part="open"),
            _whiskers(bars, ink),
            _ends(bars, ink),
        ],
    }  # fmt: skip


def bars_height(bars: Sequence[Bar]) -> int:
    """Return the height in pixels at which every label has its room."""
    return _TOP + _BOTTOM + ROW * max(len(bars), 1)


def bars_alt(bars: Sequence[Bar], title: str, locale: str) -> str:
    """Return the picture in words: how many bars, and the first of them with their intervals."""
    told = t(locale, "bars.alt.join").join(
        t(locale, "bars.alt.one", label=bar.label, told=bar.told, open=percent(bar.open_share, locale))
        for bar in bars[:_ALT_BARS]
    )
    return t(locale, "bars.alt", title=title, count=len(bars), told=told)


def bar_at(bars: Sequence[Bar], series: int, index: int) -> str:
    """Return the key of the bar that a click chooses; "" where it chooses none."""
    return bars[index].key if series in (0, 1) and 0 <= index < len(bars) else ""


def _label(bar: Bar) -> str:
    return "\n".join(fitted(harmless(bar.label), _LEFT - 20, lines=2, size=12))


def _part(locale: str, part: str) -> str:
    return t(locale, f"bars.part.{part}")


def _bar_series(bars: Sequence[Bar], locale: str, ink: Mapping[str, str], *, part: str) -> Option:
    """Return one part of all bars: filled where confirmed, hatched and dashed where open."""
    is_open = part == "open"
    data: list[Option] = []
    for bar in bars:
        share = bar.open_share if is_open else 1.0 - bar.open_share
        color = ink["path" if bar.is_first else "structure"]
        data.append(
            {
                "value": float(rounded(bar.value.pt * share, 4)),
                "name": f"{harmless(bar.label)}\n{bar.told}",
                "itemStyle": _open_style(color, ink) if is_open else {"color": color},
            }
        )
    return {
        "type": "bar", "name": _part(locale, part), "stack": "value", "barWidth": 16, "z": 3, "data": data,
        "selectedMode": "single", "select": {"disabled": False, "itemStyle": {"borderWidth": 1}},
        "emphasis": {"disabled": True},
        "itemStyle": _open_style(ink["structure"], ink) if is_open else {"color": ink["structure"]},
    }  # fmt: skip


def _open_style(color: str, palette: Mapping[str, str]) -> Option:
    """Return the look of what nobody confirmed: hatched on paper, with a dashed frame."""
    return {
        "color": palette["paper"], "borderColor": color, "borderWidth": 1.2, "borderType": "dashed",
        "decal": {"symbol": "rect", "color": color, "dashArrayX": [1, 0], "dashArrayY": [2, 4], "rotation": -0.7854},
    }  # fmt: skip


def _whiskers(bars: Sequence[Bar], ink: Mapping[str, str]) -> Option:
    """Return the lines from the low to the high end of every bar."""
    return {
        "type": "lines", "name": "interval", "coordinateSystem": "cartesian2d", "polyline": False, "silent": True,
        "z": 5, "lineStyle": {"color": ink["ink"], "width": 1.4, "opacity": 1, "curveness": 0},
        "data": [{"coords": [[bar.value.lo, row], [bar.value.hi, row]]} for row, bar in enumerate(bars)],
    }  # fmt: skip


def _ends(bars: Sequence[Bar], ink: Mapping[str, str]) -> Option:
    """Return the caps of the whiskers; the upper one carries the numbers in words."""
    data: list[Option] = []
    for row, bar in enumerate(bars):
        label = {"show": True, "position": "right", "formatter": harmless(bar.told), "color": ink["ink"],
                 "fontSize": 12, "distance": 8}  # fmt: skip
        data.append({"value": [bar.value.lo, row], "label": {"show": False}})
        data.append({"value": [bar.value.hi, row], "label": label})
    return {
        "type": "scatter", "name": "ends", "symbol": "rect", "symbolSize": [1.4, 10], "silent": True, "z": 6,
        "itemStyle": {"color": ink["ink"], "opacity": 1}, "data": data, "clip": False,
    }  # fmt: skip
