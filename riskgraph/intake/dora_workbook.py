"""Write the DORA templates: a workbook with the official column numbers, or a zip of their CSV files.

The convention that bites: nothing that comes from a user is written as a formula, and the sheets of the templates
hold the template's columns alone; what the model says stands on a sheet of its own.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from riskgraph.intake.template import FONT, INDIGO, INK, write_text
from riskgraph.model.dora import NOT_APPLICABLE, TEMPLATES, ChainLine, DoraRegister
from riskgraph.model.noun import Noun
from riskgraph.text import t

Value = str | int | float | None
_HEAD = Font(name=FONT, size=10, bold=True, color="FFFFFF")
_BODY = Font(name=FONT, size=10, color=INK)
_DARK, _SOFT = PatternFill("solid", fgColor=INDIGO), PatternFill("solid", fgColor="5B6F8C")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_NARROW, _WIDE = 20, 34
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class Further(NamedTuple):
    """A sheet behind the templates: its title, its columns as heading, width and number format ("" for text), rows."""

    title: str
    columns: Sequence[tuple[str, int, str]]
    rows: Sequence[Sequence[Value]]


def dora_workbook(register: DoraRegister, sheets: Sequence[Further], locale: str) -> bytes:
    """Return a workbook with both templates and further sheets behind them."""
    book = Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    for template, columns in TEMPLATES.items():
        sheet = book.create_sheet(template)
        _head(sheet, 1, [f"{template}.{column}" for column, _ in columns], _DARK)
        _head(sheet, 2, [t(locale, f"dora.{template}.{column}") for column, _ in columns], _SOFT)
        _body(sheet, 3, [[_cell(line, field) for _, field in columns] for line in _lines(register, template)])
        sheet.freeze_panes = "B3"
    for further in sheets:
        sheet = book.create_sheet(further.title)
        _head(sheet, 1, [heading for heading, _, _ in further.columns], _DARK)
        _body(sheet, 2, further.rows, [form for _, _, form in further.columns])
        for number, (_, width, _) in enumerate(further.columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def dora_zip(register: DoraRegister) -> bytes:
    """Return a zip of one CSV file a template, its headings ``c0010`` and so on; two runs give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for template, columns in TEMPLATES.items():
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow([f"c{column}" for column, _ in columns])
            for line in _lines(register, template):
                writer.writerow([_plain(_cell(line, field)) for _, field in columns])
            entry = zipfile.ZipInfo(f"reports/{template.lower()}.csv", _ZIP_TIME)
            package.writestr(entry, text.getvalue().encode("utf-8"))
    return out.getvalue()


def _lines(register: DoraRegister, template: str) -> Sequence[Noun]:
    return register.providers if template == "B_05.01" else register.chains


def _cell(line: Noun, field: str) -> Value:
    """Return one value; the recipient of a direct provider does not apply."""
    value: Value = getattr(line, field)
    if isinstance(line, ChainLine) and field.startswith("recipient") and line.rank == 1:
        return NOT_APPLICABLE
    return value


def _plain(value: Value) -> str:
    """Return a value as the text of a CSV cell; a text that would begin a formula is preceded by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
    return f"{value:.15g}"


def _head(sheet: Worksheet, row: int, titles: Sequence[str], fill: PatternFill) -> None:
    for number, title in enumerate(titles, start=1):
        cell = sheet.cell(row, number, title)
        cell.font, cell.fill, cell.alignment = _HEAD, fill, _WRAPPED
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE if len(title) > _NARROW else _NARROW


def _body(sheet: Worksheet, top: int, rows: Sequence[Sequence[Value]], formats: Sequence[str] = ()) -> None:
    """Write the rows; what a user typed stays text."""
    for row, values in enumerate(rows, start=top):
        for column, value in enumerate(values, start=1):
            if value is None or value == "":
                continue
            cell = sheet.cell(row, column)
            assert isinstance(cell, Cell)  # there are no merged ranges here
            cell.font, cell.alignment = _BODY, _WRAPPED
            if isinstance(value, str):
                write_text(cell, value)
            else:
                cell.value = value
                cell.number_format = formats[column - 1] if formats and formats[column - 1] else "General"
