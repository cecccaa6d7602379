"""What to do next where a register is there and no assessment of it yet, or no answer to go by."""

from __future__ import annotations

import streamlit as st

from riskgraph.text import t
from riskgraph.ui import keeping, links
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import sending_own, standing
from riskgraph.ui.markdown import escaped


def not_assessed(locale: str) -> None:
    """Draw the page of a register that was never assessed."""
    register = keeping.register()
    st.title(escaped(t(locale, "ui.not_assessed", register=register.name if register else "")), anchor=False)
    st.markdown(t(locale, "ui.not_assessed.more"))
    standing.assess_button(locale, first=True)


def without_answers(result: Shown, locale: str) -> None:
    """Say what would settle most, where no questionnaire has been accepted yet."""
    if result.record.inputs.questionnaires:
        return
    with st.container(key="begin", border=True, gap="xsmall"):
        st.subheader(t(locale, "ui.begin"), anchor=False)
        st.markdown(t(locale, "ui.begin.more"))
        sending_own.own_form(locale)
        with st.container(horizontal=True):
            links.link("questionnaires", locale, label=t(locale, "ui.begin.questionnaires"))
            links.link("register", locale, label=t(locale, "ui.begin.register"))
