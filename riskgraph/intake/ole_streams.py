"""What an old or encrypted office file consists of: the names at the top of its directory, and one stream of it."""

from __future__ import annotations

import io
import struct

from olefile import OleFileIO  # type: ignore[import-untyped]

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOKS = ("Workbook", "Book")
"""The streams that hold the cells of an old workbook, the newer first."""

_FILEPASS = 0x002F
_RECORDS = 64
_SECTOR = 4_096
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def top_names(data: bytes) -> frozenset[str]:
    """Return the names at the top of the directory; what lies in embedded files is not among them."""
    try:
        with OleFileIO(io.BytesIO(data)) as file:
            return frozenset(path[0] for path in file.listdir(streams=True, storages=True) if len(path) == 1)
    except Exception:  # a damaged file, in whatever way the library says so
        return frozenset()


def stream(data: bytes, name: str, *, largest: int) -> bytes:
    """Return the beginning of a stream; nothing where there is none or the file is damaged."""
    try:
        with OleFileIO(io.BytesIO(data)) as file:
            return bytes(file.openstream(name).read(largest))
    except Exception:  # as above
        return b""


def is_locked_workbook(book: bytes) -> bool:
    """Say whether an old workbook asks for a password: a record near the beginning of its stream says so."""
    place = 0
    for _ in range(_RECORDS):
        if int.from_bytes(book[place : place + 2], "little") == _FILEPASS:
            return True
        place += 4 + int.from_bytes(book[place + 2 : place + 4], "little")
        if place >= len(book):
            break
    return False


def wrapped(name: str, content: bytes) -> bytes:
    """Return a file of one stream (MS-CFB, version 4), so that a reader behind the gate sees nothing else."""
    sectors = max(1, -(-len(content) // _SECTOR))
    tables = 1
    while tables * (_SECTOR // 4) < sectors + 1 + tables:
        tables += 1
    # First the tables, then the directory in one sector, then the stream.
    first = tables + 1
    chain = [*range(first + 1, first + sectors), _END]
    table = struct.pack(f"<{first + sectors}I", *[_TABLE] * tables, _END, *chain).ljust(tables * _SECTOR, b"\xff")
    # A reader that looks for small streams wants to find a place for them, though there are none.
    directory = _entry("Root Entry", kind=5, child=1, start=first, size=0)
    directory += _entry(name, kind=2, child=_FREE, start=first, size=max(len(content), _SECTOR))
    head = SIGNATURE + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    head += struct.pack("<IIIIIIIII", 1, tables, tables, 0, _SECTOR, _END, 0, _END, 0)
    places = [*range(tables), *[_FREE] * (109 - tables)]
    body = content.ljust(sectors * _SECTOR, b"\0")
    start = (head + struct.pack("<109I", *places)).ljust(_SECTOR, b"\0")
    return b"".join((start, table, directory.ljust(_SECTOR, b"\0"), body))


def _entry(name: str, *, kind: int, child: int, start: int, size: int) -> bytes:
    """Return an entry of the directory."""
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
