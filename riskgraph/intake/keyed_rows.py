"""The rows of a register by sheet and key, so that two versions of it can be laid side by side.

The convention that bites: a row is known by its own id, never by its place. Rows of one key (a fault that the
checks tell) are numbered in the order of what they say, so that their order in the file says nothing either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from riskgraph.intake.columns import SHEET_BY_NAME, SHEETS
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text
from riskgraph.intake.nouns import LIST_MARK
from riskgraph.intake.written_rows import CellOut, RowOut, written_rows
from riskgraph.model.engagement import Engagement
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell, RowSource
from riskgraph.model.submission import Submission, TableRow

SHEET_NAMES = tuple(sheet.name for sheet in SHEETS)
FREE_SHEETS = ("decisions", "findings")  # kept as they are: a row of theirs is known by what it says
FIELD_OF_SHEET = {"access": "accesses"}
_ID_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "answers": ("party_id", "scope_kind", "scope_id", "control_id"),
    "requests": ("party_id", "form", "sent_on"),
}
RowKey = tuple[str, int]


@dataclass(frozen=True)
class KeyedRow:
    """One row: its id, the cells as they are written, and the noun that it stands for."""

    row_id: str
    cells: RowOut
    noun: Noun

    @property
    def said(self) -> str:
        """Return all that the row says as one text, equal for rows that say the same."""
        return repr(sorted(texts(self.cells).items()))

    @property
    def source(self) -> Cell:
        """Return where the row stands."""
        return source_of(self.noun)


def keyed_rows(submission: Submission, locale: str) -> dict[str, dict[RowKey, KeyedRow]]:
    """Return the rows of every sheet by their keys, in the order of the register.

    A key is the row's id, with a number that tells rows of one id apart (0 for the first).
    """
    written = written_rows(submission, locale)
    written["engagements"] = [_with_sorted_parents(row) for row in written["engagements"]]
    return {name: _keyed(name, written[name], nouns_of(submission, name)) for name in SHEET_NAMES}


def _with_sorted_parents(row: RowOut) -> RowOut:
    """Return an engagement's row with its parents in one order: which stands first says nothing."""
    parents = str(row["parent_engagement"] or "")
    if LIST_MARK not in parents:
        return row
    return {**row, "parent_engagement": LIST_MARK.join(sorted(parents.split(LIST_MARK)))}


def nouns_of(submission: Submission, sheet: str) -> Sequence[Noun]:
    """Return the nouns behind the rows of a sheet, one a row: an engagement that was unfolded counts once."""
    if sheet == "engagements":
        return list(_first_copies(submission.engagements))
    if sheet == "settings":
        return (submission.settings,)
    return tuple(getattr(submission, FIELD_OF_SHEET.get(sheet, sheet)))


def _first_copies(engagements: Sequence[Engagement]) -> Iterator[Engagement]:
    seen: set[str] = set()
    for engagement in engagements:
        if engagement.base_id not in seen:
            yield engagement
        if engagement.base_id:
            seen.add(engagement.base_id)


def _keyed(name: str, rows: Sequence[RowOut], nouns: Sequence[Noun]) -> dict[RowKey, KeyedRow]:
    listed = [KeyedRow(row_id_of(name, row), row, noun) for row, noun in zip(rows, nouns, strict=True)]
    groups: dict[str, list[KeyedRow]] = defaultdict(list)
    for row in listed:
        groups[row.row_id].append(row)
    for group in groups.values():
        if len(group) > 1:
            group.sort(key=lambda row: row.said)
    # A dictionary keeps the place of a key: rows of one id stand together, at the first of them.
    return {(row_id, number): row for row_id, group in groups.items() for number, row in enumerate(group)}


def row_id_of(sheet: str, row: RowOut) -> str:
    """Return the id by which a row of a sheet is known."""
    if sheet == "settings":
        return sheet
    if sheet in FREE_SHEETS:
        return " / ".join(f"{label}={cell_text(cell)}" for label, cell in sorted(row.items()) if cell_text(cell))
    columns = _ID_COLUMNS.get(sheet) or (SHEET_BY_NAME[sheet].columns[0].name,)
    parts = [cell_text(row.get(column)) for column in columns]
    return "/".join(parts) if len(parts) > 1 else parts[0]


def cell_text(value: CellOut) -> str:
    """Return a written cell as text: dates as ISO 8601, whole numbers without a point."""
    if value is None or isinstance(value, str):
        return value or ""
    return value.isoformat() if isinstance(value, date) else as_text(value)


def texts(row: RowOut) -> dict[str, str]:
    """Return the cells of a row that are not blank, as text."""
    return {name: text for name, value in row.items() if (text := cell_text(value))}


def in_order(sheet: str, names: Sequence[str]) -> list[str]:
    """Return columns in the order of the sheet, labels that it does not know last and sorted."""
    place = {column.name: number for number, column in enumerate(SHEET_BY_NAME[sheet].columns)}
    return sorted(names, key=lambda name: (place.get(name, len(place)), name))


def source_of(noun: Noun) -> Cell:
    """Return where a noun was read from, blank where it says nothing of it."""
    if isinstance(noun, TableRow):
        return RowSource(noun.file, noun.sheet, noun.row).at()
    source: Any = getattr(noun, "source", None)
    return source.at() if isinstance(source, RowSource) else source or Cell()


def labels(submission: Submission, sheet: str) -> Callable[[Noun], str]:
    """Return a function that gives a row of a sheet a name to read; a person is never named."""
    parties = submission.party_by_id

    def party(party_id: str) -> str:
        found = parties.get(party_id)
        return shown(party_id if found is None or found.is_person else found.name)

    def label(noun: Any) -> str:
        if sheet == "engagements":
            ends = f"{party(noun.consignor)} → {party(noun.consignee)}"
            return f"{ends} · {shown(noun.work)}" if noun.work else ends
        if sheet == "connections":
            return f"{party(noun.start)} → {party(noun.end)}"
        if sheet in FREE_SHEETS:
            return shown(next((cell for cell in noun.cells.values() if cell), ""))
        if sheet == "answers":
            return f"{party(noun.party_id)} · {shown(noun.control_id)}"
        if sheet in ("parties", "requests"):
            return party(noun.party_id)
        if sheet == "access":
            return shown(noun.group) or party(noun.employer)
        return shown(getattr(noun, "name", ""))

    return label
