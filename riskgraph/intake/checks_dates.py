"""Dates: out of order, in the future, or past without anybody having done what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from riskgraph.intake.inspection import Inspection
from riskgraph.intake.naming import shown
from riskgraph.model.engagement import ENDED_STATES, FUTURE_STATES, Engagement, Status
from riskgraph.model.party import Tri
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell, RowSource

_RUNNING = frozenset({Status.ACTIVE, Status.SUSPENDED})


def out_of_order(inspection: Inspection) -> Iterator[Problem]:
    """Tell of an end before its start, and of forms due or back before they were sent."""
    for e in inspection.submission.engagements:
        if e.starts_on and e.ends_on and e.starts_on > e.ends_on:
            yield _order(e.source.at("ends_on"), e.starts_on, e.ends_on)
        is_below = bool(e.parent_engagement) or e.engagement_id in inspection.chain.open
        if e.consent_on and e.starts_on and e.consent_on > e.starts_on and is_below:
            yield problem_at(
                e.source.at("consent_on"),
                "finding.consent_after_start",
                Severity.WARNING,
                engagement=shown(e.row_id),
                consent_on=str(e.consent_on),
                starts_on=str(e.starts_on),
            )
    for request in inspection.submission.requests:
        for later in (request.due_on, request.returned_on):
            if request.sent_on and later and request.sent_on > later:
                yield _order(request.source, request.sent_on, later)


def in_the_future(inspection: Inspection) -> Iterator[Problem]:
    """Tell of dates of things that are said to have happened, after the as-of date."""
    for source, column, when in _past_facts(inspection):
        if when is not None and when > inspection.as_of:
            where = source if isinstance(source, Cell) else source.at(column)
            yield problem_at(
                where, "register.future_date", Severity.WARNING, value=str(when), as_of=str(inspection.as_of)
            )
    for e in inspection.submission.engagements:
        if e.starts_on and e.starts_on > inspection.as_of and e.status in _RUNNING:
            yield problem_at(
                e.source.at("starts_on"),
                "register.starts_in_future",
                Severity.WARNING,
                engagement=shown(e.row_id),
                starts_on=str(e.starts_on),
                as_of=str(inspection.as_of),
            )


def ended_or_renewed(inspection: Inspection) -> Iterator[Problem]:
    """Tell of engagements that run on past their end date, or under one that has ended."""
    for e in inspection.submission.engagements:
        if e.status not in _RUNNING:
            continue
        if e.ends_on and e.ends_on < inspection.as_of:
            # An automatic renewal answers the question; that the date is old is told all the same.
            is_renewed = e.auto_renew is Tri.YES
            yield problem_at(
                e.source.at("ends_on"),
                "register.renewed_automatically" if is_renewed else "finding.ended_or_renewed",
                Severity.INFO if is_renewed else Severity.WARNING,
                **_named(inspection, e),
                ends_on=str(e.ends_on),
            )
        if above := _ended_above(inspection, e):
            yield problem_at(
                e.source.at("status"),
                "finding.active_under_ended",
                Severity.WARNING,
                **_named(inspection, e),
                parent=shown(above.row_id),
            )


def expired_access(inspection: Inspection) -> Iterator[Problem]:
    """Tell of access that is past its date, or whose engagement has ended, without a confirmed revocation."""
    for row in inspection.submission.accesses:
        if row.revoked_on is not None and row.revoked_on <= inspection.as_of:
            continue
        engagement = inspection.engagement(row.engagement_id)
        if row.expires_on and row.expires_on < inspection.as_of:
            yield problem_at(
                row.source.at("expires_on"),
                "finding.expired_access",
                Severity.WARNING,
                access=shown(row.access_id),
                expires_on=str(row.expires_on),
            )
        elif engagement is not None and inspection.chain.is_ended(engagement.engagement_id) and not row.is_holding:
            yield problem_at(
                row.source.at("revoked_on"),
                "finding.access_after_end",
                Severity.WARNING,
                access=shown(row.access_id),
                engagement=shown(engagement.row_id),
            )


def expired_certificates(inspection: Inspection) -> Iterator[Problem]:
    """Tell of certificates past their expiry."""
    for party in inspection.submission.parties:
        for certificate in party.certificates:
            if certificate.expires_on and certificate.expires_on < inspection.as_of:
                yield problem_at(
                    party.source.at("certificates"),
                    "finding.expired_certificate",
                    Severity.WARNING,
                    name=shown(party.name),
                    party=shown(party.party_id),
                    certificate=shown(certificate.name),
                    expires_on=str(certificate.expires_on),
                )


DATE_CHECKS = (out_of_order, in_the_future, ended_or_renewed, expired_access, expired_certificates)


def _order(where: Cell, earlier: date, later: date) -> Problem:
    return problem_at(where, "register.dates_out_of_order", earlier=str(earlier), later=str(later))


def _named(inspection: Inspection, e: Engagement) -> dict[str, str]:
    return {
        "engagement": shown(e.row_id),
        "name": inspection.party_name(e.consignee),
        "party": shown(e.consignee),
    }


def _ended_above(inspection: Inspection, e: Engagement) -> Engagement | None:
    """Return the nearest engagement above that has ended, if any."""
    line = inspection.chain.stated_line(e.engagement_id) if inspection.chain.line(e.engagement_id) else ()
    above = (inspection.submission.engagement_by_id[i] for i in reversed(line[:-1]))
    return next((higher for higher in above if higher.status in ENDED_STATES), None)


def _past_facts(inspection: Inspection) -> Iterable[tuple[RowSource | Cell, str, date | None]]:
    """Give place, column and value of dates that can only lie in the past."""
    s = inspection.submission
    for e in s.engagements:
        if e.status not in FUTURE_STATES:
            yield e.source, "consent_on", e.consent_on
        yield e.source, "audited_on", e.audited_on
    for row in s.accesses:
        yield row.source, "revoked_on", row.revoked_on
    for site in s.sites:
        yield site.source, "visited_on", site.visited_on
    for answer in s.answers:
        yield answer.source, "answered_on", answer.answered_on
        yield answer.source, "verified_on", answer.verified_on
    for request in s.requests:
        yield request.source, "sent_on", request.sent_on
        yield request.source, "returned_on", request.returned_on
