"""From what a party wrote beside a question to an answer code, with the rule that gave it.

The convention that bites: the first word decides and nothing after it changes the code. What else stands
there, and what the remark says, can only raise a *proposal* that a person decides on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from riskgraph.intake.folding import fold, plain
from riskgraph.model.answer import AnswerCode, Evidence
from riskgraph.text import LOCALES, t

_FILE = Path(__file__).parent / "answer_words.yaml"
_AROUND = " 　()[]「」『』【】<>、,。.．:：;；・/／-–—―\n\t"
_VARIANTS = re.compile("[\ufe0e\ufe0f]")
_LONGEST = 4_000
_SHORT = 40
# A no that is planned, or a yes in part, is a remark; every other second answer contradicts the first.
_MAY_FOLLOW = {
    AnswerCode.YES: {AnswerCode.PARTIAL, AnswerCode.PLANNED},
    AnswerCode.PARTIAL: {AnswerCode.PLANNED},
    AnswerCode.NO: {AnswerCode.PLANNED},
    AnswerCode.PLANNED: {AnswerCode.NO},
}


class AnswerReading(NamedTuple):
    """A code, the rule that gave it, how sure it is (0 to 1), and what else stood in the cell.

    `problem` is a problem code, blank where there is none; `hedge` the word that speaks against an
    unqualified yes; `is_verified` marks a word that only a reviewer may use.
    """

    code: AnswerCode
    rule: str
    confidence: float
    rest: str = ""
    problem: str = ""
    hedge: str = ""
    is_verified: bool = False


class _Words(NamedTuple):
    """The tables of ``answer_words.yaml`` in the form in which they are looked up."""

    whole: Mapping[str, AnswerCode]
    leading: Sequence[tuple[str, AnswerCode]]
    symbols: Mapping[str, AnswerCode]
    ambiguous: frozenset[str]
    dashes: frozenset[str]
    bullets: frozenset[str]
    filled: str
    empty: str
    verified: frozenset[str]
    leading_hedges: Sequence[str]


@cache
def _raw() -> Mapping[str, Any]:
    # The C loader is ten times faster and just as safe; it is absent only where libyaml is.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: Mapping[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return loaded


@cache
def _words() -> _Words:
    raw = _raw()
    spoken = {plain(word).casefold(): AnswerCode(code) for code, words in raw["words"].items() for word in words}
    shown = {t(locale, f"form.answer.{code}"): AnswerCode(code) for code in raw["words"] for locale in LOCALES}
    return _Words(
        whole={fold(word): code for word, code in {**spoken, **shown}.items()},
        leading=sorted(spoken.items(), key=lambda pair: (-len(pair[0]), pair[0])),
        symbols={fold(sign): AnswerCode(code) for code, signs in raw["symbols"].items() for sign in signs},
        ambiguous=frozenset(map(fold, raw["ambiguous"])),
        dashes=frozenset(map(fold, raw["dashes"])),
        bullets=frozenset(map(fold, raw["bullets"])),
        filled="".join(raw["filled_boxes"]),
        empty="".join(raw["empty_boxes"]),
        verified=frozenset(map(fold, raw["verified"])),
        leading_hedges=sorted(map(fold, raw["leading_hedges"]), key=len, reverse=True),
    )


def read_answer(raw: str) -> AnswerReading:
    """Return the code of an answer cell; never raises, and what is not understood is `unknown` with a problem.

    Examples
    --------
    >>> read_answer("○（一部拠点を除く）").code.value, read_answer("○（一部拠点を除く）").hedge
    ('yes', '一部')
    >>> read_answer("O").problem
    'form.ambiguous_mark'
    """
    return _read_short(raw) if len(raw) <= _SHORT else _read(raw)


def _read(raw: str) -> AnswerReading:
    text = plain(_VARIANTS.sub("", raw[:_LONGEST]))
    words, key = _words(), fold(text)
    if not key:
        return AnswerReading(AnswerCode.BLANK, "blank", 1.0)
    if key in words.whole:
        return AnswerReading(words.whole[key], "word", 1.0)
    if key in words.symbols:
        return AnswerReading(words.symbols[key], "sign", 1.0)
    if key in words.verified:
        return AnswerReading(AnswerCode.YES, "verified_word", 0.9, problem="form.verified_by_party", is_verified=True)
    if key in words.ambiguous:
        return AnswerReading(AnswerCode.UNKNOWN, "ambiguous", 0.0, problem="form.ambiguous_mark")
    if set(key) <= words.dashes:
        return AnswerReading(AnswerCode.UNKNOWN, "dash", 0.5, problem="form.dash")
    if any(mark in words.empty for mark in text) or sum(mark in words.filled for mark in text) > 1:
        return _marked(text)
    return _by_sign(text) or _by_first_word(text) or _by_last_word(text) or _not_understood(text)


# A form has the same few words in a column of seventy.
_read_short = lru_cache(maxsize=1_024)(_read)


def may_answer(text: str) -> bool:
    """Say whether a short text may be an answer word or a sign: one look at its first letter spares reading most.

    Answers that begin with other letters, such as 2027年に導入予定, are found by `read_answer` alone.
    """
    return fold(text[:4])[:1] in _first_letters()


@cache
def _first_letters() -> frozenset[str]:
    words = _words()
    known = (*words.whole, *words.symbols, *words.verified, *words.ambiguous, *words.dashes, *words.leading_hedges)
    return frozenset(word[0] for word in (*known, *fold(words.filled), *fold(words.empty)) if word)


def _marked(text: str) -> AnswerReading:
    """Read ``■はい □いいえ``: exactly one of the boxes must be filled."""
    words = _words()
    boxes = re.findall(rf"([{words.filled}{words.empty}])([^{words.filled}{words.empty}]*)", text)
    chosen = [label for mark, label in boxes if mark in words.filled]
    if not chosen:
        return AnswerReading(AnswerCode.BLANK, "no_box_marked", 0.9)
    if len(chosen) > 1:
        return AnswerReading(AnswerCode.UNKNOWN, "boxes", 0.0, text, "form.marks_unclear")
    if not fold(chosen[0]):
        return AnswerReading(AnswerCode.YES, "box", 0.8)
    inner = read_answer(chosen[0])
    return inner._replace(rule="box", confidence=min(inner.confidence, 0.9))


def _by_sign(text: str) -> AnswerReading | None:
    """Read an answer that begins with a sign: ``○（一部拠点を除く）``, ``× いいえ``."""
    words, sign = _words(), fold(text[:1])
    if sign not in words.symbols:
        return None
    rest = text[1:].strip(_AROUND)
    said = _by_first_word(rest) if sign in words.bullets else None
    if said is not None:
        return said._replace(confidence=min(said.confidence, 0.9))
    if sign == "レ" and text[1:2] not in _AROUND:
        return None  # the first letter of a word
    return _with_rest(words.symbols[sign], "sign", rest)


def _by_first_word(text: str) -> AnswerReading | None:
    """Read an answer that begins with an answer word, also after 概ね and the like."""
    words, lower = _words(), text.casefold()
    for hedge in words.leading_hedges:
        if lower.startswith(hedge):
            after = text[len(hedge) :].strip(_AROUND)
            inner = _by_sign(after) or _by_first_word(after)
            return inner and inner._replace(hedge=hedge, confidence=0.6, rest=text)
    for word, code in words.leading:
        if _starts_with(lower, word):
            return _with_rest(code, "first_word", text[len(word) :].strip(_AROUND))
    if lower.startswith(("一部", "部分的")):
        return AnswerReading(AnswerCode.PARTIAL, "first_word", 0.6, text)
    return None


def _starts_with(lower: str, word: str) -> bool:
    """Say whether a text begins with a whole word; 有料 does not begin with 有."""
    return lower.startswith(word) and (len(lower) == len(word) or lower[len(word)] in _AROUND)


def _leading(text: str, *, among: tuple[AnswerCode, ...]) -> AnswerCode | None:
    """Return the answer that a text begins with, if it is one of these."""
    lower = text.casefold()
    return next((code for word, code in _words().leading if code in among and _starts_with(lower, word)), None)


def _by_last_word(text: str) -> AnswerReading | None:
    """Read ``2027年3月に導入予定``."""
    if text.rstrip(_AROUND).endswith(("予定", "予定です", "計画中", "検討中")):
        return AnswerReading(AnswerCode.PLANNED, "last_word", 0.7, text)
    return None


def _with_rest(code: AnswerCode, rule: str, rest: str) -> AnswerReading:
    """Return the code of the first word, judged by what follows it."""
    second = _words().whole.get(fold(rest)) or _words().symbols.get(fold(rest))
    if second is code or not rest:
        return AnswerReading(code, rule, 1.0)
    second = second or _leading(rest, among=(AnswerCode.YES, AnswerCode.NO))
    if second is code:
        second = None  # 有 実施済: the same thing said twice, and more
    if second is not None and second not in _MAY_FOLLOW.get(code, set()):
        return AnswerReading(AnswerCode.UNKNOWN, "contradiction", 0.0, rest, "form.two_answers")
    hedge = hedge_in(rest) if code is AnswerCode.YES else ""
    return AnswerReading(code, rule, 0.6 if hedge else 0.8, rest, hedge=hedge)


def _not_understood(text: str) -> AnswerReading:
    return AnswerReading(AnswerCode.UNKNOWN, "not_understood", 0.0, text, "form.answer_unreadable")


def hedge_in(text: str) -> str:
    """Return the word that takes something back from a yes, "" where there is none."""
    return _found("hedges", "english_hedges", text)


def denial_in(text: str) -> str:
    """Return the word that says that something is missing rather than not applicable, "" where there is none."""
    return _found("denials", "english_denials", text)


def evidence_of(text: str) -> Evidence:
    """Return `document` where a text names something on paper, else `claim`."""
    key = plain(text[:_LONGEST]).casefold() if text else ""
    if not key or _found("no_documents", "", key) or _any_pattern("no_document_patterns", key):
        return Evidence.CLAIM
    is_named = _found("documents", "english_documents", key) or _any_pattern("document_patterns", key)
    return Evidence.DOCUMENT if is_named else Evidence.CLAIM


def claims_verified(text: str) -> bool:
    """Say whether the evidence is a word that only a reviewer may use."""
    return fold(text[:_LONGEST]) in _words().verified


def onward_of(text: str) -> str:
    """Return ``none`` or ``listed`` for a statement on next tiers, "" where it is not understood."""
    key = fold(text[:_LONGEST])
    return next((code for code, words in _onward().items() if key in words), "")


def is_nobody(text: str) -> bool:
    """Say whether the place of a company's name says that there is none."""
    return fold(text[:_LONGEST]) in _nobody()


@cache
def _onward() -> Mapping[str, frozenset[str]]:
    shown = {code: [t(locale, f"form.onward.{code}") for locale in LOCALES] for code in _raw()["onward"]}
    return {code: frozenset(map(fold, (*words, *shown[code]))) for code, words in _raw()["onward"].items()}


@cache
def _nobody() -> frozenset[str]:
    return frozenset(map(fold, _raw()["nobody"]))


def _found(japanese: str, english: str, text: str) -> str:
    """Return the first word of a list that a text has; English ones as whole words."""
    key = plain(text[:_LONGEST]).casefold()
    if not key:
        return ""
    if _any_word(japanese).search(key):
        return str(next((word for word in _raw()[japanese] if word in key), ""))
    if not english:
        return ""
    match = _english(english).search(key)
    return match.group(0) if match else ""


@cache
def _any_word(topic: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in _raw()[topic]))


@cache
def _english(topic: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in _raw()[topic]) + r")\b")


def _any_pattern(topic: str, text: str) -> bool:
    return any(pattern.search(text) for pattern in _patterns(topic))


@cache
def _patterns(topic: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _raw()[topic])
