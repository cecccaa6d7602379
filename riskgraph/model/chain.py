"""The contract chains of a register: a forest of engagements over a graph of parties.

The convention that bites: the *party* graph may have cycles (A works for B here, B for A there) and they
are kept; the *engagements* form a forest, because each is made under exactly one upstream engagement.
One that does not say under which (its parent is blank though its consignor owns none of the data) is *open*: it stands
on one of the chains that may lead to it, and is not part of the forest. An engagement that no chain from an owner of
data leads to is an orphan: it is reported and never scored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import networkx as nx

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.engagement import (
    ENDED_STATES,
    FUTURE_STATES,
    SCORED_RELATIONS,
    Declared,
    Engagement,
    Status,
)
from riskgraph.model.open_lines import Chooser, Line, Standing, fewest_hops
from riskgraph.model.open_placing import Placed, place
from riskgraph.model.submission import Submission

MAX_TIERS = 500
"""Engagements below this depth are orphans: no chain is that long, and a made-up file must not eat memory."""


@dataclass(frozen=True)
class Chain:
    """Lines from owner to consignee, by engagement id, and the frozen graph of parties.

    `open` has the standing of each engagement whose line was found and not stated, `lines_of` the ids under which one
    with several such lines stands (its own first, then copies whose lines end in its own id), `cut` those for which
    not all were kept. Every id on a line is one of the register.

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
    _stated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open: Mapping[str, Standing] = field(default_factory=dict)
    lines_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cut: tuple[str, ...] = ()

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

    def handled(self, engagement_id: str) -> tuple[str, ...]:
        """Return the assets that an engagement handles on any of its lines."""
        ids = self.lines_of.get(engagement_id, (engagement_id,))
        return self.assets(ids[0]) if len(ids) == 1 else tuple(sorted({a for e in ids for a in self.assets(e)}))

    def owners(self, engagement_id: str) -> frozenset[str]:
        """Return the parties at the top of any of its lines; none for an orphan."""
        return frozenset({self.owner(e) for e in self.lines_of.get(engagement_id, (engagement_id,))} - {""})

    def stated_line(self, engagement_id: str) -> tuple[str, ...]:
        """Return the part of the line that the register states: all of it, or what hangs together below an open one."""
        return self._stated.get(engagement_id) or self.line(engagement_id)

    def above(self, engagement_id: str) -> str:
        """Return the engagement directly above on the line; "" at the top and for an orphan."""
        line = self.line(engagement_id)
        return line[-2] if len(line) > 1 else ""

    def bearers(self, engagement_id: str, asset_id: str, owner: str) -> tuple[str, ...]:
        """Return the ids under which an engagement stands for an asset of an owner; without an asset all of them."""
        ids = self.lines_of.get(engagement_id, (engagement_id,))
        if len(ids) == 1 or not asset_id:
            return ids
        bearing = tuple(e for e in ids if asset_id in self.assets(e))
        return bearing or next(((e,) for e in ids if self.owner(e) == owner), ids[:1])

    def children(self, engagement_id: str) -> tuple[str, ...]:
        """Return the engagements whose line passes directly through this one, orphans left out."""
        line = self.line(engagement_id)
        return self._children.get(line[-1] if line else engagement_id, ())

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


def build_chain(submission: Submission, choose: Chooser = fewest_hops) -> Chain:
    """Return the chains of a submission; never raises for a broken register.

    Parameters
    ----------
    choose
        Which of the chains that may lead to an open engagement becomes its line; by default the shortest.

    Notes
    -----
    Linear in the rows: every engagement's line is its parent's line and itself. Where engagements are open, one
    search an owner comes on top.
    """
    engagements = submission.engagement_by_id
    owners = {asset.owner for asset in submission.assets}
    stated = _lines(engagements)
    is_open = {e for e, line in stated.items() if _is_open(engagements[line[0]], owners, submission)}
    lines = {e: line for e, line in stated.items() if e not in is_open and engagements[line[0]].consignor in owners}
    assets = _assets(submission, lines)
    placed = Placed() if not is_open else place(submission, stated, is_open, choose, lines=lines, assets=assets)
    known = {**engagements, **placed.engagements} if is_open else engagements
    lines, assets = {**lines, **placed.lines}, {**assets, **placed.assets}
    children: dict[str, set[str]] = defaultdict(set)
    copies: dict[str, list[str]] = defaultdict(list)
    for engagement_id, engagement in engagements.items():
        copies[engagement.row_id].append(engagement_id)
    for line in lines.values():
        if len(line) > 1:
            children[line[-2]].add(line[-1])
    return Chain(
        graph=_party_graph(engagements),
        engagements=known,
        orphans=tuple(e for e in engagements if e not in lines),
        _lines=lines,
        _assets=assets,
        _children={key: tuple(sorted(value)) for key, value in children.items()},
        _copies={key: tuple(sorted(value)) for key, value in copies.items()},
        _stated={**{e: stated[e] for e in is_open}, **{e: stated[placed.lines[e][-1]] for e in placed.open}},
        open=placed.open,
        lines_of=placed.lines_of,
        cut=placed.cut,
    )


def _lines(engagements: Mapping[str, Engagement]) -> dict[str, Line]:
    """Return the line that the parents state, up to an engagement without one; loops of parents lead nowhere."""
    lines: dict[str, Line] = {}
    hopeless: set[str] = set()
    for start in engagements:
        climbed: list[str] = []
        seen: set[str] = set()
        here = start
        while here in engagements and here not in lines and here not in hopeless and here not in seen:
            seen.add(here)
            climbed.append(here)
            here = engagements[here].parent_engagement
        above: Line
        if here in lines:
            above = lines[here]
        elif here == "":
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


def _is_open(top: Engagement, owners: set[str], submission: Submission) -> bool:
    """Say whether an engagement without a parent must have one: its consignor owns none of the data concerned."""
    if top.consignor in ("", NONE_PARTY, UNKNOWN_PARTY):
        return False
    if top.consignor not in owners:
        return True
    named = [submission.asset_by_id[a].owner for a in top.asset_ids if a in submission.asset_by_id]
    return bool(named) and top.consignor not in named


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
