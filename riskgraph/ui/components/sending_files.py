"""The questionnaires of chosen requests as files, made anew from the store whenever somebody asks."""

from __future__ import annotations

import hashlib

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.report.letters import LetterKind
from riskgraph.text import t
from riskgraph.ui.actions import sending
from riskgraph.ui.actions.sending import Desk
from riskgraph.ui.components import states
from riskgraph.ui.components.sending_state import state
from riskgraph.ui.markdown import escaped


def files(this: Desk, ids: tuple[int, ...], locale: str, *, key: str, at_once: bool = False) -> None:
    """Draw the button that makes the files, and the download once they are made.

    Parameters
    ----------
    at_once
        Make them without being asked.
    """
    kind = state().letter or LetterKind.FIRST
    name = hashlib.sha256(f"{this.key}/{ids}/{kind}/{locale}".encode()).hexdigest()
    st.header(t(locale, "sending.files", count=len(ids)), anchor=False)
    st.caption(t(locale, "sending.files.more"))
    made = sending.keep_package(name, None)
    if made is None and (at_once or st.button(t(locale, "sending.files.make"), key=f"{key}_files")):
        made = _made(this, ids, kind, locale, name=name)
    if made is not None:
        st.download_button(
            t(locale, "sending.files.save", name=escaped(made.name)),
            data=made.content,
            file_name=made.name,
            mime=made.mime,
            key=f"{key}_download",
            icon=":material/download:",
            type="primary",
            on_click="ignore",
        )


def _made(this: Desk, ids: tuple[int, ...], kind: LetterKind, locale: str, *, name: str) -> sending.Package | None:
    """Make the files and say how far it is; None where that is refused."""
    try:
        with states.progress(t(locale, "sending.files.making"), locale, key="files") as step:
            made = sending.package(this, ids, kind, locale, step)
    except RiskgraphError as error:
        states.refused(error, locale)
        return None
    return sending.keep_package(name, made)
