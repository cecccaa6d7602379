"""The list of payees: taken in, and beside the register by number and by near names."""

from __future__ import annotations

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.model.problem import has_errors
from riskgraph.report.payee_rows import (
    Standing,
    fitting_payees,
    payee_columns,
    payees_sentence,
    standing_words,
)
from riskgraph.text import t
from riskgraph.ui import keeping, session
from riskgraph.ui.actions import finding_desk
from riskgraph.ui.actions.finding_desk import FindingDesk
from riskgraph.ui.components import findings_view, problems, states
from riskgraph.ui.components.findings_view import change, view
from riskgraph.ui.components.tables import LOW_ROW, download, table
from riskgraph.ui.markdown import escaped
from riskgraph.ui.uploads import taken

_SHOWN_ROWS = 12
_STANDINGS, _WORDS = "payees_standings", "payees_words"


def render(this: FindingDesk, locale: str, *, can_write: bool) -> None:
    """Draw what the kept list says beside the register, and the way to take in another one."""
    findings_view.outcome(locale)
    if this.payees:
        _result(this, locale)
    else:
        states.empty(t(locale, "payees.none"), t(locale, "payees.none.next"), key="payees")
    if can_write:
        _choose(locale)
    if view().problems:
        st.subheader(t(locale, "payees.problems"), anchor=False)
        problems.problems(view().problems, locale)


def _result(this: FindingDesk, locale: str) -> None:
    """Draw the payees, those that the register does not have first."""
    found = finding_desk.matches(this)
    st.markdown(f"**{escaped(payees_sentence(found, locale))}**")
    st.caption(t(locale, "payees.what"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.pills(
            t(locale, "payees.filter"), list(Standing), selection_mode="multi", default=list(view().standings),
            format_func=lambda s: standing_words(s, locale), key=_STANDINGS, on_change=_keep,
        )  # fmt: skip
        st.text_input(t(locale, "payees.filter.words"), value=view().payee_words, key=_WORDS, on_change=_keep)
    rows = fitting_payees(found, view().standings, view().payee_words)
    columns = payee_columns(rows, this.submission, locale)
    table(columns, locale, key="payees_table", row=LOW_ROW, height=38 + LOW_ROW * _SHOWN_ROWS)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t(locale, "payees.shown", shown=len(rows), total=len(found)), width="stretch")
        download(lambda: columns, locale, key="payees_csv", name="riskgraph-payees.csv")


def _keep() -> None:
    standings = tuple(session.widget(_STANDINGS) or ())
    change(standings=standings, payee_words=str(session.widget(_WORDS) or ""), told=None)


def _choose(locale: str) -> None:
    """Draw the form in which a list is chosen; what is kept replaces the last one."""
    with st.form("payees", clear_on_submit=True, border=True):
        st.file_uploader(t(locale, "payees.file"), key="payees_file", help=t(locale, "payees.file.help"))
        is_asked = st.form_submit_button(t(locale, "payees.read"), type="primary", key="payees_read")
    if not is_asked:
        return
    file = session.widget("payees_file")
    if file is None:
        st.info(t(locale, "payees.choose"))
        return
    _take_in(locale, *taken([file])[0])


def _take_in(locale: str, name: str, data: bytes) -> None:
    """Read a list and keep it; the page is drawn anew with what came of it."""
    try:
        with st.spinner(t(locale, "payees.reading")):
            count, told = finding_desk.import_payees(keeping.register_id(), name, data)
    except RiskgraphError as error:
        states.refused(error, locale, kept=t(locale, "payees.kept"))
        return
    done = None if has_errors(told) else ("payees", (("count", count),))
    change(problems=told, told=done, refused=None, round=view().round + 1)
    st.rerun()
