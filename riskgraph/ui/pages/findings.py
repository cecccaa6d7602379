"""是正: what the register shows and who sees to it until when; payees beside the register; sheets for the parties."""

from __future__ import annotations

import streamlit as st

from riskgraph.report.finding_work import work_sentence
from riskgraph.report.numbers import day
from riskgraph.text import t
from riskgraph.ui import keeping, links, session
from riskgraph.ui.actions import finding_desk, shown
from riskgraph.ui.components import (
    findings_list,
    findings_payees,
    findings_reminders,
    findings_sheets,
    next_steps,
    states,
    who,
)
from riskgraph.ui.components.findings_view import SECTIONS, change, view
from riskgraph.ui.components.page_head import page_head

_DRAW = {
    "list": findings_list.render,
    "reminders": findings_reminders.render,
    "sheets": findings_sheets.render,
    "payees": findings_payees.render,
}


def render() -> None:
    """Draw the page."""
    locale = session.locale()
    register = keeping.register()
    if register is None:
        page_head(t(locale, "findings.nothing"))
        with states.empty(t(locale, "findings.nothing"), t(locale, "findings.nothing.next"), key="no_register"):
            links.link("overview", locale)
        return
    this = finding_desk.desk()
    if this is None:
        next_steps.not_assessed(locale)
        return
    page_head(
        work_sentence(this.rows, this.today, locale),
        below=t(locale, "findings.below", register=register.name, day=day(this.today, locale)),
    )
    if any(name != "as_of" for name in shown.moved(this.result)):
        st.info(t(locale, "findings.stale"), icon=":material/update:")
        links.link("overview", locale)
    can_write = who.is_known(locale)
    _DRAW[_section(locale)](this, locale, can_write=can_write)


def _section(locale: str) -> str:
    """Draw the parts of the page to choose from; return the one chosen."""
    key = f"findings_section_{view().section}"
    st.segmented_control(
        t(locale, "findings.section"),
        SECTIONS,
        default=view().section,
        required=True,
        format_func=lambda section: t(locale, f"findings.section.{section}"),
        key=key,
        on_change=_turned,
        args=(key,),
        label_visibility="collapsed",
    )
    return view().section


def _turned(key: str) -> None:
    change(section=session.widget(key) or SECTIONS[0], told=None, refused=None)
