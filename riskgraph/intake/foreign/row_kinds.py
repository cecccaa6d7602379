"""Says of a row below a header what it is: a question, a section, a note, a legend, an example, a total.

The convention that bites: what is judged is the row within its table, whatever stands above or below it, so that
moving rows changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riskgraph.intake.folding import fold
from riskgraph.intake.foreign.grid import Line, Spot
from riskgraph.intake.foreign.layout_words import (
    Role,
    asks,
    begins_with,
    folded,
    is_number,
    leading_number,
    says_something,
)
from riskgraph.intake.foreign.legend import is_legend
from riskgraph.intake.foreign.table_plan import Plan

ITEM = "item"
_MOSTLY = 0.6


@dataclass(frozen=True)
class RowParts:
    """A row divided by the columns of its table; `leaf` is the question itself."""

    line: Line
    number: str
    leaf: Spot | None
    sections: tuple[str, ...]
    answers: tuple[Spot, ...]
    others: tuple[Spot, ...]

    @property
    def text(self) -> str:
        """Return the question."""
        return self.leaf.text if self.leaf is not None else ""

    @property
    def is_answered(self) -> bool:
        """Say whether anything stands in a column of answers in this row."""
        return any(spot.text for spot in self.answers)


@dataclass(frozen=True)
class Habits:
    """How the rows of one table are, as shares of them: numbered, sentences; and which numbers have parts."""

    numbered: float
    sentences: float
    parents: frozenset[str]


def parts_of(line: Line, plan: Plan) -> RowParts:
    """Return a row divided by the columns of its table."""
    number, leaf = "", None
    sections: list[str] = []
    answers: list[Spot] = []
    others: list[Spot] = []
    columns = {band.left: answer for answer in plan.answers for band in answer.bands}
    for spot in line.spots:
        band = plan.band_at(spot.column)
        if band is None or band.role is Role.NUMBER:
            if is_number(spot.text) or band is not None:
                number = number or spot.text
            else:
                sections.append(spot.text)
        elif band.role is Role.QUESTION:
            if is_number(spot.text) and not number and not spot.is_unsaved:
                number = spot.text
                continue
            if leaf is not None:
                sections.append(leaf.text)
            leaf = spot
        elif band.left in columns:
            answers.append(spot)
        elif band.role is Role.SECTION:
            sections.append(spot.text)
        else:
            others.append(spot)
    return RowParts(line, number, leaf, tuple(dict.fromkeys(sections)), tuple(answers), tuple(others))


def habits_of(rows: Sequence[RowParts]) -> Habits:
    """Return how the rows of a table are."""
    asked = [row for row in rows if row.leaf is not None and not row.leaf.is_copy]
    count = max(1, len(asked))
    numbers = [fold(row.number or leading_number(row.text)) for row in asked]
    return Habits(
        sum(bool(row.number) and is_number(row.number) for row in asked) / count,
        sum(says_something(row.text) for row in asked) / count,
        frozenset(parent for number in numbers for parent in _parents(number)),
    )


def _parents(number: str) -> list[str]:
    """Return the numbers of which a number is a part: 1-2-3 is one of 1-2 and of 1."""
    return [number[:place] for place, sign in enumerate(number) if place and sign in "-.(_" and number[:place]]


def kind_of(row: RowParts, plan: Plan, habits: Habits) -> str:
    """Return ``item``, or the reason for which the row is passed over."""
    first = row.line.first
    told = [spot for spot in row.line.own if spot.text]
    if _is_example(row):
        return "example"
    if begins_with(first.text, folded("totals")) and len(first.text) <= 20 and not says_something(row.text):
        return "total"
    if row.leaf is None:
        return _without_question(row, plan)
    if row.leaf.is_unsaved:
        return "formula"
    if row.is_answered and not _spans_answers(row.leaf, plan):
        return ITEM
    if begins_with(first.text, folded("notes")) and not is_number(first.text) and not asks(row.text):
        return "legend" if is_legend(row.line) else "note"
    if len(told) <= 2 and not is_number(row.number) and is_legend(row.line):
        return "legend"
    return _unanswered(row, plan, habits, told)


def _unanswered(row: RowParts, plan: Plan, habits: Habits, told: Sequence[Spot]) -> str:
    """Judge a row with a text and no answer: a question left open, a section, or a note."""
    assert row.leaf is not None
    is_numbered = bool(row.number) and is_number(row.number)
    if _spans_answers(row.leaf, plan):
        return "section"
    number = fold(row.number or leading_number(row.text))
    if not asks(row.text) and number and number in habits.parents and not row.others and len(row.text) <= 60:
        return "section"
    if is_numbered or row.others or row.sections or row.leaf.is_copy:
        return ITEM
    if habits.numbered >= _MOSTLY:
        return "section" if len(row.text) <= 40 and not says_something(row.text) else _note_or_item(row)
    if len(told) == 1 and habits.sentences >= _MOSTLY and not says_something(row.text) and len(row.text) <= 40:
        return "section"
    if fold(row.text).endswith(folded("requests")) or fold(row.text).rstrip("。.").endswith(folded("requests")):
        return "note"
    return "section" if _is_bracketed(row.text) else ITEM


def _note_or_item(row: RowParts) -> str:
    """Judge a row without a number in a table whose questions have one."""
    return ITEM if asks(row.text) else "note"


def _is_bracketed(text: str) -> bool:
    return text.strip()[:1] in "【<＜■◆●〔[" and not asks(text)


def _is_example(row: RowParts) -> bool:
    lead = row.line.first.text.strip("()（）【】[]<>＜＞※:： ")
    return fold(lead) in folded("examples") or fold(row.number).strip("()[]【】") in folded("examples")


def _spans_answers(leaf: Spot, plan: Plan) -> bool:
    """Say whether one text is merged over the question and the answers, as a heading is."""
    return leaf.right >= min(answer.left for answer in plan.answers) > leaf.column


def _without_question(row: RowParts, plan: Plan) -> str:
    """Judge a row in which no question stands."""
    if row.answers and any(spot.text or spot.is_unsaved for spot in row.answers):
        return "no_question"
    if row.number and is_number(row.number) and not row.sections:
        return "no_question"
    if is_legend(row.line):
        return "legend"
    lead = row.line.first
    if begins_with(lead.text, folded("notes")):
        return "note"
    is_left = lead.column < plan.question.left
    return "section" if is_left and len(row.line.own) == 1 else "note"
