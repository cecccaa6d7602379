"""What an edited copy would do, before it is kept: totals, paths that move, all against the shown assessment."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from riskgraph.model.parameters import Parameters
from riskgraph.report.kept_rows import moved_columns
from riskgraph.report.numbers import yen_interval
from riskgraph.text import t
from riskgraph.ui.actions import method
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.markdown import escaped

MOVED_WIDTHS = {"moved_path": 420, "moved_rank_before": 80, "moved_rank_after": 80}


def what_if(
    result: Shown | None, parameters: Parameters, locale: str, *, is_wanted: bool, on_click: Callable[[], None]
) -> None:
    """Offer the comparison, and draw it where it is wanted."""
    if result is None:
        st.caption(t(locale, "method.what_if.none"))
        return
    if not is_wanted:
        st.button(
            t(locale, "method.what_if"), key="method_what_if", on_click=on_click, icon=":material/compare_arrows:"
        )
        return
    with st.spinner(t(locale, "method.what_if.busy")):
        comparison = method.what_if(result, parameters)
    words = t(
        locale,
        "method.what_if.total",
        before=yen_interval(comparison.eal_before, locale),
        after=yen_interval(comparison.eal_after, locale),
    )
    st.markdown(escaped(words))
    moved = moved_columns(comparison, result.submission, result.submission, locale)
    if moved["moved_path"]:
        text_table(moved, locale, key="method_moved_paths", widths=MOVED_WIDTHS)
    else:
        st.caption(t(locale, "method.what_if.same"))
