"""The gate: decide from the bytes alone whether a file may reach a parser at all.

The convention that bites: the type is what the bytes say, never the extension, and sizes are counted
while unpacking, never taken from the file's own word. Refusal is an `InputRefused` with a code and the
file's name; what is only noteworthy (macros, links to other books) is a warning in the report.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from riskgraph.errors import InputRefused
from riskgraph.intake.limits import LIMITS, MEGABYTE, Limits
from riskgraph.intake.part_scan import as_xml, extent, has_entities, unsaved_formulas
from riskgraph.model.problem import Problem, Severity

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_CHUNK = 1 << 18
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# What lies in a package beside the sheets and deserves a word; macros are never run.
_NOTEWORTHY = {
    "gate.macros": re.compile(r"vbaProject\.bin$", re.IGNORECASE),
    "gate.external_links": re.compile(r"(^|/)externalLinks/", re.IGNORECASE),
    "gate.embedded": re.compile(r"(^|/)(embeddings|activeX)/", re.IGNORECASE),
    "gate.connections": re.compile(r"(^|/)connections\.xml$", re.IGNORECASE),
}
_FOREIGN = {
    "gate.word": "word/",
    "gate.powerpoint": "ppt/",
    "gate.xlsb": "xl/workbook.bin",
    "gate.ods": "META-INF/manifest.xml",
}


@dataclass(frozen=True, slots=True)
class GateReport:
    """What the gate saw of a file that it lets through.

    `unsaved` maps a sheet title to the addresses of formulas without a saved result.
    """

    file: str
    sha256: str
    warnings: tuple[Problem, ...] = ()
    unsaved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def examine(name: str, data: bytes, *, limits: Limits = LIMITS) -> GateReport:
    """Let a workbook through or refuse it.

    Parameters
    ----------
    name
        File name without folder, for messages only.

    Raises
    ------
    InputRefused
        With a ``gate.`` code and the field ``file`` (and ``sheet`` and ``cell`` where one is to blame).
    """
    _refuse_foreign_bytes(name, data, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _refuse_odd_directory(name, package, limits)
            return _examine_parts(name, data, package, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as broken:
        raise InputRefused("gate.unreadable", {"file": name}) from broken


def refusal(error: InputRefused) -> Problem:
    """Return the refusal of a file as a problem, for lists that go on with the other files."""
    fields = dict(error.fields)
    where = {key: str(fields.get(key, "")) for key in ("file", "sheet", "cell")}
    return Problem(code=error.code, severity=Severity.ERROR, fields=fields, **where)


def _refuse_foreign_bytes(name: str, data: bytes, limits: Limits) -> None:
    """Refuse what is no zip, saying what was found instead."""
    if not data.strip(b"\x00\t\n\r "):
        raise InputRefused("gate.empty", {"file": name})
    if len(data) > limits.file_bytes:
        raise InputRefused("gate.too_large", {"file": name, "limit": limits.file_bytes // MEGABYTE})
    if data.startswith(_OLE):
        raise InputRefused(_ole_code(data), {"file": name})
    if not data.startswith(_ZIP):
        raise InputRefused(_found_instead(data), {"file": name})


def _ole_code(data: bytes) -> str:
    """Tell an encrypted .xlsx from an old .xls by the names of the streams inside."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "gate.encrypted"
    return "gate.legacy_xls"


def _found_instead(data: bytes) -> str:
    """Return the code for a file that is no zip."""
    start = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"%PDF"):
        return "gate.pdf"
    if start.startswith(_IMAGES):
        return "gate.image"
    if re.match(rb"<(!doctype\s+html|html|table|head|body|meta)", start, re.IGNORECASE) or b"<html" in start.lower():
        return "gate.html"
    return "gate.text" if _is_text(data[:65536]) else "gate.no_workbook"


