"""Put cells into a worksheet's XML without touching anything else in it: bytes in, bytes out.

The convention that bites: nothing is parsed into a tree and written again, because that would lose what a
library does not know. The places of rows and cells are found, and only there are bytes changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers.expat import ParserCreate
from xml.sax.saxutils import escape

from openpyxl.utils import column_index_from_string, get_column_letter

LONGEST_TEXT = 4_000
_TAG = re.compile(rb"""</?[^\s/>]+(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPANS = re.compile(rb"""(\sspans\s*=\s*["'])(\d+):(\d+)(["'])""")
_REF = re.compile(rb"""(\sref\s*=\s*["'])([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?(["'])""")
_ENCODING = re.compile(r"""(<\?xml[^>]*?encoding\s*=\s*["'])[^"']+(["'])""")

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of the XML: its column, where its bytes begin and end, and whether it holds a formula."""

    column: int
    start: int
    end: int
    has_formula: bool


@dataclass
class PlacedRow:
    """A row of the XML: its number, prefix of its elements, the bytes of its start tag and of its end."""

    number: int
    prefix: bytes
    start: int
    start_end: int
    end: int = 0
    is_empty_tag: bool = False
    cells: list[PlacedCell] = field(default_factory=list)


@dataclass(frozen=True)
class SheetXml:
    """A worksheet's bytes in UTF-8 with the places of its rows, and of its dimension if it has one."""

    data: bytes
    rows: Mapping[int, PlacedRow]
    dimension: int | None

    @property
    def last_column(self) -> int:
        """Return the number of the last column in which any cell stands; 0 for an empty sheet."""
        return max((cell.column for row in self.rows.values() for cell in row.cells), default=0)

    def columns_with_formulas(self) -> set[int]:
        """Return the numbers of the columns in which some cell holds a formula."""
        return {cell.column for row in self.rows.values() for cell in row.cells if cell.has_formula}


def read_sheet(data: bytes) -> SheetXml:
    """Return a worksheet with the places of its rows and cells; the XML has passed the gate."""
    data = _as_utf8(data)
    found = _Finder(data)
    return SheetXml(data, {row.number: row for row in found.rows}, found.dimension)


def with_cells(sheet: SheetXml, cells: Mapping[tuple[int, int], Value], *, style_of: Mapping[int, bytes]) -> bytes:
    """Return the worksheet with these cells put in or replaced.

    Parameters
    ----------
    cells
        Values by (row, column); None takes a cell away. A row that the sheet does not have is left out.
    style_of
        The style number to give to the cells of a row, such as the header's.
    """
    edits: list[tuple[int, int, bytes]] = []
    by_row: dict[int, dict[int, Value]] = {}
    for (row, column), value in cells.items():
        by_row.setdefault(row, {})[column] = value
    for number, values in by_row.items():
        if number in sheet.rows:
            edits.extend(_row_edits(sheet.data, sheet.rows[number], values, style_of.get(number, b"")))
    last = max((column for (_, column), value in cells.items() if value is not None), default=0)
    if sheet.dimension is not None:
        edits.extend(_dimension_edit(sheet.data, sheet.dimension, last))
    return _spliced(sheet.data, edits)


def style_at(sheet: SheetXml, row: int, column: int) -> bytes:
    """Return the style number of a cell, blank where it has none."""
    placed = next((c for c in sheet.rows[row].cells if c.column == column), None) if row in sheet.rows else None
    if placed is None:
        return b""
    tag = _tag_at(sheet.data, placed.start)
    match = re.search(rb"""\ss\s*=\s*["'](\d+)["']""", tag)
    return match[1] if match else b""


class _Finder:
    """Walk through the XML once and note where rows, cells and the dimension stand."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.rows: list[PlacedRow] = []
        self.dimension: int | None = None
        self._row: PlacedRow | None = None
        self._cell: tuple[int, int] | None = None
        self._has_formula = False
        self._last_column = 0
        self._parser = ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position only

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        here, local = self._parser.CurrentByteIndex, name.rpartition(":")[2]
        if local == "row":
            tag = _tag_at(self.data, here)
            number = int(attributes.get("r", self.rows[-1].number + 1 if self.rows else 1))
            prefix = name[: -len(local)].encode()
            self._row = PlacedRow(number, prefix, here, here + len(tag), is_empty_tag=tag.endswith(b"/>"))
            self._last_column = 0
        elif local == "c" and self._row is not None:
            letters = re.match(r"[A-Z]+", attributes.get("r", ""))
            column = column_index_from_string(letters[0]) if letters else self._last_column + 1
            self._cell, self._has_formula, self._last_column = (column, here), False, column
        elif local == "f":
            self._has_formula = True
        elif local == "dimension" and self.dimension is None:
            self.dimension = here

    def _end(self, name: str) -> None:
        here, local = self._parser.CurrentByteIndex, name.rpartition(":")[2]
        if local == "c" and self._row is not None and self._cell is not None:
            column, start = self._cell
            end = here + len(_tag_at(self.data, here))
            self._row.cells.append(PlacedCell(column, start, end, self._has_formula))
            self._cell = None
        elif local == "row" and self._row is not None:
            self._row.end = here
            self.rows.append(self._row)
            self._row = None


def _as_utf8(data: bytes) -> bytes:
    """Return the XML in UTF-8, so that what is put in has the same encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _ENCODING.sub(r"\1UTF-8\2", data.decode("utf-16")).encode()
    return data


def _tag_at(data: bytes, start: int) -> bytes:
    """Return the tag that begins at `start`."""
    match = _TAG.match(data, start)
    if match is None:
        raise ValueError("no tag where the parser saw one")
    return match[0]


def _row_edits(data: bytes, row: PlacedRow, values: Mapping[int, Value], style: bytes) -> list[tuple[int, int, bytes]]:
    """Return the changes of one row as (start, end, new bytes)."""
    edits: list[tuple[int, int, bytes]] = []
    placed = {cell.column: cell for cell in row.cells}
    pending: dict[int, list[bytes]] = {}
    for column in sorted(values):
        new = _cell_xml(row, column, values[column], style)
        if column in placed:
            edits.append((placed[column].start, placed[column].end, new))
        elif new:
            following = [cell.start for cell in row.cells if cell.column > column]
            pending.setdefault(min(following, default=row.end), []).append(new)
    if row.is_empty_tag and pending:
        tag = _wider(data[row.start : row.start_end], max(values))
        body = b"".join(new for _, group in sorted(pending.items()) for new in group)
        return [(row.start, row.start_end, tag[:-2].rstrip() + b">" + body + b"</" + row.prefix + b"row>")]
    edits.extend((place, place, b"".join(group)) for place, group in pending.items())
    wider = _wider(data[row.start : row.start_end], max(values))
    return [(row.start, row.start_end, wider), *edits]


def _cell_xml(row: PlacedRow, column: int, value: Value, style: bytes) -> bytes:
    """Return the XML of one cell: text as an inline string, so that it can never be a formula."""
    if value is None:
        return b""
    reference = f"{get_column_letter(column)}{row.number}".encode()
    look = b' s="' + style + b'"' if style else b""
    p = row.prefix
    if isinstance(value, int | float):
        number = repr(value).encode()
        return b'<%bc r="%b"%b><%bv>%b</%bv></%bc>' % (p, reference, look, p, number, p, p)
    text = escape(_NOT_XML.sub("", value)[:LONGEST_TEXT]).encode()
    start = b'<%bc r="%b"%b t="inlineStr"><%bis><%bt xml:space="preserve">' % (p, reference, look, p, p)
    return start + text + b"</%bt></%bis></%bc>" % (p, p, p)


def _wider(tag: bytes, column: int) -> bytes:
    """Return the start tag of a row whose spans reach to a column."""
    return _SPANS.sub(lambda m: b"%b%b:%d%b" % (m[1], m[2], max(int(m[3]), column), m[4]), tag)


def _dimension_edit(data: bytes, start: int, column: int) -> list[tuple[int, int, bytes]]:
    """Return the change of the dimension that makes it reach to a column."""
    tag = _tag_at(data, start)

    def widened(match: re.Match[bytes]) -> bytes:
        before, left, top, right, bottom, after = match.groups()
        reach = max(column, column_index_from_string((right or left).decode()))
        end = get_column_letter(reach).encode() + (bottom or top)
        return before + left + top + b":" + end + after

    return [(start, start + len(tag), _REF.sub(widened, tag))]


def _spliced(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Return the bytes with all changes made, which do not overlap."""
    pieces, here = [], 0
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1])):
        pieces += [data[here:start], new]
        here = end
    return b"".join((*pieces, data[here:]))
