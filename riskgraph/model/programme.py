"""The losses of a register as arrays over measures: what any set of measures leaves, without scoring again.

A *gate* is one factor f = 1 - e X that measures can lower; its *levels* are what it can come to, each with the measures
that this needs, the first as it is now and needing none. A *term* is rate times loss of one (event, asset, route) with
everything that no measure moves in `scale`: its yen are scale x outer x [(1 - beta) prod f + beta min f] over its
gates, where `outer` is the product of gates that stand outside the layers (the probability of a hidden tier).
Terms of one *cell* are alternatives: the largest counts. A cell lies on one path.

The convention that bites: levels are listed by falling factor, and a set of measures gives a gate the lowest factor
among the levels whose needs it holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Gate:
    """One factor: `factor` (levels,) falling, 0 to 1; `needs` the measures (by number) of each level."""

    factor: tuple[float, ...]
    needs: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class Programme:
    """All losses that measures can move, at the point.

    Attributes
    ----------
    measures
        Ids of the measures, by number.
    cost
        Yen a year of each measure, shape (measures,), not negative.
    gates
        The gates, by number.
    scale
        Yen a year of a term where nothing holds anything back, shape (terms,).
    beta
        Share of common cause, 0 to 1.
    term_gates
        The gates of each term that are layers.
    term_outer
        The gates of each term that multiply all of it.
    constant
        For each term: the product, and the minimum, of the factors that no measure moves, shape (terms, 2); 1 for none.
    cell
        The cell of each term, shape (terms,), rising from 0.
    path
        The path of each cell, shape (cells,).
    fixed
        Yen a year of each path that no measure moves, shape (paths,).
    path_keys
        `Path.key` of each path.
    """

    measures: tuple[str, ...]
    cost: Floats
    gates: tuple[Gate, ...]
    scale: Floats
    beta: float
    term_gates: tuple[tuple[int, ...], ...]
    term_outer: tuple[tuple[int, ...], ...]
    constant: Floats
    cell: Ints
    path: Ints
    fixed: Floats
    path_keys: tuple[str, ...]
