"""The edited copies of a register: each with its reason; an older one, or the shipped set, put in force again."""

from __future__ import annotations

import streamlit as st

from riskgraph.catalogue import load_parameters
from riskgraph.catalogue.edited_parameters import differences
from riskgraph.errors import RiskgraphError
from riskgraph.report.kept_rows import parameter_set_columns, parameters_name
from riskgraph.store.parameters import SHIPPED
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import method
from riskgraph.ui.actions.method import InForce
from riskgraph.ui.components import states, who
from riskgraph.ui.components.method_tables import text_table

_WIDTHS = {"set_reason": 380, "set_at": 200, "set_actor": 150}


def versions(standing: InForce, time_zone: str, locale: str) -> None:
    """Draw the list of copies and the way back to one of them."""
    if not standing.sets:
        st.info(t(locale, "method.versions.none"))
        return
    columns = parameter_set_columns(standing.sets, time_zone, standing.parameters_id, locale)
    text_table(columns, locale, key="method_sets", widths=_WIDTHS, height="content")
    others = [i for i in (*(s.parameters_id for s in standing.sets), SHIPPED) if i != standing.parameters_id]
    st.selectbox(
        t(locale, "method.versions.other"),
        others,
        format_func=lambda i: parameters_name(i, locale),
        key="method_other",
    )
    chosen = session.widget("method_other")
    _differing(standing, int(chosen) if chosen is not None else others[0], locale)
    if who.is_known(locale):
        _use(standing, int(chosen) if chosen is not None else others[0], locale)


def _differing(standing: InForce, chosen: int, locale: str) -> None:
    """Draw what putting a set in force would change."""
    changes = differences(standing.parameters, method.parameters_of(chosen))
    table = load_parameters().by_key
    columns = {
        "parameter_title": [table[change.key].label.said(locale) for change in changes],
        "parameter_before": [change.before for change in changes],
        "parameter_after": [change.after for change in changes],
        "parameter_key": [change.key for change in changes],
    }
    st.caption(t(locale, "method.differing", count=len(changes)))
    if changes:
        text_table(columns, locale, key="method_other_differing", widths={"parameter_title": 420}, height="content")


def _use(standing: InForce, chosen: int, locale: str) -> None:
    """Offer to put a set in force, with a reason."""
    with st.form("method_use", border=True):
        st.text_input(t(locale, "method.reason"), key="method_use_reason", max_chars=200)
        label = t(locale, "method.use", name=parameters_name(chosen, locale))
        is_asked = st.form_submit_button(label, key="method_use_go")
    if not is_asked:
        return
    reason = str(session.widget("method_use_reason") or "").strip()
    if not reason:
        states.error(t(locale, "method.reason.missing"), locale, mend=t(locale, "method.reason.mend"))
        return
    try:
        method.use(chosen, based_on=standing.parameters_id, reason=reason)
    except RiskgraphError as error:
        states.refused(error, locale)
        return
    st.toast(t(locale, "method.used"))
    st.rerun()
