"""Access and hosts: rights without people, hosts without a contract, persons counted as many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from riskgraph.intake.inspection import NO_REAL_PARTY, Inspection
from riskgraph.intake.naming import shown
from riskgraph.model.access import Employment
from riskgraph.model.party import PartyKind
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell


def rights_without_people(inspection: Inspection) -> Iterator[Problem]:
    """Tell of rows that give rights to a group of no people."""
    for row in inspection.submission.accesses:
        if row.heads is not None and row.heads.hi == 0 and not row.is_holding and row.revoked_on is None:
            yield problem_at(row.source.at("heads"), "register.no_heads", access=shown(row.access_id))


def persons_counted_as_many(inspection: Inspection) -> Iterator[Problem]:
    """Tell of a single person with a headcount above one; a pool of individuals is a kind of its own."""
    persons = {p.party_id for p in inspection.submission.parties if p.kind is PartyKind.INDIVIDUAL}
    for party in inspection.submission.parties:
        is_person = party.kind is PartyKind.INDIVIDUAL
        if is_person and party.headcount is not None and party.headcount.lo > 1:
            yield problem_at(
                party.source.at("headcount"),
                "register.individual_headcount",
                Severity.WARNING,
                party=shown(party.party_id),
                headcount=f"{party.headcount.pt:,.0f}",
            )
    for row in inspection.submission.accesses:
        is_person = row.employer in persons and row.employment in (None, Employment.INDIVIDUAL)
        if is_person and row.heads is not None and row.heads.lo > 1:
            yield problem_at(
                row.source.at("heads"),
                "register.individual_headcount",
                Severity.WARNING,
                party=shown(row.employer),
                headcount=f"{row.heads.pt:,.0f}",
            )


def hosts_without_engagement(inspection: Inspection) -> Iterator[Problem]:
    """Tell of parties that hold somebody's data without any engagement on them.

    A provider whose system holds the data handles them, whatever the contract is called.
    """
    engaged = _engaged(inspection)
    told: set[tuple[str, str]] = set()
    for host, asset_id, where in _holdings(inspection):
        asset = inspection.submission.asset_by_id.get(asset_id)
        is_stranger = asset is not None and host != asset.owner and asset_id not in engaged.get(host, frozenset())
        if asset is None or not is_stranger or (host, asset_id) in told:
            continue
        told.add((host, asset_id))
        yield problem_at(
            where,
            "finding.host_without_engagement",
            Severity.WARNING,
            name=inspection.party_name(host),
            party=shown(host),
            asset_name=shown(asset.name),
            asset=shown(asset_id),
        )


ACCESS_CHECKS = (rights_without_people, persons_counted_as_many, hosts_without_engagement)


def _engaged(inspection: Inspection) -> Mapping[str, set[str]]:
    """Return for each party the data that it handles under some engagement."""
    engaged: dict[str, set[str]] = defaultdict(set)
    for e in inspection.submission.engagements:
        engaged[e.consignee].update(inspection.chain.handled(e.engagement_id))
    return engaged


def _holdings(inspection: Inspection) -> Iterable[tuple[str, str, Cell]]:
    """Give who holds which data and where the register says so: systems first, then access rows."""
    s = inspection.submission
    parties = s.party_by_id
    for system in s.systems:
        if system.host in parties:
            for asset_id in system.asset_ids:
                yield system.host, asset_id, system.source.at("host")
    for row in s.accesses:
        stated = s.system_by_id.get(row.system)
        host = row.host or (stated.host if stated is not None else "")
        if host in NO_REAL_PARTY or host not in parties:
            continue
        engagement = inspection.engagement(row.engagement_id)
        inherited = inspection.chain.handled(engagement.engagement_id) if engagement is not None else ()
        for asset_id in (row.asset_id,) if row.asset_id else inherited:
            yield host, asset_id, row.source.at("host" if row.host else "system")
