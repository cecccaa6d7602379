"""Intrusion that moves on over connections: got in at one party, on to data that another one holds.

The convention that bites: the layers are those of the party that was broken into, the supervision that of the chain
to whoever holds the data. Every such intrusion is an event of its own beside those at the holder itself, because each
organisation that is broken into needs its own investigation; so a connection more never lowers a loss.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from riskgraph.model.access import UNKNOWN_PARTY
from riskgraph.model.assessment import EntryStep
from riskgraph.model.asset import SystemKind
from riskgraph.scoring.connections import End, Node, Ways, chances_of, end_of, segmentation_of, steps_of
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.holdings import is_cloud
from riskgraph.scoring.hosting import Held, known_by, tenant_profiles
from riskgraph.scoring.rows import Entered, Row, rising
from riskgraph.scoring.strength import Ends


@dataclass(frozen=True)
class Entry:
    """A party where a connection starts, as an organisation-year of intrusions: its profiles and what it is like."""

    party: str
    system: str
    profiles: tuple[int, ...]
    tenants: tuple[int, ...]
    is_web: bool


def lateral_rows(ground: Ground, held: Sequence[Held]) -> Iterable[Row]:
    """Give the rows of intrusions at one party that reach what another one holds, over connections.

    One event for each entry and end reached; its weight is that of the holding times P(end reached from entry).
    Nothing without connections.

    Notes
    -----
    Three reachability calls an entry, and one row for each entry, end and asset held there.
    """
    steps = steps_of(ground)
    if not steps:
        return
    ways = Ways(steps)
    chances = chances_of(steps, ground.parameters, segmentation_of(ground, steps))
    at = _by_host(held)
    users = _users(held)
    for node, starts in ways.entries.items():
        entry = _entry(ground, node, starts, users)
        named = ways.likeliest(node, chances)
        lo, pt, hi = (ways.reached_from(node, chances[:, end], end) for end in range(3))
        for reached in sorted(hi):
            end = End(reached[1], reached[2])
            if hi[reached] > 0.0 and end.inside != node:
                chance = (lo[reached], pt[reached], hi[reached])
                for here in at.get(end.party, ()):
                    entered = Entered(node, reached, here.key[1], chance)
                    yield from _rows(ground, entry, here, entered, named[reached])


def _by_host(held: Iterable[Held]) -> Mapping[str, tuple[Held, ...]]:
    """Return what is held, by host."""
    found: dict[str, list[Held]] = defaultdict(list)
    for here in held:
        found[here.key[0]].append(here)
    return {host: tuple(of_host) for host, of_host in found.items()}


def _users(held: Iterable[Held]) -> Mapping[str, set[str]]:
    """Return for each host its tenants and the employers of all who use its accounts."""
    found: dict[str, set[str]] = defaultdict(set)
    for here in held:
        found[here.key[0]].update((here.key[1], *(user.employer for user in here.holding.users)))
    return found


def _entry(ground: Ground, node: Node, starts: Sequence[End], users: Mapping[str, set[str]]) -> Entry:
    """Return an entry; at a cloud the weakest configuration among all who use it counts."""
    party = node[1]
    profiles = [ground.profiles.index(party), *(ground.profiles.index(party, system=s.system) for s in starts)]
    sharing = sorted(users.get(party, set()) - {""})
    tenant = sharing[0] if sharing and is_cloud(party, ground) else ""
    return Entry(
        party=party,
        system=node[2],
        profiles=tuple(dict.fromkeys(profiles)),
        tenants=tenant_profiles(tenant, set(sharing), party, ground),
        is_web=any(s.host == party and s.kind is SystemKind.WEB for s in ground.submission.systems),
    )


def _rows(ground: Ground, entry: Entry, here: Held, entered: Entered, way: tuple[str, ...]) -> Iterable[Row]:
    """Give the rows of one entry, end and holding, one for each profile of the entry; the riskiest will count."""
    _, party, system = entered.end
    holding = here.holding.within(system) if system else here.holding
    if not holding.sources:
        return
    tenant = entered.tenant
    weight = holding.weight(ground)
    row = replace(
        here.row,
        event=("EXT", entry.party, entry.system, "via", party, *((tenant, system) if tenant or system else ())),
        routes=tuple(replace(route, entry=way) for route in here.row.routes),
        weight=_both(weight, entered.chance),
        known_by=known_by(holding, weight),
        records=rising(holding.records),
        tenants=entry.tenants,
        is_web=entry.is_web,
        entered=entered,
    )
    for profile in entry.profiles:
        yield replace(row, host=profile)


def _both(one: Ends, other: Ends) -> Ends:
    """Return the probability that two independent things hold, end by end."""
    return (one[0] * other[0], one[1] * other[1], one[2] * other[2])


def entry_steps(ground: Ground, entry: Sequence[str]) -> tuple[EntryStep, ...]:
    """Return the connections of an entry as people read them: between parties, with the cell of the row."""
    by_id = {connection.connection_id: connection for connection in reversed(ground.submission.connections)}
    steps = []
    for connection_id in entry:
        connection = by_id[connection_id]
        start, end = end_of(ground, connection.start), end_of(ground, connection.end)
        steps.append(
            EntryStep(
                connection_id=connection_id,
                start=start.party if start else UNKNOWN_PARTY,
                end=end.party if end else UNKNOWN_PARTY,
                kind=connection.kind,
                source=connection.source.at("from"),
            )
        )
    return tuple(steps)
