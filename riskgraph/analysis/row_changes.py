"""Rows of two registers laid beside each other: which differ in anything that can move a number, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from riskgraph.model.accounting import DifferencePart, Stage
from riskgraph.model.causes import Cause
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell
from riskgraph.model.submission import Submission

_SHEETS = (
    ("parties", "parties", "party_id"),
    ("assets", "assets", "asset_id"),
    ("systems", "systems", "system_id"),
    ("sites", "sites", "site_id"),
    ("engagements", "engagements", "engagement_id"),
    ("access", "accesses", "access_id"),
    ("connections", "connections", "connection_id"),
)
_SHEET_OF = {field: sheet for sheet, field, _ in _SHEETS}
_UNSEEN = {"source", "note", "extra", "contact", "aliases", "name", "work", "ringi_no", "last_decision", "owner_dept"}


@dataclass(frozen=True)
class RowChange:
    """One row that differs: the field of the submission, its id, and the rows before and after."""

    field: str
    row_id: str
    before: tuple[Noun, ...]
    after: tuple[Noun, ...]


def row_part(group: Sequence[RowChange]) -> DifferencePart:
    """Return the part of a difference that rows stand for; one row with what it says, several with their count."""
    first = group[0]
    is_alone = len(group) == 1
    source = getattr((first.after or first.before)[0], "source", None)
    return DifferencePart(
        stage=Stage.REGISTER,
        cause=Cause.REGISTER,
        eal_yen=0.0,
        sheet=_SHEET_OF[first.field],
        row_id=first.row_id if is_alone else "",
        before=_said(first) if is_alone else "",
        after=_said(replace(first, before=first.after, after=first.before)) if is_alone else "",
        count=len(group),
        source=source.at() if is_alone and source is not None and not isinstance(source, Cell) else Cell(),
    )


def _said(change: RowChange) -> str:
    """Return what the row before says in the columns that differ, as ``column: value; ...``; "" for no row."""
    if not change.before:
        return ""
    old, new = change.before[0], change.after[0] if change.after else None
    fields = [n for n in type(old).model_fields if n not in _UNSEEN and n != "base_id"]
    if new is None:
        return "-"
    shown = old.model_dump(mode="json", exclude={"source"})
    return "; ".join(f"{n}: {_plain(shown[n])}" for n in fields if getattr(old, n) != getattr(new, n))


def _plain(value: object) -> str:
    """Return a value as a cell would say it; an amount with its ends, a blank as a dash."""
    if isinstance(value, dict) and value.keys() >= {"lo", "pt", "hi"}:
        ends = f"{value['lo']:,.10g}-{value['hi']:,.10g}"
        return f"{value['pt']:,.10g}" if value["lo"] == value["hi"] else f"{value['pt']:,.10g} ({ends})"
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value)) or "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-" if value is None or value == "" else str(value)


def row_changes(old: Submission, new: Submission) -> Iterable[RowChange]:
    """Give the rows that differ in anything that can move a number, sheet by sheet in an order in which they hold."""
    for _, field, key in _SHEETS:
        before, after = _by_id(getattr(old, field), key), _by_id(getattr(new, field), key)
        for row_id in sorted(before.keys() | after.keys()):
            was, now = before.get(row_id, ()), after.get(row_id, ())
            if [_seen(row) for row in was] != [_seen(row) for row in now]:
                yield RowChange(field, row_id, was, now)


def _by_id(rows: Sequence[Noun], key: str) -> dict[str, tuple[Noun, ...]]:
    found: dict[str, list[Noun]] = {}
    for row in rows:
        found.setdefault(getattr(row, "row_id", None) or getattr(row, key), []).append(row)
    return {row_id: tuple(rows) for row_id, rows in found.items()}


def _seen(row: Noun) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in type(row).model_fields if name not in _UNSEEN)


def with_rows(submission: Submission, changes: Iterable[RowChange]) -> Submission:
    """Return a register with some rows as they are after."""
    update: dict[str, list[Noun]] = {}
    for change in changes:
        rows = update.setdefault(change.field, list(getattr(submission, change.field)))
        update[change.field] = [*(row for row in rows if row not in change.before), *change.after]
    return submission.model_copy(update={field: tuple(rows) for field, rows in update.items()})
