"""The workbench: changes of every kind picked one by one, and the register before and after them."""

from __future__ import annotations

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.errors import RiskgraphError
from riskgraph.model.change import Change
from riskgraph.report.what_if_words import change_sentence
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import states, try_result, try_rows, try_view
from riskgraph.ui.components.plan_view import view
from riskgraph.ui.components.try_forms import FORMS
from riskgraph.ui.markdown import escaped

KINDS = (*FORMS, "rows")


def render(this: Shown, locale: str) -> None:
    """Draw what can be picked, what is tried now, and what it comes to."""
    st.markdown(t(locale, "trying.what"))
    _pick(this, locale)
    changes = try_view.trying().changes
    _listed(this, changes, locale)
    if changes:
        try_result.render(this, changes, locale)


def _pick(this: Shown, locale: str) -> None:
    """Draw the fields of one change and the button that adds it."""
    with st.container(border=True, key="try_pick", gap="small"):
        kind = st.segmented_control(
            t(locale, "trying.kind"), KINDS, default=KINDS[0], required=True, key="try_kind",
            format_func=lambda name: t(locale, f"trying.kind.{name}"),
        )  # fmt: skip
        if kind == "rows":
            try_rows.render(this, locale)
        else:
            made = FORMS[kind or KINDS[0]](this, locale)
            st.button(
                t(locale, "trying.add"), key="try_add", icon=":material/add:", disabled=made is None, type="primary",
                on_click=try_rows.add, args=(this, made),
            )  # fmt: skip
        now = view()
        if now.refused is not None:
            code, fields = now.refused
            states.refused(RiskgraphError(code, dict(fields)), locale)


def _listed(this: Shown, changes: tuple[Change, ...], locale: str) -> None:
    """Draw what is tried now, each with a button that leaves it out."""
    st.subheader(t(locale, "trying.changes", count=len(changes)), anchor=False)
    if not changes:
        states.empty(t(locale, "trying.none"), t(locale, "trying.none.next"), key="try")
    catalogue = load_catalogue()
    for number, one in enumerate(changes):
        with st.container(horizontal=True, vertical_alignment="center", key=f"try_line_{number}"):
            st.button(
                t(locale, "trying.remove"), key=f"try_remove_{number}", icon=":material/close:", type="tertiary",
                on_click=try_view.remove, args=(number,),
            )  # fmt: skip
            st.markdown(escaped(change_sentence(one, this.submission, catalogue, locale)))
    with st.container(horizontal=True):
        has_past = bool(try_view.trying().past)
        st.button(
            t(locale, "trying.back"), key="try_back", icon=":material/undo:", disabled=not has_past,
            on_click=try_view.back,
        )  # fmt: skip
        st.button(
            t(locale, "trying.clear"), key="try_clear", icon=":material/delete_sweep:", disabled=not changes,
            on_click=_clear,
        )  # fmt: skip


def _clear() -> None:
    try_view.take(())
    session.remember(view())
