"""What a password opens can be read without it, and of an archive nothing is lost."""

from __future__ import annotations

import io
import zipfile

import pytest

from riskgraph.errors import InputRefused
from riskgraph.intake.archive import members
from riskgraph.intake.opened import opened, opened_apart
from tests.intake.books import register
from tests.intake.test_unlocking import locked
from tests.intake.zips import locked_zip, zipped

PASSWORD = "ひみつ2026"


def contents(data: bytes) -> dict[str, bytes]:
    return {given.name: given.data for given in members("a.zip", data)}


@pytest.fixture(scope="module")
def book() -> bytes:
    return register()


def test_a_workbook_comes_out_as_it_was_before_it_was_locked(book: bytes) -> None:
    assert opened("a.xlsx", locked(book, PASSWORD), PASSWORD) == book


def test_an_archive_that_is_locked_as_a_whole_can_be_read_by_everybody(book: bytes) -> None:
    data = locked_zip({"会社/a.xlsx": book, "b.csv": b"x,y"}, PASSWORD.encode())
    assert contents(opened("a.zip", data, PASSWORD)) == {"a.xlsx": book, "b.csv": b"x,y"}


def test_of_an_open_archive_with_one_locked_workbook_nothing_is_lost(book: bytes) -> None:
    data = zipped({"a.xlsx": locked(book, PASSWORD), "b.csv": b"x,y"})
    assert contents(opened("a.zip", data, PASSWORD)) == {"a.xlsx": book, "b.csv": b"x,y"}


@pytest.mark.parametrize("kind", ["book", "archive", "inner", "pdf"])
def test_a_wrong_password_opens_nothing_and_is_told_as_such(book: bytes, kind: str) -> None:
    data = {
        "book": locked(book, PASSWORD),
        "archive": locked_zip({"b.csv": b"x,y"}, PASSWORD.encode()),
        "inner": zipped({"a.xlsx": locked(book, PASSWORD)}),
        "pdf": b"%PDF-1.7 locked",
    }[kind]
    with pytest.raises(InputRefused) as error:
        opened("a", data, "ちがう")
    assert error.value.code == "gate.encrypted"
    assert "ちがう" not in str(error.value.fields)


def test_it_is_done_in_a_child_all_the_same(book: bytes) -> None:
    assert opened_apart("a.xlsx", locked(book, PASSWORD), PASSWORD) == book


def test_what_comes_out_is_a_plain_zip(book: bytes) -> None:
    data = opened("a.zip", locked_zip({"b.csv": b"x,y"}, PASSWORD.encode()), PASSWORD)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not any(entry.flag_bits & 1 for entry in package.infolist())
