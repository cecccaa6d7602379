"""Tells of persons' names and addresses on a questionnaire, which asks for departments and roles only."""

from __future__ import annotations

from collections.abc import Iterator

from riskgraph.intake.checks_people import has_personal_address, has_personal_name
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell


def personal_problems(text: str, where: Cell) -> Iterator[Problem]:
    """Give a problem for each kind of personal entry in a cell; the message says where and never whom."""
    if text and has_personal_address(text):
        yield problem_at(where, "form.personal_address", Severity.WARNING)
    if text and has_personal_name(text):
        yield problem_at(where, "form.personal_name", Severity.WARNING)
