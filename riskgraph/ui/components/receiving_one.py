"""One entry of an upload, looked at before it is saved: whose it is, what was read, what is odd, and saving it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.errors import RiskgraphError
from riskgraph.intake.assigning import FoundBy
from riskgraph.report.names import party_name
from riskgraph.report.plain import plain
from riskgraph.report.problem_text import said
from riskgraph.report.review_rows import item_columns, onward_sentence, understood_sentence
from riskgraph.report.table_rows import problem_columns
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import received
from riskgraph.ui.actions.contradicting import in_force
from riskgraph.ui.actions.reading import Reading
from riskgraph.ui.actions.received import Entry, EntryState, Received
from riskgraph.ui.actions.receiving_desk import Desk
from riskgraph.ui.components import receiving_draft, states
from riskgraph.ui.components.receiving_list import file_name, state_word
from riskgraph.ui.components.receiving_state import Waiting, change
from riskgraph.ui.components.tables import ROW, download, table
from riskgraph.ui.markdown import escaped

MOST_ASKED = 10


def render(this: Reading, found: Received, at: Desk, locale: str) -> None:
    """Draw the entry that was opened in the table."""
    opened = session.recall(Waiting).opened
    entry = next((entry for entry in found.entries if entry.key == opened), None)
    if entry is None:
        return
    with st.container(border=True, key="receiving_one"):
        words = t(locale, "receiving.one", state=state_word(entry.state, locale), file=file_name(entry, locale))
        st.markdown(f"**{escaped(words)}**")
        if entry.state is EntryState.DRAFT:
            receiving_draft.render(entry, locale)
        elif entry.one is not None:
            _form(this, found, entry, at, locale)
        else:
            _reasons(entry, locale)


def _reasons(entry: Entry, locale: str) -> None:
    """Say why nothing was read, or what is to be done first."""
    for problem in entry.problems:
        message, mend = said(problem, locale)
        st.markdown(escaped(f"{message} {mend}"))
    if entry.state in (EntryState.MAP, EntryState.LOCKED, EntryState.UNREAD):
        st.markdown(escaped(t(locale, f"receiving.one.{entry.state.value}")))
    if entry.state is EntryState.MAP and entry.foreign is not None:
        st.button(
            t(locale, "receiving.map.open"), key="receiving_one_map", on_click=_map, args=(entry.foreign.fingerprint,)
        )


def _map(fingerprint: str) -> None:
    change(mapped=fingerprint, told=None)


def _form(this: Reading, found: Received, entry: Entry, at: Desk, locale: str) -> None:
    """Draw a questionnaire as it would be saved, and the buttons that save it."""
    if entry.one is None:
        return
    one, form = entry.one, entry.one.form
    st.markdown(escaped(understood_sentence(form, locale)))
    _party(entry, at, locale)
    if entry.problems:
        columns = problem_columns(entry.problems, locale)
        kept = {name: v for name, v in columns.items() if name not in ("code", "file")}
        table(kept, locale, key="receiving_one_problems", height=300, row=ROW)
    rows = item_columns(form, in_force(form, one.party_id, at), locale, load_catalogue())
    table(rows, locale, key="receiving_one_items", height=480, row=ROW)
    download(lambda: rows, locale, key="receiving_one_csv", name="riskgraph-questionnaire.csv")
    st.markdown(escaped(onward_sentence(form, locale)))
    can_save = entry.state in received.TO_SAVE
    with st.container(horizontal=True):
        if st.button(
            t(locale, "receiving.one.accept"), type="primary", disabled=not can_save, key="receiving_one_accept",
            icon=":material/check:",
        ):  # fmt: skip
            saved(this, found, [entry], at, locale, is_accepted=True)
        if st.button(
            t(locale, "receiving.one.save"), disabled=not can_save, key="receiving_one_save", icon=":material/save:"
        ):
            saved(this, found, [entry], at, locale)


def parties(found: Received, at: Desk, locale: str) -> None:
    """Ask whose the forms are for which nobody was found, or somebody was chosen."""
    chosen = dict(session.recall(Waiting).choices.parties)
    asked = [
        entry
        for entry in found.entries
        if entry.one is not None and (entry.state is EntryState.PARTY or entry.key in chosen)
    ]
    asked = [entry for entry in asked if entry.state is not EntryState.SAVED]
    if not asked:
        return
    st.subheader(t(locale, "receiving.whose.head", count=found.counts[EntryState.PARTY]), anchor=False)
    columns = st.columns(2) if len(asked) > 1 else [st.container()]
    for number, entry in enumerate(asked[:MOST_ASKED]):
        with columns[number % len(columns)]:
            _party(entry, at, locale, is_apart=True)
    if len(asked) > MOST_ASKED:
        st.caption(t(locale, "receiving.whose.more", count=len(asked) - MOST_ASKED))


def names_only(found: Received, at: Desk, locale: str) -> None:
    """Offer to confirm at once the parties that were found by nothing but an exact name."""
    by_name = [
        entry for entry in found.of(*received.TO_SAVE) if entry.one is not None and entry.one.found_by is FoundBy.NAME
    ]
    if not by_name:
        return
    with st.container(border=True, key="receiving_names"):
        st.markdown(f"**{escaped(t(locale, 'receiving.names', count=len(by_name)))}**")
        with st.expander(t(locale, "receiving.names.list"), key="receiving_names_list"):
            for entry in by_name:
                if entry.one is not None:
                    name, party = plain(entry.one.form.party_name) or "-", _option(entry.one.party_id, at, locale)
                    told = t(locale, "receiving.names.line", file=file_name(entry, locale), name=name, party=party)
                    st.markdown(f"- {escaped(told)}")
        pairs = tuple((entry.key, entry.one.party_id) for entry in by_name if entry.one is not None)
        st.button(
            t(locale, "receiving.names.confirm", count=len(pairs)), key="receiving_names_confirm", on_click=_confirmed,
            args=(pairs,), icon=":material/done_all:",
        )  # fmt: skip


def _confirmed(pairs: tuple[tuple[str, str], ...]) -> None:
    choices = session.recall(Waiting).choices
    chosen = tuple(sorted({**dict(choices.parties), **dict(pairs)}.items()))
    change(choices=received.Choices(chosen, choices.ticked), told=None)


def _party(entry: Entry, at: Desk, locale: str, *, is_apart: bool = False) -> None:
    """Draw the choice of the party of one form."""
    if entry.one is None or entry.state is EntryState.SAVED:
        return
    form, options = entry.one.form, ["", *sorted(at.submission.party_by_id)]
    if is_apart:
        words = t(locale, "receiving.whose", file=file_name(entry, locale), name=plain(form.party_name) or "-")
    else:
        words = t(locale, "receiving.one.party", name=plain(form.party_name) or "-")
    place = "party" if is_apart else "one_party"
    key = f"receiving_{place}_{entry.sha256[:8]}_{entry.key}_{entry.one.party_id}"
    st.selectbox(
        escaped(words), options, index=options.index(entry.one.party_id) if entry.one.party_id in options else 0,
        format_func=lambda p: _option(p, at, locale), key=key, on_change=_chosen, args=(entry.key, key),
    )  # fmt: skip


def _option(party_id: str, at: Desk, locale: str) -> str:
    if not party_id:
        return t(locale, "receiving.choose_party")
    return f"{party_name(party_id, at.submission, locale)} ({plain(party_id)})"


def _chosen(entry_key: str, key: str) -> None:
    choices = session.recall(Waiting).choices
    chosen = {**dict(choices.parties), entry_key: str(session.widget(key) or "")}
    kept = tuple(sorted((entry, party) for entry, party in chosen.items() if party))
    change(choices=received.Choices(kept, choices.ticked), told=None)


def saved(
    this: Reading, found: Received, entries: Sequence[Entry], at: Desk, locale: str, *, is_accepted: bool = False
) -> None:
    """Save entries, and draw the page anew with what was done; where it is refused, say why."""
    try:
        kept = received.save(this, entries, at, is_accepted=is_accepted)
    except RiskgraphError as error:
        states.refused(error, locale, kept=t(locale, "receiving.kept"))
        return
    told = ("saved_and_accepted" if is_accepted else "saved", len(kept))
    if received.finish(this, found, entries):
        session.remember(Waiting(told=told))
    else:
        change(told=told, opened="")
    st.rerun()
