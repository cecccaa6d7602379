"""Reasons: who could do better at what, with shares that add up, and whether the weakness is confirmed."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.model.assessment import Path
from tests.scoring.drawn import register
from tests.scoring.worlds import GOOD_HOP, assessed, everything, promise, world

VERIFIED = everything("yes/verified")


def weak_at(party: str, *controls: str, said: str = "no") -> Path:
    """Return the path of O > A where all is verified but these controls of one party."""
    told = {p: dict(VERIFIED) for p in ("O", "A")}
    for control in controls:
        if said:
            told[party][control] = said
        else:
            del told[party][control]
    (path,) = assessed(world("O > A", said=told, hops={"A": GOOD_HOP}, records=10**7)).paths
    return path


@promise(15)
@given(st.randoms(use_true_random=False))
def test_shares_of_reasons_are_largest_first_and_add_to_at_most_one(random: object) -> None:
    for path in assessed(register(random)).paths:  # type: ignore[arg-type]
        shares = [reason.share for reason in path.reasons]
        assert shares == sorted(shares, reverse=True)
        assert all(0.001 <= share <= 1.0 for share in shares)
        assert sum(shares) <= 1.0 + 1e-9
        assert len({(r.party_id, r.layer, r.role) for r in path.reasons}) == len(shares)


def test_the_first_reason_is_the_gate_that_is_open_and_its_weakest_answer_comes_first() -> None:
    first = weak_at("A", "DEV-02").reasons[0]
    assert (first.party_id, first.layer, first.role, first.scenario) == ("A", "write_out", "device_owner", "INS")
    assert (first.answers[0].control_id, first.answers[0].strength.pt) == ("DEV-02", 0.0)
    assert first.is_confirmed


@pytest.mark.parametrize(("said", "is_confirmed"), [("no", True), ("partial", True), ("", False), ("unknown", False)])
def test_a_weakness_is_confirmed_only_if_somebody_said_so(said: str, is_confirmed: bool) -> None:
    reason = next(r for r in weak_at("A", "DEV-02", said=said).reasons if r.layer == "write_out")
    assert reason.is_confirmed is is_confirmed


def test_an_honest_no_beside_silence_of_the_same_worth_confirms_the_gate() -> None:
    told = {p: dict(VERIFIED) for p in ("O", "A")}
    told["A"] |= {"DEV-01": "no", "DEV-02": "unknown"}
    (path,) = assessed(world("O > A", said=told, hops={"A": GOOD_HOP}, records=10**7)).paths
    reason = next(r for r in path.reasons if r.layer == "write_out")
    assert reason.is_confirmed and reason.answers[0].control_id == "DEV-01"


def test_the_share_of_a_layer_is_its_log_part_of_what_could_be_better() -> None:
    """One open gate and hops short of full: ln(f / f_good) over their sum, as docs/decisions/0004 has it."""
    insider = next(c for c in weak_at("A", "DEV-02").channels if c.scenario == "INS")
    excess = {x.layer: log((1 - x.efficacy * x.strength.pt) / (1 - x.efficacy)) for x in insider.layers}
    for used in insider.layers:
        assert used.share == pytest.approx(excess[used.layer] / sum(excess.values()))
    assert sum(x.share for x in insider.layers) == pytest.approx(1.0)
    assert {x for x, value in excess.items() if value > 1e-9} == {"write_out", "people", "supervision"}


def test_a_gate_of_the_owner_is_the_owners_reason() -> None:
    reason = next(r for r in weak_at("O", "SYS-04").reasons if r.layer == "need_to_know")
    assert (reason.party_id, reason.role) == ("O", "asset_owner")


def test_supervision_is_the_reason_of_the_consignor_of_the_weakest_hop() -> None:
    told = dict.fromkeys(("O", "A", "B"), VERIFIED)
    (path,) = assessed(world("O > A > B", said=told, hops={"A": GOOD_HOP, "B": {**GOOD_HOP, "audited_on": None}})).paths
    assert next(r for r in path.reasons if r.layer == "supervision").party_id == "A"


def test_the_unconfirmed_share_is_none_where_all_is_said_and_large_where_nothing_is() -> None:
    assert weak_at("A", "DEV-02").unconfirmed_share == 0.0
    (silent,) = assessed(world("O > A")).paths
    (honest,) = assessed(world("O > A", said={p: everything("no") for p in ("O", "A")}, hops={"A": GOOD_HOP})).paths
    assert silent.unconfirmed_share > 0.2
    assert honest.unconfirmed_share < silent.unconfirmed_share
