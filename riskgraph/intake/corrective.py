"""Corrective-action sheets as workbooks: one matter a row, what is known filled in, what the party fills in left open.

The convention that bites: nothing that comes from a register is ever a formula; no other party and no figure of the
model stands in it, and the number of a matter says nothing by itself.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

from openpyxl import Workbook as Book
from openpyxl.cell import Cell as BookCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from riskgraph.intake.dates import day
from riskgraph.intake.folding import fold
from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text
from riskgraph.intake.register_books import register_books
from riskgraph.intake.template import FONT, INDIGO, INK, RULE, write_text
from riskgraph.intake.workbook import RawCell, RawSheet, Workbook
from riskgraph.model.corrective import CorrectiveSheet, ReturnedSheet, SheetLine, SheetReply
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.text import LOCALES, t

GIVEN = {"number": 6, "what": 18, "message": 30, "ask": 30, "due_on": 12}
ASKED = {"measure": 28, "planned_on": 12, "done_by": 14, "evidence_ref": 16, "cost_note": 14}
COLUMNS = {**GIVEN, **ASKED}
_TOKEN = "riskgraph-corrective"  # noqa: S105 - names a kind of file, opens nothing
_NONE = "-"
_OPEN_FILL = PatternFill("solid", fgColor="FFFBEA")
_HEAD_FILL = PatternFill("solid", fgColor=INDIGO)
_SIDE = Side(style="thin", color=RULE)
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_HEADER_ROW, _HEADER_WITHIN = 6, 40
_LINE, _WIDE, _FIRST_WIDE = 15.0, 2.0, 0x2E80
_MARGIN = 0.4  # inches
_LONGEST = 600


def corrective_workbook(sheet: CorrectiveSheet, locale: str) -> bytes:
    """Return a sheet as a workbook, ready to be filled in and read back."""
    book = Book()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = t(locale, "corrective.sheet")
    _head(page, sheet, locale)
    for column, (name, width) in enumerate(COLUMNS.items(), start=1):
        head = page.cell(_HEADER_ROW, column, t(locale, f"corrective.column.{name}"))
        head.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
        head.fill, head.border = _HEAD_FILL, _BORDER
        head.alignment = Alignment(vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(column)].width = width
    page.row_dimensions[_HEADER_ROW].height = 2.0 * _LINE
    for row, line in enumerate(sheet.lines, start=_HEADER_ROW + 1):
        _line(page, row, line)
    _finish(page, len(sheet.lines), locale)
    _mark(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(page: Worksheet, sheet: CorrectiveSheet, locale: str) -> None:
    """Write the title, for whom, from whom, and how to fill it in."""
    words = {"party": sheet.party, "sender": sheet.sender, "day": sheet.made_on.isoformat()}
    lines = [
        (t(locale, "corrective.title"), Font(name=FONT, size=15, bold=True, color=INDIGO)),
        (t(locale, "corrective.to", **words), Font(name=FONT, size=11, color=INK)),
        (t(locale, "corrective.from", **words), Font(name=FONT, size=10, color=INK)),
        (t(locale, "corrective.how"), Font(name=FONT, size=10, color=INK)),
    ]
    for row, (text, font) in enumerate(lines, start=1):
        cell = page.cell(row, 1)
        assert isinstance(cell, BookCell)
        write_text(cell, text)
        cell.font = font
        cell.alignment = Alignment(vertical="center")


def _line(page: Worksheet, row: int, line: SheetLine) -> None:
    values: Mapping[str, str | int | date | None] = {
        "number": line.finding_id, "what": line.title, "message": line.message, "ask": line.ask,
        "due_on": line.due_on, "measure": line.measure, "planned_on": line.planned_on, "done_by": line.done_by,
        "evidence_ref": line.evidence_ref, "cost_note": line.cost_note,
    }  # fmt: skip
    height = 1.0
    for column, (name, width) in enumerate(COLUMNS.items(), start=1):
        cell, value = page.cell(row, column), values[name]
        assert isinstance(cell, BookCell)
        cell.font, cell.border = Font(name=FONT, size=10, color=INK), _BORDER
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if name in ASKED:
            cell.fill, cell.protection = _OPEN_FILL, Protection(locked=False)
        if isinstance(value, str):
            write_text(cell, value)
            height = max(height, sum(_WIDE if ord(c) > _FIRST_WIDE else 1.0 for c in value) / width)
        elif value is not None:
            cell.value = value
        if name in ("due_on", "planned_on"):
            cell.number_format = "yyyy-mm-dd"
    page.row_dimensions[row].height = _LINE * (int(height) + 1)


def _finish(page: Worksheet, count: int, locale: str) -> None:
    """Set the sheet up for filling in and for print."""
    last = _HEADER_ROW + max(count, 1)
    planned = get_column_letter(list(COLUMNS).index("planned_on") + 1)
    rule = DataValidation(
        type="date", operator="greaterThan", formula1="36526", allow_blank=True, showErrorMessage=True,
        error=t(locale, "corrective.date"), errorStyle="warning",
    )  # fmt: skip
    rule.add(f"{planned}{_HEADER_ROW + 1}:{planned}{last}")
    page.add_data_validation(rule)
    page.freeze_panes = f"C{_HEADER_ROW + 1}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins.left = page.page_margins.right = _MARGIN
    page.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    if page.oddFooter is not None and page.oddFooter.center is not None:
        page.oddFooter.center.text = "&P / &N"


def _mark(book: Book, sheet: CorrectiveSheet) -> None:
    """Say in a hidden sheet for which register and party the file is."""
    page = book.create_sheet("riskgraph")
    for row, text in enumerate((_TOKEN, sheet.register_id or _NONE, sheet.party_id), start=1):
        cell = page.cell(row, 1)
        assert isinstance(cell, BookCell)
        write_text(cell, text)
    page.sheet_state = "hidden"


def read_corrective(name: str, data: bytes, *, limits: Limits = LIMITS) -> tuple[ReturnedSheet, tuple[Problem, ...]]:
    """Return what a party wrote, and all that is wrong with it; a wrong row is left out as a whole.

    Parameters
    ----------
    name
        The file's name without folder.

    Raises
    ------
    InputRefused
        With a ``gate.`` code, where the file cannot be read at all.
    """
    found, problems = ReturnedSheet(file=name), list[Problem]()
    replies: dict[int, SheetReply] = {}
    has_header = False
    for book in register_books(name, data, limits=limits):
        problems.extend(book.warnings)
        for sheet in book.sheets:
            marked = _marked(sheet.spread())
            if marked is not None:
                found = found.model_copy(update={"register_id": marked[0], "party_id": marked[1]})
                continue
            header = _header(sheet.spread())
            if header is not None:
                has_header = True
                _read(book, sheet.spread(), header, replies, problems)
    if not has_header:
        problems.append(problem_at(Cell(name), "corrective.no_header", file=shown(name)))
    elif not replies and not any(p.severity is Severity.ERROR for p in problems):
        problems.append(problem_at(Cell(name), "corrective.nothing", Severity.WARNING, file=shown(name)))
    return found.model_copy(update={"replies": tuple(replies.values())}), tuple(problems)


def _marked(sheet: RawSheet) -> tuple[str, str] | None:
    """Return register and party that the hidden sheet names, None for any other sheet."""
    texts = [as_text(row.cells[0].value) for row in sheet.rows[:3] if row.cells]
    if len(texts) != 3 or texts[0] != _TOKEN:
        return None
    return "" if texts[1] == _NONE else texts[1], texts[2]


def _header(sheet: RawSheet) -> tuple[int, Mapping[int, str]] | None:
    words = {fold(t(locale, f"corrective.column.{name}")): name for name in COLUMNS for locale in LOCALES}
    for row in sheet.rows[:_HEADER_WITHIN]:
        found = {c.column: words[fold(as_text(c.value))] for c in row.cells if fold(as_text(c.value)) in words}
        if {"number", "measure"} <= set(found.values()):
            return row.number, found
    return None


def _read(
    book: Workbook,
    sheet: RawSheet,
    header: tuple[int, Mapping[int, str]],
    replies: dict[int, SheetReply],
    problems: list[Problem],
) -> None:
    top, columns = header
    for row in sheet.rows:
        cells = {columns[c.column]: c for c in row.cells if c.column in columns and as_text(c.value)}
        if row.number <= top or not set(cells) & set(ASKED):
            continue
        reply, wrong = _reply(book, sheet, cells)
        if reply is not None and reply.finding_id in replies:
            where = reply.source
            wrong = (*wrong, problem_at(where, "corrective.twice", number=str(reply.finding_id)))
        problems.extend(wrong)
        if reply is not None and not wrong:
            replies[reply.finding_id] = reply


def _reply(
    book: Workbook, sheet: RawSheet, cells: Mapping[str, RawCell]
) -> tuple[SheetReply | None, tuple[Problem, ...]]:
    """Return what one row says, or what is wrong with it."""
    first = cells.get("number") or next(cell for name, cell in cells.items() if name in ASKED)
    where = Cell(book.file, sheet.title, first.address)
    number = _number(cells)
    if number is None:
        written = as_text(cells["number"].value) if "number" in cells else ""
        return None, (problem_at(where, "corrective.no_number", value=shown(written)),)
    planned: date | None = None
    if "planned_on" in cells:
        value = cells["planned_on"].value
        planned = day(value).value
        if planned is None:
            cell = Cell(book.file, sheet.title, cells["planned_on"].address)
            return None, (problem_at(cell, "corrective.bad_date", value=shown(as_text(value))),)
    texts = {name: _text(cells, name) for name in ("measure", "done_by", "evidence_ref", "cost_note")}
    return SheetReply(finding_id=number, planned_on=planned, source=where, **texts), ()


def _number(cells: Mapping[str, RawCell]) -> int | None:
    if "number" not in cells:
        return None
    written = as_text(cells["number"].value).strip()
    digits = written.removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


def _text(cells: Mapping[str, RawCell], name: str) -> str:
    return " ".join(as_text(cells[name].value).split())[:_LONGEST] if name in cells else ""
