"""Many files at once: each in a disposable child of its own, several side by side, told as they are done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from datetime import date

from riskgraph.intake.given import Given
from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.model.read_file import ReadFile


def read_many(
    files: Iterable[Given],
    *,
    today: date | None = None,
    limits: Limits = LIMITS,
    passwords: Sequence[str] = (),
    executor: Executor | None = None,
) -> Iterator[tuple[int, tuple[ReadFile, ...]]]:
    """Give the place of each file (from 0) and what was read of it, in the order of the files.

    At most a few files for each worker are in memory at once, so that thousands cost no more than hundreds. Leaving
    the iteration early cancels the rest.

    Parameters
    ----------
    executor
        Where the work is done; a pool of processes where None.
    """
    raise NotImplementedError
