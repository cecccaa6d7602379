"""What the store keeps: registers with their versions, requests, questionnaires, verifications, assessments.

The convention that bites: a record is what was written, never what follows from it. Whether a request is
overdue depends on the day and is worked out by `riskgraph.analysis.board`. Every time is UTC and aware; every
date is a day in the register's zone. `revision` and `number` count up from 1 with every change, and a save
names the one that it started from.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from riskgraph.model.answer import AnswerCode, ScopeKind
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import InputFile


class Stamp(Noun):
    """Who did something, and when (UTC)."""

    at: datetime
    actor: str


class VersionKind(StrEnum):
    """How a version of a register came to be."""

    IMPORT = "import"
    EDIT = "edit"
    RESTORE = "restore"
    UNDO = "undo"


class RegisterRecord(Noun):
    """A register: its current version is `number`. A deleted one keeps only this line as its tombstone."""

    register_id: str
    name: str
    is_sample: bool = False
    number: int = 0
    made: Stamp
    deleted: Stamp | None = None


class VersionRecord(Noun):
    """One version. `based_on` is the number that it started from (0 for the first).

    `content_number` is the version whose rows a restored one brought back, else the version's own number.
    `files` are the workbooks it was read from; their bytes may have been deleted since.
    """

    register_id: str
    number: int
    based_on: int
    kind: VersionKind
    made: Stamp
    reason: str = ""
    content_number: int
    content_sha256: str
    files: tuple[InputFile, ...] = ()


class Extension(Noun):
    """A later due date that was granted."""

    due_on: date
    reason: str
    made: Stamp


class ReminderKind(StrEnum):
    """The three letters: ahead of the day, on the day, after it."""

    BEFORE = "before"
    ON_DAY = "on_day"
    OVERDUE = "overdue"


class Reminder(Noun):
    """A reminder that somebody sent; riskgraph itself sends no mail."""

    kind: ReminderKind
    sent_on: date
    made: Stamp


class RequestDraft(Noun):
    """A request that is about to be made; the fields are those of `RequestRecord`."""

    party_id: str
    form: str
    version: str
    modules: tuple[str, ...] = ()
    scope_kind: ScopeKind = ScopeKind.PARTY
    scope_id: str = ""
    locale: str = "ja"
    department: str = ""
    fiscal_year: int
    due_on: date


class RequestRecord(Noun):
    """A questionnaire to be answered by a party, from making the workbook on.

    `due_on` is the day now agreed, extensions included; `first_due_on` the one first asked. `department` is
    who sends it (所管部門). `fiscal_year` is the year in which the register's fiscal year of `due_on` began.
    """

    request_id: int
    register_id: str
    party_id: str
    form: str
    version: str
    modules: tuple[str, ...] = ()
    scope_kind: ScopeKind = ScopeKind.PARTY
    scope_id: str = ""
    locale: str = "ja"
    department: str = ""
    fiscal_year: int
    first_due_on: date
    due_on: date
    made: Stamp
    sent_on: date | None = None
    reminders: tuple[Reminder, ...] = ()
    extensions: tuple[Extension, ...] = ()
    withdrawn: Stamp | None = None
    revision: int = 1


class ReviewState(StrEnum):
    """Where the review of a questionnaire that came back stands."""

    RECEIVED = "received"
    UNDER_REVIEW = "under_review"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class QuestionnaireRecord(Noun):
    """A questionnaire that came back; only accepted ones count in an assessment.

    `received_on` is a day in the register's zone. `decided` says who accepted or returned it, `note` what was
    said then. `deleted` leaves the line as a tombstone without file and answers.
    """

    questionnaire_id: int
    register_id: str
    party_id: str
    request_id: int | None = None
    file: str
    sha256: str
    form_id: str
    version: str
    scope_kind: ScopeKind = ScopeKind.PARTY
    scope_id: str = ""
    state: ReviewState = ReviewState.RECEIVED
    received: Stamp
    received_on: date
    decided: Stamp | None = None
    note: str = ""
    deleted: Stamp | None = None
    revision: int = 1


class VerificationMethod(StrEnum):
    """How a reviewer saw that a control is there."""

    ONSITE = "onsite"
    SCREEN = "screen"
    THIRD_PARTY_REPORT = "third_party_report"


class VerificationDraft(Noun):
    """A verification that is about to be recorded; the fields are those of `VerificationRecord`."""

    party_id: str
    control_id: str
    scope_kind: ScopeKind = ScopeKind.PARTY
    scope_id: str = ""
    answer: AnswerCode
    seen_on: date
    method: VerificationMethod
    role: str
    seen: str
    evidence_ref: str = ""


class VerificationRecord(Noun):
    """What a reviewer saw with own eyes; it counts once a second person has confirmed it.

    `answer` is what was found, `role` the reviewer's function (never a name), `seen` what was looked at.
    """

    verification_id: int
    register_id: str
    party_id: str
    control_id: str
    scope_kind: ScopeKind = ScopeKind.PARTY
    scope_id: str = ""
    answer: AnswerCode
    seen_on: date
    method: VerificationMethod
    role: str
    seen: str
    evidence_ref: str = ""
    recorded: Stamp
    confirmed: Stamp | None = None
    withdrawn: Stamp | None = None
    revision: int = 1


class ParameterSetRecord(Noun):
    """An edited copy of the parameters, versioned with its reason; id 0 is the shipped set and has no record."""

    parameters_id: int
    register_id: str
    based_on: int
    reason: str
    sha256: str
    made: Stamp


class AssessmentInputs(Noun):
    """What an assessment was made from; the ids are those of the records above."""

    register_id: str
    version: int
    questionnaires: tuple[int, ...] = ()
    verifications: tuple[int, ...] = ()
    requests: tuple[tuple[int, int], ...] = ()
    parameters_id: int = 0
    parameters_sha256: str = ""
    catalogue_version: str = ""
    riskgraph_version: str = ""
    as_of: date


class AssessmentRecord(Noun):
    """A kept assessment; it is shown from here and never computed again silently. EAL in yen a year."""

    assessment_id: int
    register_id: str
    inputs: AssessmentInputs
    made: Stamp
    note: str = ""
    eal_yen: Interval
    paths_total: int
    deleted: Stamp | None = None


class AuditLine(Noun):
    """One line of the audit trail: what (`action`, a key ``audit.<action>`` of the texts), on which subject.

    `fields` hold ids, counts and file names; no answer and no name of a party.
    """

    sequence: int
    at: datetime
    actor: str
    action: str
    register_id: str = ""
    subject: str = ""
    fields: dict[str, str | int | float] = Field(default_factory=dict)


class KeptKind(StrEnum):
    """What can be deleted by itself and has a retention of its own."""

    REGISTER = "register"
    RAW_FILE = "raw_file"
    QUESTIONNAIRE = "questionnaire"
    ASSESSMENT = "assessment"


class Tombstone(Noun):
    """What is left of a thing that was deleted."""

    kind: KeptKind
    subject: str
    register_id: str
    sha256: str = ""
    reason: str
    deleted: Stamp


class Retention(Noun):
    """For how many months each kind is kept; None means until somebody deletes it."""

    raw_file: int | None = Field(default=None, ge=1, le=1200)
    questionnaire: int | None = Field(default=None, ge=1, le=1200)
    assessment: int | None = Field(default=None, ge=1, le=1200)


class Expired(Noun):
    """A thing whose retention has run out on a day."""

    kind: KeptKind
    subject: str
    label: str
    kept_since: datetime
    expired_on: date
