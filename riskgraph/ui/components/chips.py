"""Small signs that say a grade or a standing by letter, shape and colour together."""

from __future__ import annotations

from riskgraph.model.assessment import Grade
from riskgraph.text import t

# Amber only where something needs a look; red is kept for the first path and what is overdue.
_COLOR = {Grade.A: "gray", Grade.B: "gray", Grade.C: "orange", Grade.D: "orange", Grade.E: "orange"}


def grade_chip(mark: str, grade: Grade) -> str:
    """Return a grade as a Markdown badge; `mark` holds shape and letter."""
    return f":{_COLOR.get(grade, 'gray')}-badge[{mark}]"


def standing_chip(locale: str, *, is_confirmed: bool) -> str:
    """Return whether a reason is confirmed by an answer, as a Markdown badge."""
    if is_confirmed:
        return f":blue-badge[● {t(locale, 'ui.confirmed')}]"
    return f":orange-badge[○ {t(locale, 'ui.unconfirmed')}]"
