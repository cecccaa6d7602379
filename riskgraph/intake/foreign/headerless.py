"""Finds a table of questions that has no header: numbered rows, or rows with an answer beside a sentence.

The convention that bites: without a header only what stands in the rows speaks, so that at least three rows must look
alike; a list of anything else is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from riskgraph.intake.foreign.grid import Line, Spot
from riskgraph.intake.foreign.header_rows import Head
from riskgraph.intake.foreign.layout_words import Role, asks, is_number, leading_number, looks_answered, says_something
from riskgraph.intake.foreign.table_plan import Plan, planned

_FEWEST = 3
_MOSTLY = 0.6


def headerless_plan(lines: Sequence[Line]) -> tuple[Plan, int] | None:
    """Return the columns of a table without a header and the place of its first row; None where there is none."""
    columns = _columns(lines)
    question = _question(columns)
    if question is None:
        return None
    rows = {spot.row for spot in columns[question] if says_something(spot.text)}
    number = _number(columns, question, rows)
    answers = [c for c in sorted(columns) if c > question and _is_answer(columns[c], rows)]
    answers = answers[:1]  # behind it stand remarks, whatever their words; no header says otherwise
    numbered = sum(bool(leading_number(spot.text)) for spot in columns[question] if spot.row in rows)
    is_numbered = number is not None or numbered >= _MOSTLY * len(rows)
    asking = sum(asks(spot.text) for spot in columns[question] if spot.row in rows)
    if not answers and (not is_numbered or asking < _MOSTLY * len(rows)):
        return None
    if not is_numbered and 2 * asking < len(rows) and not answers:
        return None
    if not answers:
        answers = [max(spot.right for spot in columns[question]) + 1]
    heads = [_head(number, Role.NUMBER)] if number is not None else []
    heads.append(_head(question, Role.QUESTION))
    heads += [_head(column, Role.ANSWER) for column in answers]
    heads += [_head(c, Role.COMMENT) for c in sorted(columns) if c > answers[0] and c not in answers]
    first = min(
        rows | ({spot.row for spot in columns[number] if is_number(spot.text)} if number is not None else set())
    )
    start = next(place for place, line in enumerate(lines) if line.number >= first)
    return planned(sorted(heads, key=lambda head: head.left)), start


def _head(column: int, role: Role) -> Head:
    return Head(column, column, "", role, "")


def _columns(lines: Sequence[Line]) -> dict[int, list[Spot]]:
    found: dict[int, list[Spot]] = defaultdict(list)
    for line in lines:
        for spot in line.own:
            found[spot.column].append(spot)
    return found


def _question(columns: dict[int, list[Spot]]) -> int | None:
    """Return the column with the most sentences; None where there are fewer than three."""
    counts = {column: sum(says_something(spot.text) for spot in spots) for column, spots in columns.items()}
    asked = {column: sum(asks(spot.text) for spot in spots) for column, spots in columns.items()}
    best = max(counts, key=lambda column: (asked[column], counts[column], -column), default=None)
    return best if best is not None and counts[best] >= _FEWEST else None


def _number(columns: dict[int, list[Spot]], question: int, rows: set[int]) -> int | None:
    """Return the column of numbers left of the questions."""
    for column in sorted(columns):
        if column >= question:
            return None
        numbered = {spot.row for spot in columns[column] if is_number(spot.text)}
        if len(numbered & rows) >= _MOSTLY * len(rows):
            return column
    return None


def _is_answer(spots: Sequence[Spot], rows: set[int]) -> bool:
    here = [spot for spot in spots if spot.row in rows]
    answered = sum(looks_answered(spot.text) for spot in here)
    return answered >= max(2, _MOSTLY * len(here))
