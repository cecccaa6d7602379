"""The zip by department: paths that cannot leave it or collide, whatever a name says, and the list beside them."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from riskgraph.report.letters import LetterFacts, LetterKind, letter
from riskgraph.report.mailing import Mailed, mailing_zip, path_in_zip, safe_part
from riskgraph.text import t

TODAY = date(2026, 7, 1)
DUE = date(2026, 9, 30)


def an_item(number: int = 1, party: str = "ひばり運用", department: str = "総務課", **changes: object) -> Mailed:
    facts = LetterFacts(request_id=number, fiscal_year=2026, party=party, form_title="調査票", due_on=DUE)
    item = {
        "request_id": number, "party": party, "form_id": "short", "due_on": DUE, "department": department,
        "letter": letter(LetterKind.FIRST, facts, "ja"), "content": f"workbook {number}".encode(),
    }  # fmt: skip
    return Mailed(**(item | changes))  # type: ignore[arg-type]


def opened(items: list[Mailed], locale: str = "ja") -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(mailing_zip(items, locale, today=TODAY)))


def listed(archive: zipfile.ZipFile, locale: str = "ja") -> list[dict[str, str]]:
    text = archive.read(t(locale, "mailing.list_file")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_department_has_a_folder_and_japanese_names_stay_readable() -> None:
    items = [an_item(1), an_item(2, "つばめ保守", "営業部"), an_item(3, "かもめ発送", "")]

    assert opened(items).namelist() == [
        "送付一覧.csv",
        "総務課/0001_ひばり運用_short.xlsx",
        "営業部/0002_つばめ保守_short.xlsx",
        "所管部門未定/0003_かもめ発送_short.xlsx",
    ]


def test_the_list_names_every_file_with_its_letter_and_leaves_the_day_of_sending_open() -> None:
    archive = opened([an_item(1, via=("つばめ印刷",), mail_to="総務部")])
    (row,) = listed(archive)

    assert tuple(
        row[name] for name in ("所管部門", "宛先部署", "委託先", "経由する直接委託先", "期限", "文面番号", "送付日")
    ) == ("総務課", "総務部", "ひばり運用", "つばめ印刷", "2026-09-30", "Q2026-0001-1", "")
    assert archive.read(row["ファイル名"]) == b"workbook 1"
    assert "ひばり運用 御中" in row["本文"]


def test_a_name_that_begins_a_formula_is_text_in_the_list() -> None:
    (row,) = listed(opened([an_item(1, '=HYPERLINK("http://x")')]))

    assert row["委託先"].startswith("'=")


NAMES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["../../etc/passwd", "..", "C:\\x", "/abs", "CON", "nul", "送付一覧.csv", "a" * 300, "株" * 300, ""]
    ),
)


@given(st.lists(st.tuples(NAMES, NAMES), max_size=6))
def test_no_name_leaves_its_folder_or_makes_two_files_one(names: list[tuple[str, str]]) -> None:
    paths = [path_in_zip(an_item(n, party, department), "ja") for n, (party, department) in enumerate(names, start=1)]

    assert len(paths) == len({path.casefold() for path in paths} - {"送付一覧.csv"})
    for path in paths:
        parts = PurePosixPath(path).parts
        assert len(parts) == 2
        assert not {"..", ".", ""} & set(parts)
        assert "." not in parts[0] and not set('\\:*?"<>|') & set(path)
        assert all(len(part.encode()) <= 255 and part == part.strip() for part in parts)


@given(NAMES)
def test_a_part_of_a_path_is_never_empty_nor_the_name_of_a_device(name: str) -> None:
    part = safe_part(name)

    assert part
    assert part.casefold() not in {"con", "nul", "aux", "prn"}
