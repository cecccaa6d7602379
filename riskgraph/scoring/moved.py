"""The expected loss of every path under moved judgement, at the point alone, without reading the register again.

What the register says is laid out once as arrays; a set of numbers then costs one pass over them. `score` with the
moved numbers gives the same to the last digits and is the judge in the tests.

The convention that bites: paths are those that any moved numbers can lead to; one that has no channel has no loss.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from riskgraph.model.channel import PT, Route
from riskgraph.model.parameters import Parameters
from riskgraph.model.party import Tri
from riskgraph.scoring.channels import Scored, lay_rows
from riskgraph.scoring.events import join_events
from riskgraph.scoring.ground import Ground, with_parameters
from riskgraph.scoring.moved_answers import MovedAnswers
from riskgraph.scoring.moved_hops import MovedHops
from riskgraph.scoring.moved_latent import MovedLatent
from riskgraph.scoring.moved_population import SmallPopulation
from riskgraph.scoring.moved_routes import Explained, MovedRoutes
from riskgraph.scoring.moved_weights import MovedWeights
from riskgraph.scoring.profiles import NO_ROLE
from riskgraph.scoring.rates import READINGS, Strengths, factors_of, rate_rows
from riskgraph.scoring.rows import Row, Rows
from riskgraph.scoring.strength import Floats

_POINT = (READINGS[PT],)
_NONE = -1
_FULL_RANGE = 2.0  # records that nobody states are looked at from 0 to twice what they are taken for


def _at_every_end(point: Floats) -> Floats:
    """Return point values with an axis of three ends behind them, all alike; a view that costs nothing."""
    spread: Floats = np.broadcast_to(point[..., None], (*point.shape, 3))
    return spread


class Moved:
    """A scored register, ready to be read again and again with other numbers."""

    def __init__(self, scored: Scored) -> None:
        ground, rows = scored.ground, scored.rows
        self.scored = scored
        self.population = _population_asked(scored)
        self.answers = MovedAnswers(ground)
        self.hops = MovedHops(ground, self.answers)
        worked = sorted({row.engagement_id for row in rows.rows if row.access is not None and row.engagement_id})
        self.latent = MovedLatent(ground, self.answers, worked)
        self.weights = MovedWeights(ground, rows, self.hops.number)
        self.routes = MovedRoutes(scored, self.hops)
        self._lay(rows)

    @property
    def paths(self) -> tuple[Route, ...]:
        """Return all paths that any numbers can lead to, those of the register as scored first."""
        return self.routes.routes

    def _lay(self, rows: Rows) -> None:
        """Lay out on which moved number each row rests."""
        ground, width = self.scored.ground, len(self.answers.columns)
        line, own, latent, proof, unknown_heads = [], [], [], [], []
        for row in rows.rows:
            is_own = not row.engagement_id and (row.access is not None or row.host_party == row.routes[0].parties[0])
            owner = ground.profiles.index(row.routes[0].parties[0]) if is_own else _NONE
            own.append(owner * width + self.answers.columns["ORG-05"] if is_own else _NONE)
            line.append(self.hops.number[row.engagement_id] if row.engagement_id else _NONE)
            latent.append(self.latent.number.get(row.engagement_id, _NONE) if row.access is not None else _NONE)
            proof.append(_proof(row, ground))
            unknown_heads.append(row.access is not None and row.access.heads is None)
        self.line, self.own, self.of_latent = (np.array(v, dtype=np.int64) for v in (line, own, latent))
        self.proof = np.array(proof, dtype=np.int64)
        self.has_unknown_heads = np.array(unknown_heads, dtype=np.bool_)
        self.records = self._records_range()

    def _records_range(self) -> tuple[Floats, Floats] | None:
        """Return the records of each row where nobody states those of an asset: at 0 and at twice the value.

        Between the two they are what is assumed, held within: only minima and maxima lie on the way.
        """
        ground = self.scored.ground
        if all(asset.records is not None for asset in ground.submission.assets):
            return None
        known = ground.parameters.by_key["records.unknown"].triple
        found = []
        for times in (0.0, _FULL_RANGE):
            other = ground.parameters.changed(
                {"records.unknown": (known[0] * times, known[1] * times, known[2] * times)}
            )
            found.append(lay_rows(with_parameters(ground, other)).records[:, PT])
        return found[0], found[1]

    def eal_by_path(self, parameters: Parameters) -> Floats:
        """Return the expected loss of every path of `routes`, yen a year, under other numbers.

        Parameters
        ----------
        parameters
            Numbers moved away from those that the register was scored with.
        """
        factors = self.population.factors_of(parameters)
        moved = replace(
            self.scored.ground,
            parameters=Parameters(version=parameters.version, table=parameters.table, population=factors),
        )
        table = self.answers.table(parameters)
        product = self.hops.product(table, parameters)
        of_lines, of_rows = self.weights.moved(moved, table)
        explained = self.routes.explained(product, of_lines)
        rows = replace(self._rows(moved, table, product, explained), weight=_at_every_end(of_rows))
        spread = _at_every_end(table)
        rates = rate_rows(moved, rows, Strengths(moved, rows, stated=spread, filled=spread), readings=_POINT)
        cells = join_events(moved, rows, rates, readings=_POINT)
        return self.routes.sums(explained, cells.row[:, 0], cells.eal[:, 0])

    def _rows(self, moved: Ground, table: Floats, product: Floats, explained: Explained) -> Rows:
        """Return the rows with everything moved that a number stands behind."""
        rows, parameters = self.scored.rows, moved.parameters
        of_line = np.concatenate([product, [0.0]])[self.line]
        supervision = np.where(self.own >= 0, table.reshape(-1)[np.maximum(self.own, 0)], of_line)
        supervision = np.where(np.isnan(explained.supervision), supervision, explained.supervision)
        heads = np.where(self.has_unknown_heads, parameters.number("heads.unknown"), rows.heads[:, PT])
        worth = np.array([parameters.number(f"deletion_proof.{said}") for said in ("yes", "no")])
        proof = np.where(self.proof >= 0, worth[np.maximum(self.proof, 0)], rows.proof[:, PT])
        p, suspected = (of[self.of_latent] for of in self.latent.p(table, parameters))
        records = rows.records[:, PT]
        if self.records is not None:
            records = np.clip(parameters.number("records.unknown"), *self.records)
        return replace(
            rows,
            supervision=_at_every_end(supervision),
            latent=_at_every_end(p),
            suspected=_at_every_end(np.where(rows.blends["employer"] == NO_ROLE, 0.0, suspected)),
            heads=_at_every_end(heads),
            proof=_at_every_end(proof),
            records=_at_every_end(records),
        )


def _population_asked(scored: Scored) -> SmallPopulation:
    """Return the population for the variants that some row of the register divides by."""
    ground, used = scored.ground, set(np.unique(scored.rates.phi_population[:, PT]).tolist())
    factors = factors_of(ground)
    asked = {key for key, factor in factors.items() if factor in used}
    return SmallPopulation(ground.catalogue, ground.parameters, factors, asked=asked)


def _proof(row: Row, ground: Ground) -> int:
    """Return which worth a row's proof of deletion has: 0 yes, 1 no; below that none that a number stands behind."""
    if row.scenario != "RES":
        return _NONE
    stated = ground.chain.engagements[row.engagement_id].deletion_proof
    return {Tri.YES: 0, Tri.NO: 1}.get(stated, _NONE)
