"""The intrusions of the reference that move on over connections: all worlds of connections, one after the other."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.asset import SystemKind
from tests.scoring.reference_hosts import any_line, explaining, holdings, is_cloud, unexplained

if TYPE_CHECKING:
    from riskgraph.model.asset import Connection
    from tests.scoring.reference import Reference, Way
    from tests.scoring.reference_ground import Triple

Place = tuple[str, str]  # party, system ("" for the party as a whole)


def place_of(ref: Reference, named: str) -> Place | None:
    """Return what an end names; a system stands at its host."""
    if any(p.party_id == named for p in ref.register.parties):
        return named, ""
    for system in ref.register.systems:
        if system.system_id == named and system.host not in ("", NONE_PARTY):
            return system.host, named
    return None


def body(place: Place) -> Place:
    """Return where an intruder is who is at a place: the party; a nameless host is another one for each system."""
    return place if place[0] == UNKNOWN_PARTY else (place[0], "")


def joined(ref: Reference) -> list[tuple[Place, Place, Triple]]:
    """Return start, end and chance (lo, pt, hi) of every connection between two different known places."""
    found = []
    for c in ref.register.connections:
        start, end = place_of(ref, c.start), place_of(ref, c.end)
        if start and end and body(start) != body(end):
            found.append((start, end, chance(ref, c, end)))
    return found


def chance(ref: Reference, c: Connection, end: Place) -> Triple:
    """Return p (1 - e X), the segmentation of the receiving end taken off."""
    p = c.probability or ref.parameters.ends(f"link.connection.{c.kind.value}")
    x = ref.strength(end[0], "SYS-03", [("system", end[1])] if end[1] else [])
    e = ref.parameters.number("efficacy.EXT.segmentation")
    return p.lo * (1 - e * x[2]), p.pt * (1 - e * x[1]), p.hi * (1 - e * x[0])


def reached(entry: Place, links: list[tuple[Place, Place, Triple]]) -> dict[Place, list[float]]:
    """Return P(place reached from the entry): the sum over all worlds in which a chain of connections leads there."""
    found: dict[Place, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for world in product((True, False), repeat=len(links)):
        on = [link for link, is_on in zip(links, world, strict=True) if is_on]
        bodies, places = {entry}, set()
        for _ in on:
            places |= {end for start, end, _ in on if body(start) in bodies}
            bodies |= {body(place) for place in places}
        for end in range(3):
            weight = prod(p[end] if is_on else 1 - p[end] for (_, _, p), is_on in zip(links, world, strict=True))
            for place in places:
                found[place][end] += weight
    return found


def over_connections(ref: Reference) -> dict[tuple[str, ...], list[Way]]:
    """Return the ways of intrusions that move on: one event an entry and place reached."""
    links = joined(ref)
    events: dict[tuple[str, ...], list[Way]] = defaultdict(list)
    for entry in sorted({body(start) for start, _, _ in links}):
        for place, chances in reached(entry, links).items():
            if body(place) == entry or chances[2] == 0.0:
                continue
            for (host, tenant, asset_id), mine in holdings(ref, place[1] or None).items():
                if host == place[0]:
                    key = ("EXT", entry[0], entry[1], "via", host, *((tenant, place[1]) if tenant or place[1] else ()))
                    scopes = {start[1] for start, _, _ in links if body(start) == entry} | {""}
                    events[key] += ways_in(ref, entry, chances, (host, tenant, asset_id), mine, scopes)
    return events


def ways_in(
    ref: Reference,
    entry: Place,
    chances: list[float],
    key: tuple[str, str, str],
    mine: object,
    scopes: set[str],
) -> list[Way]:
    """Return the ways of one entry to one holding, one for each scope of the entry's answers."""
    host, tenant, asset_id = key
    owner = ref.assets[asset_id].owner
    whole = holdings(ref)
    engagements, smallest = explaining(ref, host, tenant, asset_id, whole[key])
    way = ref.plain(engagements[0] if engagements else "", owner)
    if engagements or host != owner:
        way["Q"] = smallest
    users = {p for (h, t, _), held in whole.items() if h == entry[0] for p in (t, *(u.employer for u in held.users))}
    sharing = users - {"", entry[0], NONE_PARTY} if is_cloud(ref, entry[0]) else set()
    exists = any_line(ref, mine.lines)  # type: ignore[attr-defined]
    way |= {
        "host": entry[0],
        "web": any(s.host == entry[0] and s.kind is SystemKind.WEB for s in ref.register.systems),
        "cloud": bool(sharing),
        "tenants": tuple(sharing),
        "records": mine.records,  # type: ignore[attr-defined]
        "weight": tuple(x * y for x, y in zip(exists, chances, strict=True)),
    }
    paths = frozenset(ref.path(e) for e in engagements) or frozenset(
        [unexplained(ref, host, tenant, owner, whole[key])]
    )
    found = []
    for system in sorted(scopes):
        way["scopes"] = [("system", system)] if system else []
        found.append(ref.way("EXT", dict(way), asset_id, paths, system))
    return found
