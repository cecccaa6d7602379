"""What a set of measures leaves of the losses of a programme: the same arithmetic for one set and for many.

The convention that bites: measures are numbers, and a set gives a gate the lowest factor whose needs it holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

import numpy as np

from riskgraph.model.programme import Floats, Ints, Programme


class Remaining:
    """A programme, ready to be asked what sets of measures leave.

    Parameters
    ----------
    programme
        Its gates by number; gate number ``len(gates)`` stands for none and has the factor 1.

    Notes
    -----
    Building is linear in terms times gates. A question costs what the measures touch where `of` is asked from a known
    state, and one vectorised pass else.
    """

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        none = len(programme.gates)
        self.layers = _padded(programme.term_gates, none)
        self.outer = _padded(programme.term_outer, none)
        self.paths = len(programme.path_keys)
        self._first = np.flatnonzero(np.diff(programme.cell, prepend=-1)) if len(programme.cell) else np.zeros(0, int)

    @cached_property
    def _lowest_first(self) -> tuple[tuple[tuple[float, frozenset[int]], ...], ...]:
        """Return the levels of each gate with what they need, the lowest factor first."""
        levels = (zip(gate.factor, gate.needs, strict=True) for gate in self.programme.gates)
        return tuple(tuple(sorted(of, key=lambda level: level[0])) for of in levels)

    @cached_property
    def gates_of(self) -> Mapping[int, tuple[int, ...]]:
        """Return the gates that each measure can lower."""
        found: dict[int, set[int]] = defaultdict(set)
        for number, gate in enumerate(self.programme.gates):
            for needs in gate.needs:
                for measure in needs:
                    found[measure].add(number)
        return {measure: tuple(sorted(gates)) for measure, gates in found.items()}

    @cached_property
    def cells_of(self) -> tuple[Ints, ...]:
        """Return the cells with a term that rests on each gate."""
        of: list[set[int]] = [set() for _ in self.programme.gates]
        for term, gates in enumerate(zip(self.programme.term_gates, self.programme.term_outer, strict=True)):
            for gate in (*gates[0], *gates[1]):
                of[gate].add(int(self.programme.cell[term]))
        return tuple(np.array(sorted(cells), dtype=np.int64) for cells in of)

    @cached_property
    def _ends(self) -> tuple[Ints, Ints]:
        """Return where the terms of each cell begin and end."""
        return self._first, np.append(self._first[1:], len(self.programme.cell))

    def factors(self, chosen: Collection[int]) -> Floats:
        """Return the factor of every gate with these measures, shape (gates + 1,)."""
        held = frozenset(chosen)
        found = [self.factor(number, held) for number in range(len(self.programme.gates))]
        return np.array([*found, 1.0])

    def factor(self, gate: int, held: frozenset[int]) -> float:
        """Return the factor of one gate with these measures."""
        for factor, needs in self._lowest_first[gate]:
            if needs <= held:
                return factor
        raise AssertionError("the first level of a gate needs nothing")

    def terms(self, factors: Floats, chosen: Ints | slice = slice(None)) -> Floats:
        """Return the yen a year of terms under these factors."""
        programme = self.programme
        layers, outer = factors[self.layers[chosen]], factors[self.outer[chosen]]
        constant = programme.constant[chosen]
        product = constant[:, 0] * layers.prod(axis=1)
        least = np.minimum(constant[:, 1], layers.min(axis=1))
        mixed = (1.0 - programme.beta) * product + programme.beta * least
        result: Floats = programme.scale[chosen] * outer.prod(axis=1) * mixed
        return result

    def cells(self, factors: Floats) -> Floats:
        """Return the yen a year of every cell: the largest of its terms."""
        if not len(self._first):
            return np.zeros(0)
        result: Floats = np.maximum.reduceat(self.terms(factors), self._first)
        return result

    def some_cells(self, factors: Floats, cells: Ints) -> Floats:
        """Return the yen a year of some cells."""
        starts, stops = self._ends[0][cells], self._ends[1][cells]
        sizes = stops - starts
        offsets = np.cumsum(sizes) - sizes
        terms = np.arange(int(sizes.sum())) + np.repeat(starts - offsets, sizes)
        result: Floats = np.maximum.reduceat(self.terms(factors, terms), offsets) if len(terms) else np.zeros(0)
        return result

    def by_path(self, cells: Floats) -> Floats:
        """Return the yen a year of every path, what no measure moves included."""
        sums = np.bincount(self.programme.path, weights=cells, minlength=self.paths)
        result: Floats = sums + self.programme.fixed
        return result

    def of(self, chosen: Collection[int]) -> Floats:
        """Return the yen a year that a set of measures leaves on every path, shape (paths,)."""
        return self.by_path(self.cells(self.factors(chosen)))


def remaining(programme: Programme, chosen: Collection[int]) -> Floats:
    """Return the yen a year that a set of measures leaves on every path, shape (paths,)."""
    return Remaining(programme).of(chosen)


def _padded(groups: Iterable[tuple[int, ...]], none: int) -> Ints:
    """Return groups of gates as a table, short ones filled up with the gate that stands for none."""
    listed = list(groups)
    width = max((len(group) for group in listed), default=0) or 1
    return np.array([(*group, *([none] * (width - len(group)))) for group in listed], dtype=np.int64).reshape(-1, width)
