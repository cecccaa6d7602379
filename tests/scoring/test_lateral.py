"""Intrusions that move on over connections: what they reach, how probably, on which path, and what they never do."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.assessment import Assessment, Channel, Path
from riskgraph.model.asset import Asset, Connection, ConnectionKind, System
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.scoring.channels import score
from riskgraph.scoring.connections import chances_of, segmentation_of, steps_of
from tests.scoring.changes import TIES, risks
from tests.scoring.drawn import Draw, register
from tests.scoring.worlds import (
    AS_OF,
    GOOD_HOP,
    access,
    answers,
    assessed,
    channels,
    everything,
    number,
    party,
    promise,
    scoped,
    world,
)

SEEDS = st.integers(0, 10**6)
P = 0.2


def joined(connection_id: str, start: str, end: str, p: float | None = P, kind: str = "vpn") -> Connection:
    stated = None if p is None else Interval.exact(p)
    return Connection(connection_id=connection_id, start=start, end=end, kind=ConnectionKind(kind), probability=stated)


def with_links(*links: Connection, systems: tuple[System, ...] = (), **more: Any) -> Submission:
    """Return O > A with 10,000 records at A, and parties V, W and X that hold nothing; nobody segments anything."""
    said = {name: {"SYS-03": "no"} for name in "OAVWX"} | more.pop("said", {})
    base = world("O > A", said=said, hops={"A": GOOD_HOP}, systems=systems, **more)
    extra = tuple(party(name) for name in "VWX")
    return base.model_copy(update={"parties": (*base.parties, *extra), "connections": links})


def entered(result: Assessment) -> list[tuple[Path, Channel]]:
    return [(path, channel) for path in result.paths if path.entry for channel in path.channels]


def reached(submission: Submission) -> float:
    """Return the chance that the first row over connections bears."""
    scored = score(submission, load_catalogue(), load_parameters(), as_of=AS_OF)
    return next(row.entered.chance[1] for row in scored.rows.rows if row.entered)


def test_an_intrusion_at_a_connected_party_reaches_the_data_with_the_probability_of_the_connection() -> None:
    """Rate .0194 a year x Phi of V over that of the population x .2: an event of its own beside A's own."""
    result = assessed(with_links(joined("C", "V", "A"), said={"V": everything("no"), "A": {"SYS-03": "no"}}))
    ((path, channel),) = entered(result)
    own = next(c for c in channels(result, "EXT") if c.channel_id == "EXT|A||D")
    assert channel.channel_id == "EXT|V||via|A|D"
    q = path.supervision.pt
    phi = 0.9 * (1 - 0.3 * q) + 0.1 * (1 - 0.3 * q)  # of all layers supervision alone is there
    assert channel.phi.pt == pytest.approx(phi)
    assert channel.rate_per_year.pt == pytest.approx(0.0194 * phi / channel.phi_population * P)
    assert own.rate_per_year == next(c for c in channels(assessed(with_links()), "EXT")).rate_per_year
    assert (channel.host, channel.records, path.parties, path.engagements) == (
        "A",
        Interval.exact(10_000),
        ("O", "A"),
        ("A",),
    )
    assert [(s.connection_id, s.start, s.end, s.kind) for s in path.entry] == [("C", "V", "A", ConnectionKind.VPN)]


def test_the_layers_are_those_of_the_party_broken_into_and_the_supervision_that_of_the_chain_to_the_holder() -> None:
    result = assessed(with_links(joined("C", "V", "A"), said={"V": everything("yes/verified")}))
    ((path, channel),) = entered(result)
    assert {x.party_id for x in channel.layers if x.role == "host"} == {"V"}
    assert {x.strength.pt for x in channel.layers if x.role == "host"} == {1.0}
    assert next(x.strength for x in channel.layers if x.role == "supervision") == path.supervision
    assert path.supervision.pt > 0.8


@pytest.mark.parametrize(("said", "worth"), [("no", 0.0), ("yes/verified", 1.0), ("yes/document", 0.85)])
def test_segmentation_at_the_receiving_end_takes_its_part_off(said: str, worth: float) -> None:
    found = reached(with_links(joined("C", "V", "A"), said={"A": {"SYS-03": said}}))
    assert found == pytest.approx(P * (1 - 0.3 * worth))


@pytest.mark.parametrize("kind", list(ConnectionKind))
def test_a_connection_without_a_probability_has_that_of_its_kind(kind: ConnectionKind) -> None:
    expected = load_parameters().ends(f"link.connection.{kind.value}").pt
    assert reached(with_links(joined("C", "V", "A", None, kind.value))) == pytest.approx(expected)


