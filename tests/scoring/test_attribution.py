"""Losses told apart add up, and each part is what its cause adds on average over all orders of mending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from itertools import combinations, permutations
from math import factorial
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.attribution import Attribution
from riskgraph.model.channel import GOOD, PT
from riskgraph.model.control import Layer
from riskgraph.model.engagement import Consent, Relation
from riskgraph.model.party import PartyKind, Tri
from riskgraph.model.submission import Submission
from riskgraph.scoring.attribution import OTHER, attribution_of, loss_parts
from riskgraph.scoring.channels import Scored, score
from riskgraph.scoring.events import join_events
from riskgraph.scoring.hop_parts import log_shares
from riskgraph.scoring.kernel import Source
from riskgraph.scoring.layer_parts import RESPONSE, UNDECLARED, layer_parts
from riskgraph.scoring.rates import READINGS, Reading, Strengths, rate_rows
from riskgraph.scoring.rows import Ints, as_rows
from tests.scoring.drawn import Draw, register
from tests.scoring.worlds import AS_OF, BAD_HOP, access, assessed, everything, promise, world

DRAW = Draw(assets=3)
FULL_HOP = {"relation": Relation.DISPATCH}  # the receiver of people supervises as well as it answers
LISTS = ("layers", "roles", "parties", "answers")


def scored_of(submission: Submission) -> Scored:
    return score(submission, load_catalogue(), load_parameters(), as_of=AS_OF)


def told(submission: Submission) -> Attribution:
    scored = scored_of(submission)
    found = attribution_of(loss_parts(scored), range(len(scored.ids)), most=1000)
    assert found is not None
    return found


def of_paths(submission: Submission) -> list[Attribution | None]:
    """Return what each path is made of, the riskiest path first."""
    scored = scored_of(submission)
    parts = loss_parts(scored)
    by_size = np.argsort(-np.bincount(scored.path, scored.eal[:, PT]), kind="stable")
    return [attribution_of(parts, np.flatnonzero(scored.path == path).tolist(), most=1000) for path in by_size]


# Sums -------------------------------------------------------------------------------------------------------------


@promise(40)
@given(st.integers(0, 10**6))
def test_every_list_sums_with_what_remains_to_the_loss(seed: int) -> None:
    scored = scored_of(register(Random(seed), DRAW))
    parts = loss_parts(scored)
    of_paths = [np.flatnonzero(scored.path == path).tolist() for path in range(len(scored.routes))]
    for channels in [list(range(len(scored.ids))), *of_paths]:
        for most in (1000, 5):
            found = attribution_of(parts, channels, most=most)
            if found is None:
                assert scored.eal[channels, PT].sum() == 0
                continue
            assert found.eal_yen == pytest.approx(scored.eal[channels, PT].sum(), rel=1e-12)
            for name in LISTS:
                listed = getattr(found, name)
                assert found.good_yen + sum(p.eal_yen for p in listed) == pytest.approx(found.eal_yen, rel=1e-9), name
                assert len(listed) <= most


@promise(40)
@given(st.integers(0, 10**6))
def test_what_remains_of_a_register_is_its_loss_with_everything_done_well(seed: int) -> None:
    scored = scored_of(register(Random(seed), DRAW))
    found = attribution_of(loss_parts(scored), range(len(scored.ids)))

    if found is not None:
        assert found.good_yen == pytest.approx(scored.eal[:, GOOD].sum(), rel=1e-9, abs=1e-9 * found.eal_yen)
        assert all(part.eal_yen >= -1e-9 * found.eal_yen for part in found.layers)


@promise(15)
@given(st.integers(0, 10**6))
def test_the_paths_of_a_register_add_up_layer_by_layer_and_party_by_party(seed: int) -> None:
    scored = scored_of(register(Random(seed), DRAW))
    parts = loss_parts(scored)
    whole = attribution_of(parts, range(len(scored.ids)), most=1000)
    if whole is None:
        return
    for name in ("layers", "parties"):
        summed: dict[object, float] = {}
        for path in range(len(scored.routes)):
            own = attribution_of(parts, np.flatnonzero(scored.path == path).tolist(), most=1000)
            for part in getattr(own, name) if own else ():
                key = part.model_copy(update={"eal_yen": 0.0})
                summed[key] = summed.get(key, 0.0) + part.eal_yen
        for part in getattr(whole, name):
            key = part.model_copy(update={"eal_yen": 0.0})
            assert summed[key] == pytest.approx(part.eal_yen, rel=1e-9, abs=1e-9 * whole.eal_yen), key


# The judge: plain Python over sets or orders, each evaluated by the rates and events of the engine ----------------


class Mended(Strengths):
    """Strengths in which some layers are at full strength, but for what nameless people would bring along."""

    mended: frozenset[str] = frozenset()
    best: Strengths

    def source(
        self, layer: Layer, efficacy: float, chosen: Ints, reading: Reading, *, is_latent: bool
    ) -> Source | None:
        if layer.key not in self.mended:
            return super().source(layer, efficacy, chosen, reading, is_latent=is_latent)
        if is_latent:
            return self.best.source(layer, efficacy, chosen, reading, is_latent=True)
        return Source(efficacy, own=self.present(layer, chosen).astype(np.float64))


def evaluated(scored: Scored, scenario: str) -> Callable[[frozenset[str]], tuple[dict[int, float], dict[int, float]]]:
    """Return a function from mended players to (fixed loss a year by event, variable loss a year by cell)."""
    cells = np.flatnonzero(scored.rows.scenario[scored.cells.row[:, PT]] == scenario)
    kept = as_rows([scored.rows.rows[scored.cells.row[cell, PT]] for cell in cells])
    point = (READINGS[PT],)
    borne = load_parameters().number("liability.owner_share")

    @cache
    def value(mended: frozenset[str]) -> tuple[dict[int, float], dict[int, float]]:
        rows = replace(kept, latent=np.zeros_like(kept.latent)) if UNDECLARED in mended else kept
        stated = scored.strengths.stated.copy()
        if RESPONSE in mended:
            stated[:, scored.strengths.columns["INC-03"], :] = 1.0
        strengths = Mended(scored.ground, rows, stated=stated, filled=stated)
        ones = np.ones_like(stated)
        strengths.best = Strengths(scored.ground, rows, stated=ones, filled=ones)
        strengths.mended = mended
        rates = rate_rows(scored.ground, rows, strengths, readings=point)
        priced = join_events(scored.ground, rows, rates, readings=point)
        fixed: dict[int, float] = {}
        variable: dict[int, float] = {}
        for place, cell in enumerate(cells.tolist()):
            event = int(scored.rows.cell_event[cell])
            top = max(
                float(priced.rate[other, 0])
                for other in range(len(cells))
                if scored.rows.cell_event[cells[other]] == event
            )
            fixed[event] = borne * top * float(priced.fixed[place, 0])
            variable[cell] = borne * float(priced.rate[place, 0] * priced.variable[place, 0])
        return fixed, variable

    return value


def by_orders(players: tuple[str, ...], value: Callable[[frozenset[str]], Mapping[int, float]]) -> dict[str, dict]:  # type: ignore[type-arg]
    """Return what each player takes away, averaged over all orders."""
    start = value(frozenset())
    found = {player: dict.fromkeys(start, 0.0) for player in players}
    orders = list(permutations(players))
    for order in orders:
        here: frozenset[str] = frozenset()
        for player in order:
            before, after = value(here), value(here | {player})
            for key in start:
                found[player][key] += (before[key] - after[key]) / len(orders)
            here |= {player}
    return found


def by_sets(players: tuple[str, ...], value: Callable[[frozenset[str]], Mapping[int, float]]) -> dict[str, dict]:  # type: ignore[type-arg]
    """Return the same by the weight of every set, for more players than orders can be tried."""
    start, n = value(frozenset()), len(players)
    found = {player: dict.fromkeys(start, 0.0) for player in players}
    for player in players:
        others = [other for other in players if other != player]
        for size in range(n):
            weight = factorial(size) * factorial(n - size - 1) / factorial(n)
            for chosen in map(frozenset, combinations(others, size)):
                before, after = value(chosen), value(chosen | {player})
                for key in start:
                    found[player][key] += weight * (before[key] - after[key])
    return found


def judge(submission: Submission, scenario: str, by: Callable) -> int:  # type: ignore[type-arg]
    """Compare every part of every cell and event of a scenario; return how many cells there were."""
    scored = scored_of(submission)
    part = next((p for p in layer_parts(scored) if p.table.scenario.scenario_id == scenario), None)
    if part is None:
        return 0
    value = evaluated(scored, scenario)
    scale = max(value(frozenset())[0].values()) + max(value(frozenset())[1].values())
    fixed = by(part.players, lambda mended: value(mended)[0])
    variable = by(part.players, lambda mended: value(mended)[1])
    events = scored.rows.cell_event[part.cells]
    for number, player in enumerate(part.players):
        for place, cell in enumerate(part.cells.tolist()):
            assert part.variable[place, number] == pytest.approx(variable[player][cell], abs=1e-9 * scale), player
        for event in set(events.tolist()):
            whole = part.fixed[events == event, number].sum()
            assert whole == pytest.approx(fixed[player][event], abs=1e-9 * scale), player
    return len(part.cells)


@pytest.mark.parametrize("scenario", ["ERR", "MED", "RES"])
def test_the_parts_of_layers_are_the_means_over_all_orders_of_mending(scenario: str) -> None:
    assert sum(judge(register(Random(seed), DRAW), scenario, by_orders) for seed in range(25)) > 5


@pytest.mark.parametrize(("scenario", "seeds"), [("LVR", range(4)), ("INS", range(2, 3)), ("EXT", range(1, 2))])
def test_the_parts_of_many_layers_are_the_weighted_gains_of_all_sets(scenario: str, seeds: range) -> None:
    assert sum(judge(register(Random(seed), DRAW), scenario, by_sets) for seed in seeds) > 1


# Where something simpler must agree -------------------------------------------------------------------------------


def test_where_one_layer_alone_falls_short_it_bears_it_all_as_by_logarithms() -> None:
    said = {"A": {**everything("yes/verified"), "SYS-10": "no/document"}, "O": everything("yes/verified")}
    path = assessed(world("O > A", said=said, hops={"A": FULL_HOP}, heads=0), is_full=True).paths[0]
    channel = next(c for c in path.channels if c.scenario == "EXT")

    assert path.attribution is not None
    (only,) = path.attribution.layers
    assert (only.scenario, only.layer) == ("EXT", "hardening")
    assert next(layer for layer in channel.layers if layer.layer == "hardening").share == 1.0
    (answer,) = path.attribution.answers
    assert (answer.party_id, answer.control_id, answer.is_confirmed) == ("A", "SYS-10", True)
    assert answer.eal_yen == pytest.approx(channel.eal_yen.pt * (1 - 1 / path.times_good.pt), rel=1e-9)


def test_hops_bear_the_shortfall_of_supervision_by_their_logarithms_and_zeros_bear_it_all() -> None:
    group = np.array([0, 0, 1, 1, 1, 2, 2])

    shares = log_shares(np.array([0.5, 0.25, 0.0, 0.3, 0.0, 1.0, 1.0]), group, 3)

    assert shares == pytest.approx([1 / 3, 2 / 3, 0.5, 0.0, 0.5, 0.5, 0.5])
    near = log_shares(np.array([1e-300, 0.3, 1e-300]), np.zeros(3, dtype=np.int64), 1)
    assert near == pytest.approx(shares[2:5], abs=2e-3)


def test_a_hop_falls_on_its_consignor_and_on_the_fact_that_is_short() -> None:
    said = dict.fromkeys(("O", "A", "B"), everything("yes/verified"))
    found = told(world("O > A > B", said=said, hops={"A": FULL_HOP, "B": BAD_HOP}))

    assert {part.party_id for part in found.parties} == {"A"}
    assert {part.layer for part in found.answers} == {"hop.terms", "hop.check", "hop.follow_up"}
    assert [part.eal_yen for part in found.answers] == pytest.approx([found.parties[0].eal_yen / 3] * 3, rel=1e-9)


def test_where_a_contract_is_blank_the_consignors_own_answer_bears_the_hop() -> None:
    said = {**dict.fromkeys(("O", "A", "B"), everything("yes/verified")), "A": everything("no/verified")}
    blank = {"consent": Consent.EXPLICIT, "consent_no": "K-1", "flow_down": Tri.YES}
    found = told(world("O > A > B", said=said, hops={"A": FULL_HOP, "B": blank}))
    of_hop = {part.control_id or part.layer for part in found.answers if part.party_id == "A"}

    assert of_hop == {"CHN-05", "CHN-04", "hop.terms"}


def test_in_an_and_gate_the_single_binding_answer_bears_what_only_it_can_mend() -> None:
    said = {"A": {**everything("yes/verified"), "MON-03": "no/document"}, "O": everything("yes/verified")}
    found = told(world("O > A", said=said, hops={"A": FULL_HOP}))

    assert {(p.party_id, p.control_id) for p in found.answers} == {("A", "MON-03")}


def test_a_missing_engagement_falls_on_whoever_should_have_made_it() -> None:
    said = dict.fromkeys(("O", "A", "H"), everything("yes/verified"))
    row = access("X", "A", "D", "A", host="H", heads=3, records=1000)
    submission = world("O > A", rows=[row], said=said, hops={"A": FULL_HOP})
    found = told(submission)

    assert [(p.party_id, p.control_id, p.layer, p.is_confirmed) for p in found.answers] == [
        ("O", "", "hop.missing", False)
    ]


# People, tiers that nobody declared, lists that are cut --------------------------------------------------------------


@pytest.mark.parametrize("kind", [PartyKind.INDIVIDUAL, PartyKind.INDIVIDUAL_POOL])
def test_what_bears_on_a_person_stands_under_whoever_engaged_it(kind: PartyKind) -> None:
    submission = world("O > A > B > C", said={"A": everything("yes/verified")})
    people = tuple(p.model_copy(update={"kind": kind}) if p.party_id in "BC" else p for p in submission.parties)
    submission = submission.model_copy(update={"parties": people})

    for found in [told(submission), *of_paths(submission)]:
        assert found is not None
        named = {part.party_id for part in (*found.parties, *found.answers)}
        assert named <= {"O", "A", ""}
        assert "A" in named
        assert "person" in {part.layer for part in found.answers}


def test_the_tier_that_nobody_declared_is_a_cause_of_its_own_under_the_last_declared_party() -> None:
    found = of_paths(world("O > A > B"))[0]

    assert found is not None
    (tier,) = [part for part in found.roles if part.role == UNDECLARED]
    (cause,) = [part for part in found.answers if part.layer == UNDECLARED]
    assert (cause.party_id, cause.control_id, cause.is_confirmed) == ("B", "", False)
    assert cause.eal_yen == pytest.approx(tier.eal_yen, rel=1e-12)
    settled = {"B": {"CHN-02": "yes/verified", "HUM-01": "yes/verified"}}
    without = of_paths(world("O > A > B", said=settled))[0]
    assert without is not None
    assert UNDECLARED not in {part.role for part in without.roles}


def test_what_a_list_leaves_out_is_summed_in_its_last_part() -> None:
    scored = scored_of(world("O > A > B", "O > C"))
    parts = loss_parts(scored)
    channels = range(len(scored.ids))
    whole, cut = (attribution_of(parts, channels, most=most) for most in (1000, 4))

    assert whole is not None and cut is not None
    assert cut.answers[:3] == whole.answers[:3]
    assert cut.answers[3].layer == OTHER
    assert cut.answers[3].eal_yen == pytest.approx(sum(p.eal_yen for p in whole.answers[3:]), rel=1e-12)


def test_nothing_is_told_apart_where_there_is_no_loss() -> None:
    assert assessed(world("O > A", records=0), is_full=True).attribution is None


def test_silence_is_told_apart_from_what_was_said() -> None:
    said = {"A": {"SYS-10": "no/document"}}
    answers = {(p.party_id, p.control_id): p.is_confirmed for p in told(world("O > A", said=said)).answers}

    assert answers["A", "SYS-10"] is True
    assert answers["A", "IAM-05"] is False


def test_other_names_bear_the_very_same_parts() -> None:
    first, second = told(world("O > A > B", "O > C")), told(world("Y > Z > B", "Y > A"))
    renamed = {"O": "Y", "A": "Z", "B": "B", "C": "A"}

    assert {renamed[p.party_id]: pytest.approx(p.eal_yen, rel=1e-12) for p in first.parties} == {
        p.party_id: p.eal_yen for p in second.parties
    }
