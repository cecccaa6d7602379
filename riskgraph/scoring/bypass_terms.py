"""Phi of one row over measures: its factors as gates with levels, and its mixture with the undeclared tier as slices.

The convention that bites: nothing is left to chance. Where the slices of a row do not give the rate that the engine
gives, the row counts as one that no measure moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from riskgraph.model.channel import PT
from riskgraph.model.control import Layer, Role
from riskgraph.model.programme import Gate
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.layer_sources import PLACES
from riskgraph.scoring.layers import layer_tables
from riskgraph.scoring.levels import Levels, gate_of, joined, slices
from riskgraph.scoring.measure_levels import MeasureLevels
from riskgraph.scoring.profiles import NO_ROLE
from riskgraph.scoring.rates import READINGS, exposure_of
from riskgraph.scoring.rows import BULK, Row
from riskgraph.scoring.strength import Floats

_SAME = 1e-9


class Doer(StrEnum):
    """Who does the work: those declared, nameless people, or suspected parties with answers of their own."""

    DECLARED = "declared"
    NAMELESS = "nameless"
    SUSPECTED = "suspected"


@dataclass(frozen=True)
class Term:
    """Scale times the gates `outer` times Phi over `gates`; `alone` is Phi today, `at_best` with every measure."""

    scale: float
    gates: tuple[int, ...]
    outer: tuple[int, ...]
    product: float
    least: float
    alone: float
    at_best: float


@dataclass(frozen=True)
class _Form:
    """Phi over gates, without a scale."""

    gates: tuple[int, ...]
    product: float
    least: float
    alone: float
    at_best: float


@dataclass(frozen=True)
class Slice:
    """A part of a row's rate: `weight` times Phi of `low`, or of `high` where that is more and not switched off."""

    weight: float
    low: Doer
    high: Doer | None = None
    switch: Gate | None = None


