"""Weakness by tier and control domain, with what is unknown drawn as unknown."""

from __future__ import annotations

import streamlit as st

from riskgraph.report.picture_heat import heat_alt, heat_height, heat_left_out, heat_option
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import exposure
from riskgraph.ui.actions.shown import Shown


def render(result: Shown, locale: str) -> None:
    """Draw the heat map; nothing where no party stands on a chain."""
    scores = exposure.exposure(result).tiers
    if not scores:
        return
    st.subheader(t(locale, "heat.title"), anchor=False)
    st.echarts_chart(
        heat_option(scores, locale, session.theme()),
        height=heat_height(scores),
        theme=None,
        renderer="svg",
        key="heat",
        alt=heat_alt(scores, locale),
    )
    left_out = heat_left_out(scores)
    more = t(locale, "heat.left_out", count=left_out) if left_out else ""
    st.caption(" ".join(filter(None, (t(locale, "heat.legend"), more))))
