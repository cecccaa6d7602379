"""Write registers: a blank one to fill in, or a submission, both made to be kept and printed.

The convention that bites: nothing that comes from a user is ever written as a formula, and what is written
is read back as the same submission.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from riskgraph.intake.columns import SHEETS
from riskgraph.intake.sheet_kind import Column, Kind, SheetKind
from riskgraph.intake.vocabulary import codes, word_of
from riskgraph.intake.written_rows import CellOut, RowOut, written_rows
from riskgraph.model.submission import Submission
from riskgraph.text import has_text, t

FONT = "Yu Gothic"
INDIGO, RULE, INK = "1F3A5F", "C9D1DC", "222222"
_HEADER_FONT = Font(name=FONT, size=10, bold=True, color="FFFFFF")
_BODY_FONT = Font(name=FONT, size=10, color=INK)
_TITLE_FONT = Font(name=FONT, size=14, bold=True, color=INDIGO)
_HEADER_FILL = PatternFill("solid", fgColor="5B6F8C")
_NEEDED_FILL = PatternFill("solid", fgColor=INDIGO)  # the columns that must be filled in
_SIDE = Side(style="thin", color=RULE)
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_TOP = Alignment(vertical="top")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
_BLANK_ROWS = 500
_PAGE_CHARACTERS = 190  # what A4 landscape holds across and can still be read
_INLINE_LIST = 255  # longest list that a drop-down holds
_WIDTHS = {
    Kind.ID: 12, Kind.PARTY: 12, Kind.ROLE: 14, Kind.IDS: 16, Kind.DATE: 12, Kind.END: 12, Kind.INTERVAL: 16,
    Kind.PROBABILITY: 10, Kind.NUMBER: 15, Kind.HOURS: 12, Kind.LEVEL: 11, Kind.CHOICE: 16, Kind.FLAG: 10,
    Kind.CORPORATE_NUMBER: 17, Kind.CERTIFICATES: 30, Kind.CONTROL: 11, Kind.NAMES: 24, Kind.ITEMS: 30, Kind.TEXT: 22,
}  # fmt: skip
_WIDE = {"name": 30, "work": 34, "contact": 34, "note": 40, "comment": 40, "consent_scope": 30}
_LINE_HEIGHT, _MOST_LINES = 15.0, 4
_DATES = (Kind.DATE, Kind.END)
_NUMBERS = (Kind.INTERVAL, Kind.NUMBER, Kind.HOURS, Kind.LEVEL)
_FREE_COLUMNS = ("decisions", "findings")


def register_template(locale: str) -> bytes:
    """Return a blank register: all sheets, headers in the language, drop-downs, notes and a page on how to read it."""
    return _book({}, locale)


def register_workbook(submission: Submission, locale: str) -> bytes:
    """Return a submission as a register in the language; reading it gives an equal submission.

    Sources, problems and what only questionnaires hold (raw text, form, flag of an answer) are not part of a
    register and are left out.
    """
    return _book(written_rows(submission, locale), locale)


def workbook_of(rows: Mapping[str, Sequence[RowOut]], locale: str) -> bytes:
    """Return rows by sheet as a register in the language; an unknown label becomes a column of its own."""
    return _book(rows, locale)


def _book(rows: Mapping[str, Sequence[RowOut]], locale: str) -> bytes:
    """Return the workbook with the rows of every sheet."""
    book = Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    for kind in SHEETS:
        sheet = book.create_sheet(kind.title(locale))
        if kind.name == "settings":
            _settings(sheet, kind, rows.get(kind.name, ()), locale)
        else:
            _table(sheet, kind, rows.get(kind.name, ()), locale)
        _print_setup(sheet, kind.title(locale))
    _read_me(book.create_sheet(t(locale, "sheet.read_me"), 0), locale)
    book.active = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _table(sheet: Worksheet, kind: SheetKind, rows: Sequence[RowOut], locale: str) -> None:
    """Write one noun: header, rows, drop-downs."""
    names = _names(kind, rows, locale)
    for number, name in enumerate(names, start=1):
        column = kind.by_name.get(name)
        label = kind.header(name, locale) if column else t(locale, name) if name.startswith("free.") else name
        _header(_cell(sheet, 1, number), label, column, kind, locale)
        _column_format(sheet, number, column, locale, last=max(len(rows) + 1, _BLANK_ROWS))
    for row_number, row in enumerate(rows, start=2):
        for number, name in enumerate(names, start=1):
            _body(_cell(sheet, row_number, number), row.get(name), kind.by_name.get(name), locale)
        sheet.row_dimensions[row_number].height = _height((row.get(name), kind.by_name.get(name)) for name in names)
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "C2" if len(names) > 2 else "A2"
    if names:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{max(len(rows) + 1, 2)}"


def _names(kind: SheetKind, rows: Sequence[RowOut], locale: str) -> list[str]:
    """Return the columns to write: all known ones, then the labels that only the rows have."""
    known = [column.name for column in kind.columns]
    extra = dict.fromkeys(label for row in rows for label in row if label not in kind.by_name)
    if kind.name in _FREE_COLUMNS and not rows:
        return [f"free.{kind.name}.{number}" for number in range(1, 8) if has_text(f"free.{kind.name}.{number}")]
    return [*known, *extra]


def _settings(sheet: Worksheet, kind: SheetKind, rows: Sequence[RowOut], locale: str) -> None:
    """Write the settings, one item a row."""
    values = rows[0] if rows else {}
    for number, name in enumerate(("item", "value"), start=1):
        _header(_cell(sheet, 1, number), t(locale, f"column.settings.{name}"), None, kind, locale)
        sheet.column_dimensions[get_column_letter(number)].width = 28
    for row_number, column in enumerate(kind.columns, start=2):
        _body(_cell(sheet, row_number, 1), kind.header(column.name, locale), None, locale)
        _body(_cell(sheet, row_number, 2), values.get(column.name), column, locale)
    sheet.freeze_panes = "A2"


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell to write into; there are no merged ranges here."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def _header(cell: Cell, label: str, column: Column | None, kind: SheetKind, locale: str) -> None:
    """Write a header cell, with a note where the column has one."""
    write_text(cell, label)
    cell.font, cell.border = _HEADER_FONT, _BORDER
    cell.fill = _NEEDED_FILL if column is not None and column.is_required else _HEADER_FILL
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    key = f"note.{kind.name}.{column.name}" if column is not None else ""
    if key and has_text(key):
        cell.comment = Comment(t(locale, key), "riskgraph", height=110, width=320)


def _column_format(sheet: Worksheet, number: int, column: Column | None, locale: str, *, last: int) -> None:
    """Set width, number format and drop-down of a column; cells that do not exist yet inherit them."""
    letter = get_column_letter(number)
    dimension: Any = sheet.column_dimensions[letter]
    dimension.width = _width(column)
    dimension.font = _BODY_FONT
    if column is None:
        return
    dimension.number_format = _number_format(column, None, locale)
    words = ",".join(_offered(column, locale))
    if words and len(words) <= _INLINE_LIST:
        choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, errorStyle="warning")
        choice.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(choice)


def _width(column: Column | None) -> int:
    """Return the width of a column in Latin characters."""
    return 22 if column is None else _WIDE.get(column.name, _WIDTHS[column.kind])


def _height(cells: Iterable[tuple[CellOut, Column | None]]) -> float:
    """Return a row's height that shows its longest wrapped text, within reason."""
    lines = max((_lines(value, _width(column)) for value, column in cells if isinstance(value, str)), default=1)
    return _LINE_HEIGHT * min(lines, _MOST_LINES)


