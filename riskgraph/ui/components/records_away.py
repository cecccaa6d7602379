"""Taking things away: everything of a register as one zip, and a copy of the whole store."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.records import RegisterRecord
from riskgraph.model.submission import Settings
from riskgraph.report.export import zip_name
from riskgraph.text import t
from riskgraph.ui.actions import records
from riskgraph.ui.components import who
from riskgraph.ui.markdown import escaped


def away(register: RegisterRecord | None, settings: Settings, locale: str) -> None:
    """Draw the export of the register and the backup of the store."""
    if not who.is_known(locale):
        return
    if register is not None:
        _export(register, settings, locale)
    _backup(locale)


def _export(register: RegisterRecord, settings: Settings, locale: str) -> None:
    st.subheader(t(locale, "records.export"), anchor=False)
    st.markdown(escaped(t(locale, "records.export.what", name=register.name)))
    about, make = records.export_of(register, settings)
    st.download_button(
        t(locale, "records.export.go"),
        data=make,
        file_name=zip_name(about, locale),
        mime="application/zip",
        key="records_export",
        icon=":material/folder_zip:",
        on_click="ignore",
    )


def _backup(locale: str) -> None:
    st.subheader(t(locale, "records.backup"), anchor=False)
    st.markdown(t(locale, "records.backup.what"))
    st.caption(escaped(t(locale, "records.backup.place", place=records.place_of_store())))
    if not records.can_be_backed_up():
        st.info(t(locale, "records.backup.other"))
        return
    st.download_button(
        t(locale, "records.backup.go"),
        data=records.backup_of_store(),
        file_name="riskgraph-backup.sqlite3",
        mime="application/vnd.sqlite3",
        key="records_backup",
        icon=":material/save:",
        on_click="ignore",
    )
    st.markdown(t(locale, "records.backup.restore"))
