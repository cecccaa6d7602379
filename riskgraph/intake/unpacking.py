"""The parts of a zip, unpacked one at a time and counted while they grow; nothing is written anywhere.

The convention that bites: sizes are those of what comes out, never what the file says of itself.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from riskgraph.errors import InputRefused
from riskgraph.intake.limits import MEGABYTE, Limits

_CHUNK = 1 << 18
_LOCAL = b"PK\x03\x04"
_LOCAL_SIZE = 30
SMALL = MEGABYTE
"""Bytes below which no ratio is asked: little can be packed as tightly as one likes."""

# What a damaged file or a method that is not known raises while it is read.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError),
    *(OSError, ValueError, RuntimeError, LookupError),
)


_LONGEST_ENTRY = 1_000
_END = b"PK\x05\x06"


def opened_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Return a zip whose directory is small enough to be read at all.

    Raises
    ------
    zipfile.BadZipFile
        And what else is in `BROKEN`, where it is damaged or its directory is larger than any allowed number of
        entries needs.
    """
    end = data.rfind(_END)
    if end >= 0 and len(data) >= end + 22:
        (size,) = struct.unpack_from("<I", data, end + 12)
        if size != 0xFFFFFFFF and size > limits.entries * _LONGEST_ENTRY:
            raise zipfile.BadZipFile("a directory larger than any that is allowed")
    return zipfile.ZipFile(io.BytesIO(data))


class Allowance:
    """What may still be unpacked of one file; it is spent part by part."""

    def __init__(self, name: str, data: bytes, limits: Limits) -> None:
        """Start with the whole allowance of a file of this size."""
        self.name, self.limits = name, limits
        self.left = limits.unpacked_bytes
        self._tight = max(SMALL, int(len(data) * limits.ratio))

    def spend(self, size: int) -> None:
        """Take a size off. InputRefused where the allowance does not reach or the file is packed too tightly."""
        self.left -= size
        if self.left < 0:
            limit = self.limits.unpacked_bytes // MEGABYTE
            raise InputRefused("gate.unpacks_too_large", {"file": self.name, "limit": limit})
        if self.limits.unpacked_bytes - self.left > self._tight:
            raise InputRefused("gate.packed_too_tightly", {"file": self.name, "limit": int(self.limits.ratio)})

    @property
    def reach(self) -> int:
        """Return how many bytes may still come out before anything is refused."""
        return min(self.left, self._tight - (self.limits.unpacked_bytes - self.left))


def unpacked(data: bytes, package: zipfile.ZipFile, entry: zipfile.ZipInfo, allowance: Allowance) -> bytes:
    """Return one part, stopping as soon as it is larger than what is left of the allowance.

    Raises
    ------
    InputRefused
        ``gate.unpacks_too_large`` or ``gate.packed_too_tightly``.
    zipfile.BadZipFile
        And what else is in `BROKEN`, where the part is damaged.
    """
    if entry.compress_type == zipfile.ZIP_DEFLATED and not entry.flag_bits & 0x1:
        return _inflated(data, entry, allowance)
    pieces = []
    with package.open(entry) as stream:
        while piece := stream.read(min(_CHUNK, allowance.reach + 1)):
            allowance.spend(len(piece))
            pieces.append(piece)
    return b"".join(pieces)


def _inflated(data: bytes, entry: zipfile.ZipInfo, allowance: Allowance) -> bytes:
    """Return a part packed in the usual way, at once: a stream object for each small part costs more than the part."""
    head = data[entry.header_offset : entry.header_offset + _LOCAL_SIZE]
    if len(head) < _LOCAL_SIZE or not head.startswith(_LOCAL):
        raise zipfile.BadZipFile("no part where the directory says")
    name_size, extra_size = struct.unpack_from("<HH", head, 26)
    start = entry.header_offset + _LOCAL_SIZE + name_size + extra_size
    inflater = zlib.decompressobj(-15)
    part = inflater.decompress(memoryview(data)[start : start + entry.compress_size], allowance.reach + 1)
    allowance.spend(len(part))
    if not inflater.eof:
        raise zipfile.BadZipFile("a part that is cut off")
    if zlib.crc32(part) != entry.CRC:
        raise zipfile.BadZipFile("a part that was changed")
    return part


def packed_plainly(parts: dict[str, bytes]) -> bytes:
    """Return a zip of these parts without compression, so that a reader behind the gate sees nothing else."""
    body, directory, place = [], [], 0
    for name, part in parts.items():
        raw = name.encode("utf-8")
        common = struct.pack("<HHHHHIII", 20, 0x800, 0, 0, 0x21, zlib.crc32(part), len(part), len(part))
        sizes = struct.pack("<HH", len(raw), 0)
        body += [_LOCAL, common, sizes, raw, part]
        directory.append(b"PK\x01\x02\x14\x00" + common + sizes + struct.pack("<HHHII", 0, 0, 0, 0, place) + raw)
        place += _LOCAL_SIZE + len(raw) + len(part)
    entries = b"".join(directory)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(parts), len(parts), len(entries), place, 0)
    return b"".join((*body, entries, end))
