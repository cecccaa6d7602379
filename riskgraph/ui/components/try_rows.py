"""Changes taken into the workbench: one that was picked, or the rows of another workbook, once they can be read."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.model.change import Change
from riskgraph.model.problem import Problem, has_errors
from riskgraph.text import t
from riskgraph.ui import session, uploads
from riskgraph.ui.actions import trying
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import problems, try_view
from riskgraph.ui.components.plan_view import change, view


@dataclass(frozen=True)
class Unread:
    """What of the last workbook with rows to add could not be read."""

    problems: tuple[Problem, ...] = ()


def render(this: Shown, locale: str) -> None:
    """Draw what takes a workbook in the columns of a register, and what could not be read of the last one."""
    st.markdown(t(locale, "trying.rows.what"))
    files = st.file_uploader(t(locale, "trying.rows.file"), type=["xlsx"], key=f"try_rows_{view().round}")
    if st.button(t(locale, "trying.add"), key="try_rows_add", icon=":material/add:", disabled=files is None) and files:
        ((name, data),) = uploads.taken([files])
        made, wrong = trying.rows_of(this, name, data)
        session.remember(Unread(wrong))
        if not has_errors(wrong):
            add(this, made)
            change(round=view().round + 1)
        st.rerun()
    if wrong := session.recall(Unread).problems:
        problems.problems(wrong, locale)


def add(this: Shown, made: Change | None) -> None:
    """Read a change as the register's reader would and try it; what cannot be read is told."""
    if made is None:
        return
    try:
        found = trying.read(this, (made,))
        trying.result(this, (*try_view.trying().changes, *found), top=0)
    except RiskgraphError as error:
        change(refused=(error.code, tuple(error.fields.items())), told=None)
        return
    change(refused=None, told=None)
    try_view.add(found)
