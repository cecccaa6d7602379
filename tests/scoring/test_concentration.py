"""What passes through a thing, what falls away without it, whom only it leads to: against scoring without it."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.asset import System
from riskgraph.model.channel import HI, LO, PT
from riskgraph.model.concentration import Concentration, Shared
from riskgraph.model.engagement import Relation
from riskgraph.model.party import PartyKind
from riskgraph.model.submission import Submission
from riskgraph.scoring import concentration as module
from riskgraph.scoring.channels import Scored, score
from riskgraph.scoring.concentration import concentration_of
from riskgraph.scoring.event_table import events_of
from riskgraph.scoring.events import join_events
from riskgraph.scoring.holdings import gather_holdings
from riskgraph.scoring.only_through import only_through, party_graph
from riskgraph.scoring.rates import Strengths, rate_rows
from riskgraph.scoring.rows import Row, as_rows
from tests.scoring.drawn import Draw, register
from tests.scoring.worlds import AS_OF, access, assessed, promise, world

DRAW = Draw(assets=3)
seeds = st.integers(0, 10**6)


def scored_of(submission: Submission) -> Scored:
    return score(submission, load_catalogue(), load_parameters(), as_of=AS_OF)


def grouped(submission: Submission) -> Submission:
    """Return a drawn register in which some parties are agencies or of one group."""
    kinds = {"A": {"kind": PartyKind.AGENCY, "group": "G"}, "B": {"group": "G"}, "C": {"kind": PartyKind.AGENCY}}
    parties = tuple(p.model_copy(update=kinds.get(p.party_id, {})) for p in submission.parties)
    return submission.model_copy(update={"parties": parties})


def roles_of(scored: Scored, row: Row) -> set[str]:
    """Return whoever has a role in a row."""
    keys = scored.ground.profiles.keys
    found = {row.host_party, *(keys[t][0] for t in row.tenants)}
    if row.entered:
        found.add(row.event[1])
    if row.access:
        found |= {row.access.employer, row.access.device_owner, row.access.site_owner}
    return found - {row.routes[0].parties[0], "", NONE_PARTY, UNKNOWN_PARTY}


def uses(scored: Scored, row: Row, on_the_way: Iterable[set[str]], thing: tuple[Shared, str]) -> bool:
    """Say in plain words whether a row has a thing in its roles, or on each of these ways to it."""
    kind, key = thing
    parties = scored.ground.submission.party_by_id
    if kind is Shared.SYSTEM:
        if row.access:
            return row.access.system == key
        if row.entered and row.entered.end[2]:
            return row.entered.end[2] == key
        tenant = row.entered.tenant if row.entered else row.event[-1]
        held = gather_holdings(scored.ground).get((row.host_party, tenant, row.asset_id))
        return row.scenario == "EXT" and held is not None and held.systems == [key]
    if kind is Shared.AGENCY:
        return row.access is not None and row.access.employer == key
    mine = {key} if kind is Shared.PARTY else {p for p, party in parties.items() if party.group == key}
    owner = {row.routes[0].parties[0]}
    return bool(roles_of(scored, row) & mine) or all((way - owner) & mine for way in on_the_way)


def lost_without(scored: Scored, thing: tuple[Shared, str]) -> np.ndarray:
    """Return what the register loses at the three ends, rescored without every row that needs the thing."""
    before = scored.cells.eal[:, [LO, PT, HI]].sum(axis=0)
    left = [row for row in scored.rows.rows if not uses(scored, row, [set(r.parties[1:]) for r in row.routes], thing)]
    if not left:
        return before
    rows = as_rows(left)
    rates = rate_rows(scored.ground, rows, Strengths(scored.ground, rows))
    return before - join_events(scored.ground, rows, rates).eal[:, [LO, PT, HI]].sum(axis=0)


@promise(25)
@given(seeds)
def test_what_falls_away_is_what_scoring_without_its_rows_loses(seed: int) -> None:
    scored = scored_of(grouped(register(Random(seed), DRAW)))
    for found in concentration_of(scored, None):
        expected = lost_without(scored, (found.kind, found.key))
        lo, pt, hi = expected
        ends = (found.falls_away_yen.lo, found.falls_away_yen.pt, found.falls_away_yen.hi)
        scale = abs(scored.cells.eal[:, HI].sum())
        assert ends == pytest.approx((min(lo, pt), pt, max(hi, pt)), rel=1e-9, abs=1e-9 * scale + 1e-9), found.key


@promise(25)
@given(seeds)
def test_what_passes_through_is_the_sum_over_the_channels_that_have_it_on_their_way(seed: int) -> None:
    scored = scored_of(grouped(register(Random(seed), DRAW)))
    for found in concentration_of(scored, None):
        if found.kind is Shared.SYSTEM:
            continue
        mine = [
            channel
            for channel in range(len(scored.ids))
            if uses(
                scored,
                scored.row_of(channel),
                [set(scored.routes[scored.path[channel]].parties[1:])],
                (found.kind, found.key),
            )
        ]
        assert found.eal_yen.pt == pytest.approx(scored.eal[mine, PT].sum(), rel=1e-9)
        assert found.eal_yen.hi == pytest.approx(scored.eal[mine, HI].sum(), rel=1e-9)
        assert found.paths == len({int(scored.path[channel]) for channel in mine})
        assert found.principals == len({scored.routes[scored.path[channel]].parties[0] for channel in mine})


def test_without_a_firm_the_register_reads_as_one_that_never_had_it() -> None:
    """Where a firm has people of its own in somebody else's system, leaving out its rows means its absence."""
    rows = [
        access("X", "A", "D", "A", host="O", device_owner="O", site_owner="O", heads=4, records=5000),
        access("Y", "B", "D", "B", host="O", device_owner="O", site_owner="O", heads=9, records=800),
    ]
    both, alone = world("O > A", "O > B", rows=rows), world("O > A", rows=rows[:1])
    systems = {"systems": ()}
    both, alone = both.model_copy(update=systems), alone.model_copy(update=systems)
    found = by_key(concentration_of(scored_of(both), None))[Shared.PARTY, "B"]
    whole, less = assessed(both).totals.eal_yen, assessed(alone).totals.eal_yen

    assert found.falls_away_yen.pt == pytest.approx(whole.pt - less.pt, rel=1e-9)
    assert found.falls_away_yen.hi == pytest.approx(whole.hi - less.hi, rel=1e-9)


