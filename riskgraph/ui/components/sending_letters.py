"""Letters ready to be copied, and the list for mail merge of what is chosen on the board."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from riskgraph.model.board import BoardRow, NextStep
from riskgraph.report.letters import LetterKind
from riskgraph.report.names import party_name
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import sending
from riskgraph.ui.actions.sending import Desk
from riskgraph.ui.components.sending_state import change, state
from riskgraph.ui.markdown import escaped

_FITTING = {
    NextStep.SEND: LetterKind.FIRST,
    NextStep.SEND_WITH_NEW_DAY: LetterKind.FIRST,
    NextStep.REMIND_ON_DAY: LetterKind.ON_DAY,
    NextStep.REMIND_OVERDUE: LetterKind.OVERDUE,
    NextStep.CALL: LetterKind.OVERDUE,
    NextStep.SEND_BACK: LetterKind.SEND_BACK,
    NextStep.AGREE_NEW_DAY: LetterKind.SEND_BACK,
}
_KIND, _ONE = "letter_kind", "letter_one"


def kind_for(rows: Sequence[BoardRow]) -> LetterKind:
    """Return the kind of letter that was chosen, else the one that the first request calls for."""
    return state().letter or _FITTING.get(rows[0].next_step, LetterKind.BEFORE)


def letters(this: Desk, rows: Sequence[BoardRow], locale: str) -> None:
    """Draw the kinds to choose from, one letter as it reads, and the list of all."""
    st.header(t(locale, "sending.letters", count=len(rows)), anchor=False)
    st.caption(t(locale, "sending.letters.more"))
    kinds, kind = list(LetterKind), kind_for(rows)
    left, right = st.columns(2)
    with left:
        st.selectbox(
            t(locale, "sending.letters.kind"), kinds, index=kinds.index(kind),
            format_func=lambda k: t(locale, f"sending.letter.{k.value}"), key=f"{_KIND}_{kind.value}",
            on_change=_chosen, args=(f"{_KIND}_{kind.value}",),
        )  # fmt: skip
    by_id = {row.request.request_id: party_name(row.request.party_id, this.submission, locale) for row in rows}
    with right:
        one = st.selectbox(
            t(locale, "sending.letters.one"), list(by_id), format_func=lambda i: f"{by_id.get(i, '')} ({i})", key=_ONE
        )
    for item in sending.mailing(this, [one], kind):
        st.markdown(f"**{escaped(item.letter.subject)}**")
        st.code(item.letter.body, language=None, wrap_lines=True)
    st.download_button(
        t(locale, "sending.letters.csv", count=len(rows)),
        data=lambda: sending.mail_csv(this, list(by_id), kind, locale),
        file_name=t(locale, "mailing.list_file"),
        mime="text/csv",
        key="letters_csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _chosen(key: str) -> None:
    change(letter=session.widget(key))
