"""A child where none can be forked: a new process, slower to start, with the wall limit only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

from riskgraph.intake.child_answer import Answered, answer_of
from riskgraph.intake.limits import Limits
from riskgraph.intake.processes import Spawning

_PATIENCE = 5.0
_OUT_OF_MEMORY = b"\x02"


def spawned(work: Callable[[], bytes], limits: Limits) -> Answered:
    """Do a work in a new process; the time that it needs to start counts."""
    context = Spawning()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, work), daemon=True)
    try:
        process.start()
        sender.close()
        return _answer(receiver, limits)
    finally:
        receiver.close()
        process.kill()
        process.join(_PATIENCE)
        process.close()


def _answer(receiver: Connection, limits: Limits) -> Answered:
    try:
        if not receiver.poll(limits.wall_seconds):
            return Answered(code="gate.took_too_long")
        frame = receiver.recv_bytes()
    except (EOFError, OSError):
        return Answered(code="gate.reader_stopped")
    return Answered(code="gate.took_too_much_memory") if frame == _OUT_OF_MEMORY else Answered(frame=frame)


def _work(sender: Connection, work: Callable[[], bytes]) -> None:
    """Run in the new process: do the work and hand the answer over."""
    try:
        sender.send_bytes(answer_of(work))
    except MemoryError:
        with suppress(OSError):
            sender.send_bytes(_OUT_OF_MEMORY)
    except Exception:  # what a parser stumbled over is text from the file, which no trace may show
        sender.close()
