"""The intrusion half of the reference: what every host holds, for whom, and under which engagement."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY, Access
from riskgraph.model.asset import SystemKind
from riskgraph.model.engagement import Declared
from riskgraph.model.party import PartyKind

if TYPE_CHECKING:
    from tests.scoring.reference import Reference, Way
    from tests.scoring.reference_ground import Path, Triple

ALL = (1.0, 1.0, 1.0)


class Held:
    """What one host holds of one asset for one tenant."""

    def __init__(self) -> None:
        self.records: Triple = (0.0, 0.0, 0.0)
        self.lines: list[str] = []
        self.users: list[Access] = []
        self.systems: set[str] = set()

    def take(self, records: Triple, line: str, system: str) -> None:
        """Take one source: what it says of records, the engagement it hangs on ("": none), where it lies."""
        self.records = tuple(map(max, self.records, records))  # type: ignore[assignment]
        self.lines.append(line)
        self.systems.add(system)


def of_hosts(ref: Reference) -> dict[tuple[str, ...], list[Way]]:
    """Return the ways of intrusion: one event a host, at a cloud one a host and tenant."""
    held = holdings(ref)
    webs = {s.system_id for s in ref.register.systems if s.kind is SystemKind.WEB}
    events: dict[tuple[str, ...], list[Way]] = defaultdict(list)
    for (host, tenant, asset_id), mine in sorted(held.items()):
        same = [h for (x, y, _), h in held.items() if (x, y) == (host, tenant)]
        owner = ref.assets[asset_id].owner
        engagements, smallest = explaining(ref, host, tenant, asset_id, mine)
        first = engagements[0] if engagements else ""
        way = ref.plain(first, owner)
        if engagements or host != owner:
            way["Q"] = smallest
        is_account = bool(tenant) and host != UNKNOWN_PARTY
        sharing = {tenant, *(user.employer for h in same for user in h.users)} - {host, NONE_PARTY}
        way |= {
            "host": host,
            "web": any(h.systems & webs for h in same),
            "cloud": is_account and bool(sharing),
            "tenants": tuple(sharing) if is_account else (),
            "records": mine.records,
            "weight": any_line(ref, mine.lines),
        }
        paths = frozenset(ref.path(e) for e in engagements) or frozenset([unexplained(ref, host, tenant, owner, mine)])
        for system in mine.systems:
            way["scopes"] = ref.scopes(first, system)
            events[("EXT", host, tenant)].append(ref.way("EXT", dict(way), asset_id, paths, system))
    return events


def any_line(ref: Reference, lines: list[str]) -> Triple:
    """Return the probability that any of these lines exists: the sum over all worlds of suspected engagements."""
    unsure = {
        ref.engagements[e].row_id: ref.engagements[e].probability or ref.parameters.ends("link.suspected")
        for line in lines
        for e in ref.line(line)
        if ref.engagements[e].declared is Declared.SUSPECTED
    }
    found = [0.0, 0.0, 0.0]
    for world in product((True, False), repeat=len(unsure)):
        absent = {row for row, is_real in zip(unsure, world, strict=True) if not is_real}
        if any(not absent & {ref.engagements[e].row_id for e in ref.line(line)} for line in lines):
            for end, name in enumerate(("lo", "pt", "hi")):
                chances = [getattr(p, name) for p in unsure.values()]
                found[end] += prod(p if is_real else 1 - p for p, is_real in zip(chances, world, strict=True))
    return found[0], found[1], found[2]


def holdings(ref: Reference, within: str | None = None) -> dict[tuple[str, str, str], Held]:
    """Return what rows and systems say that every host holds, or what lies in one system alone."""
    held: dict[tuple[str, str, str], Held] = defaultdict(Held)
    reached: set[tuple[str, str]] = set()
    for row in ref.rows:
        if row.host == NONE_PARTY or row.is_paper or not is_kept(ref, row):
            continue
        if ref.existence(row.engagement_id) == ALL:
            reached.add((row.system, row.asset_id))
        if within not in (None, row.system):
            continue
        mine = held[(row.host, tenant_of(ref, row), row.asset_id)]
        records = row.records
        mine.take((records.lo, records.pt, records.hi) if records else (0.0, 0.0, 0.0), row.engagement_id, row.system)
        mine.users.append(row)
    for system in ref.register.systems:
        if system.kind is SystemKind.PAPER or system.host in ("", NONE_PARTY):
            continue
        if within not in (None, system.system_id):
            continue
        for asset_id in system.asset_ids:
            if asset_id in ref.assets and (system.system_id, asset_id) not in reached:
                whole = ref.assets[asset_id].records or ref.parameters.ends("records.unknown")
                for tenant in tenants_of(ref, system.host, asset_id):
                    mine = held[(system.host, tenant, asset_id)]
                    mine.take((whole.lo, whole.pt, whole.hi), "", system.system_id)
    return held


def is_kept(ref: Reference, row: Access) -> bool:
    """Say whether a row still means data at its host."""
    if row.engagement_id and not ref.is_live_line(row.engagement_id):
        return False
    if row.engagement_id and ref.is_ended(row.engagement_id):
        own = row.host == ref.engagements[row.engagement_id].consignee
        return own and not ref.is_deleted(row.engagement_id)
    return not ref.is_revoked(row)


def tenant_of(ref: Reference, row: Access) -> str:
    """Return who put the data into a cloud; "" where the host is none."""
    owner = ref.assets[row.asset_id].owner
    here = ref.engagements[row.engagement_id].consignee if row.engagement_id else owner
    if row.host == UNKNOWN_PARTY:
        return here
    if not is_cloud(ref, row.host):
        return ""
    line = ref.line(row.engagement_id)
    ways_in = [e for e in line if ref.engagements[e].consignee == row.host]
    for step in reversed(line):
        ways_in += [
            e.engagement_id
            for e in sorted(ref.register.engagements, key=lambda e: e.engagement_id)
            if e.parent_engagement == step and e.consignee == row.host
        ]
    if ways_in:
        return ref.engagements[ways_in[0]].consignor
    direct = [e for e in ref.register.engagements if e.consignee == row.host and not e.parent_engagement]
    return owner if any(e.consignor == owner for e in direct) else here


def is_cloud(ref: Reference, party: str) -> bool:
    return any(p.party_id == party and p.kind is PartyKind.CLOUD for p in ref.register.parties)


def tenants_of(ref: Reference, host: str, asset_id: str) -> list[str]:
    """Return who put an asset into a system that no row mentions."""
    if not is_cloud(ref, host):
        return [""]
    known = {ref.engagements[e].consignor for e in bound(ref, host, asset_id)}
    return sorted(known) or [ref.assets[asset_id].owner]


def bound(ref: Reference, host: str, asset_id: str) -> list[str]:
    """Return the engagements in force by which a host handles an asset."""
    return [
        e.engagement_id
        for e in ref.register.engagements
        if e.consignee == host and ref.is_live_line(e.engagement_id) and asset_id in ref.handles(e.engagement_id)
    ]


def explaining(ref: Reference, host: str, tenant: str, asset_id: str, mine: Held) -> tuple[list[str], Triple]:
    """Return the engagements under which the host holds the asset, all that tie, and the smallest Q, end by end."""
    able = [
        e
        for e in bound(ref, host, asset_id)
        if (not tenant or ref.engagements[e].consignor == tenant) and not (ref.is_ended(e) and ref.is_deleted(e))
    ]
    lines = {step for user in mine.users for step in ref.line(user.engagement_id)}
    near = [e for e in able if e in lines or ref.engagements[e].parent_engagement in lines] or able
    if not near:
        return [], (0.0, 0.0, 0.0)

    def doubt(e: str) -> tuple[float, float]:
        return max(list(Declared).index(ref.engagements[x].declared) for x in ref.line(e)), -ref.existence(e)[1]

    def rank(e: str) -> tuple[float, float, int]:
        said = ref.engagements[e].records or ref.assets[asset_id].records
        return ref.supervision(e, "")[1], -(said.pt if said else 0.0), len(ref.line(e))

    sure = [e for e in near if doubt(e) == min(map(doubt, near))]
    smallest = tuple(min(ends) for ends in zip(*(ref.supervision(e, "") for e in sure), strict=True))
    return sorted(e for e in sure if rank(e) == min(map(rank, sure))), smallest  # type: ignore[return-value]


def unexplained(ref: Reference, host: str, tenant: str, owner: str, mine: Held) -> Path:
    """Return the owner's own path, or one with the missing engagement at its end."""
    if host == owner:
        return (owner,), ()
    for user in sorted(mine.users, key=lambda u: u.access_id):
        if tenant and tenant != owner and user.engagement_id:
            parties, line = ref.path(user.engagement_id)
            if tenant in parties:
                depth = parties.index(tenant)
                return (*parties[: depth + 1], host), (*line[:depth], None)
    return (owner, host), (None,)
