"""For how long each kind is kept, what has been kept for longer, and the button that deletes that."""

from __future__ import annotations

from datetime import date

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.model.records import Retention
from riskgraph.report.kept_rows import expired_columns
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import records
from riskgraph.ui.components import states, who
from riskgraph.ui.components.method_tables import text_table

_KINDS = ("raw_file", "questionnaire", "assessment")
_LONGEST = 1200


def retention(register_id: str, today: date, time_zone: str, locale: str) -> None:
    """Draw the retention and what has run out."""
    kept = records.retention_of(register_id)
    st.markdown(t(locale, "records.retention.intro"))
    is_known = who.is_known(locale)
    if is_known:
        _set(register_id, kept, locale)
    _expired(register_id, today, time_zone, locale, can_delete=is_known)


def _set(register_id: str, kept: Retention, locale: str) -> None:
    with st.form("records_retention", border=True):
        fields = st.columns(len(_KINDS))
        for field, kind in zip(fields, _KINDS, strict=True):
            with field:
                st.number_input(
                    t(locale, "records.retention.months", kind=t(locale, f"records.kind.{kind}")),
                    min_value=0,
                    max_value=_LONGEST,
                    value=getattr(kept, kind) or 0,
                    step=1,
                    key=f"records_months_{kind}",
                )
        is_asked = st.form_submit_button(t(locale, "records.retention.go"), key="records_retention_go")
    if not is_asked:
        return
    months = {kind: int(session.widget(f"records_months_{kind}") or 0) or None for kind in _KINDS}
    try:
        records.keep_for(register_id, Retention(**months))
    except RiskgraphError as error:
        states.refused(error, locale)
        return
    st.toast(t(locale, "records.retention.set"))
    st.rerun()


def _expired(register_id: str, today: date, time_zone: str, locale: str, *, can_delete: bool) -> None:
    """Draw what has been kept for longer, and offer to delete it."""
    items = records.expired_things(register_id, today)
    if not items:
        st.caption(t(locale, "records.expired.none"))
        return
    st.markdown(t(locale, "records.expired", count=len(items)))
    text_table(expired_columns(items, time_zone, locale), locale, key="records_expired", height="content")
    if not can_delete:
        return
    is_sure = st.checkbox(t(locale, "records.expired.sure"), key="records_expired_sure")
    label = t(locale, "records.expired.go", count=len(items))
    if st.button(label, key="records_expired_go", disabled=not is_sure, icon=":material/delete:"):
        try:
            records.delete_expired_things(register_id, items)
        except RiskgraphError as error:
            states.refused(error, locale)
            return
        st.toast(t(locale, "records.deleted"))
        st.rerun()
