"""方法: which parameters are in force and why, how the number is made, and an edited copy tried out and kept."""

from __future__ import annotations

import streamlit as st

from riskgraph.catalogue import load_parameters
from riskgraph.catalogue.edited_parameters import differences
from riskgraph.model.submission import Settings
from riskgraph.report.kept_rows import parameters_name
from riskgraph.report.numbers import moment
from riskgraph.text import t
from riskgraph.ui import keeping, links, session
from riskgraph.ui.actions import method, shown
from riskgraph.ui.actions.method import InForce
from riskgraph.ui.components import (
    method_controls,
    method_edit,
    method_stability,
    method_table,
    method_versions,
    method_worked,
    states,
)
from riskgraph.ui.components.page_head import page_head

TABS = ("worked", "table", "stability", "edit", "versions", "controls")


def render() -> None:
    """Draw the page."""
    locale, standing = session.locale(), method.in_force()
    now = shown.now()
    zone = (now.submission.settings if now else Settings()).time_zone
    page_head(_sentence(standing, zone, locale), below=_below(standing, locale))
    _other_than_shown(standing, locale)
    labels = [t(locale, f"method.tab.{name}") for name in TABS]
    for name, tab in zip(TABS, st.tabs(labels, key="method_tab", on_change="rerun"), strict=True):
        if tab.open:
            with tab:
                _draw(name, standing, zone, locale)
    st.caption(t(locale, "ui.note"))


def _other_than_shown(standing: InForce, locale: str) -> None:
    """Say so where the shown assessment was made with other parameters than those in force."""
    result = shown.shown()
    if result is None or result.record.inputs.parameters_sha256 == standing.parameters.sha256:
        return
    with st.container(key="method_other_than_shown", horizontal=True, vertical_alignment="center"):
        st.info(t(locale, "method.other_than_shown"), icon=":material/update:")
        links.link("overview", locale)


def _draw(name: str, standing: InForce, time_zone: str, locale: str) -> None:
    """Draw what stands under one tab; the others are not computed."""
    if name == "worked":
        _worked(locale)
    elif name == "table":
        method_table.parameter_table(standing, locale)
    elif name == "stability":
        _stability(locale)
    elif name == "edit":
        _edit(standing, locale)
    elif name == "versions":
        method_versions.versions(standing, time_zone, locale)
    else:
        method_controls.controls(locale)


def _worked(locale: str) -> None:
    st.markdown(t(locale, "method.worked.intro"))
    result = shown.shown()
    if result is None:
        with states.empty(t(locale, "method.worked.empty"), t(locale, "method.worked.empty.next"), key="method_worked"):
            links.link("overview", locale)
    else:
        method_worked.worked(result, locale)


def _stability(locale: str) -> None:
    result = shown.shown()
    if result is None:
        with states.empty(t(locale, "stability.empty"), t(locale, "stability.empty.next"), key="method_no_stability"):
            links.link("overview", locale)
    else:
        method_stability.swings(result, locale)


def _edit(standing: InForce, locale: str) -> None:
    if keeping.register() is None:
        with states.empty(t(locale, "method.edit.empty"), t(locale, "method.edit.empty.next"), key="method_edit"):
            links.link("overview", locale)
    else:
        method_edit.edit(keeping.register_id(), standing, shown.shown(), locale)


def _sentence(standing: InForce, time_zone: str, locale: str) -> str:
    """Return which set is in force, since when, by whom, and in how many values it differs."""
    count = len(differences(load_parameters(), standing.parameters))
    if standing.since is None:
        return t(locale, "method.head.shipped", count=len(standing.parameters.table))
    return t(
        locale,
        "method.head.edited" if count else "method.head.back",
        name=parameters_name(standing.parameters_id, locale),
        at=moment(standing.since.at, time_zone, locale),
        actor=standing.since.actor,
        count=count,
    )


def _below(standing: InForce, locale: str) -> str:
    """Return why the set is in force, and of which version the table is."""
    version = t(locale, "method.head.version", version=standing.parameters.version)
    reason = str(standing.since.fields.get("reason", "")) if standing.since else ""
    return f"{t(locale, 'method.head.reason', reason=reason)} {version}" if reason else version
