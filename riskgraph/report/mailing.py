"""What goes out in one file: a zip with a folder for each department, and the list for mail merge.

The convention that bites: names of parties and departments come from a workbook. In a zip they are parts of
paths, so that everything which could leave the folder, or make two files one, is taken out of them; the number
of the request in each name keeps them apart.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from riskgraph.report.letters import Letter
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns, csv_bytes
from riskgraph.text import t

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f.]+')
_LONGEST = 48
_LONGEST_BYTES = 120  # with what stands around it, far below the 255 bytes that file systems allow
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)$")
_FOLDER_MODE = 0o644 << 16
_EARLIEST = 1980


@dataclass(frozen=True)
class Mailed:
    """One questionnaire on its way. `mail_to` is the contact on the register, `via` names direct contractors."""

    request_id: int
    party: str
    form_id: str
    due_on: date
    letter: Letter
    content: bytes = b""
    department: str = ""
    mail_to: str = ""
    via: tuple[str, ...] = ()
    sent_on: date | None = None


def file_name(item: Mailed) -> str:
    """Return the name of a questionnaire's file; no two requests share one."""
    return f"{item.request_id:04d}_{safe_part(item.party)}_{safe_part(item.form_id)}.xlsx"


def path_in_zip(item: Mailed, locale: str) -> str:
    """Return where a questionnaire lies in the zip: the folder of its department and its name."""
    return f"{safe_part(item.department or t(locale, 'mailing.no_department'))}/{file_name(item)}"


def safe_part(text: str) -> str:
    """Return text as one part of a path that every system takes: no separator, no dot, no device's name."""
    line = unicodedata.normalize("NFC", plain(text, longest=4 * _LONGEST))
    part = _FORBIDDEN.sub("_", line)[:_LONGEST]
    part = part.encode("utf-8")[:_LONGEST_BYTES].decode("utf-8", "ignore").strip(" _")
    return f"_{part}" if _DEVICES.match(part) else part or "_"


def mailing_zip(items: Sequence[Mailed], locale: str, *, today: date) -> bytes:
    """Return all questionnaires by department with the list for mail merge."""
    out = io.BytesIO()
    stamped = (max(today.year, _EARLIEST), today.month, today.day, 0, 0, 0)
    # Workbooks are compressed already; once more would cost time and win nothing.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        _put(archive, t(locale, "mailing.list_file"), csv_bytes(mail_list(items, locale), locale), stamped)
        for item in items:
            _put(archive, path_in_zip(item, locale), item.content, stamped)
    return out.getvalue()


def _put(archive: zipfile.ZipFile, path: str, content: bytes, stamped: tuple[int, int, int, int, int, int]) -> None:
    info = zipfile.ZipInfo(path, stamped)
    info.external_attr = _FOLDER_MODE
    archive.writestr(info, content)


def mail_list(items: Sequence[Mailed], locale: str) -> Columns:
    """Return the rows for mail merge; the last column is filled in by whoever sends and may be read back."""
    comma = t(locale, "mailing.comma")
    return {
        "mail_department": [plain(item.department) for item in items],
        "mail_to": [plain(item.mail_to) for item in items],
        "mail_party": [plain(item.party) for item in items],
        "mail_via": [comma.join(map(plain, item.via)) for item in items],
        "mail_subject": [item.letter.subject for item in items],
        "mail_body": [item.letter.body for item in items],
        "mail_file": [path_in_zip(item, locale) for item in items],
        "mail_due": [item.due_on.isoformat() for item in items],
        "mail_number": [item.letter.number for item in items],
        "mail_sent_on": [item.sent_on.isoformat() if item.sent_on else "" for item in items],
    }
