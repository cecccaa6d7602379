"""Finds the question rows of a questionnaire, wherever its sheets, rows and columns have gone.

The convention that bites: a row is known by the number printed in it, never by its place or the title of its
sheet; a column by its header. Rows of hidden sheets and of examples are not read, and that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from riskgraph.intake.addresses import letters_of
from riskgraph.intake.folding import fold, identifier
from riskgraph.intake.header import is_aside
from riskgraph.intake.normalise import as_text
from riskgraph.intake.questionnaire_words import IDENTITY_MARK, header_words
from riskgraph.intake.workbook import RawCell, RawRow, RawSheet, Workbook
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell

CONTROL_ID = re.compile(r"[A-Z]{3}-\d{2}")
FACT_ID = re.compile(r"F-\d{2}")
_LABEL_LENGTH = 40
_TRAILING = re.compile(r"[\s※*:：()（）必須]+$")
_NEEDED = frozenset({"answer"})


@dataclass(frozen=True)
class QuestionRow:
    """One row with a question: its number as written in capitals ("" where there is none) and its cells.

    `columns` maps a column key to its place; a cell that holds nothing is absent from `cells`.
    """

    file: str
    sheet: str
    number: str
    row: int
    columns: Mapping[str, int]
    cells: Mapping[str, RawCell]
    _texts: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def text(self, key: str) -> str:
        """Return what stands in a column, blank where nothing does."""
        known = self._texts.get(key)
        if known is None:
            cell = self.cells.get(key)
            known = self._texts[key] = as_text(cell.value) if cell is not None else ""
        return known

    def at(self, key: str) -> Cell:
        """Return the address of a column in this row, also of an empty cell."""
        cell = self.cells.get(key)
        if cell is not None:
            return Cell(self.file, self.sheet, cell.address)
        column = self.columns.get(key)
        return Cell(self.file, self.sheet, f"{letters_of(column)}{self.row}" if column else f"A{self.row}")


class RowsFound(NamedTuple):
    """All question rows of a workbook in their order, and what was passed over."""

    rows: tuple[QuestionRow, ...]
    problems: tuple[Problem, ...]


def question_rows(book: Workbook) -> RowsFound:
    """Return the question rows of every visible sheet."""
    found: list[QuestionRow] = []
    aside: list[tuple[str, tuple[QuestionRow, ...]]] = []
    problems: list[Problem] = []
    for sheet in book.sheets:
        if is_identity(sheet):
            continue
        rows = tuple(_rows_of(book.file, sheet.spread()))
        is_numbered = any(row.number for row in rows)
        if sheet.is_hidden and is_numbered:
            problems.append(_of_sheet(book, sheet, "form.hidden_sheet", Severity.WARNING))
        elif is_numbered and is_example(sheet.title):
            aside.append((sheet.title, rows))
        elif not sheet.is_hidden:
            found.extend(rows)
            problems.extend(_without_header(book, sheet, rows))
    for title, rows in aside:
        # With nothing else to read, a sheet that is merely called an example is the form itself.
        if any(row.number for row in found):
            problems.append(problem_at(Cell(book.file, title), "form.example_sheet", Severity.INFO))
        else:
            found.extend(rows)
    return RowsFound(tuple(found), tuple(problems))


def is_identity(sheet: RawSheet) -> bool:
    """Say whether this is the sheet by which a form of ours is recognised."""
    first = sheet.by_place.get((1, 1))
    return first is not None and first.value == IDENTITY_MARK


def is_example(title: str) -> bool:
    """Say whether a title says that the sheet is an example."""
    return is_aside(title) or any(word in fold(title) for word in ("記入例", "回答例", "見本", "サンプル", "sample"))


def _of_sheet(book: Workbook, sheet: RawSheet, code: str, severity: Severity) -> Problem:
    return problem_at(Cell(book.file, sheet.title), code, severity)


def _without_header(book: Workbook, sheet: RawSheet, rows: Iterable[QuestionRow]) -> Iterator[Problem]:
    """Tell of a sheet that has question numbers and no header with the column of answers."""
    if any(row.number for row in rows):
        return
    ids = [c for row in sheet.rows for c in row.cells if isinstance(c.value, str) and CONTROL_ID.fullmatch(c.value)]
    if len(ids) > 1:
        yield problem_at(
            Cell(book.file, sheet.title, ids[0].address), "form.no_header", Severity.WARNING, count=len(ids)
        )


def _rows_of(file: str, sheet: RawSheet) -> Iterator[QuestionRow]:
    """Give the rows below each header of a sheet."""
    columns: Mapping[str, int] = {}
    for row in sheet.rows:
        header = _header(row)
        if header:
            columns = header
        elif columns:
            question = _question_row(file, sheet.title, row, columns)
            if question is not None:
                yield question


def _header(row: RawRow) -> Mapping[str, int]:
    """Return the columns that a row names, or none where it is no header."""
    known = header_words("column")
    columns: dict[str, int] = {}
    for cell in row.cells:
        key = known.get(label_of(cell))
        if key and key not in columns:
            columns[key] = cell.column
    return columns if columns.keys() >= _NEEDED and len(columns) >= 3 else {}


def label_of(cell: RawCell) -> str:
    """Return a short text folded as a label, without marks behind it; "" for anything else."""
    value = cell.value
    return _label(value) if isinstance(value, str) and len(value) <= _LABEL_LENGTH else ""


@lru_cache(maxsize=2_048)
def _label(written: str) -> str:
    # The same few words stand on every form, and each cell is looked at as a header of this and of that.
    key = fold(written)
    return _TRAILING.sub("", key) if key not in header_words("tier") else key


def _question_row(file: str, sheet: str, row: RawRow, columns: Mapping[str, int]) -> QuestionRow | None:
    """Return a row that carries a question number or a question; None for headings and empty rows."""
    by_column = {cell.column: cell for cell in row.cells}
    cells = {key: by_column[place] for key, place in columns.items() if place in by_column}
    number = _number(row, columns)
    has_content = "question" in cells or "answer" in cells
    if not number and not has_content:
        return None
    return QuestionRow(file, sheet, number, row.number, columns, cells)


def _number(row: RawRow, columns: Mapping[str, int]) -> str:
    """Return the number of a row: from its own column, or from the first cell that is nothing but a number."""
    own = columns.get("id")
    cells = [cell for cell in row.cells if own is None or cell.column == own]
    for cell in cells:
        written = identifier(cell.value).upper() if isinstance(cell.value, str) and len(cell.value) < 20 else ""
        if CONTROL_ID.fullmatch(written) or FACT_ID.fullmatch(written):
            return written
    return ""
