"""What the analysis of whole years is handed: the same events, rates and yen as the channels have."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.access import Privilege
from riskgraph.model.asset import Asset, Connection
from riskgraph.model.event_table import EventTable
from riskgraph.model.parameters import Parameters
from riskgraph.model.party import PartyKind
from riskgraph.model.submission import Submission
from riskgraph.scoring.channels import Scored, score
from riskgraph.scoring.event_table import events_of
from tests.scoring.drawn import register
from tests.scoring.reference_loss import size
from tests.scoring.worlds import AS_OF, access, number, party, promise, world

SEEDS = st.integers(0, 10**6)


def scored(submission: Submission, parameters: Parameters | None = None) -> Scored:
    return score(submission, load_catalogue(), parameters or load_parameters(), as_of=AS_OF)


def table(submission: Submission, parameters: Parameters | None = None) -> EventTable:
    events = events_of(scored(submission, parameters))
    assert events is not None
    return events


def of(events: EventTable, scenario: str) -> list[int]:
    return [number for number, name in enumerate(events.scenario) if name == scenario]


def mean_loss(events: EventTable, event: int, end: int, parameters: Parameters) -> float:
    """Return E[F(n) + per_person n] by the direct summation of the reference."""
    a, b = events.share_a[event, end], events.share_b[event, end]
    response = (1 - a / (a + b) / parameters.number("size.share.mean")) / parameters.number("size.share.response")
    people, many = size(str(events.scenario[event]), float(events.reach[event, end]), float(response), parameters)
    fixed = events.loss_small[event, end] * (1 - many) + events.loss_large[event, end] * many
    return float(fixed + events.per_person[event, end] * people)


@promise(25)
@given(SEEDS)
def test_rate_times_mean_loss_is_the_expected_loss_of_each_event_at_each_end(seed: int) -> None:
    """The mean loss is summed term by term, as the reference does it."""
    parameters = load_parameters().changed({"liability.owner_share": (seed % 3 + 1) / 3})
    events = events_of(scored(register(Random(seed)), parameters))
    if events is None:
        return
    for event in range(events.count):
        for end in range(3):
            if events.rate[event, end] > 0:
                loss = events.rate[event, end] * mean_loss(events, event, end, parameters)
                assert loss == pytest.approx(events.eal[event, end], rel=2e-6)
            else:
                assert events.eal[event, end] == 0


@promise(40)
@given(SEEDS)
def test_events_and_channels_have_one_sum_of_rates_and_of_losses(seed: int) -> None:
    result = scored(register(Random(seed)))
    events = events_of(result)
    if events is None:
        assert len(result.ids) == 0
        return
    assert events.eal[:, 1].sum() == pytest.approx(result.eal[:, 1].sum(), rel=1e-12)
    assert events.rate.sum(axis=0) == pytest.approx(events.channel_rate.sum(axis=0), rel=1e-12)
    parts = np.bincount(events.channel_event, weights=events.channel_share, minlength=events.count)
    assert parts == pytest.approx(np.ones(events.count), rel=1e-12)
    point = np.bincount(events.channel_event, weights=result.eal[:, 1], minlength=events.count)
    assert events.channel_share * point[events.channel_event] == pytest.approx(result.eal[:, 1], rel=1e-9)


@promise(25)
@given(SEEDS)
def test_a_cause_touches_at_least_two_events(seed: int) -> None:
    submission = register(Random(seed))
    grouped = tuple(p.model_copy(update={"group": "G" if p.party_id in "AB" else ""}) for p in submission.parties)
    events = events_of(scored(submission.model_copy(update={"parties": grouped})))
    causes = [cause for of_event in (events.causes if events else ()) for cause in of_event]
    assert all(causes.count(cause) > 1 for cause in causes)


def test_staff_events_are_the_employers_and_intrusions_the_hosts() -> None:
    rows = [access("X", "A", "D", "A", host="K", heads=5, records=1000)]
    events = table(world("O > A", rows=rows, more={"parties": (party("O"), party("A"), party("K"))}))
    assert {events.actors[n] for name in ("INS", "LVR", "ERR", "MED") for n in of(events, name)} == {"A"}
    assert {events.actors[n] for n in of(events, "EXT")} == {"K"}


def test_an_intrusion_over_a_connection_is_that_of_the_host_where_the_intruder_got_in() -> None:
    """It is no failure of the cloud that it reaches, and no common cause of the cloud's tenants."""
    rows = [access(f"X{t}", t, "D", t, host="K", heads=5, records=1000) for t in ("A", "B")]
    over = Connection(connection_id="C", start="A", end="K")
    parties = tuple(party(p) for p in ("O", "A", "B", "K"))
    events = table(world("O > A", "O > B", rows=rows, more={"parties": parties, "connections": (over,)}))
    acting = {events.keys[n]: (events.actors[n], events.causes[n]) for n in of(events, "EXT")}
    assert any("via" in key for key in acting)
    for key, (actor, causes) in acting.items():
        assert actor == key[1]
        assert causes == (() if "via" in key else ("cloud:K",))


