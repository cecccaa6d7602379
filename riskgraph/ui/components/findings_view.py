"""What the page of findings remembers of a visit, and what its last action came to.

The convention that bites: it belongs to one register. Whoever looks at another one begins anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.model.problem import Problem
from riskgraph.report.finding_work import Wanted
from riskgraph.report.payee_rows import Standing
from riskgraph.text import t
from riskgraph.ui import keeping, session
from riskgraph.ui.components import states
from riskgraph.ui.markdown import escaped

SECTIONS = ("list", "reminders", "sheets", "payees")


@dataclass(frozen=True)
class FindingsView:
    """Choices only. `key` is the finding opened ("" for the first), `round` counts drawings of what can be clicked.

    `told` is the text key of what was done last with its fields, `refused` the code of what was refused last.
    """

    register_id: str = ""
    section: str = SECTIONS[0]
    wanted: Wanted = field(default_factory=Wanted)
    key: str = ""
    round: int = 0
    standings: tuple[Standing, ...] = (Standing.NONE, Standing.NEAR)
    payee_words: str = ""
    problems: tuple[Problem, ...] = ()
    told: tuple[str, tuple[tuple[str, str | int], ...]] | None = None
    refused: tuple[str, tuple[tuple[str, str | int | float], ...]] | None = None


def view() -> FindingsView:
    """Return what is remembered for the register that is looked at."""
    found, register_id = session.recall(FindingsView), keeping.register_id()
    return found if found.register_id == register_id else FindingsView(register_id=register_id)


def change(**fields: Any) -> FindingsView:
    """Remember other values for these fields."""
    new = replace(view(), **fields)
    session.remember(new)
    return new


def tried(action: Callable[[], object], told: str, **fields: str | int) -> bool:
    """Do something that writes, and remember what it came to; say whether it was done."""
    try:
        action()
    except RiskgraphError as error:
        change(told=None, refused=(error.code, tuple(error.fields.items())))
        return False
    change(told=(told, tuple(fields.items())), refused=None, round=view().round + 1)
    return True


def outcome(locale: str) -> None:
    """Say what the last action came to."""
    now = view()
    if now.refused is not None:
        code, fields = now.refused
        states.refused(RiskgraphError(code, dict(fields)), locale, kept=t(locale, "findings.kept"))
    elif now.told is not None:
        key, told = now.told
        st.success(escaped(t(locale, f"findings.told.{key}", **dict(told))), icon=":material/check:")
