"""Results go into the user's own workbook as added columns, and nothing else in it changes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from riskgraph.errors import InputRefused
from riskgraph.intake.write_back import ResultRow, add_result_columns, not_kept
from tests.intake.ledgers import CHAIN, ledger_bytes, saved

HEADERS = {
    "ja": ["経路順位", "主な理由", "未確認割合", "次の一手"],
    "en": ["Path rank", "Main reason", "Unconfirmed share", "Next step"],
}
RESULTS = {
    "E-1": ResultRow(1, "書出し制限が未確認", 0.618, "北斗情報に画面で確認"),
    "E-2": ResultRow(2, "=1+1", 0.0, "@SUM(A1)"),
}


def register_book() -> Book:
    """Return a workbook with everything in it that a careless writer would lose."""
    book = Book()
    page = book.active
    assert page is not None
    page.title = "委託"
    page.append(["委託ID", "委託元ID", "委託先ID", "上位委託ID", "業務内容", "開始日", "独自列"])
    page.append(["E-1", "P1", "P2", None, "会員基盤の運用", date(2024, 4, 1), "=1+2"])
    page.append([])
    page.append(["E-2", "P2", "P3", "E-1", "開発", date(2024, 5, 1), None])
    page.append(["E-3", "P1", "P3", None, "印刷", None, "末尾"])
    for cell in page[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFDDEEFF")
    page["A2"].comment = Comment("確認済", "監査")
    page.column_dimensions["E"].width = 40
    page.row_dimensions[5].hidden = True
    page.freeze_panes = "B2"
    page.auto_filter.ref = "A1:G5"
    page.conditional_formatting.add("A2:A5", CellIsRule(operator="equal", formula=['"E-1"'], font=Font(color="FF0000")))
    choice = DataValidation(type="list", formula1='"委託,派遣"')
    page.add_data_validation(choice)
    choice.add("D2:D5")
    other = book.create_sheet("集計")
    other.append(["月", "件数"])
    other.append(["4月", 3])
    chart = BarChart()
    chart.add_data(Reference(other, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    other.add_chart(chart, "D2")
    other.add_table(Table(displayName="T1", ref="A1:B2"))
    return book


def parts(data: bytes) -> dict[str, bytes]:
    """Return every part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def values(data: bytes, sheet: str) -> list[list[object]]:
    """Return the cells of a sheet."""
    return [list(row) for row in load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True)]


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_four_columns_stand_at_the_right_end_with_the_results_of_their_rows(locale: str) -> None:
    written = values(add_result_columns(saved(register_book()), RESULTS, locale=locale), "委託")
    assert [row[7:] for row in written] == [
        HEADERS[locale],
        [1, "書出し制限が未確認", "62%", "北斗情報に画面で確認"],
        [None] * 4,
        [2, "=1+1", "0%", "@SUM(A1)"],
        [None] * 4,
    ]


def test_text_is_text_and_never_a_formula() -> None:
    page = load_workbook(io.BytesIO(add_result_columns(saved(register_book()), RESULTS, locale="ja")))["委託"]
    assert [page[cell].data_type for cell in ("I4", "J4", "K4")] == ["s", "s", "s"]
    assert (
        b"<f>=1+1"
        not in parts(add_result_columns(saved(register_book()), RESULTS, locale="ja"))["xl/worksheets/sheet1.xml"]
    )


def test_every_other_part_stays_byte_for_byte() -> None:
    before = parts(saved(register_book()))
    after = parts(add_result_columns(saved(register_book()), RESULTS, locale="ja"))
    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}
    assert any("chart" in name for name in after)
    assert any("comment" in name for name in after)


def test_the_sheets_own_cells_formats_and_features_stay() -> None:
    data = saved(register_book())
    before = load_workbook(io.BytesIO(data))["委託"]
    after = load_workbook(io.BytesIO(add_result_columns(data, RESULTS, locale="ja")))["委託"]
    for row in before.iter_rows():
        for cell in row:
            twin = after[cell.coordinate]
            assert (twin.value, twin.data_type, twin.style_id) == (cell.value, cell.data_type, cell.style_id)
    assert after.auto_filter.ref == "A1:G5"
    assert after.freeze_panes == "B2"
    assert after.row_dimensions[5].hidden
    assert after.column_dimensions["E"].width == before.column_dimensions["E"].width
    assert [str(v.sqref) for v in after.data_validations.dataValidation] == ["D2:D5"]
    assert len(list(after.conditional_formatting)) == 1


def test_new_headers_look_like_the_one_beside_them() -> None:
    page = load_workbook(io.BytesIO(add_result_columns(saved(register_book()), RESULTS, locale="ja")))["委託"]
    assert page["H1"].font.bold
    assert page["K1"].fill.fgColor.rgb == "FFDDEEFF"


def test_readers_that_trust_the_dimension_see_the_new_columns() -> None:
    data = add_result_columns(saved(register_book()), RESULTS, locale="ja")
    book = load_workbook(io.BytesIO(data), read_only=True)
    assert [cell.value for cell in next(iter(book["委託"].rows))][7:] == HEADERS["ja"]
    book.close()


@pytest.mark.parametrize("again", ["ja", "en"])
def test_columns_that_are_there_already_are_filled_anew(again: str) -> None:
    first = add_result_columns(saved(register_book()), RESULTS, locale="ja")
    later: Mapping[str, ResultRow] = {"E-3": ResultRow(1, "新しい理由", None, "")}
    written = values(add_result_columns(first, later, locale=again), "委託")
    assert [row[7:] for row in written] == [
        HEADERS[again],
        [None] * 4,
        [None] * 4,
        [None] * 4,
        [1, "新しい理由", None, None],
    ]


