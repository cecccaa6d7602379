"""Look into one part of a workbook package before any parser does: bytes in, findings out.

The convention that bites: the scan reads raw XML with regular expressions, so it only ever *refuses*
or *warns*; no value of the register is taken from it. A part that hides its text (another encoding,
character references in an address) is refused rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from riskgraph.intake.addresses import letters_of

# An address with two letters or six digits is a candidate for being too far out; all others are near.
_CELL = re.compile(rb"""r\s*=\s*["']\s*([A-Za-z]{2,}\d+|[A-Za-z]\d{6,})""")
_PLAIN_CELL = re.compile(rb"""<c r="([A-Z]{2,}\d+|[A-Z]\d{6,}|[^A-Z][^"]*)""")
_PLAIN_ROW = re.compile(rb"""<row r="(\d{1,9})\"""")
_CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW_TAG = re.compile(rb"<(?:\w+:)?row[\s/>]")
_RANGE_TAG = re.compile(rb"""<(?:\w+:)?(?:mergeCell|hyperlink|comment)\s[^<>]*?\bref\s*=\s*["']([^"'<>]*)["']""")
_RANGE_WORDS = (b"mergeCell", b"hyperlink", b"comment")
_PREFIXED_TAG = re.compile(rb":(?:c|row)[\s/>]")
_OTHER_C = (b"<co", b"<cf", b"<cu", b"<ce")  # col, conditionalFormatting, cfRule, customSheetViews, cellWatch, ...
_OTHER_ROW = (b"<rowB",)
_ODD_ADDRESS = re.compile(rb"""<(?:c|row) r="[^"]*&""")
_ROOT_PREFIX = re.compile(rb"""(?:<\?xml[^<>]*\?>)?\s*<(\w+):(?:worksheet|styleSheet|sst)[\s>]""")
_FORMULA_TAG = re.compile(rb"<f[\s/>]")
_UNSAVED = re.compile(
    rb"""<c\s([^<>]*)>\s*<f\b[^<>]*?(?:/>|>[^<]*</f>)\s*(<v\s*/>|<v>\s*</v>)?\s*</c>"""  # a formula, no value
)
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ATTRIBUTE_R = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+\d+)["']""")
_TEXT_RESULT = re.compile(rb"""\bt\s*=\s*["']str["']""")
_UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}
_PLAIN_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"utf-16", b"iso-8859-1"})
_ENCODING = re.compile(rb"""^<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a grid one part covers: cells written, cells covered by ranges, farthest offender.

    `far_cell` is the first address beyond the limits, blank where there is none. `is_plain` says that the sheet is
    written as every office program writes it, so that fast searches see all of it; `area` is then the number of
    cells in the box around them, blank ones included, and at most a few millions too small.
    """

    cells: int = 0
    covered: int = 0
    far_cell: str = ""
    is_plain: bool = True
    area: int = 0


def as_xml(data: bytes) -> bytes | None:
    """Return the part as ASCII-compatible XML bytes, or None where it is no XML.

    Raises
    ------
    ValueError
        If the part declares an encoding in which a tag could hide from the scan.
    """
    encoding = _UTF16.get(data[:2])
    if encoding is not None:
        return data.decode(encoding).lstrip("\ufeff").encode("utf-8")
    start = data[:400].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"<"):
        return None
    declared = _ENCODING.match(start)
    if declared and declared.group(1).lower() not in _PLAIN_ENCODINGS:
        raise ValueError("an encoding that no spreadsheet program writes")
    return data


def has_entities(xml: bytes) -> bool:
    """Say whether the part declares a document type or an entity, which no spreadsheet program does."""
    return b"<!" in xml and (b"<!DOCTYPE" in xml or b"<!ENTITY" in xml)


def extent(xml: bytes, *, rows: int, columns: int) -> Extent:
    """Return how much grid a part covers, with the first cell outside `rows` x `columns`.

    Raises
    ------
    ValueError
        If a range is written in a way that cannot be measured.
    """
    ranges = _RANGE_TAG.finditer(xml) if any(word in xml for word in _RANGE_WORDS) else ()
    covered = sum(_area(match.group(1)) for match in ranges)
    if b"sheetData" not in xml:
        return Extent(covered=covered)
    if _is_plain(xml):
        return _plain_extent(xml, covered, rows, columns)
    if len(_ROW_TAG.findall(xml)) > rows:
        return Extent(covered=covered, far_cell=f"A{rows + 1}")
    far = next(_far_cells(_CELL.finditer(xml), rows, columns), "") or _crowded_row(xml, columns)
    return Extent(len(_CELL_TAG.findall(xml)), covered, far, is_plain=False)


