"""Registers of engagements only, written as (id, consignor, consignee, parent)."""

from __future__ import annotations

from typing import Any

from riskgraph.model.access import Access
from riskgraph.model.asset import Asset, Site, System
from riskgraph.model.chain import build_chain
from riskgraph.model.derivation import CompletedAccess, complete_access
from riskgraph.model.engagement import Engagement
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission

UNKNOWN_RECORDS = Interval(0.0, 1_000.0, 100_000.0)


def engagement(written: str, /, **fields: Any) -> Engagement:
    """Return the engagement of ``id: consignor > consignee under parent``."""
    engagement_id, _, rest = written.partition(":")
    ends, _, parent = rest.partition(" under ")
    consignor, consignee = (x.strip() for x in ends.split(">"))
    return Engagement(
        engagement_id=engagement_id.strip(),
        consignor=consignor,
        consignee=consignee,
        parent_engagement=parent.strip(),
        **fields,
    )


def submission(
    *engagements: Engagement,
    owners: str = "O",
    records: float | None = 1_000,
    rows: tuple[Access, ...] = (),
    systems: tuple[System, ...] = (),
    sites: tuple[Site, ...] = (),
) -> Submission:
    """Return a register with one asset an owner (``D``, ``D2`` ...); parties that begin with K are clouds."""
    known = Interval.exact(records) if records is not None else None
    assets = tuple(
        Asset(asset_id="D" if n == 0 else f"D{n + 1}", name="x", owner=o, records=known) for n, o in enumerate(owners)
    )
    names = dict.fromkeys([*owners, *(p for e in engagements for p in (e.consignor, e.consignee))])
    kinds = {True: PartyKind.CLOUD, False: PartyKind.ORGANISATION}
    return Submission(
        parties=tuple(Party(party_id=p, name=p, kind=kinds[p.startswith("K")]) for p in names),
        engagements=engagements,
        assets=assets,
        accesses=rows,
        systems=systems,
        sites=sites,
    )


def completed(register: Submission) -> CompletedAccess:
    """Return the access of a register, filled in and derived."""
    return complete_access(register, build_chain(register), unknown_records=UNKNOWN_RECORDS)
