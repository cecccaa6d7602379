"""Where every box of the drawing stands: bands from the owner down, the chosen path in one column.

Screen and paper use these same positions. Units are pixels at the reference width of the drawing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from riskgraph.report.picture_nouns import Node, Scene

REFERENCE_WIDTH = 1100
GUTTER = 2
CARD = (264, 54)
SMALL = (108, 42)
ASIDE = (110, 58)
PATH_X = 238.0
LANE = 16
BUS = 14
PITCH = 112
TOP = 34
BOTTOM = 34
_FIRST_SLOT = 456.0
_SLOT = 117.0
_NOT_FIRST = frozenset("ーァィゥェォッャュョぁぃぅぇぉっゃゅょ)）、。・")


class Point(NamedTuple):
    """A place in the drawing, in pixels from the upper left corner."""

    x: float
    y: float


def positions(scene: Scene) -> Mapping[str, Point]:
    """Return the centre of every box by node id."""
    return {node.node_id: _place(node) for node in scene.nodes}


def height(scene: Scene) -> int:
    """Return the height of the drawing in pixels."""
    return TOP + BOTTOM + PITCH * (scene.bands - 1)


def _place(node: Node) -> Point:
    x = PATH_X if node.slot == 0 else _FIRST_SLOT + _SLOT * (node.slot - 1)
    return Point(x, float(TOP + PITCH * node.band))


def text_width(text: str, size: float) -> float:
    """Return about how wide text is in pixels: wide East Asian letters take a full square.

    Half-width letters are taken at 0.58 of the size, which is the mean of capitals, digits and lower case
    in the fonts named by the theme, so that the estimate errs to the wide side.
    """
    return sum(size * (1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.58) for c in text)


def fitted(text: str, width: float, *, lines: int, size: float) -> list[str]:
    """Return text broken into at most `lines` lines that fit `width`, ended by … where it is cut.

    Latin words are kept whole where a line has room for them; Japanese breaks anywhere.
    """
    rest = text
    found: list[str] = []
    while rest and len(found) < lines:
        cut = _cut(rest, width, size)
        if cut < len(rest) and len(found) == lines - 1:
            found.append(rest[: _cut(rest, width - size, size, keep_words=False)].rstrip() + "…")
            return found
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return found or [""]


def balanced(text: str, width: float, *, size: float) -> list[str]:
    """Return text on one line, or broken near its middle where two lines hold it; cut where they do not.

    A break between two kinds of script (みどり|システム) comes before one within a word.
    """
    whole = text_width(text, size)
    if whole <= width:
        return [text]
    breaks = [
        (abs(2 * text_width(text[:i], size) - whole) + (whole if _script(text[i - 1]) == _script(text[i]) else 0), i)
        for i in range(1, len(text))
        if _may_break(text, i) and max(text_width(half.strip(), size) for half in (text[:i], text[i:])) <= width
    ]
    if not breaks:
        return fitted(text, width, lines=2, size=size)
    _, best = min(breaks)
    return [text[:best].rstrip(), text[best:].lstrip()]


def _may_break(text: str, i: int) -> bool:
    """Say whether a line may end before letter `i`: not within a Latin word, not before a closing sign."""
    is_within_word = text[i - 1].isascii() and text[i].isascii() and text[i].isalnum()
    return text[i] not in _NOT_FIRST and not is_within_word


def _script(letter: str) -> str:
    """Return the kind of script of a letter: HIRAGANA, KATAKANA, CJK, LATIN or what else Unicode calls it."""
    name = "KATAKANA" if letter == "ー" else unicodedata.name(letter, "")
    return name.split(" ")[0].split("-")[0]


def _cut(text: str, width: float, size: float, *, keep_words: bool = True) -> int:
    """Return how many letters of text fit into `width`, at least one."""
    used = 0.0
    for i, letter in enumerate(text):
        used += text_width(letter, size)
        if used > width:
            gap = text.rfind(" ", 0, i)
            return gap if keep_words and gap > 0 and text[i - 1].isascii() else max(i, 1)
    return len(text)
