"""Workbooks of other kinds than .xlsx, written by hand as far as the tests need them."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.intake.ole import compound_file
from tests.intake.zips import zipped

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def ods(tables: str, *, styles: str = "", manifest: str = "", mimetype: bytes = SPREADSHEET) -> bytes:
    """Return an OpenDocument spreadsheet of these tables."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{_OFFICE}:office:1.0" '
        f'xmlns:table="{_OFFICE}:table:1.0" xmlns:text="{_OFFICE}:text:1.0" xmlns:style="{_OFFICE}:style:1.0" '
        f'xmlns:calcext="{_CALC}"><office:automatic-styles>{styles}</office:automatic-styles>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    listed = f'<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0">{manifest}</manifest:manifest>'
    return zipped(
        {"mimetype": mimetype, "content.xml": content.encode(), "META-INF/manifest.xml": listed.encode()}, method=0
    )


def ods_text(text: str, *, more: str = "") -> str:
    """Return a cell of text."""
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def record(kind: int, body: bytes = b"") -> bytes:
    """Return a record of an .xls (MS-XLS, 2.1.4)."""
    return struct.pack("<HH", kind, len(body)) + body


def xls(sheets: Sequence[tuple[str, int, Sequence[bytes]]], *, fonts: Sequence[bool] = (False,)) -> bytes:
    """Return an old workbook; each sheet is its title, its state (0 shown, 1 hidden) and its records.

    `fonts` says for each font whether it is struck through; there is a cell style for each of them.
    """
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    looks = b"".join(
        record(0x0031, struct.pack("<HHHHHBBBB", 220, 8 * struck, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x01\x00A")
        for struck in fonts
    )
    styles = b"".join(record(0x00E0, struct.pack("<HH", number, 0) + bytes(16)) for number in range(len(fonts)))
    head = begin + looks + styles
    listed = [struct.pack("<BB", state, 0) + _text(title) for title, state, _ in sheets]
    place = len(head) + sum(len(item) + 8 for item in listed) + 4
    bodies, bound = b"", b""
    for item, (_, _, records) in zip(listed, sheets, strict=True):
        bound += record(0x0085, struct.pack("<I", place + len(bodies)) + item)
        sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
        bodies += sheet + b"".join(records) + record(0x000A)
    return compound_file({"Workbook": head + bound + record(0x000A) + bodies})


def xls_text(row: int, column: int, text: str, *, style: int = 0) -> bytes:
    """Return a cell of text; places count from 0."""
    return record(0x0204, struct.pack("<HHHHB", row, column, style, len(text), 1) + text.encode("utf-16-le"))


def xls_number(row: int, column: int, number: float, *, style: int = 0) -> bytes:
    """Return a cell of a number."""
    return record(0x0203, struct.pack("<HHHd", row, column, style, number))


def _text(text: str) -> bytes:
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


def xlsb(rows: Sequence[Sequence[str | float | bool]], *, title: str = "表", state: int = 0) -> bytes:
    """Return a binary workbook of one sheet (MS-XLSB, 2.1)."""
    sheet = _binary(156, struct.pack("<II", state, 1) + _wide("rId1") + _wide(title))
    book = _binary(131) + _binary(143) + sheet + _binary(144) + _binary(132)
    body = b""
    for row, cells in enumerate(rows):
        body += _binary(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        for column, value in enumerate(cells):
            start = struct.pack("<II", column, 0)
            if isinstance(value, bool):
                body += _binary(4, start + bytes([value]))
            elif isinstance(value, str):
                body += _binary(6, start + _wide(value))
            else:
                body += _binary(5, start + struct.pack("<d", value))
    size = struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, max(map(len, rows), default=1) - 1)
    data = _binary(129) + _binary(148, size) + _binary(145) + body + _binary(146) + _binary(130)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{kind}/officeDocument" '
            'Target="xl/workbook.bin"/></Relationships>'.encode(),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
            f'Type="{kind}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'.encode(),
            "xl/worksheets/sheet1.bin": data,
        }
    )


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _binary(kind: int, body: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(body)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return number + size + body
