"""対策: the cheapest measures for an aim, what they cost, and what would happen if."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.plan import Plan
from riskgraph.report.numbers import day, yen
from riskgraph.text import t
from riskgraph.ui import keeping, links, session
from riskgraph.ui.actions import planning, shown
from riskgraph.ui.actions.planning import Offer
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import next_steps, plan_ask, plan_choice, plan_costs, states, try_bench, who
from riskgraph.ui.components.page_head import page_head
from riskgraph.ui.components.plan_view import SECTIONS, change, outcome, view

# Stages of the work by the part that is done when they begin.
_STAGES = {0.0: "measures", 0.1: "solve", 0.5: "others", 0.7: "curve", 0.9: "read"}


def render() -> None:
    """Draw the page."""
    locale = session.locale()
    if keeping.register() is None:
        page_head(t(locale, "planning.nothing"))
        with states.empty(t(locale, "planning.nothing"), t(locale, "planning.nothing.next"), key="no_register"):
            links.link("overview", locale)
        return
    this = shown.shown()
    if this is None:
        next_steps.not_assessed(locale)
        return
    if not this.assessment.paths:
        page_head(t(locale, "planning.no_paths"))
        return
    offered = planning.offer(this)
    ask = plan_ask.asked(this)
    known = planning.known_plan(offered, ask) or planning.older_plan(this, view().last)
    page_head(_sentence(this, known, locale), below=_below(this, locale))
    if any(name != "as_of" for name in shown.moved(this)):
        st.info(t(locale, "planning.stale"), icon=":material/update:")
        links.link("overview", locale)
    section = _section(locale)
    if section == "plan":
        _plan(this, offered, locale)
    elif section == "costs":
        plan_costs.render(this, offered, locale, can_write=who.is_known(locale))
    else:
        try_bench.render(this, locale)


def _sentence(this: Shown, known: Plan | None, locale: str) -> str:
    """Return what the plan comes to; before there is one, what there is to bring down."""
    if known is None:
        first = this.assessment.paths[0]
        now = {"now": yen(this.assessment.totals.eal_yen.pt, locale), "first": yen(first.eal_yen.pt, locale)}
        return t(locale, "planning.before", **now)
    choice = known.choice
    words = {
        "count": len(choice.measures),
        "cost": yen(choice.cost_a_year.pt, locale),
        "before": yen(known.eal_before.pt, locale),
        "after": yen(choice.eal_after.pt, locale),
        "largest_before": yen(known.largest_path_before, locale),
        "largest_after": yen(choice.largest_path_after, locale),
    }
    return t(locale, "planning.head" if choice.measures else "planning.head.nothing", **words)


def _below(this: Shown, locale: str) -> str:
    register = keeping.register()
    as_of = day(this.assessment.provenance.as_of, locale)
    return t(locale, "planning.below", register=register.name if register else "", day=as_of)


def _section(locale: str) -> str:
    """Draw the parts of the page to choose from; return the one chosen."""
    key = f"plan_section_{view().section}"
    st.segmented_control(
        t(locale, "planning.section"), SECTIONS, default=view().section, required=True, key=key, on_change=_turned,
        format_func=lambda name: t(locale, f"planning.section.{name}"), args=(key,), label_visibility="collapsed",
    )  # fmt: skip
    return view().section


def _turned(key: str) -> None:
    change(section=session.widget(key) or SECTIONS[0], told=None, refused=None)


def _plan(this: Shown, offered: Offer, locale: str) -> None:
    """Draw the aim, and the plan for it where somebody asked for one."""
    outcome(locale)
    plan_ask.render(this, locale)
    ask = plan_ask.asked(this)
    known = planning.known_plan(offered, ask)
    if known is None and view().is_asked:
        with states.progress(t(locale, "planning.busy"), locale, key="plan", on_cancel=_cancel) as step:
            _begun(step, 0.0, locale)
            known = planning.work_out(this, offered, ask, lambda part: _begun(step, part, locale))
        change(is_asked=False, last=planning.name_of(offered, ask), told=None)
        st.rerun()
    if known is None:
        known = planning.older_plan(this, view().last)
        if known is None:
            st.caption(t(locale, "planning.not_yet"))
            return
        st.warning(t(locale, "planning.older"), icon=":material/history:")
    plan_choice.render(this, offered, known, locale, can_write=bool(keeping.actor()))


def _begun(step: states.Step, part: float, locale: str) -> None:
    """Say which stage of the work begins."""
    number = sum(part >= begins for begins in _STAGES) - 1
    step(number, len(_STAGES), t(locale, f"planning.stage.{tuple(_STAGES.values())[number]}"))


def _cancel() -> None:
    change(is_asked=False)
