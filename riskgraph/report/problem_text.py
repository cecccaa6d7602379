"""Problems and errors as sentences: what is wrong, and what to do about it.

The convention that bites: a problem must never be lost for want of a sentence, so that a code without a
text, or a text that asks for a field which is not there, still gives its code, its fields and its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from riskgraph.errors import RiskgraphError
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.quantities import Cell
from riskgraph.report.names import cell_in_words
from riskgraph.report.plain import plain
from riskgraph.text import catalogue, has_text, t

ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def said(problem: Problem, locale: str) -> tuple[str, str]:
    """Return the message of a problem and its mend."""
    return _said(problem.code, problem.fields, locale)


def error_said(error: RiskgraphError, locale: str) -> tuple[str, str]:
    """Return the message of an error that riskgraph raised on purpose, and its mend."""
    return _said(error.code, error.fields, locale)


def problem_line(problem: Problem, locale: str) -> str:
    """Return a problem as one line: how bad, where, what, and what to do."""
    message, mend = said(problem, locale)
    place = cell_in_words(Cell(problem.file, problem.sheet, problem.cell), locale)
    if not (problem.sheet or problem.cell) and plain(problem.file) in message:
        place = ""  # the sentence names the file itself
    severity = t(locale, f"problem_text.severity.{problem.severity.value}")
    shape = "problem_text.line" if place else "problem_text.line.nowhere"
    return t(locale, shape, severity=severity, place=place, message=message, mend=mend)


def _said(code: str, fields: Mapping[str, str | int | float], locale: str) -> tuple[str, str]:
    clean = {key: _worded(key, value, locale) if isinstance(value, str) else value for key, value in fields.items()}
    message = _filled(f"problem.{code}.message", clean, locale)
    mend = _filled(f"problem.{code}.mend", clean, locale)
    if message is None:
        listed = ", ".join(f"{key}={value}" for key, value in sorted(clean.items()))
        shape = "problem_text.fallback.message" if listed else "problem_text.fallback.bare"
        message = t(locale, shape, code=plain(code), fields=listed)
    return message, mend if mend is not None else t(locale, "problem_text.fallback.mend")


def _worded(key: str, value: str, locale: str) -> str:
    """Return a field as one plain line; where it is a code, or a list of codes, their words."""
    codes = value.split(", ")
    keys = [f"problem_text.value.{key}.{code}" for code in codes]
    if all(has_text(code) for code in keys):
        return t(locale, "problem_text.comma").join(t(locale, code) for code in keys)
    return plain(value)


def _filled(key: str, fields: Mapping[str, str | int | float], locale: str) -> str | None:
    """Return the text with its fields, or None where the text or one of its fields is not there."""
    if not has_text(key):
        return None
    template = catalogue()[key]["ja" if locale == "ja" else "en"]
    asked = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    return t(locale, key, **fields) if asked <= fields.keys() else None
