"""One finding opened: what it is, where it stands in the workbook, on which paths it lies, and what came of it."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.finding import FindingRecord
from riskgraph.report.finding_words import finding_said
from riskgraph.report.finding_work import FindingRow, due_words, state_words, title_of, weight_words
from riskgraph.report.names import cell_in_words, party_name, path_in_words
from riskgraph.report.numbers import moment
from riskgraph.report.plain import plain
from riskgraph.text import t
from riskgraph.ui import links, session
from riskgraph.ui.actions.finding_desk import FindingDesk
from riskgraph.ui.components import findings_step
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.markdown import escaped

MOST_PATHS = 3
_WIDTHS = {"step_at": 190, "step_actor": 130, "step_state": 200, "step_note": 420}


def finding(this: FindingDesk, row: FindingRow, locale: str, *, can_write: bool) -> None:
    """Draw one finding with the steps that can be taken."""
    st.header(escaped(_title(this, row, locale)), anchor=False)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _what(row, locale)
        _paths(this, row, locale)
    with right:
        _standing(this, row, locale)
        if row.record is None:
            st.info(t(locale, "findings.one.new"), icon=":material/playlist_add:")
        elif can_write:
            findings_step.step(this, row.record, locale)
        else:
            st.info(t(locale, "receiving.who"))
    if row.record is not None and row.record.steps:
        _history(this, row.record, locale)


def _title(this: FindingDesk, row: FindingRow, locale: str) -> str:
    title = title_of(row.code, locale)
    if not row.party_id:
        return title
    return t(locale, "findings.one.title", title=title, party=party_name(row.party_id, this.submission, locale))


def _what(row: FindingRow, locale: str) -> None:
    """Say what it is, how to settle it, and where it stands in the workbook."""
    if row.engagement_id:
        st.caption(escaped(t(locale, "findings.one.engagement", id=plain(row.engagement_id))))
    message, mend = finding_said(row.finding or row.record, locale)
    st.markdown(escaped(message))
    st.markdown(f"**{t(locale, 'findings.one.mend')}** {escaped(mend)}")
    if row.finding is None:
        st.caption(t(locale, "findings.one.gone"))
        return
    where = cell_in_words(row.finding.source, locale)
    if where:
        st.caption(escaped(t(locale, "findings.one.where", where=where)))


def _paths(this: FindingDesk, row: FindingRow, locale: str) -> None:
    """Name the riskiest listed paths that it lies on, each with a way to its page."""
    keys = row.finding.path_keys if row.finding else ()
    if not keys:
        return
    known = {path.key: path for path in this.result.assessment.paths}
    listed = [known[key] for key in keys if key in known][:MOST_PATHS]
    st.markdown(f"**{t(locale, 'findings.one.paths', count=len(keys))}**")
    told = [
        t(locale, "findings.one.path", rank=path.rank, path=path_in_words(path, this.submission, locale))
        for path in listed
    ]
    st.markdown("\n".join(f"- {escaped(words)}" for words in told))
    if len(keys) > len(listed):
        st.caption(t(locale, "findings.one.more_paths", count=len(keys) - len(listed)))
    with st.container(horizontal=True):
        for path in listed:
            label = t(locale, "findings.one.open_path", rank=path.rank)
            if st.button(label, key=f"finding_path_{path.rank}", icon=":material/route:"):
                session.change(path_key=path.key, round=session.state().round + 1)
                links.go("paths")


def _standing(this: FindingDesk, row: FindingRow, locale: str) -> None:
    """Say where it stands, who sees to it, until when, and what proves it."""
    record = row.record
    facts = {
        "state": state_words(row.state, locale) if record else t(locale, "findings.state.new"),
        "weight": weight_words(row.weight, locale),
        "acts": _acts(this, row, locale),
        "owner": plain(row.owner),
        "due": due_words(row, this.today, locale),
        "evidence": plain(record.evidence_ref) if record else "",
        "evidence_until": record.evidence_until.isoformat() if record and record.evidence_until else "",
        "done_by": plain(record.done_by) if record else "",
        "verified_by": plain(record.verified_by) if record else "",
        "accepted_until": record.accepted_until.isoformat() if record and record.accepted_until else "",
        "measure": plain(record.measure) if record else "",
        "cost_note": plain(record.cost_note) if record else "",
    }
    always = ("state", "weight", "owner", "due")
    none = t(locale, "findings.one.none")
    lines = [
        f"- {t(locale, f'findings.one.{name}')} **{escaped(value or none)}**"
        for name, value in facts.items()
        if value or name in always
    ]
    st.markdown("\n".join(lines))


def _acts(this: FindingDesk, row: FindingRow, locale: str) -> str:
    """Return who has to act: the party, or our own side."""
    if row.finding is None:
        return ""
    acts = row.finding.acts
    return party_name(acts, this.submission, locale) if acts else t(locale, "findings.one.ours")


def _history(this: FindingDesk, record: FindingRecord, locale: str) -> None:
    """Draw the steps, the newest first."""
    zone = this.submission.settings.time_zone
    steps = tuple(reversed(record.steps))
    with st.expander(t(locale, "findings.one.history", count=len(steps)), key="finding_history"):
        columns = {
            "step_at": [moment(step.made.at, zone, locale) for step in steps],
            "step_actor": [plain(step.made.actor) for step in steps],
            "step_state": [
                t(locale, "findings.one.step", before=t(locale, f"findings.state.{step.before.value}"),
                  after=t(locale, f"findings.state.{step.after.value}"))
                for step in steps
            ],
            "step_note": [
                plain(step.note) or (t(locale, f"findings.why.{step.why.value}") if step.why else "") for step in steps
            ],
        }  # fmt: skip
        text_table(columns, locale, key="finding_steps", widths=_WIDTHS)
