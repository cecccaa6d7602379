"""How far the sheets of an .xls reach, and what calamine does not tell of them: hidden, struck through, error values.

The convention that bites: nothing but the reach refuses a file here. Where a record is not what it should be, less is
known; whether the file can be read at all is the reader's to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from struct import unpack_from

from riskgraph.intake.reach import Found, Reach
from riskgraph.intake.sheet_facts import Known

# Numbers of the records of MS-XLS, 2.3.
_BOF, _EOF, _BOUND_SHEET = 0x0809, 0x000A, 0x0085
_FONT, _XF, _ROW, _COLUMN, _MANY_NUMBERS = 0x0031, 0x00E0, 0x0208, 0x007D, 0x00BD
_FORMULA, _BOOL_OR_ERROR, _SIZE = 0x0006, 0x0205, 0x0200
_PASSED_OVER = b"\xc1\x01"  # a record that says when formulas were last worked out
_CELLS = frozenset((0x00FD, 0x0204, 0x0203, 0x027E, 0x00D6, _FORMULA, _BOOL_OR_ERROR, _MANY_NUMBERS))
_STRUCK, _HIDDEN_ROW, _HIDDEN_COLUMN = 0x08, 0x20, 0x01
_LAST_COLUMN = 255
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def xls_facts(book: bytes, reach: Reach) -> Mapping[str, Known]:
    """Return what is known of each sheet by its title; merged ranges are not among it, which calamine tells.

    Parameters
    ----------
    book
        The stream that holds the workbook.

    Raises
    ------
    InputRefused
        ``gate.far_cell`` and ``gate.too_many_cells`` with the sheet to blame.
    """
    places: dict[int, str] = {}
    fonts: list[bool] = []
    styles: list[int] = []
    for kind, body in _records(book, 0):
        if kind == _BOUND_SHEET and len(body) > 8:
            places[unpack_from("<I", body)[0]] = _short_text(body[6:])
        elif kind == _FONT and len(body) > 3:
            fonts.append(bool(body[2] & _STRUCK))
        elif kind == _XF and len(body) > 1:
            styles.append(unpack_from("<H", body)[0])
    struck = frozenset(number for number, font in enumerate(styles) if _is_struck(fonts, font))
    known = {}
    for place, title in places.items():
        reach.begin(title)
        _walk(book, place, struck, reach)
        known[title] = reach.facts.known()
    return known


def _is_struck(fonts: list[bool], number: int) -> bool:
    """Say whether a font is struck through; there is no font 4, those behind it are counted as if there were."""
    place = number - 1 if number > 4 else number
    return place < len(fonts) and fonts[place]


def without_sizes(book: bytes) -> bytes:
    """Return the stream without what its sheets say of their own size, for which a reader would make room at once.

    Raises
    ------
    ValueError
        If a sheet begins in the middle of a record, where another size could be read.
    """
    made = bytearray(book)
    begin = {unpack_from("<I", body)[0] for kind, body in _records(book, 0) if kind == _BOUND_SHEET and len(body) > 8}
    for place, kind, _ in _placed(book, 0):
        begin.discard(place)
        if kind == _SIZE:
            made[place : place + 2] = _PASSED_OVER
    if begin:
        raise ValueError("a sheet that begins nowhere")
    return bytes(made)


def _records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Give the records of one part of the stream, up to its end; parts within it are passed over."""
    depth = 0
    for here, kind, size in _placed(book, place):
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        if depth <= 1:
            yield kind, book[here + 4 : here + 4 + size]


def _placed(book: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Give place, kind and size of every record from a place to the end of the stream."""
    while place + 4 <= len(book):
        kind, size = unpack_from("<HH", book, place)
        yield place, kind, size
        place += 4 + size


def _walk(book: bytes, place: int, struck: frozenset[int], reach: Reach) -> None:
    """Count and note what the records of one sheet say."""
    found = reach.facts
    for kind, body in _records(book, place):
        if kind in _CELLS and len(body) >= 6:
            _note(kind, body, struck, reach)
        elif kind == _ROW and len(body) >= 16 and unpack_from("<H", body, 12)[0] & _HIDDEN_ROW:
            found.hidden_rows.add(unpack_from("<H", body)[0] + 1)
        elif kind == _COLUMN and len(body) >= 10 and unpack_from("<H", body, 8)[0] & _HIDDEN_COLUMN:
            first, last = unpack_from("<HH", body)
            found.hidden_columns.update(range(first + 1, min(last, _LAST_COLUMN) + 2))


def _note(kind: int, body: bytes, struck: frozenset[int], reach: Reach) -> None:
    """Count a cell, and note whether it is struck through or an error."""
    row, column, style = unpack_from("<HHH", body)
    found: Found = reach.facts
    if kind == _MANY_NUMBERS:
        numbers = max(1, (len(body) - 6) // 6)
        reach.cell(row + 1, column + numbers, cells=numbers)
        return
    reach.cell(row + 1, column + 1)
    if style in struck:
        found.struck.add((row + 1, column + 1))
    error = _error(kind, body)
    if error:
        found.values[row + 1, column + 1] = error


def _error(kind: int, body: bytes) -> str:
    """Return the error value of a cell, blank where it has none."""
    if kind == _BOOL_OR_ERROR and len(body) >= 8 and body[7]:
        return _ERRORS.get(body[6], "#VALUE!")
    if kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _ERRORS.get(body[8], "#VALUE!")
    return ""


def _short_text(body: bytes) -> str:
    """Return a text that begins with its length and how many bytes a letter has."""
    letters, is_wide = body[0], body[1] & 1
    return (
        body[2 : 2 + letters * 2].decode("utf-16-le", "replace") if is_wide else body[2 : 2 + letters].decode("latin-1")
    )
