"""A due date to choose: a day off is told with its reason, and the next working day is one click away."""

from __future__ import annotations

from datetime import date

import streamlit as st

from riskgraph.intake.calendar import day_off
from riskgraph.report.board_words import off_words
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.components.sending_state import choose_day, day_chosen


def day_input(name: str, label: str, locale: str, *, usual: date, first: date) -> date:
    """Draw the choice of a day from `first` on and return it; nothing is moved by itself."""
    day = max(day_chosen(name, usual), first)
    # A new key for every day that was taken by a click: a widget keeps what it was first drawn with.
    key = f"{name}-{day.isoformat()}"
    st.date_input(label, value=day, min_value=first, key=key, format="YYYY/MM/DD", on_change=_keep, args=(name, key))
    off = day_off(day)
    if off is not None:
        st.warning(off_words(off.day, off.why.value, off.name, off.next_day, locale), icon=":material/event_busy:")
        st.button(t(locale, "sending.off.take"), key=f"{name}_next", on_click=choose_day, args=(name, off.next_day))
    return day


def _keep(name: str, key: str) -> None:
    day = session.widget(key)
    if isinstance(day, date):
        choose_day(name, day)
