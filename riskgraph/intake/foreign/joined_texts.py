"""Brings question texts from other sheets, hidden ones too, where a sheet has only formulas without results.

The convention that bites: texts are brought by number alone, and only where all sheets that have the number agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from riskgraph.intake.folding import fold
from riskgraph.intake.foreign.grid import Grid
from riskgraph.intake.foreign.layout_words import is_number, looks_answered

_SHORTEST = 5


def needs_texts(grid: Grid) -> bool:
    """Say whether anything in a sheet is a formula without a result, or an error in its place, or only numbered."""
    return any(spot.is_unsaved or spot.text.startswith("#") for line in grid.lines for spot in line.own) or not any(
        len(spot.text) >= _SHORTEST * 2 for line in grid.lines[3:] for spot in line.own
    )


def known_texts(grids: Iterable[Grid]) -> Mapping[str, str]:
    """Return texts by folded number: of each numbered row the longest text that is no answer."""
    found: dict[str, str] = {}
    unclear: set[str] = set()
    for grid in grids:
        for line in grid.lines:
            number = next((spot.text for spot in line.own if is_number(spot.text)), "")
            texts = [s.text for s in line.own if len(s.text) >= _SHORTEST and s.text != number] if number else []
            longest = sorted(texts, key=len, reverse=True)
            text = next((text for text in longest if not text.startswith("#") and not looks_answered(text)), "")
            if not text:
                continue
            key = fold(number)
            if fold(found.setdefault(key, text)) != fold(text):
                unclear.add(key)
    return {key: text for key, text in found.items() if key not in unclear}
