"""Edits of a register's tables: which rows are shown, what was typed, and the workbook that comes of it.

The convention that bites: edits are remembered as typed, beside the number of the version that they started from.
Nothing of them is in the store before they are looked at, and they stay until they are saved or given up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.columns import SHEET_BY_NAME
from riskgraph.intake.edited import Writing, edited_workbook
from riskgraph.intake.folding import fold
from riskgraph.intake.joining import control_ids
from riskgraph.intake.keyed_rows import FREE_SHEETS, SHEET_NAMES, cell_text
from riskgraph.intake.rebasing import Rebased, rebased
from riskgraph.intake.sheet_kind import Column, Kind
from riskgraph.intake.table_edits import SheetEdits, applied, with_delta
from riskgraph.intake.vocabulary import codes, word_of
from riskgraph.intake.written_rows import written_rows
from riskgraph.text import has_text, t
from riskgraph.ui import keeping, session
from riskgraph.ui.actions.registers import EDIT, HOUR, Read, current_number, stage_upload, version_rows

PAGE = 200
_DATES = (Kind.DATE, Kind.END)
_FREE_COLUMNS = range(1, 8)


@dataclass(frozen=True)
class Editing:
    """What is edited: the version that the edits started from, the part that is shown, and the edits by sheet.

    `round` counts the views drawn, so that an editor begins anew once its edits are taken over. `live` is what the
    editor told last: Streamlit forgets a widget that is not drawn, as when another page was looked at.
    """

    register_id: str = ""
    number: int = 0
    sheet: str = SHEET_NAMES[0]
    words: str = ""
    page: int = 1
    round: int = 0
    edits: tuple[tuple[str, SheetEdits], ...] = ()
    live: Mapping[str, Any] = field(default_factory=dict)

    @property
    def editor_key(self) -> str:
        """Return the key of the editor of this view."""
        return f"editor_{self.register_id}_{self.number}_{self.sheet}_{self.round}"

    def of(self, sheet: str) -> SheetEdits:
        """Return the edits of a sheet."""
        return dict(self.edits).get(sheet, SheetEdits())

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is edited."""
        return all(edits.is_empty for _, edits in self.edits) and not _is_told(self.live)


@dataclass(frozen=True)
class View:
    """The rows of a sheet that are shown: their places, columns of cells, and how many there are in all."""

    places: tuple[int, ...]
    columns: dict[str, list[str | date | None]]
    found: int
    pages: int


def editing(locale: str) -> Editing:
    """Return what is edited in the register that is looked at; looking at another register gives the edits up."""
    register_id = keeping.register_id()
    number = current_number(register_id)
    known = session.recall(Editing)
    if _is_told(known.live) and session.widget(known.editor_key) is None and known.register_id == register_id:
        known = take_over(locale)
    if known.register_id != register_id or (known.is_empty and known.number != number):
        known = Editing(register_id, number, sheet=known.sheet, round=known.round + 1)
        session.remember(known)
    return known


