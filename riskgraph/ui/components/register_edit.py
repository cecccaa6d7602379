"""Editing a register in tables: a sheet, a search, an editor, and the way to look at the changes before saving."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from riskgraph.intake.keyed_rows import SHEET_NAMES
from riskgraph.report.difference_rows import column_title, sheet_title
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import register_edits
from riskgraph.ui.actions.register_edits import Editing
from riskgraph.ui.markdown import escaped

_SHEET, _WORDS, _PAGE = "edit_sheet", "edit_words", "edit_page"
_ROW = 36
_ROWS_SHOWN = 12


def edit(locale: str) -> str:
    """Draw the editor; return the id of the upload in the run in which the changes are to be looked at, else ""."""
    st.caption(t(locale, "register.edit.more"))
    now = register_edits.editing(locale)
    _choose(now, locale)
    now = register_edits.editing(locale)
    view = register_edits.view(now, locale)
    words = t(locale, "register.edit.found", found=view.found, page=min(now.page, view.pages), pages=view.pages)
    st.caption(words)
    st.data_editor(
        view.columns,
        hide_index=True,
        num_rows="fixed" if now.sheet == "settings" else "dynamic",
        column_config={name: _column(name, now, locale) for name in view.columns},
        height=38 + _ROW * min(_ROWS_SHOWN, len(view.places) + 1),
        row_height=_ROW,
        placeholder="",
        key=now.editor_key,
        on_change=register_edits.note,
    )
    return _buttons(now, locale)


def _choose(now: Editing, locale: str) -> None:
    """Draw what part of the register is edited; what was typed goes along from view to view."""
    left, middle, right = st.columns([2, 3, 1], vertical_alignment="bottom")
    with left:
        st.selectbox(
            t(locale, "register.edit.sheet"),
            SHEET_NAMES,
            index=SHEET_NAMES.index(now.sheet),
            format_func=lambda sheet: sheet_title(sheet, locale),
            key=_SHEET,
            on_change=_turned,
        )
    with middle:
        st.text_input(
            t(locale, "register.edit.words"), value=now.words, key=_WORDS, on_change=_turned,
            placeholder=t(locale, "register.edit.words.like"),
        )  # fmt: skip
    pages = register_edits.view(now, locale).pages
    with right:
        st.number_input(
            t(locale, "register.edit.page"),
            min_value=1,
            max_value=pages,
            value=min(now.page, pages),
            key=_PAGE,
            on_change=_turned,
            disabled=pages == 1,
        )


def _turned() -> None:
    """Take over what was typed and show another part."""
    now = register_edits.take_over(session.locale())
    sheet, words = session.widget(_SHEET) or now.sheet, str(session.widget(_WORDS) or "")
    is_same = (sheet, words) == (now.sheet, now.words)
    page = int(session.widget(_PAGE) or 1) if is_same else 1
    session.remember(replace(now, sheet=sheet, words=words, page=page, round=now.round + 1))


def _column(name: str, now: Editing, locale: str) -> Any:
    """Return how one column is edited: by choice, by date, or as text."""
    title = column_title(now.sheet, name, locale)
    if words := register_edits.choices(now.sheet, name, locale):
        return st.column_config.SelectboxColumn(title, options=list(words))
    if register_edits.is_date(now.sheet, name):
        return st.column_config.DateColumn(title, format="YYYY-MM-DD")
    return st.column_config.TextColumn(title)


def _buttons(now: Editing, locale: str) -> str:
    """Draw the two buttons, and how much is edited in views that were left."""
    changed = sum(len(edits.changed) for _, edits in now.edits)
    added = sum(len(edits.added) for _, edits in now.edits)
    deleted = sum(len(edits.deleted) for _, edits in now.edits)
    if changed or added or deleted:
        st.info(t(locale, "register.edit.pending", changed=changed, added=added, deleted=deleted))
    with st.container(horizontal=True):
        is_asked = st.button(t(locale, "register.edit.review"), type="primary", key="edit_review", on_click=_taken)
        st.button(t(locale, "register.edit.give_up"), key="edit_give_up", on_click=register_edits.give_up)
    if not is_asked:
        return ""
    now = register_edits.editing(locale)
    if now.is_empty:
        st.info(t(locale, "register.edit.nothing"))
        return ""
    with st.spinner(escaped(t(locale, "register.edit.checking"))):
        return register_edits.stage_edit(now, locale)


def _taken() -> None:
    register_edits.take_over(session.locale())
