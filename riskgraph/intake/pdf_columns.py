"""Words on a page as rows of a table: by the blank strips between columns where no line is drawn.

The convention that bites: all of it is a guess from places alone, which is why a person confirms every row. Places are
in points from the top left corner of the page.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

Row = tuple[str, ...]

CROSSED = 0.08
"""Share of the lines that may cross the strip between two columns, such as titles."""

NARROWEST = 2
"""Points that a strip has at least."""

_WIDEST_PAGE = 4_000
_NEXT_LINE = 1.7
_NO_SPACE = re.compile(r"[^\x00-\u02ff]")
_NEW_ITEM = re.compile(r"[□■☐☑☒○●◎△▲×・※*◇◆]|\(?[0-9]+[.)、]|[①-⑳]")


class Word(NamedTuple):
    """A run of text: its left and right ends, its top and bottom."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def rows_of_words(words: Sequence[Word]) -> list[Row]:
    """Return the rows of a page without drawn lines, its columns told by the strips that hardly any line crosses."""
    lines = list(_lines(words))
    edges = _edges([line for line in lines if len(line) > 1])
    rows: list[list[str]] = []
    below = -math.inf
    for line in lines:
        cells = _cells(line, edges)
        height = max(word.bottom - word.top for word in line)
        is_near = line[0].top - below <= (_NEXT_LINE - 1) * height
        if rows and is_near and _continues(cells, rows[-1]):
            rows[-1] = [joined([above, here]) for above, here in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
        below = max(word.bottom for word in line)
    return [tuple(row) for row in rows]


def joined(lines: Sequence[str]) -> str:
    """Return the lines of one cell as one text: broken words put together, items of a list kept apart."""
    text = ""
    for line in (line.strip() for line in lines):
        if not text or not line:
            text += line
        elif _NEW_ITEM.match(line):
            text += "\n" + line
        else:
            text += ("" if _NO_SPACE.match(text[-1]) and _NO_SPACE.match(line[0]) else " ") + line
    return text


def _lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Give the words of each line from left to right; words whose middles are near are on one line."""
    line: list[Word] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom) / 2):
        if line:
            middle = sum(other.top + other.bottom for other in line) / (2 * len(line))
            if (word.top + word.bottom) / 2 - middle > (word.bottom - word.top) / 2:
                yield sorted(line, key=lambda word: word.left)
                line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda word: word.left)


def _edges(lines: Sequence[Sequence[Word]]) -> list[float]:
    """Return the right ends of all columns but the last: the middles of the blank strips."""
    covered = [0] * (_WIDEST_PAGE + 1)
    for line in lines:
        for place in {place for word in line for place in _places(word)}:
            covered[place] += 1
    few = len(lines) * CROSSED
    edges, start, seen = [], None, False
    for place, count in enumerate(covered):
        if count > few:
            if start is not None and seen and place - start >= NARROWEST:
                edges.append((start + place) / 2)
            start, seen = None, True
        elif start is None:
            start = place
    return edges


def _places(word: Word) -> range:
    """Return the whole points that a word covers."""
    left, right = (max(0, min(_WIDEST_PAGE, round(end))) for end in (word.left, word.right))
    return range(left, max(right, left + 1))


def _cells(line: Sequence[Word], edges: Sequence[float]) -> list[str]:
    """Return the text of a line in each column."""
    cells: list[list[str]] = [[] for _ in range(len(edges) + 1)]
    for word in line:
        middle = word.left + min(word.right - word.left, 8.0) / 2
        cells[sum(middle > edge for edge in edges)].append(word.text)
    return [" ".join(texts).strip() for texts in cells]


def _continues(cells: Sequence[str], above: Sequence[str]) -> bool:
    """Say whether a line goes on with the row above: it has no first cell, and adds to none that was blank."""
    return len(cells) > 1 and not cells[0] and all(old or not new for old, new in zip(above, cells, strict=True))
