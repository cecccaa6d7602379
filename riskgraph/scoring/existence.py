"""Whether any of several uncertain lines of engagements exists: their union, not their sum and not the largest.

The convention that bites: the copies of an engagement with several parents are one engagement, so that they exist
together or not at all; what two lines share above is counted once.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from riskgraph.model.engagement import Declared
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.rows import FULL, rising
from riskgraph.scoring.strength import Ends

MOST_SPLITS = 12
"""Doubts shared across branches that are told apart one by one; beyond them branches count as independent."""
MOST_LEVELS = 100
"""Forks one below the other that are told apart; no register of real work comes near it."""

Doubts = frozenset[str]


def doubts_of(ground: Ground, engagement_id: str) -> Doubts:
    """Return the suspected engagements on a line, as rows of the register; none for the owner's own staff."""
    steps = (ground.chain.engagements[step] for step in ground.chain.line(engagement_id))
    return frozenset(step.row_id for step in steps if step.declared is Declared.SUSPECTED)


def any_exists(ground: Ground, engagement_ids: Iterable[str]) -> Ends:
    """Return the probability (risk order) that the line of at least one of these engagements exists.

    Suspected engagements are independent of each other; a line exists if all of its own do. Exact wherever the lines
    form a forest, which they do unless an engagement has several parents; then exact up to `MOST_SPLITS` doubts that
    branches share, and an upper bound beyond (to take branches as independent that rise together can only raise a
    union). Always between that of the most probable line and the noisy-OR of all.
    Source: docs/method.md, "Links that may not be there".
    """
    ids = sorted(set(engagement_ids))
    lines = {engagement_id: doubts_of(ground, engagement_id) for engagement_id in ids}
    if not ids or not all(lines.values()):
        return FULL if ids else (0.0, 0.0, 0.0)
    if len(set(lines.values())) == 1:
        return ground.weight(ids[0])
    chances: dict[str, Ends] = {}
    for engagement_id in ids:
        for step in ground.chain.line(engagement_id):
            engagement = ground.chain.engagements[step]
            if engagement.declared is Declared.SUSPECTED:
                chances[engagement.row_id] = rising(engagement.probability or ground.parameters.ends("link.suspected"))
    lo, pt, hi = (union(lines.values(), {row: p[end] for row, p in chances.items()}) for end in range(3))
    return (lo, pt, hi)


def any_line_exists(ground: Ground, lines: Iterable[Sequence[str]]) -> Ends:
    """Return the probability (risk order) that at least one of these lines of engagements exists; see `union`."""
    doubts: set[Doubts] = set()
    chances: dict[str, Ends] = {}
    for line in lines:
        unsure = [e for step in line if (e := ground.chain.engagements[step]).declared is Declared.SUSPECTED]
        doubts.add(frozenset(e.row_id for e in unsure))
        for e in unsure:
            chances[e.row_id] = rising(e.probability or ground.parameters.ends("link.suspected"))
    lo, pt, hi = (union(doubts, {row: p[end] for row, p in chances.items()}) for end in range(3))
    return (lo, pt, hi)


def union(
    lines: Iterable[Doubts], chances: Mapping[str, float], *, splits: int = MOST_SPLITS, levels: int = MOST_LEVELS
) -> float:
    """Return P(all doubts of at least one line are real), doubts independent; 0 without lines.

    What all lines share is taken out, branches that share nothing are joined as independent, and a doubt that several
    branches share is split into its two cases, at most `splits` deep and `levels` forks down.
    """
    found = set(lines)
    if not found:
        return 0.0
    if frozenset() in found:
        return 1.0
    if splits == 0 or levels == 0:
        return _as_independent(found, chances)
    shared = frozenset.intersection(*found)
    if shared:
        rest = {line - shared for line in found}
        return _all_of(shared, chances) * union(rest, chances, splits=splits, levels=levels - 1)
    groups = _apart(found)
    if len(groups) > 1:
        none = 1.0
        for group in groups:
            none *= 1.0 - union(group, chances, splits=splits, levels=levels - 1)
        return 1.0 - none
    counted = Counter(doubt for line in found for doubt in line)
    pivot = min(counted, key=lambda doubt: (-counted[doubt], doubt))
    p = chances[pivot]
    real = union({line - {pivot} for line in found}, chances, splits=splits - 1, levels=levels - 1)
    absent = union({line for line in found if pivot not in line}, chances, splits=splits - 1, levels=levels - 1)
    return p * real + (1.0 - p) * absent


def _as_independent(lines: Iterable[Doubts], chances: Mapping[str, float]) -> float:
    """Return the noisy-OR of the lines, an upper bound of their union."""
    none = 1.0
    for line in sorted(lines, key=sorted):
        none *= 1.0 - _all_of(line, chances)
    return 1.0 - none


def _all_of(line: Doubts, chances: Mapping[str, float]) -> float:
    """Return P(all doubts of a line are real)."""
    return math.prod(chances[doubt] for doubt in sorted(line))


def _apart(lines: Iterable[Doubts]) -> list[list[Doubts]]:
    """Return the lines in groups that have no doubt in common, each in the order of its doubts."""
    groups: list[tuple[set[str], list[Doubts]]] = []
    for line in sorted(lines, key=sorted):
        touching = [group for group in groups if group[0] & line]
        groups = [group for group in groups if not group[0] & line]
        merged: tuple[set[str], list[Doubts]] = (set(line), [line])
        for doubts, members in touching:
            merged[0].update(doubts)
            merged[1].extend(members)
        groups.append(merged)
    return [sorted(members, key=sorted) for _, members in groups]
