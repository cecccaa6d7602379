"""The board as bars: how many requests are in each state, with the number at the end of every bar.

The convention that bites: vermilion is for what is overdue alone, and the word beside the bar and its shape say so
too. A state in which nothing stands keeps its line, so that the order of the work stays to be seen.
"""

from __future__ import annotations

from collections.abc import Mapping

from riskgraph.model.board import BoardState
from riskgraph.report.board_words import STATE_SIGN
from riskgraph.report.picture_marks import FONT, Option
from riskgraph.report.picture_words import PALETTES
from riskgraph.text import t

ROW = 30
_LEFT, _RIGHT, _TOP, _BOTTOM = 170, 60, 4, 4
Counts = Mapping[BoardState, int]


def board_option(counts: Counts, locale: str, theme: str = "light") -> Option:
    """Return the option of an ECharts bar chart, a bar a state in the order of the work; plain JSON."""
    ink = PALETTES[theme if theme in PALETTES else "light"]
    states = list(BoardState)
    return {
        "backgroundColor": "transparent",
        "animation": False,
        "textStyle": {"fontFamily": FONT, "color": ink["ink"]},
        "grid": {"left": _LEFT, "right": _RIGHT, "top": _TOP, "bottom": _BOTTOM},
        "xAxis": {"type": "value", "min": 0, "max": max(1, *counts.values()), "show": False},
        "yAxis": {"type": "category", "inverse": True, "data": [_name(state, locale) for state in states],
                  "axisTick": {"show": False}, "axisLine": {"lineStyle": {"color": ink["line"]}},
                  "axisLabel": {"color": ink["ink"], "fontSize": 13, "interval": 0, "margin": 12}},
        "series": [{
            "type": "bar", "name": "requests", "barWidth": 16, "selectedMode": "single",
            "select": {"disabled": False, "itemStyle": {"borderWidth": 1}}, "emphasis": {"disabled": True},
            "data": [_bar(state, counts[state], locale, ink) for state in states],
        }],
    }  # fmt: skip


def board_height() -> int:
    """Return the height in pixels at which every state has its line."""
    return _TOP + _BOTTOM + ROW * len(BoardState)


def board_alt(counts: Counts, locale: str) -> str:
    """Return the picture in words."""
    told = [
        t(locale, "sending.alt.one", state=t(locale, f"sending.state.{s.value}"), count=n) for s, n in counts.items()
    ]
    return t(locale, "sending.alt", told=t(locale, "bars.alt.join").join(told))


def state_at(index: int) -> BoardState | None:
    """Return the state of the bar that was clicked."""
    states = list(BoardState)
    return states[index] if 0 <= index < len(states) else None


def _name(state: BoardState, locale: str) -> str:
    return f"{STATE_SIGN[state]} {t(locale, f'sending.state.{state.value}')}"


def _bar(state: BoardState, count: int, locale: str, ink: Mapping[str, str]) -> Option:
    return {
        "value": count,
        "name": _name(state, locale),
        "itemStyle": {"color": ink["path" if state is BoardState.OVERDUE else "structure"]},
        "label": {"show": True, "position": "right", "fontSize": 13, "color": ink["ink"],
                  "formatter": t(locale, "sending.count", count=count)},
    }  # fmt: skip
