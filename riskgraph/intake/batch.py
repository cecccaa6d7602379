"""Many files at once: each in a disposable child of its own, several side by side, told as they are done."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import islice

from riskgraph.intake.apart import entries_of, read_apart, stopped
from riskgraph.intake.given import Given
from riskgraph.intake.limits import Limits, in_force
from riskgraph.intake.read_file import Way
from riskgraph.intake.reader_pool import ReaderPool
from riskgraph.model.read_file import ReadFile

_AHEAD = 3  # files in memory for each worker: one is read, one waits, one is told
_WORKERS_UNKNOWN = 4
_TRIES = 3


@dataclass(frozen=True, slots=True)
class _Underway:
    """Files that one worker reads, the first of which has a place in the batch."""

    place: int
    files: tuple[Given, ...]
    future: Future[list[bytes]]


def read_many(
    files: Iterable[Given],
    *,
    today: date | None = None,
    limits: Limits | None = None,
    passwords: Sequence[str] = (),
    executor: Executor | None = None,
) -> Iterator[tuple[int, tuple[ReadFile, ...]]]:
    """Give the place of each file (from 0) and what was read of it, in the order of the files.

    At most a few files for each worker are in memory at once, so that thousands cost no more than hundreds. Leaving
    the iteration early cancels the rest.

    Parameters
    ----------
    limits
        Those of the environment where None.
    executor
        Where the work is done; a pool of processes of its own where None. One that is given is left open, so that a
        `riskgraph.intake.reader_pool.ReaderPool` can serve many batches.
    """
    limits = limits if limits is not None else in_force()
    way = Way(today, limits, tuple(passwords))
    with ExitStack() as stack:
        pool = executor if executor is not None else stack.enter_context(ReaderPool())
        underway: deque[_Underway] = deque()
        stack.callback(_cancel, underway)
        coming = _portions(files, limits.files_a_child)
        while True:
            if not any(_is_broken(one) for one in underway):
                room = _AHEAD * _workers(pool) - len(underway)
                underway.extend(_submitted(pool, place, some, way) for place, some in islice(coming, room))
            if not underway:
                return
            one = underway.popleft()
            yield from enumerate(_outcome(one, pool, way), one.place)


def _portions(files: Iterable[Given], size: int) -> Iterator[tuple[int, tuple[Given, ...]]]:
    """Give the files so many at a time, with the place of the first."""
    coming, place = iter(files), 0
    while some := tuple(islice(coming, size)):
        yield place, some
        place += len(some)


def _workers(pool: Executor) -> int:
    return int(getattr(pool, "workers", 0) or getattr(pool, "_max_workers", _WORKERS_UNKNOWN))


def _submitted(pool: Executor, place: int, files: tuple[Given, ...], way: Way) -> _Underway:
    return _Underway(place, files, pool.submit(read_apart, files, way))


def _is_broken(one: _Underway) -> bool:
    """Say whether a worker died under a file or a neighbour of it, so that it has to be read once more."""
    return one.future.done() and not one.future.cancelled() and isinstance(one.future.exception(), BrokenExecutor)


def _outcome(one: _Underway, pool: Executor, way: Way) -> list[tuple[ReadFile, ...]]:
    """Return what was read of files; what takes its worker along again and again is told as such."""
    for _ in range(_TRIES):
        try:
            told = one.future.result()
        except BrokenExecutor:
            try:
                one = _submitted(pool, one.place, one.files, way)
            except BrokenExecutor:  # a pool of somebody else, which is not ours to make anew
                break
        except CancelledError:
            break
        else:
            return [entries_of(entries, given) for entries, given in zip(told, one.files, strict=True)]
    return [(stopped(given),) for given in one.files]


def _cancel(underway: deque[_Underway]) -> None:
    for one in underway:
        one.future.cancel()
