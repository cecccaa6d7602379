"""How far the questionnaires have come, tier by tier: asked, returned, accepted, answered."""

from __future__ import annotations

import streamlit as st

from riskgraph.report.party_answers import coverage_columns, coverage_sentence
from riskgraph.text import t
from riskgraph.ui.actions import exposure
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.tables import LOW_ROW, table
from riskgraph.ui.markdown import escaped


def render(result: Shown, locale: str) -> None:
    """Draw the steps of every tier; nothing where nobody stands below the owner."""
    coverage = exposure.coverage(result)
    if not coverage:
        return
    st.subheader(t(locale, "coverage.title"), anchor=False)
    st.markdown(escaped(coverage_sentence(coverage, locale)))
    table(coverage_columns(coverage, locale), locale, key="coverage", row=LOW_ROW)
    st.caption(t(locale, "coverage.note"))
