"""Before and after a set of changes: totals, paths and grades."""

from __future__ import annotations

from riskgraph.model.assessment import Grade
from riskgraph.model.change import Change
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Interval


class PathMove(Noun):
    """One path before and after; None where it is not there. `key` is that of `Path.key`; yen and events a year."""

    key: str
    parties: tuple[str, ...]
    rank_before: int | None = None
    rank_after: int | None = None
    eal_before: Interval | None = None
    eal_after: Interval | None = None
    grade_before: Grade | None = None
    grade_after: Grade | None = None


class WhatIfResult(Noun):
    """What a register comes to with some changes.

    `paths` are those whose expected loss, rank or grade moved and the first of either list, the largest change of point
    EAL first; `unchanged` counts the others. Totals: yen a year, events a year, probability within a year.
    `paths_moved`, `paths_new`, `paths_gone`, `grades_better` and `grades_worse` count over all paths, listed or not.
    """

    changes: tuple[Change, ...] = ()
    eal_before: Interval
    eal_after: Interval
    rate_before: Interval
    rate_after: Interval
    p_leak_before: Interval
    p_leak_after: Interval
    appetite_yen: float
    paths: tuple[PathMove, ...] = ()
    paths_before: int = 0
    paths_after: int = 0
    unchanged: int = 0
    paths_moved: int = 0
    paths_new: int = 0
    paths_gone: int = 0
    grades_better: int = 0
    grades_worse: int = 0
