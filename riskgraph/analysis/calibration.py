"""Gamma-Poisson: what observed counts make of base rates that are only known from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scipy import stats

from riskgraph.model.calibration import CLASSES, CalibratedRate, Calibration, IncidentCount
from riskgraph.model.parameters import Parameters
from riskgraph.model.quantities import Interval

CREDIBLE = 0.90
_PARAMETER = {scenario: f"rate.{scenario}" for scenario in CLASSES} | {"LVR": "rate.LVR_of_INS"}
ByActor = Mapping[str, Mapping[str, float]]


def factor_of(events: int, expected: float, k: float) -> Interval:
    """Return the factor on a base rate after `events` where `expected` were foreseen: mean and 90 % interval.

    The prior of the factor is Gamma(k, k), mean 1; events are Poisson(factor x expected); so the factor is
    Gamma(k + events, k + expected), mean (k + events) / (k + expected). With expected = lambda x exposure this is
    lambda's own (k + events) / (k / lambda + exposure). Source: docs/method.md, "How much hangs on judgement".

    Parameters
    ----------
    events
        Incidents seen, 0 or more.
    expected
        Incidents that the model foresees for the register in the same time, 0 or more.
    k
        Strength of the prior, above 0: worth that many incidents already seen.
    """
    shape, rate = k + events, k + expected
    low, high = (float(stats.gamma.ppf(p, shape, scale=1.0 / rate)) for p in ((1 - CREDIBLE) / 2, (1 + CREDIBLE) / 2))
    mean = shape / rate
    # A very skewed distribution has its mean beyond the interval; the interval then begins or ends there.
    return Interval(min(low, mean), mean, max(high, mean))


def calibrate(counts: Sequence[IncidentCount], rate: ByActor, parameters: Parameters) -> Calibration:
    """Return the factor of each scenario that counts were given for, in the order of the method.

    Parameters
    ----------
    counts
        What was seen; none of them overlaps another.
    rate
        Events a year that the register expects, by scenario and by the party whose staff or system acts.
    """
    k = parameters.number("calibrate.k")
    factors: dict[str, Interval] = {}
    sums: dict[str, tuple[float, int, float]] = {}
    for scenario in CLASSES:
        mine = [count for count in counts if count.scenario == scenario]
        if mine:
            expected = sum(_of(rate.get(scenario, {}), count.party_id) * count.years for count in mine)
            observed = sum(count.events for count in mine)
            factors[scenario] = factor_of(observed, expected, k)
            sums[scenario] = (expected, observed, sum(count.years for count in mine))
    rates = []
    for scenario, factor in factors.items():
        key = _PARAMETER[scenario]
        old = parameters.number(key)
        # Leavers have a ratio to insiders for a parameter; it must not take the insiders' own factor twice.
        of_base = factors["INS"].pt if scenario == "LVR" and "INS" in factors else 1.0
        expected, observed, years = sums[scenario]
        rates.append(
            CalibratedRate(
                scenario=scenario,
                parameter=key,
                unit=parameters.by_key[key].unit,
                years=years,
                expected=expected,
                observed=observed,
                factor=factor,
                old=old,
                new=old * factor.pt / of_base,
            )
        )
    return Calibration(k=k, rates=tuple(rates))


def _of(by_actor: Mapping[str, float], party_id: str) -> float:
    return by_actor.get(party_id, 0.0) if party_id else sum(by_actor.values())
