"""Which sheets of a book hold no questions by their title: examples, glossaries, lists of choices, summaries.

The convention that bites: a sheet that is merely called an example is the form itself where nothing else is there.
"""

from __future__ import annotations

from riskgraph.intake.folding import fold
from riskgraph.intake.foreign.layout_words import folded

ASIDE = ("example", "glossary", "choices", "history")
LATER = ("summary", "earlier")


def aside_reason(title: str) -> str:
    """Return why a sheet is passed over by its title, such as ``example_sheet``; "" for one that is read."""
    key = fold(title)
    if key in folded("examples"):
        return "example_sheet"
    return _reason(key, ASIDE)


def later_reason(title: str) -> str:
    """Return why a sheet is passed over where another one has the same questions."""
    return _reason(fold(title), LATER)


def _reason(key: str, kinds: tuple[str, ...]) -> str:
    return next((f"{kind}_sheet" for kind in kinds if any(word in key for word in folded("sheets", kind))), "")
