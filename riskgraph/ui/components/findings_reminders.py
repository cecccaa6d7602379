"""Whom to remind of what: by owner, what is overdue, due, waiting or about to end, with words to paste."""

from __future__ import annotations

import streamlit as st

from riskgraph.report.finding_reminders import Reminder, reminder_letter, reminder_sentence, reminders
from riskgraph.report.finding_work import work_columns
from riskgraph.text import t
from riskgraph.ui import keeping
from riskgraph.ui.actions.finding_desk import FindingDesk
from riskgraph.ui.components import states
from riskgraph.ui.components.tables import LOW_ROW, download, table
from riskgraph.ui.markdown import escaped

_SHOWN_ROWS = 8
_MOST_OPEN = 3


def render(this: FindingDesk, locale: str, *, can_write: bool) -> None:
    """Draw a block an owner; nothing is sent from here, which is said."""
    found = reminders(this.rows, this.today)
    if not found:
        states.empty(t(locale, "findings.reminder.none"), t(locale, "findings.reminder.none.next"), key="reminders")
        return
    st.caption(t(locale, "findings.reminder.what"))
    everything = tuple(row for reminder in found for row in reminder.rows)
    columns = work_columns(everything, this.submission, this.today, locale)
    download(lambda: columns, locale, key="reminders_csv", name="riskgraph-reminders.csv")
    for number, reminder in enumerate(found):
        _one(this, reminder, locale, number)


def _one(this: FindingDesk, reminder: Reminder, locale: str, number: int) -> None:
    """Draw what one owner is to be reminded of."""
    with st.expander(escaped(reminder_sentence(reminder, locale)), expanded=number < _MOST_OPEN, key=f"owner_{number}"):
        columns = work_columns(reminder.rows, this.submission, this.today, locale)
        shown = {name: values for name, values in columns.items() if name != "finding_owner"}
        rows = min(len(reminder.rows), _SHOWN_ROWS)
        table(shown, locale, key=f"reminder_{number}", row=LOW_ROW, height=38 + LOW_ROW * rows)
        if not reminder.owner:
            st.caption(t(locale, "findings.reminder.assign"))
            return
        register = keeping.register()
        name = register.name if register else ""
        st.code(reminder_letter(reminder, this.submission, name, this.today, locale), language=None, wrap_lines=True)
