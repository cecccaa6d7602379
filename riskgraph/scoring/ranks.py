"""Ranks of the same things by two measures: average ranks, Spearman's correlation, and who stays on top."""

from __future__ import annotations

import numpy as np

from riskgraph.scoring.rows import Ints
from riskgraph.scoring.strength import Floats


def average_ranks(values: Floats) -> Floats:
    """Return the ranks from 1, the smallest value first; equal values share the mean of their ranks."""
    _, number, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    mean: Floats = last - (count - 1) / 2.0
    return mean[number.reshape(values.shape)]


def rank_correlation(first: Floats, second: Floats) -> float:
    """Return Spearman's rank correlation, -1 to 1: Pearson's of the average ranks.

    Two orders that say nothing (one thing, or all equal in both) agree: 1. If only one of them says nothing, 0.
    """
    a, b = (average_ranks(values) for values in (first, second))
    a, b = a - a.mean(), b - b.mean()
    spread = float(np.sqrt((a @ a) * (b @ b)))
    if spread == 0.0:
        return 1.0 if float(a @ a) == float(b @ b) else 0.0
    return float(np.clip((a @ b) / spread, -1.0, 1.0))


def places(values: Floats, names: Ints) -> Ints:
    """Return the place of each from 1, the largest value first; of equal ones the smaller name."""
    order = np.lexsort((names, -values))
    place = np.empty(len(values), dtype=np.int64)
    place[order] = np.arange(1, len(values) + 1)
    return place
