"""調査票: where every request stands, making and sending, taking back and reviewing, and what was seen."""

from __future__ import annotations

import streamlit as st

from riskgraph.report.board_words import board_sentence
from riskgraph.report.numbers import day
from riskgraph.text import t
from riskgraph.ui import keeping, links, session
from riskgraph.ui.actions import sending
from riskgraph.ui.components import (
    receiving_review,
    receiving_upload,
    sending_board,
    sending_make,
    states,
    verification_list,
    who,
)
from riskgraph.ui.components.page_head import page_head
from riskgraph.ui.components.sending_state import SECTIONS, change, state

_SECTION = "sending_section"


def render() -> None:
    """Draw the page."""
    locale = session.locale()
    register, this = keeping.register(), sending.desk()
    if register is None or this is None:
        page_head(t(locale, "sending.nothing"))
        with states.empty(t(locale, "sending.nothing.what"), t(locale, "sending.nothing.next"), key="no_register"):
            links.link("overview", locale)
        return
    page_head(
        board_sentence(this.board, locale),
        below=t(locale, "sending.below", register=register.name, day=day(this.today, locale)),
    )
    can_write = who.is_known(locale)
    section = _section(locale)
    if section == "board":
        sending_board.render(this, locale, can_write=can_write)
    elif section == "make":
        sending_make.render(this, locale, can_write=can_write)
    elif section == "receive" and can_write:
        receiving_upload.render(locale)
        receiving_review.render(locale)
    elif section == "verifications" and can_write:
        verification_list.render(locale)


def _section(locale: str) -> str:
    """Draw the parts of the page to choose from; return the one chosen."""
    st.segmented_control(
        t(locale, "sending.section"),
        SECTIONS,
        default=state().section,
        required=True,
        format_func=lambda section: t(locale, f"sending.section.{section}"),
        key=f"{_SECTION}_{state().section}",
        on_change=_turned,
        args=(f"{_SECTION}_{state().section}",),
        label_visibility="collapsed",
    )
    return state().section


def _turned(key: str) -> None:
    change(section=session.widget(key) or SECTIONS[0], made=(), told=None, refused=None)
