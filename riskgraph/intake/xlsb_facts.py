"""How far the sheets of an .xlsb reach, and what calamine does not tell of them: merged, hidden, error values.

The convention that bites: every record is walked over before a reader fills a grid with them, because two cells in
opposite corners make a grid of seventeen thousand million.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from struct import unpack_from

from riskgraph.intake.book_parts import targets_of
from riskgraph.intake.reach import Reach
from riskgraph.intake.sheet_facts import LAST_COLUMN, Known

BOOK = "xl/workbook.bin"
RELATIONS = "xl/_rels/workbook.bin.rels"
# Numbers of the records of MS-XLSB, 2.3.
_SHEET, _ROW, _COLUMN, _MERGE, _ERROR, _FORMULA_ERROR = 156, 0, 60, 176, 3, 11
_VALUES = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 62))
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01
_LONGEST_TITLE = 64
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def xlsb_facts(parts: Mapping[str, bytes], reach: Reach) -> Mapping[str, Known]:
    """Return what is known of each sheet by its title.

    Raises
    ------
    InputRefused
        ``gate.far_cell`` and ``gate.too_many_cells`` with the sheet to blame.
    struct.error
        If a record is shorter than it must be.
    """
    titles = _titles(parts)
    known = {}
    for name, part in parts.items():
        if name.endswith(".bin") and name != BOOK and "sheet" in name.lower():
            title = titles.get(name, "")
            known[title] = _sheet(part, title, reach)
    return known


def _titles(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the title of the sheet in each part."""
    targets, found = targets_of(parts.get(RELATIONS, b"")), {}
    for kind, body in _records(parts.get(BOOK, b"")):
        if kind == _SHEET and len(body) >= 16:
            relation, end = _text(body, 8)
            found[targets.get(relation, "")] = _text(body, end)[0]
    return found


def _text(body: bytes, place: int) -> tuple[str, int]:
    """Return a text that begins with its length, and where it ends."""
    (letters,) = unpack_from("<I", body, place)
    end = place + 4 + 2 * min(letters, _LONGEST_TITLE * 4)
    return body[place + 4 : end].decode("utf-16-le", "replace"), end


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the records of a part; their numbers and sizes are written seven bits a byte."""
    place, end = 0, len(part)
    while place < end:
        kind = part[place]
        place += 1
        if kind & 0x80 and place < end:
            kind = kind & 0x7F | (part[place] & 0x7F) << 7
            place += 1
        size = shift = 0
        while place < end and shift < 28:
            byte = part[place]
            place += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, part[place : place + size]
        place += size


def _sheet(part: bytes, title: str, reach: Reach) -> Known:
    """Return what the records of one sheet say."""
    reach.begin(title)
    row, found = 0, reach.facts
    for kind, body in _records(part):
        if kind in _VALUES:
            (column,) = unpack_from("<I", body)
            reach.cell(row + 1, column + 1)
            if kind in (_ERROR, _FORMULA_ERROR):
                found.values[row + 1, column + 1] = _ERRORS.get(body[8], "#VALUE!") if len(body) > 8 else "#VALUE!"
        elif kind == _ROW:
            (row,) = unpack_from("<I", body)
            if len(body) > 11 and body[11] & _HIDDEN_ROW:
                found.hidden_rows.add(row + 1)
        elif kind == _COLUMN and len(body) >= 18 and unpack_from("<H", body, 16)[0] & _HIDDEN_COLUMN:
            first, last = unpack_from("<II", body)
            found.hidden_columns.update(range(first + 1, min(last + 1, LAST_COLUMN) + 1))
        elif kind == _MERGE:
            top, bottom, left, right = unpack_from("<IIII", body)
            reach.merge((top + 1, left + 1, bottom + 1, right + 1))
    return found.known()
