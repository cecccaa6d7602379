"""The one sentence at the top of every page that says what matters, in words and numbers."""

from __future__ import annotations

import streamlit as st

from riskgraph.ui.markdown import escaped


def page_head(sentence: str, *, below: str = "") -> None:
    """Draw the sentence as the only first heading of a page.

    Parameters
    ----------
    sentence
        Plain text in the user's language, names of parties included; it is made fit for Markdown here.
    below
        A line under it in plain text: of which register, as of when, and how much is estimated.
    """
    st.title(escaped(sentence), anchor=False)
    if below:
        st.caption(escaped(below))