def view(now: Editing, locale: str) -> View:
    """Return the part of a sheet that is shown: the rows that hold the words, 200 at most a page."""
    rows = applied(_written(now.register_id, now.number, locale)[now.sheet], now.of(now.sheet))
    wanted = fold(now.words)
    found = [(place, row) for place, row in rows if place < 0 or not wanted or _holds(row, wanted)]
    pages = max(1, -(-len(found) // PAGE))
    start = (min(now.page, pages) - 1) * PAGE
    part = found[start : start + PAGE]
    columns = {name: [_shown(row.get(name), name, now.sheet) for _, row in part] for name in names(now, locale)}
    return View(tuple(place for place, _ in part), columns, len(found), pages)


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _written(register_id: str, number: int, locale: str) -> dict[str, list[Any]]:
    return dict(written_rows(version_rows(register_id, number), locale))


def names(now: Editing, locale: str) -> list[str]:
    """Return the columns of a sheet: the known ones, then the user's own; suggested ones where there are none."""
    known = [column.name for column in SHEET_BY_NAME[now.sheet].columns]
    rows = _written(now.register_id, now.number, locale)[now.sheet]
    own = dict.fromkeys(name for row in rows for name in row if name not in known)
    if now.sheet in FREE_SHEETS and not own:
        keys = (f"free.{now.sheet}.{number}" for number in _FREE_COLUMNS)
        return [t(locale, key) for key in keys if has_text(key)]
    return [*known, *own]


def choices(sheet: str, name: str, locale: str) -> tuple[str, ...]:
    """Return the words of a column with a choice, () for every other."""
    column = SHEET_BY_NAME[sheet].by_name.get(name)
    kind = _vocabulary(column) if column else ""
    return tuple(word_of(kind, code, locale) for code in codes(kind)) if kind else ()


def _vocabulary(column: Column) -> str:
    return "flag" if column.kind is Kind.FLAG else "answer" if column.name == "answer" else column.choice


def is_date(sheet: str, name: str) -> bool:
    """Say whether a column holds dates."""
    column = SHEET_BY_NAME[sheet].by_name.get(name)
    return column is not None and column.kind in _DATES


def _holds(row: dict[str, Any], wanted: str) -> bool:
    return any(wanted in fold(cell_text(cell)) for cell in row.values())


def _shown(value: Any, name: str, sheet: str) -> str | date | None:
    """Return a cell as the editor shows it: dates as dates, everything else as it would be typed."""
    if is_date(sheet, name):
        return value if isinstance(value, date) else _day(value)
    return cell_text(value) or None


def _day(value: Any) -> date | None:
    """Return a date that an editor told as text."""
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def take_over(locale: str) -> Editing:
    """Take what was typed in the view over into the edits; return them. The editor then begins anew."""
    now = session.recall(Editing)
    delta = session.widget(now.editor_key) or now.live
    if _is_told(delta):
        edits = {**dict(now.edits), now.sheet: with_delta(now.of(now.sheet), view(now, locale).places, delta)}
        now = replace(now, edits=tuple(edits.items()), round=now.round + 1, live={})
        session.remember(now)
    return now


def _is_told(delta: Mapping[str, Any]) -> bool:
    return any(delta.get(part) for part in ("edited_rows", "added_rows", "deleted_rows"))


def note() -> None:
    """Remember what the editor tells, for the case that it is no longer drawn when it is needed."""
    now = session.recall(Editing)
    session.remember(replace(now, live=dict(session.widget(now.editor_key) or {})))


def give_up() -> None:
    """Forget the edits."""
    now = session.recall(Editing)
    session.remember(replace(now, edits=(), live={}, round=now.round + 1, number=current_number(now.register_id)))


def stage_edit(now: Editing, locale: str) -> str:
    """Let the edited register wait in the store as a workbook; return the id of the upload."""
    before = version_rows(now.register_id, now.number)
    written = _written(now.register_id, now.number, locale)
    sheets = {s: [row for _, row in applied(written[s], edits)] for s, edits in now.edits if not edits.is_empty}
    data = edited_workbook(before, sheets, locale)
    name = t(locale, "register.edit.file", version=now.number)
    return stage_upload([(name, data)], register_id=now.register_id, purpose=EDIT)


def on_top(this: Read, mine_wins: Collection[tuple[str, str, str]], locale: str) -> Rebased:
    """Return an edit on top of the version that somebody else saved meanwhile."""
    number = current_number(this.register_id)
    return _on_top(this.upload_id, this.based_on, number, locale, tuple(sorted(mine_wins)), _this=this)


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _on_top(
    upload_id: str, base: int, number: int, locale: str, mine_wins: tuple[tuple[str, str, str], ...], *, _this: Read
) -> Rebased:
    how = Writing(locale, t(locale, "register.edit.file", version=number), control_ids(load_catalogue()))
    before, saved = (version_rows(_this.register_id, n) for n in (base, number))
    return rebased(before, _this.submission, saved, how, mine_wins=mine_wins)


def stage_on_top(this: Read, mine_wins: Collection[tuple[str, str, str]], locale: str) -> str:
    """Let the merged register wait in the store; return the id of the upload."""
    name = t(locale, "register.edit.file", version=current_number(this.register_id))
    data = on_top(this, mine_wins, locale).data
    return stage_upload([(name, data)], register_id=this.register_id, purpose=EDIT)