def test_a_nameless_employer_is_nobody() -> None:
    rows = [access("X", "A", "D", "unknown", heads=5, records=1000, host="A")]
    events = table(world("O > A", rows=rows))
    assert {events.actors[n] for n in of(events, "INS")} == {""}


def test_a_cloud_with_two_tenants_fails_for_both_at_once_and_with_one_for_none() -> None:
    def at(tenants: tuple[str, ...]) -> EventTable:
        rows = [access(f"X{t}", t, "D", t, host="K", heads=5, records=1000) for t in tenants]
        lines = [f"O > {t}" for t in tenants]
        return table(world(*lines, rows=rows, more={"parties": tuple(party(p) for p in ("O", "A", "B", "K"))}))

    two, one = at(("A", "B")), at(("A",))
    assert [two.causes[n] for n in of(two, "EXT")] == [("cloud:K",), ("cloud:K",)]
    assert not any(one.causes)


def test_an_agency_that_sends_people_into_two_engagements_is_a_cause() -> None:
    rows = [access(f"X{e}", e, "D", "Z", host=e, heads=5, records=1000) for e in ("A", "B")]
    parties = (party("O"), party("A"), party("B"), party("Z", kind=PartyKind.AGENCY))
    two = table(world("O > A", "O > B", rows=rows, more={"parties": parties}))
    one = table(world("O > A", rows=rows[:1], more={"parties": parties}))
    assert {two.causes[n] for name in ("INS", "LVR", "ERR", "MED") for n in of(two, name)} == {("agency:Z",)}
    assert not any(two.causes[n] for n in of(two, "EXT"))
    assert not any(one.causes)


def test_firms_of_one_group_share_a_cause_and_a_lone_member_has_none() -> None:
    parties = (party("O"), party("A", group="G"), party("B", group="G"), party("C", group="H"))
    events = table(world("O > A", "O > B", "O > C", more={"parties": parties}))
    by_actor = {events.actors[n]: events.causes[n] for n in range(events.count)}
    assert by_actor == {"A": ("group:G",), "B": ("group:G",), "C": ()}


def test_assets_of_other_prices_in_one_event_are_one_price_between_theirs() -> None:
    assets = (
        Asset(asset_id="D", name="a", owner="O", records=number(1000), distress=1, economic=1),
        Asset(asset_id="E", name="b", owner="O", records=number(1000), distress=2, economic=1),
    )
    full = {"heads": 5, "records": 1000, "privilege": Privilege.BULK}
    rows = [access(f"X{a}", "A", a, "A", **full) for a in ("D", "E")]
    events = table(world("O > A", rows=rows, more={"assets": assets}))
    (insider,) = of(events, "INS")
    assert events.reach[insider].tolist() == [2000, 2000, 2000]
    assert events.per_person[insider] == pytest.approx([780 + 3e-4 * (3_300 + 10_000) / 2] * 3, rel=1e-9)


def test_no_events_are_none() -> None:
    assert events_of(scored(Submission())) is None
