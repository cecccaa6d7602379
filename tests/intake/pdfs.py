"""PDFs made by hand: text at places, lines, pictures, passwords; no font is embedded."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence

Text = tuple[float, float, str]  # from the left, from the top, in points
Line = tuple[float, float, float, float]

HEIGHT, SIZE = 842, 10
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_PERMISSIONS = -4
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5 /Encoding /UniJIS-UTF16-H /DescendantFonts ["
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5 /DW 1000 /W [1 632 500] /CIDSystemInfo "
    b"<< /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor << /Type /FontDescriptor "
    b"/FontName /HeiseiKakuGo-W5 /Flags 4 /Ascent 880 /Descent -120 /FontBBox [0 -120 1000 880] >> >>] >>"
)


def pdf(*pages: tuple[Sequence[Text], Sequence[Line]], password: str = "") -> bytes:
    """Return a document; each page is its texts and its lines."""
    contents = [_content(texts, lines) for texts, lines in pages]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: _FONT,
    }
    key = _key(password) if password else b""
    for word in (b"Adobe", b"Japan1") if key else ():
        objects[3] = objects[3].replace(b"(%b)" % word, b"<%b>" % _rc4(_object_key(key, 3), word).hex().encode())
    for number, content in enumerate(contents):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {HEIGHT}] /Contents {5 + 2 * number} 0 R"
        objects[4 + 2 * number] = page.encode() + b" /Resources << /Font << /F1 3 0 R >> >> >>"
        stream = _rc4(_object_key(key, 5 + 2 * number), content) if key else content
        objects[5 + 2 * number] = b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream)
    return _file(objects, _lock(password, key) if key else b"")


def grid(
    rows: Sequence[Sequence[str]], edges: Sequence[float], *, top: float = 100, height: float = 20
) -> tuple[list[Text], list[Line]]:
    """Return the texts of a table and the lines around its cells."""
    texts = [
        (edges[column] + 3, top + height * number + 14, text)
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    bottom = top + height * len(rows)
    across = [(edges[0], top + height * n, edges[-1], top + height * n) for n in range(len(rows) + 1)]
    return texts, [*across, *((edge, top, edge, bottom) for edge in edges)]


def _content(texts: Sequence[Text], lines: Sequence[Line]) -> bytes:
    drawn = [f"{a} {HEIGHT - b} m {c} {HEIGHT - d} l S" for a, b, c, d in lines]
    said = [
        f"BT /F1 {SIZE} Tf {left} {HEIGHT - down} Td <{text.encode('utf-16-be').hex()}> Tj ET"
        for left, down, text in texts
    ]
    return "\n".join((*drawn, *said)).encode()


def _file(objects: dict[int, bytes], lock: bytes) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in sorted(objects.items()):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"<< /Size %d /Root 1 0 R %b>>" % (count, lock)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n%b\nstartxref\n%d\n%%%%EOF" % (
        count,
        table,
        trailer,
        len(out),
    )


def _key(password: str) -> bytes:
    """Return the key of the standard handler, revision 2 (PDF 1.4, 3.5.2)."""
    padded = (password.encode("latin-1") + _PAD)[:32]
    return hashlib.md5(padded + _owner() + struct.pack("<i", _PERMISSIONS) + bytes(16)).digest()[:5]


def _owner() -> bytes:
    return bytes(range(32))


def _lock(password: str, key: bytes) -> bytes:
    user = _rc4(key, _PAD).hex().encode()
    encrypt = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%b> /U <%b> /P %d >> /ID [<%b> <%b>] "
    return encrypt % (_owner().hex().encode(), user, _PERMISSIONS, b"00" * 16, b"00" * 16)


def _object_key(key: bytes, number: int) -> bytes:
    return hashlib.md5(key + struct.pack("<I", number)[:3] + b"\0\0").digest()[: len(key) + 5]


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
