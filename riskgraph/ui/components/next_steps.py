"""What to do next where a register is there and no assessment of it yet."""

from __future__ import annotations

import streamlit as st

from riskgraph.text import t
from riskgraph.ui import keeping
from riskgraph.ui.components import standing
from riskgraph.ui.markdown import escaped


def not_assessed(locale: str) -> None:
    """Draw the page of a register that was never assessed."""
    register = keeping.register()
    st.title(escaped(t(locale, "ui.not_assessed", register=register.name if register else "")), anchor=False)
    st.markdown(t(locale, "ui.not_assessed.more"))
    standing.assess_button(locale, first=True)
