"""Report lead time: every road from a party up to an owner, held against a walk over all chains by hand."""

from __future__ import annotations

from itertools import pairwise, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.analysis.report_lead import report_leads
from riskgraph.model.chain import build_chain
from riskgraph.model.engagement import Engagement, Relation, Status
from riskgraph.model.exposure import Deadlines, LeadChain, LeadHop, LeadState, ReportLead
from riskgraph.model.submission import Submission
from tests.model.builders import engagement, submission
from tests.scoring.drawn import register
from tests.scoring.worlds import promise

HOURS = (None, 0.0, 1.0, 24.0, 72.0, 100.0)
SILENT = {Status.PLANNED, Status.IN_REVIEW}
BOUND = {Relation.CONSIGN, Relation.DISPATCH, Relation.SECOND, Relation.SYSTEM_USE}


def with_hours(random: Random) -> Submission:
    drawn = register(random)
    timed = tuple(e.model_copy(update={"incident_notice_hours": random.choice(HOURS)}) for e in drawn.engagements)
    return drawn.model_copy(update={"engagements": timed})


def roads_by_hand(drawn: Submission, party: str) -> list[list[Engagement]]:
    """Try every sequence of engagements and keep those that are a chain from the party up to an owner."""
    owners = {asset.owner for asset in drawn.assets}
    found = []
    for length in range(1, len(drawn.engagements) + 1):
        for steps in product(drawn.engagements, repeat=length):
            follows = all(a.parent_engagement == b.engagement_id for a, b in pairwise(steps))
            if not follows or steps[0].consignee != party:
                continue
            is_whole = not steps[-1].parent_engagement and steps[-1].consignor in owners
            has_work = steps[0].status is not Status.DELETION_CONFIRMED
            if is_whole and has_work and all(e.relation in BOUND and e.status not in SILENT for e in steps):
                found.append(list(steps))
    return found


@promise(60)
@given(seed=st.integers(0, 10**6))
def test_shortest_and_longest_are_those_of_all_chains_found_by_hand(seed: int) -> None:
    drawn = with_hours(Random(seed))
    leads = report_leads(build_chain(drawn))
    for party in drawn.party_by_id:
        sums = [[step.incident_notice_hours for step in road] for road in roads_by_hand(drawn, party)]
        known = [sum(h for h in hours if h is not None) for hours in sums if None not in hours]
        lead = leads.get(party, ReportLead(party_id=party))
        assert len(lead.chains) == len(sums)
        assert lead.shortest == (min(known) if known else None)
        assert lead.longest == (max(known) if known and len(known) == len(sums) else None)
        assert lead.open_chains == len(sums) - len(known)


@promise(40)
@given(seed=st.integers(0, 10**6), at=st.integers(0, 4))
def test_agreeing_on_an_hour_never_leaves_more_chains_open_and_more_hours_never_shorten_a_known_road(
    seed: int, at: int
) -> None:
    drawn = with_hours(Random(seed))
    chosen = drawn.engagements[at % len(drawn.engagements)]
    more = (chosen.incident_notice_hours or 0.0) + 12.0
    slower = tuple(
        e.model_copy(update={"incident_notice_hours": more}) if e is chosen else e for e in drawn.engagements
    )
    before = report_leads(build_chain(drawn))
    after = report_leads(build_chain(drawn.model_copy(update={"engagements": slower})))
    for party, lead in before.items():
        assert after[party].open_chains <= lead.open_chains
        if chosen.incident_notice_hours is not None and lead.shortest is not None:
            assert (after[party].shortest or 0.0) >= lead.shortest


def test_a_hop_without_hours_makes_its_chain_unknown_and_not_quick() -> None:
    chain = build_chain(
        submission(
            engagement("E1: O > A", incident_notice_hours=24.0), engagement("E2: A > B under E1"),
        )
    )  # fmt: skip
    lead = report_leads(chain)["B"]
    assert (lead.shortest, lead.longest, lead.open_chains) == (None, None, 1)
    assert [hop.engagement_id for hop in lead.chains[0].open_hops] == ["E2"]
    assert lead.chains[0].known_hours == 24.0


def test_the_hops_run_from_the_party_up_to_the_owner() -> None:
    chain = build_chain(
        submission(
            engagement("E1: O > A", incident_notice_hours=24.0),
            engagement("E2: A > B under E1", incident_notice_hours=48.0),
        )
    )
    (road,) = report_leads(chain)["B"].chains
    assert [(hop.consignee, hop.consignor, hop.hours) for hop in road.hops] == [("B", "A", 48.0), ("A", "O", 24.0)]
    assert (road.owner, road.hours, road.slowest and road.slowest.engagement_id) == ("O", 72.0, "E2")


def test_one_contract_copied_under_two_parents_is_told_for_each_parent_and_an_equal_road_once() -> None:
    chain = build_chain(
        submission(
            engagement("E1: O > A", incident_notice_hours=1.0),
            engagement("E2: O > C", incident_notice_hours=5.0),
            engagement("E3@E1: A > B under E1", base_id="E3", incident_notice_hours=2.0),
            engagement("E3@E2: C > B under E2", base_id="E3", incident_notice_hours=2.0),
        )
    )
    lead = report_leads(chain)["B"]
    assert sorted(road.hours or 0.0 for road in lead.chains) == [3.0, 7.0]


@pytest.mark.parametrize(
    ("hours", "state"),
    [
        ((24.0, 48.0), LeadState.WITHIN), ((72.0,), LeadState.WITHIN), ((72.0, 1.0), LeadState.TIGHT),
        ((120.0,), LeadState.TIGHT), ((120.5,), LeadState.OVER), ((None, 24.0), LeadState.OPEN),
        ((None,), LeadState.OPEN), ((None, 121.0), LeadState.OVER), ((0.0,), LeadState.WITHIN),
    ],
)  # fmt: skip
def test_the_hours_are_held_against_three_to_five_days(hours: tuple[float | None, ...], state: LeadState) -> None:
    road = LeadChain(hops=tuple(LeadHop(engagement_id="E", consignor="A", consignee="B", hours=h) for h in hours))
    assert road.state(Deadlines()) is state


def test_the_slowest_chain_speaks_for_a_party() -> None:
    def road(hours: float | None) -> LeadChain:
        return LeadChain(hops=(LeadHop(engagement_id="E", consignor="A", consignee="B", hours=hours),))

    assert ReportLead(party_id="B", chains=(road(1.0), road(None))).state(Deadlines()) is LeadState.OPEN
    assert ReportLead(party_id="B").state(Deadlines()) is None
