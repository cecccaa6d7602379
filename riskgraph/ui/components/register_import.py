"""Choosing files for a register, and what they would change before anything is saved.

The convention that bites: drawing a preview changes nothing. Only its button saves, and then all of the upload.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from riskgraph.errors import RiskgraphError, StaleSave
from riskgraph.model.difference import RegisterDifference, Rename, RowFate
from riskgraph.model.problem import Severity
from riskgraph.model.records import VersionKind, VersionRecord
from riskgraph.report.difference_rows import difference_columns, difference_sentence, sheet_sentence, sheets_of
from riskgraph.report.problem_text import said
from riskgraph.text import t
from riskgraph.ui.actions import registers
from riskgraph.ui.actions.registers import Read
from riskgraph.ui.components import problems, states
from riskgraph.ui.components.tables import LOW_ROW, download, table
from riskgraph.ui.markdown import escaped
from riskgraph.ui.uploads import taken

MOST_LINES = 500
MOST_REFUSED = 5
_LONGEST_REASON = 400


def choose_files(locale: str, *, key: str, register_id: str = "") -> str:
    """Draw the way to choose files; return the id of the upload in the run in which they were chosen, else "".

    Parameters
    ----------
    register_id
        Which register gets a new version; blank for a new register.
    """
    with st.form(key, clear_on_submit=True, border=True):
        files = st.file_uploader(
            t(locale, "register.import.files"),
            accept_multiple_files=True,
            help=t(locale, "register.import.files.help"),
            key=f"{key}_files",
        )
        is_asked = st.form_submit_button(t(locale, "register.import.read"), type="primary", key=f"{key}_read")
    if is_asked and not files:
        st.info(t(locale, "register.import.choose"))
    if not (is_asked and files):
        return ""
    return registers.stage_upload(taken(files), register_id=register_id)


def read(upload_id: str, locale: str, *, based_on: int | None = None) -> Read | None:
    """Return an upload as it was read, saying that it is read; None where it no longer waits, which is said."""
    try:
        with st.spinner(t(locale, "register.import.reading")):
            return registers.read_upload(upload_id, based_on=based_on)
    except RiskgraphError as error:
        states.refused(error, locale)
        return None


def preview(this: Read, locale: str, *, key: str, on_cancel: Callable[[], None]) -> VersionRecord | None:
    """Draw what an upload would change, with its problems, and the buttons that save it or not.

    Returns
    -------
    VersionRecord or None
        The version, in the run in which it was saved. Where another one was saved meanwhile the page is drawn
        anew, for its caller to see that.
    """
    if this.refused:
        _refused(this, locale, key=key, on_cancel=on_cancel)
        return None
    st.header(escaped(_title(this, locale)), anchor=False)
    renames = _renames(this.difference.renames, locale, key=key)
    found = registers.difference_with(this, renames)
    changes(found, locale, key=key, sentence="" if this.based_on else _holds(this, locale))
    _problems(this, locale)
    if found.is_empty:
        _nothing(this, locale, key=key, on_cancel=on_cancel)
        return None
    return _confirmed(this, found, renames, locale, key=key, on_cancel=on_cancel)


def _title(this: Read, locale: str) -> str:
    if not this.based_on:
        return t(locale, "register.preview.new", name=this.name)
    kind = VersionKind.EDIT if this.kind is VersionKind.EDIT else VersionKind.IMPORT
    return t(locale, f"register.preview.{kind.value}", base=this.based_on)


def _holds(this: Read, locale: str) -> str:
    """Return how large a new register is."""
    rows = this.submission
    engagements = len({engagement.row_id for engagement in rows.engagements})
    counts = {"parties": len(rows.parties), "engagements": engagements, "assets": len(rows.assets)}
    return t(locale, "register.preview.holds", **counts)


def changes(found: RegisterDifference, locale: str, *, key: str, sentence: str = "") -> None:
    """Draw a difference: how much of it, then a table of the chosen sheet with what stood there before and after."""
    st.markdown(f"**{escaped(sentence or difference_sentence(found, locale))}**")
    if found.count(RowFate.REMOVED):
        st.caption(t(locale, "register.preview.removed"))
    sheets = sheets_of(found)
    if not sheets:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        sheet = st.pills(
            t(locale, "register.edit.sheet"),
            sheets,
            default=sheets[0],
            required=True,
            format_func=lambda sheet: sheet_sentence(found, sheet, locale),
            key="_".join((key, *sheets)),
            label_visibility="collapsed",
        )
        rows = found.rows
        download(lambda: difference_columns(rows, locale), locale, key=f"{key}_csv", name="riskgraph-difference.csv")
    _table(found, sheet or sheets[0], locale, key=key)


def _table(found: RegisterDifference, sheet: str, locale: str, *, key: str) -> None:
    """Draw the changes of one sheet; only the first lines of a long list."""
    rows = [row for row in found.rows if row.sheet == sheet]
    columns = difference_columns(rows[:MOST_LINES], locale)
    shown = {name: values[:MOST_LINES] for name, values in columns.items() if name != "sheet"}
    table(shown, locale, key=f"{key}_{sheet}_table", height=38 + 10 * LOW_ROW + LOW_ROW // 2, row=LOW_ROW)
    total = max(len(rows), len(columns["change_fate"]))
    if total > MOST_LINES:
        st.caption(t(locale, "register.preview.first", shown=MOST_LINES, total=total))


def _renames(proposed: Sequence[Rename], locale: str, *, key: str) -> tuple[Rename, ...]:
    """Draw the proposals, each with a tick that is set; return those that are taken."""
    if not proposed:
        return ()
    st.subheader(t(locale, "register.renames"), anchor=False)
    st.caption(t(locale, "register.renames.more"))
    taken: list[Rename] = []
    for number, rename in enumerate(proposed):
        shape = "register.rename.name" if rename.old_id == rename.new_id else "register.rename.id"
        label = escaped(t(locale, shape, **rename.model_dump(exclude={"corporate_number"})))
        if st.checkbox(label, value=True, key=f"{key}_rename_{number}"):
            taken.append(rename)
    return tuple(taken)


def _problems(this: Read, locale: str) -> None:
    """Draw all problems, errors first, and say what an error means for what is saved."""
    found = this.submission.problems
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    st.subheader(t(locale, "register.preview.problems"), anchor=False)
    if errors:
        st.warning(t(locale, "register.preview.errors", count=errors), icon=":material/error:")
    problems.problems(found, locale)


def _nothing(this: Read, locale: str, *, key: str, on_cancel: Callable[[], None]) -> None:
    """Say that there is nothing to save."""
    if this.based_on:
        with states.empty(t(locale, "register.preview.nothing"), key=f"{key}_nothing"):
            st.button(t(locale, "register.preview.again"), key=f"{key}_cancel", on_click=on_cancel)
        return
    words = t(locale, "register.preview.empty"), t(locale, "register.preview.empty.next")
    with states.empty(*words, key=f"{key}_empty"):
        st.button(t(locale, "register.preview.again"), key=f"{key}_cancel", on_click=on_cancel)


def _refused(this: Read, locale: str, *, key: str, on_cancel: Callable[[], None]) -> None:
    """Say which files cannot be read; nothing of the upload is saved."""
    for problem in this.refused[:MOST_REFUSED]:
        message, mend = said(problem, locale)
        states.error(message, locale, mend=mend)
    st.markdown(t(locale, "register.preview.refused"))
    st.button(t(locale, "register.preview.again"), key=f"{key}_cancel", on_click=on_cancel)


def _confirmed(
    this: Read,
    found: RegisterDifference,
    renames: Sequence[Rename],
    locale: str,
    *,
    key: str,
    on_cancel: Callable[[], None],
) -> VersionRecord | None:
    """Draw the last questions and the two buttons; save where that is asked."""
    is_new = not this.register_id
    st.subheader(t(locale, "register.preview"), anchor=False)
    name = ""
    if is_new:
        name = st.text_input(t(locale, "register.preview.name"), value=this.name, max_chars=120, key=f"{key}_name")
    reason = st.text_input(t(locale, "register.preview.reason"), max_chars=_LONGEST_REASON, key=f"{key}_reason")
    may_save = _half_is_seen(this, found, locale, key=key)
    with st.container(horizontal=True):
        label = t(locale, "register.preview.save.new" if is_new else "register.preview.save")
        is_asked = st.button(label, type="primary", disabled=not may_save, key=f"{key}_save", icon=":material/save:")
        st.button(t(locale, "register.preview.cancel"), key=f"{key}_cancel", on_click=on_cancel)
    if not is_asked:
        return None
    try:
        with st.spinner(t(locale, "register.preview.saving")):
            return registers.save_upload(
                this.upload_id, based_on=this.based_on, renames=renames, name=name, reason=reason
            )
    except StaleSave:
        st.rerun()
    except RiskgraphError as error:
        states.refused(error, locale)
    return None


def _half_is_seen(this: Read, found: RegisterDifference, locale: str, *, key: str) -> bool:
    """Ask for one tick more where more than half of the rows would go; say whether saving is allowed."""
    removed = found.count(RowFate.REMOVED)
    if removed * 2 <= this.rows_before:
        return True
    st.warning(t(locale, "register.preview.half.why"), icon=":material/warning:")
    words = t(locale, "register.preview.half", removed=removed, before=this.rows_before)
    return st.checkbox(words, key=f"{key}_half")
