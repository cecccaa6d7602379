"""Uncertain links by brute force: every world of links that are there or not, scored for itself and weighted.

Where the method is linear in the existence of links, the mean over the worlds is the point EAL. Where it takes the
larger of two things it is not, and the side on which it then stands is held here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from math import prod
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.access import Access
from riskgraph.model.asset import Asset, Connection, System
from riskgraph.model.channel import PT
from riskgraph.model.engagement import Declared, Engagement, HandlingPlace
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.scoring.channels import score
from tests.scoring.worlds import (
    AS_OF,
    BAD_HOP,
    GOOD_HOP,
    access,
    answers,
    everything,
    number,
    party,
    promise,
    world,
)

SEEDS = st.integers(0, 10**6)
FIRMS = ("A", "B", "C", "D")
IDLE = {**BAD_HOP, "handling_place": HandlingPlace.NONE}


def worlds_of(register: Submission) -> Iterator[tuple[float, Submission]]:
    """Give every world of the suspected engagements and of the connections, with its probability at the point.

    A suspected engagement that is real is declared; one that is not is gone, with all below it and their rows.
    """
    unsure: list[tuple[str, str, float]] = [
        ("engagement", e.engagement_id, e.probability.pt if e.probability else 0.5)
        for e in register.engagements
        if e.declared is Declared.SUSPECTED
    ]
    unsure += [("connection", c.connection_id, c.probability.pt) for c in register.connections if c.probability]
    for world_of in product((True, False), repeat=len(unsure)):
        chance = prod(p if is_real else 1 - p for (_, _, p), is_real in zip(unsure, world_of, strict=True))
        gone = {link[:2] for link, is_real in zip(unsure, world_of, strict=True) if not is_real}
        if chance > 0.0:
            yield chance, without(register, gone)


def without(register: Submission, gone: set[tuple[str, str]]) -> Submission:
    """Return one world: what is gone left out, all the rest certain."""
    kept: list[Engagement] = []
    for e in register.engagements:  # parents come first
        has_parent = not e.parent_engagement or e.parent_engagement in {k.engagement_id for k in kept}
        if ("engagement", e.engagement_id) not in gone and has_parent:
            kept.append(e.model_copy(update={"declared": Declared.DECLARED, "probability": None}))
    ids = {"", *(e.engagement_id for e in kept)}
    links = [c for c in register.connections if ("connection", c.connection_id) not in gone]
    sure = [c.model_copy(update={"probability": Interval.exact(1.0) if c.probability else None}) for c in links]
    return register.model_copy(
        update={
            "engagements": tuple(kept),
            "accesses": tuple(row for row in register.accesses if row.engagement_id in ids),
            "connections": tuple(sure),
        }
    )


def of_scenario(name: str) -> Callable[[Submission], float]:
    """Return what sums the point EAL of a scenario."""

    def summed(register: Submission) -> float:
        scored = score(register, load_catalogue(), load_parameters(), as_of=AS_OF)
        rows = scored.rows.rows
        return sum(
            float(eal)
            for row, eal in zip(scored.cells.row[:, PT], scored.cells.eal[:, PT], strict=True)
            if rows[row].scenario == name
        )

    return summed


def mean_over_worlds(register: Submission, worth: Callable[[Submission], float]) -> float:
    return sum(chance * worth(one) for chance, one in worlds_of(register))


def chance_of(random: Random) -> Interval:
    return Interval.exact(random.choice((0.1, 0.3, 0.5, 0.9)))


def suspicious(random: Random) -> Submission:
    """Return a register in which several suspected lines lead to a few hosts, some of which connections join.

    Hops supervise nothing, so that it makes no difference which of them is there; nobody segments; an asset has as
    many records on every line.
    """
    engagements: list[Engagement] = []
    for n in range(random.randint(2, 4)):
        above = random.choice((None, *engagements))
        engagements.append(
            Engagement(
                engagement_id=f"E{n}",
                consignor=above.consignee if above else "O",
                consignee=FIRMS[n],
                parent_engagement=above.engagement_id if above else "",
                declared=random.choice((Declared.DECLARED, Declared.SUSPECTED, Declared.SUSPECTED)),
                probability=chance_of(random),
                **IDLE,
            )
        )
    ends = ("O", *FIRMS, "H", "SH")
    links = [
        Connection(
            connection_id=f"C{n}", start=random.choice(ends), end=random.choice(ends), probability=chance_of(random)
        )
        for n in range(random.randint(0, 4))
    ]
    parties = ("O", *FIRMS, "H")
    return Submission(
        parties=tuple(party(name) for name in parties),
        engagements=tuple(engagements),
        assets=(Asset(asset_id="D", name="D", owner="O", records=number(9_000)),),
        systems=(System(system_id="SH", host="H"),),
        accesses=tuple(_row(random, f"X{n}", random.choice(engagements)) for n in range(random.randint(2, 5))),
        answers=answers({name: {**everything("partial"), "SYS-03": "no"} for name in parties}),
        connections=tuple(links),
    )


def _row(random: Random, name: str, engagement: Engagement) -> Access:
    host = random.choice(("H", "H", engagement.consignee))
    system = random.choice(("", "SH")) if host == "H" else ""
    fields = {"heads": 1, "records": 9_000, "host": host, "system": system}
    return access(name, engagement.engagement_id, "D", engagement.consignee, **fields)


def shared_above() -> Submission:
    """Return O > A (suspected .5), below it B and C (each suspected .4), both with 700 people's data at H."""
    rows = [access(f"X{who}", f"A>{who}", "D", who, heads=1, records=700, host="H") for who in "BC"]
    base = world("O > A > B", "O > A > C", rows=rows, hops=dict.fromkeys("ABC", IDLE))
    chances = {"A": 0.5, "A>B": 0.4, "A>C": 0.4}
    told = [
        e.model_copy(update={"declared": Declared.SUSPECTED, "probability": Interval.exact(chances[e.engagement_id])})
        for e in base.engagements
    ]
    return base.model_copy(update={"engagements": tuple(told), "parties": (*base.parties, party("H"))})


