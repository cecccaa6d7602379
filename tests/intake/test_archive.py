"""An archive gives its files with names that can be read, within limits, and never a path."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from riskgraph.errors import InputRefused
from riskgraph.intake.archive import members
from riskgraph.intake.file_kind import READABLE, FileKind
from riskgraph.intake.gate import examine
from riskgraph.intake.given import Given
from riskgraph.intake.limits import Limits
from tests.intake.books import register
from tests.intake.zips import locked_zip, raw_zip, unicode_path, zipped


def names(data: bytes, **options: object) -> list[str]:
    return [given.name for given in members("回収.zip", data, **options)]  # type: ignore[arg-type]


def code_of(data: bytes, *, limits: Limits | None = None, passwords: tuple[str, ...] = ()) -> str:
    with pytest.raises(InputRefused) as refused:
        list(members("回収.zip", data, limits=limits or Limits(), passwords=passwords))
    assert refused.value.fields["file"] == "回収.zip"
    return refused.value.code


def test_files_are_given_with_their_bytes_and_the_archive_that_they_lay_in() -> None:
    data = zipped({"調査票/青空.csv": b"a,b\n", "調査票/北斗.csv": b"c,d\n"})
    assert list(members("回収.zip", data)) == [
        Given("青空.csv", b"a,b\n", "回収.zip"),
        Given("北斗.csv", b"c,d\n", "回収.zip"),
    ]


@pytest.mark.parametrize(
    ("raw", "flags", "extra", "name"),
    [
        ("表/回答.csv".encode("cp932"), 0, b"", "回答.csv"),
        ("㈱青空ソ表能.csv".encode("cp932"), 0, b"", "㈱青空ソ表能.csv"),  # second bytes like a backslash
        ("回答.csv".encode(), 0x800, b"", "回答.csv"),
        ("回答.csv".encode(), 0, b"", "回答.csv"),
        ("か\u3099.csv".encode(), 0x800, b"", "が.csv"),  # as the Macintosh takes letters apart
        (b"????.csv", 0, unicode_path(b"????.csv", "調査票.csv"), "調査票.csv"),
        (b"a.csv", 0, unicode_path(b"other.csv", "調査票.csv"), "a.csv"),
        ("é\u00a0.csv".encode("cp437"), 0, b"", "é\u00a0.csv"),
        (b"../../etc/passwd", 0, b"", "passwd"),
        (b"C:\\windows\\boot.ini", 0, b"", "boot.ini"),
        (b"/absolute.csv", 0, b"", "absolute.csv"),
        ("\u202egpj.exe\n.csv".encode(), 0x800, b"", "gpj.exe.csv"),
        (b"..", 0, b"", ".."),
        (b"", 0, b"", "_"),
    ],
)
def test_a_name_is_decoded_and_its_last_part_alone_is_kept(raw: bytes, flags: int, extra: bytes, name: str) -> None:
    assert names(raw_zip((raw, b"x"), flags=flags, extra=extra)) == [name]


def test_what_systems_leave_behind_is_passed_over() -> None:
    left = ("__MACOSX/._a.csv", ".DS_Store", "x/Thumbs.db", "x/desktop.ini", "~$a.xlsx", "x/.~lock.a.ods#", "._b")
    assert names(zipped(dict.fromkeys((*left, "folder/", "a.csv"), b"x"))) == ["a.csv"]
    assert code_of(zipped(dict.fromkeys(left, b"x"))) == "gate.archive_empty"


def test_archives_in_archives_are_opened_as_deep_as_the_limit_says() -> None:
    inner = zipped({"深/a.csv": b"a"})
    middle = zipped({"inner.zip": inner, "b.csv": b"b"})
    outer = zipped({"middle.zip": middle})
    assert [(g.name, g.archive) for g in members("回収.zip", middle)] == [("a.csv", "inner.zip"), ("b.csv", "回収.zip")]
    given = list(members("回収.zip", outer))
    assert [(g.name, g.refused) for g in given] == [("inner.zip", "gate.archive_too_deep"), ("b.csv", "")]
    assert names(outer, limits=Limits(depth=3)) == ["a.csv", "b.csv"]


def test_a_workbook_is_no_archive_though_it_is_a_zip() -> None:
    book = register()
    assert list(members("回収.zip", zipped({"台帳.xlsx": book}))) == [Given("台帳.xlsx", book, "回収.zip")]
    assert examine("回収.zip", zipped({"台帳.xlsx": book}), kinds=READABLE).kind is FileKind.ZIP
    assert examine("台帳.xlsx", book, kinds=READABLE).kind is FileKind.XLSX


def test_files_of_one_name_are_told_apart() -> None:
    assert names(zipped({"青空/回答.csv": b"1", "北斗/回答.csv": b"2", "回答.csv": b"3"})) == [
        "回答.csv", "回答 (2).csv", "回答 (3).csv",
    ]  # fmt: skip
    twice = raw_zip((b"a.csv", b"1"), (b"a.csv", b"2"))
    assert [given.data for given in members("回収.zip", twice)] == [b"1", b"2"]


def test_counts_and_sizes_are_limited_while_unpacking() -> None:
    many = zipped({f"{number}.csv": b"x" for number in range(30)})
    assert code_of(many, limits=Limits(entries=20)) == "gate.archive_too_many"
    assert code_of(many, limits=Limits(file_bytes=100)) == "gate.too_large"
    long = zipped({"a.csv": b"ab" * 900_000})
    assert code_of(long, limits=Limits(unpacked_bytes=1_000_000)) == "gate.unpacks_too_large"
    assert code_of(zipped({"a.csv": bytes(3_000_000)})) == "gate.packed_too_tightly"


def test_entries_of_archives_within_count_too() -> None:
    inner = zipped({f"{number}.csv": b"x" for number in range(15)})
    assert code_of(zipped({"a.zip": inner, "b.zip": inner}), limits=Limits(entries=20)) == "gate.archive_too_many"


def test_a_size_that_lies_does_not_help() -> None:
    data = bytearray(zipped({"a.csv": b"ab" * 900_000}))
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 1)
    assert code_of(bytes(data), limits=Limits(unpacked_bytes=1_000_000)) == "gate.unpacks_too_large"


def test_one_damaged_file_does_not_take_the_others_with_it() -> None:
    data = bytearray(zipped({"a.csv": b"first,1\n" * 50, "b.csv": b"second,2\n" * 50}))
    data[data.find(b"a.csv") + 12] ^= 0xFF
    first, second = members("回収.zip", bytes(data))
    assert (first.name, first.data, first.refused) == ("a.csv", b"", "gate.unreadable")
    assert (second.data, second.refused) == (b"second,2\n" * 50, "")


def test_a_damaged_archive_is_refused_and_one_within_an_archive_is_named() -> None:
    good = zipped({"a.csv": b"a"})
    assert code_of(good[:-10]) == "gate.unreadable"
    given = list(members("回収.zip", zipped({"broken.zip": good[:-10], "b.csv": b"b"})))
    assert [(g.name, g.refused) for g in given] == [("broken.zip", "gate.unreadable"), ("b.csv", "")]


def test_a_directory_too_large_to_be_read_is_refused_before_it_is() -> None:
    data = bytearray(zipped({"a.csv": b"a"}))
    end = data.rfind(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 50_000_000)
    assert code_of(bytes(data)) == "gate.unreadable"


def test_an_encrypted_archive_opens_with_its_password_only() -> None:
    data = locked_zip({"回答.csv": b"a,b\n1,2\n", "b.csv": b"c,d\n"}, "秘密".encode("cp932"))
    assert code_of(data) == "gate.encrypted"
    assert code_of(data, passwords=("ちがう", "")) == "gate.encrypted"
    given = list(members("回収.zip", data, passwords=("ちがう", "秘密")))
    assert [(g.name, g.data) for g in given] == [("回答.csv", b"a,b\n1,2\n"), ("b.csv", b"c,d\n")]


def test_whether_a_password_was_tried_is_told_and_never_which() -> None:
    data = locked_zip({"a.csv": b"x" * 99}, b"right")
    for passwords, tried in (((), 0), (("wrong-one",), 1)):
        with pytest.raises(InputRefused) as refused:
            list(members("回収.zip", data, passwords=passwords))
        assert refused.value.fields["tried"] == tried
        assert "wrong-one" not in repr(refused.value.fields)


def test_a_wrong_password_that_passes_the_first_check_is_still_wrong() -> None:
    data = locked_zip({"a.csv": b"a,b\n" * 20}, b"right")
    passing = [f"p{number}" for number in range(600) if _passes(data, f"p{number}")]
    assert passing
    assert code_of(data, passwords=tuple(passing)) == "gate.encrypted"


def _passes(data: bytes, password: str) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        try:
            package.open("a.csv", pwd=password.encode()).close()
        except RuntimeError:
            return False
        return True


def test_an_archive_encrypted_by_aes_is_named() -> None:
    assert code_of(raw_zip((b"a.csv", b"x" * 40), flags=1, method=99), passwords=("p",)) == "gate.encrypted_aes"
