"""What a corrected questionnaire changed: the total, the paths that moved, the answers behind it."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.control import Catalogue
from riskgraph.report.sentences import comparison_sentences
from riskgraph.text import t
from riskgraph.ui import actions, session
from riskgraph.ui.actions import Result
from riskgraph.ui.markdown import escaped

MOST_PATHS = 3


def changes(result: Result, catalogue: Catalogue, locale: str) -> None:
    """Say what moved since before the correction, where there was one."""
    before = session.state().before
    if before is None:
        return
    comparison = actions.compared(before, session.state().inputs)
    sentences = comparison_sentences(comparison, result.submission, catalogue, locale)
    answers = sentences[1 : 1 + len(comparison.answers)]
    moved = sentences[1 + len(comparison.answers) :]
    with st.container(key="changed", gap="xsmall"):
        st.subheader(t(locale, "ui.changed"), anchor=False)
        st.markdown("\n".join(f"- {escaped(sentence)}" for sentence in (sentences[0], *moved[:MOST_PATHS])))
        if answers:
            with st.expander(t(locale, "ui.changed.answers", count=len(answers)), key="changed_answers"):
                st.markdown("\n".join(f"- {escaped(sentence)}" for sentence in answers))
        st.button(t(locale, "ui.changed.done"), key="changed_done", type="tertiary", on_click=_seen)


def _seen() -> None:
    session.change(before=None)
