"""Tell which defaults stand in for what a register leaves out: absent sheets, absent columns, blank cells.

The convention that bites: one info a column, never one a row, so that the list stays readable.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from openpyxl.utils import get_column_letter

from riskgraph.intake.columns import SETTINGS, SHEETS
from riskgraph.intake.rows import Table
from riskgraph.intake.sheet_kind import Column
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.submission import Settings

_SILENT = frozenset({"decisions", "findings", "settings"})  # their absence is told below, or assumes nothing


def defaults_told(tables: Sequence[Table], names: Collection[str], settings: Settings) -> Iterator[Problem]:
    """Give an error for each needed sheet or column that is absent, and an info for each default taken.

    Parameters
    ----------
    names
        The sheets that were found in any of the files.
    """
    for kind in SHEETS:
        if kind.name in names or kind.name in _SILENT:
            continue
        if kind.is_needed:
            yield Problem(code="register.sheet_missing", severity=Severity.ERROR, fields={"sheet": kind.both_titles})
        else:
            yield Problem(code=f"register.no_{kind.name}", severity=Severity.INFO, fields={"sheet": kind.both_titles})
    for kind in SHEETS:
        of_kind = [table for table in tables if table.kind is kind]
        if kind.is_needed and of_kind and not any(table.rows for table in of_kind):
            yield problem_at(Cell(of_kind[0].file, of_kind[0].title), "register.no_rows", sheet=of_kind[0].title)
    for table in tables:
        for column in table.kind.columns:
            if column.name not in table.header.columns.values():
                yield from _absent(table, column)
            elif column.is_told:
                yield from _blank(table, column)
    if settings.as_of is None and names:
        fields = {"column": SETTINGS.label("as_of"), "default": SETTINGS.by_name["as_of"].default_label}
        yield Problem(code="register.setting_default", severity=Severity.INFO, fields=fields)


def _absent(table: Table, column: Column) -> Iterator[Problem]:
    """Tell of a column that the sheet does not have, where that matters."""
    here, label = Cell(table.file, table.title), table.kind.label(column.name)
    if column.is_required:
        yield problem_at(here, "register.column_missing", column=label)
    elif column.is_told and table.rows:
        yield problem_at(here, "register.column_absent", Severity.INFO, column=label, default=column.default_label)


def _blank(table: Table, column: Column) -> Iterator[Problem]:
    """Tell how many rows leave a column blank, at the first of them."""
    blank = [row for row in table.rows if row.value(column.name) is None]
    if not blank or column.default == "direct":  # a blank parent is a statement, not a gap
        return
    number = next(number for number, name in table.header.columns.items() if name == column.name)
    where = Cell(table.file, table.title, f"{get_column_letter(number)}{blank[0].source.row}")
    label, default = table.kind.label(column.name), column.default_label
    yield problem_at(where, "register.column_blank", Severity.INFO, column=label, default=default, count=len(blank))
