"""Losses of events whose number of people is lognormal, cut off at the reach: mistakes, losses, intrusion, residues.

One table of people serves all events of a scenario: below its reach an event's number of people has the law of the
whole scenario, so that a group of events is a step function of weights over that table, and a rest at each reach.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riskgraph.analysis.levels import on_levels, sums
from riskgraph.analysis.spread import Atoms
from riskgraph.model.event_table import EventTable, Floats, Ints
from riskgraph.model.parameters import Parameters
from riskgraph.model.sizes import Lognormal, mean_people, size_of

_SINGLY = 128  # up to here every number of people has a cell of its own
_RATIO = 1.01
_PRICES = 32
_PRICE_RATIO = 1.05


def people_grid(most: float, threshold: float) -> Floats:
    """Return bounds of cells (k_c, k_c+1] of numbers of people up to `most`: single ones first, then 1 % apart.

    The threshold of many people is a bound, so that no cell has two fixed costs.
    """
    steps = max(int(np.ceil(np.log(max(most, _SINGLY) / _SINGLY) / np.log(_RATIO))), 0) + 1
    wider = np.ceil(_SINGLY * _RATIO ** np.arange(1, steps + 1))
    bounds = np.concatenate([np.arange(_SINGLY + 1.0), wider])
    return np.unique(np.append(bounds, threshold)) if threshold < bounds[-1] else np.unique(bounds)


@dataclass(frozen=True)
class _Law:
    """One law at the bounds of the common table: P(n > k) and E[min(n, k)]; mass and first moment of its cells."""

    size: Lognormal
    above: Floats
    capped: Floats
    mass: Floats
    moment: Floats


def _law(size: Lognormal, grid: Floats) -> _Law:
    above, capped = size.exceeds(grid), mean_people(size, grid)
    low, high = (above[:-1], capped[:-1], grid[:-1]), (above[1:], capped[1:], grid[1:])
    return _Law(size, above, capped, *_between(*low, *high))


def _between(
    above_low: Floats, capped_low: Floats, low: Floats, above_high: Floats, capped_high: Floats, high: Floats
) -> tuple[Floats, Floats]:
    """Return P(low < n <= high) and E[n; low < n <= high] for whole bounds, of P(n > k) and E[min(n, k)] at both."""
    mass = np.maximum(above_low - above_high, 0.0)
    part = capped_high - capped_low + low * above_low - high * above_high
    return mass, np.clip(part, mass * (low + 1.0), mass * high)


class LognormalLosses:
    """The atoms of the events `chosen` at one end: one for each group and cell of people, and one at each reach."""

    def __init__(self, events: EventTable, parameters: Parameters, end: int, chosen: Ints, threshold: float) -> None:
        self.events = chosen
        self._rate = events.rate[chosen, end]
        self._reach = np.ceil(events.reach[chosen, end])
        self._grid = people_grid(float(self._reach.max()), threshold)
        self._cell = np.searchsorted(self._grid, self._reach, side="left") - 1
        names, law_of = np.unique(events.scenario[chosen], return_inverse=True)
        self._laws = [_law(size_of(str(name), parameters), self._grid) for name in names]
        self._law_of = law_of.reshape(-1)
        self._own()
        price = events.per_person[chosen, end]
        fixed = events.loss_small[chosen, end], events.loss_large[chosen, end]
        self._group(price, fixed)
        body = self._pool(threshold)
        cap = np.where(self._reach > threshold, fixed[1], fixed[0]) + price * self._reach
        self.atoms = Atoms(np.append(body.yen, cap), np.append(body.half, np.zeros(len(cap))))
        self.mass = np.append(self._mass, self._rate * self._at_reach)

    def _own(self) -> None:
        """Take what is each event's own: the rest below its reach in the cell of the reach, and the mass at it."""
        self._rest_mass, self._rest_moment = np.empty_like(self._reach), np.empty_like(self._reach)
        self._at_reach = np.empty_like(self._reach)
        for number, law in enumerate(self._laws):
            here = np.flatnonzero(self._law_of == number)
            cell, last = self._cell[here], self._reach[here] - 1.0
            above = law.size.exceeds(last)
            low = law.above[cell], law.capped[cell], self._grid[cell]
            rest = _between(*low, above, mean_people(law.size, last), last)
            self._rest_mass[here], self._rest_moment[here] = rest
            self._at_reach[here] = above

    def _group(self, price: Floats, fixed: tuple[Floats, Floats]) -> None:
        """Put events of one law, one pair of fixed costs and one price into one group; many prices on levels."""
        prices = on_levels(price, ratio=_PRICE_RATIO, limit=_PRICES)
        pairs, pair_of = np.unique(fixed[0] + 1j * fixed[1], return_inverse=True)
        kind = self._law_of * len(pairs) + pair_of.reshape(-1)
        size = len(prices.levels)
        both = prices.both()
        self._member = np.concatenate([np.flatnonzero(weight > 0) for _, weight in both])
        code = np.concatenate([(kind * size + level)[weight > 0] for level, weight in both])
        self._weight = np.concatenate([weight[weight > 0] for _, weight in both])
        groups, self._group_of = np.unique(code, return_inverse=True)
        self._group_price = prices.levels[groups % size]
        pair = pairs[groups // size % len(pairs)]
        self._group_fixed = np.stack([pair.real, pair.imag], axis=1)
        self._group_law = groups // size // len(pairs)

    def _pool(self, threshold: float) -> Atoms:
        """Return the atoms of all groups and cells, and keep their masses; flat, only those that weigh."""
        cells, groups = len(self._grid) - 1, len(self._group_law)
        member = self._member
        self._flat = self._group_of * cells + self._cell[member]
        weight = self._rate[member] * self._weight

        def by_cell(values: Floats) -> Floats:
            return sums(self._flat, values, groups * cells).reshape(groups, cells)

        whole = by_cell(weight)
        whole = np.cumsum(whole[:, ::-1], axis=1)[:, ::-1] - whole  # weight of events that reach beyond the cell
        whole = np.maximum(whole, 0.0)
        law_mass = np.stack([law.mass for law in self._laws])[self._group_law]
        law_moment = np.stack([law.moment for law in self._laws])[self._group_law]
        mass = whole * law_mass + by_cell(weight * self._rest_mass[member])
        moment = whole * law_moment + by_cell(weight * self._rest_moment[member])
        weighs = mass > 0
        self._shape, self._weighs, self._law_mass = (groups, cells), weighs, law_mass
        low, high = np.broadcast_to(self._grid[:-1], mass.shape)[weighs], self._grid[1:]
        top = np.broadcast_to(high, mass.shape)[weighs]
        people = np.clip(moment[weighs] / mass[weighs], low, top)
        price = np.broadcast_to(self._group_price[:, None], mass.shape)[weighs]
        is_large = np.broadcast_to(high > threshold, mass.shape)
        costs = np.where(is_large, self._group_fixed[:, 1:], self._group_fixed[:, :1])[weighs]
        self._mass = mass[weighs]
        half = np.where(top - low > 1.0, np.minimum(people - low, top - people), 0.0)
        return Atoms(costs + price * people, price * half)

    def by_event(self, values: Floats) -> Floats:
        """Return the mean over one event of a function given at the atoms, shape (chosen events,)."""
        table = np.zeros(self._shape)
        table[self._weighs] = values[: len(self._mass)]
        whole = np.cumsum(self._law_mass * table, axis=1)
        before = np.concatenate([np.zeros((self._shape[0], 1)), whole[:, :-1]], axis=1).reshape(-1)
        found = before[self._flat] + self._rest_mass[self._member] * table.reshape(-1)[self._flat]
        body = sums(self._member, self._weight * found, len(self.events))
        result: Floats = body + self._at_reach * values[len(self._mass) :]
        return result
