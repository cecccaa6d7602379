"""The cheapest fix, measured: lazy greedy against a full pass for every candidate and round, and the proven gap."""

from __future__ import annotations

import numpy as np

from riskgraph.analysis.remaining import Remaining
from riskgraph.analysis.remediation import Goal, curve, solve
from riskgraph.bench.made_up_programme import made
from riskgraph.bench.ratio import Ratio
from riskgraph.bench.timing import seconds
from riskgraph.model.plan import Aim
from riskgraph.model.programme import Floats, Programme

SIZE, QUICK_SIZE = (300, 5_000), (20, 100)
"""Measures and terms (channels that measures move)."""
AT_LEAST, GAP = 20.0, 0.01
_PROVEN = (30, 120)
_BUDGET = 0.3  # of what all measures cost together
_ROUND = 30


def fixing_ratios(measures: int, terms: int) -> list[Ratio]:
    """Return how much faster lazy greedy is than the plain one, and within which gap the best choice is proven."""
    programme = made(300, measures=measures, gates=2 * measures, terms=terms, paths=40)
    steps = curve(programme)
    lazy = min(seconds(lambda: curve(programme)) for _ in range(3))
    remaining = Remaining(programme)
    tried = min(_ROUND, measures)
    held = remaining.factors(())
    one_pass = seconds(lambda: [_passed(remaining, held, candidate) for candidate in range(tried)]) / tried
    plain = one_pass * measures * len(steps)
    detail = f"{measures:,}; {terms:,}; {len(steps)}"
    return [Ratio("greedy", plain / lazy, AT_LEAST, is_at_least=True, detail=detail), _proof()]


def _passed(remaining: Remaining, held: Floats, candidate: int) -> Floats:
    """Look at one candidate as the plain way does: its own gates, then all terms, cells and paths in one pass."""
    factors = held.copy()
    for gate in remaining.gates_of.get(candidate, ()):
        factors[gate] = remaining.factor(gate, frozenset({candidate}))
    return remaining.by_path(remaining.cells(factors))


def _proof() -> Ratio:
    measures, terms = _PROVEN
    programme = made(7, measures=measures, gates=measures, terms=terms, paths=10)
    solution = solve(programme, Goal(Aim.BUDGET, _BUDGET * _cost(programme)), gap=GAP)
    gap = np.inf if solution.gap is None else solution.gap
    return Ratio("fix_gap", float(gap), GAP, is_at_least=False, detail=f"{measures}; {terms}")


def _cost(programme: Programme) -> float:
    return float(programme.cost.sum())
