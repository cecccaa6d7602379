"""How far the ranking leans on judgement: all of it moved at once in a sentence, each number alone as a picture."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.stability import Tornado
from riskgraph.report.picture_tornado import shown_swings, tornado_alt, tornado_height, tornado_option
from riskgraph.report.stability_rows import leaning_sentence, swing_columns
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import stability
from riskgraph.ui.actions.shown import Shown, parameters_of
from riskgraph.ui.components import rank_stability
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.components.tables import download
from riskgraph.ui.markdown import escaped

_WIDTHS = {
    "swing_title": 400, "swing_from": 200, "swing_low_yen": 110, "swing_high_yen": 110, "swing_width": 64,
    "swing_kept": 146, "swing_first": 110, "swing_key": 210,
}  # fmt: skip


def swings(result: Shown, locale: str) -> None:
    """Draw the sentence, and the picture and table once somebody asked for them."""
    st.markdown(t(locale, "stability.intro"))
    rank_stability.line(result.assessment.stability, locale)
    found = stability.known(result)
    if found is None:
        place = st.empty()
        with place.container():
            is_wanted = st.button(t(locale, "stability.work_out"), key="method_stability", icon=":material/tornado:")
            st.caption(t(locale, "stability.work_out.more"))
        if not is_wanted:
            return
        with place:
            found = _worked_out(result, locale)
    _drawn(found, result, locale)


def _worked_out(result: Shown, locale: str) -> Tornado:
    """Work the swings out under a bar that says how far it is."""
    bar = st.progress(0.0, text=t(locale, "stability.starting"))

    def told(done: int, of: int) -> None:
        bar.progress(done / of, text=t(locale, "stability.busy", done=done, all=of))

    found = stability.work_out(result, told)
    bar.empty()
    return found


def _drawn(tornado: Tornado, result: Shown, locale: str) -> None:
    parameters = parameters_of(result)
    if not shown_swings(tornado):
        st.info(t(locale, "stability.nothing"))
        return
    st.markdown(escaped(leaning_sentence(tornado, parameters, locale)))
    st.echarts_chart(
        tornado_option(tornado, parameters, locale, session.theme()),
        height=tornado_height(tornado),
        theme=None,
        renderer="svg",
        key="method_tornado",
        alt=tornado_alt(tornado, parameters, locale),
    )
    columns = swing_columns(tornado, parameters, locale)
    text_table(columns, locale, key="method_swings", widths=_WIDTHS, height=420)
    st.caption(t(locale, "stability.table.note"))
    download(lambda: columns, locale, key="swings_csv", name="riskgraph-judgement.csv")
