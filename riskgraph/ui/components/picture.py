"""The chain drawn, what it says in words, and the same as a table."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import streamlit as st

from riskgraph.model.assessment import Path
from riskgraph.report.names import path_in_words
from riskgraph.report.picture import Option, chosen_at, mark_at, picture_height
from riskgraph.report.picture_layout import REFERENCE_WIDTH
from riskgraph.report.picture_table import step_columns
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import shown
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.tables import LOW_ROW, table


def picture(result: Shown, path: Path, locale: str, *, on_mark: Callable[[str], None] | None = None) -> None:
    """Draw the chosen path among its neighbours; a click on another box chooses its path.

    Parameters
    ----------
    on_mark
        Is told the id of a box, line or word of the chosen path that was clicked.
    """
    option = shown.picture(result, path.key, locale, session.theme())
    # A new key for every path: otherwise the click that chose it would be reported for ever.
    key = f"picture-{hashlib.sha256(path.key.encode()).hexdigest()[:12]}"
    words = path_in_words(path, result.submission, locale)
    with st.container(key="chain"):
        st.echarts_chart(
            option,
            width=REFERENCE_WIDTH,
            height=picture_height(option),
            theme=None,
            renderer="svg",
            key=key,
            on_select=lambda: _clicked(option, key, path.key, on_mark),
            alt=t(locale, "ui.picture.alt", path=words),
        )
    st.caption(t(locale, "ui.picture.legend"))
    with st.expander(t(locale, "ui.picture.table"), key="picture_table"):
        table(step_columns(result.assessment, result.submission, path, locale), locale, key="steps", row=LOW_ROW)


def _clicked(option: Option, key: str, own: str, on_mark: Callable[[str], None] | None) -> None:
    """Choose the path of the box that was clicked, or tell which mark of the path itself it was."""
    chosen = session.widget(key)
    for group in chosen.selection.selected if chosen else ():
        is_line = group.get("data_type") == "edge"
        for index in group["data_indices"]:
            path_key = "" if is_line else chosen_at(option, group["series_index"], index)
            if path_key not in ("", own):
                session.change(path_key=path_key, round=session.state().round + 1)
            elif on_mark and (mark := mark_at(option, group["series_index"], index, is_line=is_line)):
                on_mark(mark)
