"""What calamine does not tell about the sheets of an .ods: how far they reach, what is merged, hidden or an error.

The convention that bites: a row or a cell of this format may stand for a million of them, so that the reach of a sheet
is worked out here, before any reader fills a grid with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from xml.parsers.expat import ExpatError, ParserCreate

from riskgraph.intake.reach import Reach
from riskgraph.intake.sheet_facts import LAST_COLUMN, Known, Place

CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_ERROR_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_SPAN_OF_TIME = re.compile(r"PT(\d{1,7})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
_HIDING = ("collapse", "filter")
_ODDLY_LONG = 12
_DAY = 24


def ods_facts(content: bytes, reach: Reach) -> Mapping[str, Known]:
    """Return what is known of each sheet by its title.

    Raises
    ------
    InputRefused
        ``gate.far_cell`` and ``gate.too_many_cells`` with the sheet to blame.
    ValueError
        If it is no XML, or a number in it is none.
    """
    walk = _Walk(reach)
    try:
        walk.through(content)
    except ExpatError as broken:
        raise ValueError("no XML") from broken
    return walk.known


def is_locked_document(parts: Mapping[str, bytes]) -> bool:
    """Say whether an OpenDocument file is encrypted, which its list of parts says."""
    return b"encryption-data" in parts.get(MANIFEST, b"")


class _Walk:
    """Walk through the content once, counting what every row and cell stands for."""

    def __init__(self, reach: Reach) -> None:
        self.known: dict[str, Known] = {}
        self._reach, self._title = reach, ""
        self._row, self._rows, self._column, self._columns = 1, 1, 0, 0
        self._hides, self._is_filled = False, False
        self._error: Place | None = None
        self._said = ""

    def through(self, content: bytes) -> None:
        """Walk through all of it."""
        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)  # noqa: FBT003 - expat takes it by position only

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not name.startswith(_TABLE):
            return
        local = name[len(_TABLE) :]
        if local == "table":
            self._title = attributes.get(_TABLE + "name", "")
            self._reach.begin(self._title)
            self._row, self._columns = 1, 0
        elif local == "table-column":
            self._begin_columns(attributes)
        elif local == "table-row":
            self._column, self._is_filled = 0, False
            self._rows = _count(attributes, "number-rows-repeated")
            self._hides = attributes.get(_TABLE + "visibility") in _HIDING
        elif local in ("table-cell", "covered-table-cell"):
            self._begin_cell(attributes)

    def _end(self, name: str) -> None:
        if name == _TABLE + "table-row":
            if self._hides and self._is_filled:
                self._reach.facts.hidden_rows.update(range(self._row, self._row + self._rows))
            self._row += self._rows
        elif name == _TABLE + "table-cell" and self._error:
            self._reach.facts.values[self._error] = self._said.strip() or "#VALUE!"
            self._error = None
        elif name == _TABLE + "table":
            self.known[self._title] = self._reach.facts.known()

    def _text(self, text: str) -> None:
        if self._error and len(self._said) < _ODDLY_LONG:
            self._said += text

    def _begin_columns(self, attributes: dict[str, str]) -> None:
        repeats = _count(attributes, "number-columns-repeated")
        if attributes.get(_TABLE + "visibility") in _HIDING:
            last = min(self._columns + repeats, LAST_COLUMN)
            self._reach.facts.hidden_columns.update(range(self._columns + 1, last + 1))
        self._columns += repeats

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        first, repeats = self._column + 1, _count(attributes, "number-columns-repeated")
        self._column += repeats
        kind = attributes.get(_OFFICE + "value-type")
        rows, columns = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if kind is None and rows == columns == 1:
            return
        self._is_filled = True
        self._reach.cell(self._row + self._rows - 1, self._column, cells=repeats * self._rows)
        if rows > 1 or columns > 1:
            self._reach.merge((self._row, first, self._row + rows - 1, first + columns - 1))
        if attributes.get(_ERROR_TYPE) == "error":
            self._error, self._said = (self._row, first), ""
        span = _SPAN_OF_TIME.fullmatch(attributes.get(_OFFICE + "time-value", "")) if kind == "time" else None
        if span and int(span[1]) >= _DAY:
            hours, minutes, seconds = (int(part) for part in span.groups())
            self._reach.facts.values[self._row, first] = timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _count(attributes: dict[str, str], name: str) -> int:
    """Return how often an element stands, 1 where it does not say. ValueError for what is no number of times."""
    said = attributes.get(_TABLE + name, "1")
    if len(said) > _ODDLY_LONG or (number := int(said)) < 0:
        raise ValueError("no number of times")
    return max(number, 1)
