"""Choosing whom to ask: a table with a box, a form and a language a party, filled in with what is suggested.

The convention that bites: what is changed in the table is remembered by party, so that it survives a filter; the
table itself is drawn anew, with what was changed until then, whenever its rows change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from riskgraph.analysis.whom_to_ask import modules_for
from riskgraph.catalogue import load_catalogue
from riskgraph.model.board import Candidate
from riskgraph.model.engagement import ENDED_STATES
from riskgraph.report.board_words import candidate_columns
from riskgraph.report.names import party_name
from riskgraph.text import LOCALES, t
from riskgraph.ui import session
from riskgraph.ui.actions.sending import Desk
from riskgraph.ui.components.sending_state import Pick, change, state

_ROW = 36
_SHOWN_ROWS = 12
_WIDTHS = {"ask_party": 210, "ask_why": 400, "ask_last": 170, "ask_department": 130, "ask_via": 190, "ask_tiers": 64}
_DEPARTMENT, _WORDS = "ask_department_filter", "ask_words"
_ORDER = (
    "ask_chosen", "ask_party", "ask_form", "ask_language", "ask_why", "ask_last", "ask_department", "ask_via",
    "ask_records", "ask_tiers",
)  # fmt: skip
_EDITED = ("ask_chosen", "ask_form", "ask_language")


@dataclass(frozen=True)
class Chosen:
    """A party that is to be asked, with its form, modules, language and who sends it."""

    candidate: Candidate
    form: str
    modules: tuple[str, ...]
    locale: str
    department: str


def choose(this: Desk, locale: str) -> tuple[Chosen, ...]:
    """Draw the table; return who is chosen, also where the filter hides them."""
    st.header(t(locale, "sending.choose"), anchor=False)
    st.caption(t(locale, "sending.choose.more"))
    _filter(this, locale)
    fitting = [c for c in this.candidates if _fits(c, this, locale)]
    listed = sorted(fitting, key=lambda c: not _picked(c, "ask_chosen", state().base, this))
    _table(listed, this, locale)
    chosen = [c for c in this.candidates if _picked(c, "ask_chosen", state().picks, this)]
    with st.container(horizontal=True, vertical_alignment="center"):
        words = t(locale, "sending.choose.count", chosen=len(chosen), shown=len(listed), total=len(this.candidates))
        st.caption(words, width="stretch")
        ids = tuple(c.party_id for c in listed)
        st.button(t(locale, "sending.choose.proposed"), key="ask_proposed", on_click=_reset)
        st.button(t(locale, "sending.choose.all"), key="ask_all", on_click=_set_all, args=(ids, True))
        st.button(t(locale, "sending.choose.nobody"), key="ask_nobody", on_click=_set_all, args=(ids, False))
    return tuple(_chosen(candidate, this) for candidate in chosen)


def _filter(this: Desk, locale: str) -> None:
    departments = sorted({d for c in this.candidates for d in c.departments})
    left, right = st.columns(2)
    with left:
        st.selectbox(
            t(locale, "sending.filter.department"), ["", *departments], key=_DEPARTMENT, on_change=_turn,
            index=["", *departments].index(state().department) if state().department in departments else 0,
            format_func=lambda d: d or t(locale, "sending.filter.all"),
        )  # fmt: skip
    with right:
        st.text_input(t(locale, "sending.filter.words"), value=state().words, key=_WORDS, on_change=_turn)


def _turn() -> None:
    """Take other rows into the table, with what was changed until now."""
    now = state()
    change(
        department=str(session.widget(_DEPARTMENT) or ""),
        words=str(session.widget(_WORDS) or ""),
        base=now.picks,
        round=now.round + 1,
    )


def _fits(candidate: Candidate, this: Desk, locale: str) -> bool:
    now = state()
    searched = f"{party_name(candidate.party_id, this.submission, locale)} {candidate.party_id}".casefold()
    return (not now.department or now.department in candidate.departments) and all(
        word in searched for word in now.words.casefold().split()
    )


def _table(listed: Sequence[Candidate], this: Desk, locale: str) -> None:
    """Draw the candidates; three columns can be changed."""
    base = state().base
    told = candidate_columns(listed, this.submission, load_catalogue(), locale)
    columns: dict[str, Any] = {name: [_picked(c, name, base, this) for c in listed] for name in _EDITED}
    columns = {name: (columns | dict(told))[name] for name in _ORDER}
    key = f"ask-{state().round}"
    st.data_editor(
        columns,
        hide_index=True,
        num_rows="fixed",
        disabled=[name for name in columns if name not in _EDITED],
        column_config={name: _column(name, locale) for name in columns},
        height=38 + _ROW * min(_SHOWN_ROWS, max(len(listed), 1)),
        row_height=_ROW,
        key=key,
        on_change=_edited,
        args=(key, tuple(c.party_id for c in listed)),
    )


def _column(name: str, locale: str) -> Any:
    title = t(locale, f"ui.column.{name}")
    if name == "ask_chosen":
        return st.column_config.CheckboxColumn(title, width=60)
    if name == "ask_form":
        forms = ["short", "full", "own"]
        return st.column_config.SelectboxColumn(
            title, width=110, options=forms, required=True, format_func=_form(locale)
        )
    if name == "ask_language":
        return st.column_config.SelectboxColumn(
            title, width=96, options=list(LOCALES), required=True, format_func=_language(locale)
        )
    return st.column_config.TextColumn(title, width=_WIDTHS.get(name, 100))


def _form(locale: str) -> Callable[[object], str]:
    return lambda form: t(locale, f"sending.form.{form}")


def _language(locale: str) -> Callable[[object], str]:
    return lambda code: t(locale, f"sending.language.{code}")


def _edited(key: str, ids: tuple[str, ...]) -> None:
    """Remember what was changed in the table, by party."""
    edits = session.widget(key)
    rows = edits["edited_rows"] if edits else {}
    picks = dict(_by_place(state().base))
    for row, cells in rows.items():
        for column, value in cells.items():
            if int(row) < len(ids) and column in _EDITED and value is not None:
                picks[(ids[int(row)], column)] = value
    change(picks=_flat(picks), told=None, refused=None)


def _by_place(picks: Sequence[Pick]) -> dict[tuple[str, str], str | bool]:
    return {(party_id, column): value for party_id, column, value in picks}


def _flat(picks: dict[tuple[str, str], str | bool]) -> tuple[Pick, ...]:
    return tuple((*place, value) for place, value in picks.items())


def _set_all(ids: tuple[str, ...], value: bool) -> None:  # noqa: FBT001 - an argument of a button
    """Choose all parties of the table, or none of them."""
    picks = _by_place(state().picks) | {(party_id, "ask_chosen"): value for party_id in ids}
    change(picks=_flat(picks), base=_flat(picks), round=state().round + 1)


def take(ids: tuple[str, ...]) -> None:
    """Choose these parties besides those that are chosen."""
    _set_all(ids, value=True)


def _reset() -> None:
    change(picks=(), base=(), round=state().round + 1)


def _picked(candidate: Candidate, column: str, picks: Sequence[Pick], this: Desk) -> str | bool:
    """Return what was chosen for a party, else what is suggested."""
    suggested: dict[str, str | bool] = {
        "ask_chosen": candidate.is_proposed,
        "ask_form": candidate.form,
        "ask_language": _suggested_language(candidate.party_id, this),
    }
    return _by_place(picks).get((candidate.party_id, column), suggested[column])


def _suggested_language(party_id: str, this: Desk) -> str:
    """Return Japanese for a party in Japan, English for one abroad."""
    country = this.submission.party_by_id[party_id].country.strip().casefold()
    home = {"", "jp", "jpn", *(t(locale, "sending.home").casefold() for locale in LOCALES)}
    return "ja" if country in home else "en"


def _chosen(candidate: Candidate, this: Desk) -> Chosen:
    """Return a chosen party with what is to be made for it; another form has other modules."""
    form = str(_picked(candidate, "ask_form", state().picks, this))
    modules = candidate.modules
    if form != candidate.form:
        work = [e for e in this.submission.engagements if e.consignee == candidate.party_id]
        running = [e for e in work if e.status not in ENDED_STATES]
        modules = modules_for(candidate.party_id, form, running, this.submission, load_catalogue())
    return Chosen(
        candidate=candidate,
        form=form,
        modules=modules,
        locale=str(_picked(candidate, "ask_language", state().picks, this)),
        department=candidate.departments[0] if candidate.departments else "",
    )


def names(found: Sequence[Candidate], this: Desk, locale: str) -> list[str]:
    """Return the names of parties."""
    return [party_name(c.party_id, this.submission, locale) for c in found]


def routes(found: Sequence[Candidate], this: Desk, locale: str) -> list[str]:
    """Return through whom each form goes."""
    comma = t(locale, "mailing.comma")
    return [comma.join(party_name(p, this.submission, locale) for p in c.via) for c in found]
