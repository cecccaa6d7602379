"""Workbooks and texts that are well made and hold hostile things, made as bytes."""

# ruff: noqa: E501 - what goes into one part stands on one line

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from openpyxl import Workbook

from tests.hostile.good import FORM, parts_of
from tests.hostile.packages import SHEET, with_parts
from tests.intake.books import book

Maker = Callable[[], bytes]
HEAD = ("No.", "設問", "回答", "備考")
FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://example.invalid/","x")',
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1+cmd|'x'!A1",
    "-2+3",
)
SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</textarea><svg onload=alert(1)>",
    "javascript:alert(1)",
)
MARKS = ("\u202e正しい\u202c", "\u200b\u200c\u200d\ufeff", "a\u0000b\u0007c\u001b[31m", "\u2028\u2029", "𠮷👨‍👩‍👧‍👦", "\ud83d")  # fmt: skip


def asked(*answers: object, title: str = "セキュリティ調査票") -> bytes:
    """Return somebody else's form with one question for each answer."""
    rows = [HEAD, *((n, f"アクセス権を定期に見直していますか({n})", answer, "") for n, answer in enumerate(answers, 1))]
    return book({title: [tuple(_written(value) for value in row) for row in rows]})


def _written(value: object) -> object:
    """Return what openpyxl lets through; the rest is put in as XML by `raw`."""
    return "".join(c for c in value if c >= " " and not 0xD800 <= ord(c) < 0xE000) if isinstance(value, str) else value


def raw(cells: str, *, dimension: str = "A1") -> bytes:
    """Return a form whose first sheet is this XML of rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><dimension ref="{dimension}"/><sheetData>{cells}</sheetData></worksheet>'
    return with_parts({SHEET: f'<?xml version="1.0" encoding="UTF-8"?>{sheet}'.encode()})


def _text(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _number(place: str, text: str) -> str:
    return f'<c r="{place}"><v>{text}</v></c>'


def _dates_of_1904() -> bytes:
    parts = parts_of(FORM())
    return with_parts(
        {"xl/workbook.xml": parts["xl/workbook.xml"].replace(b"<workbookPr", b'<workbookPr date1904="1"')}
    )


def _many_sheets() -> bytes:
    made = Workbook()
    for number in range(150):
        made.create_sheet(f"s{number}")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


MAKERS: Mapping[str, Maker] = {
    "far_cell": lambda: raw(f'<row r="1048576">{_text("XFD1048576", "x")}</row>'),
    "far_row_only": lambda: raw(f'<row r="1048576">{_text("A1048576", "x")}</row>'),
    "declared_all_cells": lambda: raw(f'<row r="1">{_text("A1", "x")}</row>', dimension="A1:XFD1048576"),
    "million_columns": lambda: raw('<row r="1">' + '<c t="inlineStr"><is><t>x</t></is></c>' * 300_000 + "</row>"),
    "million_empty_rows": lambda: raw("".join(f'<row r="{n}"/>' for n in range(1, 300_001))),
    "merged_everything": lambda: with_parts(
        {SHEET: parts_of(FORM())[SHEET].replace(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>', 1)}
    ),
    "rows_out_of_order": lambda: raw(f'<row r="9">{_text("A9", "x")}</row><row r="2">{_text("A2", "y")}</row>'),
    "address_of_no_cell": lambda: raw(f'<row r="1">{_text("A0", "x")}{_text("", "y")}{_text("あ1", "z")}</row>'),
    "address_in_another_row": lambda: raw(f'<row r="1">{_text("C7", "x")}</row>'),
    "string_out_of_range": lambda: raw('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'),
    "string_below_zero": lambda: raw('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'),
    "style_out_of_range": lambda: raw('<row r="1"><c r="A1" s="99999"><v>1</v></c></row>'),
    "number_nan": lambda: raw(f'<row r="1">{_number("A1", "NaN")}{_number("B1", "INF")}{_number("C1", "-1e999")}</row>'),
    "number_huge": lambda: raw(f'<row r="1">{_number("A1", "1e308")}{_number("B1", "9" * 400)}</row>'),
    "date_beyond": lambda: raw('<row r="1"><c r="A1" t="d"><v>99999-01-01</v></c><c r="B1" t="d"><v>x</v></c></row>'),
    "date_serials": lambda: raw("".join(f'<row r="{n}">{_number(f"A{n}", v)}</row>' for n, v in enumerate(("0", "-1", "60", "2958466", "1e12"), 1))),
    "dates_of_1904": _dates_of_1904,
    "numbers_of_other_places": lambda: asked("1.234,56", "1 234", "１，２３４", "٣", "½"),
    "cell_of_a_megabyte": lambda: raw(f'<row r="1">{_text("A1", "あ" * 1_000_000)}</row>'),
    "cell_of_spaces": lambda: raw(f'<row r="1">{_text("A1", " " * 2_000_000)}</row>'),
    "controls": lambda: raw(f'<row r="1">{_text("A1", "a_x0000_b_x0007_c_x001B_[31m")}</row>'),
    "surrogate": lambda: raw(f'<row r="1">{_text("A1", "&#xD83D;")}</row>'),
    "many_sheets": _many_sheets,
    "formulas": lambda: asked(*FORMULAS),
    "scripts": lambda: asked(*SCRIPTS, title="<b>x"),
    "marks": lambda: asked(*MARKS),
    "regular_expressions": lambda: asked("(a+)+$" + "a" * 5_000 + "!", "(" * 20_000, "有" * 20_000, "はい(" * 9_000),
    "csv_one_line": lambda: b"a," * 1_500_000,
    "csv_one_word": lambda: b"a" * 3_000_000,
    "csv_many_lines": lambda: b"x\n" * 400_000,
    "csv_nul": lambda: b"No,\x00\x00,answer\n1,a\x00b,yes\n" * 20,
    "csv_mixed_encodings": lambda: "設問,回答\n".encode() + "設問,回答\n".encode("cp932") + "設問\n".encode("utf-16-le"),
    "csv_unbalanced": lambda: ('No,question,answer\n1,"' + "x" * 200_000).encode(),
    "csv_marks_twice": lambda: b"\xef\xbb\xbf\xef\xbb\xbfNo,question,answer\n1,Do you review access?,yes\n",
    "csv_utf16_odd": lambda: b"\xff\xfe" + "設問,回答\n".encode("utf-16-le") + b"\x00",
    "csv_formulas": lambda: ("No,question,answer\n" + "".join(f"{n},Do you review access rights?,{f}\n" for n, f in enumerate(FORMULAS))).encode(),
    "text_of_marks": lambda: "\n".join(m for m in MARKS[:5]).encode("utf-8", "replace"),
    "empty": lambda: b"",
    "blank": lambda: b" \r\n\t\x00" * 50,
    "picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(300),
    "web_page": lambda: b"<html><script>alert(1)</script><table><tr><td>1</td></tr></table></html>",
    "program": lambda: b"MZ" + bytes(range(256)) * 8,
    "noise": lambda: bytes((n * n * 7 + 13) % 256 for n in range(9_000)),
}  # fmt: skip
