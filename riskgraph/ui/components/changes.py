"""What moved since the assessment before: the total, the paths, the answers behind them."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.control import Catalogue
from riskgraph.report.sentences import comparison_sentences
from riskgraph.text import t
from riskgraph.ui.actions import shown
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.markdown import escaped

MOST_PATHS = 3


def changes(result: Shown, catalogue: Catalogue, locale: str) -> None:
    """Say what moved since the last kept assessment of the register, where there is one."""
    before = shown.before(result)
    if before is None:
        return
    comparison = shown.compared(before, result)
    sentences = comparison_sentences(comparison, result.submission, catalogue, locale)
    answers = sentences[1 : 1 + len(comparison.answers)]
    moved = sentences[1 + len(comparison.answers) :]
    with st.container(key="changed", gap="xsmall"):
        st.subheader(t(locale, "ui.changed"), anchor=False)
        st.markdown("\n".join(f"- {escaped(sentence)}" for sentence in (sentences[0], *moved[:MOST_PATHS])))
        if answers:
            with st.expander(t(locale, "ui.changed.answers", count=len(answers)), key="changed_answers"):
                st.markdown("\n".join(f"- {escaped(sentence)}" for sentence in answers))
