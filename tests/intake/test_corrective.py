"""Corrective-action sheets: what goes out comes back, hostile text stays text, wrong rows are told by their cells."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from riskgraph.errors import InputRefused
from riskgraph.intake.corrective import ASKED, COLUMNS, corrective_workbook, read_corrective
from riskgraph.model.corrective import CorrectiveSheet, SheetLine
from riskgraph.text import LOCALES, t
from tests.scoring.worlds import promise

DAY = date(2026, 10, 1)
HEAD = 6


def line(number: int = 12, **fields: Any) -> SheetLine:
    return SheetLine(
        **{"finding_id": number, "title": "確認の記録", "message": "記録がない", "ask": "確認する", **fields}
    )


def sheet(*lines: SheetLine, party: str = "ひばり運用株式会社") -> CorrectiveSheet:
    return CorrectiveSheet(
        register_id="r1", party_id="P-003", party=party, sender="当社", made_on=DAY, lines=lines or (line(),)
    )


def filled(locale: str = "ja", *, rows: dict[int, dict[str, Any]], lines: tuple[SheetLine, ...] = ()) -> bytes:
    """Return a sheet with values written into the open cells, row by row."""
    book = load_workbook(io.BytesIO(corrective_workbook(sheet(*lines), locale)))
    page = book.worksheets[0]
    for row, fields in rows.items():
        for name, value in fields.items():
            page.cell(HEAD + row, list(COLUMNS).index(name) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def codes(data: bytes, name: str = "sheet.xlsx") -> list[tuple[str, str]]:
    _, problems = read_corrective(name, data)
    return [(problem.code, problem.cell) for problem in problems]


@pytest.mark.parametrize("locale", LOCALES)
def test_what_a_party_writes_comes_back_with_its_number_and_for_whom_it_was_made(locale: str) -> None:
    said = {
        "measure": "書出し制御を入れる",
        "planned_on": date(2026, 11, 30),
        "done_by": "情報管理室",
        "cost_note": "折半",
    }
    returned, problems = read_corrective("a.xlsx", filled(locale, rows={1: said}))
    assert problems == ()
    assert (returned.register_id, returned.party_id) == ("r1", "P-003")
    (reply,) = returned.replies
    assert (reply.finding_id, reply.measure, reply.planned_on, reply.done_by, reply.cost_note) == (
        12, "書出し制御を入れる", date(2026, 11, 30), "情報管理室", "折半",
    )  # fmt: skip
    assert reply.source.cell == f"A{HEAD + 1}"


def test_a_sheet_that_comes_back_as_it_went_out_says_so() -> None:
    assert codes(corrective_workbook(sheet(), "ja")) == [("corrective.nothing", "")]


def test_dates_are_read_as_people_write_them() -> None:
    rows = {1: {"planned_on": "令和8年11月30日"}, 2: {"planned_on": "2026/12/1"}}
    returned, problems = read_corrective("a.xlsx", filled(rows=rows, lines=(line(1), line(2))))
    assert problems == ()
    assert [reply.planned_on for reply in returned.replies] == [date(2026, 11, 30), date(2026, 12, 1)]


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ({1: {"number": "十二", "measure": "x"}}, "corrective.no_number", "A7"),
        ({1: {"number": None, "measure": "x"}}, "corrective.no_number", "F7"),
        ({1: {"number": "=1+1", "measure": "x"}}, "corrective.no_number", "F7"),
        ({1: {"planned_on": "そのうち", "measure": "x"}}, "corrective.bad_date", "G7"),
        ({1: {"measure": "x"}, 2: {"number": 1, "measure": "y"}}, "corrective.twice", "A8"),
    ],
)
def test_a_wrong_row_is_told_with_its_cell_and_left_out_as_a_whole(
    rows: dict[int, dict[str, Any]], code: str, cell: str
) -> None:
    data = filled(rows=rows, lines=(line(1), line(2)))
    returned, problems = read_corrective("a.xlsx", data)
    assert [(p.code, p.cell) for p in problems if p.code != "cell.formula_unread"][-1:] == [(code, cell)]
    assert all(reply.measure != "y" for reply in returned.replies)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_workbook_is_refused_or_named(data: bytes) -> None:
    try:
        _, problems = read_corrective("a.xlsx", data)
    except InputRefused as refused:
        assert refused.code.startswith("gate.")
    else:
        assert "corrective.no_header" in [problem.code for problem in problems]


def test_another_workbook_is_no_sheet_of_ours() -> None:
    book = Workbook()
    book.active.append(["番号", "氏名"])
    out = io.BytesIO()
    book.save(out)
    assert codes(out.getvalue()) == [("corrective.no_header", "")]


@promise(40)
@given(st.text(max_size=60), st.sampled_from(["=", "+", "-", "@", "\t="]))
def test_nothing_out_of_a_register_is_ever_a_formula(text: str, mark: str) -> None:
    hostile = mark + text
    made = corrective_workbook(sheet(line(title=hostile, message=hostile, measure=hostile), party=hostile), "ja")
    book = load_workbook(io.BytesIO(made))
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)


def test_only_what_the_party_fills_in_is_open() -> None:
    page = load_workbook(io.BytesIO(corrective_workbook(sheet(), "ja"))).worksheets[0]
    names = [page.cell(HEAD, column).value for column in range(1, len(COLUMNS) + 1)]
    unlocked = {name for name, column in zip(names, range(1, 99), strict=False)
                if not page.cell(HEAD + 1, column).protection.locked}  # fmt: skip
    assert unlocked == {t("ja", f"corrective.column.{name}") for name in ASKED}
