"""All answers of one party, domain by domain, and the history of its questionnaires.

The convention that bites: a control that nobody answered has a row as well, because what is open is as much a result
as what was said; the cell of an answer is that of the questionnaire or register that it was read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from riskgraph.model.answer import Answer, ScopeKind
from riskgraph.model.assessment import AnswerUsed
from riskgraph.model.control import Catalogue
from riskgraph.model.exposure import DomainScore, TierCoverage
from riskgraph.model.form_map import MAPPED
from riskgraph.model.records import QuestionnaireRecord, RequestRecord, ReviewState
from riskgraph.report.answer_words import answer_line, worded
from riskgraph.report.form_words import form_name
from riskgraph.report.numbers import day, moment, percent
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import t


def domain_columns(scores: Sequence[DomainScore], locale: str) -> Columns:
    """Return one row a domain: how strong, with its ends, and how much of it is answered."""
    return {
        "answer_domain": [t(locale, f"control_domain.{score.domain}") for score in scores],
        "strength_range": [_strength(score, locale) for score in scores],
        "answered_share": [percent(score.coverage, locale) if score.asked else "" for score in scores],
        "answered_count": [t(locale, "parties.of", part=score.answered, whole=score.asked) for score in scores],
    }


def _strength(score: DomainScore, locale: str) -> str:
    s = score.strength
    if s is None:
        return t(locale, "heat.none")
    ends = {"point": f"{100 * s.pt:.0f}", "lo": f"{100 * s.lo:.0f}", "hi": f"{100 * s.hi:.0f}"}
    return t(locale, "parties.weakness", **ends)


def answers_columns(
    answers: Iterable[AnswerUsed], narrower: Iterable[Answer], catalogue: Catalogue, locale: str
) -> Columns:
    """Return every control with its answer; then what was said for one system, site or engagement only."""
    rows = [_answered(used, catalogue, locale) for used in answers]
    rows += [_narrower(answer, catalogue, locale) for answer in narrower if answer.scope_kind is not ScopeKind.PARTY]
    ids = (
        "answer_domain",
        "control",
        "answer",
        "evidence",
        "dated",
        "strength_range",
        "answer_scope",
        "cell",
        "sheet",
        "file",
    )
    return {name: [row[i] for row in rows] for i, name in enumerate(ids)}


def _answered(used: AnswerUsed, catalogue: Catalogue, locale: str) -> tuple[str, ...]:
    line = answer_line(used, catalogue, locale)
    s = used.strength
    ends = {"point": f"{100 * s.pt:.0f}", "lo": f"{100 * s.lo:.0f}", "hi": f"{100 * s.hi:.0f}"}
    place = (plain(line.cell.cell), plain(line.cell.sheet), plain(line.cell.file))
    strength = t(locale, "parties.weakness", **ends)
    return (
        _domain(used.control_id, catalogue, locale),
        line.title,
        line.answer,
        line.evidence,
        line.dated,
        strength,
        "",
        *place,
    )


def _narrower(answer: Answer, catalogue: Catalogue, locale: str) -> tuple[str, ...]:
    known = catalogue.control_by_id.get(answer.control_id)
    scope = t(locale, f"parties.scope.{answer.scope_kind.value}", id=plain(answer.scope_id))
    return (
        _domain(answer.control_id, catalogue, locale),
        known.title.said(locale) if known else plain(answer.control_id),
        worded(locale, f"why.answer.{answer.answer.value}", answer.answer.value),
        worded(locale, f"why.evidence.{answer.evidence.value}", answer.evidence.value),
        day(answer.answered_on, locale),
        "",
        scope,
        plain(answer.source.cell),
        plain(answer.source.sheet),
        plain(answer.source.file),
    )


def _domain(control_id: str, catalogue: Catalogue, locale: str) -> str:
    known = catalogue.control_by_id.get(control_id)
    return t(locale, f"control_domain.{known.domain}") if known else ""


class Event(NamedTuple):
    """One thing that happened to a questionnaire of a party; `by` is who recorded it."""

    on: date
    told: str
    form: str
    file: str
    by: str
    note: str = ""


def history(
    party_id: str,
    requests: Iterable[RequestRecord],
    questionnaires: Iterable[QuestionnaireRecord],
    *,
    time_zone: str,
    locale: str,
) -> tuple[Event, ...]:
    """Return what happened to the questionnaires of a party, the newest first."""
    found: list[Event] = []
    for request in (r for r in requests if r.party_id == party_id):
        found += _asked(request, time_zone, locale)
    for record in (q for q in questionnaires if q.party_id == party_id):
        found += _returned(record, time_zone, locale)
    return tuple(sorted(found, key=lambda event: (event.on, event.told, event.file), reverse=True))


def _asked(request: RequestRecord, time_zone: str, locale: str) -> Iterable[Event]:
    """Give what happened to one request."""
    form = plain(request.form)
    due = day(request.due_on, locale)
    by = plain(request.made.actor)
    if request.sent_on:
        yield Event(request.sent_on, t(locale, "history.sent", due=due), form, "", by)
    else:
        yield Event(_day(request.made.at, time_zone), t(locale, "history.made", due=due), form, "", by)
    for reminder in request.reminders:
        yield Event(
            reminder.sent_on, t(locale, f"history.reminder.{reminder.kind.value}"), form, "", plain(reminder.made.actor)
        )
    for extension in request.extensions:
        told = t(locale, "history.extended", due=day(extension.due_on, locale))
        yield Event(
            _day(extension.made.at, time_zone), told, form, "", plain(extension.made.actor), plain(extension.reason)
        )
    if request.withdrawn:
        at = moment(request.withdrawn.at, time_zone, locale)
        yield Event(
            _day(request.withdrawn.at, time_zone),
            t(locale, "history.withdrawn", at=at),
            form,
            "",
            plain(request.withdrawn.actor),
        )


def _returned(record: QuestionnaireRecord, time_zone: str, locale: str) -> Iterable[Event]:
    """Give what happened to one questionnaire that came back."""
    form = form_name(record.form_id, locale) if record.form_id.startswith(MAPPED) else plain(record.form_id)
    file = plain(record.file)
    yield Event(record.received_on, t(locale, "history.received"), form, file, plain(record.received.actor))
    if record.decided:
        kind = "accepted" if record.state is ReviewState.ACCEPTED else "returned"
        told = t(locale, f"history.{kind}", at=moment(record.decided.at, time_zone, locale))
        yield Event(
            _day(record.decided.at, time_zone), told, form, file, plain(record.decided.actor), plain(record.note)
        )
    elif record.state is ReviewState.UNDER_REVIEW:
        yield Event(record.received_on, t(locale, "history.under_review"), form, file, "")
    if record.deleted:
        told = t(locale, "history.deleted", at=moment(record.deleted.at, time_zone, locale))
        yield Event(_day(record.deleted.at, time_zone), told, form, file, plain(record.deleted.actor))


def _day(at: datetime, time_zone: str) -> date:
    """Return the day of a time in the register's zone; an unknown zone is read as that of Japan."""
    try:
        return at.astimezone(ZoneInfo(time_zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return at.astimezone(ZoneInfo("Asia/Tokyo")).date()


def history_columns(events: Sequence[Event], locale: str) -> Columns:
    """Return the history as a table."""
    return {
        "history_on": [day(event.on, locale) for event in events],
        "history_event": [event.told for event in events],
        "history_form": [event.form for event in events],
        "file": [event.file for event in events],
        "history_by": [event.by for event in events],
        "history_note": [event.note for event in events],
    }


def coverage_columns(coverage: Sequence[TierCoverage], locale: str) -> Columns:
    """Return the steps of every tier as parties of all parties, and the mean answered share in per cent."""

    def part(value: int, tier: TierCoverage) -> str:
        share = percent(value / tier.parties if tier.parties else 0.0, locale)
        return t(locale, "coverage.part", part=value, share=share)

    return {
        "tier": [t(locale, "picture.tier", tier=tier.tier) for tier in coverage],
        "steps_parties": [tier.parties for tier in coverage],
        "steps_asked": [part(tier.asked, tier) for tier in coverage],
        "steps_returned": [part(tier.returned, tier) for tier in coverage],
        "steps_accepted": [part(tier.accepted, tier) for tier in coverage],
        "answered": [round(100 * tier.answered) for tier in coverage],
    }


def coverage_sentence(coverage: Sequence[TierCoverage], locale: str) -> str:
    """Return the steps over all tiers in a sentence."""
    sums = {
        name: sum(getattr(tier, name) for tier in coverage) for name in ("parties", "asked", "returned", "accepted")
    }
    return t(locale, "coverage.sentence", **sums)
