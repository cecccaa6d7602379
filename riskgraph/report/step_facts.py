"""The boxes and lines of one path as things to ask about: what the register says of each, with its cells.

The convention that bites: a step has the id of its mark in the drawing (`owner`, `path:2`, `owner>path:1`), so that
a click there and a choice in a list mean the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from riskgraph.model.assessment import Assessment, EntryStep, Path
from riskgraph.model.engagement import Engagement
from riskgraph.model.submission import Submission
from riskgraph.report.entry_words import connection_facts, connection_label, connection_of
from riskgraph.report.lead_words import hours_in_words
from riskgraph.report.names import party_name
from riskgraph.report.numbers import day, percent, persons
from riskgraph.report.party_rows import weakness_in_words
from riskgraph.report.picture_nouns import spine_id
from riskgraph.report.picture_table import step_columns
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import t

Fact = tuple[str, str, str]  # name of the text, value in words, column of the register ("" where it is derived)


class Step(NamedTuple):
    """One box or line of a path: `number` is the party's place on it, for a line that of its lower end.

    `entry` is the connection that a step behind the last party stands for.
    """

    step_id: str
    label: str
    number: int
    is_line: bool
    entry: EntryStep | None = None


def steps_of(path: Path, submission: Submission, locale: str) -> tuple[Step, ...]:
    """Return the boxes and lines of a path in their order, from the owner down."""
    names = [party_name(party, submission, locale) for party in path.parties]
    found: list[Step] = []
    for number, name in enumerate(names):
        if number and number <= len(path.hops):
            label = t(locale, "steps.line", consignor=names[number - 1], consignee=name)
            found.append(Step(f"{spine_id(number - 1)}>{spine_id(number)}", label, number, is_line=True))
        tier = t(locale, "picture.tier", tier=number) if number else t(locale, "picture.tier.owner")
        found.append(Step(spine_id(number), t(locale, "steps.box", tier=tier, party=name), number, is_line=False))
    for step in path.entry:
        label, mark = connection_label(step, submission, locale), f"entry:{step.connection_id}"
        found.append(Step(mark, label, len(names) - 1, is_line=True, entry=step))
    return tuple(found)


def step_at(steps: Sequence[Step], mark: str) -> str:
    """Return the step that a mark of the drawing stands for; "" for any other mark."""
    wanted = mark.removeprefix("label:").removeprefix("gutter:").split("#")[0]
    return next((step.step_id for step in steps if step.step_id == wanted), "")


def step_fact_columns(step: Step, path: Path, assessment: Assessment, submission: Submission, locale: str) -> Columns:
    """Return what is known of one step, fact by fact; what is blank is left out."""
    if step.entry is not None:
        return _entry_columns(step.entry, submission, locale)
    if step.is_line:
        engagement = submission.engagement_by_id.get(path.hops[step.number - 1].engagement_id or "")
        facts = _of_line(step.number, path, engagement, locale)
        source = engagement.source if engagement else None
    else:
        party = submission.party_by_id.get(path.parties[step.number])
        facts = _of_box(step.number, path, assessment, submission, locale)
        source = party.source if party else None
    told = [fact for fact in facts if fact[1]]
    cells = [source.at(column) if source and column else None for _, _, column in told]
    return {
        "fact_name": [t(locale, f"steps.fact.{name}") for name, _, _ in told],
        "fact_value": [value for _, value, _ in told],
        "cell": [plain(cell.cell) if cell else "" for cell in cells],
        "sheet": [plain(cell.sheet) if cell else "" for cell in cells],
        "file": [plain(cell.file) if cell else "" for cell in cells],
    }


def _entry_columns(step: EntryStep, submission: Submission, locale: str) -> Columns:
    """Return what is known of one connection on an intruder's way."""
    connection = connection_of(step, submission)
    facts = connection_facts(step, submission, locale)
    cells = [connection.source.at(column) if connection and column else None for _, _, column in facts]
    return {
        "fact_name": [t(locale, f"lateral.fact.{name}") for name, _, _ in facts],
        "fact_value": [value for _, value, _ in facts],
        "cell": [plain(cell.cell) if cell else "" for cell in cells],
        "sheet": [plain(cell.sheet) if cell else "" for cell in cells],
        "file": [plain(cell.file) if cell else "" for cell in cells],
    }


