"""Who answered and when, from the lines above the questions or from a cover sheet.

The convention that bites: what stands there proves nothing; it is only proposed and compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from riskgraph.intake.corporate_number import valid_number
from riskgraph.intake.dates import day
from riskgraph.intake.folding import fold, plain
from riskgraph.intake.foreign.grid import Line, Spot
from riskgraph.intake.foreign.layout_words import folded
from riskgraph.intake.naming import has_legal_form

_LABEL = re.compile(r"^\s*([^:：\n]{2,24})[:：]\s*(\S.*)$")
_MARKS = re.compile(r"^[\s※*●◆■□・【\[]+|[\s※*:：】\]]+$")
_BRACKETS = re.compile(r"[(（][^)）]*[)）]")
_LONGEST = 120
_FIRST_LINES = 200  # a cover is short, and long sheets that hold no questions are not searched to their end
_NOT_SAID = re.compile(r"^(記入|入力|ご記入|選択|_+|＿+|…+|[○〇◯×]+(株式会社)?$)")


@dataclass(frozen=True)
class Cover:
    """What is said about who answered; `rows` are the row numbers that said it."""

    name: str = ""
    corporate_number: str = ""
    answered_on: date | None = None
    rows: frozenset[int] = frozenset()


def cover_of(lines: Iterable[Line]) -> Cover:
    """Return name, corporate number and date from labels with a value beside or behind them."""
    name, number, answered_on = "", "", None
    rows: set[int] = set()
    for line in islice(lines, _FIRST_LINES):
        for kind, value in _said(line):
            rows.add(line.number)
            if kind == "name" and not name and not _NOT_SAID.match(value):
                name = plain(value)[:_LONGEST]
            elif kind == "number" and not number:
                number = valid_number(value)
            elif kind == "date" and answered_on is None:
                answered_on = day(value).value
    return Cover(name, number, answered_on, frozenset(rows))


def _said(line: Line) -> Iterator[tuple[str, str]]:
    """Give the kind of every label of a row with its value, "" where none stands there."""
    spots = line.own
    for place, spot in enumerate(spots):
        within = _LABEL.match(spot.text)
        kind = _kind(within.group(1)) if within else ""
        if within and kind:
            yield kind, within.group(2)
            continue
        kind = _kind(spot.text)
        if kind:
            yield kind, _beside(spots, place)


def _kind(label: str) -> str:
    """Return what a label asks for, "" for none of it."""
    if len(label) > 40:
        return ""
    key = fold(_MARKS.sub("", _BRACKETS.sub("", label)))
    return next((kind for kind in ("name", "number", "date") if key in folded("labels", kind)), "")


def _beside(spots: tuple[Spot, ...], place: int) -> str:
    """Return what stands right of a label, unless that is the next label."""
    if place + 1 >= len(spots):
        return ""
    text = spots[place + 1].text
    return "" if _kind(text) or text.rstrip().endswith((":", "：")) else text


def firm_of_title(title: str) -> str:
    """Return the name of a firm that a sheet is named after, the title itself where nothing is known."""
    bare = re.sub(r"^[\d①-⑳]+[_.\-\s]+|[_\s]*\(\d+\)$", "", plain(title)).strip()
    return bare if has_legal_form(bare) or bare else plain(title)