def test_an_event_whose_riskiest_way_is_gone_counts_with_its_next_way() -> None:
    rows = [
        access("X", "A", "D", "A", host="H", heads=4, records=5000, privilege="bulk"),
        access("Y", "A", "D", "A", host="G", heads=4, records=4000, privilege="bulk"),
    ]
    scored = scored_of(world("O > A", "O > H", "O > G", rows=rows))
    found = by_key(concentration_of(scored, None))[Shared.PARTY, "H"]

    assert 0 < found.falls_away_yen.pt < found.eal_yen.pt


@pytest.mark.parametrize("gone", ["H", "G", "F"])
def test_of_the_ways_that_are_left_the_riskiest_counts(gone: str) -> None:
    rows = [
        access(f"X{host}", "A", "D", "A", host=host, device_owner="A", site_owner="A", heads=heads, records=5000)
        for host, heads in (("F", 2), ("G", 9), ("H", 4))
    ]
    scored = scored_of(world("O > A", "O > F", "O > G", "O > H", rows=rows))
    found = by_key(concentration_of(scored, None))[Shared.PARTY, gone]

    assert found.falls_away_yen.pt == pytest.approx(lost_without(scored, (Shared.PARTY, gone))[PT], rel=1e-9)


def test_a_holding_that_two_engagements_explain_alike_stays_without_one_of_them() -> None:
    system = System(system_id="S", host="H", asset_ids=("D",))
    scored = scored_of(world("O > A > H", "O > B > H", rows=[], systems=[system]))
    rows = [scored.row_of(c) for c in range(len(scored.ids))]
    mine = [c for c, row in enumerate(rows) if (row.scenario, row.host_party) == ("EXT", "H")]
    found = by_key(concentration_of(scored, None))

    assert len({int(scored.path[c]) for c in mine}) == 2
    held = sum(scored.eal[c, PT] for c in mine)
    through = scored.eal[[c for c in range(len(scored.ids)) if "A" in scored.routes[scored.path[c]].parties], PT].sum()
    assert found[Shared.PARTY, "A"].eal_yen.pt == pytest.approx(through)
    assert found[Shared.PARTY, "A"].falls_away_yen.pt == pytest.approx(through - held / 2, abs=1e-6)


