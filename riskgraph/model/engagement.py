"""An engagement: one contract edge under exactly one upstream engagement.

The convention that bites: for dispatch and secondment the *consignor* receives the people and the
*consignee* sends them, so that the chain runs downwards from the owner of the data in every case.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from riskgraph.model.noun import Noun
from riskgraph.model.party import Tri
from riskgraph.model.quantities import NOWHERE, Interval, RowSource


class Relation(StrEnum):
    """What binds the two ends; the last three are drawn but stand outside supervision and scoring."""

    CONSIGN = "consign"
    DISPATCH = "dispatch"
    SECOND = "second"
    SYSTEM_USE = "system_use"
    JOINT_USE = "joint_use"
    PROVIDE = "provide"
    AGENCY_SALE = "agency_sale"


SCORED_RELATIONS = frozenset({Relation.CONSIGN, Relation.DISPATCH, Relation.SECOND, Relation.SYSTEM_USE})
PEOPLE_RELATIONS = frozenset({Relation.DISPATCH, Relation.SECOND})


class ContractForm(StrEnum):
    """Legal form of the contract as the register states it."""

    UKEOI = "ukeoi"
    JUN_ININ = "jun_inin"
    HAKEN = "haken"
    OTHER = "other"


class HandlingPlace(StrEnum):
    """Where and how the data are handled."""

    OWNER_SYSTEM = "owner_system"
    OWNER_SITE = "owner_site"
    CONSIGNOR_SYSTEM = "consignor_system"
    CONSIGNOR_SITE = "consignor_site"
    OWN_ENV = "own_env"
    CLOUD = "cloud"
    PAPER = "paper"
    NONE = "none"
    UNKNOWN = "unknown"


class RecordsBasis(StrEnum):
    """What a number of records counts: the most held at once, one delivery, or a year's sum."""

    HELD = "held"
    ONCE = "once"
    YEARLY = "yearly"


class Status(StrEnum):
    """Where the engagement stands in its life; only this says that it has ended, never a date."""

    PLANNED = "planned"
    IN_REVIEW = "in_review"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"
    DELETION_PENDING = "deletion_pending"
    DELETION_CONFIRMED = "deletion_confirmed"


ENDED_STATES = frozenset({Status.ENDED, Status.DELETION_PENDING, Status.DELETION_CONFIRMED})
FUTURE_STATES = frozenset({Status.PLANNED, Status.IN_REVIEW})


class Consent(StrEnum):
    """What the consignor has been granted for this re-consignment."""

    EXPLICIT = "explicit"
    BLANKET = "blanket"
    NOTICE = "notice"
    REQUESTED = "requested"
    NONE = "none"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOT_NEEDED = "not_needed"


class Onward(StrEnum):
    """What is said about further re-consignment by the consignee."""

    NONE = "none"
    LISTED = "listed"
    UNKNOWN = "unknown"


class AuditMethod(StrEnum):
    """How the consignor last checked the consignee."""

    ONSITE = "onsite"
    SCREEN = "screen"
    PAPER = "paper"
    NONE = "none"


class Reviewed(StrEnum):
    """Whether incident reports were read and followed up."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    UNKNOWN = "unknown"


class Declared(StrEnum):
    """How the register knows of the engagement, most certain first."""

    DECLARED = "declared"
    BY_PARTY = "by_party"
    SUSPECTED = "suspected"


class Engagement(Noun):
    """One row of the sheet Engagements.

    `parent_engagement` is blank where the asset's owner itself consigns. A row that named several
    parents has been unfolded: each copy has its own `engagement_id` and the common `base_id`, which is
    the id that the user wrote. `records` in persons, `probability` 0 to 1 and only for suspected
    engagements, `incident_notice_hours` in hours, money in yen.
    """

    engagement_id: str
    base_id: str = ""
    consignor: str
    consignee: str
    parent_engagement: str = ""
    relation: Relation = Relation.CONSIGN
    work: str = ""
    owner_dept: str = ""
    contract_form: ContractForm | None = None
    handling_place: HandlingPlace = HandlingPlace.UNKNOWN
    asset_ids: tuple[str, ...] = ()
    records: Interval | None = None
    records_basis: RecordsBasis | None = None
    status: Status = Status.ACTIVE
    starts_on: date | None = None
    ends_on: date | None = None
    auto_renew: Tri = Tri.UNKNOWN
    renewal_of: str = ""
    consent: Consent | None = None
    consent_on: date | None = None
    consent_by: str = ""
    consent_no: str = ""
    consent_scope: str = ""
    onward: Onward = Onward.UNKNOWN
    flow_down: Tri = Tri.UNKNOWN
    audited_on: date | None = None
    audit_method: AuditMethod | None = None
    incident_notice_hours: float | None = None
    incident_reports_reviewed: Reviewed = Reviewed.UNKNOWN
    deletion_proof: Tri = Tri.UNKNOWN
    declared: Declared = Declared.DECLARED
    probability: Interval | None = None
    liability_cap_yen: float | None = None
    amount_yen: float | None = None
    next_review_on: date | None = None
    last_decision: str = ""
    ringi_no: str = ""
    note: str = ""
    extra: dict[str, str] = Field(default_factory=dict)
    source: RowSource = NOWHERE

    @property
    def row_id(self) -> str:
        """Return the id that the user wrote, also for a copy that was unfolded under one parent."""
        return self.base_id or self.engagement_id
