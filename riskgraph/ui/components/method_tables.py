"""Tables of the pages of the method and of the records: many columns of text, each with a width of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from riskgraph.report.plain import width
from riskgraph.report.table_rows import Columns
from riskgraph.text import t
from riskgraph.ui.components.tables import LOW_ROW, ROW

_UNIT = 6.6  # pixels of a narrow sign; a wide one takes two
_PADDING = 18
_UNSAID = 240


def text_table(
    columns: Columns, locale: str, *, key: str, widths: Mapping[str, int] | None = None, **options: Any
) -> Any:
    """Draw columns of text as a sortable, searchable table and return what was chosen in it.

    Parameters
    ----------
    widths
        Pixels by column; the others are as wide as their text.
    options
        What `st.dataframe` takes beside (`on_select`, `selection_mode`, `height`).
    """
    return st.dataframe(
        dict(columns),
        hide_index=True,
        column_config=text_columns(columns, locale, widths or {}),
        key=key,
        row_height=_row_height(columns, widths or {}),
        **options,
    )


def _row_height(columns: Columns, widths: Mapping[str, int]) -> int:
    """Return the height at which no text of the table is cut that would fit on three lines."""
    for name, values in columns.items():
        room = widths.get(name, _UNSAID) - _PADDING
        if any(isinstance(value, str) and width(value) * _UNIT > room for value in values):
            return ROW
    return LOW_ROW


def text_columns(columns: Columns, locale: str, widths: Mapping[str, int]) -> dict[str, Any]:
    """Return how the columns look: titles from the text catalogue, numbers to the right."""
    return {name: _column(name, values, locale, widths.get(name)) for name, values in columns.items()}


def _column(name: str, values: Any, locale: str, pixels: int | None) -> Any:
    title = t(locale, f"ui.column.{name}")
    if len(values) and all(isinstance(value, int) for value in values):
        return st.column_config.NumberColumn(title, width=pixels, format="%d")
    return st.column_config.TextColumn(title, width=pixels)
