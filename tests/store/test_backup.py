"""A backup is whole while others write, is never written over anything, and takes the place of a damaged store."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from riskgraph.errors import StaleSave, StoreRefused
from riskgraph.model.records import VersionKind
from riskgraph.store import files
from riskgraph.store.backup import backup, restore
from riskgraph.store.migrating import migrated
from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import location
from riskgraph.store.registers import registers, save_version, submission_of, versions
from tests.store.test_migrating import later_migrations
from tests.store.things import ACTOR, a_register, faults, rows


def code_of(url: str, source: Path) -> str:
    with pytest.raises(StoreRefused) as error:
        restore(url, source)
    return error.value.code


@pytest.mark.parametrize("can_move", [True, False], ids=["posix", "as on Windows"])
def test_a_backup_brings_the_same_rows_back_and_what_was_there_lies_beside(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_move: bool
) -> None:
    monkeypatch.setattr("riskgraph.store.backup.CAN_MOVE_OPEN_FILES", can_move)
    register_id = a_register(store, "甲")
    copy = backup(store, tmp_path / "copy.sqlite3")
    with store.writing(ACTOR) as w:
        save_version(w, register_id, rows("乙"), based_on=1, kind=VersionKind.EDIT)

    aside = restore(store.url, copy)

    again = open_store(store.url)
    assert (submission_of(again, register_id), faults(again)) == (rows("甲"), [])
    assert submission_of(store, register_id) == rows("甲")  # one that was open goes on with what is there now
    assert aside is not None and aside.parent == tmp_path / "store"
    assert submission_of(open_store(location(str(aside.rename(tmp_path / "old.sqlite3")))), register_id) == rows("乙")
    assert {stat.S_IMODE(place.stat().st_mode) for place in (copy, tmp_path / "store" / "riskgraph.sqlite3")} == {0o600}
    assert [place.name for place in (tmp_path / "store").iterdir()] == ["riskgraph.sqlite3"]


@pytest.mark.parametrize("can_move", [True, False], ids=["posix", "as on Windows"])
def test_nothing_is_restored_while_somebody_writes(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_move: bool
) -> None:
    register_id = a_register(store, "甲")
    copy = backup(store, tmp_path / "copy.sqlite3")
    monkeypatch.setattr("riskgraph.store.backup.CAN_MOVE_OPEN_FILES", can_move)
    monkeypatch.setattr("riskgraph.store.backup.BUSY_SECONDS", 0.1)

    with store.writing(ACTOR) as w:
        save_version(w, register_id, rows("乙"), based_on=1, kind=VersionKind.EDIT)
        assert code_of(store.url, copy) == "store.cannot_write"
    assert submission_of(store, register_id) == rows("乙")
    assert [place.name for place in (tmp_path / "store").iterdir()] == ["riskgraph.sqlite3"]


def test_a_backup_is_restored_where_there_is_no_store_yet(store: Store, tmp_path: Path) -> None:
    register_id = a_register(store, "甲")
    copy = backup(store, tmp_path / "copy.sqlite3")
    new = location(str(tmp_path / "elsewhere"))

    assert restore(new, copy) is None
    assert submission_of(open_store(new), register_id) == rows("甲")


def test_a_damaged_store_is_replaced_by_its_backup_and_kept_beside(store: Store, tmp_path: Path) -> None:
    register_id = a_register(store, "甲")
    copy = backup(store, tmp_path / "copy.sqlite3")
    file = tmp_path / "store" / "riskgraph.sqlite3"
    file.write_bytes(b"scrambled" * 1000)
    journal = file.with_name("riskgraph.sqlite3-journal")
    journal.write_bytes(b"of the old one")

    aside = restore(store.url, copy)

    assert aside is not None and aside.read_bytes() == b"scrambled" * 1000
    assert (journal.exists(), submission_of(open_store(store.url), register_id)) == (False, rows("甲"))


def test_no_file_is_written_over(store: Store, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_bytes(b"mine")

    with pytest.raises(StoreRefused, match=r"store\.backup_exists"):
        backup(store, tmp_path / "mine.xlsx")
    assert (tmp_path / "mine.xlsx").read_bytes() == b"mine"


@pytest.mark.parametrize("place", ["missing/copy.sqlite3", "x" * 300, "\x00"])
def test_a_backup_that_cannot_be_written_says_so_and_leaves_nothing(store: Store, tmp_path: Path, place: str) -> None:
    with pytest.raises(StoreRefused, match=r"store\.cannot_write"):
        backup(store, tmp_path / place)
    assert [found.name for found in tmp_path.iterdir()] == ["store"]


def test_what_is_no_backup_is_refused_and_the_store_stays(store: Store, tmp_path: Path) -> None:
    register_id = a_register(store, "甲")
    text, empty = tmp_path / "text", tmp_path / "empty"
    text.write_bytes(b"only text, and long enough")
    empty.touch()
    copy = backup(store, tmp_path / "copy.sqlite3")
    cut = tmp_path / "cut"
    cut.write_bytes(copy.read_bytes()[:-5000])
    newer = open_store(location(str(tmp_path / "newer.sqlite3")))
    migrated(newer.engine, newer.url, migrations=later_migrations(tmp_path))

    told = {
        place.name: code_of(store.url, place)
        for place in (text, empty, cut, tmp_path, tmp_path / "nothing", tmp_path / "newer.sqlite3")
    }
    assert told == {
        "text": "store.not_ours", "empty": "store.not_ours", "cut": "store.damaged", tmp_path.name: "store.no_backup",
        "nothing": "store.no_backup", "newer.sqlite3": "store.newer",
    }  # fmt: skip
    assert code_of(store.url, tmp_path / "store" / "riskgraph.sqlite3") == "store.is_the_store"
    assert submission_of(store, register_id) == rows("甲")
    assert [place.name for place in (tmp_path / "store").iterdir()] == ["riskgraph.sqlite3"]


def test_another_database_says_which_tool_to_use(store: Store, tmp_path: Path) -> None:
    url = "postgresql+psycopg://u@h/d"

    assert code_of(url, tmp_path / "x") == "store.backup_postgres"
    with pytest.raises(StoreRefused, match=r"store\.backup_postgres"):
        backup(Store(url, store.engine), tmp_path / "x")


def test_a_backup_taken_while_others_write_is_whole(store: Store, tmp_path: Path) -> None:
    register_id = a_register(store, "0")
    is_over = threading.Event()

    def write() -> None:
        number = 1
        while not is_over.is_set():
            with store.writing(ACTOR) as w:
                new = [("台帳.xlsx", os.urandom(50_000))]
                save_version(w, register_id, rows(str(number)), based_on=number, kind=VersionKind.IMPORT, files=new)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [backup(store, tmp_path / f"{n}.sqlite3") for n in range(8)]
    finally:
        is_over.set()
        writer.join()

    for copy in copies:
        copied = open_store(location(str(copy)))
        number = registers(copied)[0].number
        assert (submission_of(copied, register_id), faults(copied)) == (rows(str(number - 1)), [])


def test_a_restore_that_fails_half_way_leaves_the_store_in_its_place(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register_id = a_register(store, "甲")
    copy = backup(store, tmp_path / "copy.sqlite3")

    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.Path, "replace", no_room)
    assert code_of(store.url, copy) == "store.cannot_write"
    monkeypatch.undo()
    assert (submission_of(open_store(store.url), register_id), faults(store)) == (rows("甲"), [])
    assert not list((tmp_path / "store").glob(".riskgraph*"))


def test_a_save_that_began_before_a_restore_is_not_lost_silently(store: Store, tmp_path: Path) -> None:
    register_id = a_register(store, "甲")
    copy = backup(store, tmp_path / "copy.sqlite3")
    with store.writing(ACTOR) as w:
        save_version(w, register_id, rows("乙"), based_on=1, kind=VersionKind.EDIT)
    restore(store.url, copy)

    with pytest.raises(StaleSave), store.writing(ACTOR) as w:
        save_version(w, register_id, rows("丙"), based_on=2, kind=VersionKind.EDIT)
    assert len(versions(store, register_id)) == 1
