"""Turn a recognised sheet into rows: merges spread, 〃 resolved, repeated headers and totals left out.

The convention that bites: a row keeps the raw cells; a cell that repeats the one above has the value from
above and its own address. Nothing is left out silently: each kind of skipped row is told once a sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string

from riskgraph.intake.folding import fold
from riskgraph.intake.header import Header, repeats_header
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text, is_ditto
from riskgraph.intake.sheet_kind import SheetKind
from riskgraph.intake.workbook import RawCell, RawRow, RawSheet
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell, RowSource

_TOTALS = frozenset(
    fold(word) for word in ("合計", "小計", "総計", "計", "累計", "総合計", "total", "subtotal", "sum", "grand total")
)
_NOTE_MARKS = ("※", "注", "*", "（注", "(注", "以上", "出典", "note:")


@dataclass(frozen=True)
class Row:
    """One row of data: raw cells by English column name, unknown columns as text, and where it stands."""

    cells: Mapping[str, RawCell]
    extra: dict[str, str]
    source: RowSource

    def value(self, column: str) -> object:
        """Return the raw value of a column, None where it is blank or absent."""
        cell = self.cells.get(column)
        return cell.value if cell else None

    def where(self, column: str) -> Cell:
        """Return the cell of a column, or the row's first cell."""
        return self.source.at(column)


@dataclass(frozen=True)
class Table:
    """One recognised sheet: its noun, header, data rows, and what was noticed on the way."""

    file: str
    title: str
    kind: SheetKind
    header: Header
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


def read_table(file: str, sheet: RawSheet, kind: SheetKind, header: Header) -> Table:
    """Return the rows below the header of a sheet whose merges are spread."""
    here = Cell(file, sheet.title)
    problems: list[Problem] = []
    above: dict[int, RawCell] = {}
    rows: list[Row] = []
    hidden: list[int] = []
    for raw in sheet.rows:
        if raw.number <= header.last_row or repeats_header(raw, header, kind):
            continue
        cells = _own_cells(raw)
        if _is_aside(cells, header, kind, here, problems):
            continue
        resolved = dict(_resolved(cells, above, here, problems))
        above = {**above, **resolved}
        row = _row(file, sheet.title, raw.number, resolved, header)
        rows.append(row)
        if raw.is_hidden:
            hidden.append(raw.number)
        if _is_struck(row, kind):
            problems.append(
                problem_at(row.where(kind.columns[0].name), "register.struck_row", Severity.WARNING, id=_id(row, kind))
            )
    problems.extend(_hidden(here, hidden, sheet, header, rows))
    return Table(file, sheet.title, kind, header, tuple(rows), tuple(problems))


def _own_cells(raw: RawRow) -> list[RawCell]:
    """Return the cells of a row without the copies that a merge made sideways."""
    return [
        cell
        for cell in raw.cells
        if not cell.anchor or get_column_letter(cell.column) == coordinate_from_string(cell.anchor)[0]
    ]


def _is_aside(cells: Sequence[RawCell], header: Header, kind: SheetKind, here: Cell, problems: list[Problem]) -> bool:
    """Say whether a row is no data: empty, a total, or a note below or between the rows; tell the last two."""
    known = [cell for cell in cells if cell.column in header.columns or cell.column in header.extra]
    if not known:
        return True
    first = next((cell for cell in known if isinstance(cell.value, str)), None)
    if first is None:
        return False
    text = str(first.value)
    if fold(text) in _TOTALS and header.columns.get(first.column) != "name":
        problems.append(_told(here, first, "register.total_row"))
        return True
    is_note = text.lstrip().startswith(_NOTE_MARKS) or len(text) > 40 or header.columns.get(first.column) is None
    if len(known) == 1 and len(kind.columns) > 2 and is_note:
        problems.append(_told(here, first, "register.note_row"))
        return True
    return False


def _told(here: Cell, cell: RawCell, code: str) -> Problem:
    return problem_at(Cell(here.file, here.sheet, cell.address), code, Severity.INFO, value=shown(cell.value))


def _resolved(
    cells: Sequence[RawCell], above: Mapping[int, RawCell], here: Cell, problems: list[Problem]
) -> Iterator[tuple[int, RawCell]]:
    """Give the cells by column with 〃 and 同上 replaced by the value above."""
    for cell in cells:
        if not is_ditto(cell.value):
            yield cell.column, cell
        elif cell.column in above:
            yield cell.column, cell._replace(value=above[cell.column].value)
        else:
            where = Cell(here.file, here.sheet, cell.address)
            problems.append(problem_at(where, "cell.ditto_unreadable", value=shown(cell.value)))


def _row(file: str, title: str, number: int, cells: Mapping[int, RawCell], header: Header) -> Row:
    """Return a row with its cells under the names of their columns."""
    known = {name: cells[column] for column, name in header.columns.items() if column in cells}
    extra = {
        header.extra.get(column) or get_column_letter(column): as_text(cell.value)
        for column, cell in sorted(cells.items())
        if column not in header.columns and cell.value is not None
    }
    addresses = {
        name: cells[column].address if column in cells else f"{get_column_letter(column)}{number}"
        for column, name in header.columns.items()
    }
    return Row(known, extra, RowSource(file, title, number, addresses))


def _id(row: Row, kind: SheetKind) -> str:
    return shown(as_text(row.value(kind.columns[0].name))) if kind.columns else ""


def _is_struck(row: Row, kind: SheetKind) -> bool:
    """Say whether a row is struck through: its id, or most of its cells."""
    struck = [cell.is_struck for cell in row.cells.values()]
    first = row.cells.get(kind.columns[0].name) if kind.columns else None
    return bool(struck) and ((first is not None and first.is_struck) or sum(struck) * 2 > len(struck))


def _hidden(here: Cell, hidden: list[int], sheet: RawSheet, header: Header, rows: Sequence[Row]) -> Iterator[Problem]:
    """Tell of hidden sheets, rows and columns that were read all the same."""
    if sheet.is_hidden and rows:
        yield problem_at(here, "register.hidden_sheet", Severity.WARNING, sheet=here.sheet)
    if hidden:
        where = Cell(here.file, here.sheet, f"A{hidden[0]}")
        numbers = ", ".join(map(str, hidden[:10])) + (" ..." if len(hidden) > 10 else "")
        yield problem_at(where, "register.hidden_rows", Severity.WARNING, count=len(hidden), rows=numbers)
    shown_rows = [row for row in rows if row.source.row not in set(hidden)]
    for column, name in header.columns.items():
        cells = [row.cells[name] for row in shown_rows if name in row.cells]
        if cells and all(cell.is_hidden for cell in cells):
            where = Cell(here.file, here.sheet, f"{get_column_letter(column)}{header.last_row}")
            yield problem_at(where, "register.hidden_column", Severity.WARNING, column=name)
