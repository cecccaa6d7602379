"""What a bad year costs: the curve of exceedance with the sentence that it says and the table that it came from."""

from __future__ import annotations

import streamlit as st

from riskgraph.report.picture_exceedance import HEIGHT, exceedance_alt, exceedance_option
from riskgraph.report.tail_rows import curve_columns, tail_columns, tail_sentence
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.tables import LOW_ROW, download, table
from riskgraph.ui.markdown import escaped


def render(result: Shown, locale: str) -> None:
    """Draw the loss of a year; nothing for assessments that were kept before it was computed."""
    totals = result.assessment.totals
    if totals.tail is None:
        return
    st.subheader(t(locale, "tail.title"), anchor=False)
    st.markdown(escaped(tail_sentence(totals, locale)))
    st.echarts_chart(
        exceedance_option(totals, locale, session.theme()),
        height=HEIGHT,
        theme=None,
        renderer="svg",
        key="exceedance",
        alt=exceedance_alt(totals, locale),
    )
    table(tail_columns(totals, locale), locale, key="tail", row=LOW_ROW)
    download(lambda: curve_columns(totals), locale, key="tail_csv", name="year_loss.csv")
    st.caption(t(locale, "tail.caveat"))
