"""Blast radius: what of ours lies open if one party is breached, from the access that the register states.

The convention that bites: ways to one asset overlap, and how far nobody knows, so that the largest way counts and
never their sum. A way that is only suspected has nothing at its low end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY, Access
from riskgraph.model.asset import SystemKind
from riskgraph.model.chain import Chain
from riskgraph.model.engagement import Declared
from riskgraph.model.exposure import AssetReach, BlastRadius, ReachRole
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission

NOTHING = Interval(0.0, 0.0, 0.0)
_NOBODY = frozenset({"", NONE_PARTY, UNKNOWN_PARTY})
_Reach = dict[str, dict[ReachRole, Interval]]


@dataclass(frozen=True)
class Way:
    """One way in which a party reaches an asset; `records` in persons."""

    party_id: str
    asset_id: str
    role: ReachRole
    records: Interval


def ways_of(
    submission: Submission,
    chain: Chain,
    accesses: Iterable[Access],
    *,
    as_of: date,
    unknown_records: Interval,
) -> tuple[Way, ...]:
    """Return every way in which any party reaches data on a date.

    Parameters
    ----------
    accesses
        Access with nothing blank, as `riskgraph.model.derivation.complete_access` gives it.
    unknown_records
        Persons in an asset whose size nobody states.

    Notes
    -----
    Linear in rows times the length of their lines. Planned work and relations outside supervision give no way; an
    ended engagement gives one to the consignee alone, until deletion is confirmed.
    """
    found: list[Way] = []
    for row in accesses:
        found += _ways_of_row(row, chain, as_of)
    found += _ways_of_systems(submission, chain, unknown_records)
    return tuple(way for way in found if way.party_id not in _NOBODY)


def _ways_of_row(row: Access, chain: Chain, as_of: date) -> list[Way]:
    """Return who reaches data by one row: the host, the employer, and whoever stands above on the line."""
    engagement_id = row.engagement_id
    is_revoked = row.revoked_on is not None and row.revoked_on <= as_of
    if engagement_id and not chain.is_scored(engagement_id):
        return []
    records = _doubted(row.records or NOTHING, engagement_id, chain)
    if engagement_id and chain.is_ended(engagement_id):
        own = chain.engagements[engagement_id].consignee
        is_left = not chain.is_deleted(engagement_id) and (own in (row.host, row.device_owner) or row.is_paper)
        return _holding(own, row, records, chain) if is_left else []
    if is_revoked:
        return []
    ways = _holding(row.host, row, records, chain)
    if not row.is_holding:
        ways.append(Way(row.employer, row.asset_id, ReachRole.EMPLOYER, records))
        above = set(chain.parties(engagement_id)) - {row.employer}
        ways += [Way(party, row.asset_id, ReachRole.ABOVE, records) for party in sorted(above)]
    return ways


def _holding(host: str, row: Access, records: Interval, chain: Chain) -> list[Way]:
    """Return the ways to data at a host: its own, and those of the parties on the line above it."""
    above = set(chain.parties(row.engagement_id)) - {host}
    return [
        Way(host, row.asset_id, ReachRole.HOST, records),
        *(Way(party, row.asset_id, ReachRole.ABOVE, records) for party in sorted(above)),
    ]


def _ways_of_systems(submission: Submission, chain: Chain, unknown_records: Interval) -> Iterable[Way]:
    """Give the ways to what systems hold: all of every asset that they list."""
    to_host: dict[str, list[str]] = defaultdict(list)
    for engagement_id, engagement in chain.engagements.items():
        if chain.is_scored(engagement_id) and not chain.is_ended(engagement_id):
            to_host[engagement.consignee].append(engagement_id)
    for system in submission.systems:
        if system.kind is SystemKind.PAPER:
            continue
        for asset_id in system.asset_ids:
            asset = submission.asset_by_id.get(asset_id)
            if asset is None:
                continue
            whole = asset.records or unknown_records
            yield Way(system.host, asset_id, ReachRole.HOST, whole)
            for engagement_id in to_host[system.host]:
                if asset_id in chain.assets(engagement_id):
                    held = _doubted(whole, engagement_id, chain)
                    for party in chain.parties(engagement_id)[:-1]:
                        yield Way(party, asset_id, ReachRole.ABOVE, held)


def _doubted(records: Interval, engagement_id: str, chain: Chain) -> Interval:
    """Return the records, from nothing on where an engagement of the line is only suspected."""
    if engagement_id and chain.declared(engagement_id) is Declared.SUSPECTED:
        return Interval(0.0, records.pt, records.hi)
    return records


def blast_radii(submission: Submission, chain: Chain, ways: Iterable[Way]) -> Mapping[str, BlastRadius]:
    """Return the blast radius of every party of the register and of every party that reaches data.

    Notes
    -----
    Linear in the ways and in the engagements times the length of their lines.
    """
    reached: dict[str, _Reach] = defaultdict(lambda: defaultdict(dict))
    for way in ways:
        of_asset = reached[way.party_id][way.asset_id]
        of_asset[way.role] = largest(of_asset.get(way.role, NOTHING), way.records)
    places = _Places(submission, chain)
    parties = sorted({*submission.party_by_id, *reached})
    return {party: _radius(party, reached.get(party, {}), submission, places) for party in parties}


def largest(a: Interval, b: Interval) -> Interval:
    """Return the larger of two reaches, end by end."""
    return Interval(max(a.lo, b.lo), max(a.pt, b.pt), max(a.hi, b.hi))


def _radius(party_id: str, reached: _Reach, submission: Submission, places: _Places) -> BlastRadius:
    """Return one party's blast radius."""
    assets = tuple(_asset(asset_id, reached[asset_id], submission) for asset_id in sorted(reached))
    assets = tuple(sorted(assets, key=lambda a: (-a.records.pt, -a.records.hi, a.asset_id)))
    return BlastRadius(
        party_id=party_id,
        assets=assets,
        records=Interval(*(sum(getattr(a.records, end) for a in assets) for end in ("lo", "pt", "hi"))),
        systems=tuple(sorted(s.system_id for s in submission.systems if s.host == party_id))
        if party_id in places.hosts
        else (),
        sites=tuple(sorted(s.site_id for s in submission.sites if s.party_id == party_id))
        if party_id in places.landlords
        else (),
        engagements=tuple(sorted(places.rows[party_id])),
        chains=len(places.ends[party_id]),
        below=tuple(sorted(places.below[party_id])),
        principals=tuple(sorted({submission.asset_by_id[a.asset_id].owner for a in assets})),
    )


