"""Paths, parties and assets of an assessment: ranks, multiples, views, the ceiling and what a comparison says."""

from __future__ import annotations

import math

import pytest

from riskgraph.analysis.paths import p_leak
from riskgraph.analysis.views import jo_ceiling
from riskgraph.catalogue import load_parameters
from riskgraph.model.assessment import Certainty
from riskgraph.model.engagement import HandlingPlace
from riskgraph.model.party import PartyKind
from riskgraph.model.quantities import Interval
from tests.scoring.worlds import BAD_HOP, access, assessed, channels, everything, party, world

TWO = ("O > A", "O > B > C")


@pytest.mark.parametrize(
    ("levels", "social", "response", "yen"),
    [
        ((1, 3, 6), 1, 1, 78_000),
        ((1, 1, 6), 1, 1, 6_000),
        ((1, 1, 6), 2, 1, 12_000),
        ((2, 2, 6), 1, 1, 45_000),
        ((2, 1, 6), 2, 2, 132_000),
        ((3, 3, 6), 2, 2, 1_500_000),
    ],
)
def test_the_jo_figure_of_one_person_is_the_published_one(
    levels: tuple[int, int, int], social: int, response: int, yen: int
) -> None:
    """Distress x, economy y, identifiability I; S and R of 1 or 2. Source: JNSA, incident survey, JO model."""
    assert jo_ceiling(1, *levels, base_yen=500.0, factor=social * response) == yen


def test_the_card_case_of_the_jo_model_is_met_to_the_yen() -> None:
    assert jo_ceiling(7_316, 1, 3, 6, base_yen=500.0, factor=1.0) == 570_648_000


def test_the_ceiling_of_an_asset_takes_its_own_levels_and_the_factors_of_the_table() -> None:
    register = world("O > A", records=7_316, asset={"distress": 1, "economic": 3, "identifiability": 6})
    assert assessed(register).assets[0].jo_ceiling_yen == 570_648_000
    doubled = (
        load_parameters().changed({"jo.social": 2.0}).model_copy(update={"population": load_parameters().population})
    )
    assert assessed(register, parameters=doubled).assets[0].jo_ceiling_yen == 2 * 570_648_000


def test_the_chance_of_a_leak_is_the_poisson_one() -> None:
    assert p_leak(Interval(0.0, 0.5, 2.0)) == Interval(0.0, 1 - math.exp(-0.5), 1 - math.exp(-2.0))
    assert p_leak(Interval.exact(1e-12)).pt == pytest.approx(1e-12, rel=1e-9)


def test_paths_rank_by_expected_loss_and_a_tie_by_engagement() -> None:
    result = assessed(world("O > B", "O > A"))
    assert [p.engagements for p in result.paths] == [("A",), ("B",)]
    weaker = assessed(world("O > B", "O > A", said={"B": {"SYS-10": "no"}}))
    assert [p.engagements for p in weaker.paths] == [("B",), ("A",)]


def test_tied_paths_stand_in_the_order_of_their_whole_line_not_of_its_end() -> None:
    ids = {"B": {"engagement_id": "1"}, "D": {"engagement_id": "2"}}
    rows = [access(f"X{e}", e, "D", employer, heads=1, records=5) for e, employer in (("1", "B"), ("2", "D"))]
    result = assessed(world("O > Z > B", "O > C > D", hops=ids, rows=rows))
    assert result.paths[0].eal_yen == result.paths[1].eal_yen
    assert [p.engagements for p in result.paths] == [("C", "2"), ("Z", "1")]


def test_a_path_is_as_certain_as_its_least_certain_step() -> None:
    result = assessed(world("O > A", rows=[access("X", "A", "D", "A", host="H", heads=1, records=5)]))
    assert {p.parties: p.certainty for p in result.paths} == {
        ("O", "A"): Certainty.DECLARED,
        ("O", "H"): Certainty.MISSING,
    }


