"""People and yen of one event: formulas against direct summation and seeded draws, and the costs by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from riskgraph.catalogue import load_parameters
from riskgraph.model.assessment import Channel
from riskgraph.scoring.loss import (
    Floats,
    fixed_cost,
    mean_people,
    mean_people_share,
    people_exceed,
    share_shape,
    size_of,
    yen_per_person,
)
from tests.scoring.worlds import GOOD_HOP, access, assessed, channels, everything, only, world

LOGNORMAL = {"ERR": (math.log(1.5), 2.26), "MED": (3.088, 3.21), "EXT": (6.27, 2.52), "RES": (6.27, 2.52)}
REACHES = (1.0, 2.0, 40.0, 1_001.0, 4_096.0, 4_097.0, 60_000.0)
DRAWS = 400_000


def one(value: float) -> Floats:
    return np.array([value])


def drawn_people(scenario: str, reach: int, response: float, rng: np.random.Generator, draws: int = DRAWS) -> Floats:
    """Return people of drawn events: min(ceil(X), reach), or ceil of a Beta share of the reach."""
    if scenario in ("INS", "LVR"):
        mean = 0.5 * (1 - 0.3 * response)
        return np.minimum(np.ceil(rng.beta(4 * mean, 4 * (1 - mean), draws) * reach), reach)
    mu, sigma = LOGNORMAL[scenario]
    return np.minimum(np.ceil(rng.lognormal(mu, sigma, draws)), reach)


@pytest.mark.parametrize("scenario", sorted(LOGNORMAL))
@pytest.mark.parametrize("reach", REACHES)
def test_mean_people_is_the_sum_of_the_tails_below_the_reach(scenario: str, reach: float) -> None:
    mu, sigma = LOGNORMAL[scenario]
    k = np.arange(1, reach)
    tails = [0.5 * math.erfc((math.log(x) - mu) / sigma / math.sqrt(2)) for x in k]
    found = mean_people(size_of(scenario, load_parameters()), one(reach))[0]
    assert found == pytest.approx(1.0 + math.fsum(tails), rel=1e-8)


@pytest.mark.parametrize("scenario", ["ERR", "MED", "EXT"])
@pytest.mark.parametrize("reach", [7, 3_000, 200_000])
def test_mean_people_agrees_with_drawn_events(scenario: str, reach: int) -> None:
    people = drawn_people(scenario, reach, 0.0, np.random.default_rng(1))
    error = 4 * people.std() / math.sqrt(DRAWS)
    assert mean_people(size_of(scenario, load_parameters()), one(reach))[0] == pytest.approx(people.mean(), abs=error)


@pytest.mark.parametrize("response", [0.0, 0.6, 1.0])
@pytest.mark.parametrize("reach", [1, 3, 64, 65, 5_000])
def test_an_insider_takes_a_beta_share_of_what_can_be_reached(response: float, reach: int) -> None:
    a, b = share_shape(one(response), load_parameters())
    assert (a[0], a[0] + b[0]) == pytest.approx((2.0 * (1 - 0.3 * response), 4.0))
    people = drawn_people("INS", reach, response, np.random.default_rng(2))
    error = 4 * people.std() / math.sqrt(DRAWS)
    assert mean_people_share(a, b, one(reach))[0] == pytest.approx(people.mean(), abs=max(error, 1e-9))


@pytest.mark.parametrize("response", [0.0, 1.0])
def test_the_share_beyond_the_exact_range_meets_direct_summation(response: float) -> None:
    a, b = share_shape(one(response), load_parameters())
    exact = stats.beta(a[0], b[0]).sf(np.arange(100) / 100).sum()
    assert mean_people_share(a, b, one(100.0))[0] == pytest.approx(exact, rel=1e-4)


@pytest.mark.parametrize("scenario", ["INS", "LVR", "ERR", "MED", "EXT", "RES"])
@pytest.mark.parametrize("reach", [400, 1_000, 1_001, 20_000])
def test_the_chance_of_more_than_a_thousand_people_agrees_with_drawn_events(scenario: str, reach: int) -> None:
    above = (drawn_people(scenario, reach, 0.5, np.random.default_rng(3)) > 1_000).mean()
    found = people_exceed(scenario, one(1_000), one(reach), one(0.5), load_parameters())[0]
    assert found == pytest.approx(above, abs=4 * math.sqrt(max(above, 1e-6) / DRAWS))
    assert reach > 1_000 or found == 0.0


def test_about_two_errors_in_a_thousand_and_four_intrusions_in_ten_pass_a_thousand_people() -> None:
    exceed = {s: people_exceed(s, one(1_000), one(1e6), one(0.0), load_parameters())[0] for s in ("ERR", "EXT", "MED")}
    assert exceed["ERR"] == pytest.approx(0.002, abs=0.0005)
    assert exceed["EXT"] == pytest.approx(0.40, abs=0.01)
    assert exceed["MED"] == pytest.approx(1 - 0.883, abs=0.001)  # PPC: 88.3 % of reports up to 1,000 people


@pytest.mark.parametrize(
    ("scenario", "many", "grave", "expected"),
    [
        ("INS", 0.0, 0, 5e6),
        ("LVR", 1.0, 1, 13.2e6),
        ("EXT", 0.5, 0, 9.1e6),
        ("ERR", 0.0, 0, 0.3e6),
        ("ERR", 0.0, 1, 1.0e6),
        ("MED", 1.0, 0, 9.0e6),
        ("RES", 1.0, 1, 9.0e6),
        ("MED", 0.25, 0, 0.25 * 9e6 + 0.75 * 0.3e6),
    ],
)
def test_the_fixed_cost_depends_on_cause_number_and_kind_of_data(
    scenario: str, many: float, grave: int, expected: float
) -> None:
    assert fixed_cost(scenario, one(many), one(grave), load_parameters())[0] == pytest.approx(expected)


def test_one_misdirected_letter_does_not_cost_a_major_incident() -> None:
    single = only(assessed(world("O > A", records=1)), "ERR")
    assert single.eal_yen.pt / single.rate_per_year.pt == pytest.approx(300_000 + 780 + 3e-4 * 3_300)


@pytest.mark.parametrize(
    ("distress", "economic", "award"), [(1, 1, 3_300), (2, 1, 10_000), (1, 2, 10_000), (3, 1, 20_000), (2, 3, 20_000)]
)
def test_the_award_follows_the_larger_of_the_two_levels(distress: int, economic: int, award: int) -> None:
    found = yen_per_person(one(distress), one(economic), load_parameters())[0]
    assert found == pytest.approx(780 + 3e-4 * award)


def test_the_response_cost_of_2014_is_met_within_15_per_cent() -> None:
    whole = load_parameters().number("loss.per_person") * 28_950_000 + 13.2e6
    assert whole == pytest.approx(26.0e9, rel=0.15)


def test_without_reach_there_is_no_loss_at_any_end() -> None:
    result = assessed(world("O > A", records=0))
    assert (result.totals.eal_yen.hi, result.totals.rate_per_year.hi) == (0.0, 0.0)
    assert [p.loss_if_it_happens_yen.p99 for p in result.paths] == [0.0] * len(result.paths)


@pytest.mark.parametrize(("right", "cap"), [("screen", 1_000), ("read", 50_000)])
def test_a_right_caps_what_one_insider_takes_over_all_assets_together(right: str, cap: int) -> None:
    """n = share of at most the cap: E[L] of the whole event is that of one asset of that size."""
    full = assessed(world("O > A", records=10**6, privilege=right))
    exact = assessed(world("O > A", records=cap, privilege=right))
    for scenario in ("INS", "LVR"):
        assert only(full, scenario).eal_yen.pt == pytest.approx(only(exact, scenario).eal_yen.pt, rel=1e-12)
    assert only(full, "MED").eal_yen.pt > only(exact, "MED").eal_yen.pt


def drawn_losses(found: list[Channel], rng: np.random.Generator) -> Floats:
    """Return drawn losses of one event on a path of one asset whose host responds well, channels by their rates."""
    rates = np.array([c.rate_per_year.pt for c in found])
    counts = rng.multinomial(DRAWS * 4, rates / rates.sum())
    losses = []
    for channel, draws in zip(found, counts, strict=True):
        n = drawn_people(channel.scenario, int(channel.records.pt), 1.0, rng, int(draws))
        is_malicious = channel.scenario in ("INS", "LVR", "EXT")
        few, many = (5e6, 13.2e6) if is_malicious else (0.3e6, 9e6)
        losses.append(np.where(n > 1_000, many, few) + n * (780 + 3e-4 * 3_300))
    return np.concatenate(losses)


@pytest.mark.parametrize(("heads", "records"), [(1, 900), (5, 50_000), (400, 2_000_000)])
def test_loss_if_it_happens_is_the_quantile_of_drawn_events(heads: int, records: int) -> None:
    said = {p: everything("yes/verified") for p in ("O", "A")}
    register = world("O > A", heads=heads, records=records, said=said, hops={"A": GOOD_HOP})
    (path,) = assessed(register).paths
    losses = drawn_losses(list(path.channels), np.random.default_rng(4))
    assert path.loss_if_it_happens_yen.median == pytest.approx(np.quantile(losses, 0.5), rel=0.02)
    assert path.loss_if_it_happens_yen.p99 == pytest.approx(np.quantile(losses, 0.99), rel=0.02)


def test_a_host_that_responds_cuts_the_share_that_an_insider_takes() -> None:
    said = {"A": {"INC-03": "yes/verified"}}
    result = assessed(world("O > A", records=100_000, said=said))
    insiders = [c for c in channels(result) if c.scenario in ("INS", "LVR")]
    mean = [c.eal_yen.pt / c.rate_per_year.pt for c in insiders]
    people = 100_000 * 0.35 + 0.5
    many = people_exceed("INS", one(1_000), one(100_000), one(1.0), load_parameters())[0]
    assert mean == pytest.approx([5e6 + 8.2e6 * many + people * (780 + 3e-4 * 3_300)] * 2)


def test_rates_of_an_event_over_several_assets_add_up_to_one_rate() -> None:
    base = world("O > A", records=5_000)
    halves = tuple(base.assets[0].model_copy(update={"asset_id": f"D{n}"}) for n in range(2))
    rows = tuple(access(f"X{n}", "A", f"D{n}", "A", heads=5, records=5_000, privilege="bulk") for n in range(2))
    engagements = tuple(e.model_copy(update={"asset_ids": ("D0", "D1")}) for e in base.engagements)
    both = base.model_copy(update={"assets": halves, "accesses": rows, "engagements": engagements})
    one_asset, two = assessed(base), assessed(both)
    for scenario in ("INS", "ERR", "MED", "LVR", "EXT"):
        shares = [c.rate_per_year.pt for c in channels(two, scenario)]
        assert sum(shares) == pytest.approx(only(one_asset, scenario).rate_per_year.pt)
        assert shares[0] == pytest.approx(shares[1])
