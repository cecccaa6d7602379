"""Which column of a table holds what, judged by its header and by what stands in it.

The convention that bites: a header cell stands for all columns up to the next one, so that text that is merged or
indented stays under its header. A column of the asking firm (弊社確認欄) or of points is never an answer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from riskgraph.intake.folding import fold, plain
from riskgraph.intake.foreign.answer_bands import ENOUGH, AnswerBand, Band, answers_in, share
from riskgraph.intake.foreign.concepts import concepts_in
from riskgraph.intake.foreign.grid import Line, Spot
from riskgraph.intake.foreign.header_rows import Head
from riskgraph.intake.foreign.layout_words import (
    Role,
    folded,
    is_firm,
    is_number,
    is_sure_question,
    looks_answered,
    says_something,
)

LAST_COLUMN = 1 << 20
_ADDRESSED = re.compile(r"\s*(様|御中|殿|さま)?\s*(ご|御)?(回答|記入)?欄?$")


@dataclass(frozen=True)
class Plan:
    """The columns of one table."""

    bands: tuple[Band, ...]
    question: Band
    answers: tuple[AnswerBand, ...]

    @property
    def has_texts(self) -> bool:
        """Say whether there is a column of questions; without one they stand on another sheet."""
        return self.question.left > 0

    @cached_property
    def lefts(self) -> list[int]:
        """Return the first columns of the bands."""
        return [band.left for band in self.bands]

    def band_at(self, column: int) -> Band | None:
        """Return the band that a column belongs to; None left of the first header."""
        place = bisect_right(self.lefts, column) - 1
        return self.bands[place] if place >= 0 else None

    def of(self, role: Role) -> tuple[Band, ...]:
        """Return the bands of one role."""
        return tuple(band for band in self.bands if band.role is role)

    @property
    def parties(self) -> tuple[str, ...]:
        """Return the firms that have columns of their own."""
        return tuple(dict.fromkeys(answer.party for answer in self.answers if answer.party))


def plan_of(heads: Sequence[Head], lines: Sequence[Line]) -> Plan | None:
    """Return what the columns of a table hold; None where it holds no questions with answers."""
    bands = _bands(heads)
    texts = _texts(bands, lines)
    question = _question(bands, texts)
    if question is None:
        return _without_texts(bands, texts)
    unlabelled = _answers_within(question, texts)
    if unlabelled is not None:
        heads = sorted((*heads, Head(unlabelled, unlabelled, "", Role.ANSWER, "")), key=_left)
        bands = _bands(heads)
        texts = _texts(bands, lines)
        question = next(band for band in bands if band.left == question.left)
    bands = _settled(bands, question, texts)
    question = next(band for band in bands if band.left == question.left)
    answers = answers_in(bands, texts)
    if not answers or not _is_questionnaire(bands, question, answers, texts):
        return None
    return Plan(bands, question, answers)


def _without_texts(bands: Sequence[Band], texts: Mapping[int, list[Spot]]) -> Plan | None:
    """Return the columns of a table of numbers and answers alone, whose questions stand on another sheet."""
    numbers = [band for band in bands if band.role is Role.NUMBER]
    is_numbered = bool(numbers) and share(texts[numbers[0].left], is_number) >= ENOUGH
    answers = answers_in(bands, texts)
    if not is_numbered or not answers:
        return None
    return Plan(tuple(bands), Band(0, 0, Head(0, 0, "", Role.QUESTION, ""), Role.QUESTION), answers)


def planned(heads: Sequence[Head]) -> Plan:
    """Return the columns of a table whose header was made up from what stands in its rows."""
    bands = _bands(heads)
    question = next(band for band in bands if band.role is Role.QUESTION)
    return Plan(bands, question, answers_in(bands, {band.left: [] for band in bands}))


def _bands(heads: Sequence[Head]) -> tuple[Band, ...]:
    if heads[-1].role not in (Role.QUESTION, Role.ANSWER, Role.CHOICE):
        # What stands right of a table, such as a legend, is no part of its last column.
        right = max(head.right for head in heads) + 1
        heads = [*heads, Head(right, right, "", Role.OTHER, "")]
    ends = [after.left - 1 for _, after in pairwise(heads)]
    ends.append(LAST_COLUMN)
    return tuple(Band(head.left, max(end, head.left), head, head.role) for head, end in zip(heads, ends, strict=True))


def _texts(bands: Sequence[Band], lines: Sequence[Line]) -> Mapping[int, list[Spot]]:
    """Return what stands under each header, by its first column."""
    lefts = [band.left for band in bands]
    found: dict[int, list[Spot]] = {left: [] for left in lefts}
    for line in lines:
        for spot in line.spots:
            place = bisect_right(lefts, spot.column) - 1
            if place >= 0:
                found[lefts[place]].append(spot)
    return found


def _question(bands: Sequence[Band], texts: Mapping[int, list[Spot]]) -> Band | None:
    """Return the column of the questions: the most telling header, of several the one with the longest texts."""
    named = [band for band in bands if band.role is Role.QUESTION]
    if not named:
        return _unnamed_question(bands, texts)
    filled = [band for band in named if texts[band.left]] or named
    most = max(len(texts[band.left]) for band in filled)
    full = [band for band in filled if 2 * len(texts[band.left]) >= most]
    return max(
        full, key=lambda band: (round(_length(texts[band.left]) / 8), is_sure_question(band.head.label), band.left)
    )


def _unnamed_question(bands: Sequence[Band], texts: Mapping[int, list[Spot]]) -> Band | None:
    """Return a column with sentences left of the answers whose header is a title of its own."""
    answers = [band.left for band in bands if band.role in (Role.ANSWER, Role.CHOICE)]
    left = [
        b for b in bands if b.role in (Role.OTHER, Role.SECTION, Role.GUIDANCE) and answers and b.left < max(answers)
    ]
    telling = [band for band in left if share(texts[band.left], says_something) >= ENOUGH]
    return max(telling, key=lambda band: _length(texts[band.left]), default=None)


def _left(head: Head) -> int:
    return head.left


def _answers_within(question: Band, texts: Mapping[int, list[Spot]]) -> int | None:
    """Return a column without a header right of the questions in which answers stand; None where there is none."""
    columns: dict[int, list[Spot]] = {}
    for spot in texts[question.left]:
        columns.setdefault(spot.column, []).append(spot)
    telling = [column for column, spots in columns.items() if share(spots, says_something) >= ENOUGH]
    right = [column for column in columns if telling and column > max(telling)]
    return next((c for c in sorted(right) if share(columns[c], looks_answered) >= ENOUGH), None)


def _length(spots: Sequence[Spot]) -> float:
    own = [len(spot.text) for spot in spots]
    return sum(own) / len(own) if own else 0.0


def _settled(bands: Sequence[Band], question: Band, texts: Mapping[int, list[Spot]]) -> tuple[Band, ...]:
    """Return the bands with the roles that they have beside this question column."""
    has_own = any(
        band.role in (Role.ANSWER, Role.CHOICE) and any(w in fold(_whole(band.head)) for w in folded("party_own"))
        for band in bands
    )
    has_answer = any(band.role in (Role.ANSWER, Role.CHOICE) for band in bands)
    settled = [_role_beside(band, question, texts, has_own=has_own, has_answer=has_answer) for band in bands]
    return tuple(
        Band(band.left, band.right, band.head, role, _party_of(band.head, role))
        for band, role in zip(bands, settled, strict=True)
    )


def _role_beside(
    band: Band, question: Band, texts: Mapping[int, list[Spot]], *, has_own: bool, has_answer: bool
) -> Role:
    role, key = band.role, fold(band.head.label)
    if band.left == question.left:
        return Role.QUESTION
    if role is Role.QUESTION:
        return Role.SECTION if band.left < question.left else Role.GUIDANCE
    if role is Role.ANSWER and has_own and _is_judged(band, key):
        return Role.REVIEWER
    if role in (Role.OTHER, Role.ASIDE) and band.left > question.left:
        is_answered = share(texts[band.left], looks_answered) >= ENOUGH
        if is_answered and role is Role.OTHER and (not has_answer or _is_party_label(band.head)):
            return Role.ANSWER
        if role is Role.OTHER and _is_party_label(band.head):
            return Role.ANSWER
    return role


def _is_judged(band: Band, key: str) -> bool:
    """Say whether a column is a judgement on the answers in another one: 評価 beside 回答."""
    return not band.head.group and key in folded("judged_by_others")


def _is_party_label(head: Head) -> bool:
    return is_firm(head.label) or is_firm(head.group)


def _party_of(head: Head, role: Role) -> str:
    """Return the firm that a column belongs to, "" for none."""
    if role not in (Role.ANSWER, Role.CHOICE, Role.COMMENT, Role.EVIDENCE):
        return ""
    name = head.group if is_firm(head.group) else head.label if is_firm(head.label) else ""
    return _ADDRESSED.sub("", plain(name))


def _whole(head: Head) -> str:
    return f"{head.group} {head.label}"


def _is_questionnaire(
    bands: Sequence[Band], question: Band, answers: Sequence[AnswerBand], texts: Mapping[int, list[Spot]]
) -> bool:
    """Say whether a table asks for something: by its headers, else by what stands in it."""
    own = [spot for spot in texts[question.left] if not is_number(spot.text)]
    if not own:
        return bool(texts[question.left]) or any(band.role is Role.NUMBER for band in bands)
    if share(own, says_something) >= ENOUGH:
        return True
    asides = sum(band.role is Role.ASIDE for band in bands)
    if is_sure_question(question.head.label):
        return asides < 4
    given = [spot for answer in answers for band in answer.bands for spot in texts[band.left]]
    is_answered = share(given, looks_answered) >= ENOUGH or not given
    return is_answered and asides < 2 and (share(own, says_something) >= 0.2 or share(own, concepts_in) >= 0.3)
