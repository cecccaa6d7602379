"""The chosen path drawn, or the whole register with it; what is clicked there is told below."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.assessment import Path
from riskgraph.report.picture_layout import REFERENCE_WIDTH
from riskgraph.report.picture_marks import Option
from riskgraph.report.picture_portfolio import (
    portfolio_alt,
    portfolio_columns,
    portfolio_height,
    portfolio_note,
    spot_at,
)
from riskgraph.report.step_facts import step_at, step_fact_columns, steps_of
from riskgraph.text import t
from riskgraph.ui import links, session
from riskgraph.ui.actions import exposure
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import parties_view, paths_view, picture
from riskgraph.ui.components.tables import LOW_ROW, table
from riskgraph.ui.markdown import escaped

_VIEWS = ("chain", "whole")


def paths_picture(result: Shown, path: Path, locale: str) -> None:
    """Draw the picture that was chosen, and the facts of the step that was clicked."""
    is_whole = paths_view.view().is_whole
    st.segmented_control(
        t(locale, "paths.view"), _VIEWS, default=_VIEWS[is_whole], required=True, key="paths_view",
        format_func=lambda name: t(locale, f"paths.view.{name}"), on_change=_switched, label_visibility="collapsed",
    )  # fmt: skip
    if is_whole:
        _whole(result, path, locale)
    else:
        steps = steps_of(path, result.submission, locale)
        picture.picture(result, path, locale, on_mark=lambda mark: _step_clicked(step_at(steps, mark), path.key))
    _facts(result, path, locale)


def _switched() -> None:
    paths_view.change(is_whole=session.widget("paths_view") == "whole")


def _whole(result: Shown, path: Path, locale: str) -> None:
    """Draw the whole register; a box chooses the best path through it."""
    scene = exposure.exposure(result).whole
    option = exposure.whole_picture(result, path, locale, session.theme())
    key = f"whole-{session.state().round}"
    with st.container(key="chain"):
        st.echarts_chart(
            option, width=REFERENCE_WIDTH, height=portfolio_height(scene), theme=None, renderer="svg", key=key,
            on_select=lambda: _spot_clicked(option, key), alt=portfolio_alt(scene, result.submission, locale),
        )  # fmt: skip
    st.caption(escaped(" ".join(filter(None, (t(locale, "portfolio.help"), portfolio_note(scene, locale))))))
    with st.expander(t(locale, "ui.picture.table"), key="whole_table"):
        table(portfolio_columns(scene, result.submission, locale), locale, key="whole_lines", row=LOW_ROW)


def _spot_clicked(option: Option, key: str) -> None:
    """Choose the best path through the party that was clicked."""
    chosen = session.widget(key)
    for group in chosen.selection.selected if chosen else ():
        for index in group["data_indices"] if group.get("data_type") != "edge" else ():
            if path_key := spot_at(option, group["series_index"], index)[0]:
                session.change(path_key=path_key, round=session.state().round + 1)


def _step_clicked(step: str, path_key: str) -> None:
    if step:
        paths_view.change(step=step, step_of=path_key)


def _facts(result: Shown, path: Path, locale: str) -> None:
    """Draw what is known of one box or line of the path; the list does what a click in the picture does."""
    view = paths_view.view()
    steps = steps_of(path, result.submission, locale)
    wanted = view.step if view.step_of == path.key else ""
    number = next((n for n, step in enumerate(steps) if step.step_id == wanted), 0)
    # The key names what is chosen, so that a click in the picture shows here as well.
    key = f"paths_step-{path.rank}-{number}"
    labels = [step.label for step in steps]
    st.selectbox(
        t(locale, "steps.choose"), range(len(steps)), index=number, key=key, format_func=lambda n: labels[n],
        on_change=lambda: _step_clicked(steps[session.widget(key) or 0].step_id, path.key),
    )  # fmt: skip
    facts = step_fact_columns(steps[number], path, result.assessment, result.submission, locale)
    table(facts, locale, key=f"step_facts-{path.rank}-{number}", row=LOW_ROW)
    party_id = "" if steps[number].is_line else path.parties[steps[number].number]
    if party_id in result.submission.party_by_id and st.button(
        t(locale, "steps.open_party"), key="open_party", icon=":material/arrow_forward:", type="tertiary"
    ):
        parties_view.change(party_id=party_id)
        links.go("parties")
