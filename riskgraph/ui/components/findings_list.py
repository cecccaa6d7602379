"""All findings with the bars of their states, search and filter; a row opens the finding."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import streamlit as st

from riskgraph.model.finding import Weight
from riskgraph.report.finding_work import (
    STATES,
    FindingRow,
    Wanted,
    fitting_findings,
    kinds_of,
    state_words,
    title_of,
    weight_words,
    work_alt,
    work_columns,
    work_height,
    work_option,
)
from riskgraph.report.plain import plain
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import finding_desk
from riskgraph.ui.actions.finding_desk import FindingDesk
from riskgraph.ui.components import findings_one, findings_view, states
from riskgraph.ui.components.findings_view import change, view
from riskgraph.ui.components.tables import LOW_ROW, download, table

_SHOWN_ROWS = 10
_FIELDS = ("states", "weights", "codes", "owners")


def render(this: FindingDesk, locale: str, *, can_write: bool) -> None:
    """Draw the list with what can be done about one of its rows."""
    findings_view.outcome(locale)
    _new_ones(this, locale, can_write=can_write)
    if not this.rows:
        states.empty(t(locale, "findings.none"), t(locale, "findings.none.next"), key="findings")
        return
    _picture(this, locale)
    _filter(this, locale)
    rows = fitting_findings(this.rows, view().wanted, this.submission, this.today, locale)
    if not rows:
        with states.empty(t(locale, "findings.none_fit"), t(locale, "findings.none_fit.next"), key="findings_fit"):
            st.button(t(locale, "findings.filter.clear"), key="findings_clear", on_click=_clear)
        return
    row = next((r for r in rows if r.key == view().key), rows[0])
    _table(this, rows, row, locale)
    findings_one.finding(this, row, locale, can_write=can_write)


def _new_ones(this: FindingDesk, locale: str, *, can_write: bool) -> None:
    """Say how many findings nobody has taken up, and offer to take them up."""
    new, again = this.to_take_up, this.to_open_again
    if not (new or again):
        return
    with st.container(border=True, key="findings_new"):
        if new:
            st.markdown(t(locale, "findings.new", count=new))
        if again:
            st.markdown(t(locale, "findings.again", count=again))
        st.caption(t(locale, "findings.new.what"))
        if can_write:
            st.button(
                t(locale, "findings.take_up", count=new + again), key="findings_take_up", type="primary",
                icon=":material/playlist_add_check:", on_click=_take_up, args=(this, new + again),
            )  # fmt: skip


def _take_up(this: FindingDesk, count: int) -> None:
    findings_view.tried(lambda: finding_desk.take_up(this), "taken_up", count=count)


def _picture(this: FindingDesk, locale: str) -> None:
    """Draw the bars; a click on one shows its findings only."""
    kinds = kinds_of(this.rows, this.today)
    codes = tuple(kind.code for kind in kinds)
    key = f"findings-picture-{view().round}"
    st.echarts_chart(
        work_option(kinds, locale, session.theme()),
        height=work_height(kinds),
        theme=None,
        renderer="svg",
        key=key,
        on_select=lambda: _clicked(key, codes),
        alt=work_alt(kinds, locale),
    )
    st.caption(t(locale, "findings.picture"))


def _clicked(key: str, codes: tuple[str, ...]) -> None:
    found = session.widget(key)
    for group in found.selection.selected if found else ():
        for index in group["data_indices"]:
            if index < len(codes):
                change(wanted=Wanted(codes=(codes[index],)), key="", round=view().round + 1)


def _filter(this: FindingDesk, locale: str) -> None:
    """Draw what can be filtered by."""
    codes = sorted({row.code for row in this.rows}, key=lambda c: title_of(c, locale))
    owners = sorted({row.owner for row in this.rows if row.owner})
    with st.expander(t(locale, "paths.filter"), expanded=view().wanted != Wanted(), key="findings_filter"):
        left, right = st.columns(2)
        with left:
            _several("states", STATES, locale)
            _several("weights", tuple(Weight), locale)
            st.text_input(
                t(locale, "findings.filter.words"), value=view().wanted.words, key=_key("words"), on_change=_keep
            )
        with right:
            _several("codes", codes, locale)
            _several("owners", owners, locale)
            st.checkbox(
                t(locale, "findings.filter.overdue"), value=view().wanted.only_overdue, key=_key("overdue"),
                on_change=_keep,
            )  # fmt: skip


def _key(name: str) -> str:
    return f"findings_{name}_{view().round}"


def _several(name: str, options: Sequence[str], locale: str) -> None:
    """Draw one choice of several values."""
    known = [value for value in getattr(view().wanted, name) if value in options]
    st.multiselect(
        t(locale, f"findings.filter.{name}"), options, default=known, key=_key(name), on_change=_keep,
        placeholder=t(locale, "paths.filter.all"), format_func=lambda value: _named(name, value, locale),
    )  # fmt: skip


def _named(name: str, value: str, locale: str) -> str:
    """Return what a value to filter by is called."""
    if name == "states":
        return next(state_words(state, locale) for state in STATES if state == value)
    if name == "weights":
        return weight_words(Weight(value), locale)
    return title_of(value, locale) if name == "codes" else plain(value)


def _keep() -> None:
    """Remember what the choices say."""
    several = {name: tuple(session.widget(_key(name)) or ()) for name in _FIELDS}
    words = str(session.widget(_key("words")) or "")
    change(wanted=Wanted(words=words, only_overdue=bool(session.widget(_key("overdue"))), **several), told=None)


def _clear() -> None:
    change(wanted=Wanted(), round=view().round + 1, told=None, refused=None)


def _table(this: FindingDesk, rows: tuple[FindingRow, ...], chosen: FindingRow, locale: str) -> None:
    """Draw the rows; the one that is marked is opened below."""
    keys = tuple(row.key for row in rows)
    columns = work_columns(rows, this.submission, this.today, locale)
    marks = hashlib.sha256("/".join((this.key, str(view().round), *keys)).encode()).hexdigest()[:12]
    key = f"findings-{marks}"
    table(
        columns,
        locale,
        key=key,
        row=LOW_ROW,
        height=38 + LOW_ROW * min(len(keys), _SHOWN_ROWS),
        on_select=lambda: _opened(key, keys),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [keys.index(chosen.key)], "columns": []}},
        alt=t(locale, "findings.table.alt", count=len(keys)),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t(locale, "findings.shown", shown=len(keys), total=len(this.rows)), width="stretch")
        download(lambda: columns, locale, key="findings_csv", name="riskgraph-findings.csv")


def _opened(key: str, keys: tuple[str, ...]) -> None:
    """Open the finding of the row that was clicked; a row that was unmarked leaves it as it is."""
    found = session.widget(key)
    rows = found.selection.rows if found else []
    if rows and rows[0] < len(keys):
        change(key=keys[rows[0]], told=None, refused=None)
