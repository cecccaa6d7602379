"""The question who writes, asked once: the audit trail needs a name for every change."""

from __future__ import annotations

import streamlit as st

from riskgraph.store.settings import put_setting, setting
from riskgraph.text import t
from riskgraph.ui import keeping, session

_FIELD = "who_name"
_LAST = "last_name"


def is_known(locale: str) -> bool:
    """Say whether it is known who writes; ask where it is not.

    A name given before on this store is offered, never taken by itself: another person may sit here today.
    """
    if keeping.actor():
        return True
    with st.form("who", border=True, enter_to_submit=True, width=560):
        st.text_input(
            t(locale, "ui.who.name"), value=setting(keeping.store(), _LAST), key=_FIELD, max_chars=80,
            help=t(locale, "ui.who.help"),
        )  # fmt: skip
        st.form_submit_button(t(locale, "ui.who.go"), key="who_go", on_click=_introduce)
    return False


def _introduce() -> None:
    keeping.introduce(str(session.widget(_FIELD) or ""))
    name = keeping.actor()
    if name and setting(keeping.store(), _LAST) != name:
        with keeping.writing() as writing:
            put_setting(writing, _LAST, name)
