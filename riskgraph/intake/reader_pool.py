"""The processes that read files: as many as there are cores, started once, made anew where one of them dies.

The convention that bites: a worker never reads a file itself. It holds the catalogue and every table that reading
needs, and each file is read in a fork of it.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from threading import Lock
from typing import ParamSpec, TypeVar

from riskgraph.catalogue import load_catalogue
from riskgraph.catalogue.load import QUESTIONNAIRES
from riskgraph.intake.child import is_limited
from riskgraph.intake.given import Given
from riskgraph.intake.processes import ends_with_parent, serving
from riskgraph.intake.read_file import read_given

MOST_WORKERS = 8
BLANK = QUESTIONNAIRES / "blank"
_PRELOADED = (
    "riskgraph.intake.apart",
    "riskgraph.intake.reader_pool",
)
P = ParamSpec("P")
R = TypeVar("R")


class ReaderPool(Executor):
    """A pool of processes that starts with the first work and is made anew after one of its workers died.

    It can be shared by threads and kept for as long as the program runs. Where the system has no fork, it is a pool of
    threads, each of which starts a process a file.
    """

    def __init__(self, workers: int = 0) -> None:
        self.workers = workers or min(os.cpu_count() or 1, MOST_WORKERS)
        self._lock = Lock()
        self._inner: Executor | None = None
        self._is_over = False

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Have a work done.

        Raises
        ------
        RuntimeError
            After `shutdown`.
        """
        with self._lock:
            if self._is_over:
                raise RuntimeError("the pool was shut down")
            if self._inner is not None:
                try:
                    return self._inner.submit(fn, *args, **kwargs)
                except BrokenExecutor:
                    self._inner.shutdown(wait=False)
            self._inner = _started(self.workers)
            return self._inner.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as its base has it
        """End the processes; nothing is taken on any more."""
        with self._lock:
            self._is_over = True
            inner, self._inner = self._inner, None
        if inner is not None:
            inner.shutdown(wait=wait, cancel_futures=cancel_futures)


def _started(workers: int) -> Executor:
    if not is_limited():
        return ThreadPoolExecutor(workers, thread_name_prefix="reader")
    return ProcessPoolExecutor(workers, mp_context=serving(_PRELOADED), initializer=_settled)


def _settled() -> None:
    """Prepare a worker: whatever every file needs is there before the first fork, and is copied by none."""
    # An interrupt from the keyboard is for the parent, which ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ends_with_parent()
    catalogue = load_catalogue()
    for blank in sorted(BLANK.glob("*.xlsx")):
        read_given(Given(blank.name, blank.read_bytes()), catalogue)
    gc.collect()
    gc.freeze()
