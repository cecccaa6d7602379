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
    "strength": 52, "severity": 100, "message": 360, "mend": 356, "tier": 84, "roles": 170, "doubt": 150,
    "place": 46, "party_name": 264, "confirmed_part": 130, "open_part": 130, "party_key": 76, "party_tiers": 112,
    "party_kind": 84, "reach_roles": 130, "party_department": 150, "answered": 100, "weakness": 118, "chains": 70,
    "eal_host": 118, "eal_employer": 118, "eal_supervisor": 118, "reach": 168, "reach_range": 150, "lead": 190,
    "certificates": 170,
    "tail_year": 110, "tail_loss": 230, "tail_beyond": 230, "tail_together": 330,
    "road": 420, "hop_hours": 190, "lead_sum": 180, "lead_state": 260, "fact_name": 190, "fact_value": 420,
    "access_right": 110, "access_people": 150, "path_rank": 60, "eal_words": 200, "answer_domain": 130,
    "change_fate": 84, "change_id": 110, "change_name": 220, "change_column": 130, "change_before": 260,
    "change_after": 260, "version_number": 56, "version_made": 210, "version_actor": 150, "version_how": 190,
    "version_why": 260, "version_size": 150, "version_files": 300, "ranks": 84,
    "strength_range": 118, "answered_share": 84, "answered_count": 84, "history_on": 130, "history_event": 320,
    "part_name": 560, "part_yen": 190, "part_share": 170, "part_party": 250, "part_answer": 400, "shared_kind": 100,
    "shared_name": 238, "shared_eal": 120, "shared_range": 136, "shared_falls": 120, "falls_range": 136,
    "received_state": 140, "received_by": 104, "received_form": 176, "received_answered": 92, "received_problems": 150,
    "received_request": 70, "review_id": 72, "review_control": 190, "review_question": 330, "review_raw": 120,
    "shared_tail": 100, "shared_paths": 66, "shared_only": 86,
    "finding_what": 214, "finding_party": 252, "finding_weight": 100, "finding_state": 134, "finding_due": 160,
    "finding_owner": 150, "finding_rank": 60, "finding_engagement": 90,
    "inquiry_party": 190, "inquiry_what": 330, "inquiry_how": 130, "inquiry_why": 130, "inquiry_worth": 96,
    "inquiry_cost": 80, "inquiry_p": 100, "inquiry_width": 190, "inquiry_via": 240,
    "payee_standing": 104, "payee_name": 270, "payee_party": 290, "payee_expense": 140, "payee_department": 120,
    "payee_amount": 90, "payee_number": 126, "payee_cell": 240,
}  # fmt: skip
ROW = 62  # three lines of Japanese; below that the table does not wrap at all
LOW_ROW = 36
_LOW_WIDTHS: dict[str, int] = {"data": 200, "file": 200}  # where a row is one line, so that nothing wraps
HEAD = 38  # the row of titles with its lines
_SHARES = frozenset({"open", "answered", "part_share"})
_WHOLE = frozenset({"rank", "place", "chains", "steps_parties", "shared_paths"})
_GROUPED = frozenset({"eal", "confirmed_part", "open_part", "eal_host", "eal_employer", "eal_supervisor", "reach",
    "part_yen", "shared_eal", "shared_falls"})  # fmt: skip
_PERCENT = frozenset({"share", "supervision", "strength"})


def table(
    columns: Columns, locale: str, *, key: str, height: int | Literal["auto"] = "auto", row: int = ROW, **options: Any
) -> None:
    """Draw columns as a sortable, searchable table; a given height (px) is the most that it takes."""
    rows = len(next(iter(columns.values()), ()))
    if isinstance(height, int):
        height = min(height, HEAD + row * max(rows, 1) + 2)
    st.dataframe(
        dict(columns),
        hide_index=True,
        column_config={name: _column(name, locale, is_low=row < ROW) for name in columns},
        key=key,
        height=height,
        row_height=row,
        **options,
    )


def _column(name: str, locale: str, *, is_low: bool) -> Any:
    """Return how one column looks."""
    title = t(locale, f"ui.column.{name}")
    width = _LOW_WIDTHS.get(name) if is_low and name in _LOW_WIDTHS else _WIDTHS.get(name)
    if name in _SHARES:
        return st.column_config.ProgressColumn(title, width=width, min_value=0, max_value=100, format="%d%%")
    if name in _PERCENT:
        return st.column_config.NumberColumn(title, width=width, format="%d%%")
    if name == "leak":
        return st.column_config.NumberColumn(title, width=width, format="%.2g%%")
    if name in _GROUPED:
        return st.column_config.NumberColumn(title, width=width, format="localized")
    if name in _WHOLE:
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
