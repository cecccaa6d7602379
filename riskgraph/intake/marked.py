"""The questionnaire that goes back: the same workbook, with the cells to mend filled and commented.

The convention that bites: values, formulas and drop-downs stay as they are, and so does the hidden identity, so that
the file comes back as the same form. Comments are plain text. Marks of an earlier time are taken off first. Macros
are left out, and so are drawn shapes, of which `not_kept` tells; a formula has no result until it is opened.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from riskgraph.errors import InputRefused
from riskgraph.intake.gate import examine
from riskgraph.intake.questionnaire_style import INPUT
from riskgraph.model.problem import Problem, Severity

AUTHOR = "riskgraph"
AMBER = "FFC000"
_MARK = PatternFill("solid", fgColor=AMBER)
_LONGEST = 1_000
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_SHAPES = re.compile(r"xl/(drawings/drawing\d+\.xml|charts/|diagrams/)", re.IGNORECASE)
Marks = Mapping[tuple[str, str], str]


def marked(name: str, data: bytes, marks: Marks) -> bytes:
    """Return a workbook with some cells marked.

    Parameters
    ----------
    name
        File name without folder, for messages only.
    marks
        What to mend, as plain text, by sheet and cell. Cells that the workbook does not have are left out.

    Raises
    ------
    InputRefused
        Where the gate does not let the file through, or it cannot be opened.
    """
    examine(name, data)
    book = _opened(name, data)
    for sheet in book.worksheets:
        _unmark(sheet)
    for (title, address), words in marks.items():
        if title in book.sheetnames and _CELL.fullmatch(address):
            _mark(book[title], address, words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _opened(name: str, data: bytes) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it does not carry over; `not_kept` tells of it
            return load_workbook(io.BytesIO(data))
    except Exception as broken:  # any failure of a parser on a stranger's file is the same news
        raise InputRefused("gate.unreadable", {"file": name}) from broken


def _unmark(sheet: Worksheet) -> None:
    """Take the marks of an earlier time off a sheet."""
    for cell in list(sheet._cells.values()):  # walking over rows would create the cells that do not exist
        if isinstance(cell, Cell) and cell.comment is not None and cell.comment.author == AUTHOR:
            cell.comment = None
            if cell.fill.fgColor.rgb in (AMBER, f"00{AMBER}", f"FF{AMBER}"):
                cell.fill = INPUT


def _mark(sheet: Worksheet, address: str, words: str) -> None:
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        home = next(area for area in sheet.merged_cells.ranges if address in area)
        cell = sheet.cell(home.min_row, home.min_col)
    text = ILLEGAL_CHARACTERS_RE.sub("", words)[:_LONGEST]
    if cell.comment is not None:
        text = f"{cell.comment.text}\n{text}"
    cell.comment = Comment(text, AUTHOR, width=360, height=40 + 18 * (2 + len(text) // 24))
    cell.fill = _MARK


def not_kept(name: str, data: bytes) -> tuple[Problem, ...]:
    """Return what a marked copy of this workbook leaves out; () for nearly all."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        has_shapes = any(_SHAPES.match(entry) for entry in package.namelist())
    if not has_shapes:
        return ()
    return (Problem(code="receiving.shapes", severity=Severity.WARNING, file=name, fields={"file": name}),)
