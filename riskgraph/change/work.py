"""Work that ends, goes to another party, or is taken back in-house."""

from __future__ import annotations

from collections.abc import Iterable

from riskgraph.errors import WrongUse
from riskgraph.model.access import Access, Employment
from riskgraph.model.chain import build_chain
from riskgraph.model.change import EngagementMoved
from riskgraph.model.derivation import complete_access
from riskgraph.model.engagement import ENDED_STATES, AuditMethod, Consent, Engagement, Onward, Reviewed, Status
from riskgraph.model.party import Tri
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission

_PLACES = ("employer", "host", "device_owner", "site_owner", "directed_by")
# What the consignor knows of one consignee says nothing about another.
_OF_THE_FORMER: dict[str, object] = {
    "flow_down": Tri.UNKNOWN,
    "onward": Onward.UNKNOWN,
    "audited_on": None,
    "audit_method": AuditMethod.NONE,
    "incident_notice_hours": None,
    "incident_reports_reviewed": Reviewed.UNKNOWN,
    "deletion_proof": Tri.UNKNOWN,
    "consent_on": None,
    "consent_by": "",
    "consent_no": "",
    "consent_scope": "",
    "liability_cap_yen": None,
}


def engagements_named(submission: Submission, engagement_id: str) -> tuple[Engagement, ...]:
    """Return the engagements that an id as written stands for; WrongUse for one that is not in the register."""
    found = tuple(e for e in submission.engagements if engagement_id in (e.row_id, e.engagement_id))
    if not found:
        raise WrongUse("change.unknown_engagement", {"engagement": engagement_id})
    return found


def _below(submission: Submission, engagement_ids: Iterable[str]) -> frozenset[str]:
    """Return these engagements and all below them."""
    chain = build_chain(submission)
    found: set[str] = set()
    waiting = list(engagement_ids)
    stated: dict[str, list[str]] = {}
    for e in submission.engagements:
        stated.setdefault(e.parent_engagement, []).append(e.engagement_id)
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting.extend((*chain.children(here), *stated.get(here, ())))
    return frozenset(e for e in found if e in submission.engagement_by_id)


def dropped(submission: Submission, engagement_id: str) -> Submission:
    """Return the register with an engagement and all below it ended, with nothing left behind.

    What had ended before stays as the register has it, unless it is named itself.
    """
    named = frozenset(e.engagement_id for e in engagements_named(submission, engagement_id))
    return _ended(submission, named | _running(submission, _below(submission, named)))


def _running(submission: Submission, engagement_ids: Iterable[str]) -> frozenset[str]:
    """Return those of these engagements that the register does not call ended itself."""
    rows = submission.engagement_by_id
    return frozenset(e for e in engagement_ids if rows[e].status not in ENDED_STATES)


def _ended(submission: Submission, gone: frozenset[str]) -> Submission:
    """Return the register with these engagements ended and deletion confirmed, without their access rows.

    What their consignees kept for this work alone goes too; what other work still uses there stays.
    """
    over = {"status": Status.DELETION_CONFIRMED}
    engagements = tuple(e.model_copy(update=over) if e.engagement_id in gone else e for e in submission.engagements)
    names = gone | {submission.engagement_by_id[e].row_id for e in gone}
    kept_rows = {e.row_id for e in submission.engagements if e.engagement_id not in gone}
    accesses = tuple(row for row in submission.accesses if row.engagement_id not in names - kept_rows)
    ended = submission.model_copy(update={"engagements": engagements, "accesses": accesses})
    return _without_their_systems(submission, ended, {submission.engagement_by_id[e].consignee for e in gone})


def _without_their_systems(before: Submission, after: Submission, former: set[str]) -> Submission:
    """Return the register without what parties kept for work that they do no more, and without its connections.

    All systems of a party without any work go; of another only those that the work used and no other work uses.
    """
    owners = {asset.owner for asset in before.assets}
    working = {e.consignee for e in after.engagements if e.status is not Status.DELETION_CONFIRMED}
    used = {row.system for row in after.accesses}
    no_longer = {row.system for row in before.accesses} - used
    gone = {
        s.system_id
        for s in after.systems
        if s.host in former - owners and s.system_id not in used and (s.host not in working or s.system_id in no_longer)
    }
    systems = tuple(s for s in after.systems if s.system_id not in gone)
    connections = tuple(c for c in after.connections if not {c.start, c.end} & gone)
    return after.model_copy(update={"systems": systems, "connections": connections})


