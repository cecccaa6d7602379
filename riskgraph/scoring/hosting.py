"""Rows of intrusion: one stream of events a host (at a cloud, a host and tenant), whatever it holds.

The path of such a row is the engagement under which the host holds the data; without one the missing
engagement is drawn and nothing of the owner's supervision reaches it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.channel import Route
from riskgraph.model.engagement import Declared
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.holdings import Holding, Key, accounts_of, gather_holdings
from riskgraph.scoring.rows import FULL, NOTHING, Row, rising
from riskgraph.scoring.strength import Ends

_UNSURE = list(Declared)


@dataclass(frozen=True)
class Held:
    """What one host holds of one asset, with its row of intrusion; the row's host is still to be chosen.

    `profiles` are those of the host, one for each system with answers of its own; the riskiest will count.
    """

    key: Key
    holding: Holding
    row: Row
    profiles: tuple[int, ...]


def hold(ground: Ground) -> tuple[Held, ...]:
    """Return what every host holds, by host, tenant and asset."""
    holdings = gather_holdings(ground)
    webs = {(host, tenant) for (host, tenant, _), holding in holdings.items() if holding.is_web}
    accounts = accounts_of(holdings)
    found = []
    for key in sorted(holdings):
        host, tenant, asset_id = key
        holding = holdings[key]
        explained = _explaining(host, tenant, asset_id, holding, ground)
        is_web, sharing = (host, tenant) in webs, accounts[(host, tenant)]
        row = _row(key, holding, explained, ground, is_web=is_web, sharing=sharing)
        found.append(Held(key, holding, row, _host_profiles(host, explained.engagements, holding, ground)))
    return tuple(found)


def hosting_rows(held: Iterable[Held]) -> Iterable[Row]:
    """Give the rows of each host, tenant and asset: one, or one a system where answers differ by system."""
    for here in held:
        for profile in here.profiles:
            yield replace(here.row, host=profile)


def _host_profiles(host: str, chosen: tuple[str, ...], holding: Holding, ground: Ground) -> tuple[int, ...]:
    """Return the profiles of a host: one for each system with answers of its own."""
    line = ground.chain.line(chosen[0]) if chosen else ()
    found = [ground.profiles.index(host, engagements=line, system=system) for system in holding.systems]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Explanation:
    """The engagements under which a host holds an asset (several where all ties) and Q, with Q as if filled.

    Q is the smallest among equally certain engagements, end by end, so that improving one never raises a risk.
    """

    engagements: tuple[str, ...]
    supervision: Ends = NOTHING
    filled: float = 0.0
    among: tuple[str, ...] = ()


def _explaining(host: str, tenant: str, asset_id: str, holding: Holding, ground: Ground) -> Explanation:
    """Return what explains a holding, in this order: on the chain to its users, most certain, smallest Q.

    What still ties there is settled by the most records, then by the shortest chain; ids decide nothing.
    """
    chain = ground.chain
    candidates = [
        e
        for e in ground.engagements_holding.get((host, asset_id), ())
        if not tenant or chain.engagements[e].consignor == tenant
    ]
    lines = {step for user in holding.users for step in chain.line(user.engagement_id)}
    on_chain = [e for e in candidates if e in lines or chain.above(e) in lines]
    return explanation(on_chain or candidates, asset_id, ground)


def explanation(among: Sequence[str], asset_id: str, ground: Ground) -> Explanation:
    """Return which of these engagements explain that an asset is held: the surest, then the worst supervised."""
    known = surest(among, ground)
    if not known:
        return Explanation(())
    products = [ground.supervision.product[e] for e in known]
    return Explanation(
        engagements=tuple(_least(known, lambda e: _rank(e, asset_id, ground))),
        supervision=(min(q[0] for q in products), min(q[1] for q in products), min(q[2] for q in products)),
        filled=min(ground.supervision.product_filled[e] for e in known),
        among=tuple(among),
    )


def surest(among: Sequence[str], ground: Ground) -> list[str]:
    """Return the engagements of these of which one is most certain that they exist; no answer moves that."""
    return _least(among, lambda e: _doubt(e, ground))


def _least(engagement_ids: Iterable[str], order: Callable[[str], tuple[float, ...]]) -> list[str]:
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
    weight = holding.weight(ground)
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
        tenants=tenant_profiles(tenant, sharing, host, ground),
        is_web=is_web,
        weight=weight,
        records=rising(holding.records),
        explained_by=explained.among,
        known_by=known_by(holding, weight),
    )


def known_by(holding: Holding, weight: Ends) -> tuple[str, ...]:
    """Return the engagements by which a holding is known at all, none where it is certain."""
    return () if weight == FULL else tuple(dict.fromkeys(u.engagement_id for u in holding.users))


def tenant_profiles(tenant: str, sharing: set[str], host: str, ground: Ground) -> tuple[int, ...]:
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
