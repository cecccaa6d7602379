"""Losses of events in which an insider takes a Beta share of what is within reach.

Few events are each laid out alone. Many are put on levels: of what all within reach would cost (3 % apart), of the mean
share, and of the share at which an event begins to concern many. Each is divided between its neighbours so that count,
E[n] and P(n > many) stay, and with them the mean loss.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from riskgraph.analysis.beta_table import share_above
from riskgraph.analysis.levels import geometric, on_even_levels, sums
from riskgraph.analysis.spread import Atoms
from riskgraph.model.event_table import EventTable, Floats, Ints

_SINGLY = 16  # beyond, whole people are half a person more than the plain share, to a ten-thousandth of one
_ALONE = 2_000  # events that are each laid out alone
_RATIO = 1.03
_SHAPES = 16
_ATOMS = 1 << 16
_COARSEST, _FINEST = 32, 256
_CUTS = np.array([0.0, 0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.96, 1.0])


class ShareLosses:
    """The atoms of the events `chosen` at one end: one for each bin of events and cell of the share.

    A bin has a rate, a price of all (`_all` yen: price a person x reach), a shape, a share above which an event
    concerns many (`_cut`), two fixed costs, and what whole people cost beyond the plain share (`_more` yen).
    """

    def __init__(self, events: EventTable, end: int, chosen: Ints, threshold: float) -> None:
        self.events = chosen
        a, b = events.share_a[chosen, end], events.share_b[chosen, end]
        reach, price = np.ceil(events.reach[chosen, end]), events.per_person[chosen, end]
        self._concentration = float((a + b)[0])
        mean = a / (a + b)
        self._rate = events.rate[chosen, end]
        self._shapes = on_even_levels(mean, count=_SHAPES)
        self._price_of_all = price * reach
        self._own_cut = np.minimum(threshold / reach, 1.0)
        few = reach <= _SINGLY
        self._own_more = 0.5 * price
        self._own_more[few] = price[few] * (_mean_people(a[few], b[few], reach[few]) - mean[few] * reach[few])
        self._fixed = events.loss_small[chosen, end], events.loss_large[chosen, end]
        if len(chosen) <= _ALONE:
            self._alone()
        else:
            self._together(share_above(self._own_cut, mean, self._shapes, self._concentration))
        self._lay()

    def _alone(self) -> None:
        """Give every event a bin of its own, two where its mean share is divided."""
        both = self._shapes.both()
        self._weight = np.concatenate([weight for _, weight in both])
        self._shape = np.concatenate([level for level, _ in both])
        self._member = np.concatenate([np.arange(len(self.events))] * len(both))
        weighs = self._weight > 0
        self._weight, self._shape, self._member = self._weight[weighs], self._shape[weighs], self._member[weighs]
        self._bin_of = np.arange(len(self._member))
        self._bin_rate = self._weight * self._rate[self._member]
        self._all, self._cut = self._price_of_all[self._member], self._own_cut[self._member]
        self._more = self._own_more[self._member]
        self._small, self._large = (cost[self._member] for cost in self._fixed)

    def _together(self, many: Floats) -> None:
        """Put events on levels, each divided between two of every kind; `many` is P(n > threshold) of each."""
        prices = geometric(self._price_of_all, ratio=_RATIO)
        pairs, pair = np.unique(self._fixed[0] + 1j * self._fixed[1], return_inverse=True)
        shapes = self._shapes.both()
        cuts = self._divided_cuts(many)
        size = len(self._shapes.levels), len(_CUTS), len(pairs)
        codes, weights = [], []
        for price, of_price in prices.both():
            for shape, of_shape in shapes:
                for cut, of_cut in cuts:
                    codes.append(((price * size[0] + shape) * size[1] + cut) * size[2] + pair.reshape(-1))
                    weights.append(of_price * of_shape * of_cut)
        code, weight = np.concatenate(codes), np.concatenate(weights)
        member = np.tile(np.arange(len(self.events)), len(codes))
        weighs = weight > 0
        code, self._weight, self._member = code[weighs], weight[weighs], member[weighs]
        count = len(prices.levels) * size[0] * size[1] * size[2]
        rate = self._weight * self._rate[self._member]
        of_all = sums(code, rate, count)
        bins = np.flatnonzero(of_all)
        place = np.zeros(count, dtype=np.int64)
        place[bins] = np.arange(len(bins))
        self._bin_of, self._bin_rate = place[code], of_all[bins]
        more = sums(self._bin_of, rate * self._own_more[self._member], len(bins))
        self._more = more / self._bin_rate
        self._small, self._large = pairs[bins % size[2]].real, pairs[bins % size[2]].imag
        bins = bins // size[2]
        self._cut, bins = _CUTS[bins % size[1]], bins // size[1]
        self._shape, self._all = bins % size[0], prices.levels[bins // size[0]]

    def _divided_cuts(self, many: Floats) -> list[tuple[Ints, Floats]]:
        """Return each event's cut divided between the levels around it, so that P(n > many) stays."""
        mean = self._shapes.levels[:, None]
        table = special.betaincc(self._concentration * mean, self._concentration * (1.0 - mean), _CUTS)
        index = np.clip(np.searchsorted(_CUTS, self._own_cut, side="right") - 1, 0, len(_CUTS) - 2)
        low, high = np.zeros(len(index)), np.zeros(len(index))
        for shape, weight in self._shapes.both():
            low, high = low + weight * table[shape, index], high + weight * table[shape, index + 1]
        gap = low - high
        upper = np.where(gap > 0, (low - many) / np.where(gap > 0, gap, 1.0), self._own_cut == 1.0)
        upper = np.clip(upper, 0.0, 1.0)
        return [(index, 1.0 - upper), (index + 1, upper)]

    def _lay(self) -> None:
        """Lay the share of every bin out in cells; the cut is a bound, so that no cell has two fixed costs."""
        cells = int(np.clip(_ATOMS // len(self._all), _COARSEST, _FINEST))
        grid = np.sin(0.5 * np.pi * np.linspace(0.0, 1.0, cells + 1)) ** 2
        means = self._shapes.levels
        a, b = self._concentration * means[:, None], self._concentration * (1.0 - means[:, None])
        below = special.betainc(a, b, grid)
        taken = means[:, None] * special.betainc(a + 1.0, b, grid)  # E[share; share <= u]
        cuts, cut_of = np.unique(self._cut, return_inverse=True)
        pairs, pair_of = np.unique(self._shape * len(cuts) + cut_of.reshape(-1), return_inverse=True)
        shape, cut = pairs // len(cuts), cuts[pairs % len(cuts)]
        at = np.searchsorted(grid, cut, side="left")[:, None]
        column = np.arange(cells + 2)
        is_cut, source = column == at, np.minimum(column - (column > at), cells)
        own_a, own_b = a[shape, 0], b[shape, 0]
        bound = np.where(is_cut, cut[:, None], grid[source])
        low = np.where(is_cut, special.betainc(own_a, own_b, cut)[:, None], below[shape[:, None], source])
        first = means[shape] * special.betainc(own_a + 1.0, own_b, cut)
        part = np.where(is_cut, first[:, None], taken[shape[:, None], source])
        mass = np.maximum(np.diff(low, axis=1), 0.0)
        share = np.where(mass > 0, np.diff(part, axis=1) / np.where(mass > 0, mass, 1.0), 0.0)
        share = np.clip(share, bound[:, :-1], bound[:, 1:])
        half = np.minimum(share - bound[:, :-1], bound[:, 1:] - share)
        pair_of = pair_of.reshape(-1)
        self._mass = mass[pair_of]
        fixed = np.where((column[:-1] >= at)[pair_of], self._large[:, None], self._small[:, None])
        price = self._all[:, None]
        yen = fixed + self._more[:, None] + price * share[pair_of]
        self.atoms = Atoms(yen.reshape(-1), (price * half[pair_of]).reshape(-1))
        self.mass = (self._bin_rate[:, None] * self._mass).reshape(-1)

    def by_event(self, values: Floats) -> Floats:
        """Return the mean over one event of a function given at the atoms, shape (chosen events,)."""
        of_bin = (self._mass * values.reshape(self._mass.shape)).sum(axis=1)
        return sums(self._member, self._weight * of_bin[self._bin_of], len(self.events))


def _mean_people(a: Floats, b: Floats, reach: Floats) -> Floats:
    """Return E[ceil(share x reach)] for few people within reach, worked out once for each mean and reach."""
    _, first, place = np.unique(reach + 1j * a, return_index=True, return_inverse=True)
    bound = np.minimum(np.arange(_SINGLY) / reach[first, None], 1.0)
    found: Floats = special.betaincc(a[first, None], b[first, None], bound).sum(axis=1)
    return found[place.reshape(-1)]
