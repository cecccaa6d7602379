"""The whole register as a scene: parties by tier, the lines between them, what is left out.

The convention that bites: a node is a party *at a tier*, so that every line runs one tier down; a firm that works on
the first and the third tier stands at two places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.chain import Chain
from riskgraph.model.engagement import Declared, Engagement
from riskgraph.model.submission import Submission
from riskgraph.report.picture_nouns import OPEN_CONSENT

MOST_TIERS = 7
MOST_ROWS = 18
_UNLISTED = 10**9
Place = tuple[int, str]  # tier, party


@dataclass(frozen=True)
class Spot:
    """One party at one tier; `rank` is that of the best listed path through it, None where none is listed.

    `path_key` is that path. `is_silent` says that a party that was never answered for stands here.
    """

    tier: int
    party_id: str
    row: int
    rank: int | None = None
    path_key: str = ""
    is_silent: bool = False


@dataclass(frozen=True)
class Thread:
    """One line between two spots; `marks` say why it is dashed, `rank` is that of the best path along it."""

    start: Place
    end: Place
    marks: tuple[str, ...] = ()
    rank: int | None = None


@dataclass(frozen=True)
class Portfolio:
    """What is drawn of the whole register, and how many parties a tier and tiers are not."""

    spots: tuple[Spot, ...]
    threads: tuple[Thread, ...]
    left_out: Mapping[int, int]
    deeper: int = 0

    @property
    def tiers(self) -> int:
        """Return how many columns the drawing has."""
        return 1 + max((spot.tier for spot in self.spots), default=0)

    @property
    def rows(self) -> int:
        """Return how many rows the highest column takes, that which counts the rest included."""
        return max((spot.row + 1 + (spot.tier in self.left_out) for spot in self.spots), default=1)


def portfolio(assessment: Assessment, submission: Submission, chain: Chain) -> Portfolio:
    """Return the scene of a register: riskiest first, at most 18 parties a tier and 7 tiers.

    Notes
    -----
    Linear in the engagements, and a sort of each tier.
    """
    best = _best(assessment.paths)
    ties = _ties(assessment, chain)
    weight: dict[Place, int] = defaultdict(int)
    for start, end in ties:
        weight[start] += 1
        weight[end] += 1
    places: set[Place] = {*weight, *best}
    silent = {p.party_id for p in assessment.parties if p.coverage == 0.0 and p.weakness is not None}
    kept, left_out = _kept(places, best, weight)
    rows = _rows(kept, best, ties)
    spots = tuple(
        _spot(place, row, best, is_silent=place[0] > 0 and place[1] in silent)
        for place, row in sorted(rows.items(), key=lambda item: (item[0][0], item[1]))
    )
    along = _along(assessment.paths)
    threads = tuple(
        Thread(start, end, tuple(sorted(marks)), along.get((start, end)))
        for (start, end), marks in sorted(ties.items())
        if start in rows and end in rows
    )
    return Portfolio(spots, threads, left_out, sum(1 for tier, _ in places if tier >= MOST_TIERS))


def _best(paths: Iterable[Path]) -> dict[Place, tuple[int, str]]:
    """Return the best listed path through every place."""
    found: dict[Place, tuple[int, str]] = {}
    for path in paths:
        for tier, party in enumerate(path.parties):
            found.setdefault((tier, party), (path.rank, path.key))
    return found


def _spot(place: Place, row: int, best: Mapping[Place, tuple[int, str]], *, is_silent: bool) -> Spot:
    rank, path_key = best.get(place, (None, ""))
    return Spot(*place, row, rank, path_key, is_silent)


def _along(paths: Iterable[Path]) -> dict[tuple[Place, Place], int]:
    """Return the rank of the first listed path along every line."""
    found: dict[tuple[Place, Place], int] = {}
    for path in paths:
        for tier, pair in enumerate(pairwise(path.parties)):
            found.setdefault(((tier, pair[0]), (tier + 1, pair[1])), path.rank)
    return found


def _ties(assessment: Assessment, chain: Chain) -> dict[tuple[Place, Place], set[str]]:
    """Return every line with its doubts; an engagement that is missing on a listed path is one of them."""
    found: dict[tuple[Place, Place], set[str]] = defaultdict(set)
    for engagement_id, engagement in chain.engagements.items():
        # From the line and not from the row's own consignor, which a careless register may have wrong.
        parties = chain.parties(engagement_id)
        if parties and not chain.is_deleted(engagement_id):
            tier = len(parties) - 1
            found[((tier - 1, parties[-2]), (tier, parties[-1]))].update(_marks(engagement))
    for path in assessment.paths:
        for tier, step in enumerate(path.engagements):
            if step is None:
                found[((tier, path.parties[tier]), (tier + 1, path.parties[tier + 1]))].add("missing")
    return dict(found)


def _marks(engagement: Engagement) -> Iterable[str]:
    """Give why a line is drawn dashed, from the register alone."""
    if engagement.declared is not Declared.DECLARED:
        yield engagement.declared.value
    if engagement.consent in OPEN_CONSENT:
        yield "consent"


def _kept(
    places: Iterable[Place], best: Mapping[Place, tuple[int, str]], weight: Mapping[Place, int]
) -> tuple[dict[int, list[Place]], dict[int, int]]:
    """Return the places that are drawn by tier, those of the riskiest paths first, and how many are not."""
    by_tier: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        by_tier[place[0]].append(place)
    kept: dict[int, list[Place]] = {}
    left_out: dict[int, int] = {}
    for tier in sorted(tier for tier in by_tier if tier < MOST_TIERS):
        ordered = sorted(by_tier[tier], key=lambda p: (best.get(p, (_UNLISTED, ""))[0], -weight.get(p, 0), p[1]))
        room = MOST_ROWS if len(ordered) <= MOST_ROWS else MOST_ROWS - 1
        kept[tier] = ordered[:room]
        if len(ordered) > room:
            left_out[tier] = len(ordered) - room
    return kept, left_out


def _rows(
    kept: Mapping[int, list[Place]],
    best: Mapping[Place, tuple[int, str]],
    ties: Mapping[tuple[Place, Place], set[str]],
) -> dict[Place, int]:
    """Return the row of every place: the riskiest path on top, the others near below what feeds them."""
    feeding: dict[Place, list[Place]] = defaultdict(list)
    for start, end in ties:
        feeding[end].append(start)
    rows: dict[Place, int] = {}
    for tier in sorted(kept):
        wanted = {place: _order(place, feeding[place], rows, best) for place in kept[tier]}
        rows |= {place: row for row, place in enumerate(sorted(wanted, key=lambda p: (wanted[p], p[1])))}
    return rows


def _order(
    place: Place, above: Iterable[Place], rows: Mapping[Place, int], best: Mapping[Place, tuple[int, str]]
) -> tuple[float, ...]:
    """Return where a place wants to stand in its column: the riskiest path first, else near what feeds it."""
    drawn = [rows[p] for p in above if p in rows]
    rank = best.get(place, (_UNLISTED, ""))[0]
    return (rank != 1, sum(drawn) / len(drawn) if drawn else MOST_ROWS, rank)
