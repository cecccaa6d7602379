"""What an expected loss is made of, told apart in four ways that add up alike."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.attribution import Attribution
from riskgraph.model.control import Catalogue
from riskgraph.report.attribution_rows import View, attribution_columns, attribution_sentence
from riskgraph.report.numbers import yen
from riskgraph.text import t
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.tables import HEAD, LOW_ROW, download, table
from riskgraph.ui.markdown import escaped


def attribution_table(
    result: Shown, attribution: Attribution | None, catalogue: Catalogue, locale: str, *, key: str
) -> None:
    """Draw the sentence, the choice of the way, and the table; one line for an assessment kept without it."""
    st.subheader(t(locale, "attribution.title"), anchor=False)
    if attribution is None:
        st.caption(t(locale, "attribution.none"))
        return
    st.markdown(escaped(attribution_sentence(attribution, locale)))
    chosen = st.segmented_control(
        t(locale, "attribution.view"),
        list(View),
        default=View.LAYERS,
        format_func=lambda view: t(locale, f"attribution.view.{view.value}"),
        key=f"attribution_view_{key}",
        label_visibility="collapsed",
    )
    view = chosen or View.LAYERS
    columns = attribution_columns(attribution, view, result.submission, catalogue, locale)
    height = HEAD + LOW_ROW * len(columns["part_yen"])
    alt = t(locale, "attribution.alt", total=yen(attribution.eal_yen, locale))
    table(columns, locale, key=f"attribution-{key}-{view.value}", row=LOW_ROW, height=height, alt=alt)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t(locale, "attribution.note"), width="stretch")
        download(lambda: columns, locale, key=f"attribution_csv_{key}", name=f"riskgraph-parts-{view.value}.csv")
