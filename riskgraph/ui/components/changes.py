"""What moved since the assessment before: the total, the paths, and which of the causes is behind them."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.causes import Cause, Causes
from riskgraph.model.control import Catalogue
from riskgraph.report.cause_sentences import (
    answer_columns,
    answers_sentence,
    cause_meaning,
    cause_word,
    fell_sentence,
    path_columns,
    rose_sentence,
)
from riskgraph.report.sentences import comparison_sentences
from riskgraph.text import t
from riskgraph.ui.actions import shown
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import account_view
from riskgraph.ui.components.tables import LOW_ROW, ROW, download, table
from riskgraph.ui.markdown import escaped

MOST_PATHS = 3


def changes(result: Shown, catalogue: Catalogue, locale: str) -> None:
    """Say what moved since the last kept assessment of the register, and why, where there is one."""
    before = shown.before(result)
    if before is None:
        return
    comparison, found = shown.compared(before, result), shown.causes(before, result)
    sentences = comparison_sentences(comparison, result.submission, catalogue, locale)
    moved = sentences[1 + len(comparison.answers) :]
    with st.container(key="changed", gap="xsmall"):
        st.subheader(t(locale, "ui.changed"), anchor=False)
        told = (sentences[0], rose_sentence(found, locale), fell_sentence(found, locale), *moved[:MOST_PATHS])
        st.markdown("\n".join(f"- {escaped(sentence)}" for sentence in told))
        if not found.is_empty:
            with st.expander(t(locale, "ui.changed.why"), key="changed_why"):
                _behind(found, result, catalogue, locale)
        with st.expander(t(locale, "account.page.title"), key="changed_account"):
            account_view.render(before, result, locale, key="account")


def _behind(found: Causes, result: Shown, catalogue: Catalogue, locale: str) -> None:
    """Draw the paths and the answers that differ, each with its cause."""
    paths = path_columns(found.paths, result.submission, locale)
    table(paths, locale, key="changed_paths", height=_height(len(found.paths), LOW_ROW), row=LOW_ROW)
    st.markdown(escaped(answers_sentence(found.answers, locale)))
    if found.answers:
        answers = answer_columns(found.answers, result.submission, catalogue, locale)
        table(answers, locale, key="changed_answers", height=_height(len(found.answers), ROW))
        download(lambda: answers, locale, key="changed_csv", name="riskgraph-changes.csv")
    present = {cause for path in found.paths for cause in path.causes} | {answer.cause for answer in found.answers}
    meanings = [
        t(locale, "ui.changed.cause", cause=cause_word(c, locale), meaning=cause_meaning(c, locale))
        for c in Cause
        if c in present
    ]
    st.caption("  \n".join(escaped(meaning) for meaning in meanings))


def _height(rows: int, each: int) -> int:
    return 40 + each * min(max(rows, 1), 6)
