"""What a command hands over: the result, lines for standard error, and the exit status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from riskgraph.model.problem import Problem, Severity, has_errors
from riskgraph.report.problem_text import problem_line
from riskgraph.report.tables import problem_counts
from riskgraph.text import t

DONE, INPUT_HAS_ERRORS = 0, 1


@dataclass(frozen=True)
class Outcome:
    """What a command hands over: the result, lines for standard error, and the exit status."""

    result: str | bytes
    messages: tuple[str, ...] = ()
    status: int = DONE


def errors_told(problems: Iterable[Problem], locale: str) -> tuple[str, ...]:
    """Return a line for each error, and what errors mean for the result; () where there is none."""
    listed = list(problems)
    if not has_errors(listed):
        return ()
    lines = [problem_line(problem, locale) for problem in listed if problem.severity is Severity.ERROR]
    return (*lines, problem_counts(listed, locale), t(locale, "cli.input_has_errors"))


def status_of(problems: Iterable[Problem]) -> int:
    """Return the exit status for an input with these problems."""
    return INPUT_HAS_ERRORS if has_errors(problems) else DONE


def refused(problems: Iterable[Problem], locale: str, *, result: str | bytes = b"") -> Outcome:
    """Return what is handed over where there is no result: every problem as a line."""
    return Outcome(result, tuple(problem_line(problem, locale) for problem in problems), INPUT_HAS_ERRORS)
