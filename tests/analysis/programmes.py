"""Made-up programmes: gates with single, joint and stepwise needs, cells of one or more terms."""

from __future__ import annotations

from itertools import combinations

from riskgraph.analysis.remaining import Remaining
from riskgraph.analysis.remediation import Goal
from riskgraph.bench.made_up_programme import made
from riskgraph.model.plan import Aim
from riskgraph.model.programme import Programme

__all__ = ["a_goal", "every_set", "made"]


def every_set(programme: Programme) -> list[frozenset[int]]:
    """Return all sets of measures."""
    count = len(programme.measures)
    return [frozenset(chosen) for size in range(count + 1) for chosen in combinations(range(count), size)]


def a_goal(programme: Programme, aim: Aim, share: float) -> Goal:
    """Return a goal that `share` of the way leads to: 0 asks for nothing, 1 for all that can be had."""
    at = Remaining(programme)
    now, best = at.of(()), at.of(range(len(programme.measures)))
    if aim is Aim.BUDGET:
        return Goal(aim, share * float(programme.cost.sum()))
    if aim is Aim.TOTAL:
        return Goal(aim, float(now.sum() - share * (now.sum() - best.sum())))
    return Goal(aim, float(now.max() - share * (now.max() - best.max())))