def _is_text(data: bytes) -> bool:
    """Say whether the bytes are readable text in an encoding that a Japanese office uses."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in data:
        return False
    for encoding in ("utf-8", "cp932"):
        try:
            # The last bytes may be half a character.
            data[:-4].decode(encoding) if len(data) > 64 else data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _refuse_odd_directory(name: str, package: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse by the directory of the zip alone: counts, sizes, names, encryption, and other documents."""
    entries = package.infolist()
    if len(entries) > limits.entries:
        raise InputRefused("gate.too_many_entries", {"file": name, "limit": limits.entries})
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise InputRefused("gate.unpacks_too_large", {"file": name, "limit": limits.unpacked_bytes // MEGABYTE})
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise InputRefused("gate.encrypted", {"file": name})
    names = [entry.filename for entry in entries]
    if any(_escapes(entry_name) for entry_name in names):
        raise InputRefused("gate.unsafe_names", {"file": name})
    if "xl/workbook.xml" in names and "[Content_Types].xml" in names:
        return
    for code, prefix in _FOREIGN.items():
        if any(entry_name.startswith(prefix) for entry_name in names):
            raise InputRefused(code, {"file": name})
    raise InputRefused("gate.zip", {"file": name})


def _escapes(entry_name: str) -> bool:
    """Say whether a name leaves the package: absolute, with a drive, or climbing."""
    plain = entry_name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or re.match(r"[A-Za-z]:", plain) is not None


def _examine_parts(name: str, data: bytes, package: zipfile.ZipFile, limits: Limits) -> GateReport:
    """Unpack every part once, counting; refuse entities and far cells; note the rest."""
    left, cells = limits.unpacked_bytes, 0
    unsaved: dict[str, tuple[str, ...]] = {}
    for entry in package.infolist():
        part = _unpacked(name, package, entry, left, limits)
        left -= len(part)
        xml = as_xml(part)
        if xml is None:
            continue
        if has_entities(xml):
            raise InputRefused("gate.entities", {"file": name})
        covers = extent(xml, rows=limits.rows, columns=limits.columns)
        cells += covers.cells + covers.covered
        if covers.far_cell or cells > limits.cells:
            sheet = _titles(package).get(entry.filename, "")
            code = "gate.far_cell" if covers.far_cell else "gate.too_many_cells"
            where: dict[str, str | int | float] = {"file": name, "sheet": sheet, "cell": covers.far_cell}
            raise InputRefused(code, {**where, "rows": limits.rows, "columns": limits.columns, "limit": limits.cells})
        addresses = unsaved_formulas(xml)
        if addresses:
            unsaved[_titles(package).get(entry.filename, "")] = addresses
    return GateReport(name, hashlib.sha256(data).hexdigest(), _warnings(name, package), unsaved)


def _unpacked(name: str, package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, limits: Limits) -> bytes:
    """Return one part, stopping as soon as it is larger than what is left of the allowance."""
    pieces, size = [], 0
    with package.open(entry) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > left:
                raise InputRefused("gate.unpacks_too_large", {"file": name, "limit": limits.unpacked_bytes // MEGABYTE})
            pieces.append(piece)
    return b"".join(pieces)


def _warnings(name: str, package: zipfile.ZipFile) -> tuple[Problem, ...]:
    """Return one warning for each kind of noteworthy part."""
    return tuple(
        Problem(code=code, severity=Severity.WARNING, file=name, fields={"file": name})
        for code, pattern in _NOTEWORTHY.items()
        if any(pattern.search(entry_name) for entry_name in package.namelist())
    )


def _titles(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the sheet title of each part name; empty where the package does not say."""
    try:
        book = fromstring(package.read("xl/workbook.xml"))
        relations = fromstring(package.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ParseError, DefusedXmlException):
        return {}
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    found = {}
    for element in book.iter():
        target = targets.get(element.get(_RELATION))
        if element.tag.endswith("}sheet") and target:
            path = target.lstrip("/")
            found[path if target.startswith("/") else f"xl/{path}"] = element.get("name", "")
    return found
