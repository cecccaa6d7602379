"""Every measure that the register could take: looked for, corrected one by one, or by a workbook out and back."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from riskgraph.model.measure import Measure
from riskgraph.model.problem import Problem
from riskgraph.report.names import party_name
from riskgraph.report.plan_rows import offered_columns
from riskgraph.text import t
from riskgraph.ui import session, uploads
from riskgraph.ui.actions import planning
from riskgraph.ui.actions.planning import Offer
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import plan_cost, problems, states
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.components.plan_choice import WIDTHS
from riskgraph.ui.components.plan_view import outcome, tried, view
from riskgraph.ui.markdown import escaped

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FEW, _HEIGHT = 6, 420


@dataclass(frozen=True)
class Found:
    """What is looked for, and what of the last table of costs could not be used."""

    words: str = ""
    problems: tuple[Problem, ...] = ()


def render(this: Shown, offered: Offer, locale: str, *, can_write: bool) -> None:
    """Draw the table of all measures with the measure that is chosen in it."""
    outcome(locale)
    if session.recall(Found).problems:
        problems.problems(session.recall(Found).problems, locale)
    if not offered.measures:
        states.empty(t(locale, "planning.none"), t(locale, "planning.none.next"), key="measures")
        return
    st.markdown(t(locale, "planning.costs.what"))
    _in_and_out(this, offered, locale, can_write=can_write)
    st.text_input(t(locale, "planning.find"), key="plan_find", on_change=_look, max_chars=80)
    measures = _fitting(this, offered, session.recall(Found).words, locale)
    if not measures:
        states.empty(t(locale, "planning.none_fit"), key="measures_fit")
        return
    years = view().years or planning.years_of_use(this)
    columns = offered_columns(measures, this.submission, planning.templates(), locale, years=years)
    event = text_table(
        columns, locale, key=f"plan_offered_{view().round}", widths=WIDTHS, on_select="rerun",
        selection_mode="single-row", height="auto" if len(measures) <= _FEW else _HEIGHT,
    )  # fmt: skip
    rows = event.selection.rows if event is not None else []
    if not rows or rows[0] >= len(measures):
        st.caption(t(locale, "planning.costs.choose"))
        return
    measure = measures[rows[0]]
    template = planning.templates()[measure.template_id]
    with st.container(border=True, key="plan_measure"):
        who = party_name(measure.acts, this.submission, locale)
        head = f"{template.title.said(locale)} — {who}"
        st.markdown(f"**{escaped(head)}**  \n{escaped(template.what.said(locale))}")
        st.caption(escaped(t(locale, "planning.source", source=template.source)))
        plan_cost.edit(this, offered, measure.measure_id, locale, can_write=can_write)


def _in_and_out(this: Shown, offered: Offer, locale: str, *, can_write: bool) -> None:
    """Offer the workbook with all costs, and take one back."""
    with st.expander(t(locale, "planning.workbook"), icon=":material/table:"):
        st.caption(t(locale, "planning.workbook.what"))
        st.download_button(
            t(locale, "planning.workbook.out"), data=lambda: planning.table_of_costs(this, offered, locale),
            file_name="measure_costs.xlsx", mime=XLSX, key="plan_costs_out", icon=":material/download:",
            on_click="ignore",
        )  # fmt: skip
        if not can_write:
            return
        files = st.file_uploader(
            t(locale, "planning.workbook.back"), type=["xlsx", "csv"], key=f"plan_costs_back_{view().round}"
        )
        if st.button(t(locale, "planning.workbook.read"), key="plan_costs_read", disabled=files is None) and files:
            ((name, data),) = uploads.taken([files])
            _read(this, offered, name, data)
            st.rerun()


def _read(this: Shown, offered: Offer, name: str, data: bytes) -> None:
    """Keep what a table of costs says and remember what could not be used."""
    entries, wrong = planning.read_table(this, name, data)
    session.remember(Found(session.recall(Found).words, wrong))
    tried(lambda: planning.keep_table(this, offered, entries), "table", count=len(entries), wrong=len(wrong))


def _look() -> None:
    found = session.recall(Found)
    session.remember(Found(str(session.widget("plan_find") or ""), found.problems))


def _fitting(this: Shown, offered: Offer, words: str, locale: str) -> list[Measure]:
    """Return the measures in which every word occurs: title, who acts, id."""
    known, wanted = planning.templates(), words.casefold().split()
    found = []
    for measure in offered.measures:
        title = known[measure.template_id].title.said(locale)
        text = f"{title} {party_name(measure.acts, this.submission, locale)} {measure.measure_id}".casefold()
        if all(word in text for word in wanted):
            found.append(measure)
    return found
