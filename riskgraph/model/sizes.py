"""How many people one event concerns: lognormal sizes and shares of what is within reach, cut off at the reach.

The convention that bites: people are whole, n = min(ceil(drawn), reach), and an event within reach of anybody concerns
at least one. Sources stand with the parameters ``size.*``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

from riskgraph.model.parameters import Parameters

Floats = NDArray[np.float64]
SHARE_SCENARIOS = frozenset({"INS", "LVR"})
_EXACT_TERMS = 4096
_EXACT_SHARE = 64


@dataclass(frozen=True)
class Lognormal:
    """Size of an event before truncation: ln X is normal with mean `mu` and deviation `sigma`."""

    mu: float
    sigma: float

    def exceeds(self, threshold: Floats) -> Floats:
        """Return P(X > threshold); 1 at or below 0."""
        t = np.asarray(threshold, dtype=np.float64)
        safe = np.where(t > 0, t, 1.0)
        tail = special.ndtr((self.mu - np.log(safe)) / self.sigma)
        result: Floats = np.where(t > 0, tail, 1.0)
        return result

    def mean_capped(self, cap: Floats) -> Floats:
        """Return E[min(X, cap)]."""
        c = np.asarray(cap, dtype=np.float64)
        safe = np.where(c > 0, c, 1.0)
        z = (np.log(safe) - self.mu) / self.sigma
        mean = np.exp(self.mu + self.sigma**2 / 2) * special.ndtr(z - self.sigma) + safe * special.ndtr(-z)
        result: Floats = np.where(c > 0, mean, 0.0)
        return result


def size_of(scenario: str, parameters: Parameters) -> Lognormal:
    """Return the size distribution of a scenario whose events are lognormal."""
    if scenario == "ERR":
        return Lognormal(float(np.log(parameters.number("size.ERR.median"))), parameters.number("size.ERR.sigma"))
    if scenario == "MED":
        return Lognormal(parameters.number("size.MED.mu"), parameters.number("size.MED.sigma"))
    return Lognormal(parameters.number("size.EXT.mu"), parameters.number("size.EXT.sigma"))


@cache
def _head_sums(size: Lognormal) -> Floats:
    """Return the running sums of P(X > k), k = 0 .. K-1; entry i is the sum of the first i terms."""
    tails = size.exceeds(np.arange(_EXACT_TERMS, dtype=np.float64))
    return np.concatenate([[0.0], np.cumsum(tails)])


def mean_people(size: Lognormal, reach: Floats) -> Floats:
    """Return E[min(ceil(X), reach)] for whole numbers of people within reach.

    The sum of P(X > k) for k below the reach: exact for the first 4,096 terms, then the integral with the
    end correction of Euler and Maclaurin (relative error below 1e-6).
    """
    r = np.ceil(np.asarray(reach, dtype=np.float64))
    head = _head_sums(size)[np.minimum(r, _EXACT_TERMS).astype(np.int64)]
    start = np.full_like(r, _EXACT_TERMS)
    beyond = np.maximum(r, _EXACT_TERMS)
    integral = size.mean_capped(beyond) - size.mean_capped(start)
    ends = 0.5 * (size.exceeds(start) - size.exceeds(beyond))
    result: Floats = head + np.where(r > _EXACT_TERMS, integral + ends, 0.0)
    return result


def share_shape(response: Floats, parameters: Parameters) -> tuple[Floats, Floats]:
    """Return (a, b) of the Beta share that an insider takes: mean m0 (1 - c X_R), fixed concentration."""
    mean = parameters.number("size.share.mean") * (1.0 - parameters.number("size.share.response") * response)
    concentration = parameters.number("size.share.concentration")
    return concentration * mean, concentration * (1.0 - mean)


def mean_people_share(a: Floats, b: Floats, reach: Floats) -> Floats:
    """Return E[min(ceil(share x reach), reach)]: exact for small reaches, reach x mean + 1/2 beyond."""
    r = np.ceil(np.asarray(reach, dtype=np.float64))
    mean = r * a / (a + b) + 0.5
    small = (r <= _EXACT_SHARE) & (r > 0)
    if small.any():
        k = np.arange(_EXACT_SHARE, dtype=np.float64)
        rs = r[small][:, None]
        tails = special.betaincc(a[small][:, None], b[small][:, None], np.clip(k / rs, 0.0, 1.0))
        mean[small] = np.where(k < rs, tails, 0.0).sum(axis=1)
    result: Floats = np.where(r > 0, np.minimum(mean, r), 0.0)
    return result
