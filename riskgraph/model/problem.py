"""A problem in the input or a finding in the register, as a value; its sentence is made elsewhere.

A code that begins with ``finding.`` is something that the register itself shows (missing consent,
expired access, ...) and is always a warning; every other code tells about the input.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from pydantic import Field

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell


class Severity(StrEnum):
    """How bad a problem is: an error stops trust in the row, an info tells of a default taken."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Problem(Noun):
    """One thing to tell the user: what (code, fields), how bad, and where.

    `code` is a key of ``riskgraph/text/problems.yaml``, which holds message and mend in both
    languages; `fields` fill the placeholders of that text and are data, never markup.
    """

    code: str
    severity: Severity
    file: str = ""
    sheet: str = ""
    cell: str = ""
    fields: dict[str, str | int | float] = Field(default_factory=dict)


def problem_at(where: Cell, code: str, severity: Severity = Severity.ERROR, **fields: str | int | float) -> Problem:
    """Return a problem that stands at a cell."""
    return Problem(code=code, severity=severity, file=where.file, sheet=where.sheet, cell=where.cell, fields=fields)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether any of the problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)
