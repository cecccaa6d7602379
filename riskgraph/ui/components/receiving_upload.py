"""Many returned questionnaires at once: chosen, read, looked at, saved together; what cannot be read is named.

The convention that bites: what the table says is what is saved. A file without a party is not saved before a person
has chosen one, and a broken file never keeps the others from being saved.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.report.numbers import moment
from riskgraph.report.plain import plain
from riskgraph.report.problem_text import ORDER, said
from riskgraph.text import t
from riskgraph.ui import keeping, session
from riskgraph.ui.actions import mapping, reading, received
from riskgraph.ui.actions.reading import Reading
from riskgraph.ui.actions.received import Entry, EntryState, Received
from riskgraph.ui.actions.receiving_desk import Desk, desk
from riskgraph.ui.components import (
    receiving_list,
    receiving_locked,
    receiving_map,
    receiving_map_files,
    receiving_one,
    states,
)
from riskgraph.ui.components.receiving_state import Filter, Waiting
from riskgraph.ui.markdown import escaped
from riskgraph.ui.uploads import taken

MOST_APART = 3
MOST_REFUSED = 12
MOST_UNREAD = 10


def render(locale: str) -> None:
    """Draw the way from the files to saved questionnaires."""
    at = desk()
    if at is None:
        states.empty(t(locale, "receiving.no_register"), t(locale, "receiving.no_register.next"), key="receiving")
        return
    if not keeping.actor():
        st.info(t(locale, "receiving.who"))  # the page asks for the name
        return
    waiting = session.recall(Waiting)
    if waiting.told is not None:
        key, count = waiting.told
        st.success(t(locale, f"receiving.{key}", count=count), icon=":material/inventory_2:")
    if waiting.upload_id and waiting.register_id == at.register_id:
        _read(waiting, at, locale)
    else:
        _choose(locale)
        _left_over(at, locale)
    receiving_map_files.render(locale)


def _choose(locale: str) -> None:
    """Draw the form in which files are chosen."""
    with st.form("receiving", clear_on_submit=True, border=True):
        files = st.file_uploader(
            t(locale, "receiving.files"),
            accept_multiple_files=True,
            help=t(locale, "receiving.files.help"),
            key="receiving_files",
        )
        st.caption(t(locale, "receiving.files.kinds"))
        is_asked = st.form_submit_button(t(locale, "receiving.read"), type="primary", key="receiving_read")
    if not is_asked:
        return
    if not files:
        st.info(t(locale, "receiving.choose"))
        return
    try:
        upload_id = reading.staged_files(taken(files))
    except RiskgraphError as error:
        states.refused(error, locale)
        return
    _look_at(upload_id)
    st.rerun()


def _look_at(upload_id: str) -> None:
    session.remember(Waiting(upload_id, keeping.register_id()))
    session.remember(Filter())


def _left_over(at: Desk, locale: str) -> None:
    """Offer to go on with files that were chosen before, such as when the page was closed."""
    found = reading.left_over()
    if found is None:
        return
    when = moment(found.made.at, at.submission.settings.time_zone, locale)
    words = t(locale, "receiving.left", count=len(found.files), actor=plain(found.made.actor), at=when)
    with st.container(border=True, key="receiving_left"):
        st.markdown(escaped(words))
        with st.container(horizontal=True):
            st.button(
                t(locale, "receiving.left.go_on"), key="receiving_go_on", on_click=_look_at, args=(found.upload_id,)
            )
            st.button(
                t(locale, "receiving.left.discard"),
                key="receiving_discard",
                on_click=reading.discarded,
                args=(found.upload_id,),
            )


def _read(waiting: Waiting, at: Desk, locale: str) -> None:
    """Draw what the files that wait say, and save them where that is asked."""
    try:
        this = reading.begun(waiting.upload_id, at.today)
        if this.is_running:
            words = t(locale, "receiving.reading")
            with states.progress(words, locale, key="receiving_progress", on_cancel=this.stop) as step:
                this.wait(step)
        found = received.received(this, at, mapping.maps(), waiting.choices)
    except RiskgraphError as error:
        states.refused(error, locale)
        session.remember(Waiting())
        return
    st.markdown(f"**{escaped(receiving_list.sentence(found, locale))}**")
    _rest(this, found, locale)
    _refused(found.of(EntryState.REFUSED), locale)
    receiving_list.render(found, at, locale)
    _buttons(this, found, at, locale)
    receiving_one.render(this, found, at, locale)
    receiving_locked.render(this, found, locale)
    receiving_map.render(found, locale)
    receiving_one.names_only(found, at, locale)
    receiving_one.parties(found, at, locale)
    receiving_map.used(found, locale)


def _rest(this: Reading, found: Received, locale: str) -> None:
    """Say what was not read, because reading was stopped or could not go on."""
    unread = found.of(EntryState.UNREAD)
    if this.failed is not None:
        states.refused(this.failed, locale)
    if not unread:
        return
    names = t(locale, "cause.comma").join(plain(entry.file) for entry in unread[:MOST_UNREAD])
    key = "receiving.stopped" if len(unread) <= MOST_UNREAD else "receiving.stopped.more"
    done = len({entry.place for entry in found.entries}) - len(unread)
    words = t(locale, key, done=done, count=len(unread), names=names)
    with st.container(border=True, key="receiving_stopped"):
        st.markdown(escaped(words))
        st.button(
            t(locale, "receiving.stopped.go_on"),
            key="receiving_resume",
            on_click=this.start,
            args=(keeping.store(), reading.executor()),
        )


def _refused(refused: Sequence[Entry], locale: str) -> None:
    """Name the files that could not be read, with the reason: a few one by one, many in one list."""
    if len(refused) <= MOST_APART:
        for entry in refused:
            message, mend = _why(entry, locale)
            where = receiving_list.file_name(entry, locale)
            states.error(message, locale, where="" if plain(entry.file) in message else where, mend=mend)
    else:
        first = refused[:MOST_REFUSED]
        lines = [_line(entry, locale) for entry in first]
        head = t(locale, "receiving.refused.head", count=len(refused))
        listed = "\n".join(f"- {escaped(line)}" for line in lines)
        st.error(f"**{escaped(head)}**\n\n{listed}", icon=":material/error:")
    if len(refused) > MOST_REFUSED:
        st.caption(t(locale, "receiving.refused.more", count=len(refused) - MOST_REFUSED))
    elif refused:
        st.caption(t(locale, "receiving.refused"))


def _line(entry: Entry, locale: str) -> str:
    """Return a file that could not be read, and why, as one line."""
    why = _why(entry, locale)[0]
    is_named = plain(entry.file) in why and not entry.archive
    return (
        why if is_named else t(locale, "receiving.refused.line", file=receiving_list.file_name(entry, locale), why=why)
    )


def _why(entry: Entry, locale: str) -> tuple[str, str]:
    """Return why a file could not be read, and what to do about it."""
    worst = sorted(entry.problems, key=lambda problem: ORDER.index(problem.severity))
    return said(worst[0], locale) if worst else (t(locale, "receiving.state_of.refused"), "")


def _buttons(this: Reading, found: Received, at: Desk, locale: str) -> None:
    """Draw what can be done with all of them at once."""
    clean = [entry for entry in found.to_save if entry.state is EntryState.CLEAN]
    with st.container(horizontal=True, key="receiving_buttons"):
        if len(clean) > 0 and st.button(
            t(locale, "receiving.accept_clean", count=len(clean)), type="primary", key="receiving_accept_clean",
            icon=":material/done_all:", help=t(locale, "receiving.accept_clean.help"),
        ):  # fmt: skip
            receiving_one.saved(this, found, clean, at, locale, is_accepted=True)
        if st.button(
            t(locale, "receiving.save", count=len(found.to_save)), disabled=not found.to_save, key="receiving_save",
            icon=":material/save:", help=t(locale, "receiving.save.help"),
        ):  # fmt: skip
            receiving_one.saved(this, found, found.to_save, at, locale)
        st.button(t(locale, "receiving.cancel"), key="receiving_cancel", on_click=_cancel, args=(this,))
    st.caption(t(locale, "receiving.kept_here"))


def _cancel(this: Reading) -> None:
    this.stop()
    reading.discarded(this.upload_id)
    session.remember(Waiting())
