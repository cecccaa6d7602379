"""A register as it would be with some changes made: nothing is stored, the register given stays as it is.

The convention that bites: an id is the one that the user wrote, so that a row unfolded under several parents changes in
all of its copies; and an answer that is tried out counts as given, and seen where it is verified, on the day looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from riskgraph.errors import WrongUse
from riskgraph.model.access import Access, Employment
from riskgraph.model.answer import Answer, Evidence
from riskgraph.model.chain import build_chain
from riskgraph.model.change import AnswerSet, Change, EngagementDropped, EngagementMoved, FieldSet, RowsAdded
from riskgraph.model.derivation import complete_access
from riskgraph.model.engagement import AuditMethod, Consent, Engagement, Onward, Reviewed, Status
from riskgraph.model.noun import Noun
from riskgraph.model.party import Tri
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission

# Sheet (English title in small letters) to the field of a submission and the column that names a row.
ROWS = {
    "parties": ("parties", "party_id"),
    "engagements": ("engagements", "engagement_id"),
    "assets": ("assets", "asset_id"),
    "systems": ("systems", "system_id"),
    "sites": ("sites", "site_id"),
    "access": ("accesses", "access_id"),
    "connections": ("connections", "connection_id"),
}
_FIXED = frozenset({"source", "extra", "base_id", "is_derived"})
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


def apply(
    submission: Submission, changes: Sequence[Change], *, as_of: date, unknown_records: Interval | None = None
) -> Submission:
    """Return the register with these changes made, one after the other.

    Parameters
    ----------
    as_of
        The day from which answers that are tried out count.
    unknown_records
        Persons in an asset whose size nobody states; only work that moves and has no access rows needs it.

    Raises
    ------
    WrongUse
        ``change.unknown_party``, ``change.unknown_engagement``, ``change.unknown_row``, ``change.unknown_sheet``,
        ``change.unknown_column``, ``change.bad_value``, ``change.fixed_column`` or ``change.moved_to_itself``.
    """
    for change in changes:
        if isinstance(change, AnswerSet):
            submission = _answered(submission, change, as_of)
        elif isinstance(change, FieldSet):
            submission = _set(submission, change)
        elif isinstance(change, EngagementDropped):
            submission = _dropped(submission, change.engagement_id)
        elif isinstance(change, EngagementMoved):
            submission = _moved(submission, change, unknown_records or Interval(0.0, 1000.0, 100000.0))
        else:
            submission = _added(submission, change)
    return submission


def answer_of(change: AnswerSet, as_of: date) -> Answer:
    """Return the answer that a change stands for."""
    is_seen = change.evidence is Evidence.VERIFIED
    return Answer(
        party_id=change.party_id,
        control_id=change.control_id,
        answer=change.answer,
        evidence=change.evidence,
        scope_kind=change.scope_kind,
        scope_id=change.scope_id,
        answered_on=as_of,
        verified_on=as_of if is_seen else None,
    )


def engagements_named(submission: Submission, engagement_id: str) -> tuple[Engagement, ...]:
    """Return the engagements that an id as written stands for; WrongUse for one that is not in the register."""
    found = tuple(e for e in submission.engagements if engagement_id in (e.row_id, e.engagement_id))
    if not found:
        raise WrongUse("change.unknown_engagement", {"engagement": engagement_id})
    return found


def _answered(submission: Submission, change: AnswerSet, as_of: date) -> Submission:
    """Return the register with one answer in the place of whatever was said in that scope."""
    if change.party_id not in submission.party_by_id:
        raise WrongUse("change.unknown_party", {"party": change.party_id})
    new = answer_of(change, as_of)
    place = _place(new)
    kept = tuple(a for a in submission.answers if _place(a) != place)
    return submission.model_copy(update={"answers": (*kept, new)})


def _place(answer: Answer) -> tuple[str, ...]:
    return (answer.party_id, answer.scope_kind.value, answer.scope_id, answer.control_id)


def _set(submission: Submission, change: FieldSet) -> Submission:
    """Return the register with one cell of a row changed, in all copies of the row."""
    if change.sheet not in ROWS:
        raise WrongUse("change.unknown_sheet", {"sheet": change.sheet, "choices": ", ".join(ROWS)})
    field, key = ROWS[change.sheet]
    rows: Sequence[Noun] = getattr(submission, field)
    ids = {getattr(row, key) for row in rows if change.row_id in (getattr(row, key), getattr(row, "base_id", ""))}
    if not ids:
        raise WrongUse("change.unknown_row", {"sheet": change.sheet, "row": change.row_id})
    return _rows_changed(submission, field, key, ids, lambda row: _with(row, change))


def _rows_changed(
    submission: Submission, field: str, key: str, ids: Iterable[str], change: Callable[[Any], Any]
) -> Submission:
    chosen = frozenset(ids)
    rows = tuple(change(row) if getattr(row, key) in chosen else row for row in getattr(submission, field))
    return submission.model_copy(update={field: rows})


def _with(row: Noun, change: FieldSet) -> Noun:
    """Return a row with another value in one column."""
    column = {"id": "", "from": "start", "to": "end"}.get(change.column, change.column)
    known = type(row).model_fields
    if column not in known:
        raise WrongUse("change.unknown_column", {"sheet": change.sheet, "column": change.column})
    if column in _FIXED or column == ROWS[change.sheet][1]:
        raise WrongUse("change.fixed_column", {"sheet": change.sheet, "column": change.column})
    value = _value(change.value, str(known[column].annotation), known[column].get_default(call_default_factory=True))
    try:
        return type(row).model_validate({**{name: getattr(row, name) for name in known}, column: value})
    except (ValidationError, ValueError) as error:
        raise WrongUse("change.bad_value", {"column": change.column, "value": str(change.value)}) from error


def _value(value: object, annotation: str, default: object) -> object:
    """Return a value in the shape of its column: an interval, several ids, or as it is; blank is the default."""
    if value is None or value == "":
        return default
    if "Interval" in annotation:
        return _interval(value)
    if annotation.startswith("tuple"):
        return tuple(part.strip() for part in str(value).split(",") if part.strip())
    return value


def _interval(value: object) -> object:
    """Return a number as an exact interval, and three numbers joined by ``..`` as lo, pt and hi."""
    try:
        ends = [float(part) for part in str(value).split("..")]
        return Interval(*ends) if len(ends) == 3 else Interval.exact(*ends)
    except (TypeError, ValueError):
        return value


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


def _dropped(submission: Submission, engagement_id: str) -> Submission:
    """Return the register with an engagement and all below it ended, with nothing left behind."""
    gone = _below(submission, (e.engagement_id for e in engagements_named(submission, engagement_id)))
    return _ended(submission, gone)


def _ended(submission: Submission, gone: frozenset[str]) -> Submission:
    """Return the register with these engagements ended and deletion confirmed, without their access and systems."""
    over = {"status": Status.DELETION_CONFIRMED}
    engagements = tuple(e.model_copy(update=over) if e.engagement_id in gone else e for e in submission.engagements)
    names = gone | {submission.engagement_by_id[e].row_id for e in gone}
    kept_rows = {e.row_id for e in submission.engagements if e.engagement_id not in gone}
    accesses = tuple(row for row in submission.accesses if row.engagement_id not in names - kept_rows)
    left = {e.consignee for e in submission.engagements if e.engagement_id in gone}
    left -= {e.consignee for e in submission.engagements if e.engagement_id not in gone}
    left -= {asset.owner for asset in submission.assets}
    used = {row.system for row in accesses}
    systems = tuple(s for s in submission.systems if s.host not in left or s.system_id in used)
    return submission.model_copy(update={"engagements": engagements, "accesses": accesses, "systems": systems})


def _moved(submission: Submission, change: EngagementMoved, unknown_records: Interval) -> Submission:
    """Return the register with the work of an engagement done by another party, or by the consignor itself."""
    if change.consignee and change.consignee not in submission.party_by_id:
        raise WrongUse("change.unknown_party", {"party": change.consignee})
    for engagement in engagements_named(submission, change.engagement_id):
        if change.consignee in (engagement.consignee, engagement.consignor):
            raise WrongUse("change.moved_to_itself", {"engagement": change.engagement_id, "party": change.consignee})
        submission = _one_moved(submission, engagement, change.consignee, unknown_records)
    return submission


def _one_moved(submission: Submission, engagement: Engagement, to: str, unknown_records: Interval) -> Submission:
    chain = build_chain(submission)
    gone = _below(submission, (engagement.engagement_id,))
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
        ended = _rows_changed(
            ended, "engagements", "engagement_id", (engagement.engagement_id,), lambda e: _given_to(e, to)
        )
        ended = ended.model_copy(
            update={"accesses": tuple(a for a in ended.accesses if a.engagement_id not in
                                      (engagement.engagement_id, engagement.row_id))}
        )  # fmt: skip
    rows = tuple(_done_by(row, former, target, home) for row in worked)
    left = former - {e.consignee for e in ended.engagements if e.engagement_id not in gone} - {target}
    used = {row.system for row in (*ended.accesses, *rows)}
    systems = tuple(s for s in ended.systems if s.host not in left or s.system_id in used)
    return ended.model_copy(update={"accesses": (*ended.accesses, *rows), "systems": systems})


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


def _added(submission: Submission, change: RowsAdded) -> Submission:
    """Return the register with more rows; one with the id of a known row takes its place."""
    update: dict[str, object] = {}
    for field, key in ROWS.values():
        new = getattr(change.rows, field)
        ids = {getattr(row, key) for row in new}
        update[field] = (*(row for row in getattr(submission, field) if getattr(row, key) not in ids), *new)
    places = {_place(answer) for answer in change.rows.answers}
    update["answers"] = (*(a for a in submission.answers if _place(a) not in places), *change.rows.answers)
    update["requests"] = (*submission.requests, *change.rows.requests)
    update["problems"] = (*submission.problems, *change.rows.problems)
    return submission.model_copy(update=update)
