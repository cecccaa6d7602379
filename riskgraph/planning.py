"""The cheapest fix of a register: measures chosen by the solver, every figure shown read again from the engine.

The convention that bites: the total cost counts, whoever pays; duties of law and contract are listed beside the plan,
whatever they save; and where the engine leaves more than the solver's arrays, the limit is tightened, not the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from riskgraph.analysis.duties import duties_of
from riskgraph.analysis.remaining import Remaining
from riskgraph.analysis.remediation import Goal, Solution, curve, next_best, reachable, solve
from riskgraph.analysis.tail import tail_of
from riskgraph.catalogue.measures import load_measures
from riskgraph.model.change import Change
from riskgraph.model.channel import PT
from riskgraph.model.control import Catalogue
from riskgraph.model.measure import CostEntry, Measure
from riskgraph.model.parameters import Parameters
from riskgraph.model.plan import Aim, CurvePoint, Duty, Plan, PlanAsk, PlanChoice, PlannedMeasure
from riskgraph.model.programme import Programme
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.scoring.candidates import candidates
from riskgraph.scoring.event_table import events_of
from riskgraph.scoring.programme import programme_of
from riskgraph.what_if import Losses, WhatIf, route_key

MOST_MEASURES = 300
"""Measures that the solver is given: those that could save most; a bound holds among these."""
_POINTS = 16
_SPARED = 16
_MOST_WORK = 200_000  # rows times measures: some tens of seconds
_MOST_READ = 40  # measures of a choice that are read from the engine one by one; each reading grows with the choice
_TIGHTENINGS = 4
_SAME = 1e-9
_TAIL_LEVEL = "0.99"
Progress = Callable[[float], None]


def plan(  # noqa: PLR0913 - what is asked of one register
    submission: Submission,
    parameters: Parameters,
    catalogue: Catalogue,
    ask: PlanAsk,
    *,
    as_of: date,
    costs: Sequence[CostEntry] = (),
    appetite_yen: float | None = None,
    seconds: float = 20.0,
    progress: Progress | None = None,
) -> Plan:
    """Return which measures to take for an aim, what they cost and what they leave.

    Parameters
    ----------
    costs
        What the user knows better: costs, who pays, what is forced in or left out, by `measure_id`.
    appetite_yen
        Accepted expected loss of a path for the grades, yen a year; else that of the register.
    seconds
        For the proof; 0 leaves it at the greedy choice.
    progress
        Told the part that is done, 0 to 1.
    """
    what_if = WhatIf(submission, parameters, catalogue, as_of=as_of, appetite_yen=appetite_yen)
    return Planning(what_if, costs, ask, seconds=seconds, progress=progress or (lambda _: None)).plan()


@dataclass(frozen=True)
class _Chosen:
    """A set of measures with what the engine says that it leaves."""

    numbers: tuple[int, ...]
    losses: Losses


class Planning:
    """One question to one register: its measures, its losses as arrays, and the engine to read them again."""

    def __init__(
        self,
        what_if: WhatIf,
        costs: Sequence[CostEntry],
        ask: PlanAsk,
        *,
        seconds: float = 20.0,
        progress: Progress = lambda _: None,
    ) -> None:
        self.what_if, self.ask, self._seconds, self._progress = what_if, ask, seconds, progress
        every = candidates(what_if.scored, load_measures(), costs)
        self.measures, self.programme = _worth_solving(what_if, every, ask.years)
        self._known: dict[tuple[int, ...], Losses] = {}
        if not self.measures:  # nothing to prove anything of
            self._seconds = 0.0
        progress(0.1)

    @cached_property
    def goal(self) -> Goal:
        """Return what the solver is asked, the tail apart."""
        aim = Aim.TOTAL if self.ask.aim is Aim.TAIL else self.ask.aim
        forced = frozenset(n for n, m in enumerate(self.measures) if m.is_forced)
        excluded = frozenset(n for n, m in enumerate(self.measures) if m.is_excluded)
        return Goal(aim, self.ask.limit_yen, forced, excluded - forced)

    @property
    def allowed(self) -> tuple[int, ...]:
        """Return every measure that is not left out."""
        return tuple(n for n in range(len(self.measures)) if n not in self.goal.excluded)

    def plan(self) -> Plan:
        """Return the whole answer."""
        best, solution = self._by_tail() if self.ask.aim is Aim.TAIL else self._solved()
        self._progress(0.5)
        others = self._alternatives(best, solution)
        self._progress(0.7)
        points = self._curve(best, solution)
        self._progress(0.9)
        result = self.what_if.result(self.changes(best.numbers))
        now = self.what_if.now
        least, least_cost = self._reachable()
        return Plan(
            ask=self.ask,
            eal_before=_interval(now.eal),
            largest_path_before=_largest(now),
            choice=self._told(best, is_whole=True),
            alternatives=tuple(self._told(other, is_whole=False) for other in others),
            greedy=self._greedy(best),
            gap=solution.gap if solution else None,
            method=solution.method if solution else "curve",
            reachable_yen=least,
            reachable_cost=least_cost,
            curve=points,
            duties=self._duties(),
            paths=result.paths,
            grades_after={move.key: move.grade_after for move in result.paths if move.grade_after is not None},
            candidates=len(self.measures),
        )

    def changes(self, numbers: Collection[int]) -> tuple[Change, ...]:
        """Return all that a set of measures does to the register, in the order of the measures."""
        return tuple(change for n in sorted(numbers) for change in self.measures[n].changes)

    def losses(self, numbers: Collection[int]) -> Losses:
        """Return what the engine leaves with these measures."""
        key = tuple(sorted(numbers))
        if key not in self._known:
            self._known[key] = self.what_if.losses(self.changes(key))
        return self._known[key]

    def _solved(self) -> tuple[_Chosen, Solution | None]:
        """Return the solver's choice; where the engine leaves more than the limit, that of a tighter one."""
        goal = self.goal
        solution = solve(self.programme, goal, seconds=self._seconds)
        first = solution
        for _ in range(_TIGHTENINGS):
            chosen = _Chosen(solution.chosen, self.losses(solution.chosen))
            if goal.aim is Aim.BUDGET or not solution.is_reached or self._is_reached(chosen):
                break
            left = self._limited(chosen)
            goal = Goal(goal.aim, goal.limit * goal.limit / left * (1.0 - 1e-6), goal.forced, goal.excluded)
            solution = solve(self.programme, goal, seconds=self._seconds / _TIGHTENINGS)
        if solution is first or first.bound is None or goal.aim is Aim.BUDGET:
            return chosen, solution
        # A tighter limit costs at least what the asked one does: the first bound stays a bound.
        gap = (solution.cost - first.bound) / solution.cost if solution.cost > 0 else 0.0
        return chosen, Solution(
            chosen=solution.chosen,
            cost=solution.cost,
            left=solution.left,
            largest_path=solution.largest_path,
            is_reached=solution.is_reached,
            bound=first.bound,
            gap=max(gap, 0.0),
            method="bounded",
        )

    def _by_tail(self) -> tuple[_Chosen, None]:
        """Return the first point of the curve that keeps the bad year under the limit, then without what it can spare.

        Each point is checked with the engine; that no other set is cheaper is not proven.
        """
        steps = [step.held for step in curve(self.programme, forced=self.goal.forced, excluded=self.goal.excluded)]
        held = self._first_under(steps)
        if self.tail(held) <= self.ask.limit_yen:
            spare = sorted(held - self.goal.forced, key=lambda n: (-self.programme.cost[n], n))
            for number in spare[:_SPARED]:
                if self.tail(held - {number}) <= self.ask.limit_yen:
                    held = held - {number}
        return _Chosen(tuple(sorted(held)), self.losses(held)), None

    def _first_under(self, steps: Sequence[frozenset[int]]) -> frozenset[int]:
        low, high = 0, len(steps) - 1
        while low < high:
            middle = (low + high) // 2
            if self.tail(steps[middle]) <= self.ask.limit_yen:
                high = middle
            else:
                low = middle + 1
        return steps[low]

    def tail(self, numbers: Collection[int]) -> float:
        """Return the loss that one year in a hundred exceeds with these measures, yen."""
        changes = self.changes(numbers)
        events = events_of(self.what_if.after(changes) if changes else self.what_if.scored)
        found = tail_of(events, self.what_if.parameters) if events is not None else None
        return found.var_yen[_TAIL_LEVEL].pt if found is not None else 0.0

    def _limited(self, chosen: _Chosen) -> float:
        """Return what the aim limits, yen."""
        if self.ask.aim is Aim.TAIL:
            return self.tail(chosen.numbers)
        return _largest(chosen.losses) if self.ask.aim is Aim.PATHS else float(chosen.losses.eal[PT])

    def _is_reached(self, chosen: _Chosen) -> bool:
        limit = self.ask.limit_yen
        if self.ask.aim is Aim.BUDGET:
            return self._cost(chosen.numbers) <= limit * (1.0 + _SAME)
        return self._limited(chosen) <= limit * (1.0 + _SAME) + _SAME

    def _cost(self, numbers: Collection[int]) -> float:
        return float(self.programme.cost[sorted(numbers)].sum())

    def _alternatives(self, best: _Chosen, solution: Solution | None) -> list[_Chosen]:
        if solution is None or not solution.is_reached or self.ask.alternatives == 0:
            return []
        found = next_best(self.programme, self.goal, solution, count=self.ask.alternatives, seconds=self._seconds / 2)
        return [_Chosen(other.chosen, self.losses(other.chosen)) for other in found if other.chosen != best.numbers]

    def _greedy(self, best: _Chosen) -> PlanChoice | None:
        """Return the greedy choice where it is another one."""
        if self.ask.aim is Aim.TAIL or self._seconds <= 0.0:
            return None
        found = solve(self.programme, self.goal, seconds=0.0)
        if found.chosen == best.numbers:
            return None
        return self._told(_Chosen(found.chosen, self.losses(found.chosen)), is_whole=False)

    def _reachable(self) -> tuple[float, float]:
        """Return what all allowed measures together leave of what the aim limits, and what they cost a year."""
        everything = _Chosen(self.allowed, self.losses(self.allowed))
        _, cost = reachable(self.programme, self.goal)
        return self._limited(everything), cost

    def _curve(self, best: _Chosen, solution: Solution | None) -> tuple[CurvePoint, ...]:
        """Return cost against what remains, thinned out, with the choice itself as one of the points."""
        steps = curve(self.programme, forced=self.goal.forced, excluded=self.goal.excluded)
        count = _POINTS if self.what_if.scored.rows.count <= _MOST_WORK // _POINTS else _POINTS // 2
        # Closer together at the start, where a measure more still saves much.
        parts = np.linspace(0.0, 1.0, min(count, len(steps))) ** 2
        kept = sorted({round(part * (len(steps) - 1)) for part in parts})
        sets = {tuple(sorted(steps[n].held)): (False, None) for n in kept}
        is_proven = solution is not None and solution.gap is not None and self.ask.aim is Aim.BUDGET
        bound = solution.bound if solution is not None and is_proven else None
        sets[best.numbers] = (is_proven, bound)  # type: ignore[assignment]
        points = [
            CurvePoint(
                cost_a_year=self._cost(numbers),
                eal_after=float(self.losses(numbers).eal[PT]),
                measures=tuple(self.measures[n].measure_id for n in numbers),
                is_proven=proven,
                bound=least,
            )
            for numbers, (proven, least) in sets.items()
        ]
        return tuple(sorted(points, key=lambda point: (point.cost_a_year, -point.eal_after, point.measures)))

    def _told(self, chosen: _Chosen, *, is_whole: bool) -> PlanChoice:
        """Return a choice as it is shown; `is_whole` reads each measure from the engine where that is quick."""
        picked = [self.measures[n] for n in chosen.numbers]
        work = len(chosen.numbers) * self.what_if.scored.rows.count
        is_quick = work <= _MOST_WORK and len(chosen.numbers) <= _MOST_READ
        one = self._one if is_whole and is_quick else self._one_of_arrays
        return PlanChoice(
            measures=tuple(one(number, chosen) for number in chosen.numbers),
            cost_a_year=_sum([m.cost.a_year(self.ask.years) for m in picked]),
            cost_once=_sum([m.cost.one_off_yen for m in picked]),
            eal_after=_interval(chosen.losses.eal),
            largest_path_after=_largest(chosen.losses),
            is_reached=self._is_reached(chosen),
        )

    def _one(self, number: int, chosen: _Chosen) -> PlannedMeasure:
        """Return one chosen measure with what it saves within the choice and by itself, by the engine."""
        measure = self.measures[number]
        without = self.losses([n for n in chosen.numbers if n != number])
        alone = self.losses([number])
        eased = [
            key
            for key, eal in without.by_path.items()
            if eal[PT] - _point(chosen.losses, key) > _SAME * max(eal[PT], 1.0)
        ]
        eased.sort(key=lambda key: (_point(chosen.losses, key) - _point(without, key), key))
        return PlannedMeasure(
            measure=measure,
            cost_a_year=measure.cost.a_year(self.ask.years),
            saves_last_yen=max(float(without.eal[PT] - chosen.losses.eal[PT]), 0.0),
            saves_alone_yen=max(float(self.what_if.now.eal[PT] - alone.eal[PT]), 0.0),
            paths=tuple(eased),
        )

    def _one_of_arrays(self, number: int, chosen: _Chosen) -> PlannedMeasure:
        """Return the same from the arrays, which agree with the engine but in rare cases."""
        measure, at = self.measures[number], self._arrays
        whole, without = at.of(chosen.numbers), at.of([n for n in chosen.numbers if n != number])
        eased = [
            int(p) for p in np.argsort(whole - without, kind="stable") if without[p] - whole[p] > _SAME * without[p]
        ]
        return PlannedMeasure(
            measure=measure,
            cost_a_year=measure.cost.a_year(self.ask.years),
            saves_last_yen=max(float(without.sum() - whole.sum()), 0.0),
            saves_alone_yen=max(float(at.of(()).sum() - at.of([number]).sum()), 0.0),
            paths=tuple(self.programme.path_keys[p] for p in eased),
        )

    @cached_property
    def _arrays(self) -> Remaining:
        return Remaining(self.programme)

    def _duties(self) -> tuple[Duty, ...]:
        ground = self.what_if.scored.ground
        routes = [(route_key(route), route) for route in self.what_if.scored.routes]
        return duties_of(ground.submission, ground.chain, routes, as_of=self.what_if.as_of)


