"""The parameter table to read: searched, by section, only what was changed; taken away as CSV or as a file to edit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from riskgraph.catalogue import load_parameters
from riskgraph.catalogue.edited_parameters import content_of
from riskgraph.report.parameter_rows import SECTIONS, ParameterRow, found, parameter_columns, parameter_rows
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions.method import InForce
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.components.tables import download

_WIDTHS = {
    "parameter_title": 270, "parameter_value": 96, "parameter_shipped": 84, "parameter_unit": 120,
    "parameter_range": 120, "parameter_mark": 84, "parameter_source": 320, "parameter_moves": 210,
    "parameter_section": 120, "parameter_key": 200,
}  # fmt: skip
_ORDER = ("title", "value", "shipped", "unit", "range", "mark", "source", "moves", "section", "key")


@dataclass(frozen=True)
class Search:
    """What is looked for in the table; `section` is "" for all."""

    words: str = ""
    section: str = ""
    is_changed_only: bool = False


def parameter_table(standing: InForce, locale: str) -> None:
    """Draw the table of the parameters in force."""
    rows = parameter_rows(standing.parameters, load_parameters(), locale)
    _search(locale)
    shown = _wanted(rows, locale)
    st.caption(t(locale, "method.table.count", shown=len(shown), all=len(rows)))
    columns = {f"parameter_{name}": parameter_columns(shown)[f"parameter_{name}"] for name in _ORDER}
    text_table(columns, locale, key="method_table", widths=_WIDTHS, height=520)
    st.caption(t(locale, "method.table.marks"))
    with st.container(horizontal=True):
        download(lambda: parameter_columns(rows), locale, key="method_csv", name="riskgraph_parameters.csv")
        if standing.parameters != load_parameters():
            st.download_button(
                t(locale, "method.table.file"),
                data=content_of(standing.parameters),
                file_name="parameters.yaml",
                mime="application/yaml",
                key="method_file",
                icon=":material/download:",
                on_click="ignore",
            )


def _search(locale: str) -> None:
    """Draw what one can search by."""
    wanted = session.recall(Search)
    sections = ("", *(section for section, _ in SECTIONS))
    words, section, changed = st.columns([3, 2, 2], vertical_alignment="bottom")
    with words:
        st.text_input(t(locale, "method.search"), value=wanted.words, key="method_words", on_change=_look_for)
    with section:
        st.selectbox(
            t(locale, "method.search.section"),
            sections,
            index=sections.index(wanted.section),
            format_func=lambda name: t(locale, f"method.section.{name}") if name else t(locale, "method.search.all"),
            key="method_section",
            on_change=_look_for,
        )
    with changed:
        st.checkbox(
            t(locale, "method.search.changed"), value=wanted.is_changed_only, key="method_changed", on_change=_look_for
        )


def _look_for() -> None:
    session.remember(
        replace(
            session.recall(Search),
            words=str(session.widget("method_words") or ""),
            section=str(session.widget("method_section") or ""),
            is_changed_only=bool(session.widget("method_changed")),
        )
    )


def _wanted(rows: tuple[ParameterRow, ...], locale: str) -> tuple[ParameterRow, ...]:
    wanted = session.recall(Search)
    section = t(locale, f"method.section.{wanted.section}") if wanted.section else ""
    shown = found(rows, wanted.words, section=section)
    return tuple(row for row in shown if row.is_changed) if wanted.is_changed_only else shown
