"""Duties that the register itself shows as open: consent, and who directs and sends people.

Where law decides, a finding is a suspicion to look into, never a verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from riskgraph.intake.inspection import NO_REAL_PARTY, Inspection
from riskgraph.intake.naming import name_key, shown
from riskgraph.model.access import Access, Employment
from riskgraph.model.engagement import (
    FUTURE_STATES,
    PEOPLE_RELATIONS,
    Consent,
    ContractForm,
    Declared,
    Engagement,
    HandlingPlace,
    Relation,
)
from riskgraph.model.problem import Problem, Severity, problem_at

_NEEDS_CONSENT = frozenset({Relation.CONSIGN, Relation.SYSTEM_USE})
_OWN_DIRECTION = frozenset({ContractForm.UKEOI, ContractForm.JUN_ININ})
_CONSENT_CODES: Mapping[Consent | None, str] = {
    None: "finding.consent_missing",
    Consent.UNKNOWN: "finding.consent_missing",
    Consent.NONE: "finding.consent_missing",
    Consent.REQUESTED: "finding.consent_pending",
    Consent.REFUSED: "finding.consent_refused",
    Consent.NOT_NEEDED: "finding.consent_said_not_needed",
}
_MY_NUMBER_CODES: Mapping[Consent | None, str] = {
    Consent.BLANKET: "finding.my_number_blanket_consent",
    Consent.NOTICE: "finding.my_number_notice_only",
}


def consents(inspection: Inspection) -> Iterator[Problem]:
    """Tell of re-consignments of personal data without consent, and of My Number without the owner's own."""
    for e in inspection.submission.engagements:
        if not _needs_consent(inspection, e):
            continue
        if code := _CONSENT_CODES.get(e.consent):
            yield problem_at(e.source.at("consent"), code, Severity.WARNING, **_named(inspection, e))
        elif _handles_my_number(inspection, e):
            yield from _my_number_consent(inspection, e, _named(inspection, e))


def direction(inspection: Inspection) -> Iterator[Problem]:
    """Tell of people under a contract for work or services who are directed by somebody not their employer."""
    receivers = _receivers(inspection)
    for row in inspection.submission.accesses:
        e = inspection.engagement(row.engagement_id)
        if e is None or row.directed_by in NO_REAL_PARTY:
            continue
        employer = row.employer or e.consignee
        fields = _row_fields(inspection, row, e, employer)
        is_elsewhere = employer not in NO_REAL_PARTY and row.directed_by != employer
        if e.relation not in PEOPLE_RELATIONS and e.contract_form in _OWN_DIRECTION and is_elsewhere:
            if row.directed_by not in receivers.get(employer, frozenset()):
                code = f"finding.direction_not_employer_{e.contract_form.value}"
                if _is_person(inspection, row, employer):
                    code = "finding.direction_of_individual"
                yield problem_at(row.source.at("directed_by"), code, Severity.WARNING, **fields)
        elif e.relation is Relation.DISPATCH and row.directed_by not in (e.consignor, ""):
            yield problem_at(row.source.at("directed_by"), "finding.direction_not_receiver", Severity.WARNING, **fields)


def double_dispatch(inspection: Inspection) -> Iterator[Problem]:
    """Tell of people who seem to be dispatched by somebody who does not employ them."""
    for row in inspection.submission.accesses:
        e = inspection.engagement(row.engagement_id)
        is_dispatch = e is not None and e.relation is Relation.DISPATCH
        if e is not None and is_dispatch and row.employer not in NO_REAL_PARTY and row.employer != e.consignee:
            fields = {**_named(inspection, e), "employer": inspection.party_name(row.employer)}
            yield problem_at(row.source.at("employer"), "finding.double_dispatch", Severity.WARNING, **fields)
    engagements = inspection.submission.engagement_by_id
    for e in inspection.submission.engagements:
        parent = engagements.get(e.parent_engagement)
        if parent is not None and e.relation is Relation.DISPATCH and parent.relation is Relation.DISPATCH:
            fields = {**_named(inspection, parent), "employer": inspection.party_name(e.consignee)}
            yield problem_at(e.source.at("relation"), "finding.double_dispatch", Severity.WARNING, **fields)


DUTY_CHECKS = (consents, direction, double_dispatch)


def _needs_consent(inspection: Inspection, e: Engagement) -> bool:
    """Say whether this is a running re-consignment of personal data that is more than a suspicion."""
    return (
        bool(e.parent_engagement or e.engagement_id in inspection.chain.open)
        and e.relation in _NEEDS_CONSENT
        and e.handling_place is not HandlingPlace.NONE
        and e.declared is not Declared.SUSPECTED
        and e.status not in FUTURE_STATES
        and bool(inspection.chain.handled(e.engagement_id))
        and not inspection.chain.is_ended(e.engagement_id)
    )


def _handles_my_number(inspection: Inspection, e: Engagement) -> bool:
    assets = inspection.submission.asset_by_id
    return any(assets[asset_id].my_number for asset_id in inspection.chain.handled(e.engagement_id))


def _my_number_consent(inspection: Inspection, e: Engagement, fields: dict[str, str]) -> Iterator[Problem]:
    """Tell of consent that is not a single permission by the first principal, whatever the tier."""
    if code := _MY_NUMBER_CODES.get(e.consent):
        yield problem_at(e.source.at("consent"), code, Severity.WARNING, **fields)
    owner = inspection.chain.owner(e.engagement_id)
    if not _is_party(inspection, e.consent_by, owner):
        code = "finding.my_number_consent_not_by_owner" if e.consent_by else "finding.my_number_consent_by_nobody"
        fields = {**fields, "owner": inspection.party_name(owner)}
        yield problem_at(e.source.at("consent_by"), code, Severity.WARNING, **fields)


def _is_party(inspection: Inspection, written: str, party_id: str) -> bool:
    """Say whether the written approver names this party, by id or by a near-equal name within the text."""
    party = inspection.submission.party_by_id.get(party_id)
    names = [] if party is None else [party.name, *party.aliases]
    key = name_key(written)
    return written == party_id or any(name_key(name) and name_key(name) in key for name in names)


def _is_person(inspection: Inspection, row: Access, employer: str) -> bool:
    """Say whether the people are sole proprietors, who have no employer but are directed all the same."""
    party = inspection.submission.party_by_id.get(employer)
    return row.employment is Employment.INDIVIDUAL or (party is not None and party.is_person)


def _receivers(inspection: Inspection) -> Mapping[str, set[str]]:
    """Return for each party that sends people the parties that receive them and may direct them."""
    receivers: dict[str, set[str]] = defaultdict(set)
    for e in inspection.submission.engagements:
        if e.relation in PEOPLE_RELATIONS:
            receivers[e.consignee].add(e.consignor)
    return receivers


def _named(inspection: Inspection, e: Engagement) -> dict[str, str]:
    return {
        "engagement": shown(e.row_id),
        "name": inspection.party_name(e.consignee),
        "party": shown(e.consignee),
    }


def _row_fields(inspection: Inspection, row: Access, e: Engagement, employer: str) -> dict[str, str]:
    return {
        "access": shown(row.access_id),
        "engagement": shown(e.row_id),
        "employer": inspection.party_name(employer),
        "director": inspection.party_name(row.directed_by),
        "receiver": inspection.party_name(e.consignor),
    }
