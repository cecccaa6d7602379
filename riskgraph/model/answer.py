"""Answers of parties, the evidence behind them, and the requests that asked for them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell


class AnswerCode(StrEnum):
    """What a party says. `blank` stands for a question left empty on a form that came back."""

    YES = "yes"
    PARTIAL = "partial"
    PLANNED = "planned"
    NO = "no"
    NA = "na"
    UNKNOWN = "unknown"
    BLANK = "blank"


class Evidence(StrEnum):
    """What stands behind an answer; only a reviewer gives `verified`."""

    CLAIM = "claim"
    DOCUMENT = "document"
    VERIFIED = "verified"


class ScopeKind(StrEnum):
    """What an answer is about; the narrowest wins: engagement, system, site, party."""

    PARTY = "party"
    SITE = "site"
    SYSTEM = "system"
    ENGAGEMENT = "engagement"


class Answer(Noun):
    """One answer of one party to one control in one scope.

    `answered_on` None means undated. `is_flagged` says that an open contradiction or quality flag
    lowers its low end to 0. `form` is ``id/version`` of the questionnaire, blank for a register row.
    """

    party_id: str
    control_id: str
    answer: AnswerCode
    evidence: Evidence = Evidence.CLAIM
    scope_kind: ScopeKind = ScopeKind.PARTY
    scope_id: str = ""
    answered_on: date | None = None
    verified_on: date | None = None
    verified_method: str = ""
    verified_role: str = ""
    evidence_ref: str = ""
    comment: str = ""
    raw: str = ""
    form: str = ""
    is_flagged: bool = False
    extra: dict[str, str] = Field(default_factory=dict)
    source: Cell = Cell()


class Request(Noun):
    """A questionnaire that was sent to a party: only what stands on its form was asked."""

    party_id: str
    form: str
    version: str = ""
    sent_on: date | None = None
    due_on: date | None = None
    returned_on: date | None = None
    extra: dict[str, str] = Field(default_factory=dict)
    source: Cell = Cell()
