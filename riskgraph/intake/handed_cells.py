"""The cells of a workbook as bytes that one process hands to another, and back; nothing is unpickled.

The convention that bites: a value keeps its type. A text that looks like a date stays a text, because each value that
JSON has no form for is written with the name of its type.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from riskgraph.errors import InputRefused
from riskgraph.intake.cell_values import CellValue
from riskgraph.intake.workbook import MergedRange, RawCell, RawRow, RawSheet, Workbook
from riskgraph.model.problem import Problem


def as_bytes(book: Workbook) -> bytes:
    """Return a workbook as JSON."""
    sheets = [
        [sheet.title, sheet.is_hidden, [list(merge) for merge in sheet.merged], [_row(row) for row in sheet.rows]]
        for sheet in book.sheets
    ]
    problems = [problem.model_dump(mode="json") for problem in book.warnings]
    return json.dumps([book.file, book.sha256, sheets, problems], ensure_ascii=False).encode()


def from_bytes(told: bytes, name: str) -> Workbook:
    """Return the workbook that `as_bytes` wrote.

    Raises
    ------
    InputRefused
        ``gate.reader_stopped`` where it is no such thing.
    """
    try:
        file, sha256, sheets, problems = json.loads(told)
        return Workbook(
            file,
            sha256,
            tuple(
                RawSheet(title, tuple(map(_row_of, rows)), tuple(MergedRange(*merge) for merge in merged), is_hidden)
                for title, is_hidden, merged, rows in sheets
            ),
            tuple(Problem.model_validate(problem) for problem in problems),
        )
    except (ValueError, TypeError, KeyError) as broken:
        raise InputRefused("gate.reader_stopped", {"file": name}) from broken


_PLAIN = (str, int, float)


def _row(row: RawRow) -> list[Any]:
    return [row.number, row.is_hidden, [_cell(cell) for cell in row.cells]]


def _cell(cell: RawCell) -> list[Any]:
    """Return value and column of a cell, and its marks where it bears any."""
    value, _, column, *marks = cell
    written = value if type(value) in _PLAIN else _written(value)
    return [written, column, *marks] if any(marks) else [written, column]


def _row_of(written: list[Any]) -> RawRow:
    number, is_hidden, cells = written
    return RawRow(
        number,
        tuple([RawCell(_value(value), number, column, *marks) for value, column, *marks in cells]),
        is_hidden,
    )


def _written(value: CellValue) -> Any:
    """Return a value as JSON holds it; dates and times as a pair of type and text."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, timedelta):
        return ["timedelta", value.total_seconds()]
    return [type(value).__name__, value.isoformat()]


def _value(written: Any) -> CellValue:
    if not isinstance(written, list):
        plain: CellValue = written
        return plain
    kind, told = written
    if kind == "timedelta":
        return timedelta(seconds=told)
    return _READERS[kind](told)


_READERS: Mapping[str, Callable[[str], CellValue]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}
