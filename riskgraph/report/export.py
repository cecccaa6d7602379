"""Everything that is kept of a register as one zip, built from plain values piece by piece.

The convention that bites: names inside the zip are made here from what people typed, so that no name can leave the
folder it belongs to, whatever system unpacks it. JSON holds codes and numbers; the README says what is what, in both
languages, and that all of it is confidential and estimated.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel

from riskgraph.model.assessment import Assessment
from riskgraph.model.control import Catalogue
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.records import (
    AssessmentRecord,
    AuditLine,
    ParameterSetRecord,
    QuestionnaireRecord,
    Tombstone,
    VersionRecord,
)
from riskgraph.model.submission import Submission
from riskgraph.report.audit_rows import audit_columns, stamped
from riskgraph.report.document import document, to_json
from riskgraph.report.numbers import day
from riskgraph.report.table_rows import csv_bytes
from riskgraph.text import LOCALES, t

README = "README.txt"
_LONGEST_NAME = 60  # of four bytes each it still fits into the 255 bytes of a file system
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# Names that Windows keeps for devices, with any extension.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))})
_OLDEST = 1980  # a zip knows no earlier year


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the zip: its path with forward slashes, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class About:
    """What the README says: whose register, as of when, and who took it away at what time (UTC)."""

    name: str
    register_id: str
    as_of: date
    time_zone: str
    made: datetime
    actor: str
    riskgraph_version: str


def safe_name(text: str, *, otherwise: str) -> str:
    """Return a file name that every system can unpack into the folder it belongs to.

    Parameters
    ----------
    text
        What the file was called, or what somebody typed.
    otherwise
        The name where nothing of it can be kept.
    """
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(c if c.isprintable() else " " if c.isspace() else "_" for c in composed)
    clean = _REFUSED.sub("_", visible).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if dot and len(clean) > _LONGEST_NAME:
        clean = f"{stem[: _LONGEST_NAME - len(ending[:10]) - 1]}.{ending[:10]}"
    clean = clean[:_LONGEST_NAME].strip(" .")
    is_device = clean.split(".")[0].strip().casefold() in _DEVICES
    return f"_{clean}" if is_device else clean or otherwise


def zip_name(about: About, locale: str) -> str:
    """Return the name of the zip; it says that it is confidential, and as of when."""
    name = safe_name(about.name, otherwise=about.register_id)
    words = t(locale, "records.export.name", name=name[:25], as_of=about.as_of.isoformat())
    return safe_name(f"{words}.zip", otherwise="riskgraph.zip")


def zipped(entries: Iterable[Entry], about: About) -> bytes:
    """Return the zip of all entries and the README; of two entries with one path the later is numbered."""
    out = io.BytesIO()
    taken: list[str] = []
    stamp = about.made.timetuple()[:6] if about.made.year >= _OLDEST else (_OLDEST, 1, 1, 0, 0, 0)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for entry in _readme(about):
            book.writestr(zipfile.ZipInfo(entry.path, stamp), entry.data, zipfile.ZIP_DEFLATED)
        for entry in entries:
            path = _unique(entry.path, taken)
            taken.append(path.casefold())
            book.writestr(zipfile.ZipInfo(path, stamp), entry.data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _unique(path: str, taken: Sequence[str]) -> str:
    """Return a path that no entry has yet, whatever upper and lower case a system tells apart."""
    stem, dot, ending = path.rpartition(".")
    number, unique = 1, path
    while unique.casefold() in (*taken, README.casefold()):
        number += 1
        unique = f"{stem}-{number}.{ending}" if dot else f"{path}-{number}"
    return unique


def _readme(about: About) -> Iterator[Entry]:
    blocks = [
        t(
            locale,
            "records.readme",
            name=about.name,
            register=about.register_id,
            as_of=day(about.as_of, locale),
            made=stamped(about.made, about.time_zone),
            actor=about.actor,
            version=about.riskgraph_version,
        )
        for locale in LOCALES
    ]
    # Windows' editor shows the Japanese only with the mark at the beginning.
    yield Entry(README, "\r\n\r\n".join(b.replace("\n", "\r\n") for b in blocks).encode("utf-8-sig"))


def version_entries(record: VersionRecord, workbook: bytes, files: Sequence[tuple[str, bytes]]) -> Iterator[Entry]:
    """Give a version of the register: as a workbook made from its rows, and the files it was read from."""
    folder = f"versions/v{record.number:04d}"
    yield Entry(f"{folder}/register-v{record.number}.xlsx", workbook)
    yield Entry(f"{folder}/version.json", _json([record]))
    for number, (name, data) in enumerate(files, start=1):
        yield Entry(f"{folder}/original/{safe_name(name, otherwise=f'file-{number}.xlsx')}", data)


def questionnaire_entries(record: QuestionnaireRecord, raw: bytes | None, form: ReturnedForm | None) -> Iterator[Entry]:
    """Give a questionnaire: its record, the file as it came, and what was understood of it, where still kept."""
    folder = f"questionnaires/{record.questionnaire_id:06d}"
    yield Entry(f"{folder}/record.json", _json([record]))
    if raw is not None:
        yield Entry(f"{folder}/{safe_name(record.file, otherwise='questionnaire.xlsx')}", raw)
    if form is not None:
        yield Entry(f"{folder}/understood.json", _json([form]))


def assessment_entries(
    record: AssessmentRecord, assessment: Assessment | None, submission: Submission | None, catalogue: Catalogue
) -> Iterator[Entry]:
    """Give a kept assessment: its record, and the document of its result where it is still kept."""
    folder = f"assessments/{record.assessment_id:06d}"
    yield Entry(f"{folder}/record.json", _json([record]))
    if assessment is not None and submission is not None:
        yield Entry(f"{folder}/assessment.json", to_json(document(assessment, submission, catalogue)).encode())


def parameter_entries(record: ParameterSetRecord, content: bytes) -> Iterator[Entry]:
    """Give an edited copy of the parameters: its record, and the file that `--parameters` reads."""
    folder = f"parameters/{record.parameters_id:04d}"
    yield Entry(f"{folder}/record.json", _json([record]))
    yield Entry(f"{folder}/parameters.yaml", content)


def list_entry(name: str, records: Sequence[BaseModel]) -> Entry:
    """Return a list of records (requests, verifications) as one JSON file."""
    return Entry(f"{name}.json", _json(records, as_list=True))


def audit_entries(lines: Sequence[AuditLine], time_zone: str) -> Iterator[Entry]:
    """Give the audit trail: as CSV in both languages, and as the records themselves."""
    for locale in LOCALES:
        yield Entry(f"audit/audit.{locale}.csv", csv_bytes(audit_columns(lines, time_zone, locale), locale))
    yield Entry("audit/audit.json", _json(lines, as_list=True))


def tombstone_entry(stones: Sequence[Tombstone]) -> Entry:
    """Return what is left of deleted things."""
    return list_entry("deleted", stones)


def _json(records: Sequence[BaseModel], *, as_list: bool = False) -> bytes:
    """Return one record, or a list of them, as JSON that people can read."""
    data = [record.model_dump(mode="json") for record in records]
    return (json.dumps(data if as_list else data[0], ensure_ascii=False, indent=2) + "\n").encode()
