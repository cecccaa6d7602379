"""What is told about a form as a whole: why nothing was found, and what wants a look.

The convention that bites: a problem names a place where there is one, and counts instead of repeating itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riskgraph.intake.foreign.grid import Grid
from riskgraph.intake.foreign.layout_words import Role
from riskgraph.intake.foreign.parties import repeated
from riskgraph.intake.foreign.sheet_read import SheetRead
from riskgraph.intake.naming import shown
from riskgraph.model.foreign import FormBlock, PassedOver
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell

_MOST_NAMED = 5
_NARROW = 40  # columns that a sheet of squared paper has at least


def nothing_found(file: str, grids: Sequence[Grid], reads: Sequence[SheetRead], registers: set[str]) -> list[Problem]:
    """Return why a book holds no questionnaire."""
    if not grids:
        return [problem_at(Cell(file), "foreign.empty_book", Severity.ERROR, file=shown(file))]
    if registers:
        titles = ", ".join(shown(title) for title in sorted(registers)[:_MOST_NAMED])
        return [problem_at(Cell(file), "foreign.is_register", Severity.ERROR, file=shown(file), sheets=titles)]
    unsaved = _unsaved(file, reads)
    if unsaved:
        return unsaved
    squared = next((grid for grid in grids if is_squared(grid)), None)
    if squared is not None:
        where = Cell(file, squared.title)
        return [
            problem_at(where, "foreign.squared_paper", Severity.ERROR, file=shown(file), sheet=shown(squared.title))
        ]
    titles = ", ".join(shown(grid.title) for grid in grids[:_MOST_NAMED])
    return [problem_at(Cell(file), "foreign.no_questions", Severity.ERROR, file=shown(file), sheets=titles)]


def is_squared(grid: Grid) -> bool:
    """Say whether a sheet is laid out on many narrow columns, with texts merged or spilling over them."""
    starts = {spot.column for line in grid.lines for spot in line.own}
    widest = max((spot.right for line in grid.lines for spot in line.own), default=0)
    merged = sum(spot.right - spot.column >= 3 for line in grid.lines for spot in line.own)
    is_sparse = 4 * sum(len(line.own) for line in grid.lines) <= len(starts) * len(grid.lines)
    return widest >= _NARROW and (merged >= 3 or (len(starts) >= _NARROW // 2 and is_sparse))


def form_problems(
    file: str, blocks: Sequence[FormBlock], reads: Sequence[SheetRead], passed: Sequence[PassedOver]
) -> list[Problem]:
    """Return what wants a look in a form that was understood."""
    return [
        *_unsaved(file, reads),
        *_hidden(file, blocks),
        *_repeated(file, blocks),
        *_several(file, blocks),
        *_ignored(file, reads),
        *_hidden_sheets(file, passed),
    ]


def _unsaved(file: str, reads: Sequence[SheetRead]) -> list[Problem]:
    """Tell of formulas that were never calculated, once for each sheet with the first cell."""
    found = []
    for read in reads:
        answers = [
            a.cell for one in read.asked for given in one.answers.values() for a in given if a.rule == "formula_unsaved"
        ]
        cells = [*(spot.address for spot in read.unsaved), *answers]
        if cells:
            where = Cell(file, read.title, cells[0])
            found.append(
                problem_at(where, "foreign.formula_unsaved", Severity.WARNING, cell=cells[0], count=len(cells))
            )
    return found


def _hidden(file: str, blocks: Sequence[FormBlock]) -> Iterator[Problem]:
    cells = [a for block in blocks for item in block.items for a in item.answers if a.is_hidden and a.raw]
    if cells:
        where = Cell(file, cells[0].sheet, cells[0].cell)
        yield problem_at(where, "foreign.hidden_answers", Severity.WARNING, count=len(cells), cell=cells[0].cell)


def _repeated(file: str, blocks: Sequence[FormBlock]) -> Iterator[Problem]:
    twice = repeated(blocks[0].items) if blocks else []
    if twice:
        where = Cell(file, twice[0].sheet, twice[0].cell)
        texts = " / ".join(shown(item.text) for item in twice[:_MOST_NAMED])
        yield problem_at(where, "foreign.repeated_questions", Severity.WARNING, count=len(twice), questions=texts)


def _several(file: str, blocks: Sequence[FormBlock]) -> Iterator[Problem]:
    if len(blocks) > 1:
        names = ", ".join(shown(block.party_name or block.sheet) for block in blocks[:_MOST_NAMED])
        yield problem_at(Cell(file), "foreign.several_parties", Severity.WARNING, count=len(blocks), names=names)


def _ignored(file: str, reads: Sequence[SheetRead]) -> Iterator[Problem]:
    labels = [
        band.head.label
        for read in reads
        for plan in read.plans
        for band in plan.bands
        if band.role in (Role.SCORE, Role.REVIEWER)
    ]
    if labels:
        names = ", ".join(shown(label) for label in dict.fromkeys(labels[:_MOST_NAMED]))
        yield problem_at(Cell(file), "foreign.columns_ignored", Severity.INFO, columns=names)


def _hidden_sheets(file: str, passed: Sequence[PassedOver]) -> Iterator[Problem]:
    sheets = [entry.sheet for entry in passed if entry.reason == "hidden_sheet"]
    if sheets:
        names = ", ".join(shown(sheet) for sheet in sheets[:_MOST_NAMED])
        yield problem_at(Cell(file, sheets[0]), "foreign.hidden_sheets", Severity.INFO, sheets=names)
