"""One cell of a row with another value, in all copies of the row."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from riskgraph.errors import WrongUse
from riskgraph.model.change import FieldSet
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission

# Sheet (English title in small letters) to the field of a submission and the column that names a row.
ROWS = {
    "parties": ("parties", "party_id"),
    "engagements": ("engagements", "engagement_id"),
    "assets": ("assets", "asset_id"),
    "systems": ("systems", "system_id"),
    "sites": ("sites", "site_id"),
    "access": ("accesses", "access_id"),
    "connections": ("connections", "connection_id"),
}
_FIXED = frozenset({"source", "extra", "base_id", "is_derived", "certificates"})
_LIST_MARKS = re.compile("[、,]")
_EXAMPLES = (("Interval", "1200, 1000..1200..2000"), ("date", "2026-04-01"), ("float", "0, 24"), ("int", "1, 3"))
SomeNoun = TypeVar("SomeNoun", bound=Noun)


def with_cell(submission: Submission, change: FieldSet) -> Submission:
    """Return the register with one cell of a row changed, in all copies of the row."""
    if change.sheet not in ROWS:
        raise WrongUse("change.unknown_sheet", {"sheet": change.sheet, "choices": ", ".join(ROWS)})
    field, key = ROWS[change.sheet]
    rows: Sequence[Noun] = getattr(submission, field)
    ids = {getattr(row, key) for row in rows if change.row_id in (getattr(row, key), getattr(row, "base_id", ""))}
    if not ids:
        raise WrongUse("change.unknown_row", {"sheet": change.sheet, "row": change.row_id})
    if change.column == "parent_engagement" and len(ids) > 1:
        # Its copies are told apart by what stands above each.
        raise WrongUse("change.fixed_column", {"sheet": change.sheet, "column": change.column})
    return _rows_changed(submission, field, key, ids, lambda row: row_with(row, change))


def _rows_changed(
    submission: Submission, field: str, key: str, ids: Iterable[str], change: Callable[[Any], Any]
) -> Submission:
    """Return the register with some rows of one kind changed; `key` is the field of their ids."""
    chosen = frozenset(ids)
    rows = tuple(change(row) if getattr(row, key) in chosen else row for row in getattr(submission, field))
    return submission.model_copy(update={field: rows})


def row_with(row: SomeNoun, change: FieldSet) -> SomeNoun:
    """Return a row with another value in one column; WrongUse for a column or a value that it does not take."""
    column = {"id": "", "from": "start", "to": "end"}.get(change.column, change.column)
    known = type(row).model_fields
    if column not in known:
        raise WrongUse("change.unknown_column", {"sheet": change.sheet, "column": change.column})
    if column in _FIXED or column == ROWS[change.sheet][1]:
        raise WrongUse("change.fixed_column", {"sheet": change.sheet, "column": change.column})
    value = _value(change.value, str(known[column].annotation), known[column].get_default(call_default_factory=True))
    try:
        new = type(row).model_validate({**{name: getattr(row, name) for name in known}, column: value})
        _check_range(column, getattr(new, column))
        return new
    except (ValidationError, ValueError) as error:
        fields = {"column": change.column, "value": str(change.value), "allowed": _takes(known[column].annotation)}
        raise WrongUse("change.bad_value", fields) from error


def _check_range(column: str, value: object) -> None:
    """Raise ValueError for a number that no register means: below 0, not finite, no probability, no level."""
    numbers = (
        (value.lo, value.hi) if isinstance(value, Interval) else (value,) if isinstance(value, float | int) else ()
    )
    most = 1.0 if column == "probability" else math.inf
    if not all(math.isfinite(number) and 0 <= number <= most for number in numbers):
        raise ValueError(column)
    if column == "identifiability" and value not in (6, 3, 1):
        raise ValueError(column)


def _takes(annotation: object) -> str:
    """Return the codes that a column of choices takes, else an example."""
    kinds = (annotation, *get_args(annotation))
    codes = [code.value for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum) for code in kind]
    return ", ".join(codes) or next((said for kind, said in _EXAMPLES if kind in str(annotation)), "ABC")


def _value(value: object, annotation: str, default: object) -> object:
    """Return a value in the shape of its column: an interval, several ids, or as it is; blank is the default."""
    if value is None or value == "":
        return default
    if "Interval" in annotation:
        return _interval(value)
    if annotation.startswith("tuple"):
        return tuple(part.strip() for part in _LIST_MARKS.split(str(value)) if part.strip())
    return value


def _interval(value: object) -> object:
    """Return a number as an exact interval, and three numbers joined by ``..`` as lo, pt and hi."""
    try:
        ends = [float(part) for part in str(value).split("..")]
        return Interval(*ends) if len(ends) == 3 else Interval.exact(*ends)
    except (TypeError, ValueError):
        return value
