"""The first steps: the sample in one click, or one's own register, looked at before it is saved."""

from __future__ import annotations

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.report.problem_text import error_said
from riskgraph.text import t
from riskgraph.ui.actions import starting
from riskgraph.ui.markdown import escaped


def load_sample(locale: str) -> None:
    """Load the worked example and show it, saying how far it is."""
    bar = st.progress(0.0, text=t(locale, "ui.progress.register"))

    def progress(done: int, of: int, name: str) -> None:
        words = t(locale, "ui.progress.form", number=min(done + 1, of), of=of, name=escaped(name))
        bar.progress(done / of if of else 1.0, text=words if name else t(locale, "ui.progress.assess"))

    try:
        starting.load_sample(progress, locale)
    except RiskgraphError as error:
        message, mend = error_said(error, locale)
        st.error(f"{escaped(message)} {escaped(mend)}", icon=":material/error:")
        return
    st.rerun()


def own_files(locale: str) -> None:
    """Draw the way in for one's own register."""
