"""A disposable child process for one file: whatever it does, only it dies, and within its limits."""

from __future__ import annotations

from collections.abc import Callable

from riskgraph.intake.limits import LIMITS, Limits


def in_child(work: Callable[[], bytes], name: str, *, limits: Limits = LIMITS) -> bytes:
    """Return what `work` returns, done in a child of its own with limits on memory, processor time and wall time.

    Parameters
    ----------
    work
        Runs in the child only. What it returns is handed over as bytes; nothing is unpickled.
    name
        The file's name without folder, for messages only.

    Raises
    ------
    InputRefused
        What `work` raised, or ``gate.took_too_long``, ``gate.took_too_much_memory``, ``gate.reader_stopped``.
    """
    raise NotImplementedError