def moved(submission: Submission, change: EngagementMoved, unknown_records: Interval) -> Submission:
    """Return the register with the work of an engagement done by another party, or by the consignor itself."""
    if change.consignee and change.consignee not in submission.party_by_id:
        raise WrongUse("change.unknown_party", {"party": change.consignee})
    submission = _with_rows_of_copies(submission, change.engagement_id)
    for engagement in engagements_named(submission, change.engagement_id):
        if change.consignee in (engagement.consignee, engagement.consignor):
            raise WrongUse("change.moved_to_itself", {"engagement": change.engagement_id, "party": change.consignee})
        if build_chain(submission).is_ended(engagement.engagement_id):
            raise WrongUse("change.ended", {"engagement": change.engagement_id})
        submission = _one_moved(submission, engagement, change.consignee, unknown_records)
    return submission


def _with_rows_of_copies(submission: Submission, engagement_id: str) -> Submission:
    """Return the register with an access row for each copy of an engagement, so that each can move by itself."""
    copies = [e.engagement_id for e in submission.engagements if engagement_id in (e.row_id, e.engagement_id)]
    base = {e.row_id for e in submission.engagements if e.engagement_id in copies}
    siblings = [e.engagement_id for e in submission.engagements if e.row_id in base]
    rows: list[Access] = []
    for row in submission.accesses:
        if row.engagement_id in base and len(siblings) > 1:
            rows += [row.model_copy(update={"engagement_id": e, "access_id": f"{row.access_id}@{e}"}) for e in siblings]
        else:
            rows.append(row)
    return submission.model_copy(update={"accesses": tuple(rows)})


def _one_moved(submission: Submission, engagement: Engagement, to: str, unknown_records: Interval) -> Submission:
    chain = build_chain(submission)
    gone = _running(submission, _below(submission, (engagement.engagement_id,)))
    former = {submission.engagement_by_id[e].consignee for e in gone}
    target = to or engagement.consignor
    home = engagement.engagement_id if to else chain.above(engagement.engagement_id)
    worked = [
        row
        for row in complete_access(submission, chain, unknown_records=unknown_records).rows
        if row.engagement_id in gone
    ]
    ended = _ended(submission, gone - {engagement.engagement_id} if to else gone)
    if to:
        ended = _handed_over(ended, engagement, to)
    rows = tuple(_done_by(row, former, target, home) for row in worked if not chain.is_future(row.engagement_id) or to)
    done = ended.model_copy(update={"accesses": (*ended.accesses, *rows)})
    return _without_their_systems(submission, done, former - {target})


def _handed_over(submission: Submission, engagement: Engagement, to: str) -> Submission:
    """Return the register with another consignee in an engagement, without the rows of the former one's work.

    What the former one had passed on stands below an engagement of its own that has ended: none of it is the other's.
    """
    own = (engagement.engagement_id, engagement.row_id)
    former = f"{engagement.engagement_id}~{engagement.consignee}"
    rows: list[Engagement] = []
    for row in submission.engagements:
        if row.engagement_id == engagement.engagement_id:
            rows.append(_given_to(row, to))
        elif row.parent_engagement == engagement.engagement_id:
            rows.append(row.model_copy(update={"parent_engagement": former}))
        else:
            rows.append(row)
    if any(row.parent_engagement == former for row in rows):
        over = {"engagement_id": former, "base_id": "", "status": Status.DELETION_CONFIRMED}
        rows.append(engagement.model_copy(update=over))
    accesses = tuple(row for row in submission.accesses if row.engagement_id not in own)
    return submission.model_copy(update={"engagements": tuple(rows), "accesses": accesses})


def _given_to(engagement: Engagement, party_id: str) -> Engagement:
    consent = engagement.consent if engagement.consent in (None, Consent.NOT_NEEDED) else Consent.UNKNOWN
    return engagement.model_copy(update={**_OF_THE_FORMER, "consignee": party_id, "consent": consent})


def _done_by(row: Access, former: set[str], target: str, engagement_id: str) -> Access:
    """Return an access row with the work, and places that were the former party's, in other hands."""
    places = {name: target for name in _PLACES if getattr(row, name) in former}
    update: dict[str, object] = {**places, "engagement_id": engagement_id, "is_derived": False}
    update["access_id"] = f"{row.access_id or row.engagement_id}~{target}"
    update["employment"] = Employment.OWN
    if "host" in places:
        update["system"] = ""
    if "site_owner" in places:
        update["site"] = ""
    return row.model_copy(update=update)
