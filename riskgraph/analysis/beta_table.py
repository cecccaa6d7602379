"""P(share > cut) of many Beta shares of one concentration, from a table: the function takes microseconds a value.

Cubic between the bounds of the cut, with the exact slope there, and cubic over four levels of the mean.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from riskgraph.analysis.levels import OnLevels
from riskgraph.model.event_table import Floats, Ints

_BOUNDS = 257
_SMOOTH = 0.75  # shapes below it are too steep at their ends for a table


def share_above(cut: Floats, mean: Floats, shapes: OnLevels, concentration: float) -> Floats:
    """Return P(share > cut) for each pair of a cut (0 to 1) and a mean share, to 1e-6.

    Parameters
    ----------
    shapes
        The means on levels: their own, or levels evenly apart.
    """
    levels = shapes.levels
    below_one = cut < 1.0
    is_even = bool(shapes.upper.any())
    result = np.zeros(len(cut))
    if min(levels.min(), 1.0 - levels.max()) * concentration < _SMOOTH:
        a, b = concentration * mean[below_one], concentration * (1.0 - mean[below_one])
        result[below_one] = special.betaincc(a, b, cut[below_one])
        return result
    table = _Table(levels, concentration)
    here, index = cut[below_one], shapes.index[below_one]
    if not is_even:
        result[below_one] = table.at(index, here)
        return result
    first = np.clip(index - 1, 0, len(levels) - 4)
    place = (mean[below_one] - levels[first]) / (levels[1] - levels[0])
    found = np.zeros(len(here))
    for step in range(4):
        weight = np.ones(len(here))
        for other in range(4):
            if other != step:
                weight = weight * (place - other) / (step - other)
        found += weight * table.at(first + step, here)
    result[below_one] = np.clip(found, 0.0, 1.0)
    return result


class _Table:
    """P(share > sin(angle)^2) by level of the mean and angle, with its slope."""

    def __init__(self, means: Floats, concentration: float) -> None:
        a, b = concentration * means[:, None], concentration * (1.0 - means[:, None])
        self._angles = np.linspace(0.0, 0.5 * np.pi, _BOUNDS)
        sine, cosine = np.sin(self._angles), np.cos(self._angles)
        self._value = special.betaincc(a, b, sine**2)
        self._value[:, 0], self._value[:, -1] = 1.0, 0.0
        self._slope = -2.0 * sine ** (2 * a - 1) * cosine ** (2 * b - 1) / special.beta(a, b)

    def at(self, level: Ints, cut: Floats) -> Floats:
        """Return P(share > cut) at the levels."""
        angle = np.arcsin(np.sqrt(cut))
        width = self._angles[1]
        cell = np.minimum((angle / width).astype(np.int64), _BOUNDS - 2)
        x = angle / width - cell
        value, slope = self._value, self._slope * width
        low, high = value[level, cell], value[level, cell + 1]
        rise_low, rise_high = slope[level, cell], slope[level, cell + 1]
        result: Floats = (
            low * (1 + 2 * x) * (1 - x) ** 2
            + high * x**2 * (3 - 2 * x)
            + rise_low * x * (1 - x) ** 2
            - rise_high * x**2 * (1 - x)
        )
        return result
