"""The parameters against the published tables that they were derived from, recomputed from the printed counts.

Each test is named after its source; the addresses stand with the parameters in docs/parameters.md.
"""

from __future__ import annotations

import math

import pytest
from scipy import optimize, stats

from riskgraph.catalogue import load_parameters
from riskgraph.scoring.loss import Lognormal, size_of

NUMBER = load_parameters().number
HOLDERS, REPORTERS = 17_793, 1_866
PRIVACY_MARK = {
    "mis-delivery": 3_172, "mis-sending": 2_250, "loss": 866, "mis-registration": 425, "unauthorised access": 346,
}  # fmt: skip
REPORTS = 9_322


def per_holder(*kinds: str) -> float:
    return sum(PRIVACY_MARK[kind] for kind in kinds) / HOLDERS


def test_privacy_mark_2024_gives_the_base_rates_of_errors_losses_and_intrusions() -> None:
    assert NUMBER("rate.ERR") == pytest.approx(per_holder("mis-delivery", "mis-sending"), rel=0.02)
    assert NUMBER("rate.MED") == pytest.approx(per_holder("loss"), rel=0.01)
    assert NUMBER("rate.EXT") == pytest.approx(per_holder("unauthorised access"), rel=0.01)


def test_privacy_mark_2024_prints_shares_of_one_total_that_is_smaller_than_its_9322_reports() -> None:
    """The shares belong together, so the counts do; what was left out of their total is not told."""
    printed = {
        "mis-delivery": 0.414, "mis-sending": 0.294, "loss": 0.113, "mis-registration": 0.056,
        "unauthorised access": 0.045,
    }  # fmt: skip
    totals = [PRIVACY_MARK[kind] / share for kind, share in printed.items()]
    assert max(totals) / min(totals) == pytest.approx(1.0, abs=0.02)
    assert max(totals) < REPORTS


def test_privacy_mark_2024_refutes_a_common_poisson_rate_and_gives_the_shape_of_frailty() -> None:
    """A negative binomial with the mean of the reports and the share of holders that reported at all."""
    mean, any_report = REPORTS / HOLDERS, REPORTERS / HOLDERS
    assert -math.expm1(-mean) > 3.5 * any_report

    shape = optimize.brentq(lambda k: 1 - (1 + mean / k) ** -k - any_report, 1e-4, 1.0)
    assert shape == pytest.approx(0.043, abs=5e-4)
    assert stats.nbinom(shape, shape / (shape + mean)).sf(0) == pytest.approx(any_report, rel=1e-9)
    assert stats.nbinom(shape, shape / (shape + mean)).var() / mean == pytest.approx(13, abs=0.3)


def test_tsr_2024_prints_shares_that_its_counts_give_to_a_tenth_of_a_per_cent() -> None:
    """21.6 % is printed where the counts give 21.7 %."""
    counted = [100 * events / 189 for events in (114, 41, 20, 14)]
    assert counted == pytest.approx([60.3, 21.6, 10.6, 7.4], abs=0.1)


def test_tsr_2024_and_ipa_2024_enclose_the_rate_of_insiders_and_their_geometric_mean_is_near_it() -> None:
    heads = 100
    published = 14 / 3_900 / heads
    perceived = -math.log(1 - 0.355 * 0.315) / 5 / heads
    assert published < NUMBER("rate.INS") < perceived
    assert math.sqrt(published * perceived) == pytest.approx(NUMBER("rate.INS"), rel=0.1)


def test_ipa_2024_gives_the_ratio_of_leavers_to_insiders() -> None:
    assert NUMBER("rate.LVR_of_INS") == pytest.approx(17.8 / 31.5, rel=0.01)


def test_ppc_2024_prints_a_share_of_intrusions_that_differs_from_its_own_counts() -> None:
    """Printed 62.8 %, recomputed 63.6 %: known, and used nowhere."""
    assert round(100 * 1_429 / 2_248, 1) == 63.6


def test_ppc_2024_quantiles_give_the_size_of_lost_media() -> None:
    """P(n <= 1,000) = 88.3 % and P(n > 50,000) = 0.8 %; solved for a lognormal."""
    low, high = stats.norm.ppf(0.883), stats.norm.ppf(1 - 0.008)
    sigma = (math.log(50_000) - math.log(1_000)) / (high - low)
    mu = math.log(1_000) - low * sigma
    size = size_of("MED", load_parameters())
    assert (mu, sigma) == pytest.approx((size.mu, size.sigma), abs=2e-3)
    assert math.exp(mu) == pytest.approx(22, abs=0.5)
    assert size.mean_capped(1e18) == pytest.approx(3_786, rel=0.01)


def test_response_costs_of_jnsa_back_test_the_case_of_2014_within_15_per_cent() -> None:
    loss = NUMBER("loss.malicious.base") + NUMBER("loss.malicious.many") + 28.95e6 * NUMBER("loss.per_person")
    assert loss == pytest.approx(22.6e9, rel=0.005)
    assert abs(loss / 26.0e9 - 1) <= 0.15


@pytest.mark.parametrize(
    ("rate", "low", "high", "published"),
    [
        (0.1, 1.0, 10.0, 0.4040012826945718),
        (3.0, 1.0, 10.0, 12.120038480837177),
        (0.1, 1e7, 1e9, 26.6e6),
        (0.05, 5e6, 5e7, 1.01e6),
        (0.01, 1e6, 1e7, 40_400.128269457266),
    ],
)
def test_riskquant_simple_loss_rate_times_a_lognormal_with_a_90_per_cent_interval(
    rate: float, low: float, high: float, published: float
) -> None:
    """Tests and README of Netflix-Skunkworks/riskquant; the mean of our own lognormal, hardly truncated."""
    middle, width = (math.log(low) + math.log(high)) / 2, math.log(high) - math.log(low)
    size = Lognormal(middle, width / (2 * float(stats.norm.ppf(0.95))))
    assert rate * float(size.mean_capped(1e30)) == pytest.approx(published, rel=2e-3 if published > 1e5 else 1e-12)
