"""Which numbers are judgement, and how each may be moved by a part of itself either way.

The convention that bites: a number is never clipped into its range. Where half either way would leave the range, the
factor is drawn from the part that is allowed; and a number that is 0 stays 0. The logarithm of a size is moved by
moving the size: half of 6.27 log people would be a twentieth of the people.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from riskgraph.model.control import Catalogue
from riskgraph.model.parameters import Parameter, Parameters
from riskgraph.scoring.latent import SAYS
from riskgraph.scoring.supervision import PEOPLE_CONTROLS, STAND_IN

MOVED_BY = 0.5
SHARES = tuple(f"population.evidence.{kind}" for kind in ("claim", "document", "verified"))
Value = float | tuple[float, float, float]
# What the expected loss of a path rests on at the point. Bounds of grades, ceilings, deviations and the ends of
# intervals move no expected loss.
_BEHIND_LOSS = (
    "adoption.", "age.", "answer.", "beta", "deletion_proof.", "efficacy.", "evidence.", "heads.", "hop.", "latent.",
    "liability.", "link.", "loss.", "pending.", "population.", "prior.", "privilege.", "rate.", "reach.", "records.",
    "size.", "supervision.", "unasked.",
)  # fmt: skip
_ONLY_AN_END = frozenset({"latent.claimed_hi"})
# Numbers of a lognormal size move as what they mean, else half of a logarithm would be twenty times the people: mu
# moves the median by the factor, sigma the ratio of the 99th percentile to the median, which is exp(2.326 sigma).
_LOG_SCALE = {".mu": 1.0, ".sigma": 1.0 / 2.3263478740408408}


@dataclass(frozen=True)
class Movable:
    """One judgement with the factors that it may be multiplied by: within [low, high], 1 among them.

    `scale` is above 0 for a number that is a logarithm: a factor f then adds `scale` times ln f.
    """

    parameter: Parameter
    low: float
    high: float
    scale: float = 0.0

    @property
    def key(self) -> str:
        """Return the key of the parameter."""
        return self.parameter.key

    def times(self, factor: float) -> Value:
        """Return the value moved by a factor.

        Of three ends the point is moved; the outer ones go along as far as the range lets them, so that the order
        stays. They enter no number that is read at the point.
        """
        if not isinstance(self.parameter.value, tuple):
            value = self.parameter.value
            moved = value + self.scale * math.log(factor) if self.scale else value * factor
            return _within(self.parameter, moved)
        lo, pt, hi = (end * factor for end in self.parameter.value)
        return (max(lo, self.parameter.minimum), _within(self.parameter, pt), min(hi, self.parameter.maximum))


def _within(parameter: Parameter, value: float) -> float:
    """Return a value that lies in the range but for the last digit of a product."""
    return min(max(value, parameter.minimum), parameter.maximum)


def movables(parameters: Parameters, catalogue: Catalogue, *, by: float = MOVED_BY) -> tuple[Movable, ...]:
    """Return the judgements that an expected loss rests on, by key, each with its allowed factors.

    Parameters
    ----------
    by
        How far a number is moved, as a part of itself, 0 to below 1.
    """
    priors = {f"prior.{control_id}" for control_id in controls_read(catalogue)}
    found = []
    for parameter in sorted(parameters.table, key=lambda p: p.key):
        key, point = parameter.key, parameter.triple[1]
        is_read = key.startswith(_BEHIND_LOSS) and key not in _ONLY_AN_END
        scale = next((scale for ending, scale in _LOG_SCALE.items() if key.endswith(ending)), 0.0)
        if "J" not in parameter.mark.split("/") or not is_read or (point == 0.0 and not scale):
            continue
        if key.startswith("prior.") and key not in priors:
            continue
        ends = parameter.minimum, parameter.maximum
        low, high = sorted(math.exp((end - point) / scale) if scale else end / point for end in ends)
        found.append(Movable(parameter, max(1.0 - by, low), min(1.0 + by, high), scale))
    return tuple(found)


def controls_read(catalogue: Catalogue) -> frozenset[str]:
    """Return the controls whose answers move a rate or a loss."""
    layers = [layer for scenario in catalogue.scenarios for layer in scenario.layers]
    parts = {c for layer in layers for c in (*layer.parts, *layer.bulk_parts, *layer.host_parts)}
    return frozenset({*parts, *SAYS, *PEOPLE_CONTROLS, *STAND_IN.values(), "ORG-05", "INC-03"})


def drawn(movable: tuple[Movable, ...], rng: np.random.Generator) -> dict[str, Value]:
    """Return all judgements moved at once, each by its own factor, drawn evenly from what is allowed.

    The shares of evidence in the population are drawn until, brought back to a sum of 1, each lies within its
    factors. Source: docs/method.md, "How much hangs on judgement".
    """
    factors = {m.key: float(rng.uniform(m.low, m.high)) for m in movable}
    shares = tuple(m for m in movable if m.key in SHARES)
    values = {m.key: m.times(factors[m.key]) for m in movable if m.key not in SHARES}
    if len(shares) < len(SHARES):
        return values
    while True:
        moved = np.array([m.parameter.triple[1] * factors[m.key] for m in shares])
        moved = moved / moved.sum()
        ratio = moved / np.array([m.parameter.triple[1] for m in shares])
        if all(m.low <= r <= m.high for m, r in zip(shares, ratio, strict=True)):
            return values | {m.key: float(v) for m, v in zip(shares, moved, strict=True)}
        factors = {m.key: float(rng.uniform(m.low, m.high)) for m in shares}


def alone(movable: Movable, factor: float, parameters: Parameters) -> Mapping[str, Value]:
    """Return one judgement moved alone; what one share of evidence gains the others lose in proportion."""
    value = movable.times(factor)
    if movable.key not in SHARES or isinstance(value, tuple):
        return {movable.key: value}
    others = [key for key in SHARES if key != movable.key]
    before = sum(parameters.number(key) for key in others)
    if before == 0.0:
        return {}
    return {movable.key: value} | {key: parameters.number(key) * (1.0 - value) / before for key in others}
