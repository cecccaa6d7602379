"""Findings for a terminal and as the JSON document ``riskgraph.findings/1``; the same register gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from riskgraph.model.finding import Weight
from riskgraph.model.problem import Problem
from riskgraph.model.submission import Submission
from riskgraph.report.document import problem_data
from riskgraph.report.finding_words import finding_said
from riskgraph.report.finding_work import FindingRow, due_short, state_words, title_of, weight_words, work_sentence
from riskgraph.report.json_numbers import Json
from riskgraph.report.names import cell_in_words, party_name
from riskgraph.report.plain import plain, wrapped
from riskgraph.report.tables import LINE
from riskgraph.text import LOCALES, t

SCHEMA = "riskgraph.findings/1"


def findings_text(
    rows: Sequence[FindingRow], submission: Submission, today: date, locale: str, *, title: str, most: int
) -> str:
    """Return findings for a terminal, by how they are treated, the first of many."""
    blocks = [title, wrapped(work_sentence(rows, today, locale), LINE)]
    shown = list(rows[:most])
    for weight in Weight:
        mine = [row for row in shown if row.weight is weight]
        if mine:
            lines = [_entry(row, submission, today, locale) for row in mine]
            blocks.append("\n".join([weight_words(weight, locale), *lines]))
    gone = [row for row in shown if row.weight is None]
    if gone:
        head = t(locale, "findings.list.gone")
        blocks.append("\n".join([head, *(_entry(row, submission, today, locale) for row in gone)]))
    if len(rows) > most:
        blocks.append(t(locale, "findings.list.more", count=len(rows) - most))
    if submission.findings:
        blocks.append(wrapped(t(locale, "findings.list.own", count=len(submission.findings)), LINE))
    blocks.append(wrapped(t(locale, "findings.list.note"), LINE))
    return "\n\n".join(blocks) + "\n"


def _entry(row: FindingRow, submission: Submission, today: date, locale: str) -> str:
    """Return one finding: its title and party, what it shows, what to do, where it stands, how far it is."""
    party = party_name(row.party_id, submission, locale) if row.party_id else ""
    head = " — ".join(part for part in (title_of(row.code, locale), party) if part)
    message, mend = finding_said(row.finding or row.record, locale)
    where = cell_in_words(row.finding.source, locale) if row.finding else ""
    state = ""
    if row.record is not None:
        owner = row.owner or t(locale, "findings.list.nobody")
        words = {"state": state_words(row.state, locale), "owner": plain(owner), "due": due_short(row, today, locale)}
        state = t(locale, "findings.list.state", **words)
    told = [line for line in (message, mend, where, state) if line]
    bullet = t(locale, "table.bullet", sentence=head)
    return "\n".join(
        [wrapped(bullet, LINE, indent="  "), *(f"    {wrapped(x, LINE - 4, indent='    ')}" for x in told)]
    )


def findings_document(rows: Sequence[FindingRow], as_of: str, problems: Sequence[Problem]) -> Json:
    """Return findings as plain data, in their order."""
    return {
        "schema": SCHEMA,
        "as_of": as_of,
        "findings": [_data(row) for row in rows],
        "problems": [problem_data(problem) for problem in problems],
    }


def _data(row: FindingRow) -> Json:
    source = row.finding.source if row.finding else None
    said = {locale: finding_said(row.finding or row.record, locale) for locale in LOCALES}
    record = row.record
    return {
        "key": row.key,
        "code": row.code,
        "weight": row.weight.value if row.weight else None,
        "party": row.party_id,
        "engagement": row.engagement_id,
        "acts": row.finding.acts if row.finding else "",
        "title": {locale: title_of(row.code, locale) for locale in LOCALES},
        "message": {locale: words[0] for locale, words in said.items()},
        "mend": {locale: words[1] for locale, words in said.items()},
        "paths": list(row.finding.path_keys) if row.finding else [],
        "rank": row.rank,
        "source": {"file": source.file, "sheet": source.sheet, "cell": source.cell} if source else None,
        "state": row.state.value if record else None,
        "owner": row.owner,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "evidence": record.evidence_ref if record else "",
        "verified_by": record.verified_by if record else "",
    }
