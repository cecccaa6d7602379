"""Reads the list on which a party names those to whom it gives work, one a line.

The convention that bites: the list is known by its header, on whichever sheet it lies; a line whose firm says
"none" is a statement that there is nobody, never a firm of that name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from riskgraph.intake.answer_reading import is_nobody
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text, corporate_number, corporate_number_is_valid, day
from riskgraph.intake.questionnaire_people import personal_problems
from riskgraph.intake.questionnaire_rows import is_example, label_of
from riskgraph.intake.questionnaire_words import header_words
from riskgraph.intake.workbook import RawCell, RawRow, RawSheet
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.questionnaire import DeclaredTier

_LONGEST = 300
_MOST_LINES = 300


class TiersFound(NamedTuple):
    """The next tiers that are listed, the cells that say that there is none, and what is to be told."""

    tiers: tuple[DeclaredTier, ...]
    nobody: tuple[Cell, ...]
    problems: tuple[Problem, ...]


def read_tiers(file: str, sheets: Iterable[RawSheet]) -> TiersFound:
    """Return the next tiers on the visible sheets of a file; examples are passed over."""
    lines = [line for sheet in sheets if not is_example(sheet.title) for line in _lines(file, sheet)]
    if len(lines) > _MOST_LINES:
        where, count = lines[_MOST_LINES].where, len(lines) - _MOST_LINES
        more = problem_at(where, "form.tiers_too_many", Severity.WARNING, count=count, most=_MOST_LINES)
        lines = [*lines[:_MOST_LINES], _Line(where, problems=(more,))]
    return TiersFound(
        tuple(line.tier for line in lines if line.tier is not None),
        tuple(line.where for line in lines if line.is_nobody),
        tuple(problem for line in lines for problem in line.problems),
    )


class _Line(NamedTuple):
    """One line of the list."""

    where: Cell
    tier: DeclaredTier | None = None
    is_nobody: bool = False
    problems: tuple[Problem, ...] = ()


def _lines(file: str, sheet: RawSheet) -> Iterable[_Line]:
    """Give the lines below the header of a list, empty ones left out."""
    columns: Mapping[str, int] = {}
    for row in sheet.rows:
        header = _header(row)
        if header:
            columns = header
            continue
        by_column = {cell.column: cell for cell in row.cells}
        cells = {key: by_column[place] for key, place in columns.items() if place in by_column}
        if cells:
            yield _line(Cell(file, sheet.title), cells)


def _header(row: RawRow) -> Mapping[str, int]:
    """Return the columns that a row names, or none where it is no header."""
    known = header_words("tier")
    columns: dict[str, int] = {}
    for cell in row.cells:
        columns.setdefault(known.get(label_of(cell), ""), cell.column)
    columns.pop("", None)
    return columns if "name" in columns and len(columns) >= 3 else {}


def _line(sheet: Cell, cells: Mapping[str, RawCell]) -> _Line:
    """Return what one line says."""
    first = next(iter(cells.values()))
    name, where = _of(cells, "name"), Cell(sheet.file, sheet.sheet, cells.get("name", first).address)
    if name and is_nobody(name):
        return _Line(where, is_nobody=True)
    if not name:
        value = shown(as_text(first.value))
        return _Line(where, problems=(problem_at(where, "form.tier_without_name", Severity.WARNING, value=value),))
    if cells["name"].is_struck:
        return _Line(where, problems=(problem_at(where, "form.tier_struck", Severity.WARNING, name=shown(name)),))
    problems = list(personal_problems(name, where))
    return _Line(where, _tier(cells, name, where, problems), problems=tuple(problems))


def _tier(cells: Mapping[str, RawCell], name: str, where: Cell, problems: list[Problem]) -> DeclaredTier:
    """Return one next tier as it is told."""
    number = corporate_number(_of(cells, "corporate_number"))
    if number and not corporate_number_is_valid(number):
        at = Cell(where.file, where.sheet, cells["corporate_number"].address)
        problems.append(
            problem_at(at, "form.corporate_number", Severity.WARNING, value=shown(number), name=shown(name))
        )
        number = ""
    consent = cells.get("consent_on")
    consent_on = day(consent.value).value if consent is not None else None
    if consent is not None and consent_on is None and not is_nobody(as_text(consent.value)):
        at = Cell(where.file, where.sheet, consent.address)
        problems.append(problem_at(at, "form.date_unreadable", Severity.WARNING, value=shown(as_text(consent.value))))
    return DeclaredTier(
        name=name,
        corporate_number=number,
        work=_of(cells, "work"),
        assets=_of(cells, "assets"),
        place=_of(cells, "place"),
        consent_on=consent_on,
        consent_no=_of(cells, "consent_no"),
        sheet=where.sheet,
        cell=where.cell,
    )


def _of(cells: Mapping[str, RawCell], key: str) -> str:
    cell = cells.get(key)
    return as_text(cell.value)[:_LONGEST] if cell is not None else ""
