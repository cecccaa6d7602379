"""Where the store lies, who can read it, and what is refused in one clear line instead of being opened."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from riskgraph.errors import StoreRefused
from riskgraph.model.records import VersionKind
from riskgraph.store import opening
from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import VARIABLE, file_of, location, shown
from riskgraph.store.registers import registers, save_version, submission_of
from tests.store.things import ACTOR, a_register, counts, faults, rows

posix = pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")


def mode(place: Path) -> int:
    return stat.S_IMODE(place.stat().st_mode)


def refused(place: Path) -> str:
    with pytest.raises(StoreRefused) as error:
        open_store(location(str(place)))
    return error.value.code


def test_a_folder_is_given_a_file_of_the_usual_name_and_a_file_is_taken_as_it_is(tmp_path: Path) -> None:
    places = [tmp_path, tmp_path / "new", tmp_path / "a.sqlite3", tmp_path / "a.DB"]

    assert [file_of(location(str(place))) for place in places] == [
        tmp_path / "riskgraph.sqlite3", tmp_path / "new" / "riskgraph.sqlite3", tmp_path / "a.sqlite3",
        tmp_path / "a.DB",
    ]  # fmt: skip


def test_the_environment_names_the_store_and_what_is_given_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "environment"))
    assert file_of(location()) == tmp_path / "environment" / "riskgraph.sqlite3"
    assert file_of(location(str(tmp_path / "given"))) == tmp_path / "given" / "riskgraph.sqlite3"
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    own = file_of(location())
    assert own is not None and (own.name, own.is_absolute(), "riskgraph" in own.parent.parts) == (
        "riskgraph.sqlite3", True, True,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["a b", "100%", "台帳", "what?", "a#b", "a@b:c", "sem;colon"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    store = open_store(location(str(tmp_path / name)))

    assert (tmp_path / name / "riskgraph.sqlite3").is_file()
    assert (registers(store), shown(store.url)) == ((), str(tmp_path / name / "riskgraph.sqlite3"))


BAD = [
    "mysql://u:geheim@h/d", "sqlite://", "sqlite:///:memory:", "sqlite:///x.db?mode=memory", "://", "post gres://geheim",
    "sqlite+aiosqlite:///x.db", "oracle://geheim@h",
]  # fmt: skip


@pytest.mark.parametrize("url", BAD)
def test_a_url_that_can_hold_no_store_is_refused_without_telling_its_password(url: str) -> None:
    with pytest.raises(StoreRefused) as error:
        open_store(location(url))

    assert error.value.code == "store.bad_url"
    assert "geheim" not in str(error.value.fields)


def test_the_password_of_a_database_is_never_shown() -> None:
    url = location("postgresql://someone:geheim@host/db")

    assert ("geheim" in url, "geheim" in shown(url), "host/db" in shown(url)) == (True, False, True)


def test_a_database_that_does_not_answer_is_refused_in_one_line() -> None:
    with pytest.raises(StoreRefused) as error:
        open_store(location("postgresql://someone:geheim@127.0.0.1:1/db?connect_timeout=1"))

    assert (error.value.code, "geheim" in str(error.value.fields)) == ("store.cannot_open", False)


@posix
def test_folder_file_and_journal_are_for_their_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        store = open_store(location(str(tmp_path / "own" / "store")))
        with store.writing(ACTOR) as w:
            w.note("setting_put")
            journals = [mode(place) for place in (tmp_path / "own" / "store").glob("*-journal")]
    finally:
        os.umask(old)

    assert (mode(tmp_path / "own" / "store"), mode(tmp_path / "own" / "store" / "riskgraph.sqlite3")) == (0o700, 0o600)
    assert journals == [0o600]


@posix
def test_a_folder_of_the_user_keeps_its_rights_and_a_file_that_others_could_read_loses_them(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    open_store(location(str(tmp_path))).close()
    file = tmp_path / "riskgraph.sqlite3"
    file.chmod(0o644)
    open_store(location(str(tmp_path))).close()

    assert (mode(tmp_path), mode(file)) == (0o755, 0o600)


def test_what_is_no_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_bytes(b"my notes, long enough to be no header")

    assert refused(file) == "store.not_ours"
    assert file.read_bytes() == b"my notes, long enough to be no header"


def test_the_database_of_another_program_is_refused_and_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE contacts (name TEXT)")
        other.commit()
    before = (file.read_bytes(), mode(file))

    assert refused(file) == "store.not_ours"
    assert (file.read_bytes(), mode(file)) == before


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "riskgraph.sqlite3").mkdir()

    assert refused(tmp_path) in {"store.not_ours", "store.cannot_open"}


@pytest.mark.parametrize("place", ["/dev/null/store", "a\x00b", "x" * 5000])
def test_a_place_that_cannot_be_is_refused(place: str) -> None:
    with pytest.raises(StoreRefused) as error:
        open_store(location(place))

    assert error.value.code in {"store.cannot_open", "store.bad_url"}


@pytest.mark.parametrize("how", ["cut", "zeroed", "scrambled"])
def test_a_damaged_store_is_refused_and_not_touched(tmp_path: Path, how: str) -> None:
    store = open_store(location(str(tmp_path)))
    a_register(store, *(f"会社{n}" for n in range(3000)), files=(("台帳.xlsx", os.urandom(200_000)),))
    file = tmp_path / "riskgraph.sqlite3"
    whole = file.read_bytes()
    middle = len(whole) // 2
    file.write_bytes({
        "cut": whole[:middle],
        "zeroed": whole[:8192] + bytes(len(whole) - 8192),
        "scrambled": whole[:4096] + bytes(b ^ 0x5A for b in whole[4096:]),
    }[how])  # fmt: skip
    damaged = file.read_bytes()

    assert refused(tmp_path) == "store.damaged"
    assert file.read_bytes() == damaged


def test_content_that_was_altered_outside_is_refused_when_it_is_read(store: Store) -> None:
    register_id = a_register(store)
    with closing(sqlite3.connect(str(file_of(store.url)))) as outside:
        outside.execute("UPDATE blobs SET content = x'00'")
        outside.commit()

    with pytest.raises(StoreRefused, match=r"store\.damaged"):
        submission_of(store, register_id)


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "new.sqlite3").touch()

    assert registers(open_store(location(str(tmp_path / "new.sqlite3")))) == ()


def test_a_store_without_room_says_so_and_keeps_what_it_has(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    register_id = a_register(store, "甲")
    before = counts(store)
    with pytest.raises(StoreRefused) as error, store.writing(ACTOR) as w:
        pages = w.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        w.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        files = [("大.bin", os.urandom(500_000))]
        save_version(w, register_id, rows("乙"), based_on=1, kind=VersionKind.IMPORT, files=files)

    assert error.value.code == "store.cannot_write"
    assert (counts(store), submission_of(store, register_id), faults(store)) == (before, rows("甲"), [])


def test_a_store_that_is_held_for_too_long_says_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    impatient = Store(store.url, opening.engine_of(store.url))
    with store.writing(ACTOR), pytest.raises(StoreRefused, match=r"store\.busy"), impatient.writing(ACTOR):
        pass


def test_a_reader_sees_what_was_saved_and_waits_for_nobody_who_is_still_writing(store: Store) -> None:
    register_id = a_register(store, "甲")
    with store.writing(ACTOR) as w:
        save_version(w, register_id, rows("乙"), based_on=1, kind=VersionKind.EDIT)
        assert submission_of(store, register_id) == rows("甲")
    assert submission_of(store, register_id) == rows("乙")


def test_the_store_can_be_moved_to_another_folder(store: Store, tmp_path: Path) -> None:
    register_id = a_register(store, "甲")
    store.close()
    shutil.copytree(tmp_path / "store", tmp_path / "moved")

    assert submission_of(open_store(location(str(tmp_path / "moved"))), register_id) == rows("甲")
