"""Before and after: totals, grades, and the paths that move."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.model.change import Change
from riskgraph.model.submission import Submission
from riskgraph.model.what_if import PathMove, WhatIfResult
from riskgraph.report.table_rows import Columns, ends_of
from riskgraph.report.what_if_words import PATH_COLUMNS, path_row, sentences, total_rows
from riskgraph.text import t
from riskgraph.ui.actions import trying
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import states
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.components.tables import download
from riskgraph.ui.markdown import escaped

WIDTHS = {
    "what_if_rank": 76,
    "what_if_eal": 198,
    "what_if_change": 110,
    "what_if_grade": 96,
    "what_if_path": 470,
    "what_if_width": 150,
}
_FEW, _HEIGHT = 6, 440


def render(this: Shown, changes: Sequence[Change], locale: str) -> None:
    """Draw what the register comes to with these changes."""
    try:
        with st.spinner(t(locale, "trying.busy")):
            result = trying.result(this, changes)
    except RiskgraphError as error:
        states.refused(error, locale)
        return
    st.subheader(t(locale, "trying.result"), anchor=False)
    for sentence in sentences(result, locale):
        st.markdown(escaped(sentence))
    totals = total_rows(result, locale)
    text_table(
        {
            "what_if_what": [row[0] for row in totals],
            "what_if_before": [row[1] for row in totals],
            "what_if_after": [row[2] for row in totals],
        },
        locale,
        key="try_totals",
        widths={"what_if_what": 240, "what_if_before": 300, "what_if_after": 300},
    )
    columns = moved_columns(result, trying.named(this, changes), locale)
    if columns["what_if_path"]:
        text_table(
            columns,
            locale,
            key="try_paths",
            widths=WIDTHS,
            height="auto" if len(columns["what_if_path"]) <= _FEW else _HEIGHT,
        )
        more = result.paths_moved - len(columns["what_if_path"])
        if more > 0:
            st.caption(t(locale, "what_if.more", more=more))
        download(lambda: columns, locale, key="try_csv", name="what_if.csv")
    st.caption(t(locale, "what_if.unchanged", count=result.unchanged))
    st.caption(t(locale, "what_if.note"))


def moved_columns(result: WhatIfResult, names: Submission, locale: str) -> Columns:
    """Return the paths whose loss, rank or grade moves."""
    moves = [m for m in result.paths if (m.rank_before, m.eal_before) != (m.rank_after, m.eal_after)]
    rows = [path_row(m, names, locale) for m in moves]
    columns: dict[str, list[str]] = {}
    for number, name in enumerate(PATH_COLUMNS):
        columns[f"what_if_{name}"] = [row[number] for row in rows]
        if name == "eal":
            columns["what_if_width"] = [_width(m, locale) for m in moves]
    return columns


def _width(move: PathMove, locale: str) -> str:
    """Return between which amounts the loss of a path lies after the changes; a dash for one that is gone."""
    return ends_of(move.eal_after, locale) if move.eal_after else t(locale, "what_if.none")