def _of_box(number: int, path: Path, assessment: Assessment, submission: Submission, locale: str) -> list[Fact]:
    """Return the facts of a party on the path; a person has neither a share nor a weakness."""
    party_id = path.parties[number]
    party = submission.party_by_id.get(party_id)
    result = next((r for r in assessment.parties if r.party_id == party_id), None)
    is_scored = result is not None and result.weakness is not None
    row = step_columns(assessment, submission, path, locale)
    share = sum(reason.share for reason in path.reasons if reason.party_id == party_id)
    return [
        ("party_id", plain(party_id), "party_id"),
        ("kind", t(locale, f"parties.kind.{party.kind.value}") if party else "", "kind"),
        ("roles", str(row["roles"][number]), ""),
        ("share", percent(share, locale) if share else "", ""),
        ("answered", percent(result.coverage, locale) if result and is_scored else "", ""),
        ("weakness", weakness_in_words(result.weakness, locale) if result else "", ""),
        ("chains", t(locale, "steps.chains", count=result.chains) if result else "", ""),
    ]


def _of_line(number: int, path: Path, engagement: Engagement | None, locale: str) -> list[Fact]:
    """Return the facts of an engagement, those of its supervision first."""
    hop = path.hops[number - 1]
    facts: list[Fact] = [
        ("relation", t(locale, f"picture.relation.{hop.relation.value}"), "relation"),
        ("certainty", t(locale, f"ui.certainty.{hop.certainty.value}"), "declared"),
        ("supervision", _strength(hop.q.lo, hop.q.pt, hop.q.hi, locale), ""),
    ]
    if engagement is None:
        return facts
    records = persons(engagement.records.pt, locale) if engagement.records else ""
    hours = engagement.incident_notice_hours
    return [
        ("engagement", plain(engagement.row_id), "engagement_id"),
        *facts,
        ("work", plain(engagement.work), "work"),
        ("department", plain(engagement.owner_dept), "owner_dept"),
        ("place", t(locale, f"problem_text.value.place.{engagement.handling_place.value}"), "handling_place"),
        ("records", records, "records"),
        ("status", t(locale, f"steps.status.{engagement.status.value}"), "status"),
        ("period", _period(engagement, locale), "starts_on"),
        ("consent", _consent(engagement, locale), "consent"),
        ("audited", day(engagement.audited_on, locale) if engagement.audited_on else t(locale, "why.fact.not_recorded"),
         "audited_on"),
        ("notice", t(locale, "lead.open") if hours is None else hours_in_words(hours, locale), "incident_notice_hours"),
    ]  # fmt: skip


def _strength(lo: float, pt: float, hi: float, locale: str) -> str:
    return t(locale, "steps.strength", point=percent(pt, locale), lo=percent(lo, locale), hi=percent(hi, locale))


def _period(engagement: Engagement, locale: str) -> str:
    if engagement.starts_on is None and engagement.ends_on is None:
        return ""
    return t(locale, "steps.period", start=day(engagement.starts_on, locale), end=day(engagement.ends_on, locale))


def _consent(engagement: Engagement, locale: str) -> str:
    """Return what is granted, on which day; a blank says that nothing is recorded."""
    if engagement.consent is None:
        return t(locale, "why.fact.not_recorded") if engagement.parent_engagement else ""
    words = t(locale, f"steps.consent.{engagement.consent.value}")
    if engagement.consent_on is None:
        return words
    return t(locale, "steps.consent.on", consent=words, on=day(engagement.consent_on, locale))
