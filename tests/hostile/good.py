"""Good files to be spoilt: a filled form of ours, a small register, a PDF of one page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_writer import write_questionnaire
from tests.intake.books import register


@cache
def FORM() -> bytes:  # noqa: N802 - a constant that is made on first use
    """Return a blank short form."""
    return write_questionnaire(QuestionnaireRequest(form_id="short"), load_catalogue(), locale="ja")


@cache
def REGISTER() -> bytes:  # noqa: N802
    """Return the smallest register."""
    return register()


@cache
def PDF() -> bytes:  # noqa: N802
    """Return a PDF of one page with a line of text."""
    content = b"BT /F1 12 Tf 72 700 Td (No. Question Answer) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {entry.filename: package.read(entry) for entry in package.infolist()}


def rezipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a package of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, content in parts.items():
            # The very same parts give the very same bytes, whenever that is.
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return out.getvalue()
