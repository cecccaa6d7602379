"""The sentence of the page of paths: rank, chain in words, expected loss, probability, main reason."""

from __future__ import annotations

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.model.assessment import Path
from riskgraph.report.path_sentences import numbers_sentence, path_sentence
from riskgraph.text import t
from riskgraph.ui import links, session
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import states
from riskgraph.ui.components.page_head import page_head
from riskgraph.ui.markdown import escaped


def chosen(result: Shown) -> Path | None:
    """Return the path that was chosen, else the first; None where nothing can be assessed."""
    key, paths = session.state().path_key, result.assessment.paths
    return next((path for path in paths if path.key == key), paths[0] if paths else None)


def head(result: Shown, path: Path, locale: str) -> None:
    """Draw the sentence."""
    page_head(path_sentence(path, result.assessment, result.submission, load_catalogue(), locale))
    st.markdown(escaped(numbers_sentence(path, locale)))


def nothing(locale: str) -> None:
    """Say that there is no register yet, and what to do."""
    page_head(t(locale, "exposure.nothing"))
    with states.empty(t(locale, "exposure.nothing.what"), t(locale, "exposure.nothing.next"), key="no_register"):
        links.link("overview", locale)
