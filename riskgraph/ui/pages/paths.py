"""経路: one path opened down to the cell, among all of them; two rankings that are never mixed."""

from __future__ import annotations

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.model.assessment import Path
from riskgraph.report.sentences import first_sentence
from riskgraph.report.star_words import star_sentence
from riskgraph.text import t
from riskgraph.ui import keeping, session
from riskgraph.ui.actions import exposure
from riskgraph.ui.actions.shown import Shown, shown
from riskgraph.ui.components import (
    attribution_table,
    headline,
    next_steps,
    path_switches,
    paths_head,
    paths_picture,
    paths_table,
    reasons,
    standing,
)
from riskgraph.ui.components.page_head import page_head
from riskgraph.ui.markdown import escaped


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
    path = paths_head.chosen(result)
    if path is None:
        page_head(first_sentence(result.assessment, result.submission, locale))
        standing.standing(result, locale)
        return
    _path(result, path, locale)


def _path(result: Shown, path: Path, locale: str) -> None:
    """Draw one path: the sentence, the picture, the table it came from, the sheet."""
    catalogue = load_catalogue()
    paths_head.head(result, path, locale)
    standing.standing(result, locale)
    paths_picture.paths_picture(result, path, locale)
    st.header(t(locale, "ui.paths"), anchor=False)
    paths_table.paths_table(result, path, locale)
    st.header(t(locale, "ui.why"), anchor=False)
    headline.reasons_and_step(result, path, catalogue, locale)
    headline.numbers(path, locale)
    headline.anchors(path, result.assessment, result.submission, locale)
    star = star_sentence(path.parties, exposure.stars(result), result.submission, locale)
    if star:
        st.caption(escaped(star))
    path_switches.render(result, path, locale)
    reasons.reasons(result, path, catalogue, locale)
    attribution_table.attribution_table(result, path.attribution, catalogue, locale, key="path")
    st.caption(t(locale, "ui.note"))
