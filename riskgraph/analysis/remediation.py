"""The cheapest fix: the best measures for a budget, or the cheapest that bring a loss to a limit, with the proof.

The convention that bites: whoever pays, it is the total cost that counts. What a solution leaves is that of the
programme; whoever shows it to people reads the register again with the measures carried out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from riskgraph.analysis.remaining import Remaining, remaining
from riskgraph.analysis.remediation_exact import exact
from riskgraph.analysis.remediation_greedy import GUARANTEE, Goal, Step, greedy, has_guarantee, walk
from riskgraph.model.plan import Aim
from riskgraph.model.programme import Programme

__all__ = [
    "GUARANTEE",
    "Goal",
    "Solution",
    "Step",
    "curve",
    "has_guarantee",
    "next_best",
    "reachable",
    "remaining",
    "solve",
]

SECONDS = 20.0
GAP = 0.01
_AIMED_AT = 1e-4  # the proof goes on to here while there is time


@dataclass(frozen=True)
class Solution:
    """A set of measures.

    Attributes
    ----------
    chosen
        Numbers of the measures, rising.
    cost
        Yen a year.
    left
        Yen a year that remain of all paths together.
    largest_path
        Yen a year that remain of the worst path.
    is_reached
        Whether the limit is kept.
    bound
        What no allowed set can pass, yen a year: what remains for a budget, else the cost; None where unproven.
    gap
        (value - bound) / value, 0 to 1; None where unproven.
    method
        ``exact`` where the gap is proven to be within what was asked, ``bounded`` where it is wider, else ``greedy``.
    """

    chosen: tuple[int, ...]
    cost: float
    left: float
    largest_path: float
    is_reached: bool
    bound: float | None = None
    gap: float | None = None
    method: str = "greedy"


def solve(programme: Programme, goal: Goal, *, seconds: float = SECONDS, gap: float = GAP) -> Solution:
    """Return the best set of measures for a goal.

    Parameters
    ----------
    seconds
        For the proof; 0 leaves it at the greedy choice.
    gap
        Within which part of the value the bound has to come, 0 to 1.

    Notes
    -----
    Measures that the goal forbids and forces at once are forced. Where all allowed measures together miss the limit,
    they are returned without those that add nothing, and `is_reached` is False.
    """
    at = Remaining(programme)
    goal = Goal(goal.aim, goal.limit, goal.forced, goal.excluded - goal.forced)
    start = greedy(at, goal)
    if not goal.is_reached(at.of(start)):
        allowed = frozenset(range(len(programme.measures))) - goal.excluded
        if not goal.is_reached(at.of(allowed)):
            return _solution(at, goal, start)
        start = allowed
    if goal.aim is Aim.BUDGET and _cost(programme, goal.forced) > goal.limit:
        return _solution(at, goal, goal.forced)
    if seconds <= 0.0:
        return _solution(at, goal, start)
    proof = exact(at, goal, start=sorted(start), seconds=seconds, gap=min(gap, _AIMED_AT))
    return _solution(at, goal, proof.chosen, bound=proof.bound, within=gap)


def next_best(
    programme: Programme, goal: Goal, best: Solution, *, count: int, seconds: float = SECONDS
) -> list[Solution]:
    """Return what would be chosen if one measure of the best choice could not be had, those that it needs most first.

    Each of `count` alternatives leaves out another one; what is forced is never left out.
    """
    at = Remaining(programme)
    value = _value(goal, best)
    found: dict[tuple[int, ...], Solution] = {}
    for measure in sorted(set(best.chosen) - goal.forced, key=lambda m: (-_loss_without(at, best, m), m)):
        without = Goal(goal.aim, goal.limit, goal.forced, goal.excluded | {measure})
        other = solve(programme, without, seconds=seconds / max(count, 1))
        if other.is_reached and other.chosen not in found and other.chosen != best.chosen:
            found[other.chosen] = other
        if len(found) == count:
            break
    return sorted(found.values(), key=lambda s: (abs(_value(goal, s) - value), s.chosen))


def curve(programme: Programme, *, forced: Collection[int] = (), excluded: Collection[int] = ()) -> tuple[Step, ...]:
    """Return cost against what remains, measure by measure by gain over cost, from what is forced to all that helps."""
    goal = Goal(Aim.BUDGET, np.inf, frozenset(forced), frozenset(excluded) - frozenset(forced))
    return walk(Remaining(programme), goal)


def reachable(programme: Programme, goal: Goal) -> tuple[float, float]:
    """Return what all allowed measures together leave of what the goal limits, and their cost; yen a year."""
    allowed = (frozenset(range(len(programme.measures))) - goal.excluded) | goal.forced
    by_path = remaining(programme, allowed)
    least = float(by_path.max(initial=0.0)) if goal.aim is Aim.PATHS else float(by_path.sum())
    return least, _cost(programme, allowed)


def _loss_without(at: Remaining, best: Solution, measure: int) -> float:
    return float(at.of(set(best.chosen) - {measure}).sum()) - best.left


def _value(goal: Goal, solution: Solution) -> float:
    return solution.left if goal.aim is Aim.BUDGET else solution.cost


def _cost(programme: Programme, chosen: Collection[int]) -> float:
    return float(programme.cost[sorted(chosen)].sum())


def _solution(
    at: Remaining, goal: Goal, chosen: frozenset[int], *, bound: float | None = None, within: float = GAP
) -> Solution:
    by_path = at.of(chosen)
    cost = _cost(at.programme, chosen)
    is_reached = goal.is_reached(by_path) and (goal.aim is not Aim.BUDGET or cost <= goal.limit * (1 + 1e-9))
    value = float(by_path.sum()) if goal.aim is Aim.BUDGET else cost
    gap: float | None = None
    if bound is not None and np.isfinite(bound) and is_reached:
        bound = min(max(bound, 0.0), value)
        gap = (value - bound) / value if value > 0 else 0.0
    return Solution(
        chosen=tuple(sorted(chosen)),
        cost=cost,
        left=float(by_path.sum()),
        largest_path=float(by_path.max(initial=0.0)),
        is_reached=is_reached,
        bound=bound if gap is not None else None,
        gap=gap,
        method="greedy" if gap is None else "exact" if gap <= within else "bounded",
    )
