"""Registers as workbook bytes and their assessment as JSON: the public road, for tests of acceptance."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.intake.register import read_register
from riskgraph.report.document import document

AS_OF = date(2026, 10, 1)
FRESH = date(2026, 9, 1)
Rows = Sequence[Mapping[str, Any]]


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """Return an .xlsx with one sheet a noun, English headers, one row a mapping."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column) for column in columns])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def assessed(sheets: Mapping[str, Rows], *, top: int = 100) -> dict[str, Any]:
    """Return the JSON document of a register given as sheets."""
    submission = read_register([("register.xlsx", workbook(sheets))])
    errors = [p for p in submission.problems if p.severity.value == "error"]
    assert errors == []
    catalogue = load_catalogue()
    assessment = assess(submission, load_parameters(), catalogue, as_of=AS_OF, top=top, is_full=False)
    return document(assessment, submission, catalogue)


def answer(party: str, control: str, code: str, evidence: str = "document") -> dict[str, Any]:
    """Return one row of the sheet Answers, dated a month ago."""
    row: dict[str, Any] = {"party_id": party, "control_id": control, "answer": code, "evidence": evidence}
    row["answered_on"] = FRESH
    if evidence == "verified":
        row |= {"verified_on": FRESH, "verified_method": "on site", "verified_role": "reviewer"}
    return row


def gate_controls() -> tuple[str, ...]:
    """Return every control that a layer, a hop or the latent tier rests on."""
    return tuple(control.control_id for control in load_catalogue().controls if control.feeds)


def answers(
    party: str, changed: Mapping[str, tuple[str, str]], controls: Iterable[str] | None = None
) -> list[dict[str, Any]]:
    """Return documented yes answers to all controls that move a number, with the changes given."""
    return [
        answer(party, control, *changed.get(control, ("yes", "document")))
        for control in (controls if controls is not None else gate_controls())
    ]


def path_of(found: Mapping[str, Any], parties: Sequence[str]) -> dict[str, Any]:
    """Return the path with these parties."""
    (path,) = [p for p in found["paths"] if p["parties"] == list(parties)]
    return dict(path)


def rate_of(path: Mapping[str, Any], scenario: str) -> float:
    """Return the point rate of a scenario on a path, events a year."""
    return float(sum(c["rate_per_year"]["pt"] for c in path["channels"] if c["scenario"] == scenario))
