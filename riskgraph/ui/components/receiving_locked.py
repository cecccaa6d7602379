"""Encrypted files of an upload: a password is asked for, tried in memory, told whether it opened, and forgotten."""

from __future__ import annotations

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.report.plain import plain
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import unlocking
from riskgraph.ui.actions.reading import Reading
from riskgraph.ui.actions.received import EntryState, Received
from riskgraph.ui.components import states
from riskgraph.ui.components.receiving_list import file_name
from riskgraph.ui.components.receiving_state import change
from riskgraph.ui.markdown import escaped

_FIELD = "receiving_password"
MOST_NAMED = 10


def render(this: Reading, found: Received, locale: str) -> None:
    """Draw the names of the locked files and the field for a password."""
    locked = found.of(EntryState.LOCKED)
    if not locked:
        return
    with st.form("receiving_locked", border=True, clear_on_submit=True):
        names = [file_name(entry, locale) for entry in locked]
        listed = t(locale, "cause.comma").join(names[:MOST_NAMED])
        st.markdown(f"**{escaped(t(locale, 'receiving.locked', count=len(names)))}**")
        st.markdown(escaped(listed if len(names) <= MOST_NAMED else t(locale, "receiving.locked.more", names=listed)))
        st.text_input(
            t(locale, "receiving.locked.password"), type="password", key=_FIELD, autocomplete="off",
            help=t(locale, "receiving.locked.help"), width=420,
        )  # fmt: skip
        is_asked = st.form_submit_button(t(locale, "receiving.locked.try"), key="receiving_unlock")
        st.caption(t(locale, "receiving.locked.skip"))
    if is_asked:
        _try(this, sorted({entry.place.position for entry in locked}), locale)


def _try(this: Reading, positions: list[int], locale: str) -> None:
    """Try the password that was given on every locked file; say what it opened."""
    password = str(session.taken_away(_FIELD) or "")
    if not password:
        st.info(t(locale, "receiving.locked.empty"))
        return
    try:
        with st.spinner(t(locale, "receiving.locked.trying")):
            opened = unlocking.unlock(this, positions, password)
    except RiskgraphError as error:
        states.refused(error, locale)
        return
    if not opened:
        names = t(locale, "cause.comma").join(plain(this.names[n]) for n in positions[:MOST_NAMED])
        st.error(escaped(t(locale, "receiving.locked.wrong", names=names)), icon=":material/lock:")
        return
    change(told=("unlocked", len(opened)))
    st.rerun()
