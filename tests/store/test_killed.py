"""A process that is ended at any point of a save leaves a store that opens: all that was saved, and nothing half."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from riskgraph.model.records import VersionKind
from riskgraph.store import opening
from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import location
from riskgraph.store.questionnaires import questionnaires
from riskgraph.store.registers import create_register, registers, save_version, versions
from tests.store import dying
from tests.store.things import ACTOR, DAY, a_form, counts, faults, rows

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="ends processes that it forks"),
    # Python 3.12 warns of forking beside threads; the child runs its own short work and leaves.
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
ROUNDS = 12
# Every so many statements of each save; `make killed` takes them all.
STEPS = {"import": 4, "edit": 4, "accept": 7, "assess": 5, "delete": 5}
QUESTIONNAIRES = 3


def state(url: str) -> dict[str, int]:
    """Return how much is in a store, after seeing that it opens and is sound."""
    store = open_store(url)
    assert faults(store) == []
    return counts(store)


@pytest.mark.parametrize(("name", "step"), STEPS.items())
def test_ended_before_any_statement_of_a_save_nothing_of_it_is_there(tmp_path: Path, name: str, step: int) -> None:
    ended_before_statements(tmp_path, name, step=step)


def ended_before_statements(folder: Path, name: str, *, step: int) -> None:
    """End a save before every so many of its statements and before its commit, each time in a fresh store."""
    start, end = folder / "start.sqlite3", folder / "end.sqlite3"
    register_id = dying.prepared(open_store(location(str(start))))
    shutil.copyfile(start, end)
    whole = open_store(location(str(end)))
    last = dying.statements(whole, lambda: dying.SAVES[name](whole, register_id))
    before, after = state(location(str(start))), state(location(str(end)))
    assert (last > 10, before == after) == (True, False)

    for point in sorted({0, *range(1, last + 1, step), last}):
        url = location(str(shutil.copyfile(start, folder / "one.sqlite3")))
        assert dying.run_to_the_end(url, name, register_id, ends_at=point) == (b"", -signal.SIGKILL), point
        assert state(url) == before, point
    # The very same save goes through afterwards: no lock and nothing left over stands in its way.
    assert dying.run_to_the_end(url, name, register_id, ends_at=last + 1) == (dying.SAVED, 0)
    assert state(url) == after


@pytest.mark.parametrize("point", range(1, 60, 7))
def test_ended_while_a_store_is_made_the_next_opening_makes_it(tmp_path: Path, point: int) -> None:
    url = location(str(tmp_path))
    real = opening.engine_of

    def engine_of(given: str) -> Engine:
        engine = real(given)
        dying.ended_at(Store(given, engine), point)
        return engine

    def work(tell: Callable[[bytes], None]) -> None:
        opening.engine_of = engine_of  # in the child alone
        open_store(url)
        tell(dying.SAVED)

    told, status = dying.told_by(*dying.child(work))

    assert (told, status) in {(b"", -signal.SIGKILL), (dying.SAVED, 0)}
    assert point > 30 or status == -signal.SIGKILL
    assert sum(state(url).values()) == 0


def test_ended_at_any_moment_all_that_was_reported_is_there(tmp_path: Path) -> None:
    for seed in range(ROUNDS):
        killed_once(tmp_path / str(seed), seed)


def killed_once(folder: Path, seed: int) -> None:
    """Let a child import and edit without end, end it at a random moment, and hold the store to what it reported."""
    url = location(str(folder))
    pid, reads = dying.child(lambda tell: without_end(url, tell))
    assert os.read(reads, 8).startswith(b"0")  # the store is there and the first register is in it
    time.sleep(random.Random(seed).uniform(0.0, 0.15))
    os.kill(pid, signal.SIGKILL)
    told, status = dying.told_by(pid, reads)

    store = open_store(url)
    reported = [int(number) for number in told.split()]
    found = {int(record.name): record for record in registers(store)}
    assert (status, faults(store)) == (-signal.SIGKILL, [])
    assert set(found) >= set(reported)
    assert len(found) <= max(reported, default=0) + 2  # at most the one that was under way was saved unreported
    for number, record in found.items():
        kinds = [version.kind for version in reversed(versions(store, record.register_id))]
        assert kinds in ([VersionKind.IMPORT], [VersionKind.IMPORT, VersionKind.EDIT])
        assert len(kinds) == 2 or number == max(found)
        assert len(questionnaires(store, record.register_id)) == QUESTIONNAIRES


def without_end(url: str, tell: Callable[[bytes], None]) -> None:
    store, number = open_store(url), 0
    while True:
        with store.writing(ACTOR) as w:
            files = [("台帳.xlsx", os.urandom(60_000))]
            made = create_register(w, str(number), rows("甲", str(number)), files=files).register_id
            for party in range(QUESTIONNAIRES):
                data = f"{number}/{party}".encode()
                form = a_form(str(party))
                dying.receive(w, made, form, data, party_id=str(party), request_id=None, received_on=DAY)
        tell(f"{number}\n".encode())
        with store.writing(ACTOR) as w:
            save_version(w, made, rows("乙", str(number)), based_on=1, kind=VersionKind.EDIT)
        number += 1
