"""Finds the rows that head a table of questions: not on top, on two lines, repeated for each section.

The convention that bites: a header is known by its words alone. Whether what stands below it is a questionnaire is
decided by `riskgraph.intake.foreign.table_plan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from riskgraph.intake.folding import fold
from riskgraph.intake.foreign.grid import Line, Spot
from riskgraph.intake.foreign.layout_words import (
    LONGEST_LABEL,
    Role,
    answer_said,
    choice_meant,
    is_firm,
    is_number,
    is_sure_question,
    role_of,
    says_something,
)
from riskgraph.intake.foreign.legend import meaning_of

_BESIDE = frozenset({Role.NUMBER, Role.COMMENT, Role.EVIDENCE, Role.SECTION, Role.REFERENCE, Role.GUIDANCE, Role.SCORE})
_TELLING = frozenset({Role.QUESTION, *_BESIDE})
_SHORT = 12
_YEARS = range(1990, 2100)
_DATE = re.compile(r"\d{4}\s*[/.年-]\s*\d{1,2}\s*[/.月-]\s*\d")


class Head(NamedTuple):
    """One header cell: the columns that it stands over, what it says, and the group heading above it."""

    left: int
    right: int
    label: str
    role: Role
    address: str
    group: str = ""
    is_hidden: bool = False


class Header(NamedTuple):
    """A header: the places of its first and last line within the sheet's lines, and its cells from left to right."""

    first: int
    last: int
    heads: tuple[Head, ...]

    @property
    def shape(self) -> tuple[tuple[int, str, str], ...]:
        """Return what is equal where a header is repeated."""
        return tuple((head.left, fold(head.label), fold(head.group)) for head in self.heads)


def side_by_side(header: Header) -> tuple[tuple[Head, ...], ...]:
    """Return the headers of the tables that stand beside each other: the cells begin anew with the same words."""
    labels = [fold(head.label) for head in header.heads]
    first = next((i for i, head in enumerate(header.heads) if head.role in (Role.NUMBER, Role.QUESTION)), None)
    if first is None or header.heads[first].group:
        return (header.heads,)
    starts = [place for place, label in enumerate(labels) if label == labels[first]]
    pieces = [header.heads[a:b] for a, b in zip(starts, [*starts[1:], len(labels)], strict=True)]
    asking = [piece for piece in pieces if any(head.role is Role.QUESTION for head in piece)]
    if first > 0 or len(pieces) < 2 or len(asking) != len(pieces):
        return (header.heads,)
    return tuple(pieces)


def headers_in(lines: Sequence[Line]) -> tuple[Header, ...]:
    """Return the headers of a sheet in their order."""
    return tuple(_headers(lines))


def _headers(lines: Sequence[Line]) -> Iterator[Header]:
    place = 0
    while place < len(lines):
        header = _header_at(lines, place)
        if header is None:
            place += 1
            continue
        yield header
        place = header.last + 1


def _header_at(lines: Sequence[Line], place: int) -> Header | None:
    """Return the header whose first line is here."""
    line = lines[place]
    if not (_tells(line) or (place + 1 < len(lines) and _tells(lines[place + 1]))) or not _may_head(line):
        return None
    below = lines[place + 1] if place + 1 < len(lines) else None
    single = Header(place, place, tuple(_heads(line)))
    is_apart = below is None or below.number > max(spot.bottom for spot in line.own) + 1
    if below is not None and not is_apart and not _is_apart(line):
        double = _with_second_line(single, line, below)
        if double is not None and _is_header(double.heads):
            return double
    return single if _is_header(single.heads) else None


def _is_apart(line: Line) -> bool:
    """Say whether a row above a header is no part of it: a question with its number, or a line with a date."""
    has_number = any(is_number(spot.text) for spot in line.own)
    has_date = any(_DATE.search(spot.text) for spot in line.own)
    return has_date or (has_number and any(says_something(spot.text) for spot in line.own))


