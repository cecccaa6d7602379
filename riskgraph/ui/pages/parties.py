"""取引先: who has answered how far, what hangs on whom, and one party opened down to the cell."""

from __future__ import annotations

import streamlit as st

from riskgraph.report.party_rows import PartyRow
from riskgraph.report.party_sentences import parties_sentence, party_sentence
from riskgraph.text import t
from riskgraph.ui import keeping, session
from riskgraph.ui.actions import exposure
from riskgraph.ui.actions.shown import Shown, shown
from riskgraph.ui.components import (
    concentration_table,
    next_steps,
    parties_facts,
    parties_reach,
    parties_table,
    paths_head,
    standing,
)
from riskgraph.ui.components.page_head import page_head
from riskgraph.ui.markdown import escaped

_TABS = ("blast", "shared", "lead", "answers", "asked", "chains", "facts", "named")


def render() -> None:
    """Draw the page."""
    locale = session.locale()
    if keeping.register() is None:
        paths_head.nothing(locale)
        return
    result = shown()
    if result is None:
        next_steps.not_assessed(locale)
        return
    rows, coverage = exposure.exposure(result).rows, exposure.coverage(result)
    page_head(parties_sentence(rows, coverage, result.submission, locale))
    standing.standing(result, locale)
    row = parties_table.opened(result)
    if row is None:
        return
    parties_table.parties_table(result, row, locale)
    st.header(escaped(party_sentence(row, result.submission, locale)), anchor=False)
    _opened(result, row, locale)
    st.caption(t(locale, "ui.note"))


def _opened(result: Shown, row: PartyRow, locale: str) -> None:
    """Draw one party, a tab a question that people ask about it."""
    draw = {
        "blast": parties_reach.blast,
        "shared": concentration_table.of_party,
        "lead": parties_reach.lead,
        "answers": parties_facts.answers,
        "asked": parties_facts.asked,
        "chains": parties_reach.chains,
        "facts": parties_facts.facts,
        "named": parties_facts.named,
    }
    for name, tab in zip(_TABS, st.tabs([t(locale, f"parties.tab.{name}") for name in _TABS]), strict=True):
        with tab:
            draw[name](result, row, locale)
