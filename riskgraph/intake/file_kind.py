"""Which kind of file the bytes are; a name or an extension is never asked.

The convention that bites: this only looks, it promises nothing. What looks like a workbook still has to pass the gate.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Collection
from enum import StrEnum

from riskgraph.intake.ole_streams import SIGNATURE, top_names

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_SAMPLE = 65_536
_HTML = re.compile(rb"<(!doctype\s+html|html|table|head|body|meta)", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNICODE = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


class FileKind(StrEnum):
    """What a file is. The kinds as far as `ZIP` can be read; the others are only known by name."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    CSV = "csv"
    PDF = "pdf"
    ZIP = "zip"
    ENCRYPTED = "encrypted"
    HTML = "html"
    XML = "xml"
    IMAGE = "image"
    WORD = "word"
    POWERPOINT = "powerpoint"
    NUMBERS = "numbers"
    MAIL = "mail"
    OTHER_ARCHIVE = "other_archive"
    PROGRAM = "program"
    EMPTY = "empty"
    UNKNOWN = "unknown"


PLAIN_WORKBOOKS = frozenset({FileKind.XLSX, FileKind.XLSM})
ALL_WORKBOOKS = PLAIN_WORKBOOKS | {FileKind.XLS, FileKind.XLSB, FileKind.ODS}
READABLE = ALL_WORKBOOKS | {FileKind.CSV, FileKind.PDF, FileKind.ZIP}

# How a file of a kind begins, where the first bytes say it.
_SIGNATURES: tuple[tuple[FileKind, tuple[bytes, ...]], ...] = (
    (FileKind.IMAGE, (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")),
    (FileKind.OTHER_ARCHIVE, (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")),
    (FileKind.PROGRAM, (b"MZ", b"\x7fELF", b"#!/", b"L\x00\x00\x00\x01\x14\x02\x00")),
    (FileKind.WORD, (b"{\\rtf",)),
)
# What lies in a zip that is a document; the first that fits is it.
_PACKAGES: tuple[tuple[FileKind, re.Pattern[str]], ...] = (
    (FileKind.WORD, re.compile(r"word/")),
    (FileKind.POWERPOINT, re.compile(r"ppt/")),
    (FileKind.XLSB, re.compile(r"xl/workbook\.bin$")),
    (FileKind.NUMBERS, re.compile(r"Index/(Document|Tables/).*iwa$")),
)
_OPEN_DOCUMENTS = {b"text": FileKind.WORD, b"presentation": FileKind.POWERPOINT, b"graphics": FileKind.IMAGE}
# The streams of an old office file that say what it is.
_STREAMS: tuple[tuple[FileKind, str], ...] = (
    (FileKind.ENCRYPTED, "EncryptedPackage"),
    (FileKind.WORD, "WordDocument"),
    (FileKind.POWERPOINT, "PowerPoint Document"),
    (FileKind.MAIL, "__properties_version1.0"),
)


def sniffed(data: bytes) -> FileKind:
    """Return the kind of a file by its bytes; a damaged zip is a `ZIP`."""
    if data.startswith(_ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                return package_kind(package)
        except (zipfile.BadZipFile, struct.error, NotImplementedError, OSError, ValueError, RuntimeError, LookupError):
            return FileKind.ZIP
    return unpacked_kind(data)


def is_zip(data: bytes) -> bool:
    """Say whether the bytes begin like a zip, which every newer workbook is."""
    return data.startswith(_ZIP)


def unpacked_kind(data: bytes) -> FileKind:
    """Return the kind of a file that is no zip."""
    if not data[:_SAMPLE].strip(b"\x00\t\n\r ") and not data.strip(b"\x00\t\n\r "):
        return FileKind.EMPTY
    if data.startswith(SIGNATURE):
        return _ole_kind(data)
    start = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"%PDF"):
        return FileKind.PDF
    for kind, signatures in _SIGNATURES:
        if start.startswith(signatures) and (kind is FileKind.WORD or not is_text(data)):
            return kind
    if re.match(rb"..-lh\w-", data[:8], re.DOTALL):
        return FileKind.OTHER_ARCHIVE
    return _text_kind(data, start)


def package_kind(package: zipfile.ZipFile) -> FileKind:
    """Return the kind of a zip by the names of its parts; one that is no document is a `ZIP`."""
    names = {name.replace("\\", "/") for name in package.namelist()}
    if "xl/workbook.xml" in names and "[Content_Types].xml" in names:
        return FileKind.XLSM if "xl/vbaProject.bin" in names else FileKind.XLSX
    for kind, pattern in _PACKAGES:
        if any(pattern.match(name) for name in names):
            return kind
    if "META-INF/manifest.xml" in names and "content.xml" in names:
        return _open_document_kind(package, names)
    return FileKind.ZIP


def is_text(data: bytes) -> bool:
    """Say whether the bytes are readable text in an encoding that a Japanese office uses."""
    sample = data[:_SAMPLE]
    if data.startswith(_UNICODE[:2]) or looks_like_utf16(sample):
        return True
    if _CONTROL.search(sample):
        return False
    return any(_decodes(sample, encoding) for encoding in ("utf-8", "cp932", "euc_jp"))


def looks_like_utf16(sample: bytes) -> str:
    """Return ``utf-16-le`` or ``utf-16-be`` where text without a mark must be that, else blank.

    Commas, digits, tabs and line ends have a zero byte on one side, and next to no zero stands on the other.
    """
    sample = sample[: len(sample) & ~1]
    if len(sample) < 4 or b"\x00" not in sample:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    few = len(sample) // 200
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > max(1, few) and others <= few and _decodes(sample, encoding, half=2):
            return encoding
    return ""


def _decodes(sample: bytes, encoding: str, *, half: int = 4) -> bool:
    """Say whether a sample is text in an encoding; its last character may be cut."""
    for cut in range(half):
        try:
            text = sample[: len(sample) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return not re.search("[\x00-\x08\x0e-\x1a\x1c-\x1f]", text)
    return False


def _text_kind(data: bytes, start: bytes) -> FileKind:
    """Return the kind of a file that is text, or `UNKNOWN`."""
    head = start.lower()
    is_html = _HTML.match(start) or (start.startswith(b"<") and b"<html" in head)
    if is_html or head.startswith(b"mime-version:"):
        return FileKind.HTML
    if not is_text(data):
        return FileKind.UNKNOWN
    if head.startswith(b"<?xml") or (head.startswith(b"<") and b" xmlns" in head):
        return FileKind.XML
    if re.match(rb"(received|return-path|from|delivered-to|x-[\w-]+):\s", head) and b"\nsubject:" in head:
        return FileKind.MAIL
    return FileKind.CSV


def _ole_kind(data: bytes) -> FileKind:
    """Tell encrypted packages, Word, PowerPoint and mail from an old workbook by the streams inside."""
    names = top_names(data)
    for kind, stream in _STREAMS:
        if stream in names or (not names and stream.encode("utf-16-le") in data):
            return kind
    return FileKind.XLS


def _open_document_kind(package: zipfile.ZipFile, names: Collection[str]) -> FileKind:
    """Tell the OpenDocument kinds by their declared type, which is the first part."""
    if "mimetype" not in names or package.getinfo("mimetype").file_size > 200:
        return FileKind.ODS
    with package.open("mimetype") as stream:
        declared = stream.read(200)
    return next((kind for word, kind in _OPEN_DOCUMENTS.items() if b"." + word in declared), FileKind.ODS)
