"""The gate: decide from the bytes alone whether a file may reach a parser at all.

The convention that bites: the kind is what the bytes say, never the extension, and sizes are counted
while unpacking, never taken from the file's own word. Refusal is an `InputRefused` with a code and the
file's name; what is only noteworthy (macros, links to other books) is a warning in the report.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from riskgraph.errors import InputRefused
from riskgraph.intake.book_parts import sheets_of
from riskgraph.intake.file_kind import PLAIN_WORKBOOKS, FileKind, is_zip, package_kind, unpacked_kind
from riskgraph.intake.limits import LIMITS, MEGABYTE, Limits
from riskgraph.intake.ods_facts import CONTENT, is_locked_document, ods_facts
from riskgraph.intake.ole_streams import WORKBOOKS, is_locked_workbook, stream, top_names
from riskgraph.intake.part_scan import as_xml, extent, has_entities, unsaved_formulas, without_prefix
from riskgraph.intake.reach import Reach
from riskgraph.intake.sheet_facts import Known
from riskgraph.intake.unpacking import BROKEN, Allowance, opened_zip, unpacked
from riskgraph.intake.xls_facts import without_sizes, xls_facts
from riskgraph.intake.xlsb_facts import xlsb_facts
from riskgraph.model.problem import Problem, Severity

# What lies in a package beside the sheets and deserves a word; macros are never run.
_NOTEWORTHY = {
    "gate.macros": re.compile(r"vbaProject\.bin$|(^|/)Basic/", re.IGNORECASE),
    "gate.external_links": re.compile(r"(^|/)externalLinks/", re.IGNORECASE),
    "gate.embedded": re.compile(r"(^|/)(embeddings|activeX)/", re.IGNORECASE),
    "gate.connections": re.compile(r"(^|/)connections\.(xml|bin)$", re.IGNORECASE),
}
# What a file is called that is not among the kinds asked for.
_REFUSED = {
    FileKind.XLS: "gate.legacy_xls",
    FileKind.CSV: "gate.text",
    FileKind.UNKNOWN: "gate.no_workbook",
}


@dataclass(frozen=True, slots=True)
class GateReport:
    """What the gate saw of a file that it lets through.

    `unsaved` maps a sheet title to the addresses of formulas without a saved result. `parts` are the unpacked parts
    of a workbook by name, for the reader behind the gate. `is_plain` says that fast searches see all of its sheets,
    `area` the cells in the box around the largest of them, blank ones included. `known` is what was found about the
    sheets of an .xls, .xlsb or .ods by their titles.
    """

    file: str
    sha256: str
    warnings: tuple[Problem, ...] = ()
    unsaved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: FileKind = FileKind.XLSX
    parts: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    is_plain: bool = True
    area: int = 0
    known: Mapping[str, Known] = field(default_factory=dict, repr=False, compare=False)


def examine(
    name: str, data: bytes, *, limits: Limits = LIMITS, kinds: Collection[FileKind] = PLAIN_WORKBOOKS
) -> GateReport:
    """Let a file through or refuse it.

    Parameters
    ----------
    name
        File name without folder, for messages only.
    kinds
        What the caller can read; every other kind is refused by what it is.

    Raises
    ------
    InputRefused
        With a ``gate.`` code and the field ``file`` (and ``sheet`` and ``cell`` where one is to blame).
    """
    if len(data) > limits.file_bytes:
        raise InputRefused("gate.too_large", {"file": name, "limit": limits.file_bytes // MEGABYTE})
    try:
        if not is_zip(data):
            kind = _wanted(name, unpacked_kind(data), kinds)
            report = GateReport(name, hashlib.sha256(data).hexdigest(), kind=kind)
            return _examined_old(report, data, limits) if kind is FileKind.XLS else report
        with opened_zip(data, limits) as package:
            return _examined(name, data, package, limits, kinds)
    except BROKEN as broken:
        raise InputRefused("gate.unreadable", {"file": name}) from broken


def refusal(error: InputRefused) -> Problem:
    """Return the refusal of a file as a problem, for lists that go on with the other files."""
    fields = dict(error.fields)
    where = {key: str(fields.get(key, "")) for key in ("file", "sheet", "cell")}
    return Problem(code=error.code, severity=Severity.ERROR, fields=fields, **where)


def _wanted(name: str, kind: FileKind, kinds: Collection[FileKind]) -> FileKind:
    """Return the kind; refuse it by its name where the caller cannot read it."""
    if kind not in kinds:
        raise InputRefused(_REFUSED.get(kind, f"gate.{kind}"), {"file": name})
    return kind


def _examined(
    name: str, data: bytes, package: zipfile.ZipFile, limits: Limits, kinds: Collection[FileKind]
) -> GateReport:
    """Refuse by the directory of a zip, then by its parts; an archive's files are examined one by one, later."""
    entries = package.infolist()
    if len(entries) > limits.entries:
        raise InputRefused("gate.too_many_entries", {"file": name, "limit": limits.entries})
    kind = package_kind(package)
    sha256 = hashlib.sha256(data).hexdigest()
    if kind is FileKind.ZIP and kind in kinds:
        return GateReport(name, sha256, kind=kind)
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise InputRefused("gate.unpacks_too_large", {"file": name, "limit": limits.unpacked_bytes // MEGABYTE})
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise InputRefused("gate.encrypted", {"file": name})
    if any(escapes(entry.filename) for entry in entries):
        raise InputRefused("gate.unsafe_names", {"file": name})
    _wanted(name, kind, kinds)
    parts = _parts(name, data, package, limits)
    warnings = _warnings(name, parts)
    if kind not in PLAIN_WORKBOOKS:
        known = _known(name, kind, parts, limits)
        return GateReport(name, sha256, warnings, kind=kind, parts=parts, known=known)
    warnings = (*warnings, *_missing(name, parts))
    surveyed = _surveyed(name, parts, limits)
    return GateReport(name, sha256, warnings, surveyed.unsaved, kind, parts, surveyed.is_plain, surveyed.area)


def _examined_old(report: GateReport, data: bytes, limits: Limits) -> GateReport:
    """Refuse an .xls that is damaged, asks for a password or reaches too far."""
    names = top_names(data)
    found = next((stream_name for stream_name in WORKBOOKS if stream_name in names), "")
    book = stream(data, found, largest=limits.unpacked_bytes) if found else b""
    if not book:
        raise InputRefused("gate.unreadable", {"file": report.file})
    if is_locked_workbook(book):
        raise InputRefused("gate.encrypted", {"file": report.file})
    warnings: tuple[Problem, ...] = ()
    if "_VBA_PROJECT_CUR" in names:
        fields: dict[str, str | int | float] = {"file": report.file}
        warnings = (Problem(code="gate.macros", severity=Severity.WARNING, file=report.file, fields=fields),)
    known = xls_facts(book, Reach(report.file, limits))
    return replace(report, parts={found: without_sizes(book)}, known=known, warnings=warnings)


def _known(name: str, kind: FileKind, parts: Mapping[str, bytes], limits: Limits) -> Mapping[str, Known]:
    """Return what is known of the sheets of an .ods or .xlsb; refuse one that is encrypted or reaches too far."""
    if is_locked_document(parts):
        raise InputRefused("gate.encrypted_ods", {"file": name})
    reach = Reach(name, limits)
    return ods_facts(parts.get(CONTENT, b""), reach) if kind is FileKind.ODS else xlsb_facts(parts, reach)


def escapes(entry_name: str) -> bool:
    """Say whether a name leaves the package: absolute, with a drive, or climbing."""
    plain = entry_name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or re.match(r"[A-Za-z]:", plain) is not None


def _parts(name: str, data: bytes, package: zipfile.ZipFile, limits: Limits) -> dict[str, bytes]:
    """Unpack every part once, counting; refuse entities. A name that stands twice is refused as damaged."""
    allowance = Allowance(name, data, limits)
    parts: dict[str, bytes] = {}
    for entry in package.infolist():
        part = unpacked(data, package, entry, allowance)
        xml = as_xml(part)
        if xml is not None and has_entities(xml):
            raise InputRefused("gate.entities", {"file": name})
        part_name = entry.filename.replace("\\", "/")
        if part_name in parts:
            raise zipfile.BadZipFile("two parts with one name")
        parts[part_name] = part if xml is None else without_prefix(xml)
    return parts


@dataclass(frozen=True, slots=True)
class _Surveyed:
    """What the sheets of a workbook are like, all together."""

    unsaved: Mapping[str, tuple[str, ...]]
    is_plain: bool
    area: int


def _surveyed(name: str, parts: Mapping[str, bytes], limits: Limits) -> _Surveyed:
    """Refuse far cells and too many of them; note formulas without a result."""
    cells, area, is_plain = 0, 0, True
    unsaved: dict[str, tuple[str, ...]] = {}
    for part_name, part in parts.items():
        if not part_name.endswith((".xml", ".rels")) and as_xml(part) is None:
            continue
        covers = extent(part, rows=limits.rows, columns=limits.columns)
        cells += covers.cells + covers.covered
        if covers.far_cell or cells > limits.cells:
            code = "gate.far_cell" if covers.far_cell else "gate.too_many_cells"
            sheet = _title(parts, part_name)
            where: dict[str, str | int | float] = {"file": name, "sheet": sheet, "cell": covers.far_cell}
            raise InputRefused(code, {**where, "rows": limits.rows, "columns": limits.columns, "limit": limits.cells})
        area, is_plain = max(area, covers.area), is_plain and covers.is_plain
        addresses = unsaved_formulas(part)
        if addresses:
            unsaved[_title(parts, part_name)] = addresses
    return _Surveyed(unsaved, is_plain, area)


def _title(parts: Mapping[str, bytes], part_name: str) -> str:
    """Return the title of the sheet in a part, blank where the package does not say."""
    return next((sheet.title for sheet in sheets_of(parts) if sheet.part == part_name), "")


def _missing(name: str, parts: Mapping[str, bytes]) -> Iterator[Problem]:
    """Give a warning for each sheet that the book names and the package does not hold."""
    for sheet in sheets_of(parts):
        if sheet.part not in parts:
            fields: dict[str, str | int | float] = {"file": name, "sheet": sheet.title}
            code = "gate.sheet_missing"
            yield Problem(code=code, severity=Severity.WARNING, file=name, sheet=sheet.title, fields=fields)


def _warnings(name: str, parts: Collection[str]) -> tuple[Problem, ...]:
    """Return one warning for each kind of noteworthy part."""
    return tuple(
        Problem(code=code, severity=Severity.WARNING, file=name, fields={"file": name})
        for code, pattern in _NOTEWORTHY.items()
        if any(pattern.search(part_name) for part_name in parts)
    )
