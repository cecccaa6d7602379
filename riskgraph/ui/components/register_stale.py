"""What is shown where somebody else saved meanwhile: who, when, what changed, and the way on; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from riskgraph.intake.rebasing import Conflict
from riskgraph.model.records import VersionKind
from riskgraph.report.difference_rows import column_title, sheet_title
from riskgraph.report.numbers import moment
from riskgraph.text import t
from riskgraph.ui.actions import register_edits, registers
from riskgraph.ui.actions.registers import Read
from riskgraph.ui.components import register_import
from riskgraph.ui.markdown import escaped

MOST_CONFLICTS = 50


def stale(this: Read, locale: str, *, on_cancel: Callable[[], None]) -> str:
    """Draw that the change no longer starts from the current version.

    Returns
    -------
    str
        The id of the upload to go on with, in the run in which that is asked: the same one for files, which are
        compared again; a merged one for an edit. Else "".
    """
    newest = registers.history(this.register_id)[0]
    zone = registers.version_rows(this.register_id, newest.number).settings.time_zone
    words = t(
        locale,
        "register.stale",
        base=this.based_on,
        current=newest.number,
        actor=newest.made.actor,
        at=moment(newest.made.at, zone, locale),
    )
    st.warning(escaped(words), icon=":material/group:")
    st.header(t(locale, "register.stale.between", base=this.based_on, current=newest.number), anchor=False)
    between = registers.difference_between(this.register_id, this.based_on, newest.number)
    register_import.changes(between, locale, key="stale")
    if this.kind is VersionKind.EDIT:
        return _on_top(this, locale, on_cancel=on_cancel)
    st.markdown(t(locale, "register.stale.files"))
    return this.upload_id if _asked(locale, "register.stale.compare", on_cancel=on_cancel) else ""


def _on_top(this: Read, locale: str, *, on_cancel: Callable[[], None]) -> str:
    """Draw the cells that both changed, and put the edit on top of the current version where that is asked."""
    with st.spinner(t(locale, "register.stale.merging")):
        conflicts = register_edits.on_top(this, (), locale).conflicts
    st.header(t(locale, "register.stale.mine"), anchor=False)
    if not conflicts:
        st.markdown(t(locale, "register.stale.no_conflict"))
    else:
        st.markdown(t(locale, "register.stale.conflicts", count=len(conflicts)))
    wins = [c.key for number, c in enumerate(conflicts[:MOST_CONFLICTS]) if _is_mine(c, number, locale)]
    if len(conflicts) > MOST_CONFLICTS:
        st.caption(t(locale, "register.stale.more", count=len(conflicts) - MOST_CONFLICTS))
    if _asked(locale, "register.stale.merge", on_cancel=on_cancel):
        return register_edits.stage_on_top(this, wins, locale)
    return ""


def _is_mine(conflict: Conflict, number: int, locale: str) -> bool:
    """Draw one cell that both changed; say whether mine is to be taken."""
    column = column_title(conflict.sheet, conflict.column, locale) if conflict.column else ""
    place = t(
        locale,
        "register.conflict.place",
        sheet=sheet_title(conflict.sheet, locale),
        row=conflict.row_id,
        column=column or t(locale, "register.whole_row"),
    )
    blank = t(locale, "register.conflict.blank")
    sides = {
        "theirs": t(locale, "register.conflict.theirs", value=conflict.theirs or blank),
        "mine": t(locale, "register.conflict.mine", value=conflict.mine or blank),
    }
    chosen = st.radio(
        escaped(place), list(sides), format_func=lambda side: escaped(sides[side]), key=f"conflict_{number}"
    )
    return chosen == "mine"


def _asked(locale: str, label: str, *, on_cancel: Callable[[], None]) -> bool:
    with st.container(horizontal=True):
        is_asked = st.button(t(locale, label), type="primary", key="stale_go")
        st.button(t(locale, "register.preview.cancel"), key="stale_cancel", on_click=on_cancel)
    return is_asked