def test_writing_twice_gives_the_same_bytes() -> None:
    once = add_result_columns(saved(register_book()), RESULTS, locale="ja")
    assert add_result_columns(once, RESULTS, locale="ja") == once


def test_result_columns_in_the_middle_are_reused_and_missing_ones_added() -> None:
    book = Book()
    page = book.active
    assert page is not None
    page.title = "委託"
    page.append(["委託ID", "主な理由", "委託元ID", "委託先ID"])
    page.append(["E-1", None, "P1", "P2"])
    page.append(["E-2", "古い理由", "P1", "P2"])
    written = values(add_result_columns(saved(book), {"E-1": RESULTS["E-1"]}, locale="ja"), "委託")
    assert written == [
        ["委託ID", "主な理由", "委託元ID", "委託先ID", "経路順位", "未確認割合", "次の一手"],
        ["E-1", "書出し制限が未確認", "P1", "P2", 1, "62%", "北斗情報に画面で確認"],
        ["E-2", None, "P1", "P2", None, None, None],
    ]


def test_a_users_own_formulas_under_a_result_header_are_left_alone() -> None:
    book = register_book()
    page = book["委託"]
    page["H1"], page["H2"] = "経路順位", "=ROW()"
    written = values(add_result_columns(saved(book), RESULTS, locale="ja"), "委託")
    assert written[1][7] == "=ROW()"
    assert written[0][8:] == HEADERS["ja"]


def test_a_flat_ledger_is_filled_by_number_or_by_place() -> None:
    rows = {"T-1": ResultRow(1, "番号による"), "(台帳#5)": ResultRow(2, "場所による")}
    written = values(add_result_columns(ledger_bytes(*CHAIN), rows, locale="ja"), "台帳")
    assert written[2][-4:] == HEADERS["ja"]
    assert [row[-4:-2] for row in written[3:]] == [[1, "番号による"], [2, "場所による"], [None, None]]
    assert written[0][0] == "みらい学習株式会社 委託先管理台帳(2025年度)"


def test_a_number_that_two_ledgers_share_is_found_by_its_file() -> None:
    rows = {"T-1(it)": ResultRow(1, "情報"), "T-1(sales)": ResultRow(2, "営業")}
    written = values(add_result_columns(ledger_bytes(*CHAIN), rows, locale="ja", name="sales.xlsx"), "台帳")
    assert written[3][-4:-2] == [2, "営業"]


def test_a_workbook_without_engagements_is_refused() -> None:
    book = Book()
    assert book.active is not None
    book.active.append(["会議", "日付"])
    with pytest.raises(InputRefused) as refused:
        add_result_columns(saved(book), RESULTS, locale="ja", name="notes.xlsx")
    assert (refused.value.code, refused.value.fields) == ("write_back.no_sheet", {"file": "notes.xlsx"})


def test_what_is_no_workbook_does_not_pass_the_gate() -> None:
    with pytest.raises(InputRefused) as refused:
        add_result_columns(b"%PDF-1.7 ...", RESULTS, locale="ja", name="a.pdf")
    assert refused.value.code.startswith("gate.")


def test_a_signature_is_told_and_nothing_else() -> None:
    data = saved(register_book())
    assert not_kept("register.xlsx", data) == ()
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    assert [p.code for p in not_kept("register.xlsx", stream.getvalue())] == ["write_back.signature"]


def rewritten(data: bytes, *changes: tuple[bytes, bytes], encoding: str = "utf-8") -> bytes:
    """Return the workbook with the XML of its first sheet written in another, equally valid way."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts(data).items():
            if name == "xl/worksheets/sheet1.xml":
                for old, new in changes:
                    assert old in content
                    content = content.replace(old, new)
                if encoding != "utf-8":
                    text = content.decode().replace("UTF-8", encoding.upper()).replace("utf-8", encoding.upper())
                    text = text if text.startswith("<?xml") else f'<?xml version="1.0" encoding="{encoding}"?>{text}'
                    content = text.encode(encoding)
            package.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "changes",
    [
        [(b'<row r="2"', b'<row r="2" spans="1:7"')],
        [(b'<row r="2"', b"<row\n  customHeight='1' ht='20'\n  r='2'")],
        [(b'<c r="A2"', b"<c"), (b'<c r="B2"', b"<c")],
        [(b'<row r="5" hidden="1">', b'<row r="3"/><row r="5" hidden="1">')],
    ],
)
def test_other_ways_of_writing_the_same_sheet_are_understood(changes: list[tuple[bytes, bytes]]) -> None:
    data = rewritten(saved(register_book()), *changes)
    assert [row[7:9] for row in values(add_result_columns(data, RESULTS, locale="ja"), "委託")][:2] == [
        HEADERS["ja"][:2],
        [1, "書出し制限が未確認"],
    ]


def test_sheets_in_utf_16_are_understood() -> None:
    data = rewritten(saved(register_book()), encoding="utf-16")
    assert values(add_result_columns(data, RESULTS, locale="ja"), "委託")[1][8] == "書出し制限が未確認"


@given(st.text(max_size=200), st.text(max_size=50))
@settings(max_examples=60, deadline=None)
def test_any_text_is_written_as_it_is_or_without_what_no_workbook_can_hold(reason: str, step: str) -> None:
    results = {"E-1": ResultRow(1, reason, 0.5, step)}
    data = add_result_columns(saved(register_book()), results, locale="ja")
    cell = load_workbook(io.BytesIO(data))["委託"]["I2"]
    wanted = "".join(
        c
        for c in reason
        if c in "\t\n\r" or (ord(c) >= 32 and c not in "\ufffe\uffff" and not 0xD800 <= ord(c) < 0xE000)
    )
    assert cell.data_type in ("s", "n")
    assert (cell.value or "") == wanted.replace("\r\n", "\n").replace("\r", "\n")
