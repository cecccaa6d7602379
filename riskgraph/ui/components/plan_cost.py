"""What people know of one measure: cost, who pays, the talk about it, whether it is always taken or left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from riskgraph.model.measure import Cost, CostEntry, Payer
from riskgraph.model.quantities import Interval
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import planning
from riskgraph.ui.actions.planning import Offer
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.plan_ask import UNIT
from riskgraph.ui.components.plan_view import tried, view

TAKE = ("free", "forced", "excluded")
_ENDS = ("lo", "pt", "hi")
_MOST = 1e12
_LONGEST = 300


def edit(this: Shown, offered: Offer, measure_id: str, locale: str, *, can_write: bool) -> None:
    """Draw the form for one measure, closed at first; nothing for somebody who cannot write."""
    measure = offered.by_id.get(measure_id)
    if measure is None or not can_write:
        return
    entry = offered.entry(measure_id)
    base = f"{measure_id}_{offered.revisions.get(measure_id, 0)}_{view().round}"
    # A name of its own keeps it as it is when something is told above it; what was refused stays in sight.
    is_open = view().refused is not None
    box = st.expander(t(locale, "planning.edit"), icon=":material/edit:", key="plan_edit", expanded=is_open)
    with box, st.form(f"plan_cost_{base}", border=False):
        st.caption(t(locale, "planning.edit.what"))
        _money("once", measure.cost.one_off_yen, base, locale)
        _money("yearly", measure.cost.yearly_yen, base, locale)
        left, middle, right = st.columns(3)
        with left:
            st.selectbox(
                t(locale, "costs.column.payer"), list(Payer), index=list(Payer).index(measure.payer),
                key=f"payer_{base}", format_func=lambda payer: t(locale, f"costs.payer.{payer.value}"),
            )  # fmt: skip
        with middle:
            st.date_input(t(locale, "costs.column.negotiated_on"), value=measure.negotiated_on, key=f"talk_{base}")
        with right:
            st.text_input(
                t(locale, "costs.column.result"), value=measure.result, key=f"result_{base}", max_chars=_LONGEST
            )
        take = "forced" if measure.is_forced else "excluded" if measure.is_excluded else "free"
        st.radio(
            t(locale, "planning.take"), TAKE, index=TAKE.index(take), horizontal=True, key=f"take_{base}",
            format_func=lambda name: t(locale, f"planning.take.{name}"),
        )  # fmt: skip
        st.text_input(
            t(locale, "planning.note"), value=entry.note if entry else "", key=f"note_{base}", max_chars=_LONGEST
        )
        if st.form_submit_button(t(locale, "planning.save"), key="plan_cost_save", type="primary"):
            _save(this, offered, measure_id, base, locale)
            st.rerun()


def _money(name: str, cost: Interval, base: str, locale: str) -> None:
    """Draw the three fields of an amount: least, likely, most."""
    for end, column in zip(_ENDS, st.columns(3), strict=True):
        with column:
            st.number_input(
                t(locale, f"planning.{name}.{end}"), value=getattr(cost, end) / UNIT[locale], min_value=0.0,
                max_value=_MOST / UNIT[locale], format="%.1f", key=f"{name}_{end}_{base}",
            )  # fmt: skip


def _save(this: Shown, offered: Offer, measure_id: str, base: str, locale: str) -> None:
    """Keep what was entered; a cost that is as it was stays the default."""
    measure = offered.by_id[measure_id]
    once, yearly = (_amount(name, base, locale) for name in ("once", "yearly"))
    cost = Cost(one_off_yen=once, yearly_yen=yearly)
    same = _is_same(once, measure.cost.one_off_yen) and _is_same(yearly, measure.cost.yearly_yen)
    talk, take = session.widget(f"talk_{base}"), session.widget(f"take_{base}")
    entry = CostEntry(
        measure_id=measure_id,
        cost=None if same and measure.is_default_cost else cost,
        payer=session.widget(f"payer_{base}") or Payer.PRINCIPAL,
        negotiated_on=talk if isinstance(talk, date) else None,
        result=str(session.widget(f"result_{base}") or "").strip(),
        is_forced=take == "forced",
        is_excluded=take == "excluded",
        note=str(session.widget(f"note_{base}") or "").strip(),
    )
    revision = offered.revisions.get(measure_id, 0)
    tried(lambda: planning.keep_cost(this, entry, revision), "saved")


def _amount(name: str, base: str, locale: str) -> Interval:
    """Return what stands in the three fields, in their order of size."""
    found: Mapping[str, float] = {
        end: float(session.widget(f"{name}_{end}_{base}") or 0.0) * UNIT[locale] for end in _ENDS
    }
    low, high = min(found.values()), max(found.values())
    return Interval(low, min(max(found["pt"], low), high), high)


def _is_same(new: Interval, old: Interval) -> bool:
    """Say whether an amount is the one shown; the fields round to a tenth of their unit."""
    return all(abs(getattr(new, end) - getattr(old, end)) <= 0.051 * UNIT["ja"] for end in _ENDS)
