"""確認記録: what a reviewer saw with own eyes, recorded by one person and confirmed by another.

The convention that bites: a verification counts only once a second person has confirmed it, from the next assessment
on; the screen says so before it is recorded. It names the reviewer's role, never a person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.errors import RiskgraphError
from riskgraph.model.answer import AnswerCode, ScopeKind
from riskgraph.model.records import VerificationDraft, VerificationMethod, VerificationRecord
from riskgraph.report.cause_sentences import answer_said
from riskgraph.report.names import party_name
from riskgraph.report.numbers import day
from riskgraph.report.plain import plain
from riskgraph.report.verification_rows import state_word, verification_columns
from riskgraph.text import t
from riskgraph.ui import keeping, session
from riskgraph.ui.actions import receiving
from riskgraph.ui.actions.receiving_desk import Desk, desk
from riskgraph.ui.components import states
from riskgraph.ui.components.tables import LOW_ROW, download, table
from riskgraph.ui.markdown import escaped

FOUND = (AnswerCode.YES, AnswerCode.PARTIAL, AnswerCode.PLANNED, AnswerCode.NO)
_LONGEST = 600


@dataclass(frozen=True)
class Told:
    """What was done last; "" for nothing. `round` counts what was recorded, so that the form begins anew."""

    words: str = ""
    round: int = 0


def render(locale: str) -> None:
    """Draw the verifications, those that wait for a second person first, and the form for a new one."""
    at = desk()
    if at is None:
        states.empty(t(locale, "receiving.no_register"), t(locale, "receiving.no_register.next"), key="verification")
        return
    told = session.recall(Told)
    if told.words:
        st.success(escaped(told.words), icon=":material/check_circle:")
    records = receiving.verified()
    waiting = [r for r in records if r.confirmed is None and r.withdrawn is None]
    st.markdown(f"**{escaped(t(locale, 'verification.waiting', count=len(waiting)))}**")
    st.caption(t(locale, "verification.counts"))
    if records:
        columns = verification_columns(records, at.submission, load_catalogue(), locale)
        table(columns, locale, key="verification_table", height=400, row=LOW_ROW)
        download(lambda: columns, locale, key="verification_csv", name="riskgraph-verifications.csv")
    if not keeping.actor():
        st.info(t(locale, "receiving.who"))
        return
    in_force = [r for r in records if r.withdrawn is None]
    if in_force:
        _decide(in_force, at, locale)
    _record(at, told.round, locale)


def _decide(records: Sequence[VerificationRecord], at: Desk, locale: str) -> None:
    """Draw the choice of one verification, and what can be done with it."""
    by_id = {r.verification_id: r for r in sorted(records, key=lambda r: r.confirmed is not None)}
    with st.container(border=True, key="verification_one"):
        number = st.selectbox(
            t(locale, "verification.choice"), list(by_id), key="verification_choice",
            format_func=lambda n: _label(by_id[n], at, locale),
        )  # fmt: skip
        record = by_id[number]
        st.markdown(escaped(t(locale, "verification.seen", seen=plain(record.seen, longest=_LONGEST))))
        reason = st.text_input(t(locale, "verification.reason"), key=f"verification_reason_{number}").strip()
        with st.container(horizontal=True):
            can_confirm = record.confirmed is None
            if can_confirm and st.button(t(locale, "verification.confirm"), type="primary", key="verification_confirm"):
                _do(lambda: receiving.confirm(record), t(locale, "verification.confirmed"), locale)
            if st.button(t(locale, "verification.withdraw"), disabled=not reason, key="verification_withdraw"):
                _do(lambda: receiving.withdraw(record, reason=reason), t(locale, "verification.withdrawn"), locale)


def _label(record: VerificationRecord, at: Desk, locale: str) -> str:
    return t(
        locale, "verification.label", number=record.verification_id, control=plain(record.control_id),
        party=party_name(record.party_id, at.submission, locale), state=state_word(record, locale),
        found=answer_said(record.answer.value, "", locale), day=day(record.seen_on, locale),
    )  # fmt: skip


def _record(at: Desk, number: int, locale: str) -> None:
    """Draw the form for what was seen, and keep it where that is asked."""
    controls = {c.control_id: c.title.said(locale) for c in load_catalogue().controls}
    parties = sorted(at.submission.party_by_id)
    if not parties:
        return
    with st.form(f"verification_{number}", border=True):
        st.subheader(t(locale, "verification.new"), anchor=False)
        party_id = st.selectbox(
            t(locale, "verification.party"), parties, key=f"verification_party_{number}",
            format_func=lambda p: f"{party_name(p, at.submission, locale)} ({plain(p)})",
        )  # fmt: skip
        control_id = st.selectbox(
            t(locale, "verification.control"), list(controls), key=f"verification_control_{number}",
            format_func=lambda c: f"{c} {controls[c]}",
        )  # fmt: skip
        scope = _scope(at, number, locale)
        answer = st.selectbox(
            t(locale, "verification.found"), FOUND, key=f"verification_found_{number}",
            format_func=lambda code: answer_said(code.value, "", locale),
        )  # fmt: skip
        seen_on = st.date_input(
            t(locale, "verification.day"), value=at.today, max_value=at.today, min_value=date(2000, 1, 1),
            key=f"verification_day_{number}",
        )  # fmt: skip
        method = st.selectbox(
            t(locale, "verification.method"), list(VerificationMethod), key=f"verification_method_{number}",
            format_func=lambda m: t(locale, f"verification.method.{m.value}"),
        )  # fmt: skip
        role = st.text_input(
            t(locale, "verification.role"), help=t(locale, "verification.role.help"), max_chars=80,
            key=f"verification_role_{number}",
        )  # fmt: skip
        seen = st.text_area(t(locale, "verification.what"), max_chars=_LONGEST, key=f"verification_seen_{number}")
        reference = st.text_input(
            t(locale, "verification.reference"), max_chars=120, key=f"verification_reference_{number}"
        )
        is_asked = st.form_submit_button(t(locale, "verification.save"), type="primary", key="verification_save")
    if not is_asked:
        return
    if not (role.strip() and seen.strip()):
        states.error(t(locale, "verification.missing"), locale, mend=t(locale, "verification.missing.mend"))
        return
    draft = VerificationDraft(
        party_id=party_id, control_id=control_id, scope_kind=scope[0], scope_id=scope[1], answer=answer,
        seen_on=seen_on, method=method, role=role.strip(), seen=seen.strip(), evidence_ref=reference.strip(),
    )  # fmt: skip
    _do(lambda: receiving.record_verification(draft), t(locale, "verification.recorded"), locale)


def _scope(at: Desk, number: int, locale: str) -> tuple[ScopeKind, str]:
    """Draw the choice of what was looked at: the whole firm, or one site, system or engagement."""
    rows = at.submission
    options = [
        (ScopeKind.PARTY, ""),
        *((ScopeKind.SITE, s) for s in sorted(rows.site_by_id)),
        *((ScopeKind.SYSTEM, s) for s in sorted(rows.system_by_id)),
        *((ScopeKind.ENGAGEMENT, e) for e in sorted({e.row_id for e in rows.engagements})),
    ]
    return st.selectbox(
        t(locale, "verification.scope"), options, key=f"verification_scope_{number}",
        format_func=lambda o: t(locale, f"verification.scope.{o[0].value}", id=plain(o[1])),
    )  # fmt: skip


def _do(write: Callable[[], object], told: str, locale: str) -> None:
    """Write, and draw the page anew with what was done; where it is refused, say why."""
    try:
        write()
    except RiskgraphError as error:
        states.refused(error, locale)
        return
    session.remember(Told(told, session.recall(Told).round + 1))
    st.rerun()
