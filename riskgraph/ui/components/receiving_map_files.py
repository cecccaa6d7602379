"""Maps of other people's forms as files: taken away as a document or a table, and read back from either."""

from __future__ import annotations

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.model.form_map import FormMap
from riskgraph.report.plain import plain
from riskgraph.report.problem_text import problem_line
from riskgraph.report.received_maps import map_counts
from riskgraph.text import t
from riskgraph.ui.actions import mapping
from riskgraph.ui.components import states
from riskgraph.ui.components.receiving_review import XLSX
from riskgraph.ui.components.receiving_state import change
from riskgraph.ui.markdown import escaped
from riskgraph.ui.uploads import taken

JSON = "application/json"
MOST_TOLD = 10


def render(locale: str) -> None:
    """Draw the ways out and in for maps."""
    with st.expander(t(locale, "receiving.map.files"), key="receiving_map_files"):
        _out(mapping.maps(), locale)
        _in(locale)


def _out(kept: tuple[FormMap, ...], locale: str) -> None:
    """Draw the maps that are kept, and the buttons that take one away."""
    if not kept:
        st.caption(t(locale, "receiving.map.files.none"))
        return
    number = st.selectbox(
        t(locale, "receiving.map.files.which"), range(len(kept)), key=f"receiving_map_which_{len(kept)}",
        format_func=lambda n: _label(kept[n], locale),
    )  # fmt: skip
    form_map = kept[number]
    name = t(locale, "receiving.map.files.name", title=plain(form_map.title) or form_map.map_id, number=form_map.number)
    with st.container(horizontal=True):
        st.download_button(
            t(locale, "receiving.map.files.table"), lambda: mapping.as_table(form_map, locale), mime=XLSX,
            file_name=f"{name}.xlsx", key="receiving_map_xlsx", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            t(locale, "receiving.map.files.json"), lambda: mapping.as_document(form_map), mime=JSON,
            file_name=f"{name}.json", key="receiving_map_json", icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def _label(form_map: FormMap, locale: str) -> str:
    title = plain(form_map.title) or form_map.map_id
    counts = map_counts(form_map)
    return t(locale, "receiving.map.files.label", title=title, number=form_map.number, **counts)


def _in(locale: str) -> None:
    """Draw the form that takes a map in."""
    with st.form("receiving_map_in", clear_on_submit=True, border=False):
        files = st.file_uploader(
            t(locale, "receiving.map.files.in"), accept_multiple_files=True, key="receiving_map_file",
            help=t(locale, "receiving.map.files.in.help"),
        )  # fmt: skip
        is_asked = st.form_submit_button(t(locale, "receiving.map.files.take"), key="receiving_map_take")
    if is_asked and files:
        _take(taken(files), locale)


def _take(files: tuple[tuple[str, bytes], ...], locale: str) -> None:
    """Keep the maps of files, each whole or not at all; say what is wrong with the others."""
    count = 0
    for name, data in files:
        form_map, problems = mapping.read(name, data)
        if form_map is None:
            for problem in problems[:MOST_TOLD]:
                st.error(escaped(problem_line(problem, locale)), icon=":material/error:")
            continue
        try:
            mapping.keep_as_newest(form_map)
            count += 1
        except RiskgraphError as error:
            states.refused(error, locale)
    if count == len(files):
        change(told=("map_taken", count))
        st.rerun()
    elif count:
        st.success(t(locale, "receiving.map_taken", count=count))
