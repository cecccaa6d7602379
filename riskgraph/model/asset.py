"""What is entrusted, where it lies, and where people sit: assets, systems, sites, connections."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import NOWHERE, Interval, RowSource


class Asset(Noun):
    """Personal data of one owner.

    `records` in persons; `distress` and `economic` are the JO levels 1 to 3, `identifiability` is 6, 3
    or 1; both derived from the categories where the register leaves them blank. `is_card` says that
    card numbers, bank accounts with a code or the like are among the categories.
    """

    asset_id: str
    name: str
    owner: str
    categories: tuple[str, ...] = ()
    records: Interval | None = None
    distress: int = Field(default=1, ge=1, le=3)
    economic: int = Field(default=1, ge=1, le=3)
    identifiability: int = 6
    my_number: bool = False
    sensitive: bool = False
    is_card: bool = False
    extra: dict[str, str] = Field(default_factory=dict)
    source: RowSource = NOWHERE


class SystemKind(StrEnum):
    """What a system is; paper means that no computer holds the data."""

    WEB = "web"
    DB = "db"
    FILE = "file"
    SAAS = "saas"
    TERMINAL = "terminal"
    PAPER = "paper"


class System(Noun):
    """A store of data and the party that runs it (its host)."""

    system_id: str
    name: str = ""
    host: str = ""
    kind: SystemKind = SystemKind.DB
    asset_ids: tuple[str, ...] = ()
    extra: dict[str, str] = Field(default_factory=dict)
    source: RowSource = NOWHERE


class Site(Noun):
    """A place of work and the party that controls it."""

    site_id: str
    party_id: str = ""
    name: str = ""
    country: str = ""
    kind: str = ""
    visited_on: date | None = None
    extra: dict[str, str] = Field(default_factory=dict)
    source: RowSource = NOWHERE


class ConnectionKind(StrEnum):
    """How two parties or systems are joined."""

    VPN = "vpn"
    NETWORK = "network"
    ACCOUNT = "account"
    FILE_TRANSFER = "file_transfer"
    MAINTENANCE = "maintenance"
    SOFTWARE = "software"


class Connection(Noun):
    """A standing technical link between two parties or systems.

    `probability` (0 to 1) is the chance that an intruder who is inside at `start` gets on to `end` over it.
    """

    connection_id: str
    start: str
    end: str
    kind: ConnectionKind = ConnectionKind.NETWORK
    probability: Interval | None = None
    extra: dict[str, str] = Field(default_factory=dict)
    source: RowSource = NOWHERE