def _tells(line: Line) -> bool:
    """Say whether a label of a row is one that every header has at least one of."""
    return any(len(s.text) <= LONGEST_LABEL and role_of(s.text) in _TELLING for s in line.own)


def _may_head(line: Line) -> bool:
    """Say whether a row can be a header at all: short labels, no numbers of questions."""
    if not line.spots or len(line.own) < 1:
        return False
    labels = [spot.text for spot in line.own]
    if any(len(label) > LONGEST_LABEL for label in labels):
        return False
    return not any(_is_item_number(label) for label in labels)


def _is_item_number(label: str) -> bool:
    """Say whether a cell is the number of a question; a year may head a column, and so may No."""
    if not is_number(label) or (label.isdigit() and (int(label) in _YEARS or len(label) == 1)):
        return False
    return role_of(label) is Role.OTHER and answer_said(label) is None


def _heads(line: Line) -> Iterator[Head]:
    heads = [Head(s.column, s.right, s.text, _role(s), s.address, "", s.is_hidden) for s in line.spots]
    heads = [_beside_yes(head, heads[:place]) for place, head in enumerate(heads)]
    scale = [head for head in heads if head.role is Role.OTHER and choice_meant(head.label)]
    choices = sum(head.role is Role.CHOICE for head in heads)
    more = set(scale) if len(scale) >= 3 or (choices >= 2 and scale) else set()
    more |= set(_worded_choices(heads))
    for head in heads:
        yield head._replace(role=Role.CHOICE) if head in more else head


def _beside_yes(head: Head, before: Sequence[Head]) -> Head:
    """Return the header of a column as a choice where it is the "No" that follows a "Yes" and no number."""
    follows = bool(before) and before[-1].role is Role.CHOICE
    is_no = head.role is Role.NUMBER and answer_said(head.label) is not None
    return head._replace(role=Role.CHOICE) if follows and is_no else head


def _worded_choices(heads: Sequence[Head]) -> Iterator[Head]:
    """Give headers beside a choice that mean another answer in more words: Partially implemented."""
    run: list[Head] = []
    for head in (*heads, None):
        if head is not None and head.role in (Role.OTHER, Role.CHOICE) and meaning_of(head.label) is not None:
            run.append(head)
            continue
        if len({meaning_of(one.label) for one in run}) >= 2 and any(one.role is Role.CHOICE for one in run):
            yield from run
        run = []


def _role(spot: Spot) -> Role:
    """Return the role of a header cell; a word that can be chosen heads a column of choices."""
    role = role_of(spot.text)
    if role in (Role.OTHER, Role.ANSWER) and answer_said(spot.text) is not None:
        return Role.CHOICE
    return role


def _is_header(heads: Sequence[Head]) -> bool:
    """Say whether these labels head a table of questions."""
    roles = [head.role for head in heads]
    if Role.QUESTION in roles and sum(is_firm(head.label) for head in heads) >= 2:
        return True
    known = sum(role is not Role.OTHER for role in roles)
    is_sure = any(head.role is Role.QUESTION and is_sure_question(head.label) for head in heads)
    is_short = all(len(head.label) <= _SHORT for head in heads)
    if (
        len(heads) < 2
        or (known < 2 and not (is_sure and is_short))
        or (2 * known < len(heads) and known < 3 and not is_sure)
    ):
        return False
    if not any(role in (Role.QUESTION, Role.ANSWER, Role.CHOICE) for role in roles):
        return False
    has_answer = Role.ANSWER in roles or _choices(heads) >= 2
    if Role.QUESTION in roles:
        return has_answer or any(role in _BESIDE for role in roles) or Role.REVIEWER in roles or known < len(heads)
    if not has_answer or not any(role in _BESIDE for role in roles):
        return False
    return known < len(heads) or Role.SECTION in roles or (Role.NUMBER in roles and Role.ANSWER in roles)


