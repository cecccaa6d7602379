"""The versions of a register: undo the last, look at an earlier one, make it current again, take it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from riskgraph.intake.keyed_rows import SHEET_NAMES, keyed_rows, texts
from riskgraph.model.records import RegisterRecord, VersionRecord
from riskgraph.report.difference_rows import row_columns, sheet_title
from riskgraph.report.numbers import moment
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import LOCALES, t
from riskgraph.ui.actions import registers
from riskgraph.ui.components import register_import
from riskgraph.ui.components.tables import LOW_ROW, table
from riskgraph.ui.markdown import escaped

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1000
MOST_VERSIONS = 50
Change = Callable[[str, int, int], None]
"""What to do with a register: its id, the version meant, and the version that was current when it was asked."""


def versions(register: RegisterRecord, locale: str, *, on_undo: Change, on_restore: Change, can_write: bool) -> None:
    """Draw the list of versions and the one that is looked at."""
    listed = registers.history(register.register_id)
    zone = registers.version_rows(register.register_id, register.number).settings.time_zone
    st.header(t(locale, "register.versions"), anchor=False)
    shown = version_columns(listed[:MOST_VERSIONS], zone, locale)
    height = 38 + LOW_ROW * min(8, len(listed)) + 2
    table(shown, locale, key="versions", height=height, row=LOW_ROW)
    if len(listed) > MOST_VERSIONS:
        st.caption(t(locale, "register.versions.older", count=len(listed) - MOST_VERSIONS))
    if can_write and len(listed) > 1:
        _undo(register, locale, on_undo=on_undo)
    st.header(t(locale, "register.version"), anchor=False)
    number = st.selectbox(
        t(locale, "register.version.choose"),
        [version.number for version in listed],
        format_func=lambda number: t(locale, "register.version.number", number=number),
        key=f"version_{register.register_id}",
        label_visibility="collapsed",
    )
    _one(register, number, locale, on_restore=on_restore, can_write=can_write)


def version_columns(listed: Sequence[VersionRecord], zone: str, locale: str) -> Columns:
    """Return the versions as a table: which, when in the register's zone, who, how and why, how large, from what."""
    rows = [
        (
            version.number,
            moment(version.made.at, zone, locale),
            plain(version.made.actor),
            _how(version, locale),
            plain(version.reason),
            _size(version, locale),
            plain(t(locale, "register.comma").join(file.file for file in version.files)),
        )
        for version in listed
    ]
    names = ("number", "made", "actor", "how", "why", "size", "files")
    return {f"version_{name}": [row[i] for row in rows] for i, name in enumerate(names)}


def _how(version: VersionRecord, locale: str) -> str:
    words = t(locale, f"register.kind.{version.kind.value}")
    if version.content_number == version.number:
        return words
    return t(locale, "register.kind.of", how=words, number=version.content_number)


def _size(version: VersionRecord, locale: str) -> str:
    sizes = registers.sizes(version.register_id, version.content_number)
    return " / ".join(str(size) for size in sizes)


def _undo(register: RegisterRecord, locale: str, *, on_undo: Change) -> None:
    """Draw the way to take the last save back."""
    with st.expander(t(locale, "register.undo"), key="undo_box"):
        st.markdown(t(locale, "register.undo.more"))
        with st.form("undo", border=False):
            st.text_input(t(locale, "register.reason"), max_chars=400, key="undo_reason")
            st.form_submit_button(
                t(locale, "register.undo.go"),
                key="undo_go",
                on_click=on_undo,
                args=(register.register_id, register.number, register.number),
            )


def _one(register: RegisterRecord, number: int, locale: str, *, on_restore: Change, can_write: bool) -> None:
    """Draw one version: what it holds, what is different now, and the ways to take it away or bring it back."""
    _downloads(register, number, locale)
    if number != register.number:
        st.subheader(t(locale, "register.version.since", number=number, current=register.number), anchor=False)
        found = registers.difference_between(register.register_id, number, register.number)
        register_import.changes(found, locale, key="since")
        if can_write:
            _restore(register, number, locale, on_restore=on_restore)
    st.subheader(t(locale, "register.version.rows", number=number), anchor=False)
    sheet = st.selectbox(
        t(locale, "register.edit.sheet"), SHEET_NAMES, format_func=lambda s: sheet_title(s, locale), key="version_sheet"
    )
    _rows(register, number, sheet, locale)


def _downloads(register: RegisterRecord, number: int, locale: str) -> None:
    """Offer the version as a workbook in either language, and the files as they came."""
    with st.container(horizontal=True):
        for language in LOCALES:
            st.download_button(
                t(locale, f"register.download.{language}"),
                data=partial(registers.as_workbook, register.register_id, number, language),
                file_name=t(language, "register.download.file", number=number),
                mime=XLSX,
                key=f"download_{language}",
                icon=":material/download:",
                on_click="ignore",
            )
        for place, file in enumerate(registers.original_files(register.register_id, number)):
            if file.data is None:
                st.caption(escaped(t(locale, "register.download.gone", file=file.name)))
                continue
            label = escaped(t(locale, "register.download.original", file=file.name))
            st.download_button(
                label, data=file.data, file_name=file.name, key=f"original_{place}", icon=":material/draft:",
                on_click="ignore",
            )  # fmt: skip


def _restore(register: RegisterRecord, number: int, locale: str, *, on_restore: Change) -> None:
    """Draw the way to make an earlier version current again."""
    with st.form("restore", border=True):
        st.markdown(t(locale, "register.restore.more", number=number))
        st.text_input(t(locale, "register.reason"), max_chars=400, key="restore_reason")
        st.form_submit_button(
            t(locale, "register.restore.go", number=number),
            key="restore_go",
            on_click=on_restore,
            args=(register.register_id, number, register.number),
        )


def _rows(register: RegisterRecord, number: int, sheet: str, locale: str) -> None:
    """Draw one sheet of a version as it is written."""
    rows = [
        texts(row.cells)
        for row in keyed_rows(registers.version_rows(register.register_id, number), locale)[sheet].values()
    ]
    if not any(rows):
        st.caption(t(locale, "register.version.no_rows"))
        return
    used = dict.fromkeys(name for row in rows for name in row)
    columns = row_columns(sheet, rows[:MOST_ROWS], list(used), locale)
    st.dataframe(dict(columns), hide_index=True, height=38 + LOW_ROW * min(10, len(rows)) + 2, key="version_rows")
    if len(rows) > MOST_ROWS:
        st.caption(t(locale, "register.preview.first", shown=MOST_ROWS, total=len(rows)))
