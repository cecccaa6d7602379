"""Loss if it happens: quantiles of the loss of one event on a path, over its events weighted by their rates."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from riskgraph.model.assessment import LossIfHappens
from riskgraph.model.channel import PT
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.loss import MALICIOUS, people_exceed
from riskgraph.scoring.strength import Floats

_GRID = 64
_ROUNDS = 4


def loss_if_it_happens(scored: Scored, channels: Sequence[int]) -> LossIfHappens:
    """Return median and P99 of L given one event on the path, yen; found on ever finer grids of L.

    L(n) = F(n) + n x yen per person; what an event takes outside the path's assets is left out.
    """
    index = np.array(channels, dtype=np.int64)
    index = index[scored.rate[index, PT] > 0]
    if len(index) == 0:
        return LossIfHappens(median=0.0, p99=0.0)
    first, event = np.unique(scored.rows.cell_event[scored.cell[index]], return_index=True, return_inverse=True)[1:]
    cells = scored.cell[index]
    weight = np.bincount(event, weights=scored.rate[index, PT])
    scenario = scored.rows.scenario[scored.cells.row[cells[first], PT]]
    reach = np.bincount(event, weights=scored.cells.reach[cells, PT])

    def mean(values: Floats) -> Floats:
        """Return the mean over the assets of each event, by their reach."""
        return np.bincount(event, weights=values * scored.cells.reach[cells, PT]) / reach

    response = mean(scored.cells.response[cells, PT])
    per_person = mean(scored.cells.per_person[cells])
    grave = scored.cells.is_grave[cells[first]]
    low, high = _fixed(scored, scenario, grave)
    top = float((high + np.ceil(reach) * per_person).max())

    def above(yen: Floats) -> Floats:
        """Return P(L > yen) of the mixture for an array of losses."""
        threshold = scored.ground.parameters.number("loss.many_threshold")
        few = np.minimum(np.floor((yen[:, None] - low) / per_person), threshold)
        many = np.maximum(np.floor((yen[:, None] - high) / per_person), threshold)
        tail = np.zeros((len(yen), len(weight)))
        for name in np.unique(scenario):
            here = scenario == name
            args = (reach[here], response[here], scored.ground.parameters)
            over_few = people_exceed(str(name), few[:, here], *args)
            over_many = people_exceed(str(name), many[:, here], *args)
            to_many = people_exceed(str(name), np.full(int(here.sum()), threshold), *args)
            tail[:, here] = (over_few - np.minimum(to_many, over_few)) + over_many
        result: Floats = tail @ weight / weight.sum()
        return result

    return LossIfHappens(median=_quantile(above, 0.5, top), p99=_quantile(above, 0.01, top))


def _fixed(scored: Scored, scenario: np.ndarray[tuple[int], np.dtype[np.str_]], grave: Floats) -> tuple[Floats, Floats]:
    """Return the fixed cost of a small and of a large event, by channel."""
    number = scored.ground.parameters.number
    is_malicious = np.isin(scenario, list(MALICIOUS))
    base = number("loss.malicious.base")
    small = np.where(grave > 0, number("loss.other.sensitive"), number("loss.other.few"))
    low = np.where(is_malicious, base, small)
    high = np.where(is_malicious, base + number("loss.malicious.many"), number("loss.other.many"))
    return low, high


def _quantile(above: Callable[[Floats], Floats], tail: float, top: float) -> float:
    """Return the smallest loss that is exceeded with at most the probability `tail`, to 1e-5 of itself.

    A geometric grid brackets it, finer and finer linear ones close in; all points of a grid at once.
    """
    grid = np.concatenate([[0.0], np.geomspace(1e3, max(top, 2e3), _GRID)])
    for _ in range(_ROUNDS):
        is_low = above(grid) > tail
        first = int(np.argmin(is_low)) if not is_low.all() else len(grid) - 1
        if first == 0:
            return float(grid[0])
        grid = np.linspace(grid[first - 1], grid[first], _GRID)
    return float(grid[-1])