def by_key(found: Iterable[Concentration]) -> dict[tuple[Shared, str], Concentration]:
    return {(one.kind, one.key): one for one in found}


# Whom only one party leads to ------------------------------------------------------------------------------------


def reached(graph: nx.DiGraph, without: str) -> set[str]:
    return set(nx.descendants(graph.subgraph(set(graph) - {without}), ""))


@promise(40)
@given(seeds)
def test_only_through_a_party_are_those_that_are_out_of_reach_without_it(seed: int) -> None:
    ground = scored_of(register(Random(seed), DRAW)).ground
    graph = party_graph(ground)
    everyone = reached(graph, "nobody")
    found = only_through(ground, sorted(everyone))
    for party_id in everyone:
        assert set(found[party_id]) == everyone - reached(graph, party_id) - {party_id}


@promise(40)
@given(seeds)
def test_the_dominators_of_igraph_lead_to_the_same_parties(seed: int) -> None:
    ground = scored_of(register(Random(seed), Draw(assets=2, has_suspected=False))).ground
    graph = party_graph(ground)
    names = sorted(graph)
    tree = igraph.Graph(
        n=len(names), edges=[(names.index(a), names.index(b)) for a, b in graph.edges], directed=True
    ).dominator(names.index(""))
    below: dict[str, set[str]] = {name: set() for name in names}
    for place, name in enumerate(names):
        above = tree[place]
        while above >= 0 and names[above] != "":
            below[names[above]].add(name)
            above = tree[above]
    found = only_through(ground, names)

    assert {name: set(found[name]) for name in names if name} == {name: below[name] for name in names if name}


def test_a_party_with_whom_data_are_only_used_jointly_leads_to_nobody() -> None:
    ground = scored_of(world("O > A > B", hops={"A": {"relation": Relation.JOINT_USE}})).ground

    assert only_through(ground, ["A"]) == {"A": ()}
    assert only_through(scored_of(world("O > A > B")).ground, ["A"]) == {"A": ("B",)}


# What is told ---------------------------------------------------------------------------------------------------


def test_the_owner_of_the_data_and_persons_are_no_things_that_chains_share() -> None:
    submission = world("O > A > B", "O > C > B")
    people = tuple(
        p.model_copy(update={"kind": PartyKind.INDIVIDUAL, "group": "G"}) if p.party_id == "B" else p
        for p in submission.parties
    )
    found = concentration_of(scored_of(submission.model_copy(update={"parties": people})), None)

    assert {(one.kind, one.key) for one in found} == {(Shared.PARTY, "A"), (Shared.PARTY, "C")}
    assert all(one.parties == () for one in found)


def test_the_parts_of_the_worst_years_follow_the_channels_of_each_event() -> None:
    scored = scored_of(world("O > A > B", "O > C"))
    events = events_of(scored)
    assert events is not None
    shares = np.zeros(events.count)
    shares[int(events.channel_event[0])] = 1.0
    found = by_key(concentration_of(scored, shares))
    mine = scored.row_of(0)
    through = set(scored.routes[scored.path[0]].parties[1:]) | roles_of(scored, mine)

    assert {key: one.tail_share for (kind, key), one in found.items() if kind is Shared.PARTY} == {
        party: pytest.approx(1.0 if party in through else 0.0) for party in "ABC"
    }
    assert all(one.tail_share is None for one in concentration_of(scored, None))


def test_of_each_kind_the_largest_are_told_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    scored = scored_of(grouped(register(Random(11), DRAW)))
    whole = concentration_of(scored, None)
    monkeypatch.setattr(module, "MOST", 2)
    cut = concentration_of(scored, None)

    for kind in Shared:
        mine = [one for one in whole if one.kind is kind]
        assert [one.eal_yen.pt for one in mine] == sorted((one.eal_yen.pt for one in mine), reverse=True)
        assert [one for one in cut if one.kind is kind] == mine[:2]
