"""Reads forms in which the answer stands below its question, behind a word such as 回答 or Answer.

The convention that bites: only what stands behind such a word is an answer; every other row is the question or is
passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from riskgraph.intake.foreign.given_answers import Explained, blank, given
from riskgraph.intake.foreign.grid import Line, Spot
from riskgraph.intake.foreign.layout_words import asks, is_number, leading_number, says_something
from riskgraph.intake.foreign.legend import is_legend
from riskgraph.intake.foreign.passing_over import row_passed
from riskgraph.intake.foreign.table_rows import Asked, TableRead
from riskgraph.model.foreign import PassedOver

_FEWEST = 2
_OPEN, _CLOSE = r"^[\s【\[(（<＜・→⇒]*", r"[】\])）>＞]?\s*[:：.．]?\s*"
_KINDS = tuple(
    (kind, re.compile(_OPEN + words + _CLOSE, re.IGNORECASE))
    for kind, words in (
        ("answer", r"(?:(?:ご|貴社)?(?:回答|答え|答)|answer|response|a(?=[.:：．]))"),
        ("comment", r"(?:備考|コメント|補足|理由|comments?|remarks?)"),
        ("evidence", r"(?:根拠|証跡|エビデンス|evidence)"),
    )
)


class _Labelled(NamedTuple):
    """A row that begins with a label: its kind, and what is said behind it (None where nothing is)."""

    kind: str
    said: Spot | None
    where: Spot


def stacked_rows(lines: Sequence[Line]) -> bool:
    """Say whether at least two questions have their answers in a labelled row below."""
    return len(_pairs(lines)) >= _FEWEST


def _pairs(lines: Sequence[Line]) -> list[int]:
    """Return the places of rows with an answer right below a row that says something."""
    found = []
    for place in range(1, len(lines)):
        labelled = _labelled(lines[place])
        above = lines[place - 1]
        if labelled and labelled.kind == "answer" and _labelled(above) is None and says_something(_text(above).text):
            found.append(place)
    return found


def _labelled(line: Line) -> _Labelled | None:
    """Return a row that begins with a label; None for others."""
    first = line.first
    if is_number(first.text):
        return None  # A.1 is a number and not the answer 1
    for kind, pattern in _KINDS:
        match = pattern.match(first.text)
        if match is None:
            continue
        rest = first.text[match.end() :].strip()
        if rest and not re.search(r"[:：.．】\])）>＞]\s*$", match.group(0)):
            continue  # the label is the beginning of a sentence
        if rest:
            return _Labelled(kind, first._replace(text=rest), first)
        own = line.own
        return _Labelled(kind, own[1] if len(own) > 1 else None, first)
    return None


def _text(line: Line) -> Spot:
    """Return the longest text of a row."""
    return max(line.own, key=lambda spot: len(spot.text))


def read_stacked(lines: Sequence[Line], explained: Explained, *, sheet: str) -> TableRead:
    """Return the questions of a sheet with the answers below them."""
    asked: list[Asked] = []
    passed: list[PassedOver] = []
    section, waiting = "", None
    for place, line in enumerate(lines):
        labelled = _labelled(line)
        below = _labelled(lines[place + 1]) if place + 1 < len(lines) else None
        if labelled is not None and waiting is not None:
            asked[-1] = _with(asked[-1], labelled, explained, sheet)
            passed.append(row_passed("continued", line, sheet))
        elif labelled is None and (below is not None or _is_open_question(line)):
            waiting = line
            asked.append(_question(line, section, sheet))
        else:
            kind = "legend" if is_legend(line) else "section" if len(_text(line).text) <= 40 and asked else "note"
            section = _text(line).text if kind == "section" else section
            waiting = None
            passed.append(row_passed(kind, line, sheet))
    return TableRead(tuple(_complete(one, sheet) for one in asked), tuple(passed))


def _is_open_question(line: Line) -> bool:
    return asks(_text(line).text)


def _question(line: Line, section: str, sheet: str) -> Asked:
    spot = _text(line)
    number = next((other.text for other in line.own if other is not spot and is_number(other.text)), "")
    return Asked(number or leading_number(spot.text), spot.text, section, sheet, spot.address)


def _with(one: Asked, labelled: _Labelled, explained: Explained, sheet: str) -> Asked:
    """Return a question with what a labelled row below it says."""
    text = labelled.said.text if labelled.said is not None else ""
    if labelled.kind == "comment":
        return replace(one, comments={"": text})
    if labelled.kind == "evidence":
        return replace(one, evidences={"": text})
    if labelled.said is None:
        answer = blank(labelled.where.address, "", sheet=sheet)
    else:
        answer, options = given(labelled.said, "", explained, sheet=sheet)
        one = replace(one, options=one.options or options)
    return replace(one, answers={"": (*one.answers.get("", ()), answer)})


def _complete(one: Asked, sheet: str) -> Asked:
    """Return a question with a blank answer where none stands below it."""
    return one if one.answers else replace(one, answers={"": (blank(one.cell, "", sheet=sheet),)})
