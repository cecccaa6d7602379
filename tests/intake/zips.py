"""Zips made by hand where the library would not write what programs of old write."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping


def zipped(files: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip as this library writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def raw_zip(*files: tuple[bytes, bytes], flags: int = 0, method: int = 0, extra: bytes = b"") -> bytes:
    """Return a zip of stored files whose names are exactly these bytes."""
    body, directory = b"", b""
    for name, content in files:
        common = struct.pack("<HHHHHIII", 20, flags, method, 0, 0x21, zlib.crc32(content), len(content), len(content))
        sizes = struct.pack("<HH", len(name), len(extra))
        place = struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        directory += b"PK\x01\x02\x14\x00" + common + sizes + place + name + extra
        body += b"PK\x03\x04" + common + sizes + name + extra + content
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return body + directory + end


def unicode_path(name: bytes, meant: str) -> bytes:
    """Return Info-ZIP's field that says how a name is meant."""
    body = struct.pack("<BI", 1, zlib.crc32(name)) + meant.encode()
    return struct.pack("<HH", 0x7075, len(body)) + body


def locked_zip(files: Mapping[str, bytes], password: bytes) -> bytes:
    """Return a zip encrypted in the traditional way (PKWARE), which the library reads and does not write."""
    packed = {name: _encrypted(content, password) for name, content in files.items()}
    made = bytearray(raw_zip(*((name.encode(), content) for name, content in packed.items()), flags=0x801))
    for name, content in files.items():
        old = struct.pack("<III", zlib.crc32(packed[name]), len(packed[name]), len(packed[name]))
        new = struct.pack("<III", zlib.crc32(content), len(packed[name]), len(content))
        made = bytearray(bytes(made).replace(old, new))
    return bytes(made)


def _encrypted(content: bytes, password: bytes) -> bytes:
    """Return the content with its twelve bytes of head, by the cipher of APPNOTE.TXT, 6.1."""
    table = [_crc_step(byte) for byte in range(256)]
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = (keys[0] >> 8) ^ table[(keys[0] ^ byte) & 0xFF]
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = (keys[2] >> 8) ^ table[(keys[2] ^ (keys[1] >> 24)) & 0xFF]

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in bytes(11) + bytes([zlib.crc32(content) >> 24]) + content:
        low = (keys[2] | 2) & 0xFFFF
        out.append(byte ^ ((low * (low ^ 1)) >> 8) & 0xFF)
        update(byte)
    return bytes(out)


def _crc_step(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ 0xEDB88320 if value & 1 else value >> 1
    return value
