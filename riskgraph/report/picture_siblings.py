"""The quiet neighbours of a path: other engagements on the same data, at most six a band, the rest counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.chain import Chain
from riskgraph.model.engagement import Declared, Engagement
from riskgraph.report.picture_nouns import OPEN_CONSENT, SLOTS, Node, Tie, spine_id

_UNLISTED = (10**9, "")


class _Head(NamedTuple):
    """A box that has been drawn, under which engagements may hang."""

    engagement_id: str
    node_id: str
    slot: int


class _Found(NamedTuple):
    """An engagement that may be drawn, and the box that it hangs under."""

    engagement_id: str
    parent: str
    parent_slot: int


def siblings_of(
    assessment: Assessment, chain: Chain, path: Path, taken: Mapping[int, int]
) -> tuple[list[Node], list[Tie]]:
    """Return the neighbours band by band, those of the most costly listed paths first.

    Parameters
    ----------
    taken
        How many slots of a band are taken by others.
    """
    ranked = _listed(assessment)
    nodes: list[Node] = []
    ties: list[Tie] = []
    above: list[_Head] = []
    for band in range(1, max(len(path.parties), 2)):
        found = _fitting(_below(band, path, chain, above), chain, path)
        found.sort(key=lambda f: (f.parent_slot > 0, ranked.get(f.engagement_id, _UNLISTED)[0], f.engagement_id))
        room = SLOTS - taken.get(band, 0)
        kept = found if len(found) <= room else found[: room - 1]
        left_out = len(found) - len(kept)
        above = []
        for one, slot in _slotted(kept, 1 + taken.get(band, 0), SLOTS - bool(left_out)):
            node, tie = _drawn(one, chain.engagements[one.engagement_id], band, slot, ranked)
            nodes.append(node)
            ties.append(tie)
            above.append(_Head(one.engagement_id, node.node_id, slot))
        if left_out:
            nodes.append(Node(f"more:{band}", "more", band, SLOTS, count=left_out))
    return nodes, ties


def _below(band: int, path: Path, chain: Chain, above: Iterable[_Head]) -> list[_Found]:
    """Return every engagement that hangs under what stands in the band above."""
    if band == 1:
        tops = (e for e in chain.engagements if chain.line(e) == (e,) and chain.owner(e) == path.parties[0])
        return [_Found(top, spine_id(0), 0) for top in tops]
    on_path = path.engagements[band - 2]
    heads = [*([_Head(on_path, spine_id(band - 1), 0)] if on_path else []), *above]
    return [_Found(child, head.node_id, head.slot) for head in heads for child in chain.children(head.engagement_id)]


def _fitting(found: Iterable[_Found], chain: Chain, path: Path) -> list[_Found]:
    """Return those that handle data of the path and do not stand on it."""
    assets = set(path.asset_ids)
    return [f for f in found if f.engagement_id not in path.engagements and assets & set(chain.assets(f.engagement_id))]


def _drawn(
    found: _Found, engagement: Engagement, band: int, slot: int, ranked: Mapping[str, tuple[int, str]]
) -> tuple[Node, Tie]:
    """Return the box and the line of one neighbour."""
    marks = _marks(engagement)
    path_key = ranked.get(found.engagement_id, _UNLISTED)[1]
    node = Node(
        found.engagement_id,
        "sibling",
        band,
        slot,
        engagement.consignee,
        path_key=path_key,
        is_doubtful=bool(marks),
    )
    return node, Tie(found.parent, found.engagement_id, "sibling", engagement.relation, marks)


def _listed(assessment: Assessment) -> dict[str, tuple[int, str]]:
    """Return for every engagement the best listed path through it: its rank and key."""
    found: dict[str, tuple[int, str]] = {}
    for path in assessment.paths:
        for engagement_id in path.engagements:
            if engagement_id:
                found.setdefault(engagement_id, (path.rank, path.key))
    return found


def _marks(engagement: Engagement) -> tuple[str, ...]:
    """Return why a neighbour is drawn dashed, from the register alone."""
    marks = [] if engagement.declared is Declared.DECLARED else [engagement.declared.value]
    return (*marks, "consent") if engagement.consent in OPEN_CONSENT else tuple(marks)


def _slotted(kept: Iterable[_Found], first: int, last: int) -> list[tuple[_Found, int]]:
    """Give every neighbour a slot from `first` to `last`, as near below its parent as the order allows."""
    ordered = sorted(kept, key=lambda f: f.parent_slot)
    slots: list[int] = []
    for found in ordered:
        slots.append(max(found.parent_slot, slots[-1] + 1 if slots else first))
    for i in range(len(slots) - 1, -1, -1):
        slots[i] = min(slots[i], last)
        last = slots[i] - 1
    return list(zip(ordered, slots, strict=True))
