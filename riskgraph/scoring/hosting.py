"""Rows of intrusion: one stream of events a host (at a cloud, a host and tenant), whatever it holds.

The path of such a row is the engagement under which the host holds the data; without one the missing
engagement is drawn and nothing of the owner's supervision reaches it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY, Access
from riskgraph.model.asset import SystemKind
from riskgraph.model.channel import Route
from riskgraph.model.engagement import Declared
from riskgraph.model.party import PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.rows import FULL, NOTHING, Row, rising
from riskgraph.scoring.strength import Ends

_UNSURE = list(Declared)


@dataclass
class Holding:
    """What one host (for one tenant) holds of one asset, gathered from rows and systems.

    `weight` is the probability that it holds it at all, by its most certain source.
    """

    records: Interval = field(default_factory=lambda: Interval.exact(0.0))
    weight: Ends = NOTHING
    users: list[Access] = field(default_factory=list)
    systems: set[str] = field(default_factory=set)
    is_web: bool = False

    def add(self, records: Interval, weight: Ends, system: str) -> None:
        """Take the largest of what reaches the asset there, end by end; never the sum."""
        mine, known = self.records, self.weight
        self.records = Interval(max(mine.lo, records.lo), max(mine.pt, records.pt), max(mine.hi, records.hi))
        self.weight = (max(known[0], weight[0]), max(known[1], weight[1]), max(known[2], weight[2]))
        self.systems.add(system)


Key = tuple[str, str, str]  # host, tenant ("" where the host is no cloud), asset


def hosting_rows(ground: Ground) -> Iterable[Row]:
    """Give the rows of each host, tenant and asset: one, or one a system where answers differ by system."""
    holdings = gather_holdings(ground)
    webs = {(host, tenant) for (host, tenant, _), holding in holdings.items() if holding.is_web}
    accounts = _accounts(holdings)
    for host, tenant, asset_id in sorted(holdings):
        holding = holdings[(host, tenant, asset_id)]
        explained = _explaining(host, tenant, asset_id, holding, ground)
        row = _row(
            (host, tenant, asset_id),
            holding,
            explained,
            ground,
            is_web=(host, tenant) in webs,
            sharing=accounts[(host, tenant)],
        )
        for profile in _host_profiles(host, explained.engagements, holding, ground):
            yield replace(row, host=profile)


def _host_profiles(host: str, chosen: tuple[str, ...], holding: Holding, ground: Ground) -> list[int]:
    """Return the profiles of a host: one for each system with answers of its own; the riskiest will count."""
    line = ground.chain.line(chosen[0]) if chosen else ()
    found = [ground.profiles.index(host, engagements=line, system=system) for system in sorted(holding.systems)]
    return list(dict.fromkeys(found))


def gather_holdings(ground: Ground) -> dict[Key, Holding]:
    """Return what every host holds, from access rows that keep data there and from systems.

    A row that is only suspected does not take the place of what a system is known to hold.
    """
    holdings: dict[Key, Holding] = defaultdict(Holding)
    seen: set[tuple[str, str]] = set()
    for access in ground.accesses:
        if access.host == NONE_PARTY or access.is_paper or not _keeps(access, ground):
            continue
        weight = ground.weight(access.engagement_id)
        if weight == FULL:
            seen.add((access.system, access.asset_id))
        holding = holdings[(access.host, _tenant(access, ground), access.asset_id)]
        holding.add(access.records or Interval(0.0, 0.0, 0.0), weight, access.system)
        holding.users.append(access)
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
                whole = asset.records or ground.parameters.ends("records.unknown")
                holdings[(system.host, tenant, asset_id)].add(whole, FULL, system.system_id)


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


@dataclass(frozen=True)
class Explanation:
    """The engagements under which a host holds an asset (several where all ties) and Q, with Q as if filled.

    Q is the smallest among equally certain engagements, end by end, so that improving one never raises a risk.
    """

    engagements: tuple[str, ...]
    supervision: Ends = NOTHING
    filled: float = 0.0


def _explaining(host: str, tenant: str, asset_id: str, holding: Holding, ground: Ground) -> Explanation:
    """Return what explains a holding, in this order: on the chain to its users, most certain, smallest Q.

    What still ties there is settled by the most records, then by the shortest chain; ids decide nothing.
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
    known = _least(on_chain or candidates, lambda e: _doubt(e, ground))
    if not known:
        return Explanation(())
    products = [ground.supervision.product[e] for e in known]
    return Explanation(
        engagements=tuple(_least(known, lambda e: _rank(e, asset_id, ground))),
        supervision=(min(q[0] for q in products), min(q[1] for q in products), min(q[2] for q in products)),
        filled=min(ground.supervision.product_filled[e] for e in known),
    )


def _least(engagement_ids: list[str], order: Callable[[str], tuple[float, ...]]) -> list[str]:
    """Return those that come first in an order, all that tie."""
    ranked = {e: order(e) for e in sorted(engagement_ids)}
    best = min(ranked.values(), default=None)
    return [e for e, rank in ranked.items() if rank == best]


def _doubt(engagement_id: str, ground: Ground) -> tuple[float, ...]:
    """Return how unsure an engagement is, the surest first."""
    return _UNSURE.index(ground.chain.declared(engagement_id)), -ground.weight(engagement_id)[1]


def _rank(engagement_id: str, asset_id: str, ground: Ground) -> tuple[float, ...]:
    """Return what orders equally certain engagements, the one that explains best first."""
    said = ground.chain.engagements[engagement_id].records or ground.submission.asset_by_id[asset_id].records
    point = ground.supervision.product[engagement_id][1]
    return point, -(said.pt if said else 0.0), len(ground.chain.line(engagement_id))


def _row(key: Key, holding: Holding, explained: Explanation, ground: Ground, *, is_web: bool, sharing: set[str]) -> Row:
    host, tenant, asset_id = key
    owner = ground.submission.asset_by_id[asset_id].owner
    chosen, supervision, filled = explained.engagements, explained.supervision, explained.filled
    routes: tuple[Route, ...] = tuple(ground.route(e) for e in chosen)
    if not chosen and host == owner:
        supervision, filled = ground.supervised("", owner)
        routes = (Route((owner,), ()),)
    elif not chosen:
        routes = (_missing(host, tenant, owner, holding, ground),)
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
        tenants=_tenant_profiles(tenant, sharing, host, ground),
        is_web=is_web,
        weight=holding.weight,
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