@promise(15)
@given(SEEDS)
def test_intrusion_is_the_mean_over_all_worlds_of_lines_and_connections(seed: int) -> None:
    register = suspicious(Random(seed))
    intrusion = of_scenario("EXT")
    assert intrusion(register) == pytest.approx(mean_over_worlds(register, intrusion), rel=1e-9, abs=1e-9)


def test_what_two_lines_share_above_is_counted_once() -> None:
    """.5 (1 - .6 x .6) = .32, neither the .2 of one line nor the .36 of both as if they shared nothing."""
    base, intrusion = shared_above(), of_scenario("EXT")
    assert intrusion(base) == pytest.approx(0.32 * intrusion(without(base, set())))
    assert intrusion(base) == pytest.approx(mean_over_worlds(base, intrusion))


def test_the_copies_of_one_suspected_engagement_exist_together() -> None:
    """E is made under A and under B: one engagement that is real or not, in both places."""
    rows = [access("X", "E", "D", "E", heads=1, records=700, host="H")]
    base = world("O > A", "O > B", rows=rows, hops=dict.fromkeys("AB", IDLE))
    fields = {"declared": Declared.SUSPECTED, "probability": Interval.exact(0.3), "base_id": "E", "consignee": "E"}
    copies = [
        Engagement(engagement_id=f"E@{above}", consignor=above, parent_engagement=above, **fields, **BAD_HOP)
        for above in "AB"
    ]
    register = base.model_copy(
        update={"engagements": (*base.engagements, *copies), "parties": (*base.parties, party("E"), party("H"))}
    )
    told = [e.model_copy(update={"declared": Declared.DECLARED}) for e in register.engagements]
    sure, intrusion = register.model_copy(update={"engagements": tuple(told)}), of_scenario("EXT")
    assert intrusion(register) == pytest.approx(0.3 * intrusion(sure))


def test_of_lines_with_unequal_records_the_largest_is_taken_for_all_which_is_the_upper_side() -> None:
    base = shared_above()
    small = [r.model_copy(update={"records": number(20)}) if r.access_id == "XB" else r for r in base.accesses]
    register = base.model_copy(update={"accesses": tuple(small)})
    assert of_scenario("EXT")(register) > mean_over_worlds(register, of_scenario("EXT"))


# People: a group counts on its riskiest line, and a suspicion beside silence as the larger of the two.


def test_a_group_with_several_suspected_lines_counts_on_the_riskiest_alone_which_is_the_lower_side() -> None:
    base = shared_above()
    rows = [r.model_copy(update={"employer": "Z", "group": "g"}) for r in base.accesses]
    twin = [e.model_copy(update={"base_id": "E"} if e.engagement_id != "A" else {}) for e in base.engagements]
    register = base.model_copy(update={"accesses": tuple(rows), "engagements": tuple(twin)})
    insider = of_scenario("INS")
    assert 0.0 < insider(register) < mean_over_worlds(register, insider)