def _choices(heads: Sequence[Head]) -> int:
    """Return how many different answers head a column of their own."""
    return len({choice_meant(head.label) for head in heads if head.role in (Role.CHOICE, Role.ANSWER)} - {""})


def _with_second_line(single: Header, upper: Line, lower: Line) -> Header | None:
    """Return the header of two lines; None where the second is none."""
    below = list(lower.own)
    if not below or not _may_head(lower) or _asks_below(upper, below):
        return None
    groups = _without_titles([_group_over(spot, upper, lower) for spot in below], below)
    lower_heads = [
        head._replace(group=group.text if group else "")
        for head, group in zip(_heads(lower._replace(spots=tuple(below))), groups, strict=True)
    ]
    if not _is_second_line(single, upper, lower_heads, groups):
        return None
    covered = {group.column for group in groups if group is not None}
    kept = [head for head in single.heads if head.left not in covered]
    return Header(single.first, single.last + 1, tuple(sorted((*kept, *map(_grouped, lower_heads)), key=_left)))


def _asks_below(upper: Line, below: Sequence[Spot]) -> bool:
    """Say whether a row below a header is a first question already: a sentence, or a number below No."""
    numbers = {spot.column for spot in upper.spots if role_of(spot.text) is Role.NUMBER}
    questions = {s.column for s in upper.spots if role_of(s.text) is Role.QUESTION and s.right == s.column}
    return any(
        says_something(s.text) or (s.column in numbers and is_number(s.text)) or s.column in questions for s in below
    )


def _without_titles(groups: Sequence[Spot | None], below: Sequence[Spot]) -> list[Spot | None]:
    """Return the groups without those that are a title over everything rather than a heading over answers."""
    over_items = (Role.QUESTION, Role.SECTION, Role.NUMBER)
    titles = {
        group.column
        for group, spot in zip(groups, below, strict=True)
        if group and role_of(spot.text) in (Role.QUESTION, Role.NUMBER) and role_of(group.text) not in over_items
    }
    return [None if group is None or group.column in titles else group for group in groups]


def _left(head: Head) -> int:
    return head.left


def _grouped(head: Head) -> Head:
    """Return a lower cell with the role that its group gives it where it has none itself."""
    if not head.group:
        return head
    above = role_of(head.group)
    if above in (Role.REVIEWER, Role.SCORE) or head.role is Role.OTHER:
        return head._replace(role=above)
    if above is Role.ANSWER and head.role in (Role.QUESTION, Role.ASIDE, Role.SECTION):
        return head._replace(role=Role.ANSWER)
    return head


def _group_over(spot: Spot, upper: Line, lower: Line) -> Spot | None:
    """Return the heading that stands over a cell of the second line: merged over it, or the next to its left."""
    over = [head for head in upper.spots if head.column <= spot.column <= head.right]
    if over:
        return over[-1]
    left = [head for head in upper.spots if head.column < spot.column]
    starts = {cell.column for cell in lower.own}
    if left and left[-1].right == left[-1].column and set(range(left[-1].column, spot.column)) <= starts:
        return left[-1]
    return None


def _is_second_line(single: Header, upper: Line, lower_heads: Sequence[Head], groups: Sequence[Spot | None]) -> bool:
    """Say whether a row below a header belongs to it: it divides a group, or names the columns for the first time."""
    if any(spot.bottom > spot.row for spot in upper.own) or not _is_header(single.heads):
        divided = [group for group in groups if group is not None]
        names = sum(head.role is not Role.OTHER for head in lower_heads)
        return bool(divided) and (names >= 1 or len(divided) > len({g.column for g in divided}))
    wide = {group.column for group in groups if group is not None and group.right > group.column}
    is_under_question = any(
        head.left <= lower.left <= head.right and head.role is Role.QUESTION
        for head in single.heads
        for lower in lower_heads
    )
    under_wide = all(group is not None and group.column in wide for group in groups)
    return under_wide and not is_under_question
