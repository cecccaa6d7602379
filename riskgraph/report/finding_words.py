"""A finding in words: what it is and how it is settled."""

from __future__ import annotations

from riskgraph.model.finding import Finding, FindingRecord
from riskgraph.model.problem import Problem, Severity
from riskgraph.report.plain import plain
from riskgraph.report.problem_text import said
from riskgraph.text import has_text, t

_SPOKEN_AGAINST = "contradiction_"
_OF_REGISTER = "contradiction_onward"


def finding_said(found: Finding | FindingRecord | None, locale: str) -> tuple[str, str]:
    """Return the message of a finding and its mend; of a record that of the day on which it was last seen."""
    if found is None:
        return "", ""
    message = f"finding.{found.code}.message"
    if has_text(message):
        fields = {name: plain(value) if isinstance(value, str) else value for name, value in found.fields.items()}
        return t(locale, message, **fields), t(locale, f"finding.{found.code}.mend", **fields)
    return said(Problem(code=_problem_code(found.code), severity=Severity.WARNING, fields=found.fields), locale)


def _problem_code(code: str) -> str:
    """Return the code of the check that showed it."""
    if code.startswith(_SPOKEN_AGAINST) and code != _OF_REGISTER:
        return f"contradiction.{code.removeprefix(_SPOKEN_AGAINST)}"
    return f"finding.{code}"
