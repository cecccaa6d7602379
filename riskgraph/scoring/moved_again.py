"""Moved judgement by scoring the whole register again: slow, and right for rows of whatever kind.

`moved` is many times quicker but has to know on what each kind of row rests. Where it does not give back what was
scored, this is used instead, so that nobody is told a wrong stability in silence.
"""

from __future__ import annotations

import numpy as np

from riskgraph.model.channel import PT, Route
from riskgraph.model.parameters import Parameters
from riskgraph.scoring.channels import Scored, score
from riskgraph.scoring.moved import Moved
from riskgraph.scoring.moved_population import SmallPopulation
from riskgraph.scoring.rates import factors_of
from riskgraph.scoring.strength import Floats

_ALIKE = 1e-9


class Again:
    """A register that is scored anew for each set of numbers; `paths` grows by those that a set leads to."""

    def __init__(self, scored: Scored) -> None:
        ground = scored.ground
        self.scored = scored
        self.population = SmallPopulation(ground.catalogue, ground.parameters, factors_of(ground))
        self._numbers = {route: number for number, route in enumerate(scored.routes)}

    @property
    def paths(self) -> tuple[Route, ...]:
        """Return all paths met until now, those of the register as scored first."""
        return tuple(self._numbers)

    def eal_by_path(self, parameters: Parameters) -> Floats:
        """Return the expected loss of every path met until now, yen a year, under other numbers."""
        ground, factors = self.scored.ground, self.population.factors_of(parameters)
        table = Parameters(version=parameters.version, table=parameters.table, population=factors)
        scored = score(ground.submission, ground.catalogue, table, as_of=ground.as_of)
        number = np.array([self._numbers.setdefault(r, len(self._numbers)) for r in scored.routes], dtype=np.int64)
        sums = np.bincount(number[scored.path], weights=scored.eal[:, PT], minlength=len(self._numbers))
        return sums.astype(np.float64)


def base_by_path(scored: Scored) -> Floats:
    """Return the expected loss of every path as scored, yen a year."""
    sums = np.bincount(scored.path, weights=scored.eal[:, PT], minlength=len(scored.routes))
    return sums.astype(np.float64)


def reader_of(scored: Scored) -> Moved | Again:
    """Return the quick reading where it gives back what was scored, to nine digits, else the slow one."""
    moved, base = Moved(scored), base_by_path(scored)
    found = moved.eal_by_path(scored.ground.parameters)
    is_alike = bool(np.allclose(found[: len(base)], base, rtol=_ALIKE, atol=_ALIKE * float(base.sum())))
    return moved if is_alike else Again(scored)


def padded(losses: Floats, paths: int) -> Floats:
    """Return losses of the first paths with nothing for the others."""
    found: Floats = np.concatenate([losses, np.zeros(paths - len(losses))])
    return found
