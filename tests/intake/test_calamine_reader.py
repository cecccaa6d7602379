"""The fast reader and the careful one agree on every .xlsx, cell by cell and type by type."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from riskgraph.errors import InputRefused
from riskgraph.intake import calamine_reader
from riskgraph.intake.calamine_reader import read_cells
from riskgraph.intake.gate import examine
from riskgraph.intake.limits import Limits
from riskgraph.intake.workbook import Workbook, open_workbook
from tests.intake.books import book, register, with_part
from tests.intake.raw_books import MAIN, STRICT, raw_book

ROOT = Path(__file__).parents[2]
FILES = sorted((*ROOT.glob("questionnaires/*/*.xlsx"), *ROOT.glob("*.xlsx")))
JAPANESE = (
    "回答",
    "はい",
    "○",
    "一部\n実施",
    " 前後 ",
    "\u3000全角\u3000",
    "㈱青空",
    "𠮟責",
    "a\r\nb",
    "_x000D_",
    "<b>&amp;",
)
CODES = (
    'ggge"年"m"月"d"日"', "[$-411]ge\\.m\\.d;@", "yyyy/m/d", "yyyy/mm/dd\\ hh:mm", "[h]:mm:ss", "mm:ss.0",
    'h"時"mm"分"', '#,##0"円"', "0.0%", '"d"0', "#,##0_);[Red]\\(#,##0\\)", "0\\d", "@",
    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
)  # fmt: skip


def fast(data: bytes) -> Workbook:
    """Return what the fast reader reads, where the careful one may not take over."""
    report = examine("a.xlsx", data)
    assert report.is_plain
    return calamine_reader._read("a.xlsx", report, Limits())


def typed(read: Workbook) -> list[Any]:
    """Return all of a workbook with the types of its values, because 1, 1.0 and True are equal."""
    return [
        (
            s.title,
            s.is_hidden,
            s.merged,
            [(r.number, r.is_hidden, [(c, type(c.value)) for c in r.cells]) for r in s.rows],
        )
        for s in read.sheets
    ]


def both(data: bytes) -> list[tuple[str, object]]:
    """Return the cells of the first sheet, on which both readers agree."""
    read = fast(data)
    assert typed(read) == typed(open_workbook("a.xlsx", data))
    return [(cell.address, cell.value) for row in read.sheets[0].rows for cell in row.cells]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_both_readers_agree_on_the_workbooks_of_this_repository(path: Path) -> None:
    both(path.read_bytes())


texts = st.one_of(st.sampled_from(JAPANESE), st.text("aあ1 ○", max_size=5), st.just("#N/A"), st.just("=1/0"))
moments = st.datetimes(datetime(1900, 3, 1), datetime(2199, 12, 31)).map(lambda at: at.replace(microsecond=0))
values = st.one_of(
    st.none(),
    texts,
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(-1e12, 1e12, allow_nan=False).map(lambda number: round(number, 6)),
    moments,
    st.dates(date(1900, 3, 1), date(2199, 12, 31)),
    st.times().map(lambda at: at.replace(microsecond=0)),
    st.integers(0, 10**7).map(lambda seconds: timedelta(seconds=seconds)),
)
places = st.tuples(st.integers(1, 9), st.integers(1, 30))


@st.composite
def made_books(draw: st.DrawFn) -> bytes:
    """Return a workbook that openpyxl writes, with all that the two readers are told to agree on."""
    made = openpyxl.Workbook()
    if draw(st.booleans()):
        made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for number in range(draw(st.integers(1, 2))):
        sheet = made.active if number == 0 else made.create_sheet("二枚目")
        for place, value in draw(st.dictionaries(places, values, max_size=12)).items():
            cell = sheet.cell(*place, value=value)
            if draw(st.integers(0, 5)) == 0:
                cell.font = Font(strike=True)
            if type(value) in (int, float) and draw(st.integers(0, 4)) == 0:
                cell.number_format = draw(st.sampled_from(("0%", "#,##0", "0.00E+00", "@")))
        for row, column in draw(st.lists(places, max_size=2)):
            sheet.merge_cells(start_row=row, start_column=column, end_row=row + 1, end_column=column + 2)
        for row in draw(st.lists(st.integers(1, 9), max_size=2)):
            sheet.row_dimensions[row].hidden = True
        for column in draw(st.lists(st.sampled_from("ABCZ"), max_size=2)):
            sheet.column_dimensions[column].hidden = True
        if number:
            sheet.sheet_state = draw(st.sampled_from(("visible", "hidden", "veryHidden")))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made_books())
def test_both_readers_agree_on_made_workbooks(data: bytes) -> None:
    both(data)


def row_of(*cells: str) -> str:
    """Return a row of cells, each given by what follows its address."""
    placed = (f'<c r="{letter}1"{cell}</c>' for letter, cell in zip(ascii_uppercase, cells, strict=False))
    return f'<row r="1">{"".join(placed)}</row>'


def test_shared_strings_with_runs_phonetics_and_escapes() -> None:
    strings = (
        "<t>素</t>",
        '<r><t>前</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 後</t></r>',
        '<t>漢字</t><rPh sb="0" eb="2"><t>カンジ</t></rPh><phoneticPr fontId="1"/>',
        '<r><t>赤</t></r><rPh sb="0" eb="1"><t>アカ</t></rPh>',
        "<t>一_x000D_&#10;二</t>",
        "<t>&lt;b&gt; &amp;amp;</t>",
        "<t/>",
        "<t>\u3000</t>",
    )
    cells = both(raw_book(row_of(*(f' t="s"><v>{n}</v>' for n in range(len(strings)))), strings=strings))
    assert [value for _, value in cells] == ["素", "前 後", "漢字", "赤", "一\n二", "<b> &amp;"]


def test_values_of_every_type_that_a_cell_can_have() -> None:
    cells = both(
        raw_book(
            row_of(
                ' t="inlineStr"><is><t>文</t><rPh sb="0" eb="1"><t>ブン</t></rPh></is>',
                ' t="str"><f>A1</f><v>結果</v>',
                ' t="str"><f>A1</f><v></v>',
                ' t="b"><v>1</v>',
                ' t="b"><v>0</v>',
                ' t="e"><v>#REF!</v>',
                ' t="e"><f>1/0</f><v>#DIV/0!</v>',
                ' t="d"><v>2024-04-01T09:30:00</v>',
                "><v>1.0</v>",
                "><v>1E3</v>",
                "><v>0.1</v>",
                "><v>1234567890123</v>",
                "><v>12345678901234567890</v>",
                "><v>-0</v>",
                "><f>1+1</f>",
                "><f>1+1</f><v/>",
            )
        )
    )
    assert [value for _, value in cells] == [
        "文", "結果", True, False, "#REF!", "#DIV/0!", datetime(2024, 4, 1, 9, 30), 1, 1000, 0.1, 1234567890123,
        1.2345678901234567e19, 0, None, None,
    ]  # fmt: skip


def test_dates_by_every_format_that_a_file_may_name_by_number() -> None:
    numbers = [*range(50), *range(50, 60)]
    sheet = "".join(
        f'<row r="{row}">{"".join(f"""<c r="A{row}" s="{style}"><v>45748.5</v></c>""")}</row>'
        for row, style in enumerate(range(len(numbers)), 1)
    )
    dates = {
        n for n, (_, value) in zip(numbers, both(raw_book(sheet, formats=numbers)), strict=True) if value != 45748.5
    }
    assert dates == {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}


@pytest.mark.parametrize("code", CODES)
def test_dates_by_formats_that_a_file_describes(code: str) -> None:
    both(raw_book(row_of(' s="1"><v>45748.25</v>', ' s="1"><v>0.75</v>'), codes=(code.replace('"', "&quot;"),)))


@pytest.mark.parametrize("start", ["", '<workbookPr date1904="1"/>'])
@settings(max_examples=80, deadline=None)
@given(st.one_of(st.floats(-2, 70), st.floats(0, 60_000), st.integers(-3, 80), st.integers(40_000, 60_000)))
@example(0.999999999)
@example(59.5)
@example(60)
@example(-0.25)
def test_dates_around_every_edge_of_the_two_calendars(start: str, number: float) -> None:
    both(raw_book(row_of(f' s="1"><v>{number!r}</v>'), formats=(0, 14), properties=start))


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 10_000))
def test_spans_of_time(number: float) -> None:
    both(raw_book(row_of(f' s="1"><v>{number!r}</v>'), formats=(0, 46)))


def test_hidden_struck_and_merged_as_excel_writes_them() -> None:
    rows = (
        '<row r="3" spans="2:4" hidden="1"><c r="B3" s="1" t="str"><v>消</v></c><c r="C3"><v>2</v></c></row>'
        '<row r="5" s="1" customFormat="1"><c r="B5"><v>5</v></c><c r="C5"><v>6</v></c><c r="E5"><v>7</v></c></row>'
        '<row r="6"><c r="B6"><v>8</v></c></row>'
    )
    data = raw_book(
        rows,
        before='<cols><col min="1" max="1" width="9"/><col min="4" max="9" width="0" hidden="1"/></cols>',
        after='<mergeCells count="1"><mergeCell ref="B5:C6"/></mergeCells>',
    )
    assert both(data) == [("B3", "消"), ("C3", 2), ("B5", 5), ("E5", 7)]
    cells = fast(data).sheets[0].by_place
    assert [cell.is_struck for cell in cells.values()] == [True, False, False, False]
    assert [cell.is_hidden for cell in cells.values()] == [True, True, False, True]


def test_rows_and_cells_out_of_order_and_twice() -> None:
    rows = (
        '<row r="3"><c r="B3"><v>1</v></c></row><row r="1"><c r="C1"><v>2</v></c><c r="A1"><v>3</v></c></row>'
        '<row r="3"><c r="B3"><v>9</v></c></row>'
    )
    assert both(raw_book(rows)) == [("A1", 3), ("C1", 2), ("B3", 9)]


@pytest.mark.parametrize(
    "rows",
    [
        "<row><c><v>1</v></c><c/><c><v>2</v></c></row>",
        "<row r='1'><c r='A1'><v>1</v></c><c r='C1'><v>2</v></c></row>",
        '<row r="1"><c s="0" r="A1"><v>1</v></c><c s="0" r="C1"><v>2</v></c></row>',
        '<row\nr="1"><c\tr="A1"><v>1</v></c><c r="C1"><v>2</v></c></row>',
    ],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_what_is_written_in_another_way_is_read_all_the_same(rows: str, prefix: str) -> None:
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    sheet = f'<worksheet {name}="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    data = raw_book("", sheet=re.sub("<(/?)", rf"<\1{prefix}", sheet))
    read = read_cells("a.xlsx", data, examine("a.xlsx", data))
    assert typed(read) == typed(open_workbook("a.xlsx", data))
    assert [(cell.address, cell.value) for row in read.sheets[0].rows for cell in row.cells] == [("A1", 1), ("C1", 2)]


def test_the_strict_kind_of_workbook_is_read_which_the_careful_reader_cannot() -> None:
    data = with_part(
        raw_book(row_of("><v>1</v>")),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(MAIN.encode(), STRICT.encode()),
    )
    assert fast(data).sheets[0].rows[0].cells[0].value == 1


def test_numbers_that_are_none_are_errors_and_do_not_stop_the_reading() -> None:
    data = raw_book(row_of("><v>NaN</v>", "><v>inf</v>", "><v>7</v>"))
    assert [cell.value for cell in fast(data).sheets[0].rows[0].cells] == ["#NUM!", "#NUM!", 7]


def test_what_the_fast_reader_chokes_on_the_careful_one_takes_over() -> None:
    data = raw_book(row_of(' t="e"><v>#SPILL!</v>', "><v>1</v>"))
    with pytest.raises(Exception, match="SPILL"):
        fast(data)
    read = read_cells("a.xlsx", data, examine("a.xlsx", data))
    assert [cell.value for cell in read.sheets[0].rows[0].cells] == ["#SPILL!", 1]


def test_two_cells_far_apart_do_not_fill_the_box_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    data = raw_book('<row r="1"><c r="A1"><v>1</v></c></row><row r="150000"><c r="SF150000"><v>2</v></c></row>')
    report = examine("a.xlsx", data)
    assert report.area == 150_000 * 500
    monkeypatch.setattr(calamine_reader, "_read", None)
    assert [cell.address for row in read_cells("a.xlsx", data, report).sheets[0].rows for cell in row.cells] == [
        "A1", "SF150000",
    ]  # fmt: skip


def test_what_both_readers_choke_on_is_refused() -> None:
    data = with_part(register(), "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])
    with pytest.raises(InputRefused) as refused:
        read_cells("a.xlsx", data, examine("a.xlsx", data))
    assert refused.value.code == "gate.unreadable"


def test_a_sheet_whose_part_is_missing_is_told() -> None:
    data = book({"表": [["a"]], "図": [["b"]]})
    relations = "xl/_rels/workbook.xml.rels"
    lost = with_part(data, relations, lambda xml: xml.replace(b"worksheets/sheet2.xml", b"worksheets/none.xml"))
    read = read_cells("a.xlsx", lost, examine("a.xlsx", lost))
    assert [sheet.title for sheet in read.sheets] == ["表"]
    assert [(told.code, told.sheet) for told in read.warnings] == [("gate.sheet_missing", "図")]


def test_times_stay_times() -> None:
    assert both(raw_book(row_of(' s="1"><v>0.5</v>'), formats=(0, 20))) == [("A1", time(12))]
