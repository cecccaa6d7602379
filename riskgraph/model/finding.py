"""Findings that people follow: what the register shows, who sees to it until when, and what came of it.

The convention that bites: the register says what is the matter (`Finding`), people say what they do about it
(`FindingRecord`); the two meet by `key`, which stays the same while the matter does. A closed record is opened again by
whatever opens it (the finding comes back, its evidence expires), never by hand alone and never silently.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell
from riskgraph.model.records import Stamp


class Weight(StrEnum):
    """How a finding is treated: a duty by law or contract, a matter of risk, or something to look at."""

    DUTY = "duty"
    RISK = "risk"
    LOOK = "look"


class Finding(Noun):
    """One thing that the register shows today.

    Attributes
    ----------
    key
        ``CODE|what it concerns``: the same for the same matter in every version of the register.
    code
        Of the texts ``finding.CODE.title``, ``.message`` (with `fields`) and ``.mend``.
    acts
        The party that has to act ("" for our own side).
    path_keys
        Paths on which it lies (`Path.key`), riskiest first.
    due_on
        Until when it should be settled at the latest by rule; None where no rule says.
    """

    key: str
    code: str
    weight: Weight
    party_id: str = ""
    engagement_id: str = ""
    acts: str = ""
    fields: dict[str, str | int | float] = Field(default_factory=dict)
    path_keys: tuple[str, ...] = ()
    due_on: date | None = None
    source: Cell = Cell()


class FindingState(StrEnum):
    """Where a finding stands, in the order of the work."""

    OPEN = "open"
    ASSIGNED = "assigned"
    IN_WORK = "in_work"
    DONE = "done"
    VERIFIED = "verified"
    ACCEPTED = "accepted"
    REOPENED = "reopened"


CLOSED = frozenset({FindingState.VERIFIED, FindingState.ACCEPTED})


class WhyReopened(StrEnum):
    """What opened a closed finding again."""

    CAME_BACK = "came_back"
    EVIDENCE_EXPIRED = "evidence_expired"
    ACCEPTANCE_EXPIRED = "acceptance_expired"
    GREW = "grew"


class FindingStep(Noun):
    """One step of the history: from which state to which, by whom, with what said."""

    before: FindingState
    after: FindingState
    made: Stamp
    note: str = ""
    why: WhyReopened | None = None


class FindingRecord(Noun):
    """What people do about a finding of a register. `owner` and `verifier` are roles or departments, never bare names.

    `evidence_ref` names where the proof lies (document number, place), `evidence_until` until when it holds.
    `accepted_until` is the end of an acceptance. `measure` and `cost_note` are what the party proposes on its sheet.
    """

    finding_id: int
    register_id: str
    key: str
    code: str
    party_id: str = ""
    engagement_id: str = ""
    fields: dict[str, str | int | float] = Field(default_factory=dict)
    state: FindingState = FindingState.OPEN
    owner: str = ""
    due_on: date | None = None
    measure: str = ""
    cost_note: str = ""
    evidence_ref: str = ""
    evidence_until: date | None = None
    accepted_until: date | None = None
    done_by: str = ""
    verified_by: str = ""
    steps: tuple[FindingStep, ...] = ()
    first_seen: Stamp
    last_seen_on: date
    is_there: bool = True
    revision: int = 1


class Payee(Noun):
    """One line of the purchasing ledger: whom the house pays, yen a year; `corporate_number` is 13 digits or ""."""

    name: str
    corporate_number: str = ""
    expense: str = ""
    department: str = ""
    amount_yen: float | None = None
    source: Cell = Cell()


class PayeeMatch(Noun):
    """A payee beside the register: the party by number, a party of a near name to look at, or none ("")."""

    payee: Payee
    party_id: str = ""
    near_party_id: str = ""
    is_settled: bool = False
