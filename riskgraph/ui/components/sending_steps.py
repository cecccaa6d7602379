"""What is noted about chosen requests: sent, reminded, a later day, asked no longer; and the list read back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.model.board import OPEN_STATES, BoardRow, BoardState
from riskgraph.model.records import ReminderKind
from riskgraph.report.letters import LetterKind
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import sending
from riskgraph.ui.actions.sending import Desk, Revisions
from riskgraph.ui.components import problems, sending_day, sending_letters, states
from riskgraph.ui.components.sending_state import change, tried

_REMINDED = {BoardState.SENT, BoardState.DUE, BoardState.OVERDUE, BoardState.RETURNED}
_KINDS = {
    LetterKind.BEFORE: ReminderKind.BEFORE,
    LetterKind.ON_DAY: ReminderKind.ON_DAY,
    LetterKind.OVERDUE: ReminderKind.OVERDUE,
}
_DAY, _DUE, _WHY_LATER, _WHY_NOT = "step_day", "step_due", "step_why_later", "step_why_not"


def steps(this: Desk, rows: Sequence[BoardRow], locale: str) -> None:
    """Draw what can be noted about the chosen requests."""
    st.header(t(locale, "sending.steps", count=len(rows)), anchor=False)
    names = ("sent", "extend", "withdraw")
    sent, later, no_longer = st.tabs([t(locale, f"sending.steps.{name}") for name in names])
    with sent:
        _sent(this, rows, locale)
    with later:
        _later(this, rows, locale)
    with no_longer:
        _no_longer(rows, locale)


def _of(rows: Sequence[BoardRow], wanted: Callable[[BoardRow], bool]) -> Revisions:
    """Return those requests that a step applies to, with the revision that is on the screen."""
    return tuple((row.request.request_id, row.request.revision) for row in rows if wanted(row))


def _sent(this: Desk, rows: Sequence[BoardRow], locale: str) -> None:
    """Draw the day of sending, and the buttons for first letters and for reminders."""
    st.date_input(t(locale, "sending.day"), value=this.today, max_value=this.today, key=_DAY, format="YYYY/MM/DD")
    first = _of(rows, lambda row: row.state is BoardState.TO_SEND)
    again = _of(rows, lambda row: row.state in _REMINDED)
    kind = _KINDS.get(sending_letters.kind_for(rows))
    with st.container(horizontal=True):
        st.button(
            t(locale, "sending.mark_sent", count=len(first)), key="mark_sent", type="primary", disabled=not first,
            on_click=_note_sent, args=(first,),
        )  # fmt: skip
        if kind is not None:
            st.button(
                t(locale, f"sending.mark_reminded.{kind.value}", count=len(again)), key="mark_reminded",
                disabled=not again, on_click=_note_reminded, args=(again, kind),
            )  # fmt: skip


def _day() -> date:
    found = session.widget(_DAY)
    assert isinstance(found, date)
    return found


def _note_sent(revisions: Revisions) -> None:
    tried(lambda: sending.mark_sent(revisions, _day()), "sent", count=len(revisions))


def _note_reminded(revisions: Revisions, kind: ReminderKind) -> None:
    tried(lambda: sending.mark_reminded(revisions, kind, _day()), "reminded", count=len(revisions))


def _later(this: Desk, rows: Sequence[BoardRow], locale: str) -> None:
    """Draw the later day with its reason; a day off is told."""
    open_ones = _of(rows, lambda row: row.state in OPEN_STATES)
    day = sending_day.day_input(
        _DUE, t(locale, "sending.later.day"), locale, usual=sending.usual_due("short", this.today), first=this.today
    )
    st.text_input(t(locale, "sending.later.why"), key=_WHY_LATER, max_chars=200)
    st.button(
        t(locale, "sending.later.go", count=len(open_ones)), key="extend_go", disabled=not open_ones,
        on_click=_note_later, args=(open_ones, day),
    )  # fmt: skip


def _note_later(revisions: Revisions, day: date) -> None:
    why = str(session.widget(_WHY_LATER) or "")
    tried(lambda: sending.extend(revisions, day, why), "extended", count=len(revisions), day=day.isoformat())


def _no_longer(rows: Sequence[BoardRow], locale: str) -> None:
    """Draw the way to ask no longer, with a reason."""
    open_ones = _of(rows, lambda row: row.state in OPEN_STATES)
    st.markdown(t(locale, "sending.withdraw.more"))
    st.text_input(t(locale, "sending.withdraw.why"), key=_WHY_NOT, max_chars=200)
    st.button(
        t(locale, "sending.withdraw.go", count=len(open_ones)), key="withdraw_go", disabled=not open_ones,
        on_click=_note_no_longer, args=(open_ones,),
    )  # fmt: skip


def _note_no_longer(revisions: Revisions) -> None:
    why = str(session.widget(_WHY_NOT) or "")
    tried(lambda: sending.withdraw(revisions, why), "withdrawn", count=len(revisions))


def list_back(this: Desk, locale: str) -> None:
    """Draw the way to note many days of sending from the list for mail merge."""
    with st.expander(t(locale, "sending.list"), key="list_back"):
        st.markdown(t(locale, "sending.list.more"))
        with st.form("sent_list", clear_on_submit=True, border=False):
            file = st.file_uploader(t(locale, "sending.list.file"), type=["csv"], key="sent_list_file")
            is_asked = st.form_submit_button(t(locale, "sending.list.go"), key="sent_list_go")
        if not is_asked or file is None:
            return
        try:
            found, noted = sending.take_list(this, file.name, file.getvalue())
        except RiskgraphError as error:
            states.refused(error, locale, kept=t(locale, "sending.kept"))
            return
        change(told=("list", (("count", noted), ("read", len(found.sent)))), refused=None)
        if not found.problems:
            st.rerun()
        st.success(t(locale, "sending.told.list", count=noted, read=len(found.sent)), icon=":material/check:")
        problems.problems(found.problems, locale)
