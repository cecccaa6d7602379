"""What one event costs, for all events of a register at one end: laid on a lattice and read back by event.

Source: docs/method.md, the loss of a year. L(n) = F(n) + per_person n for n people; F is one of two fixed costs, by
whether n is above the threshold of many. Grouped, so that a lattice of 100,000 events costs little more.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from riskgraph.analysis.levels import sums
from riskgraph.analysis.severity_lognormal import LognormalLosses
from riskgraph.analysis.severity_share import ShareLosses
from riskgraph.analysis.spread import Atoms, lay_out, read_back
from riskgraph.model.event_table import EventTable, Floats, Ints
from riskgraph.model.parameters import Parameters
from riskgraph.model.sizes import SHARE_SCENARIOS


class Losses(Protocol):
    """The losses of some of the events: as few atoms as do, and what belongs to each event."""

    events: Ints
    atoms: Atoms
    mass: Floats  # events a year by atom

    def by_event(self, values: Floats) -> Floats:
        """Return the mean over one event of a function given at the atoms, shape (events,)."""
        ...


class Severities:
    """The losses of all events at one end: `rate` events a year together, `mean` yen a year together."""

    def __init__(self, events: EventTable, parameters: Parameters, end: int) -> None:
        happens = (events.rate[:, end] > 0) & (events.reach[:, end] > 0)
        is_share = np.isin(events.scenario, list(SHARE_SCENARIOS))
        threshold = float(np.floor(parameters.number("loss.many_threshold")))
        self.count = events.count
        self.rate = float(events.rate[happens, end].sum())
        self.parts: list[Losses] = []
        if (happens & ~is_share).any():
            chosen = np.flatnonzero(happens & ~is_share)
            self.parts.append(LognormalLosses(events, parameters, end, chosen, threshold))
        if (happens & is_share).any():
            self.parts.append(ShareLosses(events, end, np.flatnonzero(happens & is_share), threshold))
        # Sums, not products of matrices: those are left to BLAS, whose digits hang on the number of threads.
        self.mean = float(sum((part.mass * part.atoms.yen).sum() for part in self.parts))
        self.top = float(max((part.atoms.yen.max() + part.atoms.half.max() for part in self.parts), default=0.0))

    def lattice(self, *, step: float, cells: int) -> Floats:
        """Return the events a year by loss, shape (cells,); those beyond the last cell are left out."""
        if not self.parts:
            return np.zeros(cells)
        yen = np.concatenate([part.atoms.yen for part in self.parts])
        half = np.concatenate([part.atoms.half for part in self.parts])
        return lay_out(Atoms(yen, half), np.concatenate([part.mass for part in self.parts]), step=step, cells=cells)

    def upper_lattice(self, *, step: float, cells: int) -> Floats:
        """Return the events a year by loss rounded up, for bounds; no loss may lie beyond the last cell."""
        total = np.zeros(cells)
        for part in self.parts:
            cell = np.ceil((part.atoms.yen + part.atoms.half) / step).astype(np.int64)
            total += sums(cell, part.mass, cells)
        return total

    def mean_of(self, values: Floats, *, step: float, slope: float = 1.0) -> Floats:
        """Return E[f(L)] of one event for each event, f given on a lattice and `slope` x loss beyond it."""
        result = np.zeros(self.count)
        for part in self.parts:
            found = read_back(part.atoms, values, step=step, beyond=slope * part.atoms.yen)
            result[part.events] = part.by_event(found)
        return result


def lattice(events: EventTable, parameters: Parameters, end: int, *, step: float, cells: int) -> Floats:
    """Return the events a year by loss at one end (0 lo, 1 pt, 2 hi), shape (cells,); cell j is j x `step` yen."""
    return Severities(events, parameters, end).lattice(step=step, cells=cells)
