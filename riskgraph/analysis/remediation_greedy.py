"""Measures one after the other by what they save for what they cost, evaluated lazily.

The convention that bites: the parts of an AND-gate save nothing alone, so that whole needs of a gate are moves beside
single measures. With them no guarantee of greedy choice holds: it holds where no gate needs two measures at once.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from riskgraph.analysis.remaining import Remaining
from riskgraph.model.plan import Aim
from riskgraph.model.programme import Floats

_DUST = 1e-9  # of the loss: what rounding may leave of a gain that is none
GUARANTEE = 0.5 * (1.0 - 1.0 / np.e)


@dataclass(frozen=True)
class Goal:
    """What is aimed at: `limit` is yen a year of cost (BUDGET), of the total (TOTAL) or of every path (PATHS)."""

    aim: Aim
    limit: float
    forced: frozenset[int] = frozenset()
    excluded: frozenset[int] = frozenset()

    def shortfall(self, by_path: Floats) -> float:
        """Return what is to be made small: the total for a budget, else what exceeds the limit; yen a year."""
        if self.aim is Aim.PATHS:
            return float(np.maximum(by_path - self.limit, 0.0).sum())
        total = float(by_path.sum())
        return total if self.aim is Aim.BUDGET else max(total - self.limit, 0.0)

    def is_reached(self, by_path: Floats) -> bool:
        """Say whether the limit is kept; a budget always is, its cost is looked at elsewhere."""
        return self.aim is Aim.BUDGET or self.shortfall(by_path) <= _DUST * max(float(by_path.sum()), 1.0)


@dataclass(frozen=True)
class Step:
    """One step of the way: the measures held after it, what they cost and what they leave; yen a year."""

    held: frozenset[int]
    cost: float
    total: float


def has_guarantee(remaining: Remaining, goal: Goal) -> bool:
    """Say whether greedy choice is within `GUARANTEE` of the best saving: a budget, and no gate with joint needs.

    Source: A. Krause and D. Golovin, Submodular function maximization, 2014 (the better of ratio and plain choice).
    Cells of several terms and the least of the factors break it too.
    """
    programme = remaining.programme
    is_single = all(len(needs) <= 1 for gate in programme.gates for needs in gate.needs)
    counts = np.bincount(programme.cell) if len(programme.cell) else np.zeros(0)
    return goal.aim is Aim.BUDGET and is_single and bool((counts <= 1).all()) and programme.beta == 0.0


class _Walk:
    """The state of one walk: measures held, factors, cells, paths."""

    def __init__(self, remaining: Remaining, goal: Goal) -> None:
        self.remaining, self.goal = remaining, goal
        self.cost = remaining.programme.cost
        self.held = frozenset(goal.forced)
        self.spent = float(self.cost[sorted(self.held)].sum())
        self.factors = remaining.factors(self.held)
        self.cells = remaining.cells(self.factors)
        self.paths = remaining.by_path(self.cells)

    def price(self, move: frozenset[int]) -> float:
        """Return what the measures of a move cost that are not held yet."""
        return float(sum(self.cost[m] for m in move - self.held))

    def gain(self, move: frozenset[int]) -> float:
        """Return by how much a move lowers what is to be made small."""
        changed = self._changed(move)
        if changed is None:
            return 0.0
        factors, cells = changed
        delta = self.remaining.some_cells(factors, cells) - self.cells[cells]
        if self.goal.aim is Aim.BUDGET:
            return float(-delta.sum())
        paths = self.paths + np.bincount(self.remaining.programme.path[cells], delta, minlength=len(self.paths))
        return self.goal.shortfall(self.paths) - self.goal.shortfall(paths)

    def _changed(self, move: frozenset[int]) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.int64]]] | None:
        """Return the factors after a move and the cells that rest on those that fell; None where none does."""
        held = self.held | move
        gates = {gate for measure in move - self.held for gate in self.remaining.gates_of.get(measure, ())}
        new = {gate: self.remaining.factor(gate, held) for gate in gates}
        moved = [gate for gate, factor in new.items() if factor < self.factors[gate]]
        if not moved:
            return None
        factors = self.factors.copy()
        factors[moved] = [new[gate] for gate in moved]
        lists = [self.remaining.cells_of[gate] for gate in moved]
        return factors, np.unique(np.concatenate(lists)) if len(lists) > 1 else lists[0]

    def take(self, move: frozenset[int]) -> None:
        """Hold the measures of a move."""
        self.spent += self.price(move)
        self.held = self.held | move
        self.factors = self.remaining.factors(self.held)
        self.cells = self.remaining.cells(self.factors)
        self.paths = self.remaining.by_path(self.cells)


def moves(remaining: Remaining, goal: Goal) -> tuple[frozenset[int], ...]:
    """Return the single measures, and the joint needs of gates, that are allowed."""
    allowed = set(range(len(remaining.programme.measures))) - goal.excluded
    joint = {needs for gate in remaining.programme.gates for needs in gate.needs if len(needs) > 1 and needs <= allowed}
    return (*(frozenset({m}) for m in sorted(allowed)), *sorted(joint, key=sorted))


def walk(remaining: Remaining, goal: Goal, *, by_ratio: bool = True, budget: float = np.inf) -> tuple[Step, ...]:
    """Return the steps of greedy choice until nothing gains, the limit is kept or nothing fits the budget.

    Parameters
    ----------
    by_ratio
        Choose by gain over cost, else by gain alone.

    Notes
    -----
    Lazy: a move is looked at again only when it comes to the top, or shares a gate with what was taken (there its gain
    may have grown).
    """
    state = _Walk(remaining, goal)
    steps = [Step(state.held, state.spent, float(state.paths.sum()))]
    every = moves(remaining, goal)
    sharing = _sharing(remaining, every)
    queue = _Queue(state, by_ratio=by_ratio)
    queue.push(every)
    while not (goal.aim is not Aim.BUDGET and goal.is_reached(state.paths)):
        move = queue.best(budget)
        if move is None:
            break
        state.take(move)
        steps.append(Step(state.held, state.spent, float(state.paths.sum())))
        queue.push({other for measure in move for other in sharing.get(measure, ())})
    return tuple(steps)


class _Queue:
    """Moves by what they gain, the best first; what stands in it may be out of date and is looked at again."""

    def __init__(self, state: _Walk, *, by_ratio: bool) -> None:
        self._state, self._by_ratio = state, by_ratio
        self._heap: list[tuple[float, list[int], frozenset[int]]] = []
        self._live: dict[frozenset[int], float] = {}

    def _rated(self, move: frozenset[int]) -> float:
        gain = self._state.gain(move)
        if gain <= _DUST * max(float(self._state.paths.sum()), 1.0):
            return 0.0
        price = self._state.price(move)
        return (gain / price if price > 0 else np.inf) if self._by_ratio else gain

    def push(self, found: Iterable[frozenset[int]]) -> None:
        """Put moves in with what they gain now."""
        for move in found:
            if not move <= self._state.held:
                self._live[move] = rating = self._rated(move)
                if rating > 0:
                    heapq.heappush(self._heap, (-rating, sorted(move), move))

    def best(self, budget: float) -> frozenset[int] | None:
        """Return the move that gains most now and fits the budget; None where there is none."""
        while self._heap:
            rating, names, move = heapq.heappop(self._heap)
            if -rating != self._live.get(move) or move <= self._state.held:
                continue
            if self._state.spent + self._state.price(move) > budget * (1 + _DUST):
                self._live[move] = 0.0
                continue
            now = self._rated(move)
            if now > 0 and (now >= -rating or not self._heap or now >= -self._heap[0][0]):
                return move
            self._live[move] = now
            if now > 0:
                heapq.heappush(self._heap, (-now, names, move))
        return None


def _sharing(remaining: Remaining, every: Iterable[frozenset[int]]) -> dict[int, set[frozenset[int]]]:
    """Return the moves that share a gate with each measure."""
    by_gate: dict[int, set[frozenset[int]]] = {}
    for move in every:
        for measure in move:
            for gate in remaining.gates_of.get(measure, ()):
                by_gate.setdefault(gate, set()).add(move)
    return {m: {move for gate in gates for move in by_gate.get(gate, ())} for m, gates in remaining.gates_of.items()}


def greedy(remaining: Remaining, goal: Goal) -> frozenset[int]:
    """Return the better of ratio and plain greedy choice, without what it could do without."""
    budget = goal.limit if goal.aim is Aim.BUDGET else np.inf
    found = [
        pruned(remaining, goal, walk(remaining, goal, by_ratio=by_ratio, budget=budget)[-1].held)
        for by_ratio in (True, False)
    ]
    return min(found, key=lambda held: standing(remaining, goal, held))


def standing(remaining: Remaining, goal: Goal, held: Collection[int]) -> tuple[float, float, list[int]]:
    """Return what orders sets, the best first: the total then the cost for a budget; else what is missing, the cost."""
    cost = float(remaining.programme.cost[sorted(held)].sum())
    return (goal.shortfall(remaining.of(held)), cost, sorted(held))


def pruned(remaining: Remaining, goal: Goal, held: frozenset[int]) -> frozenset[int]:
    """Return a set without measures, the dearest first, that the goal does not need."""
    cost = remaining.programme.cost
    worth = goal.shortfall(remaining.of(held))
    for measure in sorted(held - goal.forced, key=lambda m: (-cost[m], m)):
        less = held - {measure}
        by_path = remaining.of(less)
        if goal.shortfall(by_path) <= worth + _DUST * max(float(by_path.sum()), 1.0):
            held = less
    return held
