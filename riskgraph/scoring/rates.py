"""Rates of all rows: lambda = base x exposure x rights x Phi / Phi of the population, mixed with the latent tier.

Everything is computed for several *readings* at once (`READINGS`): the three ends, and the point again with
average controls, with good ones, with only the controls at their ends, and with open answers filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from riskgraph.model.channel import READING_COUNT
from riskgraph.model.control import Combine, Layer, Role
from riskgraph.model.parameters import Parameters
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.layers import LayerTable, layer_tables, phi, variant_key
from riskgraph.scoring.population import population_factors
from riskgraph.scoring.profiles import gate
from riskgraph.scoring.rows import BULK, Ints, Mask, Rows
from riskgraph.scoring.strength import Floats

SAFE, POINT, UNSAFE = 0, 1, 2
_PLACES = (Role.HOST, Role.DEVICE_OWNER, Role.SITE_OWNER)
_PRIVILEGED = frozenset({"INS", "LVR"})


@dataclass(frozen=True)
class Reading:
    """One way to read the register: which end of the controls, which end of the exposure, and what is assumed."""

    name: str
    control_end: int
    exposure_end: int
    assume: str = ""


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


class Strengths:
    """Strengths of layers by row, for the answers as they are and as they would be if open ones were average."""

    def __init__(self, ground: Ground, rows: Rows) -> None:
        self.ground = ground
        self.rows = rows
        self.columns = ground.profiles.book.controls
        self.stated = ground.profiles.strengths()
        self.filled = ground.profiles.filled(self.stated, ground.means)
        self.r0 = ground.parameters.number("supervision.r0")

    def table(self, reading: Reading) -> Floats:
        """Return the strengths of all profiles that a reading takes."""
        return self.filled if reading.assume == "filled" else self.stated

    def layer(self, layer: Layer, chosen: Ints, reading: Reading, *, is_latent: bool) -> Floats:
        """Return the strength of a layer for the rows `chosen`, shape (n,)."""
        if layer.role is Role.SUPERVISION:
            return np.zeros(len(chosen)) if is_latent else self._q(chosen, reading)
        if layer.role is Role.TENANT:
            return self._tenants(layer, chosen, reading)
        table = self.table(reading)
        strength = self._gate(table, layer, layer.parts, chosen, reading, is_latent=is_latent)
        if layer.bulk_parts:
            with_bulk = self._gate(
                table, layer, (*layer.parts, *layer.bulk_parts), chosen, reading, is_latent=is_latent
            )
            is_bulk = self.rows.privilege[chosen, reading.exposure_end] == BULK
            strength = np.where(is_bulk, with_bulk, strength)
        if layer.role is Role.EMPLOYER:
            q = np.zeros(len(chosen)) if is_latent else self._q(chosen, reading)
            strength = strength * (self.r0 + (1.0 - self.r0) * q)
        if layer.host_parts:
            strength = self._with_host(layer, strength, chosen, reading, is_latent=is_latent)
        if layer.has_deletion_proof:
            strength = np.minimum(strength, self._proof(chosen, reading))
        return strength

    def _q(self, chosen: Ints, reading: Reading) -> Floats:
        q: Floats = self.rows.supervision[chosen, reading.control_end]
        return self.rows.supervision_filled[chosen] if reading.assume == "filled" else q

    def _gate(
        self, table: Floats, layer: Layer, parts: tuple[str, ...], chosen: Ints, reading: Reading, *, is_latent: bool
    ) -> Floats:
        joined = gate(table, self.columns, parts, layer.combine)
        profile = self.rows.profiles[layer.role.value][chosen]
        strength: Floats = joined[profile, reading.control_end]
        return self._doubted(layer.role, strength, chosen, reading) if is_latent else strength

    def _doubted(self, role: Role, strength: Floats, chosen: Ints, reading: Reading) -> Floats:
        """Return what is left of a strength if nameless people did the work: the smaller of it and (0, 0, 1)."""
        if reading.control_end == SAFE:
            return strength
        if role is Role.EMPLOYER:
            return np.zeros_like(strength)
        if role in _PLACES:
            return np.where(self.rows.own_places[chosen, _PLACES.index(role)], 0.0, strength)
        return strength

    def _with_host(self, layer: Layer, strength: Floats, chosen: Ints, reading: Reading, *, is_latent: bool) -> Floats:
        """Return the smaller of the role's own part and the host's; without a host the role's own."""
        joined = gate(self.table(reading), self.columns, layer.host_parts, Combine.MIN)
        host = self.rows.profiles["host"][chosen]
        of_host: Floats = joined[host, reading.control_end]
        if is_latent:
            of_host = self._doubted(Role.HOST, of_host, chosen, reading)
        return np.where(host >= 0, np.minimum(strength, of_host), strength)

    def _proof(self, chosen: Ints, reading: Reading) -> Floats:
        proof: Floats = self.rows.proof[chosen, reading.control_end]
        if reading.assume == "filled":
            mean = self.ground.parameters.number("population.deletion_proof")
            return np.where(self.rows.proof_open[chosen], np.maximum(proof, mean), proof)
        return proof

    def _tenants(self, layer: Layer, chosen: Ints, reading: Reading) -> Floats:
        """Return the weakest configuration among all who share the account."""
        joined = gate(self.table(reading), self.columns, layer.parts, layer.combine)
        ends = joined[:, reading.control_end]
        weakest = [min((ends[p] for p in self.rows.rows[i].tenants), default=0.0) for i in chosen]
        return np.array(weakest, dtype=np.float64)

    def present(self, layer: Layer, chosen: Ints) -> Mask:
        """Return where a layer exists: its role does, and so does what it needs."""
        there = np.ones(len(chosen), dtype=np.bool_)
        if layer.role in _PLACES:
            there = self.rows.profiles[layer.role.value][chosen] >= 0
        if layer.needs == "web":
            there = there & self.rows.is_web[chosen]
        if layer.needs == "cloud":
            there = there & self.rows.has_tenant[chosen]
        return there


