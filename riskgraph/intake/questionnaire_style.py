"""How a questionnaire looks: colours, fonts, frames, and rows high enough that nothing is cut.

The convention that bites: a spreadsheet program does not fit the height of a row when it opens a file, so
that heights are computed here from the text, the column width and the size of the font.
"""

from __future__ import annotations

import math
import unicodedata
from datetime import date
from functools import cache

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from riskgraph.intake.folding import tidy

FONT = "Yu Gothic"
INDIGO, GREY, PALE, YELLOW, ORANGE, INK = "2B4A7F", "E8E8E6", "EEF2F8", "FFF9DB", "FBE3C0", "22262B"
FAINT = "5A6070"
SIZE = 9
LINE_HEIGHT = 15.0  # points a line of Yu Gothic 9 takes, the tallest of the fonts that stand in for it
HEAD = PatternFill("solid", fgColor=INDIGO)
INPUT = PatternFill("solid", fgColor=YELLOW)
LAST = PatternFill("solid", fgColor=GREY)
SECTION = PatternFill("solid", fgColor=PALE)
OPEN = PatternFill("solid", bgColor=ORANGE)
_SIDE = Side(style="thin", color="C9CDD6")
FRAME = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_UNLOCKED = Protection(locked=False)
_CENTRE = Alignment(wrap_text=True, vertical="center", horizontal="center")
_MIDDLE = Alignment(wrap_text=True, vertical="center")
_LINE = Alignment(vertical="center")
AnyCell = Cell | MergedCell
_MOST_LETTERS = 2_000
_HIGHEST_ROW = 400.0


def put(
    cell: AnyCell, value: str | date | None, *, size: float = SIZE, bold: bool = False, color: str = INK
) -> AnyCell:
    """Write a value as text or date, never as a formula, and set its font."""
    assert isinstance(cell, Cell)  # ranges are merged only after their cells are written
    cell.value = tidy(value)[:_MOST_LETTERS] if isinstance(value, str) else value
    if isinstance(value, str) and cell.data_type != "s" and cell.value:
        # A name that begins with = stays a name, also after somebody edits the cell.
        cell.data_type = "s"
        cell.quotePrefix = True
    cell.font = _font(size, bold, color)
    cell.alignment = _MIDDLE
    return cell


@cache
def _font(size: float, bold: bool, color: str) -> Font:  # noqa: FBT001 - it is the key of the cache
    # A form has hundreds of cells in a handful of fonts, and making one is the slowest part of a cell.
    return Font(name=FONT, size=size, bold=bold, color=color)


def header(sheet: Worksheet, row: int, words: tuple[str, ...], *, left: int = 1) -> None:
    """Write a header row in white on indigo."""
    for column, word in enumerate(words, start=left):
        cell = put(sheet.cell(row, column), word, bold=True, color="FFFFFF")
        cell.fill, cell.border, cell.alignment = HEAD, FRAME, _CENTRE
    sheet.row_dimensions[row].height = 2 * LINE_HEIGHT


def printed(
    cell: AnyCell, value: str, *, fill: PatternFill | None = None, centred: bool = False, bold: bool = False
) -> AnyCell:
    """Write a framed cell that only riskgraph fills."""
    put(cell, value, bold=bold)
    cell.border = FRAME
    if fill is not None:
        cell.fill = fill
    if centred:
        cell.alignment = _CENTRE
    return cell


def to_fill(cell: AnyCell, *, number_format: str = "General", centred: bool = False) -> AnyCell:
    """Make a yellow cell that the party fills in."""
    put(cell, None, size=SIZE + 1)
    cell.fill, cell.border, cell.protection = INPUT, FRAME, _UNLOCKED
    cell.alignment = _CENTRE if centred else _MIDDLE
    cell.number_format = number_format
    return cell


def filled_in(cell: AnyCell, value: str | date, *, centred: bool = False) -> None:
    """Write what the party said before into a yellow cell, as text or date and never as a formula."""
    put(cell, value, size=SIZE + 1).alignment = _CENTRE if centred else _MIDDLE


def line(cell: AnyCell, words: str, *, size: float = SIZE, bold: bool = False, color: str = INK) -> AnyCell:
    """Write a line that runs on over the empty cells to its right."""
    put(cell, words, size=size, bold=bold, color=color)
    cell.alignment = _LINE
    return cell


def title(cell: AnyCell, words: str) -> None:
    """Write the heading of a sheet."""
    line(cell, words, size=14, bold=True, color=INDIGO)


def settle_page(sheet: Worksheet, *, header_row: int = 0) -> None:
    """Set paper, margins, page numbers and protection without a password."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.45, bottom=0.5, header=0.2, footer=0.25)
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&P / &N"))
    sheet.sheet_view.showGridLines = False
    if header_row:
        sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False


def height_for(texts: tuple[tuple[str, float], ...], *, size: float = SIZE, least: int = 1) -> float:
    """Return the height in points of a row whose cells have these texts and column widths (in characters)."""
    lines = max((lines_needed(text, width, size=size) for text, width in texts), default=1)
    return min(_HIGHEST_ROW, max(lines, least) * LINE_HEIGHT * size / SIZE + 5)


def lines_needed(text: str, width: float, *, size: float = SIZE) -> int:
    """Return the lines that a text takes in a column of that width, Latin words kept whole."""
    # A column width counts digits of the default font at 11 points, about half an em each.
    room = max(4, math.floor(width * 11 / size * 0.92))
    return sum(_lines_of(paragraph, room) for paragraph in text.split("\n")) if text else 1


def _lines_of(paragraph: str, room: int) -> int:
    lines, used = 1, 0
    for piece in _pieces(paragraph):
        size = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in piece)
        if used and used + size > room:
            lines, used = lines + 1, 0
        lines += (size - 1) // room if size > room else 0
        used += size if size <= room else size % room
    return lines


def _pieces(paragraph: str) -> list[str]:
    """Return what may not be broken: each wide letter by itself, each Latin word with its space."""
    pieces, word = [], ""
    for letter in paragraph:
        if unicodedata.east_asian_width(letter) in "WF":
            pieces += [word, letter] if word else [letter]
            word = ""
        else:
            word += letter
            if letter == " ":
                pieces.append(word)
                word = ""
    return [*pieces, word] if word else pieces
