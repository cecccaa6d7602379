"""Rows of another workbook to be added to a register: read with the same tolerance, but as no whole register."""

from __future__ import annotations

from datetime import date

from riskgraph.intake.register import read_register
from riskgraph.model.change import RowsAdded
from riskgraph.model.problem import Problem

# What is wrong with cells and with the file itself; a file with rows to add needs no other sheets.
_OF_READING = ("cell.", "gate.", "register.no_known_sheet", "register.header_missing", "register.required_blank")


def added_rows(
    name: str, data: bytes, *, as_of: date | None, known_controls: frozenset[str]
) -> tuple[RowsAdded, tuple[Problem, ...]]:
    """Return the rows of a file, and what could not be read of them.

    What the file lacks, and what its rows refer to, is looked for in the register that they are added to.
    """
    rows = read_register([(name, data)], as_of=as_of, known_controls=known_controls)
    wrong = tuple(problem for problem in rows.problems if problem.code.startswith(_OF_READING))
    return RowsAdded(rows=rows.model_copy(update={"problems": ()})), wrong
