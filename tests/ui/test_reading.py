"""Files are read beside the page: stopped at once, gone on with, each of an archive by itself, nothing read twice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from riskgraph.intake.given import Given
from riskgraph.model.read_file import ReadFile
from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import location
from riskgraph.store.uploads import content_of, listed, put_in_place, stage, waiting
from riskgraph.ui.actions import reading
from riskgraph.ui.actions.reading import Reading, unpacked

TODAY = date(2026, 10, 1)
SECONDS = 20


class Gated:
    """Reads a file whenever it is let to, and notes when it is left."""

    def __init__(self, let_through: int) -> None:
        self.let_through, self.seen = let_through, 0
        self.reached, self.left = Event(), Event()

    def __call__(self, files: Iterable[Given], **options: Any) -> Iterator[tuple[int, tuple[ReadFile, ...]]]:
        try:
            for number, file in enumerate(files):
                if number == self.let_through:
                    self.reached.set()
                    self.left.wait(0.3)
                self.seen += 1
                yield number, (ReadFile(file=file.name, archive=file.archive, sha256=str(self.seen)),)
        finally:
            self.left.set()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(location(str(tmp_path / "kept")))


def staged(store: Store, *files: tuple[str, bytes]) -> Reading:
    with store.writing("担当") as writing:
        upload_id = stage(writing, reading.PURPOSE, files, register_id="r")
    upload = listed(store, upload_id)
    assert upload is not None and all(file.data is None for file in upload.files)
    return Reading(upload, TODAY)


def finished(this: Reading, store: Store) -> Reading:
    this.start(store, None)
    told: list[tuple[int, int, str]] = []
    this.wait(lambda done, of, name: told.append((done, of, name)))
    assert all(done <= of for done, of, _ in told)
    return this


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, name.encode())
    return out.getvalue()


def test_what_was_read_before_it_was_stopped_stays_and_the_rest_is_named(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gated(2)
    monkeypatch.setattr(reading, "read_many", gate)
    this = staged(store, *((f"{n}.csv", b"x") for n in range(5)))
    this.start(store, None)
    assert gate.reached.wait(SECONDS)
    this.stop()
    assert not this.is_running, "a page that is drawn now shows what there is"
    assert gate.left.wait(SECONDS), "the source is left early"
    assert [one.name for one in this.found] == ["0.csv", "1.csv"]
    assert [one.name for one in this.unread] == ["2.csv", "3.csv", "4.csv"]


def test_the_rest_is_read_on_request_and_nothing_twice(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gated(2)
    monkeypatch.setattr(reading, "read_many", gate)
    this = staged(store, *((f"{n}.csv", b"x") for n in range(5)))
    this.start(store, None)
    assert gate.reached.wait(SECONDS)
    this.stop()
    gate.left.wait(SECONDS)
    rest = Gated(99)
    monkeypatch.setattr(reading, "read_many", rest)
    finished(this, store)
    assert rest.seen == 3
    assert [one.name for one in this.found] == [f"{n}.csv" for n in range(5)] and this.unread == ()
    version = this.version
    finished(this, store)
    assert this.version == version


def test_each_file_of_an_archive_is_read_and_told_by_itself(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read_many", Gated(99))
    this = finished(staged(store, ("a.zip", zipped("会社/一.csv", "二.csv")), ("三.csv", b"x")), store)
    assert [(one.name, one.archive) for one in this.found] == [("一.csv", "a.zip"), ("二.csv", "a.zip"), ("三.csv", "")]
    assert [given.data for given in unpacked("a.zip", zipped("会社/一.csv"))] == ["会社/一.csv".encode()]


def test_a_file_that_was_opened_waits_in_place_of_the_locked_one_and_is_read_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "read_many", Gated(99))
    this = finished(staged(store, ("a.csv", b"locked"), ("b.csv", b"x")), store)
    with store.writing("担当") as writing:
        put_in_place(writing, this.upload_id, 0, b"opened")
    assert content_of(store, this.upload_id, 0) == b"opened"
    assert content_of(store, this.upload_id, 1) == b"x"
    assert waiting(store, reading.PURPOSE, "r") == (this.upload_id,)
    this.again(0)
    assert [one.name for one in this.unread] == ["a.csv"]
    finished(this, store)
    assert [one.name for one in this.found] == ["a.csv", "b.csv"] and this.found[0].read[0].sha256 == "3"


def test_a_reader_that_fails_leaves_what_was_read_and_says_why(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from riskgraph.errors import StoreRefused

    def failing(files: Iterable[Given], **options: Any) -> Iterator[tuple[int, tuple[ReadFile, ...]]]:
        for number, file in enumerate(files):
            if number:
                raise StoreRefused("store.busy", {"place": "x"})
            yield number, (ReadFile(file=file.name),)

    monkeypatch.setattr(reading, "read_many", failing)
    this = finished(staged(store, ("a.csv", b"1"), ("b.csv", b"2")), store)
    assert [one.name for one in this.found] == ["a.csv"] and [one.name for one in this.unread] == ["b.csv"]
    assert this.failed is not None and this.failed.code == "store.busy"