def rate_rows(ground: Ground, rows: Rows, strengths: Strengths, *, readings: Sequence[Reading] = READINGS) -> Rates:
    """Return the rates of all rows, one column a reading."""
    n, m = rows.count, len(readings)
    rates = Rates(np.zeros((n, m)), np.ones((n, m)), np.ones((n, m)), np.zeros((n, m)), np.zeros((n, m)))
    factors = factors_of(ground)
    tables = layer_tables(ground.catalogue, ground.parameters)
    for scenario, table in tables.items():
        chosen = np.flatnonzero(rows.scenario == scenario)
        if len(chosen) == 0:
            continue
        for number, reading in enumerate(readings):
            _rate(table, chosen, reading, number, strengths=strengths, rates=rates, factors=factors)
    _respond(rows, strengths, rates, readings)
    return rates


def factors_of(ground: Ground) -> Mapping[str, float]:
    """Return the population factors that belong to the parameters: stored, or drawn again for a changed table."""
    return ground.parameters.population or population_factors(ground.catalogue, ground.parameters)


def _rate(  # noqa: PLR0913 - fills one column of the result in place
    table: LayerTable,
    chosen: Ints,
    reading: Reading,
    number: int,
    *,
    strengths: Strengths,
    rates: Rates,
    factors: Mapping[str, float],
) -> None:
    """Fill one reading of one scenario."""
    rows, parameters = strengths.rows, strengths.ground.parameters
    present = [strengths.present(layer, chosen) for layer in table.layers]
    declared = _phi(table, chosen, reading, present, strengths, is_latent=False)
    norm = _population(table, chosen, reading, rows, factors)
    ratio = declared / norm
    exposure = _exposure(table.scenario.scenario_id, chosen, reading, rows, parameters)
    if reading.assume == "average":
        ratio = np.ones_like(ratio)
    elif reading.assume != "good":
        p = rows.latent_filled[chosen] if reading.assume == "filled" else rows.latent[chosen, reading.control_end]
        hidden = _phi(table, chosen, reading, present, strengths, is_latent=True) / norm
        rates.latent_part[chosen, number] = exposure * p * (hidden - ratio)
        ratio = (1.0 - p) * ratio + p * hidden
    rates.rate[chosen, number] = exposure * ratio
    rates.phi[chosen, number] = declared
    rates.phi_population[chosen, number] = norm


def _phi(
    table: LayerTable, chosen: Ints, reading: Reading, present: list[Mask], strengths: Strengths, *, is_latent: bool
) -> Floats:
    """Return Phi of the rows in one reading."""
    beta = strengths.ground.parameters.number("beta")
    if reading.assume == "good":
        return phi([np.ones(len(chosen)) for _ in table.layers], table.efficacy, present, beta)
    found = [strengths.layer(layer, chosen, reading, is_latent=is_latent) for layer in table.layers]
    return phi(found, table.efficacy, present, beta)


def _population(table: LayerTable, chosen: Ints, reading: Reading, rows: Rows, factors: Mapping[str, float]) -> Floats:
    """Return Phi of the population for each row, by what exists in its channel."""
    roles = [role for role in _PLACES if any(layer.role is role for layer in table.layers)]
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


def _exposure(scenario: str, chosen: Ints, reading: Reading, rows: Rows, parameters: Parameters) -> Floats:
    """Return base rate x exposure x rights x certainty, events a year at the population's controls."""
    end = reading.exposure_end
    result = rows.weight[chosen, end] * _base(scenario, parameters)
    if scenario not in ("EXT", "RES"):
        result = result * rows.heads[chosen, end]
    if scenario in _PRIVILEGED:
        factor = np.array([parameters.number(f"privilege.{name}") for name in ("screen", "read", "bulk")])
        result = result * factor[rows.privilege[chosen, end]]
    return np.where(rows.records[chosen, end] > 0, result, 0.0)


def _base(scenario: str, parameters: Parameters) -> float:
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
