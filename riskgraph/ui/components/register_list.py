"""The registers of the store: which one is looked at, its name, and the way to another one from own files."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from riskgraph.model.records import RegisterRecord
from riskgraph.text import t
from riskgraph.ui import keeping
from riskgraph.ui.components import register_import
from riskgraph.ui.markdown import escaped


def registers_list(
    register: RegisterRecord,
    locale: str,
    *,
    can_write: bool,
    on_look: Callable[[str], None],
    on_rename: Callable[[str], None],
) -> str:
    """Draw the list; return the id of an upload for a new register in the run in which its files were chosen."""
    st.header(t(locale, "register.registers"), anchor=False)
    for record in keeping.open_registers():
        with st.container(horizontal=True, vertical_alignment="center", key=f"register_{record.register_id}"):
            words = t(locale, "register.registers.one", name=record.name, version=record.number)
            is_shown = record.register_id == register.register_id
            st.markdown(f"**{escaped(words)}**" if is_shown else escaped(words), width="stretch")
            if is_shown:
                st.caption(t(locale, "register.registers.shown"), width="content")
            else:
                st.button(
                    t(locale, "register.registers.look"),
                    key=f"look_{record.register_id}",
                    on_click=on_look,
                    args=(record.register_id,),
                )
    if not can_write:
        return ""
    st.header(t(locale, "register.rename"), anchor=False)
    with st.form("rename", border=True):
        st.text_input(
            t(locale, "register.preview.name"), value=register.name, max_chars=120, key=f"name_{register.register_id}"
        )
        label = t(locale, "register.rename.go")
        st.form_submit_button(label, key="rename_go", on_click=on_rename, args=(register.register_id,))
    st.header(t(locale, "register.another"), anchor=False)
    st.markdown(t(locale, "register.another.more"))
    return register_import.choose_files(locale, key="another")
