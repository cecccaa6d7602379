"""What labels of other people's questionnaires mean: the role of a column, the kind of a sheet, a mark, a number.

The convention that bites: the words lie in ``layout_words.yaml``; a label is judged only as far as it is short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from riskgraph.intake.answer_reading import may_answer, read_answer
from riskgraph.intake.folding import fold
from riskgraph.intake.naming import has_legal_form
from riskgraph.model.answer import AnswerCode

_FILE = Path(__file__).parent / "layout_words.yaml"
LONGEST_LABEL = 60
_DASHES = frozenset("-ー―–—−‐─")
_ANSWER_RULES = frozenset({"ambiguous", "dash", "boxes", "no_box_marked", "box", "sign"})
_SPARE = 14  # characters that a label may have beside the word that gives it its role
_EDGES = " \n\t※*●◆■□▼★☆:：・【】[]「」<>＜＞〔〕"
_BRACKETS = re.compile(r"[(（\[【〔<＜][^)）\]】〕>＞]*[)）\]】〕>＞]")
_ASIDE = re.compile(r"\s*※.*$", re.DOTALL)
_BETWEEN = re.compile(r"[/／・,、|｜\s]|or|または")
_DIVIDED = re.compile(r"^.{0,24}[(（\[【〔<＜\n/／|｜・,、※*:：●■□◆]")
_PARTS = re.compile(r"[\n\r/／|｜]+")
_SAYS = re.compile(r"(ます|ません|です|ください|下さい|[をがへ]|[。、?？])")
_NUMBER = re.compile(
    r"[(\[【<]?(?:q|no\.?|問|設問|質問|第|#)?[(\[]?"
    r"(?:\d{1,4}|[a-z]{1,4}|[ivx]{1,5}|[ア-ン]|[一二三四五六七八九十]{1,3})?"
    r"(?:[-._－・][a-z]{0,4}\d{1,4}|[-._・][a-z]|\(\d{1,3}\)|\([a-zア-ン]\)|\d{1,4}){0,5}[)\]】>]?(?:条|項|章|節|問|号)?[.)）:]?"
)
_LEADING_NUMBER = re.compile(
    r"^\s*([(（]?(?:Q|No\.?|問|設問)?\s*\d{1,3}(?:[-.‐－]\d{1,3}){0,4}[)）]?|[A-Z]{1,4}[-.]\d{1,3}(?:[-.]\d{1,3}){0,3}|[①-⑳])"
    r"(?:[.．:：、)）\s　]|(?=[^\d\s年月日%％か時分秒個件回名人社台円以.,]))"
)
_ENDS_AS_QUESTION = re.compile(r"(か|でしょうか)[。.]?$|[?？]\s*([(（].*[)）])?$")
_ENDS_AS_STATEMENT = re.compile(
    r"(こと|る|いる|ある|する|した|いない|ない|ます|です|せん|とする|べき|完了|実施|ているか)[。.]?([(（].*[)）])?$"
)
_ENGLISH = re.compile(
    r"^(do|does|did|is|are|was|were|has|have|how|what|who|when|where|which|can|will|please|describe|provide|confirm|all|the)\b"
    r"|\b(shall|must|should|ensure|is|are|has|have)\b",
    re.IGNORECASE,
)


class Role(StrEnum):
    """What a column of a questionnaire holds."""

    SCORE = "score"
    ASIDE = "aside"
    OPTIONS = "options"
    REVIEWER = "reviewer"
    NUMBER = "number"
    GUIDANCE = "guidance"
    EVIDENCE = "evidence"
    COMMENT = "comment"
    REFERENCE = "reference"
    SECTION = "section"
    QUESTION = "question"
    ANSWER = "answer"
    CHOICE = "choice"
    OTHER = "other"


class _RoleWords(NamedTuple):
    role: Role
    whole: frozenset[str]
    within: tuple[str, ...]


@cache
def raw_words() -> Mapping[str, Any]:
    """Return the words as they stand in the file."""
    # The C loader is ten times faster and just as safe; it is absent only where libyaml is.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: Mapping[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return loaded


@cache
def folded(*path: str) -> tuple[str, ...]:
    """Return one list of words, folded; `path` leads to it, such as ``("marks", "chosen")``."""
    found: Any = raw_words()
    for key in path:
        found = found[key]
    return tuple(fold(str(word)) for word in found)


@cache
def _roles() -> Sequence[_RoleWords]:
    roles: Mapping[str, Mapping[str, Sequence[str]]] = raw_words()["roles"]
    return [
        _RoleWords(
            Role(name), frozenset(fold(str(w)) for w in words["whole"]), tuple(fold(str(w)) for w in words["within"])
        )
        for name, words in roles.items()
    ]


def _all(words: Iterable[object]) -> Iterator[str]:
    return (fold(str(word)) for word in words)


def role_of(label: str) -> Role:
    """Return what a column of this header holds; `OTHER` where nothing is known.

    Examples
    --------
    >>> role_of("確認項目").value, role_of("貴社回答").value, role_of("弊社確認欄").value
    ('question', 'answer', 'reviewer')
    """
    key = fold(label) if len(label) <= LONGEST_LABEL * 2 else ""
    if not key or not (key in _whole_labels() or _within_labels().search(key) or _DIVIDED.search(label)):
        return Role.OTHER  # most cells of a sheet; the rest is looked at word by word
    return _role_of(label)


@cache
def _whole_labels() -> frozenset[str]:
    return frozenset(word for role in _roles() for word in role.whole)


@cache
def _within_labels() -> re.Pattern[str]:
    return re.compile("|".join(sorted({re.escape(word) for role in _roles() for word in role.within}, key=len)))


@lru_cache(maxsize=4_096)
def _role_of(label: str) -> Role:
    label = _ASIDE.sub("", label)
    key = fold(label)
    if not key or len(key) > LONGEST_LABEL:
        return Role.OTHER
    if _SAYS.search(_BRACKETS.sub("", label)):
        first = label.strip().split("\n")[0]
        return role_of(first) if first != label else Role.OTHER
    bare = fold(_BRACKETS.sub("", label).strip(_EDGES)).strip(_EDGES)
    parts = [fold(part.strip(_EDGES)) for part in _PARTS.split(label)]
    for words in _roles():
        if words.role is Role.REVIEWER and any(word in key for word in words.within) and not _is_own(key):
            return Role.REVIEWER
    for forms in ((key, bare), parts):
        for words in _roles():
            if any(form in words.whole for form in forms):
                return words.role
    for words in _roles():
        if any(word in bare and len(bare) <= len(word) + _SPARE for word in words.within):
            return words.role
    return Role.ANSWER if _lists_answers(label) else Role.OTHER


def _lists_answers(label: str) -> bool:
    """Say whether a label is nothing but the answers to choose from: 有/無, はい・いいえ."""
    codes = [answer_said(part.strip()) for part in _BETWEEN.split(label) if part.strip()]
    return len(codes) >= 2 and None not in codes and len(set(codes)) >= 2


def _is_own(key: str) -> bool:
    return any(word in key for word in ("貴社", "御社"))


def is_sure_question(label: str) -> bool:
    """Say whether a header stands on nothing but questionnaires."""
    key = fold(label)
    return any(word in key for word in folded("sure_questions"))


def answer_said(text: str) -> AnswerCode | None:
    """Return the code of a text that is an answer and nothing else: a word of the list, a sign; None for others."""
    return _said(text) if len(text) <= 20 and may_answer(text) else None


@lru_cache(maxsize=4_096)
def _said(text: str) -> AnswerCode | None:
    reading = read_answer(text)
    is_answer = reading.rule in ("word", "sign", "box", "verified_word") and reading.confidence >= 0.9
    return reading.code if is_answer else None


def choice_meant(label: str) -> str:
    """Return what the header of a column of choices stands for: a code, a number of a scale; "" for no choice."""
    said = answer_said(label)
    if said is not None:
        return said.value
    key = fold(label)
    if key and (set(key) <= _DASHES or (len(key) == 1 and key.isdigit())):
        return key[:1]
    return ""


def looks_answered(text: str) -> bool:
    """Say whether a cell looks like an answer: an answer word, a sign, boxes, a lone circle that may be a letter."""
    if answer_said(text) is not None:
        return True
    return len(text) <= 60 and may_answer(text) and read_answer(text).rule in _ANSWER_RULES


@lru_cache(maxsize=4_096)
def is_number(text: str) -> bool:
    """Say whether a text is the number of a question and nothing else: ``1``, ``1-2``, ``(3)``, ``Q4``, ``A.8.12``."""
    key = fold(text)
    if not key or len(key) > 16 or key.isalpha():
        return False
    return bool(_NUMBER.fullmatch(key)) and (any(c.isdigit() for c in key) or len(key) <= 3)


def leading_number(text: str) -> str:
    """Return the number that a question begins with, "" for none."""
    match = _LEADING_NUMBER.match(text)
    return match.group(1).strip() if match else ""


def asks(text: str) -> bool:
    """Say whether a text ends as a question."""
    return bool(_ENDS_AS_QUESTION.search(text.strip()))


def says_something(text: str) -> bool:
    """Say whether a text is a question or a sentence rather than the name of a thing."""
    text = text.strip()
    return asks(text) or (len(text) > 5 and bool(_ENDS_AS_STATEMENT.search(text) or _ENGLISH.search(text)))


def begins_with(text: str, words: Iterable[str]) -> bool:
    """Say whether a folded text begins with one of these folded words."""
    return fold(text[:40]).lstrip("■□◆◇●・【[(（「<").startswith(tuple(words))


def is_firm(label: str) -> bool:
    """Say whether a header names a firm: a legal form, A社, Vendor B."""
    key = fold(label)
    if not key or len(key) > LONGEST_LABEL or key in folded("no_party"):
        return False
    return has_legal_form(label) or bool(re.fullmatch(r".{1,20}社|(vendor|supplier|company)[a-z0-9]{1,3}", key))
