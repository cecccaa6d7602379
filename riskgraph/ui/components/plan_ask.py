"""What a plan is for: the aim, its limit, and how long an outlay serves."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from riskgraph.model.plan import Aim, PlanAsk
from riskgraph.report.numbers import yen
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import planning
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.plan_view import change, view
from riskgraph.ui.markdown import escaped

UNIT = {"ja": 10_000.0, "en": 1_000.0}
"""Yen of one step of the field: 万円 in Japanese, thousands of yen in English."""
_BUDGET, _HALF = 0.1, 0.5
_TAIL_LEVEL = "0.99"
_MOST = 1e12


def asked(this: Shown) -> PlanAsk:
    """Return what is asked now."""
    now = view()
    limit = dict(now.limits).get(now.aim, usual_limits(this)[now.aim])
    return PlanAsk(aim=now.aim, limit_yen=limit, years=now.years or planning.years_of_use(this))


def usual_limits(this: Shown) -> Mapping[Aim, float]:
    """Return a first limit for every aim, yen: the accepted loss of a path, a tenth and half of what is expected."""
    totals = this.assessment.totals
    tail = totals.tail.var_yen[_TAIL_LEVEL].pt if totals.tail else totals.eal_yen.pt
    return {
        Aim.PATHS: this.assessment.appetite_yen,
        Aim.BUDGET: _round(_BUDGET * totals.eal_yen.pt),
        Aim.TOTAL: _round(_HALF * totals.eal_yen.pt),
        Aim.TAIL: _round(_HALF * tail),
    }


def _round(amount: float) -> float:
    """Return an amount with two figures, whole tens of thousands of yen."""
    return max(float(f"{amount:.2g}") // UNIT["ja"] * UNIT["ja"], 0.0)


def render(this: Shown, locale: str) -> None:
    """Draw the aim with its limit, and the button that begins."""
    ask, offered = asked(this), planning.offer(this)
    with st.container(border=True, key="plan_ask", gap="small"):
        st.segmented_control(
            t(locale, "planning.aim"), list(Aim), default=ask.aim, required=True, key="plan_aim",
            format_func=lambda aim: t(locale, f"planning.aim.{aim.value}"), on_change=_aim,
        )  # fmt: skip
        st.caption(t(locale, f"planning.aim.{ask.aim.value}.what"))
        left, middle, right = st.columns([2, 2, 3], vertical_alignment="bottom")
        with left:
            key = f"plan_limit_{ask.aim.value}_{locale}"
            st.number_input(
                t(locale, f"planning.limit.{ask.aim.value}"), value=ask.limit_yen / UNIT[locale], min_value=0.0,
                max_value=_MOST / UNIT[locale], step=_step(ask.limit_yen / UNIT[locale]), format="%.0f", key=key,
                on_change=_limit, args=(key, ask.aim, locale), help=t(locale, "planning.limit.help"),
            )  # fmt: skip
        with middle:
            st.number_input(
                t(locale, "planning.years"), value=ask.years, min_value=0.5, max_value=20.0, step=0.5, format="%.1f",
                key="plan_years", on_change=_years, help=t(locale, "planning.years.help"),
            )  # fmt: skip
        with right:
            label = t(locale, "planning.again" if view().last[0] else "planning.go")
            st.button(label, key="plan_go", type="primary", icon=":material/calculate:", on_click=_go)
        now = this.assessment.totals.eal_yen.pt
        words = {"now": yen(now, locale), "count": len(offered.measures)}
        st.caption(escaped(t(locale, "planning.offered", **words)))


def _step(value: float) -> float:
    return max(10.0 ** (len(f"{int(value)}") - 1), 1.0)


def _aim() -> None:
    change(aim=session.widget("plan_aim") or Aim.PATHS, is_asked=False)


def _limit(key: str, aim: Aim, locale: str) -> None:
    limits = {**dict(view().limits), aim: float(session.widget(key) or 0.0) * UNIT[locale]}
    change(limits=tuple(limits.items()), is_asked=False)


def _years() -> None:
    change(years=float(session.widget("plan_years") or 0.0), is_asked=False)


def _go() -> None:
    change(is_asked=True, told=None, refused=None)
