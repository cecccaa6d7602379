"""Made-up registers: one plan gives the same numbers as objects on the whole road and as channel arrays."""

from __future__ import annotations

import numpy as np
import pytest

from riskgraph.bench.made_up import AS_OF, CHILDREN, as_submission, made_up
from riskgraph.bench.made_up_arrays import blocks_of, worth_of
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.scoring.channel_arrays import evaluate
from riskgraph.scoring.channels import score

CATALOGUE, PARAMETERS = load_catalogue(), load_parameters()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_arrays_and_the_whole_road_agree_channel_by_channel(seed: int) -> None:
    plan = made_up(250, CATALOGUE, seed=seed)
    worth = worth_of(plan, PARAMETERS)
    blocks = blocks_of(plan, worth, CATALOGUE, PARAMETERS, factors=PARAMETERS.population)
    totals = [evaluate(blocks, worth, end) for end in range(3)]
    road = score(as_submission(plan), CATALOGUE, PARAMETERS, as_of=AS_OF)
    np.testing.assert_allclose(totals, road.eal.sum(axis=0)[:3], rtol=1e-12)
    scenario = np.array([channel_id.split("|")[0] for channel_id in road.ids])
    for block in blocks:
        theirs = road.eal[scenario == block.table.scenario.scenario_id, :3]
        assert len(theirs) == block.count
        np.testing.assert_allclose(np.sort(block.eal[1]), np.sort(theirs[:, 1]), rtol=1e-12)
        np.testing.assert_allclose(
            np.sort(block.rate[1]), np.sort(road.rate[scenario == block.table.scenario.scenario_id, 1]), rtol=1e-12
        )


def test_a_plan_is_a_forest_in_which_no_party_stands_twice_in_a_chain() -> None:
    plan = made_up(3_000, CATALOGUE)
    number = np.arange(len(plan.chain))
    below = plan.above >= 0
    assert (plan.above < number).all()
    assert (plan.chain[below] == plan.chain[plan.above[below]]).all()
    assert (plan.consignor[below] == plan.consignee[plan.above[below]]).all()
    pairs = plan.chain.astype(np.int64) * plan.parties + plan.consignee
    assert len(np.unique(pairs)) == len(pairs)
    depth = np.zeros(len(number), dtype=int)
    for e in np.flatnonzero(below):
        depth[e] = depth[plan.above[e]] + 1
    assert depth.max() == len(CHILDREN)


def test_a_few_hosts_hold_much_more_than_the_others() -> None:
    plan = made_up(20_000, CATALOGUE)
    held = np.sort(np.bincount(plan.host))[::-1]
    assert held[0] > 100 * np.median(held[held > 0])


def test_equal_seeds_give_equal_plans_and_others_do_not() -> None:
    one, two, other = made_up(400, CATALOGUE), made_up(400, CATALOGUE), made_up(400, CATALOGUE, seed=7)
    assert (one.said == two.said).all()
    assert (one.host == two.host).all()
    assert one.said.shape != other.said.shape or (one.said != other.said).any()


def test_the_size_is_about_what_was_asked_for() -> None:
    for size in (1_000, 10_000):
        assert size * 0.8 < len(made_up(size, CATALOGUE).accesses()[0]) < size * 1.25
