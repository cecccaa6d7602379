"""Reads the list for mail merge when it comes back with the days on which letters were sent.

The convention that bites: Excel saves such a list as UTF-8, as UTF-16 with tabs, or in the encoding of Japanese
Windows; all are read. A row is known by the number of its letter, and a row without a day was not sent yet.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from openpyxl.utils import get_column_letter

from riskgraph.errors import InputRefused
from riskgraph.intake.folding import fold
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import day
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.text import LOCALES, t

MOST_BYTES = 20_000_000
MOST_ROWS = 20_000
_NUMBER = re.compile(r"'?Q\d{4}-(\d{1,9})-\d")
_ENCODINGS = ("utf-8-sig", "cp932")
_KEYS = ("mail_number", "mail_sent_on")


@dataclass(frozen=True)
class SentList:
    """On which day each request was sent, by id, and what could not be read."""

    sent: Mapping[int, date] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_sent_list(name: str, data: bytes, *, today: date) -> SentList:
    """Return the days on which letters were sent.

    Raises
    ------
    InputRefused
        ``sending.not_a_list`` where this is no CSV with the columns of letter number and day of sending.
    """
    rows = _rows(name, data)
    columns = _columns(rows[0] if rows else [])
    if not columns.keys() >= set(_KEYS):
        raise InputRefused("sending.not_a_list", {"file": name})
    sent: dict[int, date] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {key: row[place].strip() if place < len(row) else "" for key, place in columns.items()}
        if cells["mail_sent_on"]:
            where = Cell(name, "", f"{get_column_letter(columns['mail_sent_on'] + 1)}{number}")
            problem = _taken(cells, sent, where, today)
            problems += [problem] if problem else []
    return SentList(sent, tuple(problems))


def _taken(cells: Mapping[str, str], sent: dict[int, date], where: Cell, today: date) -> Problem | None:
    """Note one row that has a day; return what is wrong with it where something is."""
    found = _NUMBER.fullmatch(cells["mail_number"])
    reading = day(cells["mail_sent_on"].removeprefix("'"))
    if found is None:
        return problem_at(where, "sending.no_number", Severity.WARNING, value=shown(cells["mail_number"]))
    if reading.value is None:
        return problem_at(where, "sending.day_unreadable", Severity.WARNING, value=shown(cells["mail_sent_on"]))
    if reading.value > today:
        return problem_at(where, "sending.day_ahead", Severity.WARNING, value=reading.value.isoformat())
    sent[int(found[1])] = reading.value
    return None


def _rows(name: str, data: bytes) -> list[list[str]]:
    """Return the cells of a CSV file."""
    if len(data) > MOST_BYTES:
        raise InputRefused("sending.not_a_list", {"file": name})
    text = _text(name, data)
    head = text.partition("\n")[0]
    delimiter = max(",", "\t", ";", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise InputRefused("sending.not_a_list", {"file": name}) from error
    return rows[:MOST_ROWS]


def _text(name: str, data: bytes) -> str:
    """Return the text of a file in whichever encoding a spreadsheet program saved it."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputRefused("sending.not_a_list", {"file": name})


def _columns(header: list[str]) -> dict[str, int]:
    """Return the places of the columns that are read, by their titles in either language."""
    known = {fold(t(locale, f"ui.column.{key}")): key for key in _KEYS for locale in LOCALES}
    found: dict[str, int] = {}
    for place, title in enumerate(header):
        if (key := known.get(fold(title))) is not None:
            found.setdefault(key, place)
    return found
