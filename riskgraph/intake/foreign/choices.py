"""Choices that are printed in a cell, and which of them is marked.

The convention that bites: exactly one mark is an answer. None, several, or a mark that nobody can see in the text
(a circle that was drawn over it) are told as such and give no code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from riskgraph.intake.folding import fold
from riskgraph.intake.foreign.layout_words import answer_said

_LONGEST = 400
_BOX = re.compile(r"([■☑☒✓✔✅☐□▢◉●◯○〇◎◆◇レ]|[(（\[][ 　]*[○◯〇●レ✓✔☑■xXvV*＊]?[ 　]*[)）\]])")
_FULL = frozenset("■☑☒✓✔✅レ◉◆")
_EMPTY = frozenset("□☐▢◇")
_ROUND = frozenset("○◯〇◎")
_MARKED_BRACKET = re.compile(r"[(（\[][ 　]*[^ 　)）\]]+[ 　]*[)）\]]")
_DIVIDERS = " 　\n\t・/／,、|｜;；:：."
_NUMBERED = re.compile(
    r"(?:^|(?<=[\s、,，/／・;；(（]))([(（]?(?:\d|[①-⑨]|[a-eA-E]|[ア-オ])[)）.．:：=＝、]?)\s*([^\s①-⑨、,，/／;；)）]{1,30})"
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_NUMBER_SIGNS = "()（）.．:：=＝、 "


class Marked(NamedTuple):
    """The choices of a cell and the one that is marked; `rule` says why there is none."""

    options: tuple[str, ...]
    chosen: str = ""
    rule: str = ""


@lru_cache(maxsize=2_048)
def marked_in(text: str) -> Marked | None:
    """Return the choices that a cell prints and the marked one; None where it prints no choices.

    Examples
    --------
    >>> marked_in("□はい ■いいえ").chosen, marked_in("（○）有（　）無").chosen, marked_in("■はい ■いいえ").rule
    ('いいえ', '有', 'several_marks')
    """
    if len(text) > _LONGEST:
        return None
    return _boxes(text) or _listed(text)


def _boxes(text: str) -> Marked | None:
    """Read choices that each have a box, a circle or brackets in front."""
    pieces = _BOX.split(text)
    pairs = [(pieces[i], pieces[i + 1].strip(_DIVIDERS)) for i in range(1, len(pieces) - 1, 2)]
    if len(pairs) < 2 and not (pairs and pairs[0][0] in _EMPTY and pairs[0][1]):
        return None
    if any(not label for _, label in pairs) or (pieces[0].strip(_DIVIDERS) and answer_said(pieces[0].strip())):
        return None
    is_radio = any(mark == "●" for mark, _ in pairs)
    if not is_radio and all(mark in _ROUND for mark, _ in pairs):
        return None  # a circle before every word marks nothing
    states = [_is_full(mark, is_radio=is_radio) for mark, _ in pairs]
    options = tuple(label for _, label in pairs)
    return _one_of(options, tuple(label for label, full in zip(options, states, strict=True) if full))


def _is_full(mark: str, *, is_radio: bool) -> bool:
    if len(mark) > 1:
        return bool(_MARKED_BRACKET.fullmatch(mark))
    if is_radio:
        return mark == "●" or mark in _FULL
    return mark in _FULL or mark in _ROUND


def _one_of(options: tuple[str, ...], chosen: tuple[str, ...]) -> Marked:
    if len(chosen) == 1:
        return Marked(options, chosen[0], "box")
    return Marked(options, "", "several_marks" if chosen else "no_mark")


def _listed(text: str) -> Marked | None:
    """Read answers that stand one after another, one of them perhaps with a mark: ``○はい・いいえ``."""
    tokens = [token for token in re.split(r"[\s　・/／,、|｜]+", text) if token]
    if len(tokens) < 2 or len(tokens) > 8:
        return None
    bare = tuple(_unmarked(token) for token in tokens)
    codes = [answer_said(token) for token in bare]
    if None in codes or len(set(codes)) < 2 or any(len(token) == 1 and not token.isalnum() for token in bare):
        return None
    marked = tuple(label for label, token in zip(bare, tokens, strict=True) if label != token)
    return (
        Marked(bare, marked[0], "box")
        if len(marked) == 1
        else Marked(bare, "", "several_marks" if marked else "no_mark")
    )


def _unmarked(token: str) -> str:
    return token[1:] if len(token) > 1 and token[0] in "○◯〇●レ✓✔☑■◎" else token


@lru_cache(maxsize=2_048)
def numbered_options(text: str) -> Mapping[str, str]:
    """Return choices by their number where a text prints them: ``1.はい 2.いいえ``.

    Examples
    --------
    >>> dict(numbered_options("1.はい 2.いいえ"))
    {'1': 'はい', '2': 'いいえ'}
    """
    if len(text) > _LONGEST * 2:
        return {}
    found: dict[str, str] = {}
    for sign, label in _NUMBERED.findall(text):
        key = number_key(sign)
        if not sign.strip() or (sign.isdigit() and not _apart(sign, label)):
            continue
        if key in found:
            return {}
        found[key] = label.strip(_DIVIDERS + "()（）")
    numbers = [int(key) for key in found if key.isdigit()]
    is_row = len(found) >= 2 and (
        not numbers or sorted(numbers) == list(range(min(numbers), min(numbers) + len(numbers)))
    )
    return found if is_row and all(found.values()) else {}


def _apart(sign: str, label: str) -> bool:
    return answer_said(label) is not None


def number_key(text: str) -> str:
    """Return the number of a choice as it is compared: ``②``, ``(2)`` and ``2.`` are 2."""
    return fold(text).strip(fold(_NUMBER_SIGNS))


def circled_one(text: str) -> str:
    """Return the number of the one choice that is circled among plain ones: ``①はい 2.いいえ``; "" for none."""
    circled = [c for c in text if c in _CIRCLED]
    plain_numbers = re.findall(r"(?:^|[\s、,，/／・])\d[.．)）:：]?", text)
    return fold(circled[0]) if len(circled) == 1 and plain_numbers else ""
