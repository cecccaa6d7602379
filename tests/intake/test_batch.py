"""Many files at once: told in their order, each for itself, few in memory, and nothing left behind."""

from __future__ import annotations

import io
import os
import signal
import zipfile
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import date

import pytest

from riskgraph.intake import apart, batch, child
from riskgraph.intake.batch import read_many
from riskgraph.intake.given import Given
from riskgraph.intake.limits import LIMITS
from riskgraph.intake.read_file import Way, read_given
from riskgraph.intake.reader_pool import ReaderPool
from tests.intake.forms import CATALOGUE, all_answered, blank, filled

TODAY = date(2026, 9, 1)
GOOD = filled(all_answered())


class AtOnce(Executor):
    """Does each work as it is submitted, in this process, and counts them."""

    workers = 1

    def __init__(self) -> None:
        self.submitted = 0

    def submit(self, fn, /, *args, **kwargs):
        self.submitted += 1
        future: Future = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Breaking(AtOnce):
    """Loses its worker over a file of a certain name, as often as it is told to."""

    def __init__(self, name: str, times: int) -> None:
        super().__init__()
        self.name, self.times = name, times

    def submit(self, fn, /, files, way):
        if self.times and any(given.name == self.name for given in files):
            self.times -= 1
            return super().submit(_lose_the_worker)
        return super().submit(fn, files, way)


class Never(Executor):
    """Has the first work done and never gets to another."""

    workers = 4

    def __init__(self) -> None:
        self.futures: list[Future] = []

    def submit(self, fn, /, *args, **kwargs):
        future: Future = Future()
        self.futures.append(future)
        if len(self.futures) == 1:
            future.set_result([b"[]"])
        return future


def _lose_the_worker() -> bytes:
    raise BrokenProcessPool


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only the order of the work is looked at, no child is needed."""
    monkeypatch.setattr(apart, "in_children", lambda works, names, limits: [work() for work in works])


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(workers=2) as pool:
        yield pool


def zipped(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(1, count + 1):
            archive.writestr(f"folder/{number}.xlsx", GOOD)
    return out.getvalue()


def names(count: int) -> list[str]:
    return [f"{number}.xlsx" for number in range(count)]


@pytest.mark.parametrize("files_a_child", [1, 3])
def test_files_come_back_in_their_order_and_say_what_they_say_alone(pool, files_a_child):
    files = [
        Given("1.xlsx", GOOD),
        Given("2.xlsx", b"no workbook"),
        Given("3.xlsx", blank("en")),
        Given("4.zip", zipped(2)),
    ]

    limits = replace(LIMITS, files_a_child=files_a_child)

    read = list(read_many(files, today=TODAY, limits=limits, executor=pool))

    assert read == [(place, read_given(given, CATALOGUE, today=TODAY)) for place, given in enumerate(files)]


def test_a_pool_serves_one_batch_after_the_other(pool):
    for _ in range(2):
        ((place, (entry,)),) = read_many([Given("1.xlsx", GOOD)], executor=pool)
        assert (place, entry.form is not None) == (0, True)


def test_a_worker_that_is_killed_is_replaced_and_no_file_is_lost(pool):
    list(read_many([Given("1.xlsx", GOOD)], executor=pool))
    (victim, *_) = pool._inner._processes

    batch_ = read_many([Given(name, GOOD) for name in names(12)], executor=pool)
    first = next(batch_)
    os.kill(victim, signal.SIGKILL)

    assert [entries[0].form is not None for _, entries in [first, *batch_]] == [True] * 12


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize(("times", "is_read"), [(1, True), (99, False)])
def test_a_file_that_takes_its_worker_along_is_tried_again_and_then_told(times, is_read):
    read = dict(read_many([Given(name, GOOD) for name in names(4)], executor=Breaking("2.xlsx", times)))

    assert [entries[0].form is not None for entries in read.values()] == [True, True, is_read, True]
    if not is_read:
        assert read[2][0].problems[0].code == "gate.reader_stopped"


@pytest.mark.usefixtures("in_this_process")
def test_few_files_are_taken_ahead():
    """Thousands may not lie in memory because the first is slow to be looked at."""
    taken = []

    def coming() -> Iterator[Given]:
        for name in names(100):
            taken.append(name)
            yield Given(name, b"")

    batch_ = read_many(coming(), executor=AtOnce())
    next(batch_)

    assert len(taken) <= batch._AHEAD
    batch_.close()


def test_leaving_early_cancels_what_has_not_begun():
    never = Never()

    batch_ = read_many([Given(name, b"") for name in names(5)], executor=never)
    next(batch_)
    batch_.close()

    assert [future.cancelled() for future in never.futures] == [False, True, True, True, True]


def test_no_process_is_left_when_a_pool_is_shut_down():
    with ReaderPool(workers=1) as pool:
        list(read_many([Given("1.xlsx", b"")], executor=pool))
        workers = list(pool._inner._processes)

    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
    with pytest.raises(RuntimeError):
        pool.submit(print)


def test_threads_may_do_the_work_where_nothing_can_be_forked(monkeypatch):
    """As on a system without fork: a process is started anew for each file."""
    monkeypatch.setattr(child, "_may_fork", lambda: False)
    with ThreadPoolExecutor(1) as threads:
        ((_, (entry,)),) = read_many([Given("1.xlsx", GOOD)], today=TODAY, executor=threads)

    assert (entry,) == read_given(Given("1.xlsx", GOOD), CATALOGUE, today=TODAY)


def test_passwords_are_in_no_text_of_a_work():
    assert "秘密" not in repr(Way(passwords=("秘密",)))


@pytest.mark.parametrize("told", [b"", b"[]", b"[{}]", b"{", b'[{"file": 1}]', b"\x80"])
def test_what_is_no_answer_is_told_as_a_reader_that_stopped(told):
    (entry,) = apart.entries_of(told, Given("x/1.xlsx", b"a"))

    assert (entry.file, entry.problems[0].code) == ("1.xlsx", "gate.reader_stopped")


@pytest.mark.parametrize("files_a_child", [1, 2, 8])
def test_a_file_of_an_archive_that_ends_its_reader_fails_alone(monkeypatch, files_a_child):
    """Each has a child of its own, as if it had come by itself."""
    in_children = apart.in_children

    def dying(works, names, limits):
        dead = [os.abort if name == "2.xlsx" else work for work, name in zip(works, names, strict=True)]
        return in_children(dead, names, limits=limits)

    monkeypatch.setattr(apart, "in_children", dying)
    way = Way(limits=replace(LIMITS, files_a_child=files_a_child))

    (told,) = apart.read_apart([Given("all.zip", zipped(3))], way)
    entries = apart.entries_of(told, Given("all.zip", b""))

    assert [(e.file, e.archive, e.form is not None) for e in entries] == [
        ("1.xlsx", "all.zip", True),
        ("2.xlsx", "all.zip", False),
        ("3.xlsx", "all.zip", True),
    ]
    assert entries[1].problems[0].code == "gate.reader_stopped"


@pytest.mark.parametrize(
    "told", [b"F", b"Fx\n", b'F[["a", "", "", 9]]\nab', b'F[["a", "", "", -1]]\n', b"F[1]\n", b"?"]
)
def test_an_archive_that_is_none_is_told_as_a_reader_that_stopped(monkeypatch, told):
    monkeypatch.setattr(apart, "in_children", lambda works, names, limits: [told for _ in works])

    (said,) = apart.read_apart([Given("all.zip", b"")], Way())
    entries = apart.entries_of(said, Given("all.zip", b""))

    assert [entry.problems[0].code for entry in entries] == ["gate.reader_stopped"]
