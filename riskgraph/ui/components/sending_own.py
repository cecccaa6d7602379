"""The own form of the principal: why it comes first, and the workbook to fill in."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.board import Candidate
from riskgraph.report.names import party_name
from riskgraph.text import t
from riskgraph.ui.actions import sending
from riskgraph.ui.actions.sending import Desk
from riskgraph.ui.markdown import escaped


def own_form(locale: str) -> None:
    """Offer the own form as a download and say why it matters; nothing once it was answered within a year."""
    this = sending.desk()
    own = _own(this) if this is not None else None
    if this is None or own is None or not own.is_proposed:
        return
    with st.container(key="own_form", border=True):
        name = party_name(own.party_id, this.submission, locale)
        st.markdown(f"**{escaped(t(locale, 'sending.own', party=name))}**")
        st.markdown(t(locale, "sending.own.why"))
        st.download_button(
            t(locale, "sending.own.download"),
            data=lambda: sending.own_workbook(this, own, locale),
            file_name=t(locale, "sending.own.file"),
            mime=sending.XLSX,
            key="own_form_download",
            icon=":material/download:",
            on_click="ignore",
        )


def hint(this: Desk, locale: str) -> None:
    """Say that the own form comes first where it was not answered; or that the register names no owner."""
    own = _own(this)
    if own is None:
        st.info(t(locale, "sending.own.no_owner"), icon=":material/info:")
    elif own.is_proposed:
        own_form(locale)


def _own(this: Desk) -> Candidate | None:
    return next((c for c in this.candidates if c.form == "own"), None)
