"""What an old or encrypted office file consists of: the names at the top of its directory, and one stream of it."""

from __future__ import annotations

import io

from olefile import OleFileIO  # type: ignore[import-untyped]

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF8 = "Workbook"
_FILEPASS = 0x002F
_RECORDS = 64


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


def is_locked_workbook(data: bytes) -> bool:
    """Say whether an old workbook asks for a password: a record near its beginning says so."""
    beginning, place = stream(data, _BIFF8, largest=65_536), 0
    for _ in range(_RECORDS):
        record = int.from_bytes(beginning[place : place + 2], "little")
        if record == _FILEPASS:
            return True
        place += 4 + int.from_bytes(beginning[place + 2 : place + 4], "little")
        if place >= len(beginning):
            break
    return False
