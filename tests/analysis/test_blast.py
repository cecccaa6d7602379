"""Blast radius: held against a search by hand over small drawn registers, and by examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from riskgraph.analysis.blast import blast_radii, ways_of
from riskgraph.model.access import Access
from riskgraph.model.asset import Asset, Site, System, SystemKind
from riskgraph.model.chain import build_chain
from riskgraph.model.derivation import complete_access
from riskgraph.model.engagement import Declared, Engagement, Relation, Status
from riskgraph.model.exposure import BlastRadius, ReachRole
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from tests.model.builders import UNKNOWN_RECORDS, engagement, submission
from tests.scoring.drawn import register
from tests.scoring.worlds import AS_OF, promise

NOBODY = {"", "none", "unknown"}
LIVE = {Status.ACTIVE, Status.SUSPENDED}
OVER = {Status.ENDED, Status.DELETION_PENDING, Status.DELETION_CONFIRMED}
Reached = tuple[str, Interval, list[Engagement]]
BOUND = {Relation.CONSIGN, Relation.DISPATCH, Relation.SECOND, Relation.SYSTEM_USE}


def radii(register: Submission) -> Mapping[str, BlastRadius]:
    chain = build_chain(register)
    access = complete_access(register, chain, unknown_records=UNKNOWN_RECORDS).rows
    ways = ways_of(register, chain, access, as_of=AS_OF, unknown_records=UNKNOWN_RECORDS)
    return blast_radii(register, chain, ways)


def climbed(register: Submission, start: str) -> list[Engagement]:
    """Follow the parents by hand, from an engagement up to one without a parent; [] where they lead nowhere."""
    known = {e.engagement_id: e for e in reversed(register.engagements)}
    found: list[Engagement] = []
    here = start
    while here:
        if here not in known or known[here] in found:
            return []
        found.append(known[here])
        here = known[here].parent_engagement
    owners = {asset.owner for asset in register.assets}
    return found if found and found[-1].consignor in owners else []


def by_hand(register: Submission, party: str) -> dict[str, Interval]:
    """Search all rows and systems for what one party reaches; nothing is indexed and nothing shared with the code."""
    best: dict[str, list[float]] = {}
    for asset_id, records, line in (*of_rows(register, party), *of_systems(register, party)):
        lo = 0.0 if any(e.declared is Declared.SUSPECTED for e in line) else records.lo
        size = next(a for a in register.assets if a.asset_id == asset_id).records
        ends = [lo, records.pt, records.hi]
        if size is not None:
            ends = [min(v, cap) for v, cap in zip(ends, (size.lo, size.pt, size.hi), strict=True)]
        mine = best.setdefault(asset_id, [0.0, 0.0, 0.0])
        best[asset_id] = [max(a, b) for a, b in zip(mine, ends, strict=True)]
    return {asset_id: Interval(*ends) for asset_id, ends in best.items()}


def of_rows(register: Submission, party: str) -> Iterator[Reached]:
    for row in complete_access(register, build_chain(register), unknown_records=UNKNOWN_RECORDS).rows:
        line = climbed(register, row.engagement_id)
        if row.engagement_id and not all(e.relation in BOUND and e.status in LIVE | OVER for e in line):
            continue
        on_line = {e.consignee for e in line} | ({line[-1].consignor} if line else set())
        if any(e.status in OVER for e in line):
            own = line[0].consignee
            is_there = row.is_paper or own in (row.host, row.device_owner)
            reaches = is_there and line[0].status is not Status.DELETION_CONFIRMED and party in on_line | {own}
        else:
            players = {row.host} if row.is_holding else {row.host, row.employer}
            reaches = (row.revoked_on is None or row.revoked_on > AS_OF) and party in players | on_line
        if reaches:
            yield row.asset_id, row.records or Interval.exact(0.0), line


def of_systems(register: Submission, party: str) -> Iterator[Reached]:
    chain = build_chain(register)
    for system in (s for s in register.systems if s.kind is not SystemKind.PAPER):
        for asset in (a for a in register.assets if a.asset_id in system.asset_ids):
            whole = asset.records or UNKNOWN_RECORDS
            if system.host == party:
                yield asset.asset_id, whole, []
            for e in (e for e in register.engagements if e.consignee == system.host):
                line = climbed(register, e.engagement_id)
                live = all(x.relation in BOUND and x.status in LIVE for x in line)
                if live and party in {x.consignor for x in line} and asset.asset_id in chain.assets(e.engagement_id):
                    yield asset.asset_id, whole, line


@promise(150)
@given(seed=st.integers(0, 10**6))
def test_the_reach_of_every_party_is_what_a_search_by_hand_finds(seed: int) -> None:
    drawn = register(Random(seed))
    found = radii(drawn)
    for party in {*drawn.party_by_id, *found} - NOBODY:
        reached = {a.asset_id: a.records for a in found[party].assets} if party in found else {}
        assert reached == by_hand(drawn, party)


@promise(60)
@given(seed=st.integers(0, 10**6))
def test_no_reach_is_larger_than_its_asset_and_every_role_is_within_the_whole(seed: int) -> None:
    drawn = register(Random(seed))
    for radius in radii(drawn).values():
        for reach in radius.assets:
            size = drawn.asset_by_id[reach.asset_id].records
            assert size is None or (reach.records.pt <= size.pt and reach.records.hi <= size.hi)
            assert reach.records.pt == max(r.pt for r in reach.by_role.values())
        assert radius.records.pt == sum(reach.records.pt for reach in radius.assets)


def test_overlapping_ways_count_once_by_the_largest() -> None:
    rows = tuple(
        Access(access_id=f"T{n}", engagement_id="E1", asset_id="D", employer="A", host="A", records=Interval.exact(r))
        for n, r in enumerate((100.0, 400.0, 250.0))
    )
    found = radii(submission(engagement("E1: O > A"), rows=rows))
    (reach,) = found["A"].assets
    assert reach.records == Interval.exact(400.0)
    assert reach.by_role == {ReachRole.HOST: Interval.exact(400.0), ReachRole.EMPLOYER: Interval.exact(400.0)}


def test_the_host_of_a_system_reaches_all_that_it_lists_and_who_stands_above_reaches_it_through_it() -> None:
    register_ = submission(
        engagement("E1: O > A"), engagement("E2: A > K under E1"),
        systems=(System(system_id="S1", host="K", asset_ids=("D",)),),
    )  # fmt: skip
    found = radii(register_)
    assert found["K"].assets[0].by_role == {ReachRole.HOST: Interval.exact(1_000.0)}
    assert found["A"].assets[0].by_role[ReachRole.ABOVE] == Interval.exact(1_000.0)
    assert found["K"].systems == ("S1",)


def test_the_places_of_a_party_are_told_beside_its_data() -> None:
    found = radii(
        submission(
            engagement("E1: O > A"), engagement("E2: A > B under E1"), engagement("E3: A > C under E1"),
            sites=(Site(site_id="L1", party_id="A"),),
        )
    )  # fmt: skip
    a = found["A"]
    assert (a.sites, a.engagements, a.chains, a.below, a.principals) == (
        ("L1",),
        ("E1", "E2", "E3"),
        2,
        ("B", "C"),
        ("O",),
    )
    assert (found["B"].chains, found["B"].below) == (1, ())


def test_a_size_that_nobody_states_is_marked_as_unknown() -> None:
    found = radii(submission(engagement("E1: O > A"), records=None))
    assert [reach.is_size_known for reach in found["A"].assets] == [False]


def test_a_party_that_nothing_leads_to_reaches_nothing() -> None:
    alone = submission(engagement("E1: O > A"))
    more = alone.model_copy(update={"parties": (*alone.parties, alone.parties[0].model_copy(update={"party_id": "X"}))})
    assert radii(more)["X"] == BlastRadius(party_id="X")
    assert {k: v for k, v in radii(more).items() if k != "X"} == dict(radii(alone))


def test_records_of_two_assets_are_added() -> None:
    two = submission(engagement("E1: O > A", asset_ids=("D", "E"))).model_copy(
        update={
            "assets": tuple(
                Asset(asset_id=i, name=i, owner="O", records=Interval.exact(n)) for i, n in (("D", 5), ("E", 7))
            )
        }
    )
    assert radii(two)["A"].records == Interval(0.0, 12.0, 12.0)  # how many of them is not said
