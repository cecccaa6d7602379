"""Many returned questionnaires at once: chosen, read, assigned, saved together; what cannot be read is named.

The convention that bites: what the table says is what is saved. A file without a party is not saved before a person
has chosen one, and a broken file never keeps the others from being saved.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.intake.assigning import Assigned
from riskgraph.model.problem import Problem, Severity
from riskgraph.report.names import party_name
from riskgraph.report.plain import plain
from riskgraph.report.problem_text import said
from riskgraph.report.review_rows import questions
from riskgraph.report.table_rows import Columns, problem_columns
from riskgraph.text import t
from riskgraph.ui import keeping, session
from riskgraph.ui.actions import receiving
from riskgraph.ui.actions.receiving import Desk, ReadUpload
from riskgraph.ui.components import states
from riskgraph.ui.components.tables import LOW_ROW, ROW, download, table
from riskgraph.ui.markdown import escaped

MOST_ASKED = 40


@dataclass(frozen=True)
class Waiting:
    """The upload that waits ("" for none), the parties chosen for its forms, and how many were saved last."""

    upload_id: str = ""
    register_id: str = ""
    chosen: tuple[tuple[int, str], ...] = ()
    saved: int = 0


def render(locale: str) -> None:
    """Draw the way from the files to saved questionnaires."""
    at = receiving.desk()
    if at is None:
        states.empty(t(locale, "receiving.no_register"), t(locale, "receiving.no_register.next"), key="receiving")
        return
    if not keeping.actor():
        st.info(t(locale, "receiving.who"))  # the page asks for the name
        return
    waiting = session.recall(Waiting)
    if waiting.saved:
        st.success(t(locale, "receiving.saved", count=waiting.saved), icon=":material/inventory_2:")
    if waiting.upload_id and waiting.register_id == at.register_id:
        _read(waiting, at, locale)
    else:
        _choose(locale)


def _choose(locale: str) -> None:
    """Draw the form in which files are chosen."""
    with st.form("receiving", clear_on_submit=True, border=True):
        files = st.file_uploader(
            t(locale, "receiving.files"),
            accept_multiple_files=True,
            help=t(locale, "receiving.files.help"),
            key="receiving_files",
        )
        is_asked = st.form_submit_button(t(locale, "receiving.read"), type="primary", key="receiving_read")
    if not is_asked:
        return
    if not files:
        st.info(t(locale, "receiving.choose"))
        return
    try:
        upload_id = receiving.stage_files([(file.name, file.getvalue()) for file in files])
    except RiskgraphError as error:
        states.refused(error, locale)
        return
    session.remember(Waiting(upload_id, keeping.register_id()))
    st.rerun()


def _read(waiting: Waiting, at: Desk, locale: str) -> None:
    """Draw what the files that wait say, and save them where that is asked."""
    try:
        with states.progress(t(locale, "receiving.reading"), locale, key="receiving_progress") as step:
            read = receiving.read_upload(waiting.upload_id, at, chosen=dict(waiting.chosen), step=step)
    except RiskgraphError as error:
        states.refused(error, locale)
        session.remember(Waiting())
        return
    st.markdown(f"**{escaped(_sentence(read, locale))}**")
    if read.forms:
        columns = file_columns(read, at, locale)
        table(columns, locale, key="receiving_table", height=440, row=LOW_ROW)
        download(lambda: columns, locale, key="receiving_csv", name="riskgraph-received.csv")
    _refused(read.refused, locale)
    _ask_parties(read, waiting, at, locale)
    _problems(read, locale)
    _buttons(read, waiting, at, locale)


def _sentence(read: ReadUpload, locale: str) -> str:
    counts = {"files": len(read.forms) + len({p.file for p in read.refused}), "save": len(read.to_save)}
    open_ones = sum(not one.party_id for one in read.forms)
    rest = {"open": open_ones, "refused": len({p.file for p in read.refused})}
    return t(locale, "receiving.sentence", **counts, **rest)


def file_columns(read: ReadUpload, at: Desk, locale: str) -> Columns:
    """Return one row a file that was read: whose, which form, how much of it, what is to be looked at."""
    rows = [_file_row(one, at, locale) for one in read.forms]
    ids = ("file", "party", "received_by", "received_form", "received_answered", "received_problems",
           "received_request", "received_fate")  # fmt: skip
    return {name: [row[i] for row in rows] for i, name in enumerate(ids)}


def _file_row(one: Assigned, at: Desk, locale: str) -> tuple[str, ...]:
    asked, read = questions(one.form)
    fate = "save" if one.can_be_saved else "saved" if one.saved_as else "open"
    return (
        plain(one.form.file),
        party_name(one.party_id, at.submission, locale) if one.party_id else t(locale, "receiving.nobody"),
        t(locale, f"receiving.found_by.{one.found_by.value}"),
        plain(f"{one.form.form_id} {one.form.version} {one.form.scope_id}".strip()),
        t(locale, "receiving.of", part=read, whole=asked),
        counted((*one.form.problems, *one.problems), locale),
        t(locale, "receiving.request", number=one.request_id)
        if one.request_id
        else t(locale, "receiving.request.none"),
        t(locale, f"receiving.fate.{fate}"),
    )


def counted(problems: tuple[Problem, ...], locale: str) -> str:
    """Return how many problems there are of each kind, those to be looked at first."""
    found = Counter(problem.severity for problem in problems)
    told = [
        t(locale, f"receiving.count.{severity.value}", count=found[severity])
        for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
        if found[severity]
    ]
    return t(locale, "cause.comma").join(told) or t(locale, "receiving.no_problem")


def _refused(refused: tuple[Problem, ...], locale: str) -> None:
    """Name every file that could not be read."""
    for problem in refused:
        message, mend = said(problem, locale)
        where = plain(problem.file)
        states.error(message, locale, where="" if where in message else where, mend=mend)
    if refused:
        st.caption(t(locale, "receiving.refused"))


def _ask_parties(read: ReadUpload, waiting: Waiting, at: Desk, locale: str) -> None:
    """Ask whose the forms are for which nobody was found, or somebody was chosen."""
    chosen = dict(waiting.chosen)
    open_ones = [n for n, one in enumerate(read.forms) if not one.party_id or n in chosen]
    options = ["", *sorted(at.submission.party_by_id)]
    for number in open_ones[:MOST_ASKED]:
        form = read.forms[number].form
        label = t(locale, "receiving.whose", file=plain(form.file), name=plain(form.party_name) or "-")
        key = f"receiving_party_{waiting.upload_id[:8]}_{number}"
        st.selectbox(
            escaped(label),
            options,
            index=options.index(chosen[number]) if chosen.get(number) in options else 0,
            format_func=lambda p: _option(p, at, locale),
            key=key,
            on_change=_chosen,
            args=(number, key),
        )


def _option(party_id: str, at: Desk, locale: str) -> str:
    if not party_id:
        return t(locale, "receiving.choose_party")
    return f"{party_name(party_id, at.submission, locale)} ({plain(party_id)})"


def _chosen(number: int, key: str) -> None:
    waiting = session.recall(Waiting)
    chosen = {**dict(waiting.chosen), number: str(session.widget(key) or "")}
    session.remember(replace(waiting, chosen=tuple((n, p) for n, p in sorted(chosen.items()) if p)))


def _problems(read: ReadUpload, locale: str) -> None:
    """Draw what is to be looked at in all files, one table."""
    found = [p for one in read.forms for p in (*one.problems, *one.form.problems)]
    if not found:
        return
    with st.expander(t(locale, "receiving.problems", count=len(found)), key="receiving_problems"):
        columns = {name: v for name, v in problem_columns(found, locale).items() if name != "code"}
        table(columns, locale, key="receiving_problem_table", height=400, row=ROW)


def _buttons(read: ReadUpload, waiting: Waiting, at: Desk, locale: str) -> None:
    with st.container(horizontal=True):
        is_asked = st.button(
            t(locale, "receiving.save"), type="primary", disabled=not read.to_save, key="receiving_save",
            icon=":material/save:",
        )  # fmt: skip
        st.button(t(locale, "receiving.cancel"), key="receiving_cancel", on_click=_cancel)
    if not is_asked:
        return
    try:
        saved = receiving.save_upload(waiting.upload_id, read, at)
    except RiskgraphError as error:
        states.refused(error, locale, kept=t(locale, "receiving.kept"))
        return
    session.remember(Waiting(saved=len(saved)))
    st.rerun()


def _cancel() -> None:
    waiting = session.recall(Waiting)
    receiving.discard_files(waiting.upload_id)
    session.remember(Waiting())
