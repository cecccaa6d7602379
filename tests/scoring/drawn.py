"""Registers drawn at random: chains, shared hosts, clouds, paper, ended work, people, suspicions, gaps.

Everything is drawn from a `random.Random`, so that hypothesis can shrink it and a seed can name it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY, Access, Privilege
from riskgraph.model.answer import Answer, Request
from riskgraph.model.asset import Asset, Connection, ConnectionKind, Site, System, SystemKind
from riskgraph.model.engagement import (
    AuditMethod,
    Consent,
    Declared,
    Engagement,
    HandlingPlace,
    Onward,
    Relation,
    Reviewed,
    Status,
)
from riskgraph.model.party import Tri
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from tests.scoring.worlds import AS_OF, access, answer, number, party, scoped

OWNERS = ("O", "P")
FIRMS = ("A", "B", "C", "D")
CLOUD = "K"
CONTROLS = (
    "DEV-01", "DEV-02", "DEV-04", "DEV-05", "MON-01", "MON-02", "MON-03", "MON-04", "MON-05", "IAM-01", "IAM-02",
    "IAM-03", "IAM-04", "IAM-05", "HUM-01", "HUM-02", "HUM-04", "HUM-05", "HUM-06", "PHY-01", "PHY-02", "PHY-03",
    "PHY-04", "CHN-01", "CHN-02", "CHN-03", "CHN-04", "CHN-05", "CHN-09", "SYS-01", "SYS-02", "SYS-03", "SYS-04",
    "SYS-06", "SYS-08", "SYS-10", "SYS-11", "OUT-01", "LIF-01", "LIF-02", "INC-03", "ORG-05",
)  # fmt: skip
SAID = ("yes", "yes", "yes", "partial", "no", "planned", "na", "unknown", "blank")


@dataclass(frozen=True)
class Draw:
    """What may be drawn: how many assets at most, whether suspicion, ends and gaps occur, and how much suspicion."""

    assets: int = 2
    has_suspected: bool = True
    has_ended: bool = True
    has_cloud: bool = True
    has_scopes: bool = True
    has_requests: bool = True
    has_connections: bool = True
    suspicion: float = 0.2


def register(random: Random, draw: Draw | None = None) -> Submission:
    """Return a small register with every kind of row."""
    draw = draw or Draw()
    assets = _assets(random, draw)
    engagements = _engagements(random, draw, assets)
    systems = _systems(random, draw, assets)
    sites = tuple(Site(site_id=f"L{n}", party_id=random.choice((*FIRMS, ""))) for n in range(random.randint(0, 1)))
    accesses = _accesses(random, assets, engagements, systems, sites)
    answers = _answers(random, draw, engagements, systems)
    requests = _requests(random) if draw.has_requests else ()
    return Submission(
        parties=tuple(party(name) for name in (*OWNERS, *FIRMS, CLOUD)),
        assets=assets,
        engagements=engagements,
        systems=systems,
        sites=sites,
        accesses=accesses,
        answers=answers,
        requests=requests,
        connections=_connections(random, systems) if draw.has_connections else (),
    )


def _size(random: Random, top: int) -> Interval | None:
    kind = random.randint(0, 4)
    if kind == 0:
        return None
    low, point, high = sorted(random.choice((0, 1, 7, 60, 900, 4_000, 30_000, 300_000)) for _ in range(3))
    if kind == 1:
        return number((min(low, top), min(point, top), min(high, top)))
    return number(min(point, top))


def _assets(random: Random, draw: Draw) -> tuple[Asset, ...]:
    return tuple(
        Asset(
            asset_id=f"D{n}",
            name=f"List {n}",
            owner="O" if n == 0 else random.choice(OWNERS),
            records=_size(random, 10**6),
            distress=random.randint(1, 3),
            economic=random.randint(1, 3),
            sensitive=random.random() < 0.3,
        )
        for n in range(random.randint(1, draw.assets))
    )


def _facts(random: Random) -> dict[str, Any]:
    """Return contract facts of one engagement, each blank now and then."""
    aged = AS_OF - timedelta(days=random.choice((30, 300, 700, 1_500, -20)))
    return {
        "consent": random.choice((None, *Consent)),
        "consent_no": random.choice(("", "K-1")),
        "flow_down": random.choice(tuple(Tri)),
        "audit_method": random.choice((None, *AuditMethod)),
        "audited_on": random.choice((None, aged)),
        "incident_reports_reviewed": random.choice(tuple(Reviewed)),
        "onward": random.choice(tuple(Onward)),
        "handling_place": random.choice(tuple(HandlingPlace)),
        "deletion_proof": random.choice(tuple(Tri)),
        "records": _size(random, 10**6) if random.random() < 0.3 else None,
    }


def _engagements(random: Random, draw: Draw, assets: Sequence[Asset]) -> tuple[Engagement, ...]:
    made: list[Engagement] = []
    relations = (*[Relation.CONSIGN] * 4, Relation.SYSTEM_USE, Relation.DISPATCH, Relation.SECOND, Relation.JOINT_USE)
    for n in range(random.randint(1, 5)):
        above = random.choice((None, *made)) if made else None
        owner = random.choice(sorted({a.owner for a in assets}))
        consignor = above.consignee if above else owner
        others = [p for p in (*FIRMS, *([CLOUD] if draw.has_cloud else [])) if p != consignor]
        made.append(
            Engagement(
                **_facts(random),
                engagement_id=f"E{n}",
                consignor=consignor,
                consignee=random.choice(others),
                parent_engagement=above.engagement_id if above else "",
                relation=random.choice(relations),
                asset_ids=() if above else tuple(a.asset_id for a in assets if a.owner == owner),
                status=_status(random, draw),
                declared=_declared(random, draw),
                probability=random.choice((None, Interval(0.1, 0.3, 0.6))),
            )
        )
    return tuple(made)


def _status(random: Random, draw: Draw) -> Status:
    if draw.has_ended and random.random() < 0.25:
        return random.choice((Status.ENDED, Status.DELETION_PENDING, Status.DELETION_CONFIRMED, Status.PLANNED))
    return random.choice((Status.ACTIVE, Status.SUSPENDED))


def _declared(random: Random, draw: Draw) -> Declared:
    return Declared.SUSPECTED if draw.has_suspected and random.random() < draw.suspicion else Declared.DECLARED


def _systems(random: Random, draw: Draw, assets: Sequence[Asset]) -> tuple[System, ...]:
    hosts = ("O", *FIRMS, "", *([CLOUD] if draw.has_cloud else []))
    return tuple(
        System(
            system_id=f"S{n}",
            host=random.choice(hosts),
            kind=random.choice((SystemKind.WEB, SystemKind.DB, SystemKind.DB, SystemKind.PAPER)),
            asset_ids=tuple(a.asset_id for a in assets if random.random() < 0.5),
        )
        for n in range(random.randint(0, 2))
    )


def _accesses(
    random: Random,
    assets: Sequence[Asset],
    engagements: Sequence[Engagement],
    systems: Sequence[System],
    sites: Sequence[Site],
) -> tuple[Access, ...]:
    numbers = range(random.randint(0, 4))
    return tuple(_row(random, f"X{n}", assets, engagements, systems, sites) for n in numbers)


def _row(
    random: Random,
    access_id: str,
    assets: Sequence[Asset],
    engagements: Sequence[Engagement],
    systems: Sequence[System],
    sites: Sequence[Site],
) -> Access:
    places = ("", "", "O", *FIRMS, CLOUD, NONE_PARTY, UNKNOWN_PARTY)
    return access(
        access_id,
        random.choice(("", *(e.engagement_id for e in engagements))),
        random.choice(("", *(a.asset_id for a in assets))),
        random.choice(("", *FIRMS, UNKNOWN_PARTY)),
        group=random.choice(("", "g", "h")),
        heads=random.choice((None, 1, 3, 40, (0, 2, 9))),
        host=random.choice(places),
        device_owner=random.choice(places),
        site_owner=random.choice(places),
        system=random.choice(("", *(s.system_id for s in systems))),
        site=random.choice(("", *(s.site_id for s in sites))),
        privilege=random.choice(tuple(Privilege)),
        is_paper=random.random() < 0.1,
        revoked_on=random.choice((None, None, None, date(2025, 1, 1))),
    ).model_copy(update={"records": _size(random, 10**6) if random.random() < 0.6 else None})


def _answers(
    random: Random, draw: Draw, engagements: Sequence[Engagement], systems: Sequence[System]
) -> tuple[Answer, ...]:
    found: list[Answer] = []
    for firm in (*OWNERS, *FIRMS, CLOUD):
        told = random.choice((0.0, 0.5, 1.0))
        answered = [control for control in CONTROLS if random.random() < told]
        found += [answer(firm, control, _said(random), **_about(random)) for control in answered]
    scopes = [("system", s.system_id) for s in systems] + [("engagement", e.engagement_id) for e in engagements]
    for kind, scope_id in scopes if draw.has_scopes else ():
        found += [
            scoped(random.choice(FIRMS), control, _said(random), kind, scope_id, **_about(random))
            for control in random.sample(CONTROLS, 3)
        ]
    return tuple(found)


def _said(random: Random) -> str:
    return f"{random.choice(SAID)}/{random.choice(('claim', 'document', 'verified'))}"


def _about(random: Random) -> dict[str, Any]:
    days = random.choice((10, 100, 400, 900, 2_000, -30, None))
    return {
        "answered_on": None if days is None else AS_OF - timedelta(days=days),
        "comment": random.choice(("", "no such work")),
        "is_flagged": random.random() < 0.05,
    }


def _requests(random: Random) -> tuple[Request, ...]:
    return tuple(
        Request(
            party_id=firm,
            form=random.choice(("short", "full")),
            sent_on=random.choice((None, AS_OF - timedelta(days=random.choice((20, 100))))),
            due_on=random.choice((None, AS_OF - timedelta(days=5), AS_OF + timedelta(days=5))),
            returned_on=random.choice((None, None, AS_OF - timedelta(days=1))),
        )
        for firm in random.sample(FIRMS, 2)
    )


def _connections(random: Random, systems: Sequence[System]) -> tuple[Connection, ...]:
    """Return no connection as often as some; a few ends name nothing that is known."""
    ends = ("O", *FIRMS, *FIRMS, CLOUD, *(s.system_id for s in systems), "NOBODY")
    return tuple(
        Connection(
            connection_id=f"C{n}",
            start=random.choice(ends),
            end=random.choice(ends),
            kind=random.choice(tuple(ConnectionKind)),
            probability=random.choice((None, None, Interval(0.0, 0.2, 0.7), Interval.exact(1.0), Interval.exact(0.0))),
        )
        for n in range(random.choice((0, 0, 2, 4, 6)))
    )