class BypassTerms:
    """The terms of all rows; gates that are alike are one."""

    def __init__(self, scored: Scored, levels: MeasureLevels) -> None:
        self.scored, self.levels = scored, levels
        parameters = scored.ground.parameters
        self.beta = parameters.number("beta")
        self._r0 = scored.strengths.r0
        self._tables = layer_tables(scored.ground.catalogue, parameters)
        self._gates: dict[Gate, int] = {}
        self._forms: dict[tuple[int, Doer], _Form] = {}
        self._slices: dict[int, tuple[Slice, ...]] = {}
        self._unit = _units(scored)

    @property
    def gates(self) -> tuple[Gate, ...]:
        """Return the gates, by number."""
        return tuple(self._gates)

    def number(self, gate: Gate) -> int:
        """Return the number of a gate."""
        return self._gates.setdefault(gate, len(self._gates))

    def slices(self, row: int) -> tuple[Slice, ...]:
        """Return the parts of a row's rate; () where they do not give what the engine gives."""
        if row not in self._slices:
            found = self._cut(row)
            rate = float(self.scored.rates.rate[row, PT])
            sums = sum(part.weight * self._now(row, part) for part in found) * float(self._unit[row])
            self._slices[row] = found if abs(sums - rate) <= _SAME * rate else ()
        return self._slices[row]

    def mixes_alike(self, row: int, other: int) -> bool:
        """Say whether two rows have the same parts."""
        return row == other or self.slices(row) == self.slices(other)

    def terms(self, row: int, part: Slice | None, *, scale: float, outside: Sequence[Gate] = ()) -> list[Term]:
        """Return the alternatives of one part of a row's rate; without a part the row as no measure moves it.

        Parameters
        ----------
        scale
            Yen of one event.
        outside
            Gates that multiply all of it.
        """
        if part is None:
            rate = float(self.scored.rates.rate[row, PT])
            return [self._term(_Form((), 1.0, 1.0, 1.0, 1.0), scale * rate, outside)]
        size = scale * float(self._unit[row]) * part.weight
        found = [self._term(self.form(row, part.low), size, outside)]
        if part.high is not None:
            also = (part.switch,) if part.switch is not None else ()
            found.append(self._term(self.form(row, part.high), size, (*outside, *also)))
        return found

    def _term(self, form: _Form, scale: float, outside: Sequence[Gate]) -> Term:
        outer = tuple(sorted(self.number(gate) for gate in outside))
        at_best = float(np.prod([gate.factor[-1] for gate in outside])) * form.at_best
        return Term(scale, form.gates, outer, form.product, form.least, form.alone, at_best)

    def _now(self, row: int, part: Slice) -> float:
        low = self.form(row, part.low).alone
        return max(low, self.form(row, part.high).alone) if part.high is not None else low

    def _cut(self, number: int) -> tuple[Slice, ...]:
        """Return the parts of a row's rate: what is declared, and the undeclared tier by what switches it off."""
        rows = self.scored.rows
        p, suspected = float(rows.latent[number, PT]), float(rows.suspected[number, PT])
        row = rows.rows[number]
        if p <= 0.0 or not row.engagement_id:
            return (Slice(1.0, Doer.DECLARED),)
        stays, parts = slices(self.levels.tier(row.engagement_id))
        low, rest = Doer.DECLARED, 1.0 - (p - suspected)
        found: list[Slice] = []
        if suspected > 0.0:
            # The whole of p falls to the suspects; what nobody knows anything of is taken from their part.
            low, rest = Doer.SUSPECTED, suspected
            found.append(Slice(1.0 - p, Doer.DECLARED))
        found.append(Slice(rest, low))
        if stays > 0.0:
            found.append(Slice(stays, Doer.NAMELESS))
        found.extend(Slice(weight, low, Doer.NAMELESS, switch) for weight, switch in parts)
        return tuple(part for part in found if part.weight > 0.0)

    def form(self, number: int, doer: Doer) -> _Form:
        """Return Phi of a row over gates, as if these people did the work."""
        key = (number, doer)
        if key not in self._forms:
            self._forms[key] = self._form(number, doer)
        return self._forms[key]

    def _form(self, number: int, doer: Doer) -> _Form:
        table = self._tables[str(self.scored.rows.scenario[number])]
        gates: list[int] = []
        constant: list[float] = []
        now: list[float] = []
        best: list[float] = []
        for layer, efficacy in zip(table.layers, table.efficacy, strict=True):
            levels = self._layer(number, layer, doer)
            if levels is None:
                continue
            gate = gate_of(levels, efficacy)
            now.append(gate.factor[0])
            best.append(gate.factor[-1])
            if len(gate.factor) == 1:
                constant.append(gate.factor[0])
            else:
                gates.append(self.number(gate))
        return _Form(
            gates=tuple(sorted(gates)),
            product=float(np.prod(constant)),
            least=min(constant, default=1.0),
            alone=self._phi(now),
            at_best=self._phi(best),
        )

    def _phi(self, factors: list[float]) -> float:
        return float((1.0 - self.beta) * np.prod(factors) + self.beta * min(factors, default=1.0))

    def _layer(self, number: int, layer: Layer, doer: Doer) -> Levels | None:
        """Return the levels of a layer of a row; None where it is worth nothing. As `Strengths.source` reads it."""
        rows = self.scored.rows
        row = rows.rows[number]
        if layer.role is Role.SUPERVISION:
            return self.levels.supervision(row) if doer is Doer.DECLARED else None
        if layer.role is Role.TENANT:
            shared = [self.levels.gate(p, layer.parts, layer.combine) for p in row.tenants]
            return joined(shared, min) if shared else None
        if doer is Doer.NAMELESS and (layer.role is Role.EMPLOYER or self._is_own(number, layer)):
            return None
        if not self._is_there(number, layer):
            return None
        bulk = layer.bulk_parts if rows.privilege[number, PT] == BULK else ()
        levels = self._gate(number, layer, layer.role, doer, (*layer.parts, *bulk))
        if layer.role is Role.EMPLOYER:
            levels = joined([levels, self._damping(row, doer)], lambda x, d: x * d)
        if layer.host_parts and rows.profiles[Role.HOST.value][number] != NO_ROLE:
            levels = joined([levels, self._gate(number, layer, Role.HOST, doer, layer.host_parts)], min)
        if layer.has_deletion_proof:
            levels = joined([levels, self.levels.proof(row)], min)
        return levels

    def _is_there(self, number: int, layer: Layer) -> bool:
        rows = self.scored.rows
        if rows.profiles[layer.role.value][number] == NO_ROLE:
            return False
        if layer.needs == "web":
            return bool(rows.is_web[number])
        return layer.needs != "cloud" or bool(rows.has_tenant[number])

    def _is_own(self, number: int, layer: Layer) -> bool:
        return layer.role in PLACES and bool(self.scored.rows.own_places[number, PLACES.index(layer.role)])

    def _gate(self, number: int, layer: Layer, role: Role, doer: Doer, parts: tuple[str, ...]) -> Levels:
        """Return the levels of the parts of a layer, of the role's party or of whoever may stand in its place."""
        rows = self.scored.rows
        blend = rows.blends.get(role.value)
        if doer is Doer.SUSPECTED and blend is not None and blend[number] != NO_ROLE:
            return self.levels.blend(int(blend[number]), parts, layer.combine)
        return self.levels.gate(int(rows.profiles[role.value][number]), parts, layer.combine)

    def _damping(self, row: Row, doer: Doer) -> Levels:
        """Return the levels of r0 + (1 - r0) Q, by which people keep to what their employer asks."""
        if doer is not Doer.DECLARED:
            return ((self._r0, frozenset()),)
        return tuple((self._r0 + (1.0 - self._r0) * q, needs) for q, needs in self.levels.supervision(row))


def _units(scored: Scored) -> Floats:
    """Return exposure over Phi of the population of every row at the point: what Phi is multiplied by."""
    rows, parameters = scored.rows, scored.ground.parameters
    result = np.zeros(rows.count)
    for scenario in np.unique(rows.scenario):
        chosen = np.flatnonzero(rows.scenario == scenario)
        result[chosen] = exposure_of(str(scenario), chosen, READINGS[PT], rows, parameters)
    return np.asarray(result / scored.rates.phi_population[:, PT])
