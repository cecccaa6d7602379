"""The control catalogue to read: what each control moves and where it stands in other schemes."""

from __future__ import annotations

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.report.control_rows import control_columns
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.components.tables import download

_WIDTHS = {
    "control_id": 84, "control_domain": 120, "control_mark": 60, "control_title": 240, "control_moves": 280,
    "control_references": 240, "control_question": 420,
}  # fmt: skip


def controls(locale: str) -> None:
    """Draw the catalogue."""
    catalogue = load_catalogue()
    count = len(catalogue.controls)
    score_only = sum(1 for control in catalogue.controls if not control.feeds)
    st.markdown(t(locale, "method.controls.intro", version=catalogue.version, count=count, score_only=score_only))
    st.text_input(t(locale, "method.search"), key="method_control_words")
    words = str(session.widget("method_control_words") or "")
    columns = control_columns(catalogue, locale, words=words)
    text_table(columns, locale, key="method_controls", widths=_WIDTHS, height=520)
    name = "riskgraph_controls.csv"
    download(lambda: control_columns(catalogue, locale), locale, key="method_controls_csv", name=name)
