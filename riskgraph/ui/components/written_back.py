"""The user's own register with the results beside its rows, to take away."""

from __future__ import annotations

from functools import partial

import streamlit as st

from riskgraph.text import t
from riskgraph.ui.actions import shown
from riskgraph.ui.actions.shown import Shown

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def written_back(result: Shown, locale: str) -> None:
    """Offer each workbook of the assessed version, with four columns added and everything else as it was."""
    files = shown.register_files(result, locale)
    st.caption(t(locale, "ui.written_back"))
    with st.container(horizontal=True):
        for number, (name, _) in enumerate(files):
            st.download_button(
                t(locale, "ui.written_back.button", number=number + 1 if len(files) > 1 else ""),
                data=partial(shown.written_back, result, number, locale),
                file_name=f"{name.rsplit('.', 1)[0]}_riskgraph.xlsx",
                mime=WORKBOOK,
                key=f"written_back_{number}",
                icon=":material/download:",
                on_click="ignore",
            )
