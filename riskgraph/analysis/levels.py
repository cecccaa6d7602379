"""Many values on few levels, each divided between its two neighbours, so that count and mean stay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riskgraph.model.event_table import Floats, Ints

_DIGITS = 11


@dataclass(frozen=True)
class OnLevels:
    """n values: value i is (1 - `upper`) of `levels[index]` and `upper` of `levels[index + 1]`."""

    levels: Floats
    index: Ints
    upper: Floats

    def both(self) -> list[tuple[Ints, Floats]]:
        """Return (level, weight) of the lower neighbours and, where any is needed, of the upper ones."""
        lower = (self.index, 1.0 - self.upper)
        return [lower, (self.index + 1, self.upper)] if self.upper.any() else [lower]


def on_levels(values: Floats, *, ratio: float, limit: int) -> OnLevels:
    """Return values on their own levels where these are at most `limit`, else on levels a `ratio` apart.

    The relative error of the second moment is at most (ratio - 1)^2 / 4; count and mean are exact. Not negative values.
    """
    top = float(values.max(initial=0.0))
    if top == 0.0:
        return OnLevels(np.zeros(1), np.zeros(len(values), dtype=np.int64), np.zeros(len(values)))
    own, index = np.unique(np.round(values / top, _DIGITS), return_inverse=True)
    if len(own) <= limit:
        return OnLevels(own * top, index.reshape(-1), np.zeros(len(values)))
    return geometric(values, ratio=ratio)


def geometric(values: Floats, *, ratio: float) -> OnLevels:
    """Return values on levels a `ratio` apart, from the largest down to a millionth of it or the smallest, and 0."""
    top = max(float(values.max(initial=0.0)), np.finfo(np.float64).tiny)
    bottom = max(float(values.min(initial=top, where=values > 0)) / top, 1e-6)
    steps = int(np.ceil(np.log(1.0 / bottom) / np.log(ratio))) + 1
    return _between(values, top * np.concatenate([[0.0], np.geomspace(bottom, 1.0, steps + 1)]))


def on_even_levels(values: Floats, *, count: int) -> OnLevels:
    """Return values on their own levels where these are at most `count`, else on `count` levels evenly apart."""
    own, index = np.unique(np.round(values, _DIGITS), return_inverse=True)
    if len(own) <= count:
        return OnLevels(own, index.reshape(-1), np.zeros(len(values)))
    return _between(values, np.linspace(values.min(), values.max(), count))


def _between(values: Floats, levels: Floats) -> OnLevels:
    index = np.clip(np.searchsorted(levels, values, side="right") - 1, 0, len(levels) - 2)
    upper = (values - levels[index]) / (levels[index + 1] - levels[index])
    return OnLevels(levels, index, np.clip(upper, 0.0, 1.0))


def sums(place: Ints, weights: Floats, count: int) -> Floats:
    """Return the sums of `weights` by place, shape (count,)."""
    found: Floats = np.bincount(place, weights=weights, minlength=count).astype(np.float64, copy=False)
    return found
