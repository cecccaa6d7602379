"""What every host holds of every asset, from access rows that keep data there and from systems.

The convention that bites: of several sources the largest number of records counts, never their sum; whether the host
holds the asset at all is the union of its sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY, Access
from riskgraph.model.asset import SystemKind
from riskgraph.model.party import PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.scoring.existence import any_exists
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.rows import FULL
from riskgraph.scoring.strength import Ends

Key = tuple[str, str, str]  # host, tenant ("" where the host is no cloud), asset


@dataclass(frozen=True)
class Source:
    """One statement that a host holds an asset: an access row, or a system that lists it (`row` is None)."""

    records: Interval
    system: str
    row: Access | None = None


@dataclass
class Holding:
    """What one host (for one tenant) holds of one asset, gathered from rows and systems."""

    sources: list[Source] = field(default_factory=list)
    is_web: bool = False

    @property
    def records(self) -> Interval:
        """Return the largest of what reaches the asset there, end by end; never the sum."""
        found = [source.records for source in self.sources]
        return Interval(max(r.lo for r in found), max(r.pt for r in found), max(r.hi for r in found))

    def weight(self, ground: Ground) -> Ends:
        """Return the probability (risk order) that the host holds it at all: that any of its sources is real."""
        if any(source.row is None or not source.row.engagement_id for source in self.sources):
            return FULL
        return any_exists(ground, [source.row.engagement_id for source in self.sources if source.row is not None])

    @property
    def users(self) -> list[Access]:
        """Return the access rows."""
        return [source.row for source in self.sources if source.row is not None]

    @property
    def systems(self) -> list[str]:
        """Return the systems in which it lies, sorted; "" for a row that names none."""
        return sorted({source.system for source in self.sources})

    def within(self, system: str) -> Holding:
        """Return what of it lies in one system."""
        return Holding([source for source in self.sources if source.system == system], self.is_web)


def gather_holdings(ground: Ground) -> dict[Key, Holding]:
    """Return what every host holds, from access rows that keep data there and from systems.

    A row that is only suspected does not take the place of what a system is known to hold.
    """
    holdings: dict[Key, Holding] = defaultdict(Holding)
    seen: set[tuple[str, str]] = set()
    for access in ground.accesses:
        if access.host == NONE_PARTY or access.is_paper or not _keeps(access, ground):
            continue
        if ground.weight(access.engagement_id) == FULL:
            seen.add((access.system, access.asset_id))
        records = access.records or Interval(0.0, 0.0, 0.0)
        source = Source(records, access.system, access)
        holdings[(access.host, _tenant(access, ground), access.asset_id)].sources.append(source)
    _add_systems(ground, holdings, seen)
    _mark_web(ground, holdings)
    return dict(holdings)


def _keeps(access: Access, ground: Ground) -> bool:
    """Say whether a row still means data at the host: live work, or the consignee's own store after the end."""
    if not access.engagement_id:
        return access.revoked_on is None or access.revoked_on > ground.as_of
    if not ground.chain.is_scored(access.engagement_id):
        return False
    if ground.chain.is_ended(access.engagement_id):
        own = ground.chain.engagements[access.engagement_id].consignee
        return access.host == own and not ground.chain.is_deleted(access.engagement_id)
    return access.revoked_on is None or access.revoked_on > ground.as_of


def is_cloud(party_id: str, ground: Ground) -> bool:
    """Say whether a party is a cloud that hosts for tenants."""
    party = ground.submission.party_by_id.get(party_id)
    return party is not None and party.kind is PartyKind.CLOUD


def _tenant(access: Access, ground: Ground) -> str:
    """Return who put the data into the cloud: the consignor of its engagement on this line, else the worker's.

    A nameless host is another one for every party that uses it.
    """
    owner = ground.submission.asset_by_id[access.asset_id].owner
    here = ground.chain.engagements[access.engagement_id].consignee if access.engagement_id else owner
    if access.host == UNKNOWN_PARTY:
        return here
    if not is_cloud(access.host, ground):
        return ""
    line = ground.chain.line(access.engagement_id)
    for step in line:
        if ground.chain.engagements[step].consignee == access.host:
            return ground.chain.engagements[step].consignor
    for step in reversed(line):
        for child in ground.chain.children(step):
            if ground.chain.engagements[child].consignee == access.host:
                return ground.chain.engagements[child].consignor
    direct = [ground.chain.engagements[e] for e in ground.engagements_to.get(access.host, ())]
    return owner if any(not e.parent_engagement and e.consignor == owner for e in direct) else here


def _add_systems(ground: Ground, holdings: dict[Key, Holding], seen: set[tuple[str, str]]) -> None:
    """Add what systems hold: all of an asset that they list and that no row reaches there."""
    for system in ground.submission.systems:
        if not system.host or system.host == NONE_PARTY or system.kind is SystemKind.PAPER:
            continue
        for asset_id in system.asset_ids:
            asset = ground.submission.asset_by_id.get(asset_id)
            if asset is None or (system.system_id, asset_id) in seen:
                continue
            for tenant in _tenants_of_system(system.host, asset_id, ground):
                whole = asset.records or ground.parameters.ends("records.unknown")
                holdings[(system.host, tenant, asset_id)].sources.append(Source(whole, system.system_id))


def _tenants_of_system(host: str, asset_id: str, ground: Ground) -> tuple[str, ...]:
    """Return who put an asset into a system that no access row mentions."""
    if not is_cloud(host, ground):
        return ("",)
    consignors = {
        ground.chain.engagements[engagement_id].consignor
        for engagement_id in ground.engagements_to.get(host, ())
        if ground.chain.is_scored(engagement_id) and asset_id in ground.chain.assets(engagement_id)
    }
    return tuple(sorted(consignors)) or (ground.submission.asset_by_id[asset_id].owner,)


def _mark_web(ground: Ground, holdings: dict[Key, Holding]) -> None:
    """Mark the holdings in systems of kind web."""
    webs = {s.system_id for s in ground.submission.systems if s.kind is SystemKind.WEB}
    for holding in holdings.values():
        holding.is_web = any(source.system in webs for source in holding.sources)


def accounts_of(holdings: Mapping[Key, Holding]) -> dict[tuple[str, str], set[str]]:
    """Return the parties whose people use the account of each (host, tenant)."""
    sharing: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (host, tenant, _), holding in holdings.items():
        sharing[(host, tenant)].update(user.employer for user in holding.users)
    return sharing
