"""The review meeting: what it looks at, what it decides, on which frozen assessment, and what it asks in return.

The convention that bites: a decision is never changed, only followed by another (`DecisionRecord.follows`). People are
written as roles or departments. What a condition asks is followed like every other finding.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from riskgraph.model.noun import Noun
from riskgraph.model.records import Stamp


class ItemKind(StrEnum):
    """Why an engagement is before the meeting."""

    NEW = "new"
    RENEWAL = "renewal"
    CHANGE = "change"
    ONWARD = "onward"
    EXTRAORDINARY = "extraordinary"


class Verdict(StrEnum):
    """What the meeting decides."""

    APPROVED = "approved"
    CONDITIONAL = "conditional"
    SENT_BACK = "sent_back"
    REJECTED = "rejected"
    HELD = "held"


PASSING = frozenset({Verdict.APPROVED, Verdict.CONDITIONAL})


class IfUnmet(StrEnum):
    """What happens where a condition is not met by its day."""

    STOP = "stop"
    REVIEW = "review"


class Act(StrEnum):
    """What is done about one of the first paths."""

    ACT = "act"
    ACCEPT = "accept"
    ASK = "ask"


class Opinion(StrEnum):
    """Whose opinion stands on the sheet."""

    SECURITY = "security"
    PRIVACY = "privacy"
    LEGAL = "legal"
    PURCHASING = "purchasing"


class Condition(Noun):
    """One condition: what, until when, who does it, how and by whom it is checked, what follows if it is unmet.

    `is_interim` marks a measure that bridges the time until something that is due has been made good.
    """

    content: str
    due_on: date
    owner: str
    how_checked: str
    checked_by: str
    if_unmet: IfUnmet = IfUnmet.REVIEW
    is_interim: bool = False


class Exemption(Noun):
    """An exception that is granted, or a risk that is accepted: why, what stands in for it, by whom, until when.

    `extends` is the id of the decision whose exemption of the same `matter` this one prolongs; None for a first one.
    """

    matter: str
    reason: str
    instead: str = ""
    accepted_by: str
    level: int = Field(default=1, ge=1, le=3)
    until: date
    extends: int | None = None


class Disposition(Noun):
    """What is done about a path, by whom, until when; `path_key` is that of `Path.key`."""

    path_key: str
    act: Act
    owner: str
    due_on: date
    note: str = ""


class MeetingState(StrEnum):
    """Where the minutes stand."""

    DRAFT = "draft"
    CLOSED = "closed"


class MeetingRecord(Noun):
    """One meeting. `assessment_id` is what its first paths come from; `attendees` are roles."""

    meeting_id: int
    register_id: str
    title: str
    held_on: date
    assessment_id: int
    attendees: tuple[str, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    note: str = ""
    state: MeetingState = MeetingState.DRAFT
    made: Stamp
    closed: Stamp | None = None
    revision: int = 1


class ItemRecord(Noun):
    """One case on the agenda: an engagement (by the id of its row) with what the department and the party say.

    `statement` is the party's own; `cost_talk` says what was talked about who pays, and when.
    """

    item_id: int
    meeting_id: int
    register_id: str
    engagement_id: str
    case_no: str = ""
    kind: ItemKind = ItemKind.RENEWAL
    department: str = ""
    drafter: str
    wanted_on: date | None = None
    statement: str = ""
    statement_on: date | None = None
    cost_talk: str = ""
    talked_on: date | None = None
    opinions: dict[Opinion, str] = Field(default_factory=dict)
    note: str = ""
    drafted: Stamp
    decision_id: int | None = None
    revision: int = 1


class DecisionDraft(Noun):
    """A decision that is about to be made; the fields are those of `DecisionRecord`."""

    verdict: Verdict
    reason: str = ""
    conditions: tuple[Condition, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    approver: str
    level: int = Field(default=1, ge=1, le=3)
    ringi_no: str = ""
    decided_on: date
    next_review_on: date | None = None


class DecisionRecord(DecisionDraft):
    """A decision as it was made, on the frozen assessment `assessment_id`.

    `level` is that of the approver: 1 who decides as a rule, 2 one above, 3 the board. `follows` is the decision
    about the same engagement that this one takes the place of.
    """

    decision_id: int
    item_id: int
    meeting_id: int
    register_id: str
    engagement_id: str
    assessment_id: int
    follows: int | None = None
    made: Stamp
