"""From a scored register and measures to the losses as arrays: what any set of measures leaves, at the point.

Notes
-----
What stands outside the mixture of a channel (the undeclared tier's probability, the size of what an insider takes) is
cut into slices that measures switch off, so that nothing is approximated: p (Phi' - Phi) is the sum over the levels of
p of slices max(Phi, Phi' g), g one or nothing. Exact, with three exceptions that leave more than there is or little:
other ways of a cell count beside the chosen one by their worth today; hosts that share an event share its size today;
and an intrusion keeps its explanation. `tests/scoring/test_programme.py` holds it to the engine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from riskgraph.model.channel import PT, Route
from riskgraph.model.measure import Measure
from riskgraph.model.programme import Gate, Programme
from riskgraph.scoring.bypass_terms import BypassTerms, Term
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.csr import Csr, grouped
from riskgraph.scoring.events import exposed, price, worth
from riskgraph.scoring.measure_levels import MeasureLevels
from riskgraph.scoring.rates import READINGS, Rates
from riskgraph.scoring.reach_levels import ReachLevels

_PRIVILEGED = ("INS", "LVR")
_DIGITS = 12


def path_key(route: Route) -> str:
    """Return what names a path between two assessments; that of `Path.key`."""
    entry = "|" + ">".join(route.entry) if route.entry else ""
    return ">".join(route.parties) + "|" + ">".join(e or "?" for e in route.engagements) + entry


def programme_of(scored: Scored, measures: Sequence[Measure], *, years: float) -> Programme:
    """Return the losses of a register as arrays over measures.

    Parameters
    ----------
    years
        How long an outlay serves, above 0; the cost of a year is spread over them.

    Notes
    -----
    Linear in rows times layers, times the few levels of what measures touch.
    """
    terms = BypassTerms(scored, MeasureLevels(scored, measures))
    cells = _Cells()
    for path, alternatives in _Losses(scored, terms).parts():
        cells.add(path, alternatives)
    return cells.programme(scored, terms, measures, years)


class _Cells:
    """Cells gathered by path; those that fall alike are one, and those that never fall are added to the path."""

    def __init__(self) -> None:
        self._scale: dict[tuple[object, ...], float] = defaultdict(float)
        self._fixed: dict[int, float] = defaultdict(float)

    def add(self, path: int, alternatives: Sequence[Term]) -> None:
        """Add the alternatives of one part of a loss on a path; the largest counts."""
        kept = _distinct(alternatives)
        if not kept:
            return
        if not any(term.gates or term.outer for term in kept):
            self._fixed[path] += max(term.scale * term.alone for term in kept)
            return
        first = kept[0].scale
        shape = tuple((t.gates, t.outer, t.product, t.least, round(t.scale / first, _DIGITS)) for t in kept)
        self._scale[(path, shape)] += first

    def programme(self, scored: Scored, terms: BypassTerms, measures: Sequence[Measure], years: float) -> Programme:
        """Return all cells as arrays."""
        scale: list[float] = []
        gates: list[tuple[int, ...]] = []
        outer: list[tuple[int, ...]] = []
        constant: list[tuple[float, float]] = []
        cell: list[int] = []
        path: list[int] = []
        for number, ((where, shape), first) in enumerate(self._scale.items()):
            path.append(int(where))  # type: ignore[call-overload]
            for own, around, product, least, ratio in shape:  # type: ignore[attr-defined]
                scale.append(first * ratio)
                gates.append(own)
                outer.append(around)
                constant.append((product, least))
                cell.append(number)
        fixed = np.zeros(len(scored.routes))
        for where, yen in self._fixed.items():
            fixed[where] = yen
        return Programme(
            measures=tuple(m.measure_id for m in measures),
            cost=np.array([m.cost.a_year(years).pt for m in measures], dtype=np.float64),
            gates=terms.gates,
            scale=np.array(scale, dtype=np.float64),
            beta=terms.beta,
            term_gates=tuple(gates),
            term_outer=tuple(outer),
            constant=np.array(constant, dtype=np.float64).reshape(-1, 2),
            cell=np.array(cell, dtype=np.int64),
            path=np.array(path, dtype=np.int64),
            fixed=fixed,
            path_keys=tuple(path_key(route) for route in scored.routes),
        )


def _distinct(alternatives: Sequence[Term]) -> list[Term]:
    """Return alternatives of which none is never larger than another one, the largest today first."""
    largest: dict[tuple[object, ...], Term] = {}
    for term in alternatives:
        if term.scale > 0.0 and term.alone > 0.0:
            key = (term.gates, term.outer, term.product, term.least)
            known = largest.get(key)
            if known is None or term.scale > known.scale:
                largest[key] = term
    ranked = sorted(largest.values(), key=lambda t: (-t.scale * t.alone, t.gates, t.outer, t.product, t.least))
    if not ranked:
        return []
    floor = max(term.scale * term.at_best for term in ranked)
    return [term for n, term in enumerate(ranked) if n == 0 or term.scale * term.alone > floor]


def _now(terms: Sequence[Term]) -> float:
    return max(term.scale * term.alone for term in terms)


def _at_most(limit: float, terms: list[Term]) -> list[Term]:
    """Return the terms of another way, drawn to the chosen one where they would pass it today.

    As a whole it does not; only in one slice of it another asset may be ahead.
    """
    now = _now(terms)
    return [replace(term, scale=term.scale * limit / now) for term in terms] if now > limit else terms


@dataclass(frozen=True)
class _Way:
    """One row of a cell: its number, and how its loss compares with that of the chosen row, at the same rate."""

    row: int
    ratio: float


class _Losses:
    """What each path loses, in parts that have the same alternatives."""

    def __init__(self, scored: Scored, terms: BypassTerms) -> None:
        self.scored, self.terms = scored, terms
        self.reach = ReachLevels(scored, terms.levels)
        self.share = scored.ground.parameters.number("liability.owner_share")
        rows, rates = scored.rows, scored.rates
        kinds = exposed(scored.ground, rows)
        of_cells = (kinds.per_person, kinds.grave)
        self.worth = worth(scored.ground, rows, rates, of_cells, READINGS[PT], number=PT)
        self.rate = rates.rate[:, PT]
        self.rows_of_cell = grouped(rows.cell, len(rows.cell_assets))
        self.channels_of_event: Csr = grouped(rows.cell_event[scored.cell], len(rows.event_keys))
        self.cells_of_event: Csr = grouped(rows.cell_event, len(rows.event_keys))
        # The same with every host that responds as well as it can: what the size of a loss falls to.
        response = rates.response.copy()
        chosen = np.isin(rows.scenario, list(_PRIVILEGED)) & (rows.profiles["host"] >= 0)
        response[chosen] = 1.0
        column = slice(PT, PT + 1)
        best = Rates(rates.rate[:, column], *(np.empty((0, 0)),) * 2, response[:, column], np.empty((0, 0)))
        self.best = price(scored.ground, rows, best, kinds, scored.cells.row[:, column], readings=(READINGS[PT],))

    def parts(self) -> list[tuple[int, list[Term]]]:
        """Return every part of every path: variable losses by channel, fixed costs by event and path."""
        found: list[tuple[int, list[Term]]] = []
        for event in range(len(self.scored.rows.event_keys)):
            cells = self.cells_of_event.of(event)
            ways = {int(cell): self._ways(int(cell)) for cell in cells}
            if len(cells) == 1:
                self._single(event, int(cells[0]), ways[int(cells[0])], found)
            else:
                self._several(event, ways, found)
        return found

    def _ways(self, cell: int) -> list[_Way]:
        """Return the rows of a cell that lose anything, the chosen one first."""
        chosen = int(self.scored.cells.row[cell, PT])
        if self.rate[chosen] <= 0.0 or self.worth[chosen] <= 0.0:
            return []
        alone = self.worth[chosen] / self.rate[chosen]
        ways = [_Way(chosen, 1.0)]
        for other in self.rows_of_cell.of(cell):
            row = int(other)
            if row != chosen and self.worth[row] > 0.0 and self.terms.mixes_alike(row, chosen):
                ways.append(_Way(row, float(self.worth[row] / self.rate[row] / alone)))
        return ways

    def _single(self, event: int, cell: int, ways: list[_Way], found: list[tuple[int, list[Term]]]) -> None:
        """Add the loss of an event of one asset: fixed cost and variable loss at one rate."""
        cells = self.scored.cells
        now = float(cells.fixed[cell, PT] + cells.variable[cell, PT])
        best = float(self.best.fixed[cell, 0] + self.best.variable[cell, 0])
        for channel in self.channels_of_event.of(event):
            scale = self.share * float(self.scored.fraction[channel])
            self._cut(int(self.scored.path[channel]), ways, (scale * now, scale * best), found)

    def _several(self, event: int, ways: Mapping[int, list[_Way]], found: list[tuple[int, list[Term]]]) -> None:
        """Add the losses of an event of several assets: each its own rate, the fixed cost the largest of them."""
        cells = self.scored.cells
        shared: dict[int, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        for channel in self.channels_of_event.of(event):
            cell, path = int(self.scored.cell[channel]), int(self.scored.path[channel])
            scale = self.share * float(self.scored.fraction[channel])
            own = (scale * float(cells.variable[cell, PT]), scale * float(self.best.variable[cell, 0]))
            self._cut(path, ways[cell], own, found)
            part = scale * float(cells.weight[cell])
            now, best = shared[path]
            shared[path] = (
                now + part * float(cells.fixed[cell, PT]),
                best + part * float(self.best.fixed[cell, 0]),
            )
        every = [way for cell in ways for way in ways[cell]]
        every.sort(key=lambda way: -self.rate[way.row] * way.ratio)
        every = [way for way in every if self.terms.mixes_alike(way.row, every[0].row)]
        for path, yen in shared.items():
            self._cut(path, every, yen, found)

    def _cut(
        self, path: int, ways: Sequence[_Way], yen: tuple[float, float], found: list[tuple[int, list[Term]]]
    ) -> None:
        """Add one part of a loss: by what responding well takes off it, and by the undeclared tier."""
        if not ways or yen[0] <= 0.0:
            return
        entered = self.scored.rows.rows[ways[0].row].entered
        reached = self.reach.gate(entered) if entered is not None else None
        outside = tuple(gate for gate in (self._response(ways, yen), reached) if gate is not None)
        for number, part in enumerate(self.terms.slices(ways[0].row) or (None,)):
            alternatives: list[Term] = []
            for way in ways:
                own = self.terms.slices(way.row)[number] if part is not None else None
                terms = self.terms.terms(way.row, own, scale=yen[0] * way.ratio, outside=outside)
                alternatives.extend(_at_most(_now(alternatives), terms) if alternatives else terms)
            found.append((path, alternatives))

    def _response(self, ways: Sequence[_Way], yen: tuple[float, float]) -> Gate | None:
        """Return what responding well leaves of the size of a loss; None where hosts differ or nothing moves it."""
        rows = self.scored.rows
        hosts = {int(rows.profiles["host"][way.row]) for way in ways}
        if rows.scenario[ways[0].row] not in _PRIVILEGED or len(hosts) != 1 or min(hosts) < 0:
            return None
        helping = tuple(needs for value, needs in self.terms.levels.response(min(hosts)) if value >= 1.0 and needs)
        if not helping or yen[1] >= yen[0]:
            return None
        return Gate((1.0, *(yen[1] / yen[0] for _ in helping)), (frozenset(), *helping))
