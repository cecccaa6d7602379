"""The best set of measures by mixed-integer programming, with a bound that proves how good it is.

What is solved: minimise what remains for a cost, or the cost for what may remain. The logarithm of a gate's factor is
linear in its levels; the product is held from below by tangents of exp, added where they are missing; the least of
the factors by "no gate is below this": m >= t (1 - sum of the levels below t), exact where levels are whole. Both bound
from below, so that the solver's value is a bound whatever is found. Source: M. A. Duran and I. E. Grossmann, An
outer-approximation algorithm for a class of mixed-integer nonlinear programs, 1986.

The convention that bites: levels are continuous; with whole measures the lowest level that they allow is the best.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from riskgraph.analysis.remaining import Remaining
from riskgraph.analysis.remediation_greedy import Goal, pruned, standing
from riskgraph.model.plan import Aim
from riskgraph.model.programme import Ints

_LEAST = 1e-9  # a factor of nothing has no logarithm
_TANGENTS = 6
_ROUNDS = 60
_OPTIMAL, _LIMIT = 0, 1
Terms = dict[int, float]


@dataclass(frozen=True)
class Proof:
    """The best set found, and what no set can pass: yen a year that remain (BUDGET) or of cost."""

    chosen: frozenset[int]
    is_reached: bool
    bound: float
    rounds: int


class _Rows:
    """Linear constraints lo <= a x <= hi, gathered one by one."""

    def __init__(self) -> None:
        self.data: list[float] = []
        self.row: list[int] = []
        self.column: list[int] = []
        self.lo: list[float] = []
        self.hi: list[float] = []

    def add(self, terms: Mapping[int, float], *, lo: float = -np.inf, hi: float = np.inf) -> None:
        number = len(self.lo)
        for column, value in terms.items():
            if value:
                self.row.append(number)
                self.column.append(column)
                self.data.append(value)
        self.lo.append(lo)
        self.hi.append(hi)

    def constraint(self, columns: int) -> LinearConstraint:
        table = coo_array((self.data, (self.row, self.column)), shape=(len(self.lo), columns)).tocsr()
        return LinearConstraint(table, np.array(self.lo), np.array(self.hi))


class Exact:
    """A goal over a programme as a mixed-integer programme that grows by tangents."""

    def __init__(self, remaining: Remaining, goal: Goal) -> None:
        self.remaining, self.goal, self.programme = remaining, goal, remaining.programme
        self.unit = max(float(remaining.of(()).sum()), 1.0)  # yen are counted in parts of the loss as it is
        self.money = max(float(self.programme.cost.sum()), 1.0)
        self.rows = _Rows()
        self._seen: set[tuple[int, float]] = set()
        self.columns = len(self.programme.measures)
        self.level = self._levels()
        self.forms, self.form_of = self._forms()
        self.product = self._new(len(self.forms))
        self.least = self._new(len(self.forms))
        for number in range(len(self.forms)):
            self._hold_least(number)
            self._hold_product(number)
        self.path_terms = self._paths()
        self._hold_goal()

    def _new(self, count: int) -> int:
        first = self.columns
        self.columns += count
        return first

    def _levels(self) -> list[int]:
        """Make the levels of each gate: they sum to 1, and one is allowed only with all the measures that it needs."""
        first = []
        for gate in self.programme.gates:
            start = self._new(len(gate.factor))
            first.append(start)
            self.rows.add({start + v: 1.0 for v in range(len(gate.factor))}, lo=1.0, hi=1.0)
            for level, needs in enumerate(gate.needs):
                for measure in needs:
                    self.rows.add({start + level: 1.0, measure: -1.0}, hi=0.0)
        return first

    def _forms(self) -> tuple[list[tuple[tuple[int, ...], tuple[int, ...], float]], Ints]:
        """Return the different products of gates among the terms, and the form of each term."""
        numbers: dict[tuple[tuple[int, ...], tuple[int, ...], float], int] = {}
        of = []
        for term, gates in enumerate(self.programme.term_gates):
            key = (gates, self.programme.term_outer[term], float(self.programme.constant[term, 1]))
            of.append(numbers.setdefault(key, len(numbers)))
        return list(numbers), np.array(of, dtype=np.int64)

    def _logarithm(self, form: int) -> Terms:
        gates, outer, _ = self.forms[form]
        terms: Terms = {}
        for gate in (*gates, *outer):
            for v, factor in enumerate(self.programme.gates[gate].factor):
                terms[self.level[gate] + v] = terms.get(self.level[gate] + v, 0.0) + float(np.log(max(factor, _LEAST)))
        return terms

    def _hold_product(self, form: int) -> None:
        gates, outer, _ = self.forms[form]
        listed = [self.programme.gates[gate].factor for gate in (*gates, *outer)]
        top = sum(np.log(max(*f, _LEAST)) if len(f) > 1 else np.log(max(f[0], _LEAST)) for f in listed)
        low = sum(np.log(max(min(f), _LEAST)) for f in listed)
        for y in np.unique(np.linspace(low, top, _TANGENTS if top > low else 1)):
            self.tangent(form, float(y))

    def tangent(self, form: int, y0: float) -> None:
        """Hold a product from below by the tangent of exp at y0."""
        slope = float(np.exp(y0))
        terms = {column: -slope * value for column, value in self._logarithm(form).items()}
        terms[self.product + form] = 1.0
        self.rows.add(terms, lo=slope * (1.0 - y0))

    def _hold_least(self, form: int) -> None:
        """Hold outer x least from below: where no gate is below t and outer not below o, it is at least o x t."""
        gates, outer, constant = self.forms[form]
        steps = {min(constant, 1.0)}
        steps |= {f for gate in gates for f in self.programme.gates[gate].factor if f < constant}
        for o, outside in self._outside(outer):
            for t in steps:
                terms: Terms = {self.least + form: 1.0}
                for gate in gates:
                    for v, factor in enumerate(self.programme.gates[gate].factor):
                        if factor < t:
                            terms[self.level[gate] + v] = terms.get(self.level[gate] + v, 0.0) + o * t
                for column in outside:
                    terms[column] = terms.get(column, 0.0) + o * t
                self.rows.add(terms, lo=o * t)

    def _outside(self, outer: tuple[int, ...]) -> Iterable[tuple[float, tuple[int, ...]]]:
        """Give what stands outside the layers and the levels that go below it; of several gates only the lowest."""
        if not outer:
            yield 1.0, ()
        elif len(outer) == 1:
            gate = outer[0]
            factors = self.programme.gates[gate].factor
            for o in factors:
                yield o, tuple(self.level[gate] + v for v, factor in enumerate(factors) if factor < o)
        else:
            yield float(np.prod([min(self.programme.gates[gate].factor) for gate in outer])), ()

    def _paths(self) -> list[Terms]:
        """Return the yen of every path, in units of the whole, as terms; cells of several terms get a column."""
        programme, beta = self.programme, self.programme.beta
        found: list[Terms] = [{} for _ in programme.path_keys]
        counts = np.bincount(programme.cell) if len(programme.cell) else np.zeros(0, dtype=np.int64)
        several = {int(cell): self._new(1) for cell in np.flatnonzero(counts > 1)}
        for term, form in enumerate(self.form_of):
            cell = int(programme.cell[term])
            scale = float(programme.scale[term]) / self.unit
            own = {self.product + int(form): (1.0 - beta) * scale * float(programme.constant[term, 0])}
            own[self.least + int(form)] = beta * scale
            path = found[int(programme.path[cell])]
            if cell in several:
                self.rows.add({several[cell]: 1.0, **{c: -v for c, v in own.items()}}, lo=0.0)
                path[several[cell]] = 1.0
            else:
                for column, value in own.items():
                    path[column] = path.get(column, 0.0) + value
        return found

    def _hold_goal(self) -> None:
        fixed = self.programme.fixed / self.unit
        if self.goal.aim is Aim.BUDGET:
            cost = {m: float(c) / self.money for m, c in enumerate(self.programme.cost)}
            self.rows.add(cost, hi=self.goal.limit / self.money + 1e-12)
        elif self.goal.aim is Aim.TOTAL:
            self.rows.add(self._total(), hi=self.goal.limit / self.unit - float(fixed.sum()))
        else:
            for terms, own in zip(self.path_terms, fixed, strict=True):
                if terms:
                    self.rows.add(terms, hi=self.goal.limit / self.unit - float(own))

    def _total(self) -> Terms:
        total: Terms = {}
        for terms in self.path_terms:
            for column, value in terms.items():
                total[column] = total.get(column, 0.0) + value
        return total

    def solve(self, *, seconds: float, gap: float, start: frozenset[int]) -> Proof:
        """Return the best set found with the bound.

        Parameters
        ----------
        seconds
            After which the best known is returned; one round is always made.
        gap
            Part of the value, 0 to 1, within which the bound has to come.
        start
            A set to begin with, the best until a better one is found.
        """
        goal, until = self.goal, time.monotonic() + seconds
        best = start
        bound = self._least_of_all()
        rounds = 0
        for rounds in range(1, _ROUNDS + 1):
            found = self._solved(max(until - time.monotonic(), 0.2 * seconds if rounds == 1 else 0.05), gap)
            if found is None:
                break
            chosen, low = found
            bound = max(bound, low)
            if chosen is None:
                break
            exact = pruned(self.remaining, goal, chosen) if self._is_fit(chosen) else chosen
            if self._is_fit(exact) and standing(self.remaining, goal, exact) < standing(self.remaining, goal, best):
                best = exact
            has_learnt = self._tangents_at(chosen)
            if not self._is_fit(chosen):
                self._more_than(chosen)
                has_learnt = True
            if self._is_proven(best, bound, gap) or time.monotonic() > until or not has_learnt:
                break
        return Proof(best, self._is_fit(best), bound, rounds)

    def _least_of_all(self) -> float:
        """Return the bound that needs no solver: everything allowed done for a budget, what is forced for a cost."""
        if self.goal.aim is not Aim.BUDGET:
            return self.value(self.goal.forced)
        return self.value(frozenset(range(len(self.programme.measures))) - self.goal.excluded)

    def _is_fit(self, held: frozenset[int]) -> bool:
        return self.goal.is_reached(self.remaining.of(held))

    def value(self, held: frozenset[int]) -> float:
        """Return what the bound bounds: yen a year that remain for a budget, else yen a year of cost."""
        if self.goal.aim is Aim.BUDGET:
            return float(self.remaining.of(held).sum())
        return float(self.programme.cost[sorted(held)].sum())

    def _is_proven(self, best: frozenset[int], bound: float, gap: float) -> bool:
        value = self.value(best)
        return self._is_fit(best) and value - bound <= gap * max(value, 1e-9)

    def _solved(self, seconds: float, gap: float) -> tuple[frozenset[int] | None, float] | None:
        """Return one solution of the programme as it stands (None in time) and its bound in yen; None for neither."""
        objective = np.zeros(self.columns)
        is_budget = self.goal.aim is Aim.BUDGET
        if is_budget:
            for column, value in self._total().items():
                objective[column] = value
        else:
            objective[: len(self.programme.cost)] = self.programme.cost / self.money
        whole = np.zeros(self.columns, dtype=np.int64)
        whole[: len(self.programme.cost)] = 1
        lower, upper = np.zeros(self.columns), np.full(self.columns, np.inf)
        upper[: self.product] = 1.0
        lower[sorted(self.goal.forced)] = 1.0
        upper[sorted(self.goal.excluded)] = 0.0
        result = milp(
            objective,
            integrality=whole,
            bounds=Bounds(lower, upper),
            constraints=self.rows.constraint(self.columns),
            options={"time_limit": seconds, "mip_rel_gap": 0.25 * gap},
        )
        low = getattr(result, "mip_dual_bound", None)
        if low is None or not np.isfinite(low):
            return None
        yen = float(low) * (self.unit if is_budget else self.money)
        yen += float(self.programme.fixed.sum()) if is_budget else 0.0
        if result.x is None:
            return None, yen
        return frozenset(int(m) for m in np.flatnonzero(result.x[: len(self.programme.cost)] > 0.5)), yen

    def _more_than(self, chosen: frozenset[int]) -> None:
        """Ask for a measure outside a set that misses the limit: no part of it can keep the limit either."""
        others = set(range(len(self.programme.measures))) - chosen - self.goal.excluded
        self.rows.add(dict.fromkeys(others, 1.0), lo=1.0)

    def _tangents_at(self, chosen: frozenset[int]) -> bool:
        """Add the tangents at what a set of measures comes to; False where all are there already."""
        factors = self.remaining.factors(chosen)
        added = False
        for form, (gates, outer, _) in enumerate(self.forms):
            y = float(sum(np.log(max(factors[gate], _LEAST)) for gate in (*gates, *outer)))
            key = (form, round(y, 12))
            if key not in self._seen:
                self._seen.add(key)
                self.tangent(form, y)
                added = True
        return added


def exact(
    remaining: Remaining, goal: Goal, *, start: Sequence[int] = (), seconds: float = 20.0, gap: float = 1e-6
) -> Proof:
    """Return the best set of measures with its proof; see `Exact.solve`."""
    return Exact(remaining, goal).solve(seconds=seconds, gap=gap, start=frozenset(start) | goal.forced)
