"""The work of ``findings``: what the register shows that somebody has to see to, and the sheets for the parties.

The convention that bites: looking writes nothing. With ``--store`` owner, due date and state are those that people
gave; without it the sheets are numbered by the order of the list, and what comes back is taken in by hand.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from riskgraph.analysis.findings import findings
from riskgraph.arguments import check_source
from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue
from riskgraph.catalogue.stars import stars_of
from riskgraph.files import read_one, write_whole
from riskgraph.inputs import inputs_of
from riskgraph.intake.corrective import corrective_workbook
from riskgraph.intake.joining import day_of
from riskgraph.intake.payees import read_payees
from riskgraph.model.finding import FindingRecord, Payee
from riskgraph.model.problem import Problem
from riskgraph.model.records import Stamp
from riskgraph.model.submission import Submission
from riskgraph.outcome import Outcome, errors_told, status_of
from riskgraph.report.document import to_json
from riskgraph.report.finding_list import findings_document, findings_text
from riskgraph.report.finding_work import FindingRow, rows_of
from riskgraph.report.numbers import day
from riskgraph.report.sheet_rows import parties_at_work, sheet_for, sheet_name
from riskgraph.text import t


def findings_command(options: Namespace) -> Outcome:
    """List what the register shows today; write a sheet for every party that has to act where one is asked for."""
    catalogue = load_catalogue()
    check_source(options)
    submission, parameters = inputs_of(options, catalogue)
    as_of = options.as_of or day_of(submission.settings)
    result = assess(
        submission, parameters, catalogue, as_of=as_of, top=sys.maxsize, appetite_yen=options.appetite, is_full=False
    )
    payees, wrong = _payees(options)
    records, register_id = _kept(options)
    found = findings(submission, result, as_of=as_of, payees=payees, stars=stars_of(submission, as_of=as_of))
    rows = rows_of(records, found, {path.key: path.rank for path in result.paths})
    problems = (*submission.problems, *wrong)
    messages = errors_told(problems, options.locale)
    if options.sheets is not None:
        count = _sheets(options, rows, submission, as_of, register_id)
        messages = (*messages, t(options.locale, "findings.list.sheets", count=count))
    if options.format == "json":
        text = to_json(findings_document(rows, as_of.isoformat(), problems))
    else:
        title = t(options.locale, "findings.list.title", as_of=day(as_of, options.locale))
        text = findings_text(rows, submission, as_of, options.locale, title=title, most=options.top)
    return Outcome(text, messages, status_of(problems))


def _payees(options: Namespace) -> tuple[tuple[Payee, ...], tuple[Problem, ...]]:
    if options.payees is None:
        return (), ()
    given = read_one(options.payees)
    return read_payees(given.name, given.data)


def _kept(options: Namespace) -> tuple[tuple[FindingRecord, ...], str]:
    """Return what people wrote down about the register of the store; nothing for files."""
    if options.store is None:
        return (), ""
    from riskgraph.store_commands import findings_kept

    return findings_kept(options)


def _sheets(
    options: Namespace, rows: Sequence[FindingRow], submission: Submission, today: date, register_id: str
) -> int:
    """Write a corrective-action sheet for every party that has to act, and return how many."""
    folder = Path(options.sheets)
    folder.mkdir(parents=True, exist_ok=True)
    numbered = rows if register_id else _numbered(rows, today)
    sender = next((p.name for a in submission.assets for p in submission.parties if p.party_id == a.owner), "")
    works = parties_at_work(numbered, today)
    for work in works:
        sheet = sheet_for(work, submission, options.locale, register_id=register_id, sender=sender, today=today)
        write_whole(str(folder / sheet_name(work.party_id)), corrective_workbook(sheet, options.locale))
    return len(works)


def _numbered(rows: Sequence[FindingRow], today: date) -> tuple[FindingRow, ...]:
    """Return findings with records that nobody keeps, numbered in the order of the list."""
    made = Stamp(at=datetime(today.year, today.month, today.day, tzinfo=UTC), actor="")
    found = []
    for number, row in enumerate(rows, start=1):
        record = FindingRecord(
            finding_id=number,
            register_id="",
            key=row.key,
            code=row.code,
            party_id=row.party_id,
            engagement_id=row.engagement_id,
            fields=row.finding.fields if row.finding else {},
            first_seen=made,
            last_seen_on=today,
        )
        found.append(FindingRow(row.key, record, row.finding, row.rank))
    return tuple(found)
