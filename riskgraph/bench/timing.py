"""Times of works run in turns: whatever slows a machine down for a while slows all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

RUNS = 7


def seconds(work: Callable[[], object]) -> float:
    """Return how long one run of a work takes, seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def medians(*works: Callable[[], object], runs: int = RUNS) -> tuple[float, ...]:
    """Return the median of each work in seconds, ABAB... after one run of each that does not count."""
    for work in works:
        work()
    rounds = [[seconds(work) for work in works] for _ in range(runs)]
    return tuple(statistics.median(column) for column in zip(*rounds, strict=True))
