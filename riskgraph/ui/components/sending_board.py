"""The board: where every request stands, as a picture in words and as a table to choose from."""

from __future__ import annotations

import hashlib

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.model.board import BoardRow, BoardState
from riskgraph.report.board_words import BoardFilter, board_columns, fitting_rows
from riskgraph.report.picture_board import board_alt, board_height, board_option, state_at
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions.sending import Desk
from riskgraph.ui.components import sending_files, sending_letters, sending_steps, states
from riskgraph.ui.components.sending_state import change, outcome, state
from riskgraph.ui.components.tables import LOW_ROW, download, table

_SHOWN_ROWS = 12
_STATES, _DEPARTMENTS, _WORDS = "board_states", "board_departments", "board_words"


def render(this: Desk, locale: str, *, can_write: bool) -> None:
    """Draw the board; where nothing was made yet, say what to do."""
    outcome(locale)
    if not this.board.rows:
        with states.empty(t(locale, "sending.board.empty"), t(locale, "sending.board.empty.next"), key="board"):
            st.button(t(locale, "sending.board.go_make"), key="board_make", on_click=_to_make, type="primary")
        return
    _picture(this, locale)
    _filter(this, locale)
    rows = fitting_rows(this.board, state().wanted, this.submission, locale)
    if not rows:
        states.empty(t(locale, "sending.board.none_fit"), t(locale, "sending.board.none_fit.next"), key="none_fit")
        return
    _table(this, rows, locale)
    chosen = [row for row in rows if row.request.request_id in state().chosen]
    if not chosen:
        st.info(t(locale, "sending.board.choose"), icon=":material/check_box:")
    else:
        sending_letters.letters(this, chosen, locale)
        sending_files.files(this, tuple(row.request.request_id for row in chosen), locale, key="board")
        if can_write:
            sending_steps.steps(this, chosen, locale)
    if can_write:
        sending_steps.list_back(this, locale)


def _to_make() -> None:
    change(section="make", told=None, refused=None)


def _picture(this: Desk, locale: str) -> None:
    """Draw the bars; a click on one shows its requests only."""
    counts = this.board.counts
    key = f"board-picture-{state().round}"
    st.echarts_chart(
        board_option(counts, locale, session.theme()),
        height=board_height(),
        theme=None,
        renderer="svg",
        key=key,
        on_select=lambda: _clicked(key),
        alt=board_alt(counts, locale),
    )


def _clicked(key: str) -> None:
    found = session.widget(key)
    for group in found.selection.selected if found else ():
        for index in group["data_indices"]:
            if (clicked := state_at(index)) is not None:
                wanted = BoardFilter((clicked,), state().wanted.departments, state().wanted.words)
                change(wanted=wanted, round=state().round + 1)


def _filter(this: Desk, locale: str) -> None:
    """Draw what can be filtered by."""
    wanted, known = state().wanted, sorted(this.board.departments)
    left, middle, right = st.columns(3)
    with left:
        st.multiselect(
            t(locale, "sending.filter.states"), list(BoardState), default=list(wanted.states),
            format_func=lambda s: t(locale, f"sending.state.{s.value}"), key=f"{_STATES}-{state().round}",
            on_change=_keep, placeholder=t(locale, "sending.filter.all"),
        )  # fmt: skip
    with middle:
        st.multiselect(
            t(locale, "sending.filter.departments"), known, default=[d for d in wanted.departments if d in known],
            format_func=lambda d: d or t(locale, "mailing.no_department"), key=_DEPARTMENTS, on_change=_keep,
            placeholder=t(locale, "sending.filter.all"),
        )  # fmt: skip
    with right:
        st.text_input(t(locale, "sending.filter.words"), value=wanted.words, key=_WORDS, on_change=_keep)


def _keep() -> None:
    change(
        wanted=BoardFilter(
            tuple(session.widget(f"{_STATES}-{state().round}") or ()),
            tuple(session.widget(_DEPARTMENTS) or ()),
            str(session.widget(_WORDS) or ""),
        )
    )


def _table(this: Desk, rows: tuple[BoardRow, ...], locale: str) -> None:
    """Draw the requests; those that are marked are worked on below."""
    ids = tuple(row.request.request_id for row in rows)
    columns = board_columns(rows, this.submission, load_catalogue(), locale)
    key = f"board-{hashlib.sha256(f'{this.key}/{ids}/{state().round}'.encode()).hexdigest()[:12]}"
    table(
        columns,
        locale,
        key=key,
        row=LOW_ROW,
        height=38 + LOW_ROW * min(len(ids), _SHOWN_ROWS),
        on_select=lambda: _marked(key, ids),
        selection_mode="multi-row",
        selection_default={"selection": {"rows": [n for n, i in enumerate(ids) if i in state().chosen], "columns": []}},
        alt=t(locale, "sending.board.alt", count=len(ids)),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t(locale, "sending.board.count", shown=len(ids), total=len(this.board.rows)), width="stretch")
        st.button(t(locale, "sending.board.all"), key="board_all", on_click=_mark, args=(ids,))
        st.button(t(locale, "sending.board.nothing"), key="board_nothing", on_click=_mark, args=((),))
        download(lambda: columns, locale, key="board_csv", name="riskgraph-board.csv")


def _marked(key: str, ids: tuple[int, ...]) -> None:
    found = session.widget(key)
    rows = found.selection.rows if found else []
    change(chosen=tuple(ids[row] for row in rows if row < len(ids)), told=None, refused=None)


def _mark(ids: tuple[int, ...]) -> None:
    change(chosen=ids, round=state().round + 1, told=None, refused=None)
