"""Who can reach what: a staff group, its employer, and the host, device and place of work.

The convention that bites: in the role fields a blank means "not said" (the reader fills the default),
`NONE_PARTY` means that the role does not exist, and `UNKNOWN_PARTY` is a nameless party whose every
answer is unknown.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import NOWHERE, Interval, RowSource

NONE_PARTY = "none"
UNKNOWN_PARTY = "unknown"


class Employment(StrEnum):
    """How the people stand to the party whose work they do."""

    OWN = "own"
    ON_SITE = "on_site"
    DISPATCHED = "dispatched"
    SECONDED = "seconded"
    INDIVIDUAL = "individual"


class Privilege(StrEnum):
    """What the rights allow: one screen at a time, reading, or taking out in bulk."""

    SCREEN = "screen"
    READ = "read"
    BULK = "bulk"
    UNKNOWN = "unknown"


class Access(Noun):
    """One row of the sheet Access, or one derived from an engagement (`is_derived`).

    `engagement_id` is blank for the owner's own staff. `heads` in people (None: unknown); `heads_peak` in
    people in the busiest time, the high end of the heads. `records` in persons (None: unknown).
    `is_holding` marks a row that only says that the host holds the asset and has no people. `is_paper`
    marks work on paper only.
    """

    access_id: str
    engagement_id: str = ""
    asset_id: str = ""
    group: str = ""
    employer: str = ""
    directed_by: str = ""
    employment: Employment | None = None
    heads: Interval | None = None
    heads_peak: Interval | None = None
    system: str = ""
    host: str = ""
    device_owner: str = ""
    site: str = ""
    site_owner: str = ""
    privilege: Privilege = Privilege.UNKNOWN
    records: Interval | None = None
    expires_on: date | None = None
    revoked_on: date | None = None
    access_countries: tuple[str, ...] = ()
    is_derived: bool = False
    is_holding: bool = False
    is_paper: bool = False
    extra: dict[str, str] = Field(default_factory=dict)
    source: RowSource = NOWHERE