def _lines(text: str, width: int) -> int:
    """Return how many lines text takes; a Japanese character is about two Latin ones wide."""
    return sum(max(1, math.ceil(sum(0.9 if c.isascii() else 1.75 for c in line) / width)) for line in text.split("\n"))


def _offered(column: Column, locale: str) -> Iterator[str]:
    """Give the words of a drop-down."""
    choice = "flag" if column.kind is Kind.FLAG else "answer" if column.name == "answer" else column.choice
    if choice:
        yield from (word_of(choice, code, locale) for code in codes(choice))
    elif column.kind is Kind.LEVEL:
        yield from (str(level) for level in column.levels)


def _number_format(column: Column | None, value: CellOut, locale: str) -> str:
    """Return the format of a cell, or of a whole column where `value` is None."""
    if isinstance(value, date) or (value is None and column is not None and column.kind in _DATES):
        return "yyyy/m/d" if locale == "ja" else "yyyy-mm-dd"
    is_broken = isinstance(value, float) and not value.is_integer()
    return "#,##0" if column is not None and column.kind in _NUMBERS and not is_broken else "General"


def _body(cell: Cell, value: CellOut, column: Column | None, locale: str) -> None:
    """Write a cell of the body."""
    if isinstance(value, str):
        write_text(cell, value)
    elif value is not None:
        cell.value = value
        cell.number_format = _number_format(column, value, locale)
    cell.font, cell.border = _BODY_FONT, _BORDER
    is_long = column is None or column.kind in (Kind.TEXT, Kind.NAMES, Kind.ITEMS, Kind.CERTIFICATES)
    cell.alignment = _WRAPPED if is_long else _TOP


def write_text(cell: Cell, text: str) -> None:
    """Write text into a cell so that no program takes it for a formula, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    if text.startswith(_FORMULA_MARKS):
        styled: Any = cell
        styled.quotePrefix = True


def _print_setup(sheet: Worksheet, title: str) -> None:
    """Set up A4 landscape, as many pages wide as can be read, header and ids on each, title and page number."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    characters = sum(dimension.width for dimension in sheet.column_dimensions.values())
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = max(1, math.ceil(characters / _PAGE_CHARACTERS)), 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = "A:A"
    margins: Any = sheet  # header and footer are made on demand, which their types do not say
    margins.oddHeader.left.text = title.replace("&", "&&")
    margins.oddFooter.right.text = "&P / &N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.sheet_view.showGridLines = False


def _read_me(sheet: Worksheet, locale: str) -> None:
    """Write the page that tells how to fill in the register."""
    number = 1
    while has_text(f"readme.{number}"):
        cell = _cell(sheet, number, 1)
        write_text(cell, t(locale, f"readme.{number}"))
        cell.font = Font(
            name=FONT, size=14 if number == 1 else 10, bold=number == 1, color=INDIGO if number == 1 else INK
        )
        cell.alignment = _WRAPPED
        sheet.row_dimensions[number].height = 28.0 if number == 1 else 1.2 * _LINE_HEIGHT * _lines(str(cell.value), 110)
        number += 1
    sheet.column_dimensions["A"].width = 110
    _print_setup(sheet, t(locale, "sheet.read_me"))
