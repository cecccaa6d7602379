"""Single points of failure: whom an owner reaches only through one party."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import networkx as nx

from riskgraph.scoring.ground import Ground

_ROOT = ""


def party_graph(ground: Ground) -> nx.DiGraph[str]:
    """Return who passes work to whom under scored engagements, with a root (the blank id) above all owners."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((_ROOT, owner) for owner in sorted({asset.owner for asset in ground.submission.assets}))
    for engagement_id in sorted(ground.chain.engagements):
        if ground.chain.is_scored(engagement_id):
            engagement = ground.chain.engagements[engagement_id]
            graph.add_edge(engagement.consignor, engagement.consignee)
    return graph


def only_through(ground: Ground, party_ids: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return of each party whom one reaches from no owner without it, sorted; persons are not among them.

    Notes
    -----
    A party is reached only through its dominators. Source: K. D. Cooper, T. J. Harvey, K. Kennedy, A simple, fast
    dominance algorithm, 2001. Near linear in engagements.
    """
    graph = party_graph(ground)
    if _ROOT not in graph:
        return dict.fromkeys(party_ids, ())
    below: dict[str, list[str]] = defaultdict(list)
    for party_id, dominator in nx.immediate_dominators(graph, _ROOT).items():
        if party_id != _ROOT and dominator is not None:
            below[dominator].append(party_id)
    parties = ground.submission.party_by_id

    def is_told(party_id: str) -> bool:
        party = parties.get(party_id)
        return party is not None and not party.is_person

    return {p: tuple(sorted(filter(is_told, _all_below(p, below)))) for p in party_ids}


def _all_below(start: str, below: Mapping[str, list[str]]) -> list[str]:
    found: list[str] = []
    waiting = list(below.get(start, ()))
    while waiting:
        here = waiting.pop()
        found.append(here)
        waiting.extend(below.get(here, ()))
    return found
