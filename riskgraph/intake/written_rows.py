"""Nouns as rows of the register: the exact reverse of reading, in one language.

The convention that bites: what is written here is read back as an equal noun. A quantity that is not exact is
written in the shortest of the forms that reads back to the very same three numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from riskgraph.intake.amounts import interval
from riskgraph.intake.columns import SHEET_BY_NAME
from riskgraph.intake.normalise import word_of, write_certificates
from riskgraph.intake.sheet_kind import Column, Kind
from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.engagement import Engagement
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission

CellOut = str | int | float | date | None
RowOut = Mapping[str, CellOut]
_NOBODY = {UNKNOWN_PARTY: ("不明", "unknown"), NONE_PARTY: ("なし", "none")}
_RENAMED = {"from": "start", "to": "end"}


def written_rows(submission: Submission, locale: str) -> dict[str, list[RowOut]]:
    """Return the rows of every sheet by its name, each a mapping of column (or unknown label) to cell.

    An engagement that was unfolded is one row again, with the list of its parents. What a register does not
    hold (raw text, form and flag of an answer) is not written.
    """
    nouns: dict[str, Sequence[Noun]] = {
        "parties": submission.parties,
        "assets": submission.assets,
        "systems": submission.systems,
        "sites": submission.sites,
        "access": submission.accesses,
        "connections": submission.connections,
        "answers": submission.answers,
        "requests": submission.requests,
    }
    rows: dict[str, list[RowOut]] = {
        name: [_row(name, noun, locale) for noun in found] for name, found in nouns.items()
    }
    rows["engagements"] = [
        {**_row("engagements", engagement, locale), "engagement_id": engagement.row_id, "parent_engagement": parents}
        for engagement, parents in _folded(submission.engagements)
    ]
    rows["decisions"] = [row.cells for row in submission.decisions]
    rows["findings"] = [row.cells for row in submission.findings]
    rows["settings"] = [_row("settings", submission.settings, locale)]
    return rows


def _folded(engagements: Sequence[Engagement]) -> Iterator[tuple[Engagement, str]]:
    """Give one engagement for each row of the register, with its parents as they are written."""
    row_of = {engagement.engagement_id: engagement.row_id for engagement in engagements}
    parents: dict[str, dict[str, None]] = {}
    for engagement in engagements:
        if engagement.base_id:
            parent = row_of.get(engagement.parent_engagement, engagement.parent_engagement)
            parents.setdefault(engagement.base_id, {})[parent] = None
    written: set[str] = set()
    for engagement in engagements:
        if not engagement.base_id:
            yield engagement, row_of.get(engagement.parent_engagement, engagement.parent_engagement)
        elif engagement.base_id not in written:
            written.add(engagement.base_id)
            yield engagement, "、".join(parents[engagement.base_id])


def _row(name: str, noun: Noun, locale: str) -> dict[str, CellOut]:
    """Return one noun as a row, its unknown columns last."""
    cells = {
        column.name: written(column, getattr(noun, _RENAMED.get(column.name, column.name), None), locale)
        for column in SHEET_BY_NAME[name].columns
    }
    return {**cells, **getattr(noun, "extra", {})}


def written(column: Column, value: Any, locale: str) -> CellOut:
    """Return a value as the cell of its column."""
    if value is None or value == () or value == "":
        return None
    writer = _WRITERS.get(column.kind)
    if writer is not None:
        return writer(column, value, locale)
    return value if isinstance(value, int | float | date) and not isinstance(value, bool) else str(value)


def _choice(column: Column, value: Any, locale: str) -> CellOut:
    return word_of(column.choice, str(value), locale)


def _flag(column: Column, value: Any, locale: str) -> CellOut:
    return word_of("flag", "yes" if value else "no", locale)


def _party(column: Column, value: Any, locale: str) -> CellOut:
    words = _NOBODY.get(value)
    return words[locale != "ja"] if words else str(value)


def _list(column: Column, value: Any, locale: str) -> CellOut:
    return ("、" if locale == "ja" else "; ").join(value)


def _amount(column: Column, value: Interval, locale: str) -> CellOut:
    """Return a number, 約N, A〜B, or A〜B〜C: the first that reads back as the same interval."""
    if value.lo == value.hi:
        return int(value.pt) if float(value.pt).is_integer() else value.pt
    about, mark = ("約", "〜") if locale == "ja" else ("about ", "-")
    low, point, high = (_plain(end) for end in (value.lo, value.pt, value.hi))
    forms = (f"{about}{point}", f"{low}{mark}{high}", f"{low}〜{point}〜{high}")
    return next((form for form in forms if interval(form).value == value), forms[-1])


def _plain(number: float) -> str:
    """Return a number without an exponent, with separators of thousands."""
    return f"{Decimal(repr(number)):,f}".removesuffix(".0")


def _certificates(column: Column, value: Any, locale: str) -> CellOut:
    return write_certificates(value)


def _answer_word(column: Column, value: Any, locale: str) -> CellOut:
    return word_of("answer", str(value), locale) if column.name == "answer" else str(value)


_WRITERS: Mapping[Kind, Callable[[Column, Any, str], CellOut]] = {
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
    Kind.PARTY: _party,
    Kind.ROLE: _party,
    Kind.IDS: _list,
    Kind.NAMES: _list,
    Kind.ITEMS: _list,
    Kind.INTERVAL: _amount,
    Kind.PROBABILITY: _amount,
    Kind.CERTIFICATES: _certificates,
    Kind.TEXT: _answer_word,
}