def test_parallel_connections_and_detours_are_joined_as_links_that_are_independent() -> None:
    both = reached(with_links(joined("C1", "V", "A"), joined("C2", "V", "A")))
    assert both == pytest.approx(1 - (1 - P) ** 2)
    around = reached(with_links(joined("C1", "V", "A"), joined("C2", "V", "W"), joined("C3", "W", "A")))
    assert around == pytest.approx(1 - (1 - P) * (1 - P * P))


def test_a_bridge_of_four_parties_has_the_published_reliability() -> None:
    """Two ways of two connections and a cross link each way, all .9: .97848."""
    links = [("V", "W"), ("V", "X"), ("W", "A"), ("X", "A"), ("W", "X"), ("X", "W")]
    found = with_links(*(joined(f"C{n}", a, b, 0.9) for n, (a, b) in enumerate(links)))
    scored = score(found, load_catalogue(), load_parameters(), as_of=AS_OF)
    assert next(r.entered.chance[1] for r in scored.rows.rows if r.entered and r.event[1] == "V") == pytest.approx(
        0.97848
    )


def test_a_circle_of_connections_leads_nobody_anywhere_new() -> None:
    links = (joined("C1", "V", "A"), joined("C2", "A", "W"), joined("C3", "W", "V"))
    assert reached(with_links(*links)) == pytest.approx(P)
    assert [c.channel_id for _, c in entered(assessed(with_links(*links)))] == ["EXT|V||via|A|D", "EXT|W||via|A|D"]


def test_every_entry_is_an_event_of_its_own() -> None:
    one, two = (entered(assessed(with_links(*links))) for links in (
        (joined("C1", "V", "A"),), (joined("C1", "V", "A"), joined("C2", "W", "A"))
    ))  # fmt: skip
    assert sum(c.eal_yen.pt for _, c in two) == pytest.approx(2 * sum(c.eal_yen.pt for _, c in one))
    assert len({path.key for path, _ in two}) == 2


def test_data_of_the_owner_itself_are_reached_on_the_owners_own_path() -> None:
    row = access("X", "", "D", "O", heads=1, records=500)
    ((path, channel),) = entered(assessed(with_links(joined("C", "A", "O"), rows=[row])))
    assert (path.parties, path.engagements, channel.host) == (("O",), (), "O")
    assert path.key == "O||C"


def test_over_a_connection_to_a_system_only_what_lies_in_it_is_reached() -> None:
    systems = (System(system_id="S1", host="A", asset_ids=("D",)), System(system_id="S2", host="A"))
    rows = [
        access("X", "A", "D", "A", heads=1, records=300, system="S1"),
        access("Y", "A", "D", "A", heads=1, records=4_000, system="S2"),
    ]
    found = {
        end: entered(assessed(with_links(joined("C", "V", end), systems=systems, rows=rows)))
        for end in ("A", "S1", "S2")
    }
    assert {end: c.records.pt for end, ((_, c),) in found.items()} == {"A": 4_000, "S1": 300, "S2": 4_000}
    assert found["S1"][0][1].channel_id == "EXT|V||via|A||S1|D"


def test_a_system_stands_for_its_host_where_an_intruder_moves_on() -> None:
    systems = (System(system_id="S", host="W"),)
    over = with_links(joined("C1", "V", "S"), joined("C2", "W", "A"), systems=systems)
    assert [(p.entry[0].start, len(p.entry)) for p, _ in sorted(entered(assessed(over)), key=lambda e: e[0].key)] == [
        ("V", 2),
        ("W", 1),
    ]


def test_the_most_probable_way_is_named() -> None:
    links = (joined("C1", "V", "A", 0.01), joined("C2", "V", "W", 0.5), joined("C3", "W", "A", 0.5))
    (path,) = {p.key: p for p, _ in entered(assessed(with_links(*links))) if p.entry[0].start == "V"}.values()
    assert [step.connection_id for step in path.entry] == ["C2", "C3"]


def test_of_equally_probable_ways_the_shortest_is_named() -> None:
    links = (joined("C9", "V", "A", 1.0), joined("C1", "V", "W", 1.0), joined("C2", "W", "A", 1.0))
    paths = [p for p, _ in entered(assessed(with_links(*links))) if p.entry[0].start == "V"]
    assert [[s.connection_id for s in p.entry] for p in paths] == [["C9"]]


