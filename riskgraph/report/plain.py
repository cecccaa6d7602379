"""Text from workbooks made fit for one line on a screen, in a log or in a terminal.

The convention that bites: what comes out carries no markup meaning of its own, so it must be escaped by
whoever puts it into HTML or Markdown; here only what could forge a line or move the cursor is taken out.
"""

from __future__ import annotations

import unicodedata

LONGEST = 120
_GONE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACE = frozenset({"Zs", "Zl", "Zp"})


def plain(text: object, *, longest: int = LONGEST) -> str:
    """Return text as one line without control, bidirectional or unassigned characters, cut at `longest`."""
    # Cut first: a cell may hold 32,767 characters and nobody reads them in a sentence.
    kept = "".join(_harmless(character) for character in str(text)[: 8 * longest])
    line = " ".join(kept.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _harmless(character: str) -> str:
    """Return the character, a space for one that parts lines or words, or nothing."""
    if character in "\t\n\r\v\f\x85":
        return " "
    category = unicodedata.category(character)
    if category in _SPACE:
        return character if character in " \u3000" else " "
    return "" if category in _GONE else character


def width(text: str) -> int:
    """Return the columns that text takes in a terminal: wide East Asian characters take two."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def padded(text: str, columns: int, *, to_right: bool = False) -> str:
    """Return text filled with spaces to `columns`; longer text stays as it is."""
    gap = " " * max(0, columns - width(text))
    return gap + text if to_right else text + gap


def wrapped(text: str, columns: int, *, indent: str = "") -> str:
    """Return text broken into lines of at most `columns`, each but the first begun with `indent`.

    A break falls after a space, or after a wide character; never after an opening or before a closing mark.
    """
    lines: list[str] = []
    line = ""
    last_break = 0
    for i, character in enumerate(text):
        line += character
        if width(line) > columns and last_break > len(indent if lines else ""):
            lines.append(line[:last_break].rstrip())
            line = indent + line[last_break:].lstrip()
            last_break = 0
        following = text[i + 1 : i + 2]
        is_wide = _columns(character) == 2 and character not in _NOT_LAST
        if character == " " or (is_wide and following not in _NOT_FIRST):
            last_break = len(line)
    return "\n".join([*lines, line])


_NOT_LAST = frozenset("「『((〈《【[")
_NOT_FIRST = frozenset("、。,.」』)])〉》】・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ%〜")
