"""Brings question texts from other sheets, hidden ones too, where a sheet has only formulas without results.

The convention that bites: texts are brought by number alone, and only where all sheets that have the number agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from riskgraph.intake.folding import fold
from riskgraph.intake.foreign.grid import Grid, Line
from riskgraph.intake.foreign.layout_words import is_number, looks_answered

_SHORTEST = 5
_NUMBERED = 3  # cells from the left among which the number of a row is looked for


def known_texts(grids: Iterable[Grid]) -> Mapping[str, str]:
    """Return texts by folded number: of each numbered row the longest text that is no answer."""
    found: dict[str, str] = {}
    unclear: set[str] = set()
    for grid in grids:
        for line in grid.lines:
            number, text = _numbered_text(line)
            if not text:
                continue
            key = fold(number)
            if fold(found.setdefault(key, text)) != fold(text):
                unclear.add(key)
    return {key: text for key, text in found.items() if key not in unclear}


def _numbered_text(line: Line) -> tuple[str, str]:
    """Return the number of a row and its longest text before any answer; remarks behind one are no question."""
    spots = line.own
    place = next((i for i, spot in enumerate(spots[:_NUMBERED]) if is_number(spot.text)), None)
    if place is None:
        return "", ""
    texts: list[str] = []
    for spot in spots[place + 1 :]:
        if looks_answered(spot.text):
            break
        if len(spot.text) >= _SHORTEST and not spot.text.startswith("#"):
            texts.append(spot.text)
    return spots[place].text, max(texts, key=len, default="")
