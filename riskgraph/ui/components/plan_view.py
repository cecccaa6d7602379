"""What the page of plans remembers of a visit: which part, which aim, which measure, and what was tried last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.model.plan import Aim
from riskgraph.text import t
from riskgraph.ui import keeping, session
from riskgraph.ui.components import states
from riskgraph.ui.markdown import escaped

SECTIONS = ("plan", "costs", "try")


@dataclass(frozen=True)
class PlanView:
    """Choices only.

    `limits` are yen by aim where the person chose one; `is_asked` holds until the plan is there; `last` names the plan
    that was worked out last; `round` makes widgets anew after a save.
    """

    register_id: str = ""
    section: str = "plan"
    aim: Aim = Aim.PATHS
    limits: tuple[tuple[Aim, float], ...] = ()
    years: float = 0.0
    is_asked: bool = False
    last: tuple[str, str] = ("", "")
    round: int = 0
    told: tuple[str, tuple[tuple[str, str | int], ...]] | None = None
    refused: tuple[str, tuple[tuple[str, str | int | float], ...]] | None = None


def view() -> PlanView:
    """Return what is remembered of the register that is looked at."""
    found, register_id = session.recall(PlanView), keeping.register_id()
    return found if found.register_id == register_id else PlanView(register_id=register_id)


def change(**fields: Any) -> PlanView:
    """Remember other choices."""
    new = replace(view(), **fields)
    session.remember(new)
    return new


def tried(act: Callable[[], object], told: str, **fields: str | int) -> bool:
    """Do something that writes, remember what it came to, and say whether it was done."""
    try:
        act()
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
        states.refused(RiskgraphError(code, dict(fields)), locale, kept=t(locale, "planning.kept"))
    elif now.told is not None:
        key, told = now.told
        st.success(escaped(t(locale, f"planning.told.{key}", **dict(told))), icon=":material/check:")
