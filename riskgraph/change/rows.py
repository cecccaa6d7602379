"""More rows, as they were read from another workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from riskgraph.change.answers import place_of
from riskgraph.change.cells import ROWS
from riskgraph.model.change import RowsAdded
from riskgraph.model.engagement import Engagement
from riskgraph.model.submission import Submission


def with_rows(submission: Submission, change: RowsAdded) -> Submission:
    """Return the register with more rows; one with the id of a known row takes its place."""
    update: dict[str, object] = {}
    for field, key in ROWS.values():
        new = getattr(change.rows, field)
        ids = {name for row in new for name in (getattr(row, key), getattr(row, "base_id", "")) if name}
        kept = (row for row in getattr(submission, field) if not {getattr(row, key), getattr(row, "base_id", "")} & ids)
        update[field] = (*kept, *new)
    places = {place_of(answer) for answer in change.rows.answers}
    update["answers"] = (*(a for a in submission.answers if place_of(a) not in places), *change.rows.answers)
    update["requests"] = (*submission.requests, *change.rows.requests)
    update["problems"] = (*submission.problems, *change.rows.problems)
    joined = submission.model_copy(update=update)
    return joined.model_copy(update={"engagements": tuple(_under_all(joined.engagements))})


def _under_all(engagements: Iterable[Engagement]) -> Iterator[Engagement]:
    """Give the engagements, one that names a row with several copies above it once under each copy."""
    rows = tuple(engagements)
    copies: dict[str, list[str]] = {}
    for row in rows:
        copies.setdefault(row.row_id, []).append(row.engagement_id)
    for row in rows:
        yield from _under_each(row, copies)


def _under_each(row: Engagement, copies: Mapping[str, list[str]]) -> Iterator[Engagement]:
    above = copies.get(row.parent_engagement, [])
    if not above or row.parent_engagement in above:
        yield row
        return
    for parent in above:
        own = row.engagement_id if len(above) == 1 else f"{row.engagement_id}@{parent}"
        yield row.model_copy(
            update={"engagement_id": own, "parent_engagement": parent, "base_id": row.row_id if len(above) > 1 else ""}
        )
