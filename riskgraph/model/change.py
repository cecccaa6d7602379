"""What somebody wants to try or agree on: other answers, other facts of a row, work dropped, moved or taken back.

The convention that bites: a change is data and applies to no particular register; ids are those that the user wrote, so
that a change of a row that was unfolded under several parents concerns all of its copies.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from riskgraph.model.answer import Answer, AnswerCode, Evidence, ScopeKind
from riskgraph.model.noun import Noun
from riskgraph.model.submission import Submission

Scalar = str | float | None


class AnswerSet(Noun):
    """A party answers a control so, as of the day looked at. `verified` means that a reviewer will have seen it."""

    kind: Literal["answer"] = "answer"
    party_id: str
    control_id: str
    answer: AnswerCode = AnswerCode.YES
    evidence: Evidence = Evidence.VERIFIED
    scope_kind: ScopeKind = ScopeKind.PARTY
    scope_id: str = ""


def answer_of(change: AnswerSet, as_of: date) -> Answer:
    """Return the answer that a change stands for, given (and seen, where it is verified) on the day looked at."""
    return Answer(
        party_id=change.party_id,
        control_id=change.control_id,
        answer=change.answer,
        evidence=change.evidence,
        scope_kind=change.scope_kind,
        scope_id=change.scope_id,
        answered_on=as_of,
        verified_on=as_of if change.evidence is Evidence.VERIFIED else None,
    )


class FieldSet(Noun):
    """One cell of one row of the register: consent, flow-down, check, rights, records, host, supervising, ...

    `sheet` is the English title in small letters (``engagements``, ``access``, ``assets``, ``systems``, ...), `row_id`
    the row's own id, `column` the English name of the column. `value` is what would be written in the cell, in English
    or Japanese words; None or "" empties it.
    """

    kind: Literal["field"] = "field"
    sheet: str
    row_id: str
    column: str
    value: Scalar


class EngagementDropped(Noun):
    """The engagement and all below it end at once and no data stay behind."""

    kind: Literal["drop"] = "drop"
    engagement_id: str


class EngagementMoved(Noun):
    """The same work is given to another party; `consignee` "" takes it back in-house.

    In-house the consignor's own people do the work on the consignor's own systems, devices and sites, with the same
    heads, rights and records; what the former consignee had passed on ends.
    """

    kind: Literal["move"] = "move"
    engagement_id: str
    consignee: str


class RowsAdded(Noun):
    """More rows, as they were read from another workbook: parties, engagements, access, answers."""

    kind: Literal["add"] = "add"
    rows: Submission


Change = Annotated[AnswerSet | FieldSet | EngagementDropped | EngagementMoved | RowsAdded, Field(discriminator="kind")]