def _worth_solving(what_if: WhatIf, every: Sequence[Measure], years: float) -> tuple[tuple[Measure, ...], Programme]:
    """Return the measures that move anything, and what is forced, the programme over them; the most useful if many."""
    programme = programme_of(what_if.scored, every, years=years)
    gain = _most_saved(programme)
    ranked = sorted(range(len(every)), key=lambda n: (not every[n].is_forced, -gain[n], every[n].measure_id))
    kept = [n for n in ranked if gain[n] > 0.0 or every[n].is_forced][:MOST_MEASURES]
    measures = tuple(every[n] for n in sorted(kept))
    return measures, programme_of(what_if.scored, measures, years=years)


def _most_saved(programme: Programme) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return what each measure could take at most off the terms that it touches, yen a year; 0 for none."""
    gain = np.zeros(len(programme.measures))
    falls = [
        {n: 1.0 - min(f for f, s in zip(g.factor, g.needs, strict=True) if n in s) / g.factor[0] for n in _all(g.needs)}
        for g in programme.gates
    ]
    for term, scale in enumerate(programme.scale):
        for gate in (*programme.term_gates[term], *programme.term_outer[term]):
            for number, part in falls[gate].items():
                gain[number] += scale * programme.constant[term, 0] * part
    return gain


def _all(needs: Collection[frozenset[int]]) -> frozenset[int]:
    return frozenset(number for some in needs for number in some)


def _point(losses: Losses, key: str) -> float:
    return float(losses.by_path[key][PT]) if key in losses.by_path else 0.0


def _largest(losses: Losses) -> float:
    return max((float(eal[PT]) for eal in losses.by_path.values()), default=0.0)


def _interval(eal: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Interval:
    return Interval(*(float(end) for end in eal[:3]))


def _sum(costs: Sequence[Interval]) -> Interval:
    return Interval(*(float(sum(getattr(cost, end) for cost in costs)) for end in ("lo", "pt", "hi")))
