"""What law or contract asks for and the register does not show: due whatever it saves, never weighed against yen.

The convention that bites: a blank says that no record is there, not that the duty was not kept; words say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from riskgraph.model.chain import Chain
from riskgraph.model.channel import Route
from riskgraph.model.engagement import PEOPLE_RELATIONS, AuditMethod, Consent, Engagement, Relation
from riskgraph.model.party import Tri
from riskgraph.model.plan import Duty
from riskgraph.model.submission import Submission

CONSENT = "consent_missing"
MY_NUMBER = "my_number_consent"
FLOW_DOWN = "flow_down_missing"
CHECK = "check_not_recorded"
OVERDUE = "check_overdue"
DELETION = "deletion_not_proven"
CODES = (MY_NUMBER, CONSENT, FLOW_DOWN, CHECK, OVERDUE, DELETION)
_GRANTED = frozenset({Consent.EXPLICIT, Consent.BLANKET, Consent.NOTICE, Consent.NOT_NEEDED})
_DAYS_A_YEAR = 366


def duties_of(
    submission: Submission, chain: Chain, routes: Iterable[tuple[str, Route]], *, as_of: date
) -> tuple[Duty, ...]:
    """Return what is due, in the order of `CODES` and of the engagements; each with the paths that it stands on.

    Parameters
    ----------
    routes
        Key and route of every path.
    """
    on_path: dict[str, list[str]] = defaultdict(list)
    for key, route in routes:
        for engagement_id in route.engagements:
            if engagement_id is not None:
                on_path[engagement_id].append(key)
    found: dict[tuple[str, str], Duty] = {}
    for engagement_id in sorted(chain.engagements):
        engagement = chain.engagements[engagement_id]
        if not chain.is_scored(engagement_id) or engagement.relation in PEOPLE_RELATIONS:
            continue
        if engagement.relation not in (Relation.CONSIGN, Relation.SYSTEM_USE):
            continue
        for code in _due(engagement, chain, submission, as_of):
            known = found.get((code, engagement.row_id))
            keys = (*(known.path_keys if known else ()), *on_path.get(engagement_id, ()))
            found[code, engagement.row_id] = Duty(
                code=code,
                engagement_id=engagement.row_id,
                party_id=engagement.consignor,
                path_keys=tuple(sorted(set(keys))),
            )
    return tuple(sorted(found.values(), key=lambda duty: (CODES.index(duty.code), duty.engagement_id)))


def _due(engagement: Engagement, chain: Chain, submission: Submission, as_of: date) -> Iterable[str]:
    """Give the codes of what an engagement lacks a record of."""
    engagement_id = engagement.engagement_id
    if chain.is_ended(engagement_id):
        if not chain.is_deleted(engagement_id) and engagement.deletion_proof is not Tri.YES:
            yield DELETION
        return
    code = consent_due(engagement_id, chain, submission)
    if code is not None:
        yield code
    if engagement.flow_down is not Tri.YES:
        yield FLOW_DOWN
    if engagement.audited_on is None or engagement.audit_method in (None, AuditMethod.NONE):
        yield CHECK
    elif (as_of - engagement.audited_on).days > _DAYS_A_YEAR:
        yield OVERDUE


def consent_due(engagement_id: str, chain: Chain, submission: Submission) -> str | None:
    """Return `MY_NUMBER` or `CONSENT` where work is passed on without a record that it may be, None where it is not."""
    engagement = chain.engagements[engagement_id]
    is_passed_on = len(chain.line(engagement_id)) > 1 or bool(engagement.parent_engagement)
    consent = engagement.consent or (Consent.UNKNOWN if is_passed_on else Consent.NOT_NEEDED)
    if is_passed_on and _is_my_number(engagement_id, chain, submission):
        is_permitted = consent is Consent.EXPLICIT and _by_owner(engagement, engagement_id, chain, submission)
        return None if is_permitted else MY_NUMBER
    return None if consent in _GRANTED else CONSENT


def _is_my_number(engagement_id: str, chain: Chain, submission: Submission) -> bool:
    return any(submission.asset_by_id[asset_id].my_number for asset_id in chain.assets(engagement_id))


def _by_owner(engagement: Engagement, engagement_id: str, chain: Chain, submission: Submission) -> bool:
    """Say whether the first consignor itself permitted it, by its id or its name."""
    owner = submission.party_by_id.get(chain.parties(engagement_id)[0])
    names = {owner.party_id, owner.name, *owner.aliases} if owner is not None else set()
    return engagement.consent_by.strip() in names


def by_code(duties: Sequence[Duty]) -> Mapping[str, tuple[Duty, ...]]:
    """Return duties by code, in the order of `CODES`."""
    found = {code: tuple(duty for duty in duties if duty.code == code) for code in CODES}
    return {code: of for code, of in found.items() if of}
