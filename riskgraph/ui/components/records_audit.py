"""The audit trail: filtered by what, who, what about and when; as a table and as CSV."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import streamlit as st

from riskgraph.model.records import AuditLine
from riskgraph.report.audit_rows import Wanted, action_name, audit_columns, chosen
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import records
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.components.tables import download

_WIDTHS = {"audit_at": 190, "audit_actor": 150, "audit_what": 520, "audit_subject": 150, "audit_number": 70}
_KEYS = {"action": "trail_action", "actor": "trail_actor", "subject": "trail_subject"}
_DAYS, _ALL = "trail_days", "trail_all"


@dataclass(frozen=True)
class Trail:
    """What is looked for in the trail; `is_all` takes in the lines of other registers and of the store itself."""

    wanted: Wanted = field(default_factory=Wanted)
    is_all: bool = False


def trail(lines: tuple[AuditLine, ...], time_zone: str, locale: str) -> None:
    """Draw the filter, the lines, and the CSV."""
    _filter(lines, locale)
    wanted = session.recall(Trail).wanted
    found = chosen(lines, wanted, time_zone)
    st.caption(t(locale, "records.trail.count", shown=len(found), all=len(lines)))
    if len(lines) >= records.MOST_LINES:
        st.caption(t(locale, "records.trail.most", most=records.MOST_LINES))
    text_table(audit_columns(found, time_zone, locale), locale, key="records_trail", widths=_WIDTHS, height=460)
    name = t(locale, "records.trail.file", day=_last_day(found, wanted))
    download(lambda: audit_columns(found, time_zone, locale), locale, key="records_trail_csv", name=name)


def _last_day(lines: tuple[AuditLine, ...], wanted: Wanted) -> str:
    day = wanted.last or (lines[0].at.date() if lines else None)
    return day.isoformat() if day else ""


def _filter(lines: tuple[AuditLine, ...], locale: str) -> None:
    """Draw what one can filter by; only what occurs is offered."""
    wanted = session.recall(Trail).wanted
    actions = ("", *sorted({line.action for line in lines}))
    actors = ("", *sorted({line.actor for line in lines}))
    everything = t(locale, "method.search.all")
    action, actor, subject, days = st.columns([2, 2, 2, 2])
    with action:
        st.selectbox(
            t(locale, "ui.column.audit_what"),
            actions,
            index=actions.index(wanted.action) if wanted.action in actions else 0,
            format_func=lambda name: action_name(name, locale) if name else everything,
            key=_KEYS["action"],
            on_change=_look_for,
        )
    with actor:
        st.selectbox(
            t(locale, "ui.column.audit_actor"),
            actors,
            index=actors.index(wanted.actor) if wanted.actor in actors else 0,
            format_func=lambda name: name or everything,
            key=_KEYS["actor"],
            on_change=_look_for,
        )
    with subject:
        label = t(locale, "records.trail.words")
        st.text_input(label, value=wanted.subject, key=_KEYS["subject"], on_change=_look_for)
    with days:
        given: list[Any] = [day for day in (wanted.first, wanted.last) if day]
        st.date_input(t(locale, "records.trail.days"), value=given, key=_DAYS, on_change=_look_for)
    st.checkbox(t(locale, "records.trail.all"), value=session.recall(Trail).is_all, key=_ALL, on_change=_look_for)


def _look_for() -> None:
    texts = {name: str(session.widget(key) or "") for name, key in _KEYS.items()}
    picked = session.widget(_DAYS)
    days: tuple[date, ...] = tuple(picked) if isinstance(picked, tuple | list) else ((picked,) if picked else ())
    first = days[0] if days else None
    last = days[-1] if len(days) > 1 else None
    wanted = Wanted(**texts, first=first, last=last)
    session.remember(replace(session.recall(Trail), wanted=wanted, is_all=bool(session.widget(_ALL))))
