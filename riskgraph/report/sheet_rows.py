"""Sheets for corrective action: whom they can be made for, and what came back beside what is written down.

The convention that bites: a sheet is for the party that has to act and holds its own findings alone.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from riskgraph.model.corrective import CorrectiveSheet, ReturnedSheet, SheetLine, SheetReply
from riskgraph.model.finding import Finding, FindingRecord
from riskgraph.model.problem import Problem, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.submission import Submission
from riskgraph.report.finding_words import finding_said
from riskgraph.report.finding_work import FindingRow, title_of
from riskgraph.report.names import party_name
from riskgraph.report.numbers import day
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import has_text, t


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


def sheet_name(party_id: str) -> str:
    """Return the name of a party's sheet as a file: no path, and another one for every id, whatever its letters."""
    plain_id = re.sub(r"[^A-Za-z0-9_-]+", "_", party_id)[:60]
    if plain_id != party_id:
        plain_id += f"-{hashlib.sha256(party_id.encode()).hexdigest()[:8]}"
    return f"{plain_id}_corrective.xlsx"


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


def sheet_for(
    work: PartyWork, submission: Submission, locale: str, *, register_id: str, sender: str, today: date
) -> CorrectiveSheet:
    """Return the sheet of a party with what is known of each matter; no figure of the model stands in it."""
    lines = []
    for row in sorted(work.rows, key=lambda row: (row.due_on or date.max, row.key)):
        record = row.record
        if record is None:
            continue
        _, mend = finding_said(row.finding or record, locale)
        lines.append(
            SheetLine(
                finding_id=record.finding_id,
                title=title_of(row.code, locale),
                message=_told(row.finding or record, locale),
                ask=_asked(row.code, mend, locale),
                due_on=row.due_on,
                measure=record.measure,
                done_by=record.done_by,
                evidence_ref=record.evidence_ref,
                cost_note=record.cost_note,
            )
        )
    party = party_name(work.party_id, submission, locale)
    return CorrectiveSheet(
        register_id=register_id, party_id=work.party_id, party=party, sender=sender, made_on=today, lines=tuple(lines)
    )


def _told(found: Finding | FindingRecord, locale: str) -> str:
    """Return what a party is told was found; where our own words carry an estimate, words without it."""
    key = f"finding.{found.code}.told"
    return (
        t(locale, key, name=plain(str(found.fields.get("name", ""))))
        if has_text(key)
        else finding_said(found, locale)[0]
    )


def _asked(code: str, mend: str, locale: str) -> str:
    """Return what a party is asked to do; where nothing is said for it, what settles the matter."""
    key = f"finding.{code}.ask"
    return t(locale, key) if has_text(key) else mend


def taken(
    returned: ReturnedSheet, rows: Sequence[FindingRow], *, register_id: str
) -> tuple[tuple[tuple[FindingRecord, SheetReply], ...], tuple[Problem, ...]]:
    """Return what of a sheet can be written down, each with its record, and what cannot.

    A sheet of another register is refused as a whole; a number that is none of its party's, or is closed, alone.
    """
    if returned.register_id and returned.register_id != register_id:
        return (), (problem_at(Cell(returned.file), "corrective.other_register", file=plain(returned.file)),)
    by_id = {row.record.finding_id: row for row in rows if row.record is not None}
    found, wrong = [], []
    for reply in returned.replies:
        row = by_id.get(reply.finding_id)
        if row is None or row.record is None or (returned.party_id and acts(row) not in ("", returned.party_id)):
            wrong.append(problem_at(reply.source, "corrective.not_theirs", number=str(reply.finding_id)))
        elif row.is_closed:
            wrong.append(problem_at(reply.source, "corrective.closed", number=str(reply.finding_id)))
        elif _says_more(reply, row.record):
            found.append((row.record, reply))
    return tuple(found), tuple(wrong)


def _says_more(reply: SheetReply, record: FindingRecord) -> bool:
    """Say whether a reply has anything that is not written down yet."""
    known = (record.measure, record.done_by, record.evidence_ref, record.cost_note)
    return (reply.measure, reply.done_by, reply.evidence_ref, reply.cost_note) != known or reply.planned_on is not None


def reply_columns(found: Sequence[tuple[FindingRecord, SheetReply]], locale: str) -> Columns:
    """Return what came back as a table."""
    return {
        "finding_what": [title_of(record.code, locale) for record, _ in found],
        "sheet_measure": [plain(reply.measure) for _, reply in found],
        "sheet_planned": [day(reply.planned_on, locale) if reply.planned_on else "" for _, reply in found],
        "sheet_done_by": [plain(reply.done_by) for _, reply in found],
        "sheet_evidence": [plain(reply.evidence_ref) for _, reply in found],
        "sheet_cost": [plain(reply.cost_note) for _, reply in found],
    }
