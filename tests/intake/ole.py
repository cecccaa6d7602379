"""Old office files made by hand: a compound file of streams at its top."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
SMALLEST = 4096  # a shorter stream would lie in a file within the file
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file (MS-CFB, version 3) whose directory is one flat list."""
    bodies = {name: body.ljust(SMALLEST, b"\0") for name, body in streams.items()}
    bodies = {name: body + b"\0" * (-len(body) % SECTOR) for name, body in bodies.items()}
    directory_sectors = (len(bodies) + 1 + 3) // 4
    places, here = {}, 1 + directory_sectors
    table = [FAT, *_chain(1, directory_sectors)]
    for name, body in bodies.items():
        places[name] = here
        table += _chain(here, len(body) // SECTOR)
        here += len(body) // SECTOR
    assert len(table) <= SECTOR // 4, "one sector of the table is all that is written here"
    entries = [_entry("Root Entry", kind=5, child=1 if bodies else FREE, start=END, size=0)]
    for number, (name, body) in enumerate(bodies.items(), 1):
        following = number + 1 if number < len(bodies) else FREE
        entries.append(_entry(name, kind=2, right=following, start=places[name], size=len(body)))
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    fat = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff")
    return _header() + fat + directory + b"".join(bodies.values())


def _chain(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), END]


def _header() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    counts = struct.pack("<6xIIIIIIIII", 0, 1, 1, 0, SMALLEST, END, 0, END, 0)
    return head + counts + struct.pack("<109I", 0, *[FREE] * 108)


def _entry(name: str, *, kind: int, start: int, size: int, child: int = FREE, right: int = FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    places = struct.pack("<III", FREE, right, child)
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw), kind, 1)
        + places
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
