"""What many chains share, and what of it one party is."""

from __future__ import annotations

import streamlit as st

from riskgraph.report.concentration_rows import (
    MOST_COMPUTED,
    concentration_columns,
    concentration_sentence,
    party_concentration,
    shared_by_many,
)
from riskgraph.report.party_rows import PartyRow
from riskgraph.text import t
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.tables import HEAD, LOW_ROW, download, table
from riskgraph.ui.markdown import escaped

_SHOWN_ROWS = 8


def render(result: Shown, locale: str) -> None:
    """Draw the sentence and the table; one line for an assessment kept without it."""
    st.subheader(t(locale, "concentration.title"), anchor=False)
    if not result.assessment.concentration:
        st.caption(t(locale, "concentration.not_computed"))
        return
    shared = shared_by_many(result.assessment)
    st.markdown(escaped(concentration_sentence(shared, result.submission, locale)))
    if not shared:
        return
    columns = concentration_columns(shared, result.submission, locale)
    alt = t(locale, "concentration.alt", count=len(shared))
    table(columns, locale, key="concentration", row=LOW_ROW, height=HEAD + LOW_ROW * _SHOWN_ROWS, alt=alt)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t(locale, "concentration.note", most=MOST_COMPUTED), width="stretch")
        download(lambda: columns, locale, key="concentration_csv", name="riskgraph-shared.csv")


def of_party(result: Shown, row: PartyRow, locale: str) -> None:
    """Draw what passes through one party, what falls away without it, and who hangs on it alone."""
    lines = party_concentration(row.party_id, result.assessment, result.submission, locale)
    st.markdown("\n".join(f"- {escaped(line)}" for line in lines) if len(lines) > 1 else escaped(lines[0]))
    if result.assessment.concentration:
        st.caption(t(locale, "concentration.note", most=MOST_COMPUTED))
