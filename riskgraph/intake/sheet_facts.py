"""What calamine does not tell about a worksheet, found in its XML: hidden, struck through, merged, error values.

The convention that bites: only for sheets that `riskgraph.intake.part_scan` found plain, in which every row and cell
begins with its address. Each search is one pass over the bytes, and most are skipped because the word is not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from riskgraph.intake.cell_values import CellValue
from riskgraph.intake.part_scan import column_number

LAST_COLUMN = 16_384
_HIDDEN_ROW = re.compile(rb"""<row r="(\d+)"[^<>]*\shidden="(?:1|true)\"""")
_COLUMN = re.compile(rb"<col\s[^<>]*>")
_HIDDEN = re.compile(rb"""\shidden="(?:1|true)\"""")
_SPAN = {word: re.compile(rb"\s" + word + rb'="(\d+)"') for word in (b"min", b"max")}
_MERGE = re.compile(rb"""<mergeCell\s[^<>]*?\bref="\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?\"""")
_ERROR = re.compile(rb"""<c r="([A-Z]+)(\d+)"[^<>]*\st="e"[^<>]*>(?:<f\b[^<>]*(?:/>|>[^<]*</f>))?\s*<v>([^<]*)</v>""")
_NUMBER = re.compile(rb"""<c r="([A-Z]+)(\d+)"([^<>]*)>(?:<f\b[^<>]*(?:/>|>[^<]*</f>))?\s*<v>([-+.\dEe]+)</v>""")
_FONTS = re.compile(rb"<fonts\b.*?</fonts>", re.DOTALL)
_FONT = re.compile(rb"<font\s*/>|<font\b[^<>]*>(.*?)</font>", re.DOTALL)
_STRIKE = re.compile(rb"""<strike\s*(?:/|val="(?:1|true)")""")
_STYLES = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<xf\b[^<>]*>")
_FONT_OF = re.compile(rb"""\sfontId="(\d+)\"""")

Place = tuple[int, int]
Range = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Hidden rows and columns (from 1), struck cells, merged ranges as (top, left, bottom, right), error values."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[Place] = frozenset()
    merged: tuple[Range, ...] = ()
    errors: Mapping[Place, str] = field(default_factory=dict)


Known = tuple[SheetFacts, Mapping[Place, CellValue]]
"""What is known of a sheet besides, and the values that stand in the file and that calamine does not give."""


def facts_of(xml: bytes, struck_styles: frozenset[int]) -> SheetFacts:
    """Return what stands in a worksheet beside its values.

    Parameters
    ----------
    struck_styles
        The numbers of the cell styles whose font is struck through.
    """
    hides = b' hidden="' in xml
    return SheetFacts(
        frozenset(int(number) for number in _HIDDEN_ROW.findall(xml)) if hides else frozenset(),
        _hidden_columns(xml) if hides else frozenset(),
        _struck(xml, struck_styles),
        _merged(xml) if b"<mergeCell " in xml else (),
        _errors(xml) if b' t="e"' in xml else {},
    )


def struck_styles(styles: bytes) -> frozenset[int]:
    """Return the numbers of the cell styles whose font is struck through."""
    if b"<strike" not in styles:
        return frozenset()
    fonts, formats = _FONTS.search(styles), _STYLES.search(styles)
    if fonts is None or formats is None:
        return frozenset()
    struck = {number for number, font in enumerate(_FONT.finditer(fonts[0])) if _STRIKE.search(font[1] or b"")}
    used = (_FONT_OF.search(style) for style in _STYLE.findall(formats[0]))
    return frozenset(number for number, font in enumerate(used) if (int(font[1]) if font else 0) in struck)


def numbers_at(xml: bytes, places: frozenset[Place]) -> dict[Place, float]:
    """Return the numbers that the file holds at some places, where dates hide them."""
    found = {}
    for letters, row, _, number in _NUMBER.findall(xml):
        place = (int(row), column_number(letters.decode()))
        if place in places:
            found[place] = float(number)
    return found


def _hidden_columns(xml: bytes) -> frozenset[int]:
    """Return the numbers of hidden columns; one element may stand for many."""
    found: set[int] = set()
    for column in _COLUMN.findall(xml):
        low, high = _SPAN[b"min"].search(column), _SPAN[b"max"].search(column)
        if low and high and _HIDDEN.search(column):
            found.update(range(int(low[1]), min(int(high[1]), LAST_COLUMN) + 1))
    return frozenset(found)


def _struck(xml: bytes, styles: frozenset[int]) -> frozenset[Place]:
    """Return the cells whose style is among these."""
    if not styles:
        return frozenset()
    numbers = b"|".join(str(style).encode() for style in sorted(styles))
    cell = re.compile(rb'<c r="([A-Z]+)(\d+)"[^<>]*\ss="(?:' + numbers + rb')"')
    return frozenset((int(row), column_number(letters.decode())) for letters, row in cell.findall(xml))


def _merged(xml: bytes) -> tuple[Range, ...]:
    """Return the merged ranges, sorted."""
    found = []
    for left, top, right, bottom in _MERGE.findall(xml):
        columns = sorted((column_number(left.decode()), column_number((right or left).decode())))
        rows = sorted((int(top), int(bottom or top)))
        found.append((rows[0], columns[0], rows[1], columns[1]))
    return tuple(sorted(found))


def _errors(xml: bytes) -> dict[Place, str]:
    """Return the error values, such as ``#N/A``, which calamine reads as blank."""
    return {
        (int(row), column_number(letters.decode())): text.decode("utf-8", "replace")
        for letters, row, text in _ERROR.findall(xml)
    }
