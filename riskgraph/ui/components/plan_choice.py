"""A plan on the page: the curve with today's choice, the chosen measures, what is due beside them, alternatives."""

from __future__ import annotations

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.model.plan import Plan, PlannedMeasure
from riskgraph.report.grades import grade_mark
from riskgraph.report.numbers import yen_interval
from riskgraph.report.picture_curve import (
    HEIGHT,
    curve_alt,
    curve_columns,
    curve_option,
    frontier,
    is_above,
    shown_points,
)
from riskgraph.report.plan_rows import chosen_columns, ranked
from riskgraph.report.plan_words import (
    alternative_words,
    measure_cost,
    measure_place,
    measure_title,
    notes,
    sentences,
    why,
)
from riskgraph.report.what_if_words import change_sentence, path_in_words
from riskgraph.text import t
from riskgraph.ui import links, session
from riskgraph.ui.actions import planning
from riskgraph.ui.actions.planning import Offer
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import plan_cost, plan_due, try_view
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.components.plan_view import change, view
from riskgraph.ui.components.tables import download
from riskgraph.ui.markdown import escaped

WIDTHS = {
    "plan_what": 236, "plan_acts": 236, "plan_cost": 84, "plan_saves": 128, "plan_alone": 100, "plan_paths": 56,
    "plan_payer": 84, "plan_known": 150, "plan_id": 190, "plan_once": 96, "plan_yearly": 96,
}  # fmt: skip
_MOVED = {"moved_path": 520, "plan_before": 220, "plan_after": 220, "plan_grades": 110}
_MOST_PATHS, _FEW, _HEIGHT = 8, 6, 400


def render(this: Shown, offered: Offer, plan: Plan, locale: str, *, can_write: bool) -> None:
    """Draw the plan."""
    for sentence in sentences(plan, locale):
        st.markdown(escaped(sentence))
    _curve(plan, locale)
    _chosen(this, offered, plan, locale, can_write=can_write)
    plan_due.render(this, plan, locale)
    _paths(this, plan, locale)
    _alternatives(this, plan, locale)
    for note in notes(plan, locale):
        st.caption(escaped(note))


def _curve(plan: Plan, locale: str) -> None:
    option = curve_option(plan, locale, session.theme())
    if not option:
        return
    st.subheader(t(locale, "curve.title"), anchor=False)
    st.echarts_chart(option, height=HEIGHT, theme=None, renderer="svg", key="plan_curve", alt=curve_alt(plan, locale))
    if is_above(plan):
        st.caption(t(locale, f"curve.above.{plan.ask.aim.value}"))
    left_out = len(frontier(plan)) - len(shown_points(plan))
    if left_out > 0:
        st.caption(t(locale, "curve.left_out", count=left_out))
    with st.expander(t(locale, "curve.table")):
        text_table(curve_columns(plan, locale), locale, key="plan_curve_table")
        download(lambda: curve_columns(plan, locale), locale, key="plan_curve_csv", name="cost_curve.csv")


def _chosen(this: Shown, offered: Offer, plan: Plan, locale: str, *, can_write: bool) -> None:
    """Draw the chosen measures; a row opens its measure."""
    ones = ranked(plan)
    if not ones:
        return
    st.subheader(t(locale, "planning.chosen", count=len(ones)), anchor=False)
    st.caption(t(locale, "planning.chosen.open" if can_write else "planning.chosen.open.who"))
    columns = chosen_columns(plan, this.submission, planning.templates(), locale)
    event = text_table(
        columns, locale, key=f"plan_chosen_{view().round}", widths=WIDTHS, on_select="rerun",
        selection_mode="single-row", height="auto" if len(ones) <= _FEW else _HEIGHT,
    )  # fmt: skip
    with st.container(horizontal=True):
        st.button(
            t(locale, "planning.send"), key="plan_send", icon=":material/science:", on_click=_send, args=(plan,),
            help=t(locale, "planning.send.help"),
        )  # fmt: skip
        download(lambda: columns, locale, key="plan_csv", name="plan.csv")
    rows = event.selection.rows if event is not None else []
    _opened(this, offered, ones[rows[0] if rows and rows[0] < len(ones) else 0], locale, can_write=can_write)


def _opened(this: Shown, offered: Offer, one: PlannedMeasure, locale: str, *, can_write: bool) -> None:
    """Draw one measure: what it is, why it was chosen, what it changes, what it costs, and what is known of that."""
    known = planning.templates()
    template = known.get(one.measure.template_id)
    with st.container(border=True, key="plan_one", gap="small"):
        st.markdown(f"**{escaped(measure_title(one, known, locale))}**  \n{escaped(_place(this, one, locale))}")
        if template is not None:
            st.markdown(escaped(template.what.said(locale)))
        st.markdown(escaped(why(one, locale)))
        st.markdown(escaped(measure_cost(one, locale)))
        with st.expander(t(locale, "planning.changes", count=len(one.measure.changes))):
            catalogue = load_catalogue()
            lines = [change_sentence(c, this.submission, catalogue, locale) for c in one.measure.changes]
            st.markdown("\n".join(f"- {escaped(line)}" for line in lines))
        plan_cost.edit(this, offered, one.measure.measure_id, locale, can_write=can_write)


def _place(this: Shown, one: PlannedMeasure, locale: str) -> str:
    return t(locale, "planning.acts", who=measure_place(one, this.submission, locale))


def _paths(this: Shown, plan: Plan, locale: str) -> None:
    """Draw the paths that move most, before and after."""
    moves = [move for move in plan.paths if move.eal_before is not None][:_MOST_PATHS]
    if not moves or not plan.choice.measures:
        return
    st.subheader(t(locale, "planning.paths"), anchor=False)
    st.caption(t(locale, "planning.paths.open"))
    none = t(locale, "what_if.none")
    columns = {
        "moved_path": [path_in_words(move, this.submission, locale) for move in moves],
        "plan_before": [yen_interval(m.eal_before, locale) if m.eal_before else none for m in moves],
        "plan_after": [yen_interval(m.eal_after, locale) if m.eal_after else none for m in moves],
        "plan_grades": [_grades(m.grade_before, m.grade_after, locale) for m in moves],
    }
    event = text_table(
        columns, locale, key=f"plan_paths_{view().round}", widths=_MOVED, on_select="rerun",
        selection_mode="single-row", height="auto",
    )  # fmt: skip
    rows = event.selection.rows if event is not None else []
    known = {path.key for path in this.assessment.paths}
    if rows and rows[0] < len(moves) and moves[rows[0]].key in known:
        session.change(path_key=moves[rows[0]].key, round=session.state().round + 1)
        links.go("paths")


def _grades(before: object, after: object, locale: str) -> str:
    marks = [grade_mark(grade, locale) if grade else t(locale, "what_if.none") for grade in (before, after)]  # type: ignore[arg-type]
    return marks[0] if marks[0] == marks[1] else t(locale, "what_if.from_to", before=marks[0], after=marks[1])


def _alternatives(this: Shown, plan: Plan, locale: str) -> None:
    if not plan.alternatives:
        return
    with st.expander(t(locale, "planning.alternatives", count=len(plan.alternatives))):
        for other in plan.alternatives:
            words = alternative_words(other, plan, this.submission, planning.templates(), locale)
            st.markdown(f"- {escaped(words)}")


def _send(plan: Plan) -> None:
    """Take all changes of the choice over to be tried out."""
    try_view.take(tuple(change for one in plan.choice.measures for change in one.measure.changes))
    change(section="try")
