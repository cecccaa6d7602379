"""What somebody sees whose store cannot be opened: one line that says why, and what to do."""

from __future__ import annotations

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.report.problem_text import error_said
from riskgraph.text import t
from riskgraph.ui.markdown import escaped


def refused_store(error: RiskgraphError, locale: str) -> None:
    """Draw the page; nothing else can be done before the store opens."""
    message, mend = error_said(error, locale)
    st.title(t(locale, "ui.refused_store"), anchor=False)
    st.error(f"{escaped(message)} {escaped(mend)}", icon=":material/error:")
