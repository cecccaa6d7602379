"""Why the chosen path is where it is, down to the cell: layers and answers, engagements and supervision."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from riskgraph.model.assessment import Path
from riskgraph.model.control import Catalogue
from riskgraph.report.answer_words import control_title
from riskgraph.report.names import party_name
from riskgraph.report.numbers import percent
from riskgraph.report.reasons import ReasonLine
from riskgraph.report.sentences import DENIAL, MATERIAL, reason_lines, undeclared_share, why_sentences
from riskgraph.report.table_rows import answer_columns, first_reasons, hop_columns
from riskgraph.text import t
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.tables import ROW, download, table
from riskgraph.ui.markdown import escaped

MOST_LISTED = 6


def reasons(result: Shown, path: Path, catalogue: Catalogue, locale: str) -> None:
    """Draw what is confirmed and what is not, the layers down to the cell, and the engagements."""
    lines = reason_lines(path, result.submission, catalogue, locale)
    left, right = st.columns(2, gap="large")
    with left:
        _listed("ui.is_confirmed", [line for line in lines if line.is_confirmed], locale)
    with right:
        _listed("ui.is_open", [line for line in lines if not line.is_confirmed], locale)
    _assumed_tier(result, path, catalogue, locale)
    _layers(result, path, catalogue, locale)
    if path.hops:
        _engagements(result, path, catalogue, locale)
    with st.expander(t(locale, "ui.whole"), key="whole"):
        for sentence in why_sentences(path, result.submission, catalogue, locale):
            st.markdown(escaped(sentence))


def _listed(title: str, lines: Sequence[ReasonLine], locale: str) -> None:
    """List the reasons of one kind, each answer once."""
    st.subheader(t(locale, title), anchor=False)
    told = first_reasons(lines, most=MOST_LISTED)
    words = [t(locale, "ui.reason.short", party=r.party, layer=r.layer, share=percent(r.share, locale)) for r in told]
    st.markdown("\n".join(f"- {escaped(word)}" for word in words) or t(locale, "ui.no_reason"))


def _assumed_tier(result: Shown, path: Path, catalogue: Catalogue, locale: str) -> None:
    """Say how much of the estimate allows for a tier that nobody declared, and what would settle it."""
    share = undeclared_share(path)
    if share < MATERIAL:
        return
    words = t(
        locale,
        "why.undeclared",
        share=percent(share, locale),
        party=party_name(path.parties[-1], result.submission, locale),
        question=control_title(DENIAL, catalogue, locale),
    )
    st.warning(escaped(words), icon=":material/help:")


def _layers(result: Shown, path: Path, catalogue: Catalogue, locale: str) -> None:
    """Draw every layer with the answers behind it."""
    answers = answer_columns(path, result.submission, catalogue, locale)
    st.subheader(t(locale, "ui.layers"), anchor=False)
    table(answers, locale, key="answers", height=38 + 5 * ROW + ROW // 2)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t(locale, "ui.layers.more"), width="stretch")
        download(lambda: answers, locale, key="answers_csv", name="riskgraph-reasons.csv")


def _engagements(result: Shown, path: Path, catalogue: Catalogue, locale: str) -> None:
    """Draw every engagement with the parts of its supervision."""
    st.subheader(t(locale, "ui.hops"), anchor=False)
    hops = hop_columns(path, result.submission, catalogue, locale)
    table(hops, locale, key="hops", height=min(38 + ROW * len(hops["part"]), 38 + 6 * ROW))
    st.caption(t(locale, "ui.hops.more"))
