"""Made-up registers of any size: chains to six tiers, a few parties that very many work with, five scenarios.

One plan, in arrays, is made into a register of objects for the whole road or into channel arrays, so that both ways
can be held against each other. Everything is drawn from a seed and says nothing about anybody.

The convention that bites: parties are numbers, the owners first; an engagement comes after the one above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.access import Access, Privilege
from riskgraph.model.answer import Answer, AnswerCode, Evidence
from riskgraph.model.asset import Asset
from riskgraph.model.control import Catalogue
from riskgraph.model.engagement import AuditMethod, Consent, Engagement, HandlingPlace, Reviewed
from riskgraph.model.party import Party, PartyKind, Tri
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission

Ints = NDArray[np.int32]
AS_OF, ANSWERED = date(2026, 4, 1), date(2026, 1, 15)
SEED = 2014
CHILDREN = (1.5, 1.0, 0.7, 0.5, 0.4)
"""Engagements under one of each tier, on average; six tiers at most."""
PER_CHAIN = 7.0  # accesses of one chain, about
FURTHER = ("CHN-01", "CHN-02", "CHN-03", "CHN-04", "CHN-05", "HUM-01", "INC-03", "ORG-05")
CODES = (AnswerCode.BLANK, AnswerCode.NO, AnswerCode.PARTIAL, AnswerCode.YES)
EVIDENCE = (Evidence.CLAIM, Evidence.DOCUMENT, Evidence.VERIFIED)
PRIVILEGES = (Privilege.SCREEN, Privilege.READ, Privilege.BULK)
CONSENTS = (Consent.NONE, Consent.BLANKET, Consent.EXPLICIT)
FLOWS = (Tri.UNKNOWN, Tri.NO, Tri.YES)
CHECKS = (None, AuditMethod.NONE, AuditMethod.PAPER, AuditMethod.SCREEN, AuditMethod.ONSITE)
REVIEWS = (Reviewed.UNKNOWN, Reviewed.NO, Reviewed.PARTIAL, Reviewed.YES)


@dataclass(frozen=True)
class Plan:
    """A made-up register as arrays of numbers.

    Attributes
    ----------
    owners, parties
        How many owners there are, and parties with the owners.
    controls
        The controls that anybody answers.
    consignor, consignee, above, chain
        By engagement, one staff group each; `above` is -1 at the top.
    consent, flow, check, review
        Contract facts, as places in `CONSENTS`, `FLOWS`, `CHECKS`, `REVIEWS`.
    asset_chain, records, distress, economic
        By asset.
    heads, privilege, host, device_owner, site_owner
        By staff group, which is to say by engagement.
    said, evidence
        Places in `CODES` and `EVIDENCE`, shape (parties, controls); 0 was never asked.
    """

    owners: int
    parties: int
    controls: tuple[str, ...]
    consignor: Ints
    consignee: Ints
    above: Ints
    chain: Ints
    consent: Ints
    flow: Ints
    check: Ints
    review: Ints
    asset_chain: Ints
    records: NDArray[np.float64]
    distress: Ints
    economic: Ints
    heads: Ints
    privilege: Ints
    host: Ints
    device_owner: Ints
    site_owner: Ints
    said: NDArray[np.int8]
    evidence: NDArray[np.int8]

    def accesses(self) -> tuple[Ints, Ints]:
        """Return engagement and asset of every access row, by engagement: each group has all assets of its chain."""
        first = np.searchsorted(self.asset_chain, self.chain)
        count = np.searchsorted(self.asset_chain, self.chain, side="right") - first
        engagement = np.repeat(np.arange(len(self.chain), dtype=np.int32), count)
        within = np.arange(len(engagement)) - np.repeat(np.cumsum(count) - count, count)
        return engagement, (np.repeat(first, count) + within).astype(np.int32)


def made_up(size: int, catalogue: Catalogue, *, seed: int = SEED) -> Plan:
    """Return a plan of about `size` access rows, at least one chain; equal seeds give equal plans."""
    rng = np.random.default_rng(seed)
    tops = max(1, round(size / PER_CHAIN))
    above, chain, tier = _forest(tops, rng)
    consignee = _parties_once(chain, tier, max(60, len(above) // 6), rng)
    return dressed(above, chain, consignee, catalogue, owners=1 + tops // 2_000, rng=rng)


def dressed(
    above: Ints, chain: Ints, vendor: Ints, catalogue: Catalogue, *, owners: int, rng: np.random.Generator
) -> Plan:
    """Return a plan of a given shape; all but the shape is drawn.

    Parameters
    ----------
    above, chain, vendor
        By engagement: the one above (-1 at the top), its chain (0, 1, ...), and the number of its consignee among
        the vendors.
    """
    count, tops = len(above), int(chain.max()) + 1
    consignee = (owners + vendor).astype(np.int32)
    owner = (np.arange(tops) % owners).astype(np.int32)
    assets = np.repeat(np.arange(tops, dtype=np.int32), 1 + (rng.random(tops) < 0.3))
    controls = _controls(catalogue)
    parties = int(consignee.max()) + 1
    host = _host(above, consignee, owner[chain], rng)
    return Plan(
        owners=owners,
        parties=parties,
        controls=controls,
        consignor=np.where(above < 0, owner[chain], consignee[above]).astype(np.int32),
        consignee=consignee,
        above=above,
        chain=chain,
        consent=_drawn(rng, count, (0.2, 0.3, 0.5)),
        flow=_drawn(rng, count, (0.3, 0.2, 0.5)),
        check=_drawn(rng, count, (0.3, 0.1, 0.3, 0.1, 0.2)),
        review=_drawn(rng, count, (0.4, 0.1, 0.2, 0.3)),
        asset_chain=assets,
        records=np.ceil(rng.lognormal(8.0, 2.0, len(assets))),
        distress=_drawn(rng, len(assets), (0.6, 0.3, 0.1)) + 1,
        economic=_drawn(rng, len(assets), (0.6, 0.3, 0.1)) + 1,
        heads=rng.geometric(0.15, count).astype(np.int32),
        privilege=_drawn(rng, count, (0.4, 0.4, 0.2)),
        host=host,
        device_owner=np.where(rng.random(count) < 0.7, consignee, host).astype(np.int32),
        site_owner=np.where(rng.random(count) < 0.6, consignee, host).astype(np.int32),
        said=_drawn(rng, (parties, len(controls)), (0.3, 0.2, 0.1, 0.4)).astype(np.int8),
        evidence=_drawn(rng, (parties, len(controls)), (0.4, 0.4, 0.2)).astype(np.int8),
    )


def _forest(tops: int, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Return above, chain and tier of every engagement, tier by tier."""
    above = [np.full(tops, -1, dtype=np.int32)]
    chain = [np.arange(tops, dtype=np.int32)]
    begins = 0
    for mean in CHILDREN:
        number = np.arange(begins, begins + len(chain[-1]), dtype=np.int32)
        children = rng.poisson(mean, len(number))
        begins += len(number)
        above.append(np.repeat(number, children))
        chain.append(np.repeat(chain[-1], children))
    tier = np.repeat(np.arange(len(chain)), [len(c) for c in chain]).astype(np.int32)
    return np.concatenate(above), np.concatenate(chain), tier


