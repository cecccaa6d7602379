"""The next step of a finding: who sees to it, that it is in work, done, verified or accepted.

The convention that bites: which step is allowed is decided by the store. What is drawn here only asks for what that
step needs, and says what was refused in the store's own words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import streamlit as st

from riskgraph.model.finding import FindingRecord, FindingState
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import finding_desk
from riskgraph.ui.actions.finding_desk import FindingDesk
from riskgraph.ui.components import findings_view
from riskgraph.ui.components.findings_view import view

_LONGEST, _LONGEST_ROLE = 600, 80
_USUAL_DAYS, _USUAL_ACCEPTANCE = 30, 180
_STEPS: dict[FindingState, tuple[str, ...]] = {
    FindingState.OPEN: ("assign", "accept"),
    FindingState.REOPENED: ("assign", "accept"),
    FindingState.ASSIGNED: ("start", "done", "assign", "accept"),
    FindingState.IN_WORK: ("done", "assign", "accept"),
    FindingState.DONE: ("verify", "back"),
    FindingState.VERIFIED: (),
    FindingState.ACCEPTED: (),
}
_AFTER = {
    "assign": FindingState.ASSIGNED,
    "start": FindingState.IN_WORK,
    "done": FindingState.DONE,
    "verify": FindingState.VERIFIED,
    "back": FindingState.IN_WORK,
    "accept": FindingState.ACCEPTED,
}


def step(this: FindingDesk, record: FindingRecord, locale: str) -> None:
    """Draw the choice of the next step and the form that it needs."""
    steps = _STEPS[record.state]
    if not steps:
        st.caption(t(locale, "findings.step.closed"))
        return
    base = f"{record.finding_id}_{record.revision}_{view().round}"
    with st.container(border=True, key="finding_step"):
        chosen = st.segmented_control(
            t(locale, "findings.step"), steps, default=steps[0], required=True, key=f"finding_steps_{base}",
            format_func=lambda name: t(locale, f"findings.step.{name}"),
        )  # fmt: skip
        with st.form(f"finding_{chosen}_{base}", border=False):
            read = _FORMS[chosen or steps[0]](this, record, locale, base)
            label = t(locale, f"findings.step.{chosen}.go")
            if st.form_submit_button(label, type="primary", key=f"finding_{chosen}_go"):
                _do(record, chosen or steps[0], read())
                st.rerun()


def _do(record: FindingRecord, chosen: str, changes: dict[str, Any]) -> None:
    """Write the step down; an assignment while the work goes on leaves the state as it is."""
    after = _AFTER[chosen]
    if chosen == "assign" and record.state is FindingState.IN_WORK:
        after = record.state
    findings_view.change(key=record.key)
    findings_view.tried(lambda: finding_desk.change(record, state=after, **changes), f"step.{chosen}")


Form = Callable[[FindingDesk, FindingRecord, str, str], Callable[[], dict[str, Any]]]


def _text(locale: str, name: str, key: str, *, value: str = "", longest: int = _LONGEST_ROLE) -> None:
    """Draw one line to write on, with its help where there is one."""
    st.text_input(
        t(locale, f"findings.field.{name}"), value=value, key=key, max_chars=longest,
        help=t(locale, "findings.field.role.help") if longest == _LONGEST_ROLE else None,
    )  # fmt: skip


def _note(locale: str, key: str) -> None:
    st.text_area(t(locale, "findings.field.note"), key=key, max_chars=_LONGEST, height=80)


def _said(key: str) -> str:
    return str(session.widget(key) or "").strip()


def _day(locale: str, name: str, key: str, value: date | None, **limits: Any) -> None:
    st.date_input(t(locale, f"findings.field.{name}"), value=value, key=key, **limits)


def _assign(this: FindingDesk, record: FindingRecord, locale: str, base: str) -> Callable[[], dict[str, Any]]:
    """Ask who sees to it, and until when."""
    _text(locale, "owner", f"finding_owner_{base}", value=record.owner)
    usual = record.due_on or this.today + timedelta(days=_USUAL_DAYS)
    _day(locale, "due", f"finding_due_{base}", usual)
    _note(locale, f"finding_note_{base}")
    return lambda: {
        "owner": _said(f"finding_owner_{base}"),
        "due_on": session.widget(f"finding_due_{base}"),
        "note": _said(f"finding_note_{base}"),
    }


def _plain(this: FindingDesk, record: FindingRecord, locale: str, base: str) -> Callable[[], dict[str, Any]]:
    """Ask for a note alone."""
    _note(locale, f"finding_note_{base}")
    return lambda: {"note": _said(f"finding_note_{base}")}


def _done(this: FindingDesk, record: FindingRecord, locale: str, base: str) -> Callable[[], dict[str, Any]]:
    """Ask who did it, and where the proof lies."""
    _text(locale, "done_by", f"finding_done_by_{base}", value=record.done_by or record.owner)
    _text(locale, "evidence", f"finding_evidence_{base}", value=record.evidence_ref, longest=200)
    _day(locale, "evidence_until", f"finding_until_{base}", record.evidence_until, min_value=this.today)
    _note(locale, f"finding_note_{base}")
    return lambda: {
        "done_by": _said(f"finding_done_by_{base}"),
        "evidence_ref": _said(f"finding_evidence_{base}"),
        "evidence_until": session.widget(f"finding_until_{base}"),
        "note": _said(f"finding_note_{base}"),
    }


def _verify(this: FindingDesk, record: FindingRecord, locale: str, base: str) -> Callable[[], dict[str, Any]]:
    """Ask who looked at the proof; somebody else than whoever saw to it."""
    st.caption(t(locale, "findings.step.verify.other"))
    _text(locale, "verified_by", f"finding_verified_{base}")
    _text(locale, "evidence", f"finding_evidence_{base}", value=record.evidence_ref, longest=200)
    _note(locale, f"finding_note_{base}")
    return lambda: {
        "verified_by": _said(f"finding_verified_{base}"),
        "evidence_ref": _said(f"finding_evidence_{base}"),
        "note": _said(f"finding_note_{base}"),
    }


def _accept(this: FindingDesk, record: FindingRecord, locale: str, base: str) -> Callable[[], dict[str, Any]]:
    """Ask until when it is accepted, by whom and why."""
    st.caption(t(locale, "findings.step.accept.what"))
    _text(locale, "accepted_by", f"finding_accepted_by_{base}", value=record.owner)
    usual = this.today + timedelta(days=_USUAL_ACCEPTANCE)
    _day(locale, "accepted_until", f"finding_accepted_{base}", usual)
    _note(locale, f"finding_note_{base}")
    return lambda: {
        "owner": _said(f"finding_accepted_by_{base}"),
        "accepted_until": session.widget(f"finding_accepted_{base}"),
        "note": _said(f"finding_note_{base}"),
    }


_FORMS: dict[str, Form] = {
    "assign": _assign,
    "start": _plain,
    "done": _done,
    "verify": _verify,
    "back": _plain,
    "accept": _accept,
}