def test_the_same_work_done_well_is_once_and_worse_than_average_is_more_than_once() -> None:
    told = {p: everything("yes/verified") for p in ("O", "A")}
    rows = [access("X", "", "D", "O", heads=3, records=900)]
    owner_only = world("O > A", said=told, rows=rows, hops={"A": {"handling_place": HandlingPlace.NONE}})
    (own,) = assessed(owner_only).paths
    assert (own.times_good.lo, own.times_good.pt, own.times_good.hi) == pytest.approx((1.0, 1.0, 1.0))
    assert own.times_average.pt < 1.0
    (bad,) = assessed(world("O > A", said={p: everything("no") for p in ("O", "A")}, hops={"A": BAD_HOP})).paths
    assert bad.times_average.pt > 1.5
    assert bad.times_good.pt > 5.0


def test_unknown_heads_widen_the_loss_and_not_the_multiple_of_the_average() -> None:
    small = assessed(world("O > A", heads=1, said={"A": everything("no")})).paths[0]
    wide = assessed(world("O > A", heads=(0, 1, 90), said={"A": everything("no")})).paths[0]
    assert wide.times_average.hi == pytest.approx(small.times_average.hi)
    assert wide.eal_yen.hi > 2 * small.eal_yen.hi


def test_views_by_role_see_the_same_yen_and_are_not_added() -> None:
    result = assessed(world("O > A > B"))
    losses = {p.party_id: p.eal_yen_as for p in result.parties}
    total = result.totals.eal_yen.pt
    staff = sum(c.eal_yen.pt for c in channels(result) if c.scenario != "EXT")
    assert (losses["B"].host, losses["B"].employer) == pytest.approx((total, staff))
    assert losses["O"].supervisor == losses["A"].supervisor == pytest.approx(total)
    assert losses["B"].supervisor == 0.0


def test_parties_know_their_tiers_chains_and_principals() -> None:
    parties = {p.party_id: p for p in assessed(world(*TWO)).parties}
    assert (parties["O"].tiers, parties["B"].tiers, parties["C"].tiers) == ((0,), (1,), (2,))
    assert (parties["O"].chains, parties["O"].principals_served, parties["C"].principals_served) == (2, 0, 1)


def test_persons_are_never_scored() -> None:
    base = world("O > A")
    people = (base.parties[0], party("A", kind=PartyKind.INDIVIDUAL))
    found = {p.party_id: p for p in assessed(base.model_copy(update={"parties": people})).parties}
    assert found["A"].weakness is None and found["A"].effective_weakness is None
    assert found["A"].eal_yen_as.host > 0.0
    assert found["O"].weakness is not None


def test_effective_weakness_is_the_same_party_after_what_supervision_leaves_of_it() -> None:
    told = {p: everything("yes/verified") for p in ("O", "A")}
    found = {p.party_id: p for p in assessed(world("O > A", said=told, hops={"A": BAD_HOP})).parties}
    assert found["A"].weakness == Interval.exact(0.0)
    assert found["A"].effective_weakness == Interval.exact(50.0)
    assert found["O"].effective_weakness == Interval.exact(0.0)


def test_asking_for_one_asset_leaves_only_its_channels() -> None:
    base = world("O > A")
    second = base.assets[0].model_copy(update={"asset_id": "F"})
    both = base.model_copy(
        update={
            "assets": (*base.assets, second),
            "engagements": tuple(e.model_copy(update={"asset_ids": ("D", "F")}) for e in base.engagements),
            "accesses": (*base.accesses, access("Y", "A", "F", "A", heads=2, records=50)),
        }
    )
    whole, part = assessed(both), assessed(both, asset_id="F")
    assert {c.asset_id for c in channels(part)} == {"F"}
    of_asset = next(a for a in whole.assets if a.asset_id == "F")
    assert part.totals.eal_yen.pt == pytest.approx(of_asset.eal_yen.pt)
    assert sum(a.eal_yen.pt for a in whole.assets) == pytest.approx(whole.totals.eal_yen.pt)
