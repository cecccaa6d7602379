"""What somebody sees who has loaded nothing: what this is, the sample, the own files, blank templates."""

from __future__ import annotations

import streamlit as st

from riskgraph.text import t
from riskgraph.ui.actions import starting
from riskgraph.ui.components import first_files

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def welcome(locale: str) -> None:
    """Draw the page of somebody who begins, or who has chosen files and not saved them yet."""
    if first_files.is_waiting():
        first_files.looked_at(locale)
        return
    st.title(t(locale, "ui.welcome"), anchor=False)
    st.markdown(t(locale, "ui.welcome.more"))
    if st.button(t(locale, "ui.sample"), type="primary", key="sample", icon=":material/play_arrow:"):
        first_files.load_sample(locale)
    st.caption(t(locale, "ui.sample.more"))
    st.header(t(locale, "ui.own"), anchor=False)
    first_files.own_files(locale)
    st.caption(t(locale, "ui.own.more"))
    st.header(t(locale, "ui.templates"), anchor=False)
    templates(locale)


def templates(locale: str) -> None:
    """Offer the blank register and the blank short form in the current language."""
    with st.container(horizontal=True):
        st.download_button(
            t(locale, "ui.template.register"),
            data=lambda: starting.blank_register(locale),
            file_name=t(locale, "ui.template.register.file"),
            mime=XLSX,
            key="blank_register",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            t(locale, "ui.template.form"),
            data=lambda: starting.blank_form(locale),
            file_name=t(locale, "ui.template.form.file"),
            mime=XLSX,
            key="blank_form",
            icon=":material/download:",
            on_click="ignore",
        )
    st.caption(t(locale, "ui.templates.more"))
