"""The contract chains of a register: a forest of engagements over a graph of parties.

The convention that bites: the *party* graph may have cycles (A works for B here, B for A there) and they
are kept; the *engagements* form a forest, because each is made under exactly one upstream engagement.
An engagement that does not lead to an owner of data is an orphan: it is reported and never scored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from riskgraph.model.engagement import ENDED_STATES, FUTURE_STATES, SCORED_RELATIONS, Declared, Engagement, Status
from riskgraph.model.submission import Submission

MAX_TIERS = 500
"""Engagements below this depth are orphans: no chain is that long, and a made-up file must not eat memory."""


@dataclass(frozen=True)
class Chain:
    """Lines from owner to consignee, by engagement id, and the frozen graph of parties.

    `graph` is a frozen `networkx.MultiDiGraph`: nodes are party ids, one edge an engagement, its key the
    engagement id, its attributes ``relation`` and ``declared``. Queries cost O(1); building costs O(rows).
    """

    graph: nx.MultiDiGraph[str]
    engagements: Mapping[str, Engagement]
    orphans: tuple[str, ...]
    _lines: Mapping[str, tuple[str, ...]]
    _assets: Mapping[str, tuple[str, ...]]
    _children: Mapping[str, tuple[str, ...]]
    _copies: Mapping[str, tuple[str, ...]]

    def line(self, engagement_id: str) -> tuple[str, ...]:
        """Return the engagement ids from the topmost down to this one; () for an orphan or unknown id."""
        return self._lines.get(engagement_id, ())

    def owner(self, engagement_id: str) -> str:
        """Return the party at the top of the line; "" for an orphan."""
        line = self.line(engagement_id)
        return self.engagements[line[0]].consignor if line else ""

    def parties(self, engagement_id: str) -> tuple[str, ...]:
        """Return the parties of the line, the owner first and the consignee last."""
        line = self.line(engagement_id)
        return (self.owner(engagement_id), *(self.engagements[e].consignee for e in line)) if line else ()

    def assets(self, engagement_id: str) -> tuple[str, ...]:
        """Return the known assets of the line's owner that this engagement handles, its own or inherited."""
        return self._assets.get(engagement_id, ())

    def children(self, engagement_id: str) -> tuple[str, ...]:
        """Return the engagements made directly under this one, orphans left out."""
        return self._children.get(engagement_id, ())

    def copies(self, row_id: str) -> tuple[str, ...]:
        """Return the engagements that the row with this id stands for: itself, or one under each parent."""
        return self._copies.get(row_id, ())

    def is_ended(self, engagement_id: str) -> bool:
        """Say whether this engagement, or one above it, is ended by its *status*; a date never ends one."""
        return any(self.engagements[e].status in ENDED_STATES for e in self.line(engagement_id))

    def is_deleted(self, engagement_id: str) -> bool:
        """Say whether deletion is confirmed for this very engagement."""
        return self.engagements[engagement_id].status is Status.DELETION_CONFIRMED

    def is_future(self, engagement_id: str) -> bool:
        """Say whether this engagement, or one above it, is only planned or in review."""
        return any(self.engagements[e].status in FUTURE_STATES for e in self.line(engagement_id))

    def is_scored(self, engagement_id: str) -> bool:
        """Say whether the whole line consists of relations under supervision and has begun."""
        line = self.line(engagement_id)
        return (
            bool(line)
            and not self.is_future(engagement_id)
            and all(self.engagements[e].relation in SCORED_RELATIONS for e in line)
        )

    def declared(self, engagement_id: str) -> Declared:
        """Return the least certain declaration on the line."""
        order = list(Declared)
        return max((self.engagements[e].declared for e in self.line(engagement_id)), key=order.index)

    def party_cycles(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of parties that consign in a circle, each sorted; a loop to itself counts."""
        groups = nx.strongly_connected_components(self.graph)
        found = [
            tuple(sorted(group))
            for group in groups
            if len(group) > 1 or any(self.graph.has_edge(party, party) for party in group)
        ]
        return tuple(sorted(found))


def build_chain(submission: Submission) -> Chain:
    """Return the chains of a submission; never raises for a broken register.

    Notes
    -----
    Linear in the rows: every engagement's line is its parent's line and itself.
    """
    engagements = submission.engagement_by_id
    owners = {asset.owner for asset in submission.assets}
    lines = _lines(engagements, owners)
    children: dict[str, list[str]] = defaultdict(list)
    copies: dict[str, list[str]] = defaultdict(list)
    for engagement_id, engagement in engagements.items():
        copies[engagement.row_id].append(engagement_id)
        if engagement.parent_engagement in lines and engagement_id in lines:
            children[engagement.parent_engagement].append(engagement_id)
    return Chain(
        graph=_party_graph(engagements),
        engagements=engagements,
        orphans=tuple(e for e in engagements if e not in lines),
        _lines=lines,
        _assets=_assets(submission, lines),
        _children={key: tuple(sorted(value)) for key, value in children.items()},
        _copies={key: tuple(sorted(value)) for key, value in copies.items()},
    )


def _lines(engagements: Mapping[str, Engagement], owners: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the line of every engagement that leads to an owner; loops of parents lead nowhere."""
    lines: dict[str, tuple[str, ...]] = {}
    hopeless: set[str] = set()
    for start in engagements:
        climbed: list[str] = []
        seen: set[str] = set()
        here = start
        while here in engagements and here not in lines and here not in hopeless and here not in seen:
            seen.add(here)
            climbed.append(here)
            here = engagements[here].parent_engagement
        if here in lines:
            above = lines[here]
        elif here == "" and engagements[climbed[-1]].consignor in owners:
            above = ()
        else:
            hopeless.update(climbed)
            continue
        for engagement_id in reversed(climbed):
            if len(above) == MAX_TIERS:
                hopeless.add(engagement_id)
                continue
            above = (*above, engagement_id)
            lines[engagement_id] = above
    return lines


def _party_graph(engagements: Mapping[str, Engagement]) -> nx.MultiDiGraph[str]:
    """Return the frozen graph of parties, one edge an engagement."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for engagement_id in sorted(engagements):
        e = engagements[engagement_id]
        graph.add_edge(e.consignor, e.consignee, key=engagement_id, relation=e.relation, declared=e.declared)
    frozen: nx.MultiDiGraph[str] = nx.freeze(graph)
    return frozen


def _assets(submission: Submission, lines: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the assets of every line: its own, else the parent's, else the owner's only one."""
    owned: dict[str, list[str]] = defaultdict(list)
    for asset in submission.assets:
        owned[asset.owner].append(asset.asset_id)
    found: dict[str, tuple[str, ...]] = {}
    for engagement_id in sorted(lines, key=lambda e: len(lines[e])):
        line = lines[engagement_id]
        own = submission.engagement_by_id[engagement_id].asset_ids
        of_owner = owned[submission.engagement_by_id[line[0]].consignor]
        if own:
            found[engagement_id] = tuple(a for a in dict.fromkeys(own) if a in set(of_owner))
        elif len(line) > 1:
            found[engagement_id] = found[line[-2]]
        else:
            found[engagement_id] = tuple(of_owner) if len(of_owner) == 1 else ()
    return found
