"""The line beside every ranked list: how the first ranks fare when judgement is moved."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.stability import RankStability
from riskgraph.report.stability_rows import stability_help, stability_line
from riskgraph.ui.markdown import escaped


def line(stability: RankStability | None, locale: str) -> None:
    """Draw the line; nothing for an assessment that was kept without it."""
    if stability is not None:
        st.caption(escaped(stability_line(stability, locale)), help=stability_help(stability, locale))
