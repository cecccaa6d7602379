"""The union of uncertain lines: against all worlds, against the judge of links, and between its certified bounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.graphs.links import Links
from riskgraph.graphs.reliability import reach
from riskgraph.scoring.existence import union
from tests.scoring.worlds import promise

CHANCE = st.sampled_from((0.0, 0.05, 0.3, 0.5, 0.9, 1.0))
DOUBTS = "abcdefg"
LINES = st.lists(st.frozensets(st.sampled_from(DOUBTS), max_size=4), max_size=6)
CHANCES = st.fixed_dictionaries(dict.fromkeys(DOUBTS, CHANCE))


def over_all_worlds(lines: Iterable[frozenset[str]], chances: Mapping[str, float]) -> float:
    """Return the union by enumeration."""
    names, listed, found = sorted(chances), list(lines), 0.0
    for world in product((True, False), repeat=len(names)):
        real = {name for name, is_real in zip(names, world, strict=True) if is_real}
        if any(line <= real for line in listed):
            found += prod(chances[n] if is_real else 1 - chances[n] for n, is_real in zip(names, world, strict=True))
    return found


@promise(200)
@given(LINES, CHANCES)
def test_the_union_is_the_sum_over_all_worlds(lines: list[frozenset[str]], chances: dict[str, float]) -> None:
    assert union(lines, chances) == pytest.approx(over_all_worlds(lines, chances), abs=1e-12)


@promise(100)
@given(LINES, CHANCES, st.integers(0, 3))
def test_cut_short_it_lies_between_the_truth_and_the_noisy_or(
    lines: list[frozenset[str]], chances: dict[str, float], splits: int
) -> None:
    found = union(lines, chances, splits=splits)
    each = [prod(chances[doubt] for doubt in line) for line in set(lines)]
    assert found >= over_all_worlds(lines, chances) - 1e-12
    assert max(each, default=0.0) - 1e-12 <= found <= 1 - prod(1 - p for p in each) + 1e-12


@st.composite
def forests(draw: st.DrawFn) -> tuple[list[int], list[float], list[int]]:
    """Return the parent of each node (-1: the owner), the chance of the link above it, and the nodes with a source."""
    size = draw(st.integers(1, 9))
    parents = [draw(st.integers(-1, node - 1)) for node in range(size)]
    chances = [draw(CHANCE) for _ in range(size)]
    return parents, chances, draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=5))


@promise(100)
@given(forests())
def test_on_a_forest_it_is_what_the_judge_of_links_says_of_the_way_from_the_owner_to_the_host(
    forest: tuple[list[int], list[float], list[int]],
) -> None:
    """Nodes are engagements, the owner before and the host behind them; what is shared above is counted once."""
    parents, chances, sources = forest
    size = len(parents)

    def line(node: int) -> frozenset[str]:
        return frozenset() if node < 0 else line(parents[node]) | {str(node)}

    above = [
        (parent if parent >= 0 else size, node, p)
        for node, (parent, p) in enumerate(zip(parents, chances, strict=True))
    ]
    links = [*above, *((node, size + 1, 1.0) for node in sorted(set(sources)))]
    tail, head, p = (np.array(column) for column in zip(*links, strict=True))
    judged = reach(Links(size + 2, tail, head, p), size, seed=1, tolerance=1e-12).value[size + 1]
    found = union([line(node) for node in sources], {str(node): x for node, x in enumerate(chances)})
    assert found == pytest.approx(float(judged), abs=1e-9)


def test_very_many_lines_and_very_deep_ones_are_answered() -> None:
    wide = [frozenset({f"x{n}"}) for n in range(2_000)]
    assert union(wide, {f"x{n}": 0.001 for n in range(2_000)}) == pytest.approx(1 - 0.999**2_000)
    deep = [frozenset(f"y{n}" for n in range(depth)) for depth in range(1, 400)]
    assert union(deep, {f"y{n}": 0.5 for n in range(400)}) == pytest.approx(0.5)
