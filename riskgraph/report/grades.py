"""The legend of the grades: a rank never stands without it, because elsewhere A is the worst and not the best."""

from __future__ import annotations

from typing import Any

from riskgraph.model.assessment import Assessment, Grade
from riskgraph.report.numbers import END_FIGURES, yen
from riskgraph.text import LOCALES, t


def legend(assessment: Assessment) -> list[dict[str, Any]]:
    """Return each grade with its bounds in yen a year and path (null: none) and its meaning."""
    bounds = [float(f"{times * assessment.appetite_yen:.12g}") for times in assessment.grade_bounds]
    rows = zip(Grade, [0.0, *bounds, None], [*bounds, None, None], strict=True)
    return [
        {
            "grade": grade.value,
            "from_yen": low,
            "below_yen": high,
            **{locale: _said(grade, low, high, locale) for locale in LOCALES},
        }
        for grade, low, high in rows
    ]


def grade_mark(grade: Grade, locale: str) -> str:
    """Return a grade as a short word."""
    return t(locale, f"grade.mark.{grade.value}")


def _said(grade: Grade, low: float | None, high: float | None, locale: str) -> str:
    if low is None:
        return t(locale, f"grade.meaning.{grade.value}")
    meaning = t(locale, f"grade.meaning.{grade.value}")
    if high is None:
        return t(locale, "grade.from", meaning=meaning, low=yen(low, locale, figures=END_FIGURES))
    return t(locale, "grade.below", meaning=meaning, high=yen(high, locale, figures=END_FIGURES))
