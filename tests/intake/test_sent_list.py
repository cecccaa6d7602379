"""The list of letters sent, read back as spreadsheet programs save it."""

from __future__ import annotations

from datetime import date

import pytest

from riskgraph.errors import InputRefused
from riskgraph.intake.sent_list import read_sent_list
from riskgraph.text import t

TODAY = date(2026, 7, 31)


def a_list(*rows: tuple[str, str], locale: str = "ja", delimiter: str = ",") -> str:
    titles = [t(locale, f"ui.column.{key}") for key in ("mail_party", "mail_number", "mail_sent_on")]
    lines = [titles, *(["ひばり運用", number, day] for number, day in rows)]
    return "\r\n".join(delimiter.join(line) for line in lines)


@pytest.mark.parametrize(
    ("encoding", "delimiter", "locale"),
    [("utf-8-sig", ",", "ja"), ("cp932", ",", "ja"), ("utf-16", "\t", "ja"), ("utf-8", ";", "en")],
)
def test_a_list_is_read_in_every_encoding_that_excel_saves(encoding: str, delimiter: str, locale: str) -> None:
    text = a_list(("Q2026-0012-1", "2026/7/6"), ("Q2026-0013-1", ""), locale=locale, delimiter=delimiter)
    found = read_sent_list("list.csv", text.encode(encoding), today=TODAY)

    assert ({12: date(2026, 7, 6)}, ()) == (found.sent, found.problems)


@pytest.mark.parametrize(
    ("number", "day", "code"),
    [
        ("2026-12", "2026/7/6", "sending.no_number"),
        ("Q2026-0012-1", "きのう", "sending.day_unreadable"),
        ("Q2026-0012-1", "2026/8/1", "sending.day_ahead"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_cell_and_the_others_count(number: str, day: str, code: str) -> None:
    text = a_list((number, day), ("Q2026-0020-1", "R8.7.6"))
    found = read_sent_list("list.csv", text.encode(), today=TODAY)

    assert {20: date(2026, 7, 6)} == found.sent
    assert [(code, "C2")] == [(problem.code, problem.cell) for problem in found.problems]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04\x00\x00", "会社,日付\nA,2026/7/6".encode(), b'"' * 200_000, b"\xff\xfe\x00"]
)
def test_any_other_file_is_refused(data: bytes) -> None:
    with pytest.raises(InputRefused, match=r"sending\.not_a_list"):
        read_sent_list("x.csv", data, today=TODAY)
