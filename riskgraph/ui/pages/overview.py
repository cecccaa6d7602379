"""概況: which path to look at first, why, and what to do; from the kept assessment, or the first steps towards one."""

from __future__ import annotations

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.model.assessment import Path
from riskgraph.report.sentences import first_sentence
from riskgraph.text import t
from riskgraph.ui import keeping, links, session
from riskgraph.ui.actions.shown import Shown, shown
from riskgraph.ui.components import (
    attribution_table,
    changes,
    concentration_table,
    headline,
    next_question,
    next_steps,
    overview_bars,
    overview_coverage,
    overview_exceedance,
    overview_heat,
    picture,
    problems,
    ranking,
    standing,
    today,
    welcome,
    written_back,
)
from riskgraph.ui.markdown import escaped


def render() -> None:
    """Draw the page."""
    locale = session.locale()
    if keeping.register() is None:
        welcome.welcome(locale)
        return
    result = shown()
    if result is None:
        next_steps.not_assessed(locale)
        return
    _assessed(result, locale)


def _assessed(result: Shown, locale: str) -> None:
    """Draw the page of a register that was assessed: the sentence, the picture, the tables."""
    catalogue = load_catalogue()
    path = chosen(result)
    if path is None:
        st.title(escaped(first_sentence(result.assessment, result.submission, locale)), anchor=False)
    else:
        headline.headline(result, path, locale)
    standing.standing(result, locale)
    today.today(locale)
    if path is None:
        changes.changes(result, catalogue, locale)
    else:
        headline.reasons_and_step(result, path, catalogue, locale)
        headline.numbers(path, locale)
        changes.changes(result, catalogue, locale)
        next_steps.without_answers(result, locale)
        place = st.container()
        picture.picture(result, path, locale)
        st.header(t(locale, "ui.paths"), anchor=False)
        ranking.ranking(result, path, catalogue, locale)
        written_back.written_back(result, locale)
        st.header(t(locale, "ui.whole_register"), anchor=False)
        overview_bars.render(result, locale)
        overview_exceedance.render(result, locale)
        overview_heat.render(result, locale)
        concentration_table.render(result, locale)
        attribution_table.attribution_table(result, result.assessment.attribution, catalogue, locale, key="register")
        overview_coverage.render(result, locale)
        with place:  # last of all, because it may take seconds
            next_question.block(result, locale)
        links.link("plan", locale, label=t(locale, "planning.see"))
    st.header(t(locale, "ui.problems"), anchor=False)
    problems.problems(result.assessment.problems, locale)
    st.caption(t(locale, "ui.note"))


def chosen(result: Shown) -> Path | None:
    """Return the path that was chosen, else the first."""
    key = session.state().path_key
    paths = result.assessment.paths
    return next((path for path in paths if path.key == key), paths[0] if paths else None)
