"""台帳: the register and its versions; files and edits become a new version once somebody has seen what they change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from riskgraph.errors import RiskgraphError, WrongUse
from riskgraph.model.problem import Severity
from riskgraph.model.records import RegisterRecord, VersionKind, VersionRecord
from riskgraph.model.submission import Submission
from riskgraph.report.numbers import moment
from riskgraph.text import t
from riskgraph.ui import keeping, session
from riskgraph.ui.actions import register_edits, registers, shown
from riskgraph.ui.components import (
    problems,
    register_edit,
    register_import,
    register_list,
    register_stale,
    register_versions,
    standing,
    states,
    who,
)
from riskgraph.ui.components.page_head import page_head

VIEWS = ("import", "edit", "versions", "problems", "registers")
_VIEW = "register_view"


@dataclass(frozen=True)
class Page:
    """What is in hand: the view, the upload with the version that it is compared with, and what was last saved.

    `refused` is the code and the fields of what the store refused last.
    """

    register_id: str = ""
    view: str = VIEWS[0]
    upload_id: str = ""
    based_on: int = 0
    saved: int = 0
    refused: tuple[str, tuple[tuple[str, str | int | float], ...]] | None = None


def render() -> None:
    """Draw the page."""
    locale = session.locale()
    register = keeping.register()
    page = _page(register)
    if register is None:
        page_head(t(locale, "register.none"), below=t(locale, "register.none.next"))
    else:
        _head(register, locale)
        _told(page, locale)
    can_write = who.is_known(locale)
    if page.upload_id and can_write:
        _in_hand(page, locale)
    elif register is not None:
        _views(page, register, locale, can_write=can_write)
    elif can_write:
        _take(register_import.choose_files(locale, key="import"), 0)


def _page(register: RegisterRecord | None) -> Page:
    """Return what is in hand for the register that is looked at."""
    page, register_id = session.recall(Page), register.register_id if register else ""
    if page.register_id != register_id:
        page = Page(register_id=register_id)
        session.remember(page)
    return page


def _head(register: RegisterRecord, locale: str) -> None:
    """Draw the sentence: which version, since when, by whom, how large, and how much there is to mend."""
    version = registers.history(register.register_id)[0]
    rows = registers.version_rows(register.register_id, register.number)
    sizes = dict(zip(("parties", "engagements", "assets"), registers.sizes(*_id(register)), strict=True))
    made = moment(version.made.at, rows.settings.time_zone, locale)
    below = t(
        locale,
        "register.head.below",
        made=made,
        actor=version.made.actor,
        how=t(locale, f"register.kind.{version.kind.value}"),
        errors=_count(rows, Severity.ERROR),
        warnings=_count(rows, Severity.WARNING),
    )
    page_head(t(locale, "register.head", name=register.name, version=register.number, **sizes), below=below)


def _id(register: RegisterRecord) -> tuple[str, int]:
    return register.register_id, register.number


def _count(rows: Submission, severity: Severity) -> int:
    return sum(problem.severity is severity for problem in rows.problems)


def _told(page: Page, locale: str) -> None:
    """Say what the last action came to."""
    if page.refused is not None:
        code, fields = page.refused
        states.refused(RiskgraphError(code, dict(fields)), locale)
    if page.saved:
        st.success(t(locale, "register.saved", version=page.saved), icon=":material/check:")
        standing.assess_button(locale, first=shown.shown() is None)


def _views(page: Page, register: RegisterRecord, locale: str, *, can_write: bool) -> None:
    """Draw the part of the page that was chosen."""
    st.segmented_control(
        t(locale, "register.view"),
        VIEWS,
        default=page.view,
        required=True,
        format_func=lambda view: t(locale, f"register.view.{view}"),
        key=_VIEW,
        on_change=_turned,
        label_visibility="collapsed",
    )
    if page.view == "versions":
        register_versions.versions(register, locale, on_undo=_undo, on_restore=_restore, can_write=can_write)
    elif page.view == "problems":
        problems.problems(registers.version_rows(*_id(register)).problems, locale)
    elif page.view == "registers":
        upload_id = register_list.registers_list(
            register, locale, can_write=can_write, on_look=keeping.choose_register, on_rename=_rename
        )
        _take(upload_id, 0)
    elif page.view == "edit" and can_write:
        upload_id = register_edit.edit(locale)
        _take(upload_id, register_edits.editing(locale).number)
    elif page.view == "import" and can_write:
        st.markdown(t(locale, "register.import.more"))
        upload_id = register_import.choose_files(locale, key="import", register_id=register.register_id)
        _take(upload_id, register.number)


def _turned() -> None:
    session.remember(replace(session.recall(Page), view=session.widget(_VIEW) or VIEWS[0], saved=0, refused=None))


def _take(upload_id: str, based_on: int) -> None:
    """Take an upload in hand, and draw the page anew with it."""
    if upload_id:
        page = session.recall(Page)
        session.remember(replace(page, upload_id=upload_id, based_on=based_on, saved=0, refused=None))
        st.rerun()


def _in_hand(page: Page, locale: str) -> None:
    """Draw the upload that waits: what it would change, or that somebody else saved meanwhile."""
    read = register_import.read(page.upload_id, locale, based_on=page.based_on)
    if read is None:
        st.button(t(locale, "register.preview.again"), key="gone", on_click=_forget)
    elif registers.current_number(read.register_id) != page.based_on:
        upload_id = register_stale.stale(read, locale, on_cancel=_cancel)
        _take(upload_id, registers.current_number(read.register_id))
    else:
        record = register_import.preview(read, locale, key="import", on_cancel=_cancel)
        if record is not None:
            _saved(record)


def _saved(record: VersionRecord) -> None:
    if record.kind is VersionKind.EDIT:
        register_edits.give_up()
    session.remember(Page(record.register_id, view=session.recall(Page).view, saved=record.number))
    st.rerun()


def _forget() -> None:
    session.remember(replace(session.recall(Page), upload_id=""))


def _cancel() -> None:
    """Put the upload in hand away; edits that led to it are still there."""
    registers.discard_upload(session.recall(Page).upload_id)
    _forget()


def _undo(register_id: str, _: int, current: int) -> None:
    _done("undo_reason", lambda reason: registers.undo(register_id, based_on=current, reason=reason))


def _restore(register_id: str, number: int, current: int) -> None:
    _done("restore_reason", lambda reason: registers.restore(register_id, number, based_on=current, reason=reason))


def _done(field: str, change: Callable[[str], VersionRecord]) -> None:
    """Make a new version of what is kept; where that is refused, the page says why."""
    page, reason = session.recall(Page), str(session.widget(field) or "").strip()
    try:
        if not reason:
            raise WrongUse("register.reason_needed")
        session.remember(replace(page, saved=change(reason).number, refused=None))
    except RiskgraphError as error:
        session.remember(replace(page, saved=0, refused=(error.code, tuple(error.fields.items()))))


def _rename(register_id: str) -> None:
    name = registers.tidy_name(str(session.widget(f"name_{register_id}") or ""))
    if name:
        registers.rename(register_id, name)
