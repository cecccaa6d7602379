"""Losses laid on a lattice so that their mean stays, and functions on the lattice read back for single losses.

The convention that bites: a loss between two cells is divided between them by its place, and a stretch of losses wider
than a cell is laid out evenly around its mean; both keep mass and mean exactly. What lies beyond the last cell is left
out, so that a lattice may hold less than its events.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskgraph.analysis.levels import sums
from riskgraph.model.event_table import Floats, Ints


@dataclass(frozen=True)
class Atoms:
    """n losses: where each lies (`yen`, its mean), and how far it is spread evenly to both sides (`half`, yen)."""

    yen: Floats
    half: Floats


def lay_out(atoms: Atoms, mass: Floats, *, step: float, cells: int) -> Floats:
    """Return the mass in each cell, shape (cells,); cell j stands for a loss of j x `step` yen.

    An atom that is spread keeps within the lattice: where it would not, it is spread less, and evenly still.
    """
    left, part, wide = _placed(atoms, step, cells)
    inside = left < cells - 1
    left, part, wide, mass = left[inside], part[inside], wide[inside], mass[inside]
    cell = np.concatenate([left, left + 1])
    mass = np.concatenate([mass * (1.0 - part), mass * part])
    wide = np.concatenate([wide, wide])
    narrow = wide == 0
    lattice = sums(cell[narrow], mass[narrow], cells)
    if narrow.all():
        return lattice
    cell, mass, wide = cell[~narrow], mass[~narrow], wide[~narrow]
    each = mass / (2 * wide + 1)
    bounds = np.concatenate([cell - wide, cell + wide + 1])
    change = sums(bounds, np.concatenate([each, -each]), cells + 1)
    result: Floats = lattice + np.maximum(np.cumsum(change)[:cells], 0.0)  # below 0 in the last digit
    return result


def read_back(atoms: Atoms, values: Floats, *, step: float, beyond: Floats) -> Floats:
    """Return the mean of a function over each atom, as `lay_out` lays it; the transpose of it.

    Parameters
    ----------
    values
        The function in each cell.
    beyond
        Its value for atoms that lie beyond the last cell, shape of `atoms.yen`.
    """
    cells = len(values)
    left, part, wide = _placed(atoms, step, cells)
    inside = left < cells - 1
    left, part, wide = left[inside], part[inside], wide[inside]
    sums = np.concatenate([[0.0], np.cumsum(values)])

    def mean(middle: Ints) -> Floats:
        found: Floats = (sums[middle + wide + 1] - sums[middle - wide]) / (2 * wide + 1)
        return np.where(wide == 0, values[middle], found)

    result = beyond.astype(np.float64).copy()
    result[inside] = (1.0 - part) * mean(left) + part * mean(left + 1)
    return result


def _placed(atoms: Atoms, step: float, cells: int) -> tuple[Ints, Floats, Ints]:
    """Return the cell to the left, the part of the right cell, and the spread in cells."""
    place = np.minimum(atoms.yen / step, float(cells))
    left: NDArray[np.int64] = place.astype(np.int64)
    room = np.maximum(np.minimum(left, cells - 2 - left), 0)
    wide = np.minimum((np.minimum(atoms.half / step, float(cells))).astype(np.int64), room)
    return left, place - left, wide