def _parties_once(chain: Ints, tier: Ints, vendors: int, rng: np.random.Generator) -> Ints:
    """Return a party for every engagement, no party twice in a chain; few stand at the top of very many chains."""
    skew = np.where(tier == 0, 4.0, 2.0)
    party = (vendors * rng.random(len(chain)) ** skew).astype(np.int64)
    number = vendors
    for _ in range(30):
        key = chain.astype(np.int64) * (vendors + 1) + party
        again = np.ones(len(chain), dtype=np.bool_)
        again[np.unique(key, return_index=True)[1]] = False
        if not again.any():
            return party.astype(np.int32)
        party[again] = rng.integers(0, vendors, int(again.sum()))
    # A chain about as long as there are vendors: whoever is still twice in it becomes a vendor of its own.
    party[again] = number + np.arange(int(again.sum()))
    return party.astype(np.int32)


def _host(above: Ints, consignee: Ints, owner: Ints, rng: np.random.Generator) -> Ints:
    """Return who hosts what each group works on: itself, a party above it, or the owner."""
    host = consignee.copy()
    here = np.arange(len(above))
    kind = rng.random(len(above))
    for _ in CHILDREN:
        # Half of those that look upwards stop at each tier; the others stop at the topmost consignee.
        climbs = (kind < 0.5) & (above[here] >= 0) & (rng.random(len(above)) < 0.6)
        here = np.where(climbs, above[here], here)
        host = consignee[here]
    return np.where(kind > 0.9, owner, host).astype(np.int32)


