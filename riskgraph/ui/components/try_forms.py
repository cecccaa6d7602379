"""The fields of one change on the workbench, by kind: what they say now is a change that can be read, or none."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.columns import SHEET_BY_NAME
from riskgraph.model.answer import AnswerCode, Evidence
from riskgraph.model.change import AnswerSet, Change, EngagementDropped, EngagementMoved, FieldSet
from riskgraph.model.engagement import Engagement
from riskgraph.report.answer_words import control_title
from riskgraph.report.names import party_name
from riskgraph.report.plain import plain
from riskgraph.text import t
from riskgraph.ui.actions import trying
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.markdown import escaped

_LONGEST = 80


def _party(this: Shown, locale: str, label: str, key: str) -> str | None:
    ids = [party.party_id for party in this.submission.parties]
    return st.selectbox(
        t(locale, label), ids, format_func=lambda i: f"{party_name(i, this.submission, locale)} ({plain(i)})", key=key
    )


def _work(this: Shown, locale: str) -> str | None:
    rows: dict[str, Engagement] = {}
    for engagement in this.submission.engagements:
        rows.setdefault(engagement.row_id, engagement)

    def said(row_id: str) -> str:
        e = rows[row_id]
        ends = (party_name(p, this.submission, locale) for p in (e.consignor, e.consignee))
        return f"{plain(row_id)} {' → '.join(ends)} {plain(e.work, longest=30)}".rstrip()

    return st.selectbox(t(locale, "trying.engagement"), list(rows), format_func=said, key="try_engagement")


def _answer(this: Shown, locale: str) -> Change | None:
    catalogue = load_catalogue()
    left, right = st.columns(2)
    with left:
        party_id = _party(this, locale, "trying.party", "try_party")
        answer = st.selectbox(
            t(locale, "trying.answer"), [a for a in AnswerCode if a is not AnswerCode.UNKNOWN], key="try_answer",
            format_func=lambda code: t(locale, f"why.answer.{code.value}"),
        )  # fmt: skip
    with right:
        control = st.selectbox(
            t(locale, "trying.control"), [c.control_id for c in catalogue.controls], key="try_control",
            format_func=lambda i: f"{i} {control_title(i, catalogue, locale)}",
        )  # fmt: skip
        evidence = st.selectbox(
            t(locale, "trying.evidence"), list(Evidence)[::-1], key="try_evidence",
            format_func=lambda code: t(locale, f"why.evidence.{code.value}"),
        )  # fmt: skip
    if party_id is None or control is None:
        return None
    st.caption(escaped(t(locale, "trying.now", value=_said_now(this, party_id, control, locale))))
    return AnswerSet(party_id=party_id, control_id=control, answer=answer, evidence=evidence)


def _said_now(this: Shown, party_id: str, control_id: str, locale: str) -> str:
    """Return what a party answered as a whole, with its evidence; that nothing is there where nothing is."""
    found = trying.answer_now(this, party_id, control_id)
    if found is None:
        return t(locale, "trying.no_answer")
    words = {
        "answer": t(locale, f"why.answer.{found.answer.value}"),
        "evidence": t(locale, f"why.evidence.{found.evidence.value}"),
    }
    return t(locale, "trying.answer_now", **words)


def _field(this: Shown, locale: str, sheet: str, row_id: str | None) -> Change | None:
    left, right = st.columns(2)
    known = {column.name for column in SHEET_BY_NAME[sheet].columns}
    with left:
        column = st.selectbox(
            t(locale, "trying.column"), [name for name in trying.FIELDS[sheet] if name in known],
            key=f"try_column_{sheet}", format_func=lambda name: t(locale, f"column.{sheet}.{name}"),
        )  # fmt: skip
    if row_id is None or column is None:
        return None
    words = trying.words_of(sheet, column, locale)
    now = trying.as_written(this, FieldSet(sheet=sheet, row_id=row_id, column=column, value=""))
    with right:
        label, key = t(locale, "trying.value"), f"try_value_{sheet}_{column}"
        value = (
            st.selectbox(label, list(words), format_func=words.__getitem__, key=key)
            if words
            else st.text_input(label, key=key, max_chars=_LONGEST)
        )
        st.caption(escaped(t(locale, "trying.now", value=words.get(now, plain(now)) or t(locale, "trying.blank"))))
    return FieldSet(sheet=sheet, row_id=row_id, column=column, value=value or "")


def _contract(this: Shown, locale: str) -> Change | None:
    return _field(this, locale, "engagements", _work(this, locale))


def _access(this: Shown, locale: str) -> Change | None:
    rows = {row.access_id: row for row in this.submission.accesses}

    def said(access_id: str) -> str:
        row = rows[access_id]
        return f"{plain(access_id)} {party_name(row.employer, this.submission, locale)} {plain(row.group)}".rstrip()

    row_id = st.selectbox(t(locale, "trying.access"), list(rows), format_func=said, key="try_access")
    return _field(this, locale, "access", row_id)


def _move(this: Shown, locale: str) -> Change | None:
    row_id = _work(this, locale)
    party_id = _party(this, locale, "trying.to", "try_to")
    return EngagementMoved(engagement_id=row_id, consignee=party_id) if row_id and party_id else None


def _inhouse(this: Shown, locale: str) -> Change | None:
    row_id = _work(this, locale)
    return EngagementMoved(engagement_id=row_id, consignee="") if row_id else None


def _drop(this: Shown, locale: str) -> Change | None:
    row_id = _work(this, locale)
    return EngagementDropped(engagement_id=row_id) if row_id else None


FORMS: dict[str, Callable[[Shown, str], Change | None]] = {
    "answer": _answer,
    "engagements": _contract,
    "access": _access,
    "move": _move,
    "inhouse": _inhouse,
    "drop": _drop,
}
