"""An encrypted workbook opens in memory with its password, and what is told never holds one."""

from __future__ import annotations

import io

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from riskgraph.errors import InputRefused
from riskgraph.intake.file_kind import FileKind, sniffed
from riskgraph.intake.gate import examine
from riskgraph.intake.limits import Limits
from riskgraph.intake.unlocking import _Bounded, unlocked
from riskgraph.intake.workbook import open_workbook
from tests.intake.books import register
from tests.intake.ole import compound_file


def locked(data: bytes, password: str) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


@pytest.fixture(scope="module")
def book() -> bytes:
    return register()


@pytest.fixture(scope="module")
def locked_book(book: bytes) -> bytes:
    return locked(book, "秘密の言葉")


def refused(data: bytes, passwords: tuple[str, ...] = (), *, limits: Limits | None = None) -> InputRefused:
    with pytest.raises(InputRefused) as error:
        unlocked("a.xlsx", data, passwords, limits=limits or Limits())
    assert error.value.fields["file"] == "a.xlsx"
    return error.value


def test_the_gate_says_that_it_is_encrypted(locked_book: bytes) -> None:
    assert sniffed(locked_book) is FileKind.ENCRYPTED
    with pytest.raises(InputRefused) as error:
        examine("a.xlsx", locked_book)
    assert error.value.code == "gate.encrypted"


def test_the_right_password_among_others_gives_the_very_workbook(book: bytes, locked_book: bytes) -> None:
    opened = unlocked("a.xlsx", locked_book, ("", "ちがう", "秘密の言葉"))
    assert opened == book
    assert open_workbook("a.xlsx", opened).sheets


def test_a_workbook_that_only_excel_locked_opens_without_a_password(book: bytes) -> None:
    assert unlocked("a.xlsx", locked(book, "VelvetSweatshop"), ()) == book


def test_a_wrong_password_is_told_from_none_and_is_in_no_field(locked_book: bytes) -> None:
    assert (refused(locked_book).code, refused(locked_book).fields["tried"]) == ("gate.encrypted", 0)
    wrong = refused(locked_book, ("wrong-one",))
    assert (wrong.code, wrong.fields["tried"]) == ("gate.encrypted", 1)
    assert "wrong-one" not in repr(wrong.fields) + repr(wrong) + repr(wrong.__context__)


def test_a_file_and_what_comes_out_of_it_are_limited(locked_book: bytes) -> None:
    assert refused(locked_book, ("秘密の言葉",), limits=Limits(file_bytes=100)).code == "gate.too_large"
    out = _Bounded("a.xlsx", 10)
    assert out.write(b"0123456789") == 10
    with pytest.raises(InputRefused) as error:
        out.write(b"x")
    assert error.value.code == "gate.unpacks_too_large"


@pytest.mark.parametrize(
    "info",
    [
        b"\x04\x00\x03\x00" + bytes(60),  # an extension that manages rights
        b'\x04\x00\x04\x00\x40\x00\x00\x00<e spinCount="999999999"/>',
        b'\x04\x00\x04\x00\x40\x00\x00\x00<!DOCTYPE e [<!ENTITY a "ha">]><e>&a;</e>',
    ],
)
def test_what_no_password_opens_is_told_apart(info: bytes) -> None:
    data = compound_file({"EncryptionInfo": info, "EncryptedPackage": b"x"})
    assert refused(data, ("p",)).code == "gate.encrypted_otherwise"


def test_a_damaged_package_is_refused_like_one_with_another_password(locked_book: bytes) -> None:
    for damaged in (locked_book[:2000], locked_book[:512] + bytes(len(locked_book) - 512), b"\xd0\xcf\x11\xe0" * 300):
        assert refused(damaged, ("秘密の言葉",)).code == "gate.encrypted"


def test_an_old_workbook_that_asks_for_a_password_is_known() -> None:
    begin = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)
    ask = b"\x2f\x00\x06\x00" + bytes(6)
    end = b"\x0a\x00\x00\x00"
    kinds = {FileKind.XLS}
    assert examine("a.xls", compound_file({"Workbook": begin + end}), kinds=kinds).kind is FileKind.XLS
    with pytest.raises(InputRefused) as error:
        examine("a.xls", compound_file({"Workbook": begin + ask + end}), kinds=kinds)
    assert error.value.code == "gate.encrypted"
