"""A disposable child process for one file: whatever it does, only it dies, and within its limits.

The convention that bites: a child is forked only where no other thread runs, because a lock that a thread holds at
that moment stays locked in the child for ever. Elsewhere, and where the system has no fork, a new process is started
instead, which knows the wall limit alone; `is_limited` tells the two apart, and what only a limited child may open is
refused in the other.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from riskgraph.errors import InputRefused
from riskgraph.intake.child_answer import HEAD, Answered, answer_of, body_length, unframed
from riskgraph.intake.child_limits import OUT_OF_MEMORY, confined, limits_work
from riskgraph.intake.child_spawned import spawned
from riskgraph.intake.limits import LIMITS, Limits

_PIECE = 1 << 16
_SHARE_OF_MEMORY = 4  # an answer larger than this part of the memory allowed is none
_PAUSE = 0.001


def in_child(work: Callable[[], bytes], name: str, *, limits: Limits = LIMITS) -> bytes:
    """Return what `work` returns, done in a child of its own with limits on memory, processor time and wall time.

    Parameters
    ----------
    work
        Runs in the child only. What it returns is handed over as bytes; nothing is unpickled. Where no child can be
        forked it has to be a function of a module or a `functools.partial` of one.
    name
        The file's name without folder, for messages only.

    Raises
    ------
    InputRefused
        What `work` raised, or ``gate.took_too_long``, ``gate.took_too_much_memory``, ``gate.reader_stopped``.
    """
    answered = _forked(work, limits) if _may_fork() else spawned(work, limits)
    if answered.code:
        raise InputRefused(answered.code, {"file": name, "limit": _limit(answered.code, limits)})
    return unframed(answered.frame)


def _may_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1


def _limit(code: str, limits: Limits) -> int:
    """Return the limit that a refusal is about, in the unit of its message: seconds or megabytes."""
    if code == "gate.took_too_much_memory":
        return limits.memory_bytes // (1024 * 1024)
    return round(limits.wall_seconds)


def _forked(work: Callable[[], bytes], limits: Limits) -> Answered:
    """Do the work in a fork of this process."""
    from_child, to_parent = os.pipe()
    try:
        pid = os.fork()
    except OSError:  # no room for another process
        os.close(from_child)
        os.close(to_parent)
        return Answered(code="gate.reader_stopped")
    if pid == 0:
        _child(work, to_parent, limits)
    os.close(to_parent)
    deadline = time.monotonic() + limits.wall_seconds
    try:
        answered = _received(from_child, deadline, limits.memory_bytes // _SHARE_OF_MEMORY)
        # A child that closed its end without a whole answer is dying or hanging; how it ends tells why.
        return answered or Answered(code=_cause(_ended(pid, deadline)))
    finally:
        os.close(from_child)
        _buried(pid)


def _child(work: Callable[[], bytes], to_parent: int, limits: Limits) -> NoReturn:
    """Do the work and hand the answer over; never returns, and runs nothing that waits for the end of a program."""
    status = 1
    try:
        confined(to_parent, limits)
        _send(to_parent, answer_of(work))
        status = 0
    except MemoryError:
        status = OUT_OF_MEMORY
    finally:
        # Whatever is under way, a return from here would be a second copy of the parent.
        os._exit(status)


def _send(to_parent: int, frame: bytes) -> None:
    left = memoryview(frame)
    while left:
        left = left[os.write(to_parent, left) :]


def _received(from_child: int, deadline: float, most: int) -> Answered | None:
    """Return a whole answer, or None where none came before the deadline."""
    pieces = bytearray()
    watched = select.poll()
    watched.register(from_child, select.POLLIN)
    while (left := deadline - time.monotonic()) > 0 and watched.poll(1000 * left):
        piece = os.read(from_child, _PIECE)
        pieces += piece
        length = body_length(pieces)
        if length > most:
            return Answered(code="gate.took_too_much_memory")
        if length >= 0 and len(pieces) >= HEAD + length:
            return Answered(frame=bytes(pieces[: HEAD + length]))
        if not piece:
            return None
    return None


def _ended(pid: int, deadline: float) -> int | None:
    """Return how a child ended (as `os.waitstatus_to_exitcode` tells it), None where it still runs at the deadline."""
    while True:
        # Told and not taken, so that whoever buries it still knows it by its number.
        told = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if told is not None:
            return told.si_status if told.si_code == os.CLD_EXITED else -told.si_status
        if time.monotonic() >= deadline:
            return None
        time.sleep(_PAUSE)


def _buried(pid: int) -> None:
    """End a child if it still runs, and wait for it, so that no zombie is left."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)


def _cause(status: int | None) -> str:
    """Return the code of a child that gave no answer."""
    if status is None or status == -signal.SIGXCPU:
        return "gate.took_too_long"
    return "gate.took_too_much_memory" if status == OUT_OF_MEMORY else "gate.reader_stopped"


def is_limited() -> bool:
    """Say whether a child's memory can be bounded here: where not, no parser of old formats gets a stranger's bytes."""
    return hasattr(os, "fork") and sys.platform.startswith("linux") and limits_work()
