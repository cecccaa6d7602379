"""Sheets for corrective action: whom they can be made for, and what came back beside what is written down.

The convention that bites: a sheet is for the party that has to act and holds its own findings alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from riskgraph.model.submission import Submission
from riskgraph.report.finding_work import FindingRow
from riskgraph.report.names import party_name
from riskgraph.report.table_rows import Columns
from riskgraph.text import t


@dataclass(frozen=True)
class PartyWork:
    """A party with the findings that are open with it."""

    party_id: str
    rows: tuple[FindingRow, ...]
    overdue: int = 0


def parties_at_work(rows: Sequence[FindingRow], today: date) -> tuple[PartyWork, ...]:
    """Return the parties that have to act on findings that were taken up, those with most overdue first."""
    found: dict[str, list[FindingRow]] = defaultdict(list)
    for row in rows:
        party_id = acts(row)
        if party_id and row.record is not None and not row.is_closed:
            found[party_id].append(row)
    works = [PartyWork(p, tuple(mine), sum(r.is_overdue(today) for r in mine)) for p, mine in found.items()]
    return tuple(sorted(works, key=lambda work: (-work.overdue, -len(work.rows), work.party_id)))


def acts(row: FindingRow) -> str:
    """Return the party that has to act; "" for our own side, and for what is gone."""
    return row.finding.acts if row.finding else ""


def work_of_parties_columns(found: Sequence[PartyWork], submission: Submission, locale: str) -> Columns:
    """Return the parties with how many findings are open with each."""
    return {
        "finding_party": [party_name(work.party_id, submission, locale) for work in found],
        "sheet_open": [len(work.rows) for work in found],
        "sheet_overdue": [t(locale, "findings.sheets.late", count=w.overdue) if w.overdue else "" for w in found],
        "sheet_asked": [sum(bool(row.record and row.record.measure) for row in work.rows) for work in found],
    }
