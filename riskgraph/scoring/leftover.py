"""Rows of data left after the end of an engagement, until deletion is confirmed."""

from __future__ import annotations

from collections.abc import Iterable

from riskgraph.model.access import Access
from riskgraph.model.engagement import HandlingPlace, Relation
from riskgraph.model.party import Tri
from riskgraph.model.quantities import Interval
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.rows import Row, rising
from riskgraph.scoring.strength import NOTHING_KNOWN, Ends

LEFT_OVER = "RES"
_HELD_BY_CONSIGNEE = frozenset({HandlingPlace.OWN_ENV, HandlingPlace.CLOUD, HandlingPlace.PAPER, HandlingPlace.UNKNOWN})


def leftover_rows(ground: Ground) -> Iterable[Row]:
    """Give one row for each asset of each ended engagement whose consignee held data itself."""
    rows_of: dict[str, list[Access]] = {}
    for access in ground.accesses:
        rows_of.setdefault(access.engagement_id, []).append(access)
    for engagement_id in sorted(ground.chain.engagements):
        accesses = rows_of.get(engagement_id, [])
        if _has_leftover(engagement_id, accesses, ground):
            for asset_id in ground.chain.assets(engagement_id):
                yield _row(engagement_id, asset_id, accesses, ground)


def _has_leftover(engagement_id: str, accesses: list[Access], ground: Ground) -> bool:
    """Say whether data may be left: ended, not confirmed deleted, and held in the consignee's own place."""
    chain, engagement = ground.chain, ground.chain.engagements[engagement_id]
    if not chain.is_scored(engagement_id) or not chain.is_ended(engagement_id) or chain.is_deleted(engagement_id):
        return False
    if engagement.relation not in (Relation.CONSIGN, Relation.SYSTEM_USE):
        return False
    if accesses:
        own = engagement.consignee
        return any(own in (access.host, access.device_owner) or access.is_paper for access in accesses)
    return engagement.handling_place in _HELD_BY_CONSIGNEE


def _row(engagement_id: str, asset_id: str, accesses: list[Access], ground: Ground) -> Row:
    engagement = ground.chain.engagements[engagement_id]
    line = ground.chain.line(engagement_id)
    owner = ground.chain.owner(engagement_id)
    supervision, filled = ground.supervised(engagement_id, owner)
    consignee = ground.profiles.index(engagement.consignee, engagements=line)
    proof, is_open = proof_of(engagement_id, ground)
    return Row(
        scenario=LEFT_OVER,
        event=(LEFT_OVER, engagement.row_id),
        asset_id=asset_id,
        routes=(ground.route(engagement_id),),
        engagement_id=engagement_id,
        host_party=engagement.consignee,
        supervision=supervision,
        supervision_filled=filled,
        asset_owner=ground.profiles.index(owner, engagements=line),
        consignee=consignee,
        proof=proof,
        is_proof_open=is_open,
        weight=ground.weight(engagement_id),
        records=rising(_records(engagement_id, asset_id, accesses, ground)),
    )


def proof_of(engagement_id: str, ground: Ground) -> tuple[Ends, bool]:
    """Return the strength of an engagement's proof of deletion and whether it is open; unknown is (0, 0, 1)."""
    proof = ground.chain.engagements[engagement_id].deletion_proof
    if proof is Tri.UNKNOWN:
        return NOTHING_KNOWN, True
    worth = ground.parameters.number(f"deletion_proof.{proof.value}")
    return (worth, worth, worth), False


def _records(engagement_id: str, asset_id: str, accesses: list[Access], ground: Ground) -> Interval:
    """Return how many persons may be left: the largest row, else the engagement's own number."""
    held = [a.records for a in accesses if a.asset_id == asset_id and a.records is not None]
    if held:
        return Interval(max(h.lo for h in held), max(h.pt for h in held), max(h.hi for h in held))
    whole = ground.submission.asset_by_id[asset_id].records or ground.parameters.ends("records.unknown")
    said = ground.chain.engagements[engagement_id].records
    if said is None:
        return Interval(0.0, whole.pt, whole.hi)
    return Interval(min(said.lo, whole.lo), min(said.pt, whole.pt), min(said.hi, whole.hi))
