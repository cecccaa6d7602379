"""A register as it would be with some changes made: nothing is stored, the register given stays as it is.

The convention that bites: an id is the one that the user wrote, so that a row unfolded under several parents changes in
all of its copies; and an answer that is tried out counts as given, and seen where it is verified, on the day looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from riskgraph.change.answers import answered
from riskgraph.change.cells import ROWS, row_with, with_cell
from riskgraph.change.rows import with_rows
from riskgraph.change.work import dropped, engagements_named, moved
from riskgraph.model.change import AnswerSet, Change, EngagementDropped, EngagementMoved, FieldSet, RowsAdded
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission

__all__ = ["ROWS", "apply", "engagements_named", "row_with"]


def apply(
    submission: Submission, changes: Sequence[Change], *, as_of: date, unknown_records: Interval | None = None
) -> Submission:
    """Return the register with these changes made, one after the other.

    Parameters
    ----------
    as_of
        The day from which answers that are tried out count.
    unknown_records
        Persons in an asset whose size nobody states; only work that moves and has no access rows needs it.

    Raises
    ------
    WrongUse
        ``change.unknown_party``, ``change.unknown_engagement``, ``change.unknown_row``, ``change.unknown_sheet``,
        ``change.unknown_column``, ``change.bad_value``, ``change.fixed_column``, ``change.moved_to_itself`` or
        ``change.ended``.
    """
    for is_answer, group in groupby(changes, lambda change: isinstance(change, AnswerSet)):
        if is_answer:
            submission = answered(submission, [c for c in group if isinstance(c, AnswerSet)], as_of)
            continue
        for change in group:
            submission = _applied(submission, change, unknown_records or Interval(0.0, 1000.0, 100000.0))
    return submission


def _applied(submission: Submission, change: Change, unknown_records: Interval) -> Submission:
    """Return the register with one change that is no answer."""
    if isinstance(change, FieldSet):
        return with_cell(submission, change)
    if isinstance(change, EngagementDropped):
        return dropped(submission, change.engagement_id)
    if isinstance(change, EngagementMoved):
        return moved(submission, change, unknown_records)
    assert isinstance(change, RowsAdded)
    return with_rows(submission, change)
