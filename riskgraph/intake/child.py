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
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NoReturn

from riskgraph.errors import InputRefused
from riskgraph.intake.child_answer import HEAD, Answered, answer_of, body_length, unframed
from riskgraph.intake.child_limits import OUT_OF_MEMORY, allow_time, confined, limits_work
from riskgraph.intake.child_spawned import spawned
from riskgraph.intake.limits import LIMITS, Limits

_PIECE = 1 << 16
_SHARE_OF_MEMORY = 4  # an answer larger than this part of the memory allowed is none
_PAUSE = 0.001
_TOO_LONG = "gate.took_too_long"


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
    return _given(_alone(work, limits), name, limits)


def in_children(
    works: Sequence[Callable[[], bytes]], names: Sequence[str], *, limits: Limits = LIMITS
) -> list[bytes | InputRefused]:
    """Return what works give or refuse, done one after the other in one child for as long as it lives.

    Each has the time and, beside what those before it left behind, the memory of one file. The work over which a
    child is lost is done once more in a child of its own, whose end is its answer; those behind it go on in another.
    """
    told: list[bytes | InputRefused] = []
    while len(told) < len(works):
        begin = len(told)
        if len(works) - begin > 1 and _may_fork():
            for answered in _forked(works[begin:], limits):
                if not answered.code or answered.code == _TOO_LONG:  # which needs no second try
                    told.append(_outcome(answered, names[len(told)], limits))
        if len(told) < len(works):
            answered = _alone(works[len(told)], limits)
            told.append(_outcome(answered, names[len(told)], limits))
    return told


def _alone(work: Callable[[], bytes], limits: Limits) -> Answered:
    return next(iter(_forked((work,), limits))) if _may_fork() else spawned(work, limits)


def _outcome(answered: Answered, name: str, limits: Limits) -> bytes | InputRefused:
    try:
        return _given(answered, name, limits)
    except InputRefused as error:
        return error


def _given(answered: Answered, name: str, limits: Limits) -> bytes:
    """Return what a work gave; InputRefused with what it refused, or with why it gave nothing."""
    if answered.code:
        raise InputRefused(answered.code, {"file": name, "limit": _limit(answered.code, limits)})
    return unframed(answered.frame)


def _may_fork() -> bool:
    return hasattr(os, "fork") and hasattr(os, "waitid") and threading.active_count() == 1


def _limit(code: str, limits: Limits) -> int:
    """Return the limit that a refusal is about, in the unit of its message: seconds or megabytes."""
    if code == "gate.took_too_much_memory":
        return limits.memory_bytes // (1024 * 1024)
    return round(limits.wall_seconds)


def _forked(works: Sequence[Callable[[], bytes]], limits: Limits) -> Iterator[Answered]:
    """Do works in a fork of this process, one after the other; the first that gives nothing is the last."""
    from_child, to_parent = os.pipe()
    try:
        pid = os.fork()
    except OSError:  # no room for another process
        os.close(from_child)
        os.close(to_parent)
        yield Answered(code="gate.reader_stopped")
        return
    if pid == 0:
        _child(works, to_parent, limits)
    os.close(to_parent)
    begun = bytearray()
    try:
        for _ in works:
            deadline = time.monotonic() + limits.wall_seconds
            answered = _received(from_child, begun, deadline, limits.memory_bytes // _SHARE_OF_MEMORY)
            # A child that closed its end without a whole answer is dying or hanging; how it ends tells why.
            yield answered or Answered(code=_cause(_ended(pid, deadline)))
            if answered is None or answered.code:
                return
    finally:
        os.close(from_child)
        _buried(pid)


def _child(works: Sequence[Callable[[], bytes]], to_parent: int, limits: Limits) -> NoReturn:
    """Do the works and hand the answers over; never returns, and runs nothing that waits for the end of a program."""
    status = 1
    try:
        confined(to_parent, limits, works=len(works))
        for number, work in enumerate(works):
            if number:
                allow_time(limits)
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


def _received(from_child: int, begun: bytearray, deadline: float, most: int) -> Answered | None:
    """Return the next whole answer, or None where none came before the deadline; `begun` keeps what came of more."""
    watched = select.poll()
    watched.register(from_child, select.POLLIN)
    while True:
        length = body_length(begun)
        if length > most:
            return Answered(code="gate.took_too_much_memory")
        if 0 <= length <= len(begun) - HEAD:
            frame = bytes(begun[: HEAD + length])
            del begun[: HEAD + length]
            return Answered(frame=frame)
        left = deadline - time.monotonic()
        if left <= 0 or not watched.poll(1000 * left):
            return None
        piece = os.read(from_child, _PIECE)
        if not piece:
            return None
        begun += piece


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
        return _TOO_LONG
    return "gate.took_too_much_memory" if status == OUT_OF_MEMORY else "gate.reader_stopped"


def is_limited() -> bool:
    """Say whether a child's memory can be bounded here: where not, no parser of old formats gets a stranger's bytes."""
    return hasattr(os, "fork") and sys.platform.startswith("linux") and limits_work()
