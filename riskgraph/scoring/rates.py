"""Rates of all rows: lambda = base x exposure x rights x Phi / Phi of the population, mixed with the latent tier.

Everything is computed for several *readings* at once (`READINGS`): the three ends, and the point again with
average controls, with good ones, with only the controls at their ends, and with open answers filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from riskgraph.model.channel import READING_COUNT
from riskgraph.model.control import Combine
from riskgraph.model.parameters import Parameters
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.kernel import phi_of
from riskgraph.scoring.layer_sources import PLACES, POINT, SAFE, UNSAFE, Reading, Strengths
from riskgraph.scoring.layers import LayerTable, layer_tables, phi, variant_key
from riskgraph.scoring.population import population_factors
from riskgraph.scoring.profiles import gate
from riskgraph.scoring.rows import BULK, Ints, Rows
from riskgraph.scoring.strength import Floats
from riskgraph.scoring.suspects import by_suspects, suspected_part

__all__ = [
    "POINT",
    "READINGS",
    "SAFE",
    "UNSAFE",
    "Rates",
    "Reading",
    "Strengths",
    "exposure_of",
    "factors_of",
    "rate_rows",
]

_PRIVILEGED = frozenset({"INS", "LVR"})

READINGS = (
    Reading("lo", SAFE, SAFE),
    Reading("pt", POINT, POINT),
    Reading("hi", UNSAFE, UNSAFE),
    Reading("average", POINT, POINT, "average"),
    Reading("good", POINT, POINT, "good"),
    Reading("controls_lo", SAFE, POINT),
    Reading("controls_hi", UNSAFE, POINT),
    Reading("filled", POINT, POINT, "filled"),
)
assert len(READINGS) == READING_COUNT


@dataclass(frozen=True)
class Rates:
    """Rates of n rows, events a year, shape (n, readings); Phi without the latent tier; what loss needs."""

    rate: Floats
    phi: Floats
    phi_population: Floats
    response: Floats
    latent_part: Floats


def rate_rows(ground: Ground, rows: Rows, strengths: Strengths, *, readings: Sequence[Reading] = READINGS) -> Rates:
    """Return the rates of all rows, one column a reading."""
    n, m = rows.count, len(readings)
    rates = Rates(np.zeros((n, m)), np.ones((n, m)), np.ones((n, m)), np.zeros((n, m)), np.zeros((n, m)))
    suspects = by_suspects(strengths)
    if n == 0:  # drawing the factors of a changed table anew would take seconds for nothing
        return rates
    factors = factors_of(ground)
    tables = layer_tables(ground.catalogue, ground.parameters)
    for scenario, table in tables.items():
        chosen = np.flatnonzero(rows.scenario == scenario)
        if len(chosen) == 0:
            continue
        here = _Scenario(table, chosen, (strengths, suspects), factors)
        for number, reading in enumerate(readings):
            here.fill(reading, number, rates)
    _respond(rows, strengths, rates, readings)
    return rates


def factors_of(ground: Ground) -> Mapping[str, float]:
    """Return the population factors that belong to the parameters: stored, or drawn again for a changed table."""
    return ground.parameters.population or population_factors(ground.catalogue, ground.parameters)


class _Scenario:
    """The rows of one scenario, rated at one reading after the other; what readings share is worked out once."""

    def __init__(
        self,
        table: LayerTable,
        chosen: Ints,
        strengths: tuple[Strengths, Strengths | None],
        factors: Mapping[str, float],
    ) -> None:
        self.table = table
        self.chosen = chosen
        self.strengths, self.suspects = strengths
        self.factors = factors
        self.beta = self.strengths.ground.parameters.number("beta")
        self._known: dict[tuple[object, ...], Floats] = {}
        privilege = self.strengths.rows.privilege[chosen]
        has_bulk = any(layer.bulk_parts for layer in table.layers)
        rights = [privilege[:, end] == BULK for end in range(3)]
        # The first end at which the same rows have a bulk right: readings that differ in no more are one.
        self._right = [
            next(e for e in range(3) if not has_bulk or (rights[e] == rights[end]).all()) for end in range(3)
        ]

    def fill(self, reading: Reading, number: int, rates: Rates) -> None:
        """Fill in one reading."""
        rows, chosen = self.strengths.rows, self.chosen
        declared = self._good() if reading.assume == "good" else self._phi(reading, is_latent=False)
        norm = self._norm(reading)
        ratio = declared / norm
        exposure = exposure_of(self.table.scenario.scenario_id, chosen, reading, rows, self.strengths.ground.parameters)
        if reading.assume == "average":
            ratio = np.ones_like(ratio)
        elif reading.assume != "good":
            p = rows.latent_filled[chosen] if reading.assume == "filled" else rows.latent[chosen, reading.control_end]
            if p.any():
                hidden = self._phi(reading, is_latent=True) / norm
                rates.latent_part[chosen, number] = exposure * p * (hidden - ratio)
                ratio = (1.0 - p) * ratio + p * hidden
            if (shift := self._by_suspects(reading, norm)) is not None:
                rates.latent_part[chosen, number] += exposure * shift
                ratio = ratio + shift
        rates.rate[chosen, number] = exposure * ratio
        rates.phi[chosen, number] = declared
        rates.phi_population[chosen, number] = norm

    def _phi(self, reading: Reading, *, is_latent: bool) -> Floats:
        """Return Phi of the rows in one reading."""
        right = self._right[reading.exposure_end]
        key = ("phi", is_latent, reading.assume == "filled", reading.control_end, right)
        if key not in self._known:
            sources = self.strengths.sources(self.table, self.chosen, reading, is_latent=is_latent)
            self._known[key] = phi_of(sources, self.beta, len(self.chosen))
        return self._known[key]

    def _by_suspects(self, reading: Reading, norm: Floats) -> Floats | None:
        """Return what is added (at point and high end: not above 0) because suspects with answers work a part of p."""
        if self.suspects is None:
            return None
        is_filled = reading.assume == "filled"
        own = suspected_part(self.strengths.rows, reading.control_end, is_filled=is_filled)[self.chosen]
        here = np.flatnonzero(own)
        if len(here) == 0:
            return None
        sources = self.suspects.sources(self.table, self.chosen[here], reading, is_latent=False)
        known = phi_of(sources, self.beta, len(here))
        shift = np.zeros_like(own)
        shift[here] = own[here] * (known - self._phi(reading, is_latent=True)[here]) / norm[here]
        return shift

    def _good(self) -> Floats:
        """Return Phi with every control verified and every hop fully supervised."""
        present = [self.strengths.present(layer, self.chosen) for layer in self.table.layers]
        return phi([np.ones(len(self.chosen)) for _ in self.table.layers], self.table.efficacy, present, self.beta)

    def _norm(self, reading: Reading) -> Floats:
        """Return Phi of the population for each row."""
        key = ("norm", self._right[reading.exposure_end])
        if key not in self._known:
            self._known[key] = _population(self.table, self.chosen, reading, self.strengths.rows, self.factors)
        return self._known[key]


def _population(table: LayerTable, chosen: Ints, reading: Reading, rows: Rows, factors: Mapping[str, float]) -> Floats:
    """Return Phi of the population for each row, by what exists in its channel."""
    roles = [role for role in PLACES if any(layer.role is role for layer in table.layers)]
    needs = {layer.needs for layer in table.layers if layer.needs}
    has_bulk = any(layer.bulk_parts for layer in table.layers)
    bits = [rows.profiles[role.value][chosen] >= 0 for role in roles]
    bits.append((rows.privilege[chosen, reading.exposure_end] == BULK) & has_bulk)
    bits.append(rows.is_web[chosen] & ("web" in needs))
    bits.append(rows.has_tenant[chosen] & ("cloud" in needs))
    code = sum(bit.astype(np.int64) << shift for shift, bit in enumerate(bits))
    result = np.empty(len(chosen))
    for value in np.unique(code):
        is_set = [bool(int(value) >> shift & 1) for shift in range(len(bits))]
        key = variant_key(
            table.scenario.scenario_id,
            roles=[role for role, there in zip(roles, is_set, strict=False) if there],
            is_bulk=is_set[-3],
            conditions=[name for name, there in zip(("web", "cloud"), is_set[-2:], strict=True) if there],
        )
        result[code == value] = factors[key]
    return result


def exposure_of(scenario: str, chosen: Ints, reading: Reading, rows: Rows, parameters: Parameters) -> Floats:
    """Return base rate x exposure x rights x certainty, events a year at the population's controls."""
    end = reading.exposure_end
    result = rows.weight[chosen, end] * base_rate(scenario, parameters)
    if scenario not in ("EXT", "RES"):
        result = result * rows.heads[chosen, end]
    if scenario in _PRIVILEGED:
        factor = np.array([parameters.number(f"privilege.{name}") for name in ("screen", "read", "bulk")])
        result = result * factor[rows.privilege[chosen, end]]
    return np.where(rows.records[chosen, end] > 0, result, 0.0)


def base_rate(scenario: str, parameters: Parameters) -> float:
    """Return the base rate per head-year, organisation-year or ended engagement-year."""
    if scenario == "LVR":
        return parameters.number("rate.INS") * parameters.number("rate.LVR_of_INS")
    base = parameters.number(f"rate.{scenario}")
    return base / parameters.number("rate.handlers_per_holder") if scenario in ("ERR", "MED") else base


def _respond(rows: Rows, strengths: Strengths, rates: Rates, readings: Sequence[Reading]) -> None:
    """Fill in how well the host responds (INC-03), which acts on the size of what an insider takes."""
    chosen = np.flatnonzero(np.isin(rows.scenario, list(_PRIVILEGED)))
    host = rows.profiles["host"][chosen]
    for number, reading in enumerate(readings):
        if reading.assume == "good":
            rates.response[chosen, number] = 1.0
            continue
        of_host = gate(strengths.table(reading), strengths.columns, ("INC-03",), Combine.MIN)
        rates.response[chosen, number] = np.where(host >= 0, of_host[host, reading.control_end], 0.0)
