"""Rows of intrusion: one stream of events a host (at a cloud, a host and tenant), whatever it holds.

The path of such a row is the engagement under which the host holds the data; without one the missing
engagement is drawn and nothing of the owner's supervision reaches it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY, Access
from riskgraph.model.asset import SystemKind
from riskgraph.model.channel import Route
from riskgraph.model.engagement import Declared
from riskgraph.model.party import PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.profiles import NO_ROLE
from riskgraph.scoring.rows import FULL, NOTHING, Row, rising
from riskgraph.scoring.strength import Ends

_UNSURE = list(Declared)


@dataclass
class Holding:
    """What one host (for one tenant) holds of one asset, gathered from rows and systems."""

    records: Interval = field(default_factory=lambda: Interval.exact(0.0))
    users: list[Access] = field(default_factory=list)
    systems: set[str] = field(default_factory=set)
    is_web: bool = False

    def add(self, records: Interval) -> None:
        """Take the largest of what reaches the asset there, end by end; never the sum."""
        mine = self.records
        self.records = Interval(max(mine.lo, records.lo), max(mine.pt, records.pt), max(mine.hi, records.hi))


Key = tuple[str, str, str]  # host, tenant ("" where the host is no cloud), asset


def hosting_rows(ground: Ground) -> Iterable[Row]:
    """Give one row for each host, tenant and asset, and each engagement that explains it equally well."""
    holdings = gather_holdings(ground)
    webs = {(host, tenant) for (host, tenant, _), holding in holdings.items() if holding.is_web}
    accounts = _accounts(holdings)
    for host, tenant, asset_id in sorted(holdings):
        holding = holdings[(host, tenant, asset_id)]
        chosen = _explaining(host, tenant, asset_id, holding, ground)
        yield _row(
            (host, tenant, asset_id),
            holding,
            chosen,
            ground,
            is_web=(host, tenant) in webs,
            sharing=accounts[(host, tenant)],
        )


def gather_holdings(ground: Ground) -> dict[Key, Holding]:
    """Return what every host holds, from access rows that keep data there and from systems."""
    holdings: dict[Key, Holding] = defaultdict(Holding)
    seen: set[tuple[str, str]] = set()
    for access in ground.accesses:
        if access.host == NONE_PARTY or access.is_paper or not _keeps(access, ground):
            continue
        seen.add((access.system, access.asset_id))
        holding = holdings[(access.host, _tenant(access, ground), access.asset_id)]
        holding.add(access.records or Interval(0.0, 0.0, 0.0))
        holding.users.append(access)
        holding.systems.add(access.system)
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


def _is_cloud(party_id: str, ground: Ground) -> bool:
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
    if not _is_cloud(access.host, ground):
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
                holding = holdings[(system.host, tenant, asset_id)]
                holding.add(asset.records or ground.parameters.ends("records.unknown"))
                holding.systems.add(system.system_id)


def _tenants_of_system(host: str, asset_id: str, ground: Ground) -> tuple[str, ...]:
    """Return who put an asset into a system that no access row mentions."""
    if not _is_cloud(host, ground):
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
        holding.is_web = bool(holding.systems & webs)


def _accounts(holdings: dict[Key, Holding]) -> dict[tuple[str, str], set[str]]:
    """Return the parties whose people use the account of each (host, tenant)."""
    sharing: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (host, tenant, _), holding in holdings.items():
        sharing[(host, tenant)].update(user.employer for user in holding.users)
    return sharing


def _explaining(host: str, tenant: str, asset_id: str, holding: Holding, ground: Ground) -> tuple[str, ...]:
    """Return the engagements under which the host holds the asset; several only where all else ties.

    Order: on the chain to its users, most certain, smallest Q, most records, shortest chain.
    """
    chain = ground.chain
    candidates = [
        e
        for e in ground.engagements_to.get(host, ())
        if chain.is_scored(e)
        and asset_id in chain.assets(e)
        and (not tenant or chain.engagements[e].consignor == tenant)
        and not (chain.is_ended(e) and chain.is_deleted(e))
    ]
    lines = {step for user in holding.users for step in chain.line(user.engagement_id)}
    on_chain = [e for e in candidates if e in lines or chain.engagements[e].parent_engagement in lines]
    ranked = {e: _rank(e, asset_id, ground) for e in on_chain or candidates}
    best = min(ranked.values(), default=None)
    return tuple(sorted(e for e, rank in ranked.items() if rank == best))


def _rank(engagement_id: str, asset_id: str, ground: Ground) -> tuple[int, float, float, int]:
    chain = ground.chain
    said = chain.engagements[engagement_id].records or ground.submission.asset_by_id[asset_id].records
    return (
        _UNSURE.index(chain.declared(engagement_id)),
        ground.supervision.product[engagement_id][1],
        -(said.pt if said else 0.0),
        len(chain.line(engagement_id)),
    )


def _row(
    key: Key, holding: Holding, chosen: tuple[str, ...], ground: Ground, *, is_web: bool, sharing: set[str]
) -> Row:
    host, tenant, asset_id = key
    owner = ground.submission.asset_by_id[asset_id].owner
    line = ground.chain.line(chosen[0]) if chosen else ()
    supervision, filled = NOTHING, 0.0
    routes: tuple[Route, ...] = tuple(ground.route(e) for e in chosen)
    if chosen:
        supervision, filled = ground.supervised(chosen[0], owner)
    elif host == owner:
        supervision, filled = ground.supervised("", owner)
        routes = (Route((owner,), ()),)
    else:
        routes = (_missing(host, tenant, owner, holding, ground),)
    system = next(iter(sorted(s for s in holding.systems if s)), "")
    return Row(
        scenario="EXT",
        event=("EXT", host, tenant),
        asset_id=asset_id,
        routes=routes,
        engagement_id=chosen[0] if chosen else "",
        host_party=host,
        supervision=supervision,
        supervision_filled=filled,
        asset_owner=ground.profiles.index(owner),
        host=ground.profiles.index(host, engagements=line, system=system) if host else NO_ROLE,
        tenants=_tenant_profiles(tenant, sharing, host, ground),
        is_web=is_web,
        weight=_weight(chosen, holding, ground),
        records=rising(holding.records),
    )


def _tenant_profiles(tenant: str, sharing: set[str], host: str, ground: Ground) -> tuple[int, ...]:
    """Return the profiles of all who share a cloud account: the tenant and those who work in it."""
    if not tenant or host == UNKNOWN_PARTY:
        return ()
    parties = sorted({tenant, *sharing} - {host, NONE_PARTY})
    return tuple(ground.profiles.index(party) for party in parties)


def _missing(host: str, tenant: str, owner: str, holding: Holding, ground: Ground) -> Route:
    """Return the path with the missing engagement at its end, below the tenant where there is one."""
    if tenant and tenant != owner:
        for user in holding.users:
            parties = ground.chain.parties(user.engagement_id)
            if tenant in parties:
                depth = parties.index(tenant)
                line = ground.chain.line(user.engagement_id)[:depth]
                return Route((*parties[: depth + 1], host), (*line, None))
    return Route((owner, host), (None,))


def _weight(chosen: tuple[str, ...], holding: Holding, ground: Ground) -> Ends:
    """Return the probability that the host holds the data at all; only suspicion lowers it."""
    if not chosen:
        users = [ground.weight(user.engagement_id) for user in holding.users]
        return max(users, default=FULL, key=lambda w: w[1])
    return ground.weight(chosen[0])
