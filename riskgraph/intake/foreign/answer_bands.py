"""Which columns of a table hold answers: one each, or a group of columns with one choice each.

The convention that bites: labels tell answers apart, so that the heading of a group goes before them where two columns
are called the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from riskgraph.intake.folding import fold, plain
from riskgraph.intake.foreign.grid import Spot
from riskgraph.intake.foreign.header_rows import Head
from riskgraph.intake.foreign.layout_words import Role, choice_meant, is_firm, looks_answered, role_of

ENOUGH = 0.6
_MOST_LOOKED_AT = 400


@dataclass(frozen=True)
class Band:
    """The columns that one header stands for; `right` is the last of them."""

    left: int
    right: int
    head: Head
    role: Role
    party: str = ""


@dataclass(frozen=True)
class AnswerBand:
    """One answer column, or the columns of one question's choices: label and first and last column of each."""

    label: str
    party: str
    bands: tuple[Band, ...]
    is_choices: bool = False

    @property
    def left(self) -> int:
        """Return its first column."""
        return self.bands[0].left


def answers_in(bands: Sequence[Band], texts: Mapping[int, list[Spot]]) -> tuple[AnswerBand, ...]:
    """Return the answer columns from left to right; columns of choices that follow each other are one answer."""
    found: list[AnswerBand] = []
    choices: list[Band] = []
    for band in bands:
        if choices and not _goes_on(choices, band):
            found += _choice_group(choices)
            choices = []
        if _is_choice(band):
            choices.append(band)
        elif band.role is Role.ANSWER:
            found.append(AnswerBand(band.head.label, band.party, (band,)))
    found += _choice_group(choices)
    if not found:
        found = _unknown_answers(bands, texts)
    return _labelled(found)


def _is_choice(band: Band) -> bool:
    return band.role is Role.CHOICE


def _goes_on(choices: Sequence[Band], band: Band) -> bool:
    """Say whether a column is one more choice of the same group."""
    labels = {fold(choice.head.label) for choice in choices}
    return _is_choice(band) and band.head.group == choices[0].head.group and fold(band.head.label) not in labels


def _choice_group(choices: Sequence[Band]) -> list[AnswerBand]:
    """Return a group of choices as one answer; a single word such as 実施 is an answer column of its own."""
    if not choices:
        return []
    if len(choices) < 2 or len({choice_meant(band.head.label) for band in choices}) < 2:
        return [AnswerBand(band.head.label, band.party, (band,)) for band in choices]
    return [AnswerBand(choices[0].head.group, choices[0].party, tuple(choices), is_choices=True)]


def _unknown_answers(bands: Sequence[Band], texts: Mapping[int, list[Spot]]) -> list[AnswerBand]:
    """Return columns whose header says nothing and that hold answers."""
    return [
        AnswerBand(band.head.label, band.party, (band,))
        for band in bands
        if band.role is Role.OTHER and texts[band.left] and share(texts[band.left], looks_answered) >= ENOUGH
    ]


def _labelled(found: Iterable[AnswerBand]) -> tuple[AnswerBand, ...]:
    """Return the answers with labels that tell them apart: the group's heading goes before where it is needed."""
    found = list(found)
    labels = [_label(answer, found) for answer in found]
    taken: Counter[tuple[str, str]] = Counter()
    named = []
    for answer, label in zip(found, labels, strict=True):
        place = (answer.party, label)
        taken[place] += 1
        shown = label if taken[place] == 1 else f"{label} ({taken[place]})"
        named.append(AnswerBand(shown, answer.party, answer.bands, answer.is_choices))
    return tuple(named)


def _label(answer: AnswerBand, among: Sequence[AnswerBand]) -> str:
    head = answer.bands[0].head
    group = plain(head.group)
    if answer.is_choices:
        return group or "/".join(plain(band.head.label) for band in answer.bands)
    own = plain(head.label.split("※")[0]) or plain(head.label)
    same = [other for other in among if not other.is_choices and plain(other.bands[0].head.label) == own]
    if group and not is_firm(group) and group != own and (len(same) > 1 or role_of(group) is Role.OTHER):
        return f"{group} {own}"
    return own


def share(spots: Sequence[Spot], holds: Callable[[str], object]) -> float:
    """Return the share of texts for which something holds, 0 where there are none.

    Of very many a part is looked at, chosen by what they say and not by where they stand.
    """
    if len(spots) > _MOST_LOOKED_AT:
        spots = sorted(spots, key=_lot)[:: len(spots) // _MOST_LOOKED_AT + 1]
    return sum(bool(holds(spot.text)) for spot in spots) / len(spots) if spots else 0.0


def _lot(spot: Spot) -> int:
    return crc32(spot.text.encode("utf-8", "replace"))