def _crowded_row(xml: bytes, columns: int) -> str:
    """Return the first cell beyond the limit in a row whose cells have no address and stand one beside the other."""
    starts = [match.start() for match in _ROW_TAG.finditer(xml)]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(xml)], strict=True), start=1):
        # No cell is written in fewer bytes than this, so that short rows need not be counted.
        if end - start > 4 * columns and sum(1 for _ in _CELL_TAG.finditer(xml, start, end)) > columns:
            return f"{letters_of(columns + 1)}{number}"
    return ""


def without_prefix(xml: bytes) -> bytes:
    """Return a part whose elements bear a prefix (``<x:row>``) as it would be written without."""
    root = _ROOT_PREFIX.match(xml)
    if root is None:
        return xml
    prefix = root.group(1) + b":"
    return xml.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")


def _is_plain(xml: bytes) -> bool:
    """Say whether every row and cell begins with its address, as all office programs write it."""
    return (
        _all_begin(xml, b"<c", b'<c r="', _OTHER_C)
        and _all_begin(xml, b"<row", b'<row r="', _OTHER_ROW)
        and not _PREFIXED_TAG.search(xml)
        and not (b"&#" in xml and _ODD_ADDRESS.search(xml))
    )


def _all_begin(xml: bytes, tag: bytes, plain: bytes, others: tuple[bytes, ...]) -> bool:
    """Say whether every element of a name begins plainly; the names of `others` begin alike and are none."""
    odd = xml.count(tag) - xml.count(plain)
    for other in others:
        if not odd:
            return True
        odd -= xml.count(other)
    return not odd


def _plain_extent(xml: bytes, covered: int, rows: int, columns: int) -> Extent:
    """Return how much grid a plain sheet covers."""
    numbers = [int(number) for number in _PLAIN_ROW.findall(xml)]
    if len(numbers) > rows:
        return Extent(covered=covered, far_cell=f"A{rows + 1}")
    # A row beyond the limit without cells only has a height, which some programs give to the very last one.
    last_row, last_column, is_plain = max((number for number in numbers if number <= rows), default=0), 26, True
    for address in set(_PLAIN_CELL.findall(xml)):
        place = _ADDRESS.fullmatch(address.decode("ascii", "replace"))
        if place is None:
            return Extent(covered=covered, is_plain=False, far_cell=address.decode("ascii", "replace")[:20])
        is_plain = is_plain and address.isupper()
        last_row, last_column = max(last_row, int(place.group(2))), max(last_column, column_number(place.group(1)))
    far = ""
    if last_row > rows or last_column > columns:
        far = next(_far_cells(_PLAIN_CELL.finditer(xml), rows, columns), f"A{last_row}")
    return Extent(xml.count(b"<c "), covered, far, is_plain, last_row * last_column)


def _far_cells(candidates: Iterator[re.Match[bytes]], rows: int, columns: int) -> Iterator[str]:
    """Give the addresses outside the limits, in the order of the file."""
    for match in candidates:
        address = match.group(1).decode("ascii").upper()
        place = _ADDRESS.fullmatch(address)
        if place is None or int(place.group(2)) > rows or column_number(place.group(1)) > columns:
            yield address


def _area(ref: bytes) -> int:
    """Return the number of cells of ``A1:C3``; one for a single cell."""
    text = ref.decode("ascii", "replace").strip()
    corners = [_ADDRESS.fullmatch(part) for part in text.split(":")]
    if len(corners) > 2 or not all(corners):
        raise ValueError("a range that cannot be measured")
    places = [(column_number(corner.group(1)), int(corner.group(2))) for corner in corners if corner]
    (left, top), (right, bottom) = places[0], places[-1]
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def unsaved_formulas(xml: bytes) -> tuple[str, ...]:
    """Return the addresses of formulas whose result the file does not hold.

    Such a cell reads as empty, which must not pass for "no answer". A formula whose result is the empty
    text is saved and is not listed.
    """
    if b"sheetData" not in xml or not _FORMULA_TAG.search(xml):
        return ()
    found = []
    for match in _UNSAVED.finditer(xml):
        place = _ATTRIBUTE_R.search(match.group(1))
        is_empty_text = match.group(2) is not None and _TEXT_RESULT.search(match.group(1))
        if place and not is_empty_text:
            found.append(place.group(1).decode("ascii"))
    return tuple(found)
