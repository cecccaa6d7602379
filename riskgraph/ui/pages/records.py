"""記録: who changed what and when, kept assessments compared, everything taken away, deleted, or kept for how long."""

from __future__ import annotations

import streamlit as st

from riskgraph.intake.joining import day_of
from riskgraph.model.records import AuditLine, RegisterRecord
from riskgraph.model.submission import Settings
from riskgraph.report.audit_rows import audit_sentence
from riskgraph.report.numbers import moment
from riskgraph.store.deletion import tombstones
from riskgraph.text import t
from riskgraph.ui import keeping, links, session
from riskgraph.ui.actions import records
from riskgraph.ui.components import (
    records_assessments,
    records_audit,
    records_away,
    records_deletion,
    records_retention,
    states,
)
from riskgraph.ui.components.page_head import page_head

TABS = ("trail", "kept", "away", "delete", "retention")


def render() -> None:
    """Draw the page."""
    locale, register = session.locale(), keeping.register()
    settings = records.settings_of(register.register_id) if register else Settings()
    is_all = register is None or session.recall(records_audit.Trail).is_all
    lines = records.lines("" if register is None or is_all else register.register_id)
    page_head(_sentence(lines, settings.time_zone, locale), below=_chain(records.broken_line(), locale))
    labels = [t(locale, f"records.tab.{name}") for name in TABS]
    for name, tab in zip(TABS, st.tabs(labels, key="records_tab", on_change="rerun"), strict=True):
        if tab.open:
            with tab:
                _draw(name, register, settings, lines, locale)
    st.caption(t(locale, "records.note"))


def _draw(
    name: str, register: RegisterRecord | None, settings: Settings, lines: tuple[AuditLine, ...], locale: str
) -> None:
    """Draw what stands under one tab; the others are not computed."""
    zone = settings.time_zone
    if name == "trail" and lines:
        records_audit.trail(lines, zone, locale)
    elif name == "trail":
        with states.empty(t(locale, "records.trail.none"), t(locale, "records.none.next"), key="records_trail"):
            links.link("overview", locale)
    elif name == "kept":
        found = records.kept_assessments(register.register_id) if register else ()
        records_assessments.kept_assessments(found, zone, locale)
    elif name == "away":
        records_away.away(register, settings, locale)
    elif name == "delete":
        if register is not None:
            records_deletion.deletion(register, locale)
        st.subheader(t(locale, "records.stones"), anchor=False)
        records_deletion.deleted(tombstones(keeping.store()), zone, locale)
    elif register is None:
        with states.empty(t(locale, "records.retention.none"), t(locale, "records.none.next"), key="records_retention"):
            links.link("overview", locale)
    else:
        records_retention.retention(register.register_id, day_of(settings), zone, locale)


def _sentence(lines: tuple[AuditLine, ...], time_zone: str, locale: str) -> str:
    """Return what was done last, when and by whom."""
    if not lines:
        return t(locale, "records.head.none")
    last = lines[0]
    return t(
        locale,
        "records.head",
        at=moment(last.at, time_zone, locale),
        actor=last.actor,
        what=audit_sentence(last, locale),
    )


def _chain(broken: int | None, locale: str) -> str:
    """Return whether the trail is whole, or from which line on it is not."""
    return t(locale, "records.chain.whole") if broken is None else t(locale, "records.chain.broken", number=broken)
