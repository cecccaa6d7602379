"""The words of choice columns: from what people type to a code, and back to the word that is written.

The convention that bites: both languages are always read, whatever the sheet is written in; the English
word that is written is the code itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from riskgraph.intake.folding import fold

_FILE = Path(__file__).parent / "words.yaml"


@cache
def _words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the words of every code of every kind, as the file has them."""
    # The C loader is ten times faster and just as safe; it is absent only where libyaml is.
    loaded = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return {kind: {code: tuple(words) for code, words in codes.items()} for kind, codes in loaded.items()}


@cache
def vocabulary(kind: str) -> Mapping[str, str]:
    """Return code by folded word for one kind of choice, such as ``consent``; KeyError for an unknown kind.

    Raises
    ------
    ValueError
        If one word stands for two codes.
    """
    found: dict[str, str] = {}
    for code, words in _words()[kind].items():
        for word in (code, code.replace("_", " "), *words):
            if found.setdefault(fold(word), code) != code:
                raise ValueError(f"the word {word} stands for two codes of {kind}")
    return MappingProxyType(found)


def kinds() -> tuple[str, ...]:
    """Return the kinds of choice."""
    return tuple(_words())


def codes(kind: str) -> tuple[str, ...]:
    """Return the codes of one kind, in their order."""
    return tuple(_words()[kind])


def code_of(kind: str, written: str) -> str:
    """Return the code for what somebody typed, else "".

    A remark in brackets after the word does not count: ``個別(2024年度)`` is ``個別``.
    """
    words = vocabulary(kind)
    whole = fold(written)
    return words.get(whole) or words.get(whole.partition("(")[0]) or ""


def word_of(kind: str, code: str, locale: str) -> str:
    """Return the word that is written for a code: Japanese, or the code itself in English."""
    return _words()[kind][code][0] if locale == "ja" else code
