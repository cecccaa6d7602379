"""A draft out of a document: its rows with a box each; nothing is taken that nobody ticked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from riskgraph.report.cause_sentences import answer_said
from riskgraph.report.plain import plain
from riskgraph.report.problem_text import said
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions.received import Choices, Entry
from riskgraph.ui.components.receiving_state import Waiting, change
from riskgraph.ui.components.tables import HEAD, ROW
from riskgraph.ui.markdown import escaped

_SHOWN_ROWS = 8
_WIDTHS = {"draft_taken": 60, "review_question": 420, "review_raw": 200, "review_code": 120, "cell": 60, "sheet": 110}


def render(entry: Entry, locale: str) -> None:
    """Draw the rows of a draft, and the button that takes the ticked ones."""
    if entry.foreign is None:
        return
    st.warning(t(locale, "receiving.draft"), icon=":material/edit_note:")
    for problem in entry.problems:
        st.caption(escaped(" ".join(said(problem, locale))))
    items = [item for block in entry.foreign.blocks for item in block.items]
    every = st.checkbox(t(locale, "receiving.draft.all"), key=f"receiving_draft_all_{entry.sha256[:12]}")
    key = f"receiving_draft_{entry.sha256[:12]}_{int(every)}"
    columns: Mapping[str, list[Any]] = {
        "draft_taken": [every] * len(items),
        "review_question": [plain(item.text, longest=400) for item in items],
        "review_raw": [plain(" / ".join(a.raw for a in item.answers), longest=400) for item in items],
        "review_code": [
            " / ".join(answer_said(a.code.value, "", locale) for a in item.answers if a.code is not None)
            for item in items
        ],
        "sheet": [plain(item.sheet) for item in items],
        "cell": [plain(item.cell) for item in items],
    }
    st.data_editor(
        dict(columns), hide_index=True, num_rows="fixed", key=key, row_height=ROW,
        disabled=[name for name in columns if name != "draft_taken"],
        column_config={name: _column(name, locale) for name in columns},
        height=HEAD + ROW * min(_SHOWN_ROWS, max(len(items), 1)),
    )  # fmt: skip
    edits = (session.widget(key) or {}).get("edited_rows", {})
    taken = [item.key for n, item in enumerate(items) if edits.get(n, edits.get(str(n), {})).get("draft_taken", every)]
    st.caption(escaped(t(locale, "receiving.draft.count", taken=len(taken), total=len(items))))
    st.button(
        t(locale, "receiving.draft.take", count=len(taken)), type="primary", disabled=not taken,
        key="receiving_draft_take", on_click=_take, args=(entry.sha256, tuple(taken)),
    )  # fmt: skip


def _column(name: str, locale: str) -> Any:
    title = t(locale, f"ui.column.{name}")
    if name == "draft_taken":
        return st.column_config.CheckboxColumn(title, width=_WIDTHS[name])
    return st.column_config.TextColumn(title, width=_WIDTHS[name])


def _take(sha256: str, keys: tuple[str, ...]) -> None:
    choices = session.recall(Waiting).choices
    ticked = {**dict(choices.ticked), sha256: keys}
    change(choices=Choices(choices.parties, tuple(sorted(ticked.items()))), told=None)
