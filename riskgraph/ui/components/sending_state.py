"""What the page of questionnaires remembers of one visit: choices and ids, and what the last action came to.

The convention that bites: it belongs to one register. Whoever looks at another one begins anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.report.board_words import BoardFilter
from riskgraph.report.letters import LetterKind
from riskgraph.text import t
from riskgraph.ui import keeping, session
from riskgraph.ui.components import states
from riskgraph.ui.markdown import escaped

SECTIONS = ("board", "make", "receive", "verifications")
Pick = tuple[str, str, str | bool]


@dataclass(frozen=True)
class Sending:
    """Choices on the page. `picks` are what was chosen by hand in the table of parties: party, column, value.

    `base` are those of them that the table was drawn with, and `round` counts its drawings. `told` is the text
    key of what was done last with its fields, `refused` the code of what the store refused last.
    """

    register_id: str = ""
    section: str = SECTIONS[0]
    wanted: BoardFilter = field(default_factory=BoardFilter)
    chosen: tuple[int, ...] = ()
    made: tuple[int, ...] = ()
    picks: tuple[Pick, ...] = ()
    base: tuple[Pick, ...] = ()
    round: int = 0
    department: str = ""
    words: str = ""
    trades: tuple[str, ...] = ()
    letter: LetterKind | None = None
    days: tuple[tuple[str, date], ...] = ()
    told: tuple[str, tuple[tuple[str, str | int], ...]] | None = None
    refused: tuple[str, tuple[tuple[str, str | int | float], ...]] | None = None


def state() -> Sending:
    """Return what is remembered for the register that is looked at."""
    found, register_id = session.recall(Sending), keeping.register_id()
    return found if found.register_id == register_id else Sending(register_id=register_id)


def change(**fields: Any) -> Sending:
    """Remember other values for these fields."""
    new = replace(state(), **fields)
    session.remember(new)
    return new


def tried(action: Callable[[], None], told: str, **fields: str | int) -> bool:
    """Do something that writes, and remember what it came to; say whether it was done."""
    try:
        action()
    except RiskgraphError as error:
        change(told=None, refused=(error.code, tuple(error.fields.items())))
        return False
    change(told=(told, tuple(fields.items())), refused=None)
    return True


def outcome(locale: str) -> None:
    """Say what the last action came to."""
    now = state()
    if now.refused is not None:
        code, fields = now.refused
        states.refused(RiskgraphError(code, dict(fields)), locale, kept=t(locale, "sending.kept"))
    elif now.told is not None:
        key, told = now.told
        st.success(escaped(t(locale, f"sending.told.{key}", **dict(told))), icon=":material/check:")


def day_chosen(name: str, usual: date) -> date:
    """Return the day that was chosen under a name, else the usual one."""
    return dict(state().days).get(name, usual)


def choose_day(name: str, day: date) -> None:
    """Remember a day under a name."""
    change(days=tuple((dict(state().days) | {name: day}).items()))
