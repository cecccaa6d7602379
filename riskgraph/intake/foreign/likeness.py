"""How alike a question is to ours: by what it is about, and by its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from riskgraph.intake.folding import fold, plain
from riskgraph.intake.foreign.concepts import concepts_in, controls_about, controls_forbidding, is_japanese
from riskgraph.intake.foreign.polarity import BAD, polarity_of
from riskgraph.intake.questionnaire_words import unticked
from riskgraph.model.control import Catalogue, Words

MARGIN = 0.2  # by how much the best control must lead the second
CERTAIN_WORDS = 0.9  # from where the words alone are enough
_WORDS = 0.8  # what equal words weigh beside what a question is about
_SHORTEST = 4
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Ranked:
    """A control with what speaks for it, from the most likely one down; `words` is likeness of the words, 0 to 1."""

    control_id: str
    total: float
    words: float


def ranked(text: str, catalogue: Catalogue) -> tuple[Ranked, ...]:
    """Return the controls that a question may be about, the most likely one first."""
    named = concepts_in(text)
    about = controls_about(named)
    for control_id, weight in controls_forbidding(named).items():
        # A question whether the forbidden thing happens names the thing only, not what is done against it.
        if control_id not in about and polarity_of(text, control_id, named) == BAD:
            about[control_id] = weight
    alike = _alike(text, catalogue)
    found = [
        Ranked(control_id, about.get(control_id, 0.0) + _WORDS * alike.get(control_id, 0.0), alike.get(control_id, 0.0))
        for control_id in catalogue.control_by_id
        if control_id in about or alike.get(control_id, 0.0) >= CERTAIN_WORDS
    ]
    return tuple(sorted(found, key=lambda one: (-one.total, one.control_id)))


def clear_best(candidates: Sequence[Ranked]) -> Ranked | None:
    """Return the first of several where it leads the second by the margin; None otherwise."""
    if not candidates:
        return None
    best = candidates[0]
    is_clear = len(candidates) == 1 or best.total - candidates[1].total >= MARGIN
    return best if is_clear else None


def _alike(text: str, catalogue: Catalogue) -> Mapping[str, float]:
    """Return how alike the words are to the nearest text of each control, 0 to 1."""
    is_english = not is_japanese(text)
    asked = plain(unticked(text[:_LONGEST])).casefold() if is_english else fold(unticked(text[:_LONGEST]))
    if len(asked) < _SHORTEST:
        return {}
    texts, owners = _printed(catalogue, is_english=is_english)
    # English words may stand in any order; Japanese ones are not parted, so that runs of characters are compared.
    scorer = fuzz.token_sort_ratio if is_english else fuzz.ratio
    scores = process.cdist([asked], texts, scorer=scorer)[0]
    found: dict[str, float] = {}
    for control_id, score in zip(owners, scores, strict=True):
        found[control_id] = max(found.get(control_id, 0.0), float(score) / 100)
    return found


def _printed(catalogue: Catalogue, *, is_english: bool) -> tuple[list[str], list[str]]:
    """Return the printed texts of all controls in one language, and whose each is."""
    texts, owners = [], []
    for control in catalogue.controls:
        for words in (control.title, control.question):
            texts.append(_folded(words, is_english=is_english))
            owners.append(control.control_id)
    return texts, owners


def _folded(words: Words, *, is_english: bool) -> str:
    return _as_compared(words.en if is_english else words.ja, is_english=is_english)


@cache
def _as_compared(printed: str, *, is_english: bool) -> str:
    # Only texts of our own catalogue come here, so that the cache stays small.
    return plain(printed).casefold() if is_english else fold(printed)
