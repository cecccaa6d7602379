"""The yen of the reference: sizes by direct summation, one event with all that it takes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import special, stats

from riskgraph.model.asset import Asset
from riskgraph.model.parameters import Parameters

if TYPE_CHECKING:
    from tests.scoring.reference import Way

MANY = 1_000
CAPS = {"screen": 1_000.0, "read": 50_000.0}


@cache
def lognormal_mean(mu: float, sigma: float, reach: float) -> float:
    """Return E[min(ceil X, reach)] = the sum of P(X > k) over k < reach."""
    k = np.arange(1.0, math.ceil(reach))
    return float(math.ceil(reach) > 0) + float(special.erfc((np.log(k) - mu) / sigma / math.sqrt(2)).sum() / 2)


def share_mean(mean: float, concentration: float, reach: float) -> float:
    """Return E[min(ceil(share x reach), reach)]: summed up to 64, by the mean and one half beyond."""
    r = math.ceil(reach)
    if r > 64:
        return r * mean + 0.5
    law = stats.beta(concentration * mean, concentration * (1 - mean))
    return float(sum(law.sf(k / r) for k in range(r)))


def size(scenario: str, reach: float, response: float, parameters: Parameters) -> tuple[float, float]:
    """Return E[n] and P(n > 1,000) of one event that can take `reach` people."""
    number = parameters.number
    if scenario in ("INS", "LVR"):
        mean = number("size.share.mean") * (1 - number("size.share.response") * response)
        concentration = number("size.share.concentration")
        law = stats.beta(concentration * mean, concentration * (1 - mean))
        r = math.ceil(reach)
        return share_mean(mean, concentration, reach), float(law.sf(MANY / r)) if r > MANY else 0.0
    mu, sigma = number("size.EXT.mu"), number("size.EXT.sigma")
    if scenario == "ERR":
        mu, sigma = math.log(number("size.ERR.median")), number("size.ERR.sigma")
    if scenario == "MED":
        mu, sigma = number("size.MED.mu"), number("size.MED.sigma")
    above = 0.5 * math.erfc((math.log(MANY) - mu) / sigma / math.sqrt(2))
    return lognormal_mean(mu, sigma, reach), above if math.ceil(reach) > MANY else 0.0


def fixed(scenario: str, many: float, *, is_grave: bool) -> float:
    """Return the expected fixed cost of one event."""
    if scenario in ("INS", "EXT", "LVR"):
        return 5e6 + 8.2e6 * many
    return 9e6 * many + (1e6 if is_grave else 0.3e6) * (1 - many)


def per_person(asset: Asset) -> float:
    """Return response and expected claims of one person."""
    return 780.0 + 3e-4 * {1: 3_300, 2: 10_000, 3: 20_000}[max(asset.distress, asset.economic)]


def is_grave(asset: Asset) -> bool:
    return asset.sensitive or asset.is_card or asset.my_number or 3 in (asset.distress, asset.economic)


def best_way(scenario: str, ways: Sequence[Way], end: int, asset: Asset, parameters: Parameters) -> Way:
    """Return the way with the highest rate times loss; of equal ones the first by name."""

    def value(way: Way) -> float:
        reach = min(way.reach[end], CAPS.get(way.right[end], math.inf))
        people, many = size(scenario, reach, way.response[end], parameters)
        loss = fixed(scenario, many, is_grave=is_grave(asset)) + people * per_person(asset)
        return way.rate[end] * loss if reach > 0 else 0.0

    return min(sorted(ways, key=lambda w: w.name), key=lambda w: -value(w))


def capped(scenario: str, chosen: Mapping[str, Way], end: int) -> dict[str, float]:
    """Return the reach of each asset; a right caps what one event takes over all assets."""
    reach = {a: way.reach[end] for a, way in chosen.items()}
    if scenario not in ("INS", "LVR"):
        return reach
    for right, cap in CAPS.items():
        under = [a for a, way in chosen.items() if way.right[end] == right]
        total = sum(reach[a] for a in under)
        for a in under:
            reach[a] *= min(1.0, cap / total) if total > 0 else 1.0
    return reach


def event_losses(
    scenario: str, ways: Sequence[Way], assets: Mapping[str, Asset], parameters: Parameters
) -> dict[str, tuple[object, ...]]:
    """Return (paths, EAL, rate, Phi) of one event by asset; EAL and rate as (lo, pt, hi)."""
    ids = sorted({way.asset_id for way in ways})
    lambdas: list[dict[str, float]] = []
    variable: list[dict[str, float]] = []
    fixed_costs: list[dict[str, float]] = []
    chosen_at: list[dict[str, Way]] = []
    for end in range(3):
        mine = {a: [w for w in ways if w.asset_id == a] for a in ids}
        chosen = {a: best_way(scenario, mine[a], end, assets[a], parameters) for a in ids}
        reach = capped(scenario, chosen, end)
        total = sum(reach.values())
        response = sum(reach[a] * chosen[a].response[end] for a in ids) / total if total else 0.0
        many = size(scenario, total, response, parameters)[1]
        grave = any(is_grave(assets[a]) for a in ids if reach[a] > 0)
        people = {a: size(scenario, total, chosen[a].response[end], parameters)[0] for a in ids}
        share = {a: reach[a] / total if total else 0.0 for a in ids}
        variable.append({a: people[a] * share[a] * per_person(assets[a]) for a in ids})
        lambdas.append({a: chosen[a].rate[end] if reach[a] > 0 else 0.0 for a in ids})
        fixed_costs.append(dict.fromkeys(ids, fixed(scenario, many, is_grave=grave)))
        chosen_at.append(chosen)
    at = 1 if sum(variable[1].values()) > 0 else 2
    whole = sum(variable[at].values())
    found: dict[str, tuple[object, ...]] = {}
    for a in ids:
        w = variable[at][a] / whole if whole else 0.0
        rate = [w * max(lambdas[end].values()) for end in range(3)]
        eal = [rate[end] * fixed_costs[end][a] + lambdas[end][a] * variable[end][a] for end in range(3)]
        found[a] = (chosen_at[1][a].paths, _enclosing(eal), _enclosing(rate), chosen_at[1][a].phi)
    return found


def _enclosing(ends: Sequence[float]) -> tuple[float, float, float]:
    return min(ends[0], ends[1]), ends[1], max(ends[2], ends[1])
