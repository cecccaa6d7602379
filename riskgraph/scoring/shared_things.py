"""What every channel and every way in rests on: parties, systems, dispatching agencies, ownership groups.

The convention that bites: a channel *passes through* a thing that any of its own route or roles is; a way in *needs* a
thing only if it could not be without it, on none of its routes. Owners of the data, persons and nameless parties are no
things.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.channel import PT, Route
from riskgraph.model.concentration import Shared
from riskgraph.model.party import Party, PartyKind
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.holdings import Key, gather_holdings
from riskgraph.scoring.rows import Ints, Row
from riskgraph.scoring.strength import Floats

Thing = tuple[Shared, str]
_NOBODY = frozenset({"", NONE_PARTY, UNKNOWN_PARTY})


@dataclass(frozen=True)
class Uses:
    """Pairs of a number and the number of a thing in `things`, each pair once, sorted by thing."""

    things: tuple[Thing, ...]
    number: Ints
    thing: Ints

    @cached_property
    def _starts(self) -> Ints:
        return np.searchsorted(self.thing, np.arange(len(self.things) + 1))

    def of(self, thing: int) -> Ints:
        """Return the numbers that a thing is paired with."""
        return self.number[self._starts[thing] : self._starts[thing + 1]]

    def sums(self, values: Floats) -> Floats:
        """Return the sum of `values` (by number) of every thing, shape (things,)."""
        result: Floats = np.bincount(self.thing, values[self.number], minlength=len(self.things)).astype(np.float64)
        return result

    def distinct(self, group: Ints) -> Ints:
        """Return of every thing how many groups its numbers are in, shape (things,)."""
        pairs = np.unique(np.stack([self.thing, group[self.number]]), axis=1)
        return np.bincount(pairs[0], minlength=len(self.things))


class Register:
    """The rows of a scored register with what they rest on."""

    def __init__(self, scored: Scored) -> None:
        self.scored = scored
        self.ground = scored.ground
        self.parties = scored.ground.submission.party_by_id
        self._systems_of: dict[Key, frozenset[str]] = {
            key: frozenset(holding.systems) for key, holding in gather_holdings(scored.ground).items()
        }
        self._of_party = {party_id: _things(party) for party_id, party in self.parties.items()}
        self._known: dict[tuple[str, ...], frozenset[Thing]] = {}
        self._on_routes: dict[tuple[Route, ...], frozenset[Thing]] = {}
        self._of_route = [self._parties(route.parties[1:], route.parties[0]) for route in scored.routes]

    def through(self) -> Uses:
        """Return the things that every channel passes through."""
        scored = self.scored
        found: list[frozenset[Thing]] = []
        known: dict[tuple[int, int], frozenset[Thing]] = {}
        for cell, path in zip(scored.cell.tolist(), scored.path.tolist(), strict=True):
            row = int(scored.cells.row[cell, PT])
            if (row, path) not in known:
                known[(row, path)] = self._roles(row) | self._of_route[path] | self._systems(row, is_needed=False)
            found.append(known[(row, path)])
        return _uses(found)

    def needs(self, things: tuple[Thing, ...]) -> Uses:
        """Return the things that every row cannot be without."""
        number = {thing: n for n, thing in enumerate(things)}
        found = []
        for place, row in enumerate(self.scored.rows.rows):
            chain = self._on_every_route(row.routes)
            found.append((self._roles(place) | chain | self._systems(place, is_needed=True)) & number.keys())
        return _uses(found, number)

    def _on_every_route(self, routes: tuple[Route, ...]) -> frozenset[Thing]:
        """Return the things that all of these routes lead through; rows of one group share their routes."""
        if routes not in self._on_routes:
            each = (self._parties(route.parties[1:], route.parties[0]) for route in routes)
            self._on_routes[routes] = frozenset.intersection(*each)
        return self._on_routes[routes]

    def _roles(self, number: int) -> frozenset[Thing]:
        """Return whoever has a role in a row; the agency among them is the employer that sends people."""
        row, access = self.scored.rows.rows[number], self.scored.rows.rows[number].access
        keys = self.ground.profiles.keys
        staff = (access.employer, access.device_owner, access.site_owner) if access else ("", "", "")
        entry = row.entered.start[1] if row.entered is not None else ""
        parties = (row.routes[0].parties[0], *staff, row.host_party, entry, *(keys[t][0] for t in row.tenants))
        if parties not in self._known:
            found = self._parties(parties[1:], parties[0])
            employer = self.parties.get(staff[0])
            if employer is not None and employer.kind is PartyKind.AGENCY:
                found = found | {(Shared.AGENCY, employer.party_id)}
            self._known[parties] = found
        return self._known[parties]

    def _systems(self, number: int, *, is_needed: bool) -> frozenset[Thing]:
        """Return the systems that a row leads into; needed is one only where there is no other."""
        row = self.scored.rows.rows[number]
        found = frozenset({row.access.system}) if row.access is not None else self._held(row)
        if is_needed and len(found) > 1:
            return frozenset()
        return frozenset((Shared.SYSTEM, system) for system in found if system)

    def _held(self, row: Row) -> frozenset[str]:
        """Return the systems in which the host of a row holds its data, or the one that an intruder got to."""
        if row.entered is not None:
            *_, system = row.entered.end
            if system:
                return frozenset({system})
            return self._systems_of.get((row.host_party, row.entered.tenant, row.asset_id), frozenset())
        tenant = row.event[2] if row.event[0] == "EXT" and len(row.event) > 2 else ""
        return self._systems_of.get((row.host_party, tenant, row.asset_id), frozenset())

    def _parties(self, party_ids: Iterable[str], owner: str) -> frozenset[Thing]:
        """Return parties and the groups that own them, without the owner of the data, persons and nameless ones."""
        found: set[Thing] = set()
        for party_id in party_ids:
            if party_id != owner:
                found.update(self._of_party.get(party_id, ()))
        return frozenset(found)


def _things(party: Party) -> tuple[Thing, ...]:
    """Return what one party is: itself and the group that owns it; a person is no thing."""
    if party.is_person or party.party_id in _NOBODY:
        return ()
    group = party.group.strip()
    return ((Shared.PARTY, party.party_id), *([(Shared.GROUP, group)] if group else []))


def _uses(found: list[frozenset[Thing]], known: Mapping[Thing, int] | None = None) -> Uses:
    """Return sets of things as pairs."""
    things = tuple(known) if known is not None else tuple(sorted(frozenset().union(*found)))
    number = known or {thing: n for n, thing in enumerate(things)}
    pairs = [(number[thing], place) for place, of_one in enumerate(found) for thing in of_one]
    table = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return Uses(things, table[:, 1], table[:, 0])
