"""What waits for somebody today: requests that are due or overdue, answers that came back, verifications to confirm."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.board import BoardState
from riskgraph.text import t
from riskgraph.ui.actions import waiting

_SIGNS = {
    BoardState.OVERDUE: ":red[▲ {words}]",
    BoardState.DUE: ":orange[△ {words}]",
}


def today(locale: str) -> None:
    """Draw one line with what waits; nothing where nothing does."""
    found = waiting.waiting()
    if found is None:
        return
    parts = [
        _SIGNS.get(state, "○ {words}").format(words=t(locale, f"ui.today.{state.value}", count=count))
        for state, count in found.requests.items()
        if count
    ]
    if found.to_confirm:
        parts.append("○ " + t(locale, "ui.today.to_confirm", count=found.to_confirm))
    if parts:
        st.markdown(f"**{t(locale, 'ui.today')}** " + t(locale, "ui.known.join").join(parts))
