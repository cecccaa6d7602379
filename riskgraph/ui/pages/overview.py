"""概況: which path to look at first, why, and what to do; from one's own workbooks or the sample."""

from __future__ import annotations

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.model.assessment import Path
from riskgraph.report.numbers import day
from riskgraph.report.sentences import first_sentence
from riskgraph.text import t
from riskgraph.ui import actions, session
from riskgraph.ui.actions import Result
from riskgraph.ui.components import (
    changes,
    headline,
    picture,
    problems,
    ranking,
    reasons,
    uploads,
    welcome,
    written_back,
)
from riskgraph.ui.markdown import escaped


def render() -> None:
    """Draw the page."""
    locale = session.locale()
    inputs = session.state().inputs
    if inputs.is_empty:
        welcome.welcome(locale)
        return
    with st.spinner(t(locale, "ui.progress.assess")):
        result = actions.assessed(inputs)
    _loaded(result, locale)


def _loaded(result: Result, locale: str) -> None:
    """Draw the page of somebody whose files are read: the sentence, the picture, the tables."""
    catalogue = load_catalogue()
    path = _chosen(result)
    _what_is_shown(result, locale)
    uploads.refused(locale)
    changes.changes(result, catalogue, locale)
    if path is None:
        st.title(escaped(first_sentence(result.assessment, result.submission, locale)), anchor=False)
    else:
        headline.headline(result, path, locale)
        headline.reasons_and_step(result, path, catalogue, locale)
        headline.numbers(path, locale)
        picture.picture(result, path, locale)
        st.header(t(locale, "ui.paths"), anchor=False)
        ranking.ranking(result, path, catalogue, locale)
        written_back.written_back(locale)
        st.header(t(locale, "ui.why"), anchor=False)
        reasons.reasons(result, path, catalogue, locale)
    st.header(t(locale, "ui.problems"), anchor=False)
    problems.problems(result.assessment.problems, locale)
    st.header(t(locale, "ui.more_files"), anchor=False)
    uploads.corrections(locale)
    st.button(t(locale, "ui.start_over"), key="start_over", on_click=uploads.start_over)
    st.caption(t(locale, "ui.note"))


def _chosen(result: Result) -> Path | None:
    """Return the path that was chosen, else the first."""
    key = session.state().path_key
    paths = result.assessment.paths
    return next((path for path in paths if path.key == key), paths[0] if paths else None)


def _what_is_shown(result: Result, locale: str) -> None:
    """Say from which files and as of when."""
    inputs = session.state().inputs
    words = t(
        locale,
        "ui.shown",
        as_of=day(result.assessment.provenance.as_of, locale),
        register=inputs.registers[0].name,
        more="" if len(inputs.registers) == 1 else t(locale, "ui.shown.more", count=len(inputs.registers) - 1),
        forms=len(inputs.forms),
        paths=result.assessment.paths_total,
    )
    st.caption(escaped(words))
