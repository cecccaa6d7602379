"""Saves that are cut off: a child process writes to a store and is ended at a chosen statement, or at any moment."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from sqlalchemy import event

from riskgraph.model.records import ReviewState, VersionKind
from riskgraph.store.assessments import keep_assessment
from riskgraph.store.deletion import delete_register
from riskgraph.store.opening import Store, open_store
from riskgraph.store.parameters import save_parameters
from riskgraph.store.questionnaires import decide, receive
from riskgraph.store.registers import save_version, undo_last
from riskgraph.store.requests import make_requests, mark_sent
from riskgraph.store.uploads import discard, stage
from tests.store.things import ACTOR, DAY, a_draft, a_form, an_assessment, inputs, made, rows

SAVED = b"saved"


def import_all(store: Store, register_id: str) -> None:
    """Import another register with three questionnaires, in one transaction."""
    with store.writing(ACTOR) as w:
        new = made(w, "甲", "乙", files=(("台帳.xlsx", os.urandom(30_000)),))
        for party_id in "ABC":
            data = party_id.encode()
            receive(w, new, a_form(party_id), data, party_id=party_id, request_id=None, received_on=DAY)


def edit(store: Store, register_id: str) -> None:
    """Save an edit of the register that is there."""
    with store.writing(ACTOR) as w:
        save_version(w, register_id, rows("丙"), based_on=1, kind=VersionKind.EDIT)
        undo_last(w, register_id, based_on=2, reason="")


def accept(store: Store, register_id: str) -> None:
    """Accept the questionnaire that is there, send a request, and confirm an upload."""
    with store.writing(ACTOR) as w:
        decide(w, 1, 1, state=ReviewState.ACCEPTED)
        mark_sent(w, {1: 1}, DAY)
        discard(w, stage(w, "register", [("次.xlsx", b"next")]))


def assess(store: Store, register_id: str) -> None:
    """Keep an assessment, and parameters."""
    with store.writing(ACTOR) as w:
        keep_assessment(w, inputs(register_id), an_assessment(), rows("甲"))
        save_parameters(w, register_id, b"a: 1", based_on=0, reason="")


def delete(store: Store, register_id: str) -> None:
    """Delete the register with all that it has."""
    with store.writing(ACTOR) as w:
        delete_register(w, register_id, reason="終了")


SAVES: Mapping[str, Callable[[Store, str], None]] = {
    "import": import_all, "edit": edit, "accept": accept, "assess": assess, "delete": delete,
}  # fmt: skip


def prepared(store: Store) -> str:
    """Make what the saves start from: a register with a request and a questionnaire."""
    with store.writing(ACTOR) as w:
        register_id = made(w, "甲")
        make_requests(w, register_id, [a_draft()])
        receive(w, register_id, a_form(), b"returned", party_id="A", request_id=1, received_on=DAY)
    return register_id


def statements(store: Store, save: Callable[[], None]) -> int:
    """Return how many statements a save sends."""
    sent: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(store.engine, "before_cursor_execute", count)
    save()
    return len(sent)


def ended_at(store: Store, number: int) -> None:
    """Let this process end right before the statement of this number (from 1); 0 is right before the commit."""
    left = [number]

    def end(*_: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store.engine, "before_cursor_execute", end)
    if number == 0:
        event.listen(store.engine, "commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))


def child(work: Callable[[Callable[[bytes], None]], None]) -> tuple[int, int]:
    """Start a process that does some work and can tell of it; return its id and where to read what it tells."""
    reads, writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reads)
        _worked(work, writes)
    os.close(writes)
    return pid, reads


def _worked(work: Callable[[Callable[[bytes], None]], None], writes: int) -> NoReturn:
    """Do the work and leave without the ceremonies of the test run that this process was copied from."""
    status = 1
    try:
        work(lambda told: os.write(writes, told) and None)
        status = 0
    finally:
        os._exit(status)


def told_by(pid: int, reads: int) -> tuple[bytes, int]:
    """Wait for a child; return what it told and its exit status (minus the signal that ended it)."""
    with os.fdopen(reads, "rb") as pipe:
        told = pipe.read()
    return told, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def run_to_the_end(url: str, name: str, register_id: str, *, ends_at: int) -> tuple[bytes, int]:
    """Do a save in a child that is ended at a statement; return whether it told that it had saved, and its status."""

    def work(tell: Callable[[bytes], None]) -> None:
        store = open_store(url)
        ended_at(store, ends_at)
        SAVES[name](store, register_id)
        tell(SAVED)

    return told_by(*child(work))
