"""Data and counts: data of somebody else, data that the contract above does not cover, more records than there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from math import inf

from riskgraph.intake.inspection import Inspection
from riskgraph.intake.naming import shown
from riskgraph.model.engagement import Engagement, HandlingPlace, RecordsBasis
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Interval

Fields = dict[str, str | int | float]


def tops_without_data(inspection: Inspection) -> Iterator[Problem]:
    """Tell of topmost engagements that name no data although the owner has several."""
    owned: dict[str, int] = defaultdict(int)
    for asset in inspection.submission.asset_by_id.values():
        owned[asset.owner] += 1
    for e in inspection.submission.engagements:
        says_nothing = not e.parent_engagement and not e.asset_ids and e.handling_place is not HandlingPlace.NONE
        if says_nothing and owned.get(e.consignor, 0) > 1:
            yield problem_at(
                e.source.at("asset_ids"),
                "register.top_without_asset",
                engagement=shown(e.row_id),
                name=inspection.party_name(e.consignor),
                party=shown(e.consignor),
                count=owned[e.consignor],
            )


def data_that_do_not_fit(inspection: Inspection) -> Iterator[Problem]:
    """Tell of data that belong to nobody at the top of the line, or that the engagement above does not cover."""
    chain, assets = inspection.chain, inspection.submission.asset_by_id
    for copies in inspection.rows.values():
        e = copies[0]
        if not e.asset_ids:
            continue
        owners = {owner for copy in copies for owner in chain.owners(copy.engagement_id)}
        above = [chain.handled(copy.parent_engagement) for copy in copies if copy.parent_engagement]
        for asset in (assets[a] for a in dict.fromkeys(e.asset_ids) if a in assets):
            fields: Fields = {"engagement": shown(e.row_id), "name": shown(asset.name), "asset": shown(asset.asset_id)}
            if owners and asset.owner not in owners:
                yield problem_at(e.source.at("asset_ids"), "register.asset_of_another_owner", Severity.ERROR, **fields)
            elif owners and any(above) and not any(asset.asset_id in covered for covered in above):
                fields["parent"] = inspection.row_id(e.parent_engagement)
                yield problem_at(e.source.at("asset_ids"), "register.asset_not_above", Severity.WARNING, **fields)


def too_many_records(inspection: Inspection) -> Iterator[Problem]:
    """Tell of engagements that hand on more records than the one above, or than the data have."""
    for copies in inspection.rows.values():
        e = copies[0]
        if e.records is None or not inspection.chain.line(e.engagement_id):
            continue
        above = [a for a in (_stated_above(inspection, copy) for copy in copies) if a is not None]
        if len(above) == len(copies):
            limit = sum(a.records.hi for a in above if a.records is not None)
            code, more = "register.records_above_parent", {"parent": shown(above[0].row_id)}
        else:
            limit, code, more = _limit_of_data(inspection, copies), "register.records_above_asset", {}
        if e.records.pt > limit:
            counts = {"engagement": shown(e.row_id), "records": _count(e.records.pt), "limit": _count(limit)}
            yield problem_at(e.source.at("records"), code, Severity.WARNING, **counts, **more)


def too_many_reachable(inspection: Inspection) -> Iterator[Problem]:
    """Tell of access to more records than the data have."""
    for row in inspection.submission.accesses:
        if row.records is None:
            continue
        engagement = inspection.engagement(row.engagement_id)
        inherited = inspection.chain.handled(engagement.engagement_id) if engagement is not None else ()
        whole = _whole(inspection, {row.asset_id} if row.asset_id else set(inherited))
        if whole is not None and row.records.pt > whole.hi:
            yield problem_at(
                row.source.at("records"),
                "register.access_above_asset",
                Severity.WARNING,
                access=shown(row.access_id),
                records=_count(row.records.pt),
                limit=_count(whole.hi),
            )


RECORD_CHECKS = (tops_without_data, data_that_do_not_fit, too_many_records, too_many_reachable)


def _stated_above(inspection: Inspection, e: Engagement) -> Engagement | None:
    """Return the nearest engagement above that states records counted in the same way, if any."""
    for engagement_id in reversed(inspection.chain.stated_line(e.engagement_id)[:-1]):
        above = inspection.submission.engagement_by_id[engagement_id]
        if above.records is not None:
            is_comparable = e.records_basis is None or above.records_basis in (None, e.records_basis)
            return above if is_comparable else None
    return None


def _limit_of_data(inspection: Inspection, copies: Sequence[Engagement]) -> float:
    """Return how many persons the data of these engagements have; infinite where that says nothing."""
    if copies[0].records_basis is RecordsBasis.YEARLY:
        return inf
    whole = _whole(inspection, {a for copy in copies for a in inspection.chain.handled(copy.engagement_id)})
    return inf if whole is None else whole.hi


def _whole(inspection: Inspection, asset_ids: set[str]) -> Interval | None:
    """Return how many persons these data have together; None where one of them does not say."""
    assets = [inspection.submission.asset_by_id.get(asset_id) for asset_id in sorted(asset_ids)]
    counts = [asset.records for asset in assets if asset is not None and asset.records is not None]
    if not counts or len(counts) < len(assets):
        return None
    return reduce(lambda a, b: Interval(a.lo + b.lo, a.pt + b.pt, a.hi + b.hi), counts)


def _count(number: float) -> str:
    """Return a number of persons for a message."""
    return f"{number:,.0f}"
