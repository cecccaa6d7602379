"""The user's own register with the results beside its rows, to take away."""

from __future__ import annotations

from functools import partial

import streamlit as st

from riskgraph.text import t
from riskgraph.ui import actions, session

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def written_back(locale: str) -> None:
    """Offer each register that was loaded, with four columns added and everything else as it was."""
    inputs = session.state().inputs
    st.caption(t(locale, "ui.written_back"))
    with st.container(horizontal=True):
        for number, file in enumerate(inputs.registers):
            st.download_button(
                t(locale, "ui.written_back.button", number=number + 1 if len(inputs.registers) > 1 else ""),
                data=partial(actions.written_back, inputs, number, locale),
                file_name=f"{file.name.rsplit('.', 1)[0]}_riskgraph.xlsx",
                mime=WORKBOOK,
                key=f"written_back_{number}",
                icon=":material/download:",
                on_click="ignore",
            )
