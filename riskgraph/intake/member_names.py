"""The names of files in a zip: in which encoding they are, and what of them is shown.

The convention that bites: a name is for messages only. No folder of it is used anywhere, least of all on a disk.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib

LONGEST_NAME = 200
_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
# What systems leave behind in archives: the Macintosh, Windows, and Excel's marks of open files.
_LEFTOVERS = re.compile(r"^(\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|~\$.*|\.~lock\..*#)$", re.IGNORECASE)
_LEFTOVER_FOLDERS = ("__MACOSX/",)


def full_name(entry: zipfile.ZipInfo) -> str:
    """Return the whole name of an entry: by its flag, its Unicode path field, then UTF-8, CP932, CP437."""
    if entry.flag_bits & _UTF8_FLAG:
        return _composed(entry.orig_filename)
    raw = entry.orig_filename.encode("cp437", "replace")
    stated = _unicode_path(entry.extra, raw)
    if stated is not None:
        return _composed(stated)
    for encoding in ("utf-8", "cp932"):
        try:
            return _composed(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _composed(entry.orig_filename)


def shown_name(name: str) -> str:
    """Return the last part of a name, on one line and without marks that nobody sees; blank for a folder."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    return visible.strip()[-LONGEST_NAME:]


def is_leftover(name: str) -> bool:
    """Say whether a system left the file behind, so that it is passed over."""
    plain = name.replace("\\", "/")
    in_folder = any(plain.startswith(folder) or f"/{folder}" in plain for folder in _LEFTOVER_FOLDERS)
    return in_folder or _LEFTOVERS.match(plain.rsplit("/", 1)[-1]) is not None


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Return the name in Info-ZIP's Unicode path field, where it belongs to this very name."""
    place = 0
    while place + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, place)
        body = extra[place + 4 : place + 4 + size]
        if kind == _UNICODE_PATH and len(body) > 5 and struct.unpack_from("<BI", body) == (1, zlib.crc32(raw)):
            return body[5:].decode("utf-8", "replace")
        place += 4 + size
    return None


def _composed(name: str) -> str:
    """Return a name up to its first zero byte, its letters composed; the Macintosh takes them apart."""
    return unicodedata.normalize("NFC", name.partition("\x00")[0])
