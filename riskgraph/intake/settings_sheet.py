"""The sheet Settings: what the register says about itself, one item a row or one a column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from riskgraph.intake.cells import read_cell
from riskgraph.intake.columns import SETTINGS
from riskgraph.intake.folding import fold
from riskgraph.intake.header import Header, find_header
from riskgraph.intake.naming import shown
from riskgraph.intake.rows import Row
from riskgraph.intake.workbook import RawCell, RawRow, RawSheet
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import RowSource
from riskgraph.model.submission import Settings


def read_settings(file: str, sheet: RawSheet, before: Settings, problems: list[Problem]) -> Settings:
    """Return the settings with what this sheet says; a second sheet that says otherwise is told and loses."""
    row = Row(*_row(file, sheet))
    values: dict[str, Any] = {}
    for column in SETTINGS.columns:
        value = read_cell(row, column, SETTINGS, problems)
        if value in (None, ""):
            continue
        if column.name == "fiscal_year_start" and value not in range(1, 13):
            where, fields = row.where(column.name), {"value": shown(value), "words": "1-12"}
            problems.append(
                problem_at(where, "cell.level_unreadable", Severity.ERROR, column=SETTINGS.label(column.name), **fields)
            )
            continue
        stated = getattr(before, column.name)
        if stated not in (None, "", value, Settings.model_fields[column.name].default):
            fields = {"value": shown(value), "used": shown(stated), "column": SETTINGS.label(column.name)}
            problems.append(problem_at(row.where(column.name), "register.setting_twice", Severity.WARNING, **fields))
            continue
        values[column.name] = int(value) if column.name == "fiscal_year_start" else value
    return before.model_copy(update=values)


def _row(file: str, sheet: RawSheet) -> tuple[dict[str, RawCell], dict[str, str], RowSource]:
    """Return the settings as one row, whichever way the sheet lies."""
    header = find_header(sheet, SETTINGS)
    cells = dict(_across(sheet, header)) if header else dict(_down(sheet))
    addresses = {name: cell.address for name, cell in cells.items()}
    return cells, {}, RowSource(file, sheet.title, 1, addresses)


def _across(sheet: RawSheet, header: Header) -> Iterator[tuple[str, RawCell]]:
    """Give the settings of a sheet with one column an item: the first row below the header."""
    below: RawRow | None = next((row for row in sheet.rows if row.number > header.last_row), None)
    for cell in below.cells if below else ():
        if cell.column in header.columns:
            yield header.columns[cell.column], cell


def _down(sheet: RawSheet) -> Iterator[tuple[str, RawCell]]:
    """Give the settings of a sheet with one row an item: a known label and the cell to its right."""
    for row in sheet.rows:
        for label, value in zip(row.cells, row.cells[1:], strict=False):
            name = SETTINGS.by_header.get(fold(str(label.value)))
            if name and label.column == row.cells[0].column:
                yield name, value
