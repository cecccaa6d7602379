"""Fill in what the register leaves out of the sheet Access: blanks in rows, and whole rows.

Every default taken is told as a problem. The rule of the defaults is the careful one: what is not said
belongs to the employer, and an engagement of which nothing is said handles the data in its own place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY, Access, Employment, Privilege
from riskgraph.model.asset import SystemKind
from riskgraph.model.chain import Chain
from riskgraph.model.engagement import PEOPLE_RELATIONS, Declared, Engagement, HandlingPlace, Relation
from riskgraph.model.party import PartyKind
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission


@dataclass(frozen=True)
class CompletedAccess:
    """All access, one asset and one engagement copy a row, with nothing blank but heads; and the problems."""

    rows: tuple[Access, ...]
    problems: tuple[Problem, ...]


def complete_access(submission: Submission, chain: Chain, *, unknown_records: Interval) -> CompletedAccess:
    """Return the written rows with their blanks filled, and the derived ones.

    Parameters
    ----------
    unknown_records
        Persons in an asset whose size nobody states.
    """
    problems: list[Problem] = []
    written = [
        _filled(row, submission, chain, problems, unknown_records)
        for stated in submission.accesses
        for row in _unfolded(stated, submission, chain)
    ]
    derived = [
        row.model_copy(update={"records": _records(row, submission, chain, unknown_records)})
        for row in _derived(submission, chain, written, problems)
    ]
    return CompletedAccess((*written, *derived), tuple(problems))


def _unfolded(row: Access, submission: Submission, chain: Chain) -> Iterable[Access]:
    """Give one row an engagement copy and asset; rows that point nowhere give none (checks report them)."""
    copies: tuple[str, ...] = chain.copies(row.engagement_id) if row.engagement_id else ("",)
    if row.engagement_id in submission.engagement_by_id:
        copies = (row.engagement_id,)
    if chain.open and row.engagement_id:
        named = submission.asset_by_id.get(row.asset_id)
        owner = named.owner if named else ""
        copies = tuple(e for copy in copies for e in chain.bearers(copy, row.asset_id, owner))
    for copy in copies:
        if copy and not chain.line(copy):
            continue
        assets = (row.asset_id,) if row.asset_id else chain.assets(copy)
        for asset_id in assets:
            asset = submission.asset_by_id.get(asset_id)
            if asset is None or (copy and asset.owner != chain.owner(copy)):
                continue
            suffix = ("" if len(copies) == 1 else f"@{copy}") + ("" if len(assets) == 1 else f"#{asset_id}")
            yield row.model_copy(
                update={"access_id": row.access_id + suffix, "engagement_id": copy, "asset_id": asset_id}
            )


def _filled(
    row: Access, submission: Submission, chain: Chain, problems: list[Problem], unknown_records: Interval
) -> Access:
    """Return the row with employer, host, device owner, site owner and records filled in."""
    asset = submission.asset_by_id[row.asset_id]
    engagement = chain.engagements.get(row.engagement_id)
    employer = row.employer or (engagement.consignee if engagement else asset.owner)
    system = submission.system_by_id.get(row.system)
    site = submission.site_by_id.get(row.site)
    is_paper = row.is_paper or (system is not None and system.kind is SystemKind.PAPER)
    host = row.host or (system.host if system else "") or (NONE_PARTY if is_paper else "")
    site_owner = row.site_owner or (site.party_id if site else "")
    blanks = [
        name
        for name, value in (("host", host), ("device_owner", row.device_owner), ("site_owner", site_owner))
        if not value
    ]
    if blanks:
        problems.append(
            problem_at(
                row.source.at(blanks[0]),
                "access.role_blank",
                Severity.WARNING,
                access=row.access_id,
                columns=", ".join(blanks),
                employer=employer,
            )
        )
    return row.model_copy(
        update={
            "employer": employer,
            "host": host or employer,
            "device_owner": row.device_owner or employer,
            "site_owner": site_owner or employer,
            "is_paper": is_paper,
            "records": _records(row, submission, chain, unknown_records),
        }
    )


def _records(row: Access, submission: Submission, chain: Chain, unknown_records: Interval) -> Interval:
    """Return the persons reachable: the row's, else the engagement's, else (0, all, all); at most the asset's."""
    whole = submission.asset_by_id[row.asset_id].records
    engagement = chain.engagements.get(row.engagement_id)
    said = row.records or (engagement.records if engagement else None)
    if whole is None:
        return said or unknown_records
    if said is None:
        return Interval(0.0, whole.pt, whole.hi)
    return Interval(min(said.lo, whole.lo), min(said.pt, whole.pt), min(said.hi, whole.hi))


