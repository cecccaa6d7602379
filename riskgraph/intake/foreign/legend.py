"""What a form says that its own signs and numbers mean.

The convention that bites: a pair of sign and meaning counts only where the meaning is understood; the others stay
unknown words. The sign 〇 of one keyboard is the ○ of another, and so are all dashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from riskgraph.intake.answer_reading import read_answer
from riskgraph.intake.folding import fold, plain
from riskgraph.intake.foreign.grid import Line
from riskgraph.intake.foreign.layout_words import answer_said, folded
from riskgraph.model.answer import AnswerCode

_LONGEST = 600
_SIGN = r"◎|○|〇|◯|●|△|▲|×|✕|✖|☓|[-－ー―—–]|\d{1,2}|[A-EＡ-Ｅ]|N/?A|Y|N|[①-⑨]"
_PAIR = re.compile(
    rf"(?:^|(?<=[\s　、,，。/／;；・(（「『【\[:：]))[「『\"“]?({_SIGN}|[^\s:：=＝…「」(（)）、,]{{1,8}}?)[」』\"”]?\s*"
    r"(?:[:：=＝]|…+|・{2,}|->|→|は|[.．](?=\D))\s*[「『]?([^\n:：=＝…;；、,，/／　」』]+)"
)
_MAY_PAIR = re.compile(r"[:：=＝→は.．]|…|・・|->")
_BESIDE = re.compile(rf"[「『]?({_SIGN})[」』]?")
_DASHES = frozenset("-ー―–—−‐─一")


def sign_key(word: str) -> str:
    """Return a word as it is looked up in a legend: every circle one circle, every dash one dash.

    Examples
    --------
    >>> sign_key("〇") == sign_key("○"), sign_key("－") == sign_key("ー")
    (True, True)
    """
    key = fold(word)
    if key and set(key) <= _DASHES:
        return "-"
    return key.translate(_SAME)


_SAME = str.maketrans(
    {"〇": "○", "◯": "○", "⭕": "○", "✕": "×", "✖": "×", "☓": "×", "╳": "×", "✗": "×", "✘": "×", "▲": "△", "∆": "△"}
)


def meaning_of(text: str) -> AnswerCode | None:
    """Return what an explanation means; None where it is not clear."""
    said = answer_said(plain(text))
    if said is not None:
        return said
    key = plain(text).casefold()
    reading = read_answer(text)
    if reading.rule == "first_word" and not reading.hedge and reading.confidence >= 0.8 and len(key) < 12:
        return reading.code
    for code in ("na", "unknown", "planned", "partial", "no", "yes"):
        if any(word in key for word in _meanings(code)):
            return AnswerCode(code)
    return None


@lru_cache(maxsize=8)
def _meanings(code: str) -> tuple[str, ...]:
    return tuple(word.strip() if len(word) < 3 else word for word in folded("meanings", code))


def legend_in(lines: Iterable[Line], texts: Iterable[str] = ()) -> Mapping[str, AnswerCode]:
    """Return the legend that stands in rows that are no questions, and in texts such as headers."""
    found: dict[str, AnswerCode] = {}
    for line in lines:
        for word, code in _of_line(line):
            found.setdefault(word, code)
    for text in texts:
        for word, code in legend_of_text(text):
            found.setdefault(word, code)
    return found


def _of_line(line: Line) -> list[tuple[str, AnswerCode]]:
    pairs = [pair for spot in line.own for pair in legend_of_text(spot.text)]
    spots = [spot for spot in line.spots if spot.text]
    for sign, meaning in pairwise(spots):
        match = _BESIDE.fullmatch(sign.text.strip("　 :："))
        code = meaning_of(meaning.text.lstrip(" :：…")) if match and _is_meaning(meaning.text) else None
        if match and code is not None:
            pairs.append((plain(match.group(1)), code))
    return pairs


def _is_meaning(text: str) -> bool:
    return len(text) <= 30 and len(fold(text)) > 1 and not text.strip().endswith(("か", "か。", "?", "？"))


@lru_cache(maxsize=2_048)
def legend_of_text(text: str) -> Sequence[tuple[str, AnswerCode]]:
    """Return the pairs of sign and meaning in one text; () where there are fewer than two, or one that is clear."""
    if len(text) > _LONGEST or len(text) < 3 or not _MAY_PAIR.search(text):
        return ()
    pairs = [(plain(sign), meaning_of(meaning)) for sign, meaning in _spaced_pairs(text)]
    known = [(sign, code) for sign, code in pairs if code is not None and _is_sign(sign)]
    is_single = len(known) == 1 and (
        sign_key(known[0][0]) == "-" or any(h in fold(text) for h in folded("legend_heads"))
    )
    return tuple(known) if len(known) >= 2 or is_single else ()


def _spaced_pairs(text: str) -> list[tuple[str, str]]:
    """Return raw pairs, also where only spaces divide them: ``○:実施 △:一部 ×:未実施``."""
    divided = re.sub(rf"[ \t]+(?=[「『]?(?:{_SIGN})[」』]?\s*(?:[:：=＝…→]|->|は))", "\n", text)
    divided = re.sub(r"(?<=[^\s\n])(?=[◎○〇◯△▲×✕]\s*[:：=＝…→])", "\n", divided)
    return [(sign, meaning) for sign, meaning in _PAIR.findall(divided)]


def _is_sign(word: str) -> bool:
    """Say whether a word is one that an answer cell may hold: a sign, a number, a letter, an answer word."""
    return bool(re.fullmatch(_SIGN, word)) or answer_said(word) is not None


def looked_up(legend: Mapping[str, AnswerCode], text: str) -> AnswerCode | None:
    """Return what the legend says of a whole cell."""
    return legend.get(sign_key(text)) if len(text) <= 20 else None


def by_key(legend: Mapping[str, AnswerCode]) -> Mapping[str, AnswerCode]:
    """Return a legend by the keys under which cells are looked up."""
    return {sign_key(word): code for word, code in legend.items()}


def is_legend(line: Line) -> bool:
    """Say whether a row explains signs."""
    return bool(_of_line(line)) or any(
        fold(spot.text[:40]).strip("【】[]()（）<>■●・:：") in folded("legend_heads") for spot in line.own
    )
