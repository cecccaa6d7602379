"""What to ask next: one block with the best question, and the list from which parties are taken over to be asked.

The convention that bites: the work takes seconds, so that a page keeps a place for these and draws them last.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.model.inquiry import Inquiries, Way
from riskgraph.report.inquiry_words import counts, inquiry_columns, lines, sentence
from riskgraph.text import t
from riskgraph.ui import keeping, links, session
from riskgraph.ui.actions import inquiring, shown
from riskgraph.ui.actions.sending import Desk
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import sending_choose, states
from riskgraph.ui.components.sending_state import change
from riskgraph.ui.components.tables import HEAD, ROW, download, table
from riskgraph.ui.markdown import escaped

_SHOWN_ROWS = 6
_BY_FORM = frozenset({Way.FORM, Way.CALL})
"""What a questionnaire that is sent, or sent again, would answer."""


@dataclass(frozen=True)
class Asking:
    """Of which register somebody asked for the questions in this visit."""

    register_id: str = ""


def block(result: Shown, locale: str) -> None:
    """Draw the best next question with its reasons; before somebody asks for it, only the button that begins."""
    with st.container(key="next_question", border=True, gap="xsmall"):
        st.subheader(t(locale, "ask.title"), anchor=False)
        found = _found(result, locale)
        if found is None:
            return
        st.markdown(f"**{escaped(sentence(found, result.submission, load_catalogue(), locale))}**")
        st.caption(t(locale, "inquiry.note"))
        if found.open_answers:
            _grounds(found, result, locale)
        with st.container(horizontal=True):
            if st.button(t(locale, "ask.to_make"), key="ask_to_make", icon=":material/arrow_forward:"):
                change(section="make", made=(), told=None, refused=None)
                links.go("questionnaires")


def _grounds(found: Inquiries, result: Shown, locale: str) -> None:
    """Draw what the choice of the question rests on, folded away."""
    with st.expander(t(locale, "ask.grounds")):
        if found.questions:
            told = lines(found.questions[0], result.submission, locale)
            st.markdown("\n".join(f"- {escaped(line)}" for line in told))
        st.caption(escaped(counts(found, locale)))


def listed(this: Desk, locale: str) -> None:
    """Draw whom to ask what first, and the button that takes parties over; nothing before an assessment."""
    result = shown.shown()
    if result is None:
        return
    with st.container(key="ask_first", border=True, gap="small"):
        st.subheader(t(locale, "ask.first"), anchor=False)
        st.caption(t(locale, "ask.first.more"))
        found = _found(result, locale)
        if found is not None:
            _list(found, result, this, locale)


def _list(found: Inquiries, result: Shown, this: Desk, locale: str) -> None:
    catalogue = load_catalogue()
    if not found.questions:
        st.markdown(escaped(sentence(found, result.submission, catalogue, locale)))
        return
    columns = inquiry_columns(found.questions, result.submission, catalogue, locale)
    height = HEAD + ROW * _SHOWN_ROWS
    table(columns, locale, key="ask_questions", height=height)
    asked = {candidate.party_id for candidate in this.candidates}
    ids = tuple(dict.fromkeys(q.party_id for q in found.questions if q.way in _BY_FORM and q.party_id in asked))
    with st.container(horizontal=True, vertical_alignment="center"):
        if ids:
            label = t(locale, "ask.take", count=len(ids))
            st.button(label, key="ask_take", icon=":material/playlist_add:", on_click=sending_choose.take, args=(ids,))
        else:
            st.caption(t(locale, "ask.nobody"))
        download(lambda: columns, locale, key="ask_csv", name="riskgraph-ask.csv")


def _found(result: Shown, locale: str) -> Inquiries | None:
    """Return the questions; where they are not known yet, draw the button, or the work under a bar."""
    found = inquiring.known(result)
    if found is not None:
        return found
    if session.recall(Asking).register_id != result.record.register_id:
        with st.container(key="ask_begin", gap="xsmall"):
            st.button(t(locale, "ask.work_out"), key="ask_work_out", icon=":material/contact_support:", on_click=_ask)
            st.caption(t(locale, "ask.work_out.more"))
        return None
    with states.progress(t(locale, "ask.busy"), locale, key="asking", on_cancel=_cancel) as step:
        return inquiring.work_out(result, lambda done, of: step(done, of, ""))


def _ask() -> None:
    session.remember(Asking(keeping.register_id()))


def _cancel() -> None:
    session.remember(Asking())
