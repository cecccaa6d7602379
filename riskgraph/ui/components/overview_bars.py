"""The first paths by expected loss as bars with their intervals; a bar chooses its path."""

from __future__ import annotations

import streamlit as st

from riskgraph.report.picture_bars import Bar, bar_at, bars_alt, bars_height, bars_option
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import exposure
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import rank_stability


def render(result: Shown, locale: str) -> None:
    """Draw the bars; nothing where there is no path."""
    bars = exposure.bars(result, locale)
    if not bars:
        return
    # A new key for every choice: otherwise the click that made it would be reported for ever.
    key = f"bars-{session.state().round}"
    st.subheader(t(locale, "bars.title.eal"), anchor=False)
    st.echarts_chart(
        bars_option(bars, t(locale, "bars.axis.eal"), locale, session.theme()),
        height=bars_height(bars),
        theme=None,
        renderer="svg",
        key=key,
        on_select=lambda: _clicked(bars, key),
        alt=bars_alt(bars, t(locale, "bars.title.eal"), locale),
    )
    rank_stability.line(result.assessment.stability, locale)


def _clicked(bars: tuple[Bar, ...], key: str) -> None:
    """Choose the path of the bar that was clicked."""
    chosen = session.widget(key)
    for group in chosen.selection.selected if chosen else ():
        for index in group["data_indices"]:
            if path_key := bar_at(bars, group["series_index"], index):
                session.change(path_key=path_key, round=session.state().round + 1)
