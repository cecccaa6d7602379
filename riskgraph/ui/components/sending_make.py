"""Making questionnaires: whom, which form, until when, in which language; then all of them saved at once."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.report.board_words import form_words, module_titles
from riskgraph.report.letters import day_with_weekday
from riskgraph.report.table_rows import Columns
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import sending
from riskgraph.ui.actions.sending import Desk, Order
from riskgraph.ui.components import next_question, sending_choose, sending_day, sending_files, sending_own, states
from riskgraph.ui.components.sending_choose import Chosen
from riskgraph.ui.components.sending_state import change, outcome, state, tried
from riskgraph.ui.components.tables import LOW_ROW, table

_CONTACT, _TRADES, _DUE = "make_contact", "make_trades", "make_due"
_PREVIEWED = 12


def render(this: Desk, locale: str, *, can_write: bool) -> None:
    """Draw the steps from choosing to the files."""
    outcome(locale)
    if state().made:
        sending_files.files(this, state().made, locale, key="made", at_once=True)
        st.button(t(locale, "sending.made.to_board"), key="made_board", on_click=_to_board)
        return
    if not this.candidates:
        states.empty(t(locale, "sending.make.nobody"), t(locale, "sending.make.nobody.next"), key="nobody")
        return
    sending_own.hint(this, locale)
    place = st.container()
    chosen = sending_choose.choose(this, locale)
    st.header(t(locale, "sending.make.settings"), anchor=False)
    orders = _settings(this, chosen, locale)
    _preview(this, orders, locale)
    if can_write:
        st.button(
            t(locale, "sending.make.go", count=len(orders)), key="make_go", type="primary", disabled=not orders,
            on_click=_make, args=(this, orders),
        )  # fmt: skip
    with place:  # last of all, because it may take seconds
        next_question.listed(this, locale)


def _to_board() -> None:
    change(section="board", chosen=state().made, made=(), told=None, round=state().round + 1)


def _settings(this: Desk, chosen: Sequence[Chosen], locale: str) -> tuple[Order, ...]:
    """Draw due date, trade modules and contact; return what is to be made."""
    titles = module_titles("short", load_catalogue(), locale)
    trades = _trades()
    left, right = st.columns(2)
    with left:
        form = "full" if any(one.form == "full" for one in chosen) else "short"
        usual = sending.usual_due(form, this.today)
        day = sending_day.day_input(_DUE, t(locale, "sending.make.due"), locale, usual=usual, first=this.today)
    with right:
        st.multiselect(
            t(locale, "sending.make.trades"), trades, default=[m for m in state().trades if m in trades], key=_TRADES,
            format_func=lambda m: titles.get(m, m), help=t(locale, "sending.make.trades.help"), on_change=_keep_trades,
            placeholder=t(locale, "sending.make.trades.none"),
        )  # fmt: skip
    st.text_input(
        t(locale, "sending.make.contact"), value=sending.contact(this.register_id), key=_CONTACT, max_chars=150,
        help=t(locale, "sending.make.contact.help"), placeholder=t(locale, "sending.make.contact.like"),
    )  # fmt: skip
    return tuple(
        Order(
            party_id=one.candidate.party_id,
            form=one.form,
            modules=(*one.modules, *(state().trades if one.form == "short" else ())),
            locale=one.locale,
            department=one.department,
            due_on=day,
        )
        for one in chosen
    )


def _trades() -> list[str]:
    """Return the modules that people choose, because the register does not say what a party's trade is."""
    return [m.module_id for m in load_catalogue().form("short").modules if m.applies == "trade"]


def _keep_trades() -> None:
    change(trades=tuple(session.widget(_TRADES) or ()))


def _preview(this: Desk, orders: Sequence[Order], locale: str) -> None:
    """Draw what would be made."""
    st.header(t(locale, "sending.preview"), anchor=False)
    if not orders:
        st.markdown(t(locale, "sending.preview.nobody"))
        return
    catalogue, by_id = load_catalogue(), {c.party_id: c for c in this.candidates}
    due = day_with_weekday(orders[0].due_on, locale)
    departments = len({order.department for order in orders})
    st.markdown(t(locale, "sending.preview.words", count=len(orders), departments=departments, due=due))
    names = sending_choose.names([by_id[order.party_id] for order in orders], this, locale)
    columns: Columns = {
        "preview_party": names,
        "preview_form": [form_words(o.form, o.modules, catalogue, locale) for o in orders],
        "preview_questions": [len(catalogue.form(o.form).asked(o.modules)) for o in orders],
        "preview_language": [t(locale, f"sending.language.{order.locale}") for order in orders],
        "preview_department": [order.department or t(locale, "mailing.no_department") for order in orders],
        "preview_via": sending_choose.routes([by_id[order.party_id] for order in orders], this, locale),
    }
    height = 38 + LOW_ROW * min(len(orders), _PREVIEWED)
    table(columns, locale, key=f"preview-{len(orders)}", row=LOW_ROW, height=height)


def _make(this: Desk, orders: tuple[Order, ...]) -> None:
    """Save the requests; the files are made in the run after this."""
    words = " ".join(str(session.widget(_CONTACT) or "").split())
    made: list[int] = []
    done = tried(lambda: made.extend(sending.make(this, orders, contact_words=words)), "made", count=len(orders))
    if done:
        change(made=tuple(made), picks=(), base=(), round=state().round + 1)
