"""Deleting one thing or a whole register, each saying what goes and what stays; and what was deleted before."""

from __future__ import annotations

import unicodedata

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.model.records import KeptKind, RegisterRecord, Tombstone
from riskgraph.report.kept_rows import tombstone_columns
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import records
from riskgraph.ui.components import states, who
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.markdown import escaped

_KINDS = (KeptKind.RAW_FILE, KeptKind.QUESTIONNAIRE, KeptKind.ASSESSMENT, KeptKind.REGISTER)
_WIDTHS = {"stone_reason": 360, "stone_at": 190, "stone_actor": 150}


def deletion(register: RegisterRecord, locale: str) -> None:
    """Draw what can be deleted, and what that would mean."""
    if not who.is_known(locale):
        return
    kind = st.radio(
        t(locale, "records.delete.kind"),
        _KINDS,
        format_func=lambda k: t(locale, f"records.kind.{k.value}"),
        horizontal=True,
        key="records_delete_kind",
    )
    st.markdown(t(locale, f"records.delete.means.{kind.value}"))
    if kind is KeptKind.REGISTER:
        _whole(register, locale)
    else:
        _one(register, kind, locale)


def _one(register: RegisterRecord, kind: KeptKind, locale: str) -> None:
    """Offer to delete one thing of a kind, with a reason."""
    found = records.things(register.register_id, kind)
    if not found:
        st.caption(t(locale, "records.delete.none"))
        return
    with st.form(f"records_delete_{kind.value}", border=True, clear_on_submit=True):
        labels = {thing.number: thing.label for thing in found}
        number = st.selectbox(t(locale, "records.delete.which"), list(labels), format_func=lambda n: labels.get(n, ""))
        reason = st.text_input(t(locale, "records.delete.reason"), max_chars=200, key=f"records_reason_{kind.value}")
        label = t(locale, "records.delete.go")
        is_asked = st.form_submit_button(label, key=f"records_delete_go_{kind.value}", icon=":material/delete:")
    if not is_asked:
        return
    if not reason.strip():
        states.error(t(locale, "method.reason.missing"), locale, mend=t(locale, "method.reason.mend"))
        return
    thing = next((thing for thing in found if thing.number == number), found[0])
    try:
        records.delete(register.register_id, thing, reason=reason.strip())
    except RiskgraphError as error:
        states.refused(error, locale)
        return
    st.toast(t(locale, "records.deleted"))
    st.rerun()


def _whole(register: RegisterRecord, locale: str) -> None:
    """Offer to delete the whole register: with a reason, and its name typed."""
    with st.form("records_delete_register", border=True):
        st.markdown(escaped(t(locale, "records.delete.type", name=register.name)))
        typed = st.text_input(t(locale, "records.delete.name"), key="records_delete_name")
        reason = st.text_input(t(locale, "records.delete.reason"), max_chars=200, key="records_reason_register")
        label = t(locale, "records.delete.register.go")
        is_asked = st.form_submit_button(label, key="records_delete_go_register", icon=":material/delete_forever:")
    if not is_asked:
        return
    if _folded(typed) != _folded(register.name):
        states.error(t(locale, "records.delete.other_name"), locale, mend=t(locale, "records.delete.other_name.mend"))
        return
    if not reason.strip():
        states.error(t(locale, "method.reason.missing"), locale, mend=t(locale, "method.reason.mend"))
        return
    try:
        records.delete_all(register.register_id, reason=reason.strip())
    except RiskgraphError as error:
        states.refused(error, locale)
        return
    session.change(path_key="")
    st.toast(t(locale, "records.deleted"))
    st.rerun()


def _folded(name: str) -> str:
    """Return a name without the differences that a keyboard makes: width of letters and spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def deleted(stones: tuple[Tombstone, ...], time_zone: str, locale: str) -> None:
    """Draw what was deleted: what it was, by whom, when and why."""
    if not stones:
        st.caption(t(locale, "records.stones.none"))
        return
    columns = tombstone_columns(stones, time_zone, locale)
    text_table(columns, locale, key="records_stones", widths=_WIDTHS, height="content")
