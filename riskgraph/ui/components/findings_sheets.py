"""Corrective-action sheets: made for the parties that have to act, and read when they come back.

The convention that bites: what a party wrote is shown before it is written down, and closes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.report.names import party_name
from riskgraph.report.sheet_rows import PartyWork, reply_columns, sheet_name, work_of_parties_columns
from riskgraph.text import LOCALES, t
from riskgraph.ui import keeping, session
from riskgraph.ui.actions import finding_sheets
from riskgraph.ui.actions.finding_desk import FindingDesk
from riskgraph.ui.actions.finding_sheets import Returned
from riskgraph.ui.components import findings_view, problems, states
from riskgraph.ui.components.findings_view import view
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.components.tables import LOW_ROW, table
from riskgraph.ui.markdown import escaped
from riskgraph.ui.uploads import taken

_SHOWN_ROWS = 10
_WIDTHS = {"finding_what": 230, "sheet_measure": 300, "sheet_evidence": 180, "sheet_cost": 160}


@dataclass(frozen=True)
class Waiting:
    """A sheet that was read and is not written down yet, for one register."""

    register_id: str = ""
    sheet: Returned | None = None


def render(this: FindingDesk, locale: str, *, can_write: bool) -> None:
    """Draw the parties with the sheets that can be made, and what came back."""
    findings_view.outcome(locale)
    works = finding_sheets.works(this)
    if not works:
        states.empty(t(locale, "findings.sheets.none"), t(locale, "findings.sheets.none.next"), key="sheets")
        return
    st.markdown(t(locale, "findings.sheets.what"))
    columns = work_of_parties_columns(works, this.submission, locale)
    table(columns, locale, key="sheets_table", row=LOW_ROW, height=38 + LOW_ROW * _SHOWN_ROWS)
    _out(this, works, locale)
    if can_write:
        st.subheader(t(locale, "findings.sheets.back"), anchor=False)
        _back(this, locale)


def _out(this: FindingDesk, works: tuple[PartyWork, ...], locale: str) -> None:
    """Offer the sheets of the chosen parties, one workbook or a zip."""
    by_id = {work.party_id: work for work in works}
    left, right = st.columns([4, 1])
    with left:
        chosen = st.multiselect(
            t(locale, "findings.sheets.parties"), list(by_id), default=list(by_id)[:1], key="sheets_parties",
            format_func=lambda party_id: party_name(party_id, this.submission, locale),
        )  # fmt: skip
    with right:
        language = st.selectbox(
            t(locale, "findings.sheets.language"), LOCALES, index=LOCALES.index(locale), key="sheets_language",
            format_func=lambda code: t(code, "ui.language.name"),
        )  # fmt: skip
    if not chosen:
        st.caption(t(locale, "findings.sheets.choose"))
        return
    picked = [by_id[party_id] for party_id in chosen]
    register = keeping.register()
    sender = register.name if register else ""
    is_one = len(picked) == 1
    st.download_button(
        t(locale, "findings.sheets.save", count=len(picked)),
        data=lambda: finding_sheets.made(this, picked, language, sender)[1],
        file_name=sheet_name(picked[0].party_id) if is_one else "corrective_sheets.zip",
        mime=finding_sheets.XLSX if is_one else "application/zip",
        key="sheets_save",
        icon=":material/download:",
        on_click="ignore",
    )


def _back(this: FindingDesk, locale: str) -> None:
    """Draw the form in which a sheet is chosen, and what the last one said."""
    with st.form("sheets", clear_on_submit=True, border=True):
        st.file_uploader(
            t(locale, "findings.sheets.file"), key="sheets_file", help=t(locale, "findings.sheets.file.help")
        )
        is_asked = st.form_submit_button(t(locale, "findings.sheets.read"), key="sheets_read")
    file = session.widget("sheets_file")
    if is_asked and file is not None:
        ((name, data),) = taken([file])
        try:
            sheet = finding_sheets.read(this, name, data)
        except RiskgraphError as error:
            session.remember(Waiting(view().register_id))
            states.refused(error, locale)
            return
        session.remember(Waiting(keeping.register_id(), sheet))
    now = session.recall(Waiting)
    if now.sheet is not None and now.register_id == keeping.register_id():
        _read(this, now.sheet, locale)


def _read(this: FindingDesk, sheet: Returned, locale: str) -> None:
    """Draw what a sheet says, with the buttons that write it down or let it go."""
    with st.container(border=True, key="sheets_read_box"):
        party = party_name(sheet.party_id, this.submission, locale) if sheet.party_id else sheet.file
        said = t(locale, "findings.sheets.from", party=party, count=len(sheet.replies))
        st.markdown(f"**{escaped(said)}**")
        if sheet.problems:
            problems.problems(sheet.problems, locale)
        if sheet.replies:
            text_table(reply_columns(sheet.replies, locale), locale, key="sheets_replies", widths=_WIDTHS)
        else:
            st.caption(t(locale, "findings.sheets.nothing"))
        with st.container(horizontal=True):
            if sheet.replies:
                st.button(
                    t(locale, "findings.sheets.write", count=len(sheet.replies)), key="sheets_write", type="primary",
                    on_click=_write, args=(sheet,),
                )  # fmt: skip
            st.button(t(locale, "findings.sheets.let_go"), key="sheets_let_go", on_click=_let_go)


def _write(sheet: Returned) -> None:
    if findings_view.tried(lambda: finding_sheets.write_down(sheet), "sheet", count=len(sheet.replies)):
        _let_go()


def _let_go() -> None:
    session.remember(Waiting())
