"""A child may do whatever it likes: only it dies, its parent says why, and nothing of it is left."""

from __future__ import annotations

import atexit
import ctypes
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from riskgraph.errors import InputRefused
from riskgraph.intake import child, child_spawned
from riskgraph.intake.child import in_child, in_children, is_limited
from riskgraph.intake.child_answer import unframed
from riskgraph.intake.limits import LIMITS, MEGABYTE

pytestmark = pytest.mark.skipif(not is_limited(), reason="this system bounds no memory")


def refusal_of(work: Callable[[], bytes], **limits: float) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        in_child(work, "a.xlsx", limits=replace(LIMITS, **limits))
    return caught.value


def gave(content: bytes) -> bytes:
    return content


def refuses() -> bytes:
    raise InputRefused("gate.far_cell", {"file": "a.xlsx", "rows": 7, "ratio": 0.5})


def breaks() -> bytes:
    raise KeyError("secret of the file")


def segfaults() -> bytes:
    ctypes.string_at(0)
    return b""


def aborts() -> bytes:
    os.abort()


def leaves() -> bytes:
    os._exit(0)


def allocates() -> bytes:
    return bytes(len(b"x" * (300 * MEGABYTE)))


def hides_that_memory_ran_out() -> bytes:
    """As a reader does that takes every failure of a parser for a fault of the file."""
    try:
        return bytes(300 * MEGABYTE)
    except Exception as broken:
        raise InputRefused("gate.unreadable", {"file": "a.xlsx"}) from broken


def sleeps() -> bytes:
    time.sleep(60)
    return b""


def turns() -> bytes:
    while True:
        pass


def closes_and_sleeps() -> bytes:
    os.closerange(3, 64)
    time.sleep(60)
    return b""


@pytest.fixture(autouse=True)
def _no_zombie_is_left():
    yield
    with suppress(ChildProcessError):
        # One that still runs counts semaphores for the library and is no child of ours.
        assert os.waitpid(-1, os.WNOHANG) == (0, 0)


@pytest.mark.parametrize("size", [0, 1, 70_000, 3_000_000])
def test_what_the_work_gives_comes_back(size):
    assert in_child(partial(gave, b"\x00x" * size), "a.xlsx") == b"\x00x" * size


def test_a_refusal_comes_back_with_its_fields():
    error = refusal_of(refuses)

    assert (error.code, error.fields) == ("gate.far_cell", {"file": "a.xlsx", "rows": 7, "ratio": 0.5})


@pytest.mark.parametrize("work", [segfaults, aborts, leaves, breaks])
def test_a_child_that_dies_is_a_refusal_that_tells_nothing_of_the_file(work, capfd):
    error = refusal_of(work)

    assert error.code == "gate.reader_stopped"
    assert error.fields["file"] == "a.xlsx"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("work", [allocates, hides_that_memory_ran_out])
def test_memory_beyond_the_limit_is_refused_as_such(work):
    error = refusal_of(work, memory_bytes=100 * MEGABYTE)

    assert (error.code, error.fields["limit"]) == ("gate.took_too_much_memory", 100)


def test_memory_below_the_limit_is_given_however_much_the_parent_has():
    assert in_child(lambda: str(len(bytes(50 * MEGABYTE))).encode(), "a.xlsx") == str(50 * MEGABYTE).encode()


@pytest.mark.parametrize("work", [sleeps, closes_and_sleeps])
def test_a_child_that_hangs_is_ended_at_the_wall_limit(work):
    assert refusal_of(work, wall_seconds=0.3).code == "gate.took_too_long"


def test_a_child_that_computes_too_long_is_ended():
    assert refusal_of(turns, cpu_seconds=1).code == "gate.took_too_long"


def test_an_answer_larger_than_the_memory_allows_is_none():
    assert refusal_of(lambda: bytes(30 * MEGABYTE), memory_bytes=100 * MEGABYTE).code == "gate.took_too_much_memory"


def test_nothing_of_the_parent_runs_or_is_open_in_the_child(tmp_path: Path):
    """No exit handler, no file of the parent, no file written, no dump, and an interrupt is not its business."""
    ended = tmp_path / "ended"
    handler = atexit.register(ended.touch)
    with (tmp_path / "held").open("w") as held:
        number = held.fileno()

        def look() -> bytes:
            is_closed = False
            try:
                os.fstat(number)
            except OSError:
                is_closed = True
            try:
                (tmp_path / "written").write_text("x")
                return b"written"
            except OSError:
                pass
            os.kill(os.getpid(), signal.SIGINT)
            return b"closed" if is_closed else b"open"

        said = in_child(look, "a.xlsx")
    atexit.unregister(handler)

    assert said == b"closed"
    assert not ended.exists()
    assert not (tmp_path / "written").exists() or not (tmp_path / "written").read_text()


def test_the_neighbours_of_one_that_dies_are_read():
    assert [in_child(partial(gave, b"a"), "a"), refusal_of(segfaults).code, in_child(partial(gave, b"b"), "b")] == [
        b"a",
        "gate.reader_stopped",
        b"b",
    ]


def pid() -> bytes:
    return str(os.getpid()).encode()


def outcomes(works: list[Callable[[], bytes]], **limits: float) -> list[object]:
    told = in_children(works, [f"{n}.xlsx" for n in range(len(works))], limits=replace(LIMITS, **limits))
    return [one.code if isinstance(one, InputRefused) else one for one in told]


@pytest.mark.parametrize("bad", [segfaults, aborts, leaves, refuses, breaks, allocates])
@pytest.mark.parametrize("place", [0, 1, 3])
def test_of_several_in_one_child_the_one_that_dies_fails_alone(bad, place):
    works: list[Callable[[], bytes]] = [partial(gave, b"%d" % n) for n in range(4)]
    works[place] = bad

    told = outcomes(works, memory_bytes=100 * MEGABYTE)

    expected: list[object] = [b"%d" % n for n in range(4)]
    codes = {refuses: "gate.far_cell", allocates: "gate.took_too_much_memory"}
    expected[place] = codes.get(bad, "gate.reader_stopped")
    assert told == expected


def test_each_of_several_has_the_time_of_one():
    naps = [partial(time.sleep, 0.3)] * 3
    works = [lambda nap=nap: nap() or b"x" for nap in naps]

    assert outcomes([*works, sleeps, pid], wall_seconds=0.6)[:4] == [b"x", b"x", b"x", "gate.took_too_long"]


def test_several_share_a_child_only_where_that_is_asked_for():
    assert len(set(outcomes([pid, pid, pid]))) == 1
    assert len({in_child(pid, "a"), in_child(pid, "b")}) == 2


def test_beside_a_thread_nothing_is_forked(monkeypatch):
    """A lock that the thread holds would stay locked in the fork for ever."""
    monkeypatch.setattr(child.threading, "active_count", lambda: 2)
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("forked"))

    assert in_child(partial(gave, b"x"), "a.xlsx") == b"x"


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (segfaults, "gate.reader_stopped"),
        (breaks, "gate.reader_stopped"),
        (sleeps, "gate.took_too_long"),
    ],
)
def test_a_new_process_dies_alone_too(work, code, capfd):
    assert child_spawned.spawned(work, replace(LIMITS, wall_seconds=3.0)).code == code
    assert capfd.readouterr().out == ""


def test_a_new_process_tells_refusals():
    with pytest.raises(InputRefused, match=r"gate\.far_cell"):
        unframed(child_spawned.spawned(refuses, LIMITS).frame)
