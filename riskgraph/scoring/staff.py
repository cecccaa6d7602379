"""Rows of people: insider take-out, errors, loss of media, and leavers, one row an access and scenario."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from riskgraph.model.access import NONE_PARTY, Access
from riskgraph.model.channel import Route
from riskgraph.model.quantities import Interval
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.latent import Latent, latent_tier, suspect_profile
from riskgraph.scoring.profiles import NO_ROLE
from riskgraph.scoring.rows import PRIVILEGE_ENDS, Row, rising
from riskgraph.scoring.strength import Ends

NOTHING_KNOWN_OF = Interval(0.0, 0.0, 0.0)


def staff_rows(ground: Ground) -> Iterable[Row]:
    """Give the rows of people who have access today: not revoked, not ended, not only planned."""
    latent = {e: latent_tier(ground, e) for e in {row.engagement_id for row in ground.accesses}}
    for access in ground.accesses:
        if access.is_holding or not _is_live(access, ground):
            continue
        row = _row(access, ground, latent[access.engagement_id])
        for scenario in _scenarios(access):
            yield replace(row, scenario=scenario, event=(scenario, *row.event))


def _is_live(access: Access, ground: Ground) -> bool:
    """Say whether the people have the access: an expiry date alone ends nothing, a revocation does."""
    if access.revoked_on is not None and access.revoked_on <= ground.as_of:
        return False
    engagement_id = access.engagement_id
    return not engagement_id or (ground.chain.is_scored(engagement_id) and not ground.chain.is_ended(engagement_id))


def _scenarios(access: Access) -> tuple[str, ...]:
    """Return what can happen: on paper only mis-sending and loss, else all; without a host no take-out."""
    if access.is_paper or access.host == NONE_PARTY:
        return ("ERR", "MED")
    return ("INS", "ERR", "MED", "LVR")


def _row(access: Access, ground: Ground, latent: Latent) -> Row:
    """Return what the rows of one access have in common."""
    line = ground.chain.line(access.engagement_id)
    owner = ground.submission.asset_by_id[access.asset_id].owner
    supervision, filled = ground.supervised(access.engagement_id, owner)
    consignee = ground.chain.engagements[access.engagement_id].consignee if access.engagement_id else ""

    def profile(party_id: str) -> int:
        return ground.profiles.index(party_id, engagements=line, system=access.system, site=access.site)

    places = (access.host, access.device_owner, access.site_owner)
    own_host, own_device, own_site = (bool(consignee) and place == consignee for place in places)
    row = Row(
        scenario="",
        event=_group(access, ground, owner),
        asset_id=access.asset_id,
        routes=(ground.route(access.engagement_id) if access.engagement_id else Route((owner,), ()),),
        engagement_id=access.engagement_id,
        host_party=access.host,
        supervision=supervision,
        supervision_filled=filled,
        asset_owner=ground.profiles.index(owner, engagements=line),
        heads=_heads(access, ground),
        weight=ground.weight(access.engagement_id),
        privilege=PRIVILEGE_ENDS[access.privilege],
        records=rising(access.records or NOTHING_KNOWN_OF),
        latent=latent.p,
        latent_filled=latent.p_filled,
        suspected=latent.suspected,
        suspected_filled=latent.suspected_filled,
        suspected_by=latent.by,
        own_places=(own_host, own_device, own_site),
        access=access,
        host=profile(access.host),
        device_owner=profile(access.device_owner),
        site_owner=profile(access.site_owner),
        employer=profile(access.employer),
    )
    return replace(row, blends=_blends(row, ground)) if latent.by else row


def _blends(row: Row, ground: Ground) -> tuple[int, int, int, int]:
    """Return who would stand in the place of the employer, and of the declared party where a place is its own."""
    others = tuple(suspect_profile(ground, engagement_id) for engagement_id in row.suspected_by)
    roles = (row.employer, row.host, row.device_owner, row.site_owner)
    employer, host, device, site = (
        ground.profiles.blend(profile, others) if is_own and profile != NO_ROLE else NO_ROLE
        for profile, is_own in zip(roles, (True, *row.own_places), strict=True)
    )
    return employer, host, device, site


def _heads(access: Access, ground: Ground) -> Ends:
    """Return the people of an access: the high end is their peak where one is stated."""
    heads = rising(access.heads or ground.parameters.ends("heads.unknown"))
    peak = access.heads_peak
    return heads if peak is None else (heads[0], heads[1], max(heads[2], peak.hi))


def _group(access: Access, ground: Ground, owner: str) -> tuple[str, ...]:
    """Return the identity of a staff group: engagement as written, employer, and the name of the group.

    The copies of an engagement with several parents are one engagement to the people who work in it.
    """
    engagement = ground.chain.engagements.get(access.engagement_id)
    return (engagement.row_id if engagement else f"@{owner}", access.employer, access.group)