def _derived(
    submission: Submission, chain: Chain, written: Iterable[Access], problems: list[Problem]
) -> Iterable[Access]:
    """Give the rows that stand for engagements of which the sheet Access says nothing, deepest only."""
    with_rows: set[str] = set()
    hosted: set[tuple[str, str]] = set()
    for row in written:
        with_rows.update((*chain.line(row.engagement_id), row.engagement_id))
        hosted.add((row.host, row.asset_id))
    for system in submission.systems:
        hosted.update((system.host, asset_id) for asset_id in system.asset_ids)
    with_rows.update(_possibly_above(chain, with_rows))
    candidates = {
        e
        for e in chain.engagements
        if chain.line(e)
        and e not in with_rows
        and chain.is_scored(e)
        and chain.declared(e) is not Declared.SUSPECTED
        and chain.engagements[e].handling_place is not HandlingPlace.NONE
        and not any((chain.engagements[e].consignee, a) in hosted for a in chain.assets(e))
    }
    blocked = _above(candidates, submission, chain)
    told: set[str] = set()
    for engagement_id in sorted(candidates - blocked):
        engagement = chain.engagements[engagement_id]
        if chain.assets(engagement_id) and engagement.row_id not in told:
            told.add(engagement.row_id)
            problems.append(_told(engagement))
        for asset_id in chain.assets(engagement_id):
            yield _row(engagement_id, asset_id, submission, chain)


def _above(candidates: set[str], submission: Submission, chain: Chain) -> set[str]:
    """Return the engagements with a derivable one below; a cloud below takes nobody's work away."""
    circle = _circles(chain)
    above: dict[str, bool] = defaultdict(bool)
    lowest = [e for e in candidates if not _is_cloud_use(chain.engagements[e], submission)]
    for engagement_id in lowest:
        for higher in chain.line(engagement_id)[:-1]:
            # Two in one circle may each stand above the other: then neither takes the other's work away.
            if higher not in circle or circle[higher] != circle.get(engagement_id):
                above[higher] = True
    return {*above, *_possibly_above(chain, lowest)}


def _circles(chain: Chain) -> dict[str, int]:
    """Return the circle of parties that each open engagement is given within; nothing where none is open."""
    if not chain.open:
        return {}
    of_party = {
        party: number for number, group in enumerate(nx.strongly_connected_components(chain.graph)) for party in group
    }
    ends = {e: (of_party[chain.engagements[e].consignor], of_party[chain.engagements[e].consignee]) for e in chain.open}
    return {e: giving for e, (giving, taking) in ends.items() if giving == taking}


def _possibly_above(chain: Chain, engagement_ids: Iterable[str]) -> set[str]:
    """Return what open engagements may stand below, on any chain that carries their assets: the work is done there."""
    if not chain.open:
        return set()
    circle = _circles(chain)
    giving: dict[tuple[str, str], list[str]] = defaultdict(list)
    for engagement_id, engagement in chain.engagements.items():
        for asset_id in chain.assets(engagement_id):
            giving[engagement.consignee, asset_id].append(engagement_id)
    seen: set[tuple[str, str]] = set()
    found: set[str] = set()
    waiting = [e for e in engagement_ids if e in chain.open]
    while waiting:
        engagement_id = waiting.pop()
        top = chain.engagements[chain.stated_line(engagement_id)[0]]
        for asset_id in chain.assets(engagement_id):
            if (top.consignor, asset_id) in seen:
                continue
            seen.add((top.consignor, asset_id))
            for higher in giving[top.consignor, asset_id]:
                if higher not in circle:
                    found.update((higher, *chain.stated_line(higher)))
                if higher in chain.open:
                    waiting.append(higher)
    return found


