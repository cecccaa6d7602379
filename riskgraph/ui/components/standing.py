"""Which assessment is shown, from what, and whether anything has moved since; the button that assesses anew."""

from __future__ import annotations

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.report.numbers import day, moment
from riskgraph.text import t
from riskgraph.ui import keeping
from riskgraph.ui.actions import shown
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import states, who
from riskgraph.ui.markdown import escaped

_THE_DAY = "as_of"


def standing(result: Shown, locale: str) -> None:
    """Say from what the shown assessment was made, and offer a new one where something has moved."""
    record, register = result.record, keeping.register()
    words = t(
        locale,
        "ui.shown",
        register=register.name if register else "",
        as_of=day(record.inputs.as_of, locale),
        version=record.inputs.version,
        forms=len(record.inputs.questionnaires),
        paths=result.assessment.paths_total,
        made=moment(record.made.at, result.submission.settings.time_zone, locale),
        actor=record.made.actor,
    )
    st.caption(escaped(words))
    if not shown.is_newest(result):
        _an_older_one(locale)
        return
    moved = shown.moved(result)
    if any(name != _THE_DAY for name in moved):
        _moved(moved, locale)


def _an_older_one(locale: str) -> None:
    """Say that a later assessment is kept."""
    with st.container(key="older", horizontal=True, vertical_alignment="center"):
        st.info(t(locale, "ui.older"), icon=":material/history:")
        st.button(t(locale, "ui.older.newest"), key="show_newest", on_click=shown.show, args=(0,))


def _moved(moved: tuple[str, ...], locale: str) -> None:
    """Say what has moved since the assessment, and offer to assess again."""
    kinds = [t(locale, f"ui.moved.{name}") for name in moved if name != _THE_DAY]
    st.info(t(locale, "ui.moved", what=t(locale, "ui.moved.join").join(kinds)), icon=":material/update:")
    assess_button(locale, first=False)


def assess_button(locale: str, *, first: bool) -> None:
    """Offer to assess the register as it stands."""
    if not who.is_known(locale):
        return
    label = t(locale, "ui.assess.first" if first else "ui.assess.again")
    if st.button(label, key="assess_now", type="primary", icon=":material/refresh:"):
        try:
            with st.spinner(t(locale, "ui.progress.assess")):
                shown.assess_now()
        except RiskgraphError as error:
            states.refused(error, locale)
            return
        st.rerun()
