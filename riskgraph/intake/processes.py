"""New processes that load what they need and not the program that starts them.

The convention that bites: `multiprocessing` has a new process load the main module of its parent. Here that may be a
page that is drawn by being run, or a test runner; a reader needs neither, so that while one of ours starts, the main
module is one without a file.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext, SpawnContext, SpawnProcess
from multiprocessing.process import parent_process
from threading import Lock
from types import ModuleType

_MAIN = "__main__"
_STARTING = Lock()


@contextmanager
def _main_without_file() -> Iterator[None]:
    """Hide the main module for a moment; one that somebody else puts there in between stays."""
    with _STARTING:
        main, stand_in = sys.modules[_MAIN], ModuleType(_MAIN)
        sys.modules[_MAIN] = stand_in
        try:
            yield
        finally:
            if sys.modules.get(_MAIN) is stand_in:
                sys.modules[_MAIN] = main


class _Spawned(SpawnProcess):
    """A process that is started anew."""

    def start(self) -> None:
        """Start it without the main module of its parent."""
        with _main_without_file():
            super().start()


class Spawning(SpawnContext):
    """Starts every process anew."""

    Process = _Spawned


if sys.platform == "win32":

    def serving(preloaded: tuple[str, ...]) -> BaseContext:
        """Return how processes are started that live long; this system has one way only."""
        del preloaded
        return Spawning()

    def ends_with_parent() -> None:
        """Do nothing: on this system no process waits for work."""

else:
    import fcntl
    from multiprocessing.context import ForkServerContext, ForkServerProcess

    class _Served(ForkServerProcess):
        """A process that is forked from a small one in which no thread runs."""

        def start(self) -> None:
            """Start it without the main module of its parent."""
            with _main_without_file():
                super().start()

    class _Serving(ForkServerContext):
        Process = _Served

    def serving(preloaded: tuple[str, ...]) -> BaseContext:
        """Return how processes are started that live long and may fork: without a thread, these modules loaded."""
        context = _Serving()
        context.set_forkserver_preload(list(preloaded))
        return context

    def ends_with_parent() -> None:
        """Have the system end this process as soon as its parent is gone, however that came to its end.

        A worker that waits for work holds both ends of the pipe that it waits at, and would wait for ever.
        """
        parent = parent_process()
        if parent is None or not hasattr(os, "O_ASYNC"):
            return
        # The parent holds the other end of this pipe open for as long as it lives; its closing raises the signal.
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, fcntl.fcntl(parent.sentinel, fcntl.F_GETFL) | os.O_ASYNC)
