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
_KEPT = 100_000  # texts of a sheet of which it is kept whether they say "as above"
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
    letters = {column: get_column_letter(column) for column in header.columns}
    known: dict[str, bool] = {}
    for raw in sheet.rows:
        if raw.number <= header.last_row or repeats_header(raw, header, kind):
            continue
        cells = _own_cells(raw)
        if _is_aside(cells, header, kind, here, problems):
            continue
        resolved = _resolved(cells, above, here, problems, known)
        above.update(resolved)
        row = _row(here, raw.number, resolved, header, letters)
        rows.append(row)
        if raw.is_hidden:
            hidden.append(raw.number)
        if _is_struck(row, kind):
            problems.append(
                problem_at(row.where(kind.columns[0].name), "register.struck_row", Severity.WARNING, id=_id(row, kind))
            )
    problems.extend(_hidden(here, hidden, sheet, header, rows))
    return Table(file, sheet.title, kind, header, tuple(rows), tuple(problems))


def _own_cells(raw: RawRow) -> Sequence[RawCell]:
    """Return the cells of a row without the copies that a merge made sideways."""
    if not any(cell.anchor for cell in raw.cells):
        return raw.cells
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
    if len(known) > 1 or len(kind.columns) <= 2:
        return False
    if text.lstrip().startswith(_NOTE_MARKS) or len(text) > 40 or header.columns.get(first.column) is None:
        problems.append(_told(here, first, "register.note_row"))
        return True
    return False


def _told(here: Cell, cell: RawCell, code: str) -> Problem:
    return problem_at(Cell(here.file, here.sheet, cell.address), code, Severity.INFO, value=shown(cell.value))


def _resolved(
    cells: Sequence[RawCell],
    above: Mapping[int, RawCell],
    here: Cell,
    problems: list[Problem],
    known: dict[str, bool],
) -> dict[int, RawCell]:
    """Return the cells by column with 〃 and 同上 replaced by the value above; `known` are texts looked at before."""
    resolved = {}
    for cell in cells:
        value, column = cell.value, cell.column
        if type(value) is not str or not _is_ditto(value, known):
            resolved[column] = cell
        elif column in above:
            resolved[column] = cell._replace(value=above[column].value)
        else:
            where = Cell(here.file, here.sheet, cell.address)
            problems.append(problem_at(where, "cell.ditto_unreadable", value=shown(value)))
    return resolved


def _is_ditto(text: str, known: dict[str, bool]) -> bool:
    """Say whether a text says "as above", from what is known where it stood there before."""
    found = known.get(text)
    if found is None:
        found = is_ditto(text)
        if len(known) < _KEPT:
            known[text] = found
    return found


def _row(here: Cell, number: int, cells: Mapping[int, RawCell], header: Header, letters: Mapping[int, str]) -> Row:
    """Return a row with its cells under the names of their columns; `letters` are those of the header's columns."""
    known = {name: cells[column] for column, name in header.columns.items() if column in cells}
    addresses = {name: f"{letters[column]}{number}" for column, name in header.columns.items()}
    addresses.update((name, cell.anchor) for name, cell in known.items() if cell.anchor)
    return Row(known, _extra(cells, header, known), RowSource(here.file, here.sheet, number, addresses))


def _extra(cells: Mapping[int, RawCell], header: Header, known: Mapping[str, RawCell]) -> dict[str, str]:
    """Return the texts of the cells that are not `known`, by the label of their column."""
    if len(known) == len(cells):
        return {}
    return {
        header.extra.get(column) or get_column_letter(column): as_text(cell.value)
        for column, cell in sorted(cells.items())
        if column not in header.columns and cell.value is not None
    }


def _id(row: Row, kind: SheetKind) -> str:
    return shown(as_text(row.value(kind.columns[0].name))) if kind.columns else ""


def _is_struck(row: Row, kind: SheetKind) -> bool:
    """Say whether a row is struck through: its id, or most of its cells."""
    struck = [cell.is_struck for cell in row.cells.values()]
    if True not in struck:
        return False
    first = row.cells.get(kind.columns[0].name) if kind.columns else None
    return (first is not None and first.is_struck) or sum(struck) * 2 > len(struck)


def _hidden(here: Cell, hidden: list[int], sheet: RawSheet, header: Header, rows: Sequence[Row]) -> Iterator[Problem]:
    """Tell of hidden sheets, rows and columns that were read all the same."""
    if sheet.is_hidden and rows:
        yield problem_at(here, "register.hidden_sheet", Severity.WARNING, sheet=here.sheet)
    if hidden:
        where = Cell(here.file, here.sheet, f"A{hidden[0]}")
        numbers = ", ".join(map(str, hidden[:10])) + (" ..." if len(hidden) > 10 else "")
        yield problem_at(where, "register.hidden_rows", Severity.WARNING, count=len(hidden), rows=numbers)
    aside = set(hidden)
    shown_rows = [row for row in rows if row.source.row not in aside]
    for column, name in header.columns.items():
        states = (row.cells[name].is_hidden for row in shown_rows if name in row.cells)
        if next(states, False) and all(states):
            where = Cell(here.file, here.sheet, f"{get_column_letter(column)}{header.last_row}")
            yield problem_at(where, "register.hidden_column", Severity.WARNING, column=name)
