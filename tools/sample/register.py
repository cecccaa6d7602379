"""The register as a workbook: every sheet with headers, formats, widths, filters and a few remarks."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from riskgraph.intake.columns import SHEET_BY_NAME
from riskgraph.intake.sheet_kind import Column, Kind, SheetKind
from riskgraph.intake.vocabulary import codes, word_of
from tools.sample import meeting, reviews
from tools.sample.access_rows import accesses
from tools.sample.engagements_office import office_engagements
from tools.sample.engagements_print import marketing_engagements, shipping_engagements
from tools.sample.engagements_service import contact_engagements, exam_engagements, payment_engagements
from tools.sample.engagements_systems import systems_engagements, web_engagements
from tools.sample.fixed_zip import settled
from tools.sample.parties import parties
from tools.sample.places import assets, connections, sites, systems
from tools.sample.rows import Row, Value

FONT = "Yu Gothic"
_HEADER = PatternFill("solid", fgColor="1F4E5F")
_THIN = Border(*(Side(style="thin", color="C8D0D4"),) * 4)
_DARK, _BROWN, _GREY = "1F4E5F", "8A6D3B", "6B7A80"
_TABS = {"parties": _DARK, "engagements": _DARK, "assets": _DARK, "answers": _BROWN, "requests": _BROWN}
_WIDTHS = {
    Kind.ID: 10, Kind.PARTY: 10, Kind.ROLE: 10, Kind.IDS: 12, Kind.DATE: 12, Kind.END: 12, Kind.CHOICE: 13,
    Kind.FLAG: 9, Kind.NUMBER: 15, Kind.INTERVAL: 14, Kind.TEXT: 22, Kind.NAMES: 22, Kind.ITEMS: 30,
    Kind.CERTIFICATES: 34, Kind.CORPORATE_NUMBER: 16, Kind.HOURS: 11,
    Kind.LEVEL: 9, Kind.PROBABILITY: 10, Kind.CONTROL: 10,
}  # fmt: skip
_WIDE = {"name": 34, "work": 34, "note": 40, "contact": 40, "group": 22, "comment": 34}
_LONGEST_LIST = 255


def engagements() -> list[Row]:
    """Return all hundred engagements in the order of the register."""
    return [
        *systems_engagements(), *web_engagements(), *marketing_engagements(), *shipping_engagements(),
        *contact_engagements(), *exam_engagements(), *payment_engagements(), *office_engagements(),
    ]  # fmt: skip


def tables() -> Mapping[str, list[Row]]:
    """Return the rows of every sheet that has one row a thing, by the English name of the sheet."""
    return {
        "parties": parties(),
        "engagements": meeting.with_own_column(engagements()),
        "assets": assets(),
        "systems": systems(),
        "sites": sites(),
        "access": accesses(),
        "connections": connections(),
        "answers": reviews.answers(),
        "requests": reviews.requests(),
        "decisions": meeting.decisions(),
        "findings": meeting.findings(),
    }


def register(locale: str) -> bytes:
    """Return the workbook in a language, the same bytes every time."""
    book = Workbook()
    for name, rows in tables().items():
        _fill(book.create_sheet(SHEET_BY_NAME[name].title(locale)), SHEET_BY_NAME[name], rows, locale)
    _settings(book.create_sheet(SHEET_BY_NAME["settings"].title(locale)), locale)
    book.remove(book.worksheets[0])
    book.properties.creator = "riskgraph sample"
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue())


def _fill(sheet: Worksheet, kind: SheetKind, rows: Sequence[Row], locale: str) -> None:
    """Write one table with its looks."""
    columns = _columns(kind, rows)
    _header(sheet, [kind.header(c, locale) if c in kind.by_name else c for c in columns])
    for number, row in enumerate(rows, start=2):
        for place, name in enumerate(columns, start=1):
            value = _shown(row.get(name, ""), kind.by_name.get(name), locale)
            _write(sheet, (number, place), value, kind.by_name.get(name))
    _layout(sheet, kind, columns, len(rows))
    _choices(sheet, kind, columns, len(rows), locale)
    _remark(sheet, kind, columns, rows)
    sheet.sheet_properties.tabColor = _TABS.get(kind.name, _GREY)


def _columns(kind: SheetKind, rows: Iterable[Row]) -> list[str]:
    """Return the columns of the sheet, then those that this company added."""
    own = dict.fromkeys(name for row in rows for name in row if name not in kind.by_name)
    return [*kind.by_name, *own]


def _shown(value: Value, column: Column | None, locale: str) -> Value:
    """Return the word of a code in a choice column; everything else as it was typed."""
    if column is None or not isinstance(value, str):
        return value
    if column.kind is Kind.CHOICE and value in codes(column.choice):
        return word_of(column.choice, value, locale)
    if column.kind is Kind.FLAG and value in ("yes", "no"):
        return word_of("flag", value, locale)
    if column.name == "answer" and value in codes("answer"):
        return {"yes": "○", "partial": "△", "no": "×"}[value] if locale == "ja" else value
    return value


def _header(sheet: Worksheet, titles: Sequence[str]) -> None:
    for place, title in enumerate(titles, start=1):
        cell = sheet.cell(1, place, title)
        cell.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
        cell.fill = _HEADER
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.border = _THIN
    sheet.row_dimensions[1].height = 32


def _write(sheet: Worksheet, at: tuple[int, int], value: Value, column: Column | None) -> None:
    """Write one cell; blanks stay empty but keep their frame, as in a sheet that people fill in."""
    cell = sheet.cell(*at)
    cell.font = Font(name=FONT, size=10)
    cell.border = _THIN
    is_text = column is None or column.kind in (Kind.TEXT, Kind.CERTIFICATES, Kind.ITEMS)
    cell.alignment = Alignment(vertical="top", wrap_text=is_text)
    if value == "":
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "yyyy/m/d"
    elif isinstance(value, int | float) and column is not None and column.kind in (Kind.INTERVAL, Kind.NUMBER):
        cell.number_format = "#,##0"
    elif column is not None and column.kind is Kind.CORPORATE_NUMBER:
        cell.number_format = "@"


def _layout(sheet: Worksheet, kind: SheetKind, columns: Sequence[str], count: int) -> None:
    """Set widths, frozen panes, filter and page."""
    for place, name in enumerate(columns, start=1):
        column = kind.by_name.get(name)
        width = _WIDE.get(name) or (_WIDTHS[column.kind] if column else 18)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "C2" if kind.name not in ("decisions", "findings") else "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _choices(sheet: Worksheet, kind: SheetKind, columns: Sequence[str], count: int, locale: str) -> None:
    """Offer the words of choice columns as drop-downs; other values stay possible."""
    for place, name in enumerate(columns, start=1):
        column = kind.by_name.get(name)
        if column is None or column.kind is not Kind.CHOICE:
            continue
        words = ",".join(word_of(column.choice, code, locale) for code in codes(column.choice))
        if len(words) > _LONGEST_LIST:
            continue
        offer = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
        letter = get_column_letter(place)
        offer.add(f"{letter}2:{letter}{count + 50}")
        sheet.add_data_validation(offer)


def _remark(sheet: Worksheet, kind: SheetKind, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Put the remarks on their cells and cross out what is done with."""
    for number, row in enumerate(rows, start=2):
        row_id = str(row.get(columns[0], ""))
        for (sheet_name, noted, column), text in meeting.REMARKS.items():
            if (sheet_name, noted) == (kind.name, row_id):
                comment = Comment(text, "委託先管理課", height=70, width=260)
                sheet.cell(number, columns.index(column) + 1).comment = comment
        if kind.name == "engagements" and row_id in meeting.STRUCK_OUT:
            for place in range(1, len(columns) + 1):
                sheet.cell(number, place).font = Font(name=FONT, size=10, strike=True, color="808080")


def _settings(sheet: Worksheet, locale: str) -> None:
    """Write the settings, one a row, and say that the register is made up."""
    kind = SHEET_BY_NAME["settings"]
    titles = ("項目", "値", "備考") if locale == "ja" else ("item", "value", "note")
    _header(sheet, titles)
    for number, (name, value) in enumerate(meeting.settings().items(), start=2):
        _write(sheet, (number, 1), kind.header(name, locale), None)
        _write(sheet, (number, 2), value, kind.by_name[name])
    _write(sheet, (2, 3), meeting.NOTICE[locale], None)
    for letter, width in (("A", 24), ("B", 20), ("C", 80)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
