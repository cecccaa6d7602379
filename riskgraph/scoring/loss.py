"""People and yen per event: truncated size distributions, their means, and losses given one event.

n = min(ceil(drawn), reach). Errors are lognormal, intrusions and left-over data lognormal with a heavier
body, insiders take a Beta share of what they can reach (riskgraph/model/sizes.py). Sources stand with the parameters
``size.*`` and ``loss.*``.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from riskgraph.model.parameters import Parameters
from riskgraph.model.sizes import (
    SHARE_SCENARIOS,
    Lognormal,
    mean_people,
    mean_people_share,
    share_shape,
    size_of,
)
from riskgraph.scoring.strength import Floats

__all__ = [
    "MALICIOUS",
    "SHARE_SCENARIOS",
    "Lognormal",
    "fixed_cost",
    "mean_people",
    "mean_people_share",
    "people_exceed",
    "share_exceeds",
    "share_shape",
    "size_of",
    "yen_per_person",
]
MALICIOUS = frozenset({"INS", "EXT", "LVR"})


def share_exceeds(a: Floats, b: Floats, reach: Floats, threshold: float) -> Floats:
    """Return P(share x reach > threshold); 0 where the reach is not larger."""
    r = np.asarray(reach, dtype=np.float64)
    part = np.clip(threshold / np.where(r > 0, r, 1.0), 0.0, 1.0)
    result: Floats = np.where(r > threshold, special.betaincc(a, b, part), 0.0)
    return result


def fixed_cost(scenario: str, many: Floats, is_grave: Floats, parameters: Parameters) -> Floats:
    """Return the expected fixed cost of one event, yen.

    Parameters
    ----------
    many
        P(n > threshold), 0 to 1.
    is_grave
        1 where the data are sensitive, card data or My Number, else 0.
    """
    if scenario in MALICIOUS:
        return parameters.number("loss.malicious.base") + parameters.number("loss.malicious.many") * many
    few = np.where(is_grave > 0, parameters.number("loss.other.sensitive"), parameters.number("loss.other.few"))
    result: Floats = parameters.number("loss.other.many") * many + few * (1.0 - many)
    return result


def yen_per_person(distress: Floats, economic: Floats, parameters: Parameters) -> Floats:
    """Return the variable cost of one person, yen: response, and expected claims by the larger level."""
    awards = np.array([parameters.number(f"loss.award.{level}") for level in (1, 2, 3)])
    level = np.maximum(distress, economic).astype(np.int64) - 1
    result: Floats = parameters.number("loss.per_person") + parameters.number("loss.claim_rate") * awards[level]
    return result


def people_exceed(scenario: str, people: Floats, reach: Floats, response: Floats, parameters: Parameters) -> Floats:
    """Return P(n > people) of one event of a scenario, for whole numbers of people."""
    r = np.ceil(np.asarray(reach, dtype=np.float64))
    n = np.floor(np.asarray(people, dtype=np.float64))
    if scenario in SHARE_SCENARIOS:
        a, b = share_shape(response, parameters)
        part = np.clip(n / np.where(r > 0, r, 1.0), 0.0, 1.0)
        tail: Floats = np.asarray(special.betaincc(a, b, part), dtype=np.float64)
    else:
        tail = size_of(scenario, parameters).exceeds(n)
    result: Floats = np.where((n < r) & (r > 0), np.where(n < 0, 1.0, tail), 0.0)
    return result