def _asset(asset_id: str, by_role: Mapping[ReachRole, Interval], submission: Submission) -> AssetReach:
    """Return the reach of one asset; no way can be larger than the asset."""
    size = submission.asset_by_id[asset_id].records
    capped = {role: _within(by_role[role], size) for role in ReachRole if role in by_role}
    records = NOTHING
    for reach in capped.values():
        records = largest(records, reach)
    return AssetReach(asset_id=asset_id, records=records, by_role=capped, is_size_known=size is not None)


def _within(records: Interval, size: Interval | None) -> Interval:
    if size is None:
        return records
    return Interval(min(records.lo, size.lo), min(records.pt, size.pt), min(records.hi, size.hi))


class _Places:
    """Where every party stands: the rows it is named in, the ends of the chains through it, who is below it."""

    def __init__(self, submission: Submission, chain: Chain) -> None:
        self.hosts = {system.host for system in submission.systems}
        self.landlords = {site.party_id for site in submission.sites}
        self.rows: dict[str, set[str]] = defaultdict(set)
        self.ends: dict[str, set[str]] = defaultdict(set)
        self.below: dict[str, set[str]] = defaultdict(set)
        for engagement_id, engagement in chain.engagements.items():
            self.rows[engagement.consignor].add(engagement.row_id)
            self.rows[engagement.consignee].add(engagement.row_id)
            parties = chain.parties(engagement_id)
            is_end = not chain.children(engagement_id)
            for party in set(parties) if is_end else ():
                self.ends[party].add(engagement_id)
            for party in parties[:-1]:
                if party != parties[-1]:
                    self.below[party].add(parties[-1])
