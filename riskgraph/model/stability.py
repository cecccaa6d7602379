"""How much of a result hangs on judgement: ranks under moved parameters, and the swing of each parameter.

The convention that bites: paths are named by `Path.key`, so that a rank can be followed through other parameters.
"""

from __future__ import annotations

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Interval


class RankRange(Noun):
    """One path of the first `top`: its rank, and the lowest and highest rank that it took."""

    key: str
    rank: int
    best: int
    worst: int


class RankStability(Noun):
    """The ranking when all parameters that are judgement move at once, each by up to `moved_by` of itself either way.

    `correlation` is Spearman's rank correlation of the paths that are among the first `top` before or after (worst,
    median, best of the draws, -1 to 1). `kept` is how many of the first `top` stay among them (fewest, median, most).
    `first_stays` is the share of draws in which the first path stays first, 0 to 1.
    """

    draws: int
    seed: int
    moved_by: float
    top: int
    correlation: Interval
    kept: Interval
    first_stays: float
    ranges: tuple[RankRange, ...] = ()
    parameters: int = 0


class Swing(Noun):
    """One parameter moved alone: the total EAL (yen a year, point) with it low and high, and what became of the ranks.

    `low_value` and `high_value` are the values tried, within the allowed range. `kept` is the smaller number of the
    first `top` that stay, `first_stays` says whether the first path stays first both ways.
    """

    parameter: str
    low_value: float
    high_value: float
    low_yen: float
    high_yen: float
    kept: int
    first_stays: bool


class Tornado(Noun):
    """All swings, the largest first; `base_yen` is the total EAL with the parameters as they are."""

    base_yen: float
    moved_by: float
    top: int
    swings: tuple[Swing, ...] = ()
