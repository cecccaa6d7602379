"""A party: whoever owns, consigns, receives, employs or hosts; roles come from rows, not labels."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import NOWHERE, Interval, RowSource


class PartyKind(StrEnum):
    """What a party is. An individual or a pool of individuals is never given a grade of its own."""

    ORGANISATION = "organisation"
    AGENCY = "agency"
    INDIVIDUAL = "individual"
    INDIVIDUAL_POOL = "individual_pool"
    CLOUD = "cloud"
    PUBLIC = "public"


class AssessmentBasis(StrEnum):
    """On what the assessment of a party rests."""

    QUESTIONNAIRE = "questionnaire"
    THIRD_PARTY_REPORT = "third_party_report"
    PUBLIC_DOCUMENTS = "public_documents"
    CONTRACT_CHECK = "contract_check"
    OUT_OF_SCOPE = "out_of_scope"


class Tri(StrEnum):
    """A fact that may be unknown; a blank cell reads as unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Certificate(Noun):
    """A third-party certificate with its scope and expiry; it never lifts a gate."""

    name: str
    scope: str = ""
    expires_on: date | None = None


class Party(Noun):
    """One row of the sheet Parties. `headcount` in people; `country` as written (blank: Japan)."""

    party_id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: PartyKind = PartyKind.ORGANISATION
    corporate_number: str = ""
    country: str = ""
    headcount: Interval | None = None
    group: str = ""
    certificates: tuple[Certificate, ...] = ()
    assessment_basis: AssessmentBasis | None = None
    small_consignee: Tri = Tri.UNKNOWN
    succeeded_by: str = ""
    succeeded_on: date | None = None
    contact: str = ""
    note: str = ""
    extra: dict[str, str] = Field(default_factory=dict)
    source: RowSource = NOWHERE

    @property
    def is_person(self) -> bool:
        """Say whether this is a person or a pool of persons, who are never graded."""
        return self.kind in (PartyKind.INDIVIDUAL, PartyKind.INDIVIDUAL_POOL)