def _drawn(rng: np.random.Generator, shape: int | tuple[int, ...], shares: tuple[float, ...]) -> Ints:
    """Return places drawn with these shares."""
    return np.searchsorted(np.cumsum(shares)[:-1], rng.random(shape), side="right").astype(np.int32)


def _controls(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the controls that a layer, a hop or a latent tier rests on, in the order of the catalogue."""
    layers = [layer for scenario in catalogue.scenarios for layer in scenario.layers]
    found = {c for layer in layers for c in (*layer.parts, *layer.bulk_parts, *layer.host_parts)}
    return tuple(c.control_id for c in catalogue.controls if c.control_id in found | set(FURTHER))


def as_submission(plan: Plan) -> Submission:
    """Return the plan as a register of objects, as a reader of files would give it."""
    name = [f"P{number:07d}" for number in range(plan.parties)]
    engagement = [f"E{number:07d}" for number in range(len(plan.chain))]
    asset = [f"A{number:07d}" for number in range(len(plan.asset_chain))]
    owner_of = {int(chain): name[plan.consignor[e]] for e, chain in enumerate(plan.chain) if plan.above[e] < 0}
    assets_of: dict[int, list[str]] = {}
    for number, chain in enumerate(plan.asset_chain):
        assets_of.setdefault(int(chain), []).append(asset[number])
    rows, of_asset = plan.accesses()
    return Submission(
        parties=tuple(Party(party_id=n, name=n, kind=PartyKind.ORGANISATION) for n in name),
        engagements=tuple(
            Engagement(
                engagement_id=engagement[e],
                consignor=name[plan.consignor[e]],
                consignee=name[plan.consignee[e]],
                parent_engagement="" if plan.above[e] < 0 else engagement[plan.above[e]],
                asset_ids=tuple(assets_of[int(plan.chain[e])]) if plan.above[e] < 0 else (),
                handling_place=HandlingPlace.OWN_ENV,
                **_facts(plan, e),
            )
            for e in range(len(plan.chain))
        ),
        assets=tuple(
            Asset(
                asset_id=asset[a],
                name=asset[a],
                owner=owner_of[int(plan.asset_chain[a])],
                records=Interval.exact(float(plan.records[a])),
                distress=int(plan.distress[a]),
                economic=int(plan.economic[a]),
            )
            for a in range(len(asset))
        ),
        accesses=tuple(
            Access(
                access_id=f"X{row:07d}",
                engagement_id=engagement[e],
                asset_id=asset[a],
                group="staff",
                employer=name[plan.consignee[e]],
                heads=Interval.exact(float(plan.heads[e])),
                host=name[plan.host[e]],
                device_owner=name[plan.device_owner[e]],
                site_owner=name[plan.site_owner[e]],
                privilege=PRIVILEGES[plan.privilege[e]],
                records=Interval.exact(float(plan.records[a])),
            )
            for row, (e, a) in enumerate(zip(rows.tolist(), of_asset.tolist(), strict=True))
        ),
        answers=tuple(
            Answer(
                party_id=name[party],
                control_id=plan.controls[control],
                answer=CODES[plan.said[party, control]],
                evidence=EVIDENCE[plan.evidence[party, control]],
                answered_on=ANSWERED,
            )
            for party, control in np.argwhere(plan.said > 0).tolist()
        ),
    )


def _facts(plan: Plan, e: int) -> dict[str, Any]:
    """Return the contract facts of one engagement."""
    method = CHECKS[plan.check[e]]
    return {
        "consent": CONSENTS[plan.consent[e]],
        "flow_down": FLOWS[plan.flow[e]],
        "audit_method": method,
        "audited_on": None if method is None else ANSWERED,
        "incident_reports_reviewed": REVIEWS[plan.review[e]],
    }
