"""Switches on the sheet of a path: what if this control were there, this record kept; before and after at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.errors import RiskgraphError
from riskgraph.model.answer import AnswerCode, Evidence
from riskgraph.model.assessment import Path
from riskgraph.model.change import AnswerSet, Change, FieldSet
from riskgraph.model.engagement import AuditMethod, Engagement, Reviewed
from riskgraph.model.party import Tri
from riskgraph.model.what_if import PathMove, WhatIfResult
from riskgraph.report.answer_words import control_title
from riskgraph.report.names import party_name
from riskgraph.report.numbers import yen, yen_interval
from riskgraph.report.what_if_words import signed_yen
from riskgraph.text import t
from riskgraph.ui import links, session
from riskgraph.ui.actions import trying
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import plan_view, states, try_view
from riskgraph.ui.markdown import escaped

MOST = 8
_ALL_PATHS = 10_000


@dataclass(frozen=True)
class Switches:
    """Which switches of which path are on, and whether the box was opened."""

    path_key: str = ""
    on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Switch:
    """One thing to try: its key, what it says, and what it changes."""

    key: str
    said: str
    changes: tuple[Change, ...]


def switches(path: Path, this: Shown, locale: str) -> tuple[Switch, ...]:
    """Return what can be tried on a path: the weakest answers first, then the records of its engagements."""
    return (*_answers(path, this, locale), *_hops(path, this, locale))


def _answers(path: Path, this: Shown, locale: str) -> Iterator[Switch]:
    """Give the answers behind the largest reasons that are not yes and seen by a reviewer."""
    catalogue = load_catalogue()
    known: set[str] = set()
    for reason in path.reasons:
        for answer in reason.answers:
            key = f"{answer.party_id}:{answer.control_id}"
            is_sure = (answer.answer, answer.evidence) == (AnswerCode.YES.value, Evidence.VERIFIED.value)
            if is_sure or key in known or reason.role == "supervision" or len(known) == MOST:
                continue
            known.add(key)
            words = {
                "party": party_name(answer.party_id, this.submission, locale),
                "control": control_title(answer.control_id, catalogue, locale),
            }
            change = AnswerSet(party_id=answer.party_id, control_id=answer.control_id)
            yield Switch(key, t(locale, "switches.answer", **words), (change,))


def _hops(path: Path, this: Shown, locale: str) -> Iterator[Switch]:
    """Give better supervision for the engagements of a path that are not supervised in full."""
    as_of = this.assessment.provenance.as_of.isoformat()
    for hop in path.hops:
        engagement = this.submission.engagement_by_id.get(hop.engagement_id or "")
        if engagement is None or hop.q.pt >= 1.0:
            continue
        ends = (party_name(party, this.submission, locale) for party in (hop.consignor, hop.consignee))
        cells = dict(_better(engagement, as_of))
        changes = tuple(
            FieldSet(sheet="engagements", row_id=engagement.row_id, column=column, value=value)
            for column, value in cells.items()
        )
        yield Switch(f"hop:{engagement.row_id}", t(locale, "switches.hop", hop=" → ".join(ends)), changes)


def _better(engagement: Engagement, as_of: str) -> Iterator[tuple[str, str]]:
    """Give the cells of an engagement that better supervision would fill in; a check on site stays one."""
    if engagement.flow_down is not Tri.YES:
        yield "flow_down", "yes"
    yield "audited_on", as_of
    if engagement.audit_method is not AuditMethod.ONSITE:
        yield "audit_method", "screen"
    if engagement.incident_reports_reviewed is not Reviewed.YES:
        yield "incident_reports_reviewed", "yes"


def render(this: Shown, path: Path, locale: str) -> None:
    """Draw the switches of a path with what they come to."""
    offered = switches(path, this, locale)
    if not offered:
        return
    now = _now(path)
    with st.expander(t(locale, "switches.title"), icon=":material/toggle_on:", expanded=bool(now.on)):
        st.caption(t(locale, "switches.what"))
        for number, switch in enumerate(offered):
            key = f"switch_{path.rank}_{number}"
            st.toggle(
                escaped(switch.said), value=switch.key in now.on, key=key, on_change=_flip, args=(path, switch.key)
            )
        changes = tuple(c for switch in offered if switch.key in now.on for c in switch.changes)
        if changes:
            _result(this, path, changes, locale)
        links.link("plan", locale, label=t(locale, "planning.see"))


def _now(path: Path) -> Switches:
    found = session.recall(Switches)
    return found if found.path_key == path.key else Switches(path_key=path.key)


def _flip(path: Path, key: str) -> None:
    on = _now(path).on
    session.remember(Switches(path.key, tuple(k for k in on if k != key) if key in on else (*on, key)))


def _result(this: Shown, path: Path, changes: tuple[Change, ...], locale: str) -> None:
    """Draw the path and the total before and after."""
    try:
        with st.spinner(t(locale, "trying.busy")):
            changes = trying.read(this, changes)
            result = trying.result(this, changes, top=_ALL_PATHS)
    except RiskgraphError as error:
        states.refused(error, locale)
        return
    move = next((m for m in result.paths if m.key == path.key), None)
    with st.container(key="switches_result"):
        _path(path, move, locale)
        _total(result, locale)
    with st.container(horizontal=True):
        if st.button(t(locale, "switches.send"), key="switches_send", icon=":material/science:"):
            try_view.add(changes)
            plan_view.change(section="try")
            links.go("plan")


def _path(path: Path, move: PathMove | None, locale: str) -> None:
    """Draw what becomes of the path; one that the result does not tell of stays as it is."""
    after = move.eal_after if move else path.eal_yen
    left, right = st.columns(2)
    with left:
        words = yen(after.pt, locale) if after else t(locale, "what_if.none")
        change = signed_yen((after.pt if after else 0.0) - path.eal_yen.pt, locale)
        st.metric(t(locale, "switches.path"), words, delta=change, delta_color="off", delta_arrow="off")
        ends = yen_interval(after, locale) if after else ""
        st.caption(escaped(t(locale, "switches.from", before=yen_interval(path.eal_yen, locale), after=ends)))
    with right:
        rank = move.rank_after if move else path.rank
        st.metric(t(locale, "switches.rank"), str(rank) if rank else t(locale, "what_if.none"))
        st.caption(t(locale, "switches.rank.from", before=path.rank))


def _total(result: WhatIfResult, locale: str) -> None:
    words = {
        "before": yen(result.eal_before.pt, locale),
        "after": yen(result.eal_after.pt, locale),
        "change": signed_yen(result.eal_after.pt - result.eal_before.pt, locale),
    }
    st.markdown(escaped(t(locale, "switches.total", **words)))