@pytest.mark.parametrize(
    "link",
    [
        joined("C", "V", "A", 0.0),
        joined("C", "NOBODY", "A"),
        joined("C", "V", "NOBODY"),
        joined("C", "A", "A"),
        joined("C", "A", "S"),
        joined("C", "A", "V"),
        joined("C", "V", "EMPTY"),
    ],
    ids=["no chance", "no start", "no end", "itself", "its own system", "nothing held", "no host"],
)
def test_a_connection_that_leads_to_no_data_changes_no_bit(link: Connection) -> None:
    systems = (System(system_id="S", host="A"), System(system_id="EMPTY"))
    a, b = (assessed(with_links(*links, systems=systems)) for links in ((), (link,)))
    assert (a.totals, a.paths) == (b.totals, b.paths)


def test_a_chance_that_is_only_possible_at_the_high_end_widens_and_moves_no_point() -> None:
    link = Connection(connection_id="C", start="V", end="A", probability=Interval(0.0, 0.0, 0.5))
    a, b = assessed(with_links()), assessed(with_links(link))
    assert (b.totals.eal_yen.lo, b.totals.eal_yen.pt) == (a.totals.eal_yen.lo, a.totals.eal_yen.pt)
    assert b.totals.eal_yen.hi > a.totals.eal_yen.hi
    assert [[s.connection_id for s in p.entry] for p, _ in entered(b)] == [["C"]]


@promise(30)
@given(SEEDS)
def test_a_connection_more_never_lowers_any_loss(seed: int) -> None:
    random = Random(seed)
    base = register(random, Draw(assets=2))
    ends = [p.party_id for p in base.parties] + [s.system_id for s in base.systems]
    p = random.choice((None, Interval(0.0, 0.1, 0.9), Interval.exact(1.0)))
    more = Connection(connection_id="NEW", start=random.choice(ends), end=random.choice(ends), probability=p)
    richer = base.model_copy(update={"connections": (*base.connections, more)})
    before, after = assessed(base), assessed(richer)
    assert all(a <= b * TIES for a, b in zip(risks(before), risks(after), strict=True))
    by_id = {c.channel_id: c for c in channels(after)}
    for channel in channels(before):
        for end in ("lo", "pt", "hi"):
            mine = getattr(by_id[channel.channel_id].eal_yen, end)
            assert getattr(channel.eal_yen, end) <= mine * TIES, channel.channel_id


@promise(30)
@given(SEEDS)
def test_the_chance_lies_between_that_of_the_best_way_and_the_noisy_or_of_the_last_steps(seed: int) -> None:
    scored = score(register(Random(seed)), load_catalogue(), load_parameters(), as_of=AS_OF)
    steps = steps_of(scored.ground)
    chances = chances_of(steps, scored.ground.parameters, segmentation_of(scored.ground, steps))
    by_id = {step.connection_id: chance for step, chance in zip(steps, chances, strict=True)}
    for row in scored.rows.rows:
        if row.entered is None:
            continue
        into = [c for s, c in zip(steps, chances, strict=True) if s.end.reached == row.entered.end]
        for end in (1, 2):
            best, none = 1.0, 1.0
            for connection_id in row.routes[0].entry:
                best *= by_id[connection_id][end]
            for chance in into:
                none *= 1.0 - chance[end]
            assert best - 1e-9 <= row.entered.chance[end] <= 1.0 - none + 1e-9


def test_two_assets_at_the_reached_party_are_one_event() -> None:
    base = with_links(joined("C", "V", "A"))
    second = Asset(asset_id="F", name="Second", owner="O", records=number(10_000))
    both = base.model_copy(
        update={
            "assets": (*base.assets, second),
            "accesses": (*base.accesses, access("Y", "A", "F", "A", heads=1, records=10_000)),
            "engagements": tuple(e.model_copy(update={"asset_ids": ("D", "F")}) for e in base.engagements),
        }
    )
    one, two = (entered(assessed(register)) for register in (base, both))
    assert sum(c.rate_per_year.pt for _, c in two) == pytest.approx(sum(c.rate_per_year.pt for _, c in one))
    assert {c.asset_id for _, c in two} == {"D", "F"}


def test_answers_about_the_system_that_a_connection_starts_from_count_where_they_are_worse() -> None:
    systems = (System(system_id="S", host="V"),)
    told = (*answers({"V": everything("yes/verified")}), scoped("V", "SYS-10", "no", "system", "S"))
    good, worse = (
        entered(assessed(with_links(joined("C", start, "A"), systems=systems, more={"answers": told})))[0][1]
        for start in ("V", "S")
    )
    assert worse.rate_per_year.pt > good.rate_per_year.pt
