"""What a number can be brought to by measures: its levels, each with the measures that it needs, and how levels join.

The convention that bites: a set of measures gives the best level whose needs it holds; the first level needs nothing.
Levels that another one beats with the same or fewer measures are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import combinations, pairwise

from riskgraph.model.programme import Gate

Needs = frozenset[int]
Level = tuple[float, Needs]
Levels = tuple[Level, ...]
NOTHING: Needs = frozenset()
MOST_TOUCHING = 8
"""Measures on one fact of which every combination is tried; of more the single ones, all, and all but one."""
MOST_LEVELS = 64
"""Levels that one number keeps; of more those with the fewest measures and the one with all."""


def fixed(value: float) -> Levels:
    """Return the only level of what no measure moves."""
    return ((value, NOTHING),)


def pruned(levels: Collection[Level]) -> Levels:
    """Return rising levels of which none is reached or passed by another one with a part of its measures."""
    kept: list[Level] = []
    for value, needs in sorted(set(levels), key=lambda level: (len(level[1]), -level[0], sorted(level[1]))):
        if not any(other >= value and fewer <= needs for other, fewer in kept):
            kept.append((value, needs))
    if len(kept) > MOST_LEVELS:
        kept = [*kept[: MOST_LEVELS - 1], max(kept, key=lambda level: (level[0], -len(level[1])))]
    return tuple(sorted(kept, key=lambda level: (level[0], len(level[1]), sorted(level[1]))))


def joined(parts: Sequence[Levels], join: Callable[[float, float], float]) -> Levels:
    """Return the levels of a number that rises with each of its parts; exact but for `MOST_LEVELS`."""
    result = parts[0]
    for part in parts[1:]:
        if len(part) == 1:
            result = pruned([(join(value, part[0][0]), needs) for value, needs in result])
        else:
            result = pruned([(join(a, b), some | more) for a, some in result for b, more in part])
    return result


def tried(touching: Collection[int], value_of: Callable[[Needs], float]) -> Levels:
    """Return the levels of a number that rises with measures, by trying their combinations."""
    numbers = sorted(touching)
    if len(numbers) <= MOST_TOUCHING:
        sets = [frozenset(some) for size in range(len(numbers) + 1) for some in combinations(numbers, size)]
    else:
        everything = frozenset(numbers)
        single = [frozenset((n,)) for n in numbers]
        sets = [NOTHING, *single, *(everything - one for one in single), everything]
    return pruned([(value_of(some), some) for some in sets])


def level_with(levels: Levels, chosen: Collection[int]) -> float:
    """Return the best level that a set of measures reaches."""
    held = frozenset(chosen)
    return max(value for value, needs in levels if needs <= held)


def gate_of(levels: Levels, efficacy: float) -> Gate:
    """Return the factor f = 1 - e X of a strength with these levels, falling."""
    return Gate(tuple(1.0 - efficacy * value for value, _ in levels), tuple(needs for _, needs in levels))


def switch(sets: Collection[Needs]) -> Gate:
    """Return a factor that is 1 until one of these sets of measures is held, then 0."""
    levels = pruned([(0.0, NOTHING), *((1.0, needs) for needs in sets)])
    return Gate(tuple(1.0 - value for value, _ in levels), tuple(needs for _, needs in levels))


def slices(levels: Levels) -> tuple[float, tuple[tuple[float, Gate], ...]]:
    """Return a falling number cut into what stays and parts that measures switch off, each exact.

    `levels` are those of the number turned round (its negative), so that they rise.
    """
    values = sorted({-value for value, _ in levels}, reverse=True)
    parts = [
        (above - below, switch([needs for value, needs in levels if -value <= below]))
        for above, below in pairwise(values)
    ]
    return values[-1], tuple(parts)
