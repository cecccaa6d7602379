"""How the number is made: the steps of the first path's largest channel, and its layers."""

from __future__ import annotations

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.model.assessment import Path
from riskgraph.report.names import path_in_words
from riskgraph.report.worked_example import layer_columns, step_columns, worked_steps
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import method
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.markdown import escaped

_STEP_WIDTHS = {"step_what": 220, "step_value": 230, "step_why": 620}
_LAYER_WIDTHS = {"layer_title": 230, "layer_party": 240, "layer_efficacy": 140, "layer_strength": 150}


def worked(result: Shown, locale: str) -> None:
    """Draw the worked example of the path that is looked at, else of the first."""
    catalogue = load_catalogue()
    path = _path(result)
    if path is None or not path.channels:
        st.info(t(locale, "method.worked.none"))
        return
    parameters = method.parameters_of(result.record.inputs.parameters_id)
    words = path_in_words(path, result.submission, locale)
    st.markdown(escaped(t(locale, "method.worked.path", rank=path.rank, path=words)))
    steps = worked_steps(result.assessment, path, parameters, result.submission, catalogue, locale)
    text_table(step_columns(steps), locale, key="method_steps", widths=_STEP_WIDTHS, height="content")
    st.subheader(t(locale, "method.worked.layers"), anchor=False)
    st.caption(t(locale, "method.worked.layers.note"))
    layers = layer_columns(path.channels[0], result.submission, catalogue, locale)
    text_table(layers, locale, key="method_layers", widths=_LAYER_WIDTHS, height="content")
    st.caption(t(locale, "method.worked.note"))


def _path(result: Shown) -> Path | None:
    key = session.state().path_key
    paths = result.assessment.paths
    return next((path for path in paths if path.key == key), paths[0] if paths else None)
