"""Two people at once: exactly one save wins, the other is told, and nobody meets a locked database."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from riskgraph.errors import StaleSave
from riskgraph.model.records import VersionKind
from riskgraph.store.audit import audit_lines
from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import location
from riskgraph.store.registers import registers, save_version, submission_of, versions
from riskgraph.store.requests import make_requests, mark_sent, requests
from tests.store import dying
from tests.store.things import ACTOR, DAY, a_draft, a_register, faults, rows

PEOPLE, SAVES = 6, 4


def tried(store: Store, register_id: str, name: str, based_on: int) -> str:
    try:
        with store.writing(name) as w:
            save_version(w, register_id, rows(name), based_on=based_on, kind=VersionKind.EDIT)
    except StaleSave as stale:
        return str(stale.fields["actor"])
    return ""


def test_of_many_who_save_at_once_one_wins_and_the_others_are_told_who(store: Store) -> None:
    register_id = a_register(store)
    gate = threading.Barrier(PEOPLE)

    def save(name: str) -> str:
        gate.wait()
        return tried(store, register_id, name, 1)

    names = [f"担当{n}" for n in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        told = dict(zip(names, pool.map(save, names), strict=True))

    (winner,) = [name for name, whom in told.items() if not whom]
    assert {whom for name, whom in told.items() if name != winner} == {winner}
    assert (submission_of(store, register_id), len(versions(store, register_id))) == (rows(winner), 2)


def test_everybody_gets_a_turn_and_no_save_is_lost(store: Store) -> None:
    register_id = a_register(store)

    def work(name: str) -> int:
        stale = done = 0
        while done < SAVES:
            number = registers(store)[0].number
            if tried(store, register_id, name, number):
                stale += 1
            else:
                done += 1
        return stale

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(work, [f"担当{n}" for n in range(PEOPLE)]))

    assert registers(store)[0].number == 1 + PEOPLE * SAVES
    made_by = [version.made.actor for version in versions(store, register_id)][:-1]
    assert {made_by.count(f"担当{n}") for n in range(PEOPLE)} == {SAVES}
    numbers = [line.sequence for line in audit_lines(store, newest=1000)]
    assert (numbers, faults(store)) == (list(range(len(numbers), 0, -1)), [])


def test_a_request_is_moved_by_one_of_two(store: Store) -> None:
    register_id = a_register(store)
    with store.writing(ACTOR) as w:
        (request,) = make_requests(w, register_id, [a_draft()])
    gate = threading.Barrier(2)

    def send(name: str) -> bool:
        gate.wait()
        try:
            with store.writing(name) as w:
                mark_sent(w, {request.request_id: 1}, DAY)
        except StaleSave:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, ["甲", "乙"])) == [False, True]
    assert requests(store, register_id)[0].revision == 2


def test_requests_made_at_once_have_numbers_of_their_own(store: Store) -> None:
    register_ids = [a_register(store) for _ in range(4)]

    def ask(register_id: str) -> None:
        for _ in range(4):
            with store.writing(ACTOR) as w:
                make_requests(w, register_id, [a_draft(), a_draft("B")])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, register_ids))

    numbers = [record.request_id for register_id in register_ids for record in requests(store, register_id)]
    assert sorted(numbers) == list(range(1, 33))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_of_two_processes_one_wins(tmp_path: Path) -> None:
    url = location(str(tmp_path))
    register_id = a_register(open_store(url))
    ready, go = os.pipe()

    def work(tell: Callable[[bytes], None]) -> None:
        store = open_store(url)
        os.close(go)
        os.read(ready, 1)  # both go when the pipe is closed
        tell(b"stale" if tried(store, register_id, str(os.getpid()), 1) else b"saved")

    children = [dying.child(work) for _ in range(2)]
    os.close(ready)
    os.close(go)

    assert sorted(dying.told_by(*one) for one in children) == [(b"saved", 0), (b"stale", 0)]
    assert (registers(open_store(url))[0].number, faults(open_store(url))) == (2, [])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_processes_that_open_a_new_store_at_once_all_get_it(tmp_path: Path) -> None:
    url = location(str(tmp_path / "new"))

    def work(tell: Callable[[bytes], None]) -> None:
        tell(b"open" if registers(open_store(url)) == () else b"")

    children = [dying.child(work) for _ in range(4)]

    assert [dying.told_by(*one) for one in children] == [(b"open", 0)] * 4
    assert [place.name for place in (tmp_path / "new").iterdir()] == ["riskgraph.sqlite3"]