def _is_cloud_use(engagement: Engagement, submission: Submission) -> bool:
    """Say whether the consignee is a cloud that is only used."""
    party = submission.party_by_id.get(engagement.consignee)
    return engagement.relation is Relation.SYSTEM_USE and party is not None and party.kind is PartyKind.CLOUD


def _told(engagement: Engagement) -> Problem:
    """Return the warning that an access row was derived."""
    return problem_at(
        engagement.source.at("handling_place"),
        "access.derived",
        Severity.WARNING,
        engagement=engagement.row_id,
        place=engagement.handling_place.value,
    )


def _row(engagement_id: str, asset_id: str, submission: Submission, chain: Chain) -> Access:
    """Return the derived row of one engagement and asset, by its place of handling."""
    engagement = chain.engagements[engagement_id]
    roles = _roles(engagement, submission, chain)
    employment = {Relation.DISPATCH: Employment.DISPATCHED, Relation.SECOND: Employment.SECONDED}
    return Access(
        access_id=f"({engagement_id})#{asset_id}",
        engagement_id=engagement_id,
        asset_id=asset_id,
        employer=engagement.consignee,
        employment=employment.get(engagement.relation),
        host=roles["host"],
        device_owner=roles["device_owner"],
        site_owner=roles["site_owner"],
        privilege=Privilege.READ if _reads_another_system(engagement) else Privilege.UNKNOWN,
        is_derived=True,
        is_paper=engagement.handling_place is HandlingPlace.PAPER,
        is_holding=_is_cloud_use(engagement, submission),
        source=engagement.source,
    )


def _reads_another_system(engagement: Engagement) -> bool:
    """Say whether the work is done in the owner's or the consignor's system from one's own place."""
    return engagement.handling_place in (HandlingPlace.OWNER_SYSTEM, HandlingPlace.CONSIGNOR_SYSTEM)


def _roles(engagement: Engagement, submission: Submission, chain: Chain) -> Mapping[str, str]:
    """Return host, device owner and site owner for a place of handling.

    People who are dispatched or seconded sit with the receiver, so that an unknown place means there.
    """
    owner, above, own = chain.owner(engagement.engagement_id), engagement.consignor, engagement.consignee
    place = engagement.handling_place
    if place is HandlingPlace.UNKNOWN and engagement.relation in PEOPLE_RELATIONS:
        place = HandlingPlace.CONSIGNOR_SITE
    host, device, site = {
        HandlingPlace.OWNER_SITE: (owner, owner, owner),
        HandlingPlace.CONSIGNOR_SITE: (above, above, above),
        HandlingPlace.OWNER_SYSTEM: (owner, own, own),
        HandlingPlace.CONSIGNOR_SYSTEM: (above, own, own),
        HandlingPlace.CLOUD: (_cloud_of(engagement, submission, chain), own, own),
        HandlingPlace.PAPER: (NONE_PARTY, own, own),
    }.get(place, (own, own, own))
    return {"host": host, "device_owner": device, "site_owner": site}


def _cloud_of(engagement: Engagement, submission: Submission, chain: Chain) -> str:
    """Return the cloud that the consignee is or uses; unknown where the register names none."""
    party = submission.party_by_id.get(engagement.consignee)
    if party is not None and party.kind is PartyKind.CLOUD:
        return party.party_id
    for child in chain.children(engagement.engagement_id):
        if _is_cloud_use(chain.engagements[child], submission):
            return chain.engagements[child].consignee
    return UNKNOWN_PARTY
