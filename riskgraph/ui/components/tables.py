"""Tables on the screen: titles from the text catalogue, units in the title, a download that disarms formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import streamlit as st

from riskgraph.report.table_rows import Columns, csv_bytes
from riskgraph.text import t

_WIDTHS: dict[str, int] = {
    "rank": 46, "path": 316, "data": 104, "eal": 118, "interval": 152, "leak": 100, "grade": 68, "open": 98,
    "reason": 260, "certainty": 110, "party": 150, "layer": 154, "share": 56, "standing": 84, "control": 310,
    "answer": 100, "evidence": 80, "dated": 104, "cell": 52, "sheet": 80, "file": 150, "role": 140, "scenario": 110,
    "consignor": 180, "consignee": 180, "relation": 84, "consent": 84, "supervision": 56, "part": 170, "fact": 190,
    "strength": 52, "severity": 76, "message": 420, "mend": 380, "tier": 84, "roles": 170, "doubt": 150,
}  # fmt: skip
ROW = 62  # three lines of Japanese; below that the table does not wrap at all
LOW_ROW = 36
_SHARES = frozenset({"open"})
_PERCENT = frozenset({"share", "supervision", "strength"})


def table(
    columns: Columns, locale: str, *, key: str, height: int | Literal["auto"] = "auto", row: int = ROW, **options: Any
) -> None:
    """Draw columns as a sortable, searchable table."""
    st.dataframe(
        dict(columns),
        hide_index=True,
        column_config={name: _column(name, locale) for name in columns},
        key=key,
        height=height,
        row_height=row,
        **options,
    )


def _column(name: str, locale: str) -> Any:
    """Return how one column looks."""
    title = t(locale, f"ui.column.{name}")
    width = _WIDTHS.get(name)
    if name in _SHARES:
        return st.column_config.ProgressColumn(title, width=width, min_value=0, max_value=100, format="%d%%")
    if name in _PERCENT:
        return st.column_config.NumberColumn(title, width=width, format="%d%%")
    if name == "leak":
        return st.column_config.NumberColumn(title, width=width, format="%.2g%%")
    if name == "eal":
        return st.column_config.NumberColumn(title, width=width, format="localized")
    if name == "rank":
        return st.column_config.NumberColumn(title, width=width, format="%d")
    return st.column_config.TextColumn(title, width=width)


def download(columns: Callable[[], Columns], locale: str, *, key: str, name: str) -> None:
    """Offer a table as CSV."""
    st.download_button(
        t(locale, "ui.csv"),
        data=lambda: csv_bytes(columns(), locale),
        file_name=name,
        mime="text/csv",
        key=key,
        icon=":material/download:",
        on_click="ignore",
    )
