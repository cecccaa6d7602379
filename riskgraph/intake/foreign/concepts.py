"""What a question is about: the things and acts that it names, and the controls that are about just those.

The convention that bites: the words lie in ``control_words.yaml``. A control is found only where everything that it
is about is named; one word in common proves nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from riskgraph.intake.folding import fold, plain

_FILE = Path(__file__).parent / "control_words.yaml"
_LONGEST = 2_000
_JAPANESE = re.compile(r"[\u3041-\u30fe\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to be about a control: all concepts that must be named, those that must not, and what it weighs."""

    concepts: frozenset[str]
    never: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class _Finder:
    """The words of one concept: Japanese ones as they are, the others as one pattern."""

    name: str
    words: tuple[str, ...]
    pattern: re.Pattern[str] | None

    def is_in(self, folded: str, spaced: str) -> bool:
        """Say whether a text names the concept."""
        return any(word in folded for word in self.words) or bool(self.pattern and self.pattern.search(spaced))


def is_japanese(text: str) -> bool:
    """Say whether a text has Japanese letters; a full-width space or a curly quote makes no text Japanese."""
    return bool(_JAPANESE.search(plain(text[:_LONGEST])))


def concepts_in(text: str) -> frozenset[str]:
    """Return the names of all concepts that a text names."""
    spaced = plain(text[:_LONGEST]).casefold()
    folded = fold(spaced)
    return frozenset(finder.name for finder in _finders() if finder.is_in(folded, spaced))


def controls_about(named: frozenset[str]) -> dict[str, float]:
    """Return the controls that are about what is named, each with how much of it speaks for it."""
    found: dict[str, float] = {}
    for control_id, ways in _ways().items():
        fitting = [way.weight for way in ways if way.concepts <= named and not way.never & named]
        if fitting:
            found[control_id] = max(fitting)
    return found


def forbidden_acts(control_id: str) -> Sequence[frozenset[str]]:
    """Return the acts that a control forbids, each by the concepts that name it."""
    return _acts().get(control_id, ())


def controls_forbidding(named: frozenset[str]) -> dict[str, float]:
    """Return the controls that forbid an act that is named, each with how much of it speaks for it."""
    found = {
        control_id: max((len(act) for act in acts if act <= named), default=0) for control_id, acts in _acts().items()
    }
    return {control_id: float(count) for control_id, count in found.items() if count}


def is_aside(text: str) -> bool:
    """Say whether a text asks for a fact, a service level or something that no control of ours is about."""
    spaced = plain(text[:_LONGEST]).casefold()
    return _aside().is_in(fold(spaced), spaced)


@cache
def _raw() -> Mapping[str, Any]:
    # The C loader is ten times faster and just as safe; it is absent only where libyaml is.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: Mapping[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return loaded


@cache
def _finders() -> tuple[_Finder, ...]:
    return tuple(_finder(name, words) for name, words in _raw()["concepts"].items())


@cache
def _aside() -> _Finder:
    return _finder("aside", [*_raw()["aside"]["ja"], *_raw()["aside"]["en"]])


def _finder(name: str, words: Sequence[str]) -> _Finder:
    latin = [_pattern(word.casefold()) for word in words if word.isascii()]
    pattern = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(latin)})(?![a-z0-9])") if latin else None
    return _Finder(name, tuple(fold(word) for word in words if not word.isascii()), pattern)


def _pattern(word: str) -> str:
    """Return what matches one word: with a star any ending, else the word and its plural."""
    return re.escape(word[:-1]) + "[a-z]*" if word.endswith("*") else re.escape(word) + "s?"


@cache
def _ways() -> Mapping[str, tuple[Way, ...]]:
    parted = {control_id: [_parted(way) for way in ways] for control_id, ways in _raw()["controls"].items()}
    used = Counter(name for ways in parted.values() for name in {name for needed, _ in ways for name in needed})
    return {
        control_id: tuple(
            Way(needed, never, sum(1 / math.sqrt(used[name]) for name in needed)) for needed, never in ways
        )
        for control_id, ways in parted.items()
    }


def _parted(way: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the concepts that a way needs and those that it excludes."""
    words = way.replace("&", " ").split()
    needed = frozenset(word for word in words if not word.startswith("!"))
    return needed, frozenset(word[1:] for word in words if word.startswith("!"))


@cache
def _acts() -> Mapping[str, tuple[frozenset[str], ...]]:
    return {control_id: tuple(_parted(act)[0] for act in acts) for control_id, acts in _raw()["reversed"].items()}
