"""Give open engagements, and what the register states below them, their lines, assets and copies.

The convention that bites: a second line of one engagement stands under an id of its own (``E-7@@2``) that is known
inside the chain alone; what is stated below an open engagement follows each of its lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from riskgraph.model.engagement import (
    ENDED_STATES,
    FUTURE_STATES,
    PEOPLE_RELATIONS,
    SCORED_RELATIONS,
    Consent,
    Declared,
    Engagement,
)
from riskgraph.model.open_lines import Chooser, Line, Link, Sought, Standing, stand
from riskgraph.model.submission import Submission


@dataclass
class Placed:
    """What is found of open engagements, by their own ids and those of their copies."""

    engagements: dict[str, Engagement] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    assets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    open: dict[str, Standing] = field(default_factory=dict)
    lines_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cut: tuple[str, ...] = ()


def place(
    submission: Submission,
    stated: Mapping[str, Line],
    is_open: set[str],
    choose: Chooser,
    *,
    lines: Mapping[str, Line],
    assets: Mapping[str, tuple[str, ...]],
) -> Placed:
    """Return the lines of open engagements and of what hangs below them; unreachable ones of an owner as before."""
    standings, cut = stand(_sought(submission, stated, is_open, lines, assets), choose)
    found = Placed(cut=cut)
    engagements = submission.engagement_by_id
    for engagement_id in sorted(is_open, key=lambda e: (len(stated[e]), e)):
        steps = stated[engagement_id]
        engagement = engagements[engagement_id]
        if steps[0] not in standings:
            if engagements[steps[0]].consignor in {asset.owner for asset in submission.assets}:
                found.lines[engagement_id], found.assets[engagement_id] = steps, ()
            continue
        kept = _handled(engagement, standings[steps[0]], found, steps, submission)
        if engagement.consent is None and engagement.relation not in PEOPLE_RELATIONS:
            # A blank says "not needed" only where the owner itself gives the work.
            engagement = engagement.model_copy(update={"consent": Consent.UNKNOWN})
        ids = []
        for number, (standing, handled) in enumerate(kept, start=1):
            own = engagement_id if number == 1 else f"{engagement_id}@@{number}"
            ids.append(own)
            found.lines[own] = (*standing.line, *steps[1:])
            found.assets[own], found.open[own] = handled, standing
            update = {"engagement_id": own, "base_id": engagement.row_id}
            found.engagements[own] = engagement if number == 1 else engagement.model_copy(update=update)
        found.lines_of[engagement_id] = tuple(ids)
    return found


def _handled(
    engagement: Engagement, standings: Iterable[Standing], found: Placed, steps: Line, submission: Submission
) -> list[tuple[Standing, tuple[str, ...]]]:
    """Return the standings of an engagement with its assets there: its own, else those of the one above."""
    carried = {a for standing in standings for a in standing.assets}
    above = {found.open[e].line: found.assets[e] for e in found.lines_of.get(steps[-2], ())} if len(steps) > 1 else {}
    kept: list[tuple[Standing, tuple[str, ...]]] = []
    told: set[str] = set()
    for standing in standings:
        if len(steps) == 1:
            handled = standing.assets
        elif engagement.asset_ids:
            known = [a for a in dict.fromkeys(engagement.asset_ids) if a in submission.asset_by_id]
            handled = tuple(
                a
                for a in known
                if submission.asset_by_id[a].owner == standing.owner
                and (a in standing.assets or (a not in carried and a not in told))
            )
        else:
            handled = above.get(standing.line, ())
        told.update(handled)
        kept.append((standing, handled))
    return [(standing, handled) for standing, handled in kept if handled] or kept[:1]


def _sought(
    submission: Submission,
    stated: Mapping[str, Line],
    is_open: set[str],
    lines: Mapping[str, Line],
    assets: Mapping[str, tuple[str, ...]],
) -> Sought:
    """Return what the search starts from: the lines that are stated, and the open engagements."""
    engagements = submission.engagement_by_id

    def link(engagement_id: str, steps: Line) -> Link:
        rows = [engagements[e] for e in steps]
        own = next((row.asset_ids for row in reversed(rows) if row.asset_ids), None)
        hands_on = None if own is None or engagement_id in lines else frozenset(own)
        return Link(steps, rows[0].consignor, tuple(row.consignee for row in rows), _rank(rows), hands_on)

    starts: dict[str, list[Link]] = defaultdict(list)
    for engagement_id in sorted(lines):
        start = link(engagement_id, lines[engagement_id])
        starts[start.tail].append(start)
    links = [link(e, stated[e]) for e in sorted(is_open)]
    return Sought(
        owner_of={asset.asset_id: asset.owner for asset in submission.asset_by_id.values()},
        starts=starts,
        links=[each for each in links if each.tail not in each.heads],
        targets=[each for each in links if len(each.steps) == 1 and each.tail not in each.heads],
        asked={e: frozenset(engagements[e].asset_ids) for e in is_open},
        carried=assets,
    )


def _rank(rows: Iterable[Engagement]) -> int:
    """Return how good a piece of line is for others to stand below: see `RANKS`."""
    rank = 0
    for row in rows:
        if row.status in FUTURE_STATES or row.relation not in SCORED_RELATIONS:
            return 3
        ended = 2 if row.status in ENDED_STATES else 0
        rank = max(rank, ended, 1 if row.declared is Declared.SUSPECTED else 0)
    return rank