def suspected_below(p: float, said: dict[str, dict[str, str]]) -> Submission:
    """Return O > A with people of A, and below A a suspected B that has no rows of its own."""
    base = world("O > A", said=said, heads=5, records=10_000, hops={"A": GOOD_HOP})
    fields = {"declared": Declared.SUSPECTED, "probability": Interval.exact(p)}
    below = Engagement(engagement_id="B", consignor="A", consignee="B", parent_engagement="A", **fields)
    return base.model_copy(update={"engagements": (*base.engagements, below), "parties": (*base.parties, party("B"))})


DENIED = {**everything("yes/document"), "CHN-02": "yes/verified", "HUM-01": "yes/verified"}


@pytest.mark.parametrize("of_suspect", ["", "no", "partial/document", "yes/document"])
@pytest.mark.parametrize("scenario", ["INS", "ERR", "MED", "LVR"])
def test_against_a_verified_denial_a_suspicion_is_the_mean_of_the_two_worlds(scenario: str, of_suspect: str) -> None:
    """p_0 is 0 there: with probability p the suspected party does the work, else nobody but the declared one."""
    said = {"A": DENIED} | ({"B": everything(of_suspect)} if of_suspect else {})
    absent, real, found = (of_scenario(scenario)(suspected_below(p, said)) for p in (0.0, 1.0, 0.35))
    assert found == pytest.approx(0.65 * absent + 0.35 * real)
    assert absent < real


@pytest.mark.parametrize("of_suspect", ["", "no", "yes/document"])
def test_beside_silence_a_suspicion_counts_as_far_as_it_exceeds_it_which_is_the_lower_side(of_suspect: str) -> None:
    """Taken as independent of silence the two would add up to more: 1 - (1 - p_0)(1 - p_1) > max(p_0, p_1)."""
    said: dict[str, dict[str, str]] = {"A": {c: x for c, x in DENIED.items() if c not in ("CHN-02", "HUM-01")}}
    said |= {"B": everything(of_suspect)} if of_suspect else {}
    absent, less, found, real = (of_scenario("ERR")(suspected_below(p, said)) for p in (0.0, 0.5, 0.9, 1.0))
    unsuspected = world("O > A", said=said, heads=5, records=10_000, hops={"A": GOOD_HOP})
    assert absent == less == of_scenario("ERR")(unsuspected)
    assert absent < found < 0.1 * absent + 0.9 * real


def test_the_better_the_suspected_party_answers_the_less_its_part_weighs() -> None:
    def found(of_suspect: str) -> float:
        return of_scenario("ERR")(suspected_below(0.9, {"A": DENIED} | {"B": everything(of_suspect)}))

    told = [found(x) for x in ("no", "partial/document", "yes/document")]
    assert told == sorted(told, reverse=True) and len(set(told)) == len(told)
    assert found("yes/verified") == pytest.approx(found("yes/document"))  # no better than what A itself answers
    assert found("no") == pytest.approx(of_scenario("ERR")(suspected_below(0.9, {"A": DENIED})))


def test_a_suspected_party_with_better_answers_never_makes_the_work_better_than_declared() -> None:
    weak = {**everything("no"), "CHN-02": "yes/verified", "HUM-01": "yes/verified"}
    absent, suspected = (
        of_scenario("MED")(suspected_below(p, {"A": weak, "B": everything("yes/verified")})) for p in (0.0, 0.9)
    )
    assert suspected >= absent


def test_several_suspected_parties_are_as_good_as_the_worst_answer_of_any() -> None:
    base = suspected_below(0.9, {"A": DENIED, "B": everything("yes/verified")})
    second = base.engagements[-1].model_copy(update={"engagement_id": "C", "consignee": "C"})
    told = (*base.answers, *answers({"C": {**everything("yes/verified"), "OUT-01": "no"}}))
    both = base.model_copy(
        update={"engagements": (*base.engagements, second), "answers": told, "parties": (*base.parties, party("C"))}
    )
    only_c = both.model_copy(update={"engagements": tuple(e for e in both.engagements if e.engagement_id != "B")})
    error = of_scenario("ERR")
    assert error(both) == pytest.approx(error(only_c))
    assert error(both) > error(base)


def test_worlds_are_weighted_to_one() -> None:
    found = [chance for chance, _ in worlds_of(suspicious(Random(3)))]
    assert sum(found) == pytest.approx(1.0) and len(found) > 2
