"""Supervision told apart: over the hops of a route by log shares, and within a hop over what it rests on.

The convention that bites: whose a hop is is its consignor; a person who passes work on is never named, and the hop then
stands under whoever engaged that person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from riskgraph.model.assessment import Standing
from riskgraph.model.channel import PT, Route
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.rows import Ints, Mask
from riskgraph.scoring.shapley import as_shares, gains_of_mean, gains_of_min
from riskgraph.scoring.strength import UNANSWERED, Floats
from riskgraph.scoring.supervision import PEOPLE_CONTROLS, Part

MISSING_HOP = "hop.missing"
PERSON = "person"
_OWN_CHECK = "ORG-05"


@dataclass(frozen=True)
class Cause:
    """One thing that bears loss: a control of a party, or (`control_id` "") a fact named by `fact`."""

    party_id: str
    control_id: str = ""
    fact: str = ""
    is_confirmed: bool = True


class Bearers:
    """Who stands for whom: a party for itself, a person under whoever engaged it; never by name."""

    def __init__(self, scored: Scored) -> None:
        self.parties = scored.ground.submission.party_by_id
        self.ground = scored.ground

    def is_person(self, party_id: str) -> bool:
        """Say whether this is a person or a pool of persons."""
        party = self.parties.get(party_id)
        return party is not None and party.is_person

    def of(self, party_id: str, route: Route) -> str:
        """Return the party under which `party_id` stands on a route; "" where only persons are left.

        The next firm above on the route; off it whoever engaged the person if that is one firm only, else the last firm
        of the route.
        """
        if not self.is_person(party_id):
            return party_id
        line = route.parties
        if party_id in line:
            line = line[: line.index(party_id)]
        else:
            consignors = {
                self.ground.chain.engagements[e].consignor for e in self.ground.engagements_to.get(party_id, ())
            }
            firms = {c for c in consignors if not self.is_person(c)}
            if len(firms) == 1:
                return next(iter(firms))
        return next((above for above in reversed(line) if not self.is_person(above)), "")


class HopParts:
    """The hops of all routes of a register, laid out flat: hop h lies on `route[h]` and rests on `step[h]`."""

    def __init__(self, scored: Scored, bearers: Bearers) -> None:
        self._scored = scored
        self._bearers = bearers
        self._steps: dict[tuple[str, str], int] = {}
        self.causes: list[tuple[Cause, ...]] = []
        self._strengths: list[tuple[float, ...]] = []
        routes: list[int] = []
        steps: list[int] = []
        strengths: list[float] = []
        for number, route in enumerate(scored.routes):
            for step, q in self._of_route(route):
                routes.append(number)
                steps.append(step)
                strengths.append(q)
        self.route: Ints = np.array(routes, dtype=np.int64)
        self.step: Ints = np.array(steps, dtype=np.int64)
        self.parts = _within_steps(self._strengths)
        self.share = log_shares(np.array(strengths, dtype=np.float64), self.route, len(scored.routes))

    def by_cause(self, yen_of_route: Floats) -> list[tuple[Cause, float]]:
        """Return yen by what supervision rests on, from yen by route, shape (routes,)."""
        yen = np.bincount(self.step, yen_of_route[self.route] * self.share, minlength=len(self.causes))
        return [
            (cause, float(yen[step]) * part)
            for step in np.flatnonzero(yen)
            for cause, part in zip(self.causes[step], self.parts[step], strict=True)
        ]

    def _of_route(self, route: Route) -> list[tuple[int, float]]:
        """Return the steps of a route with their strengths; the owner's own staff have its yearly check."""
        if not route.engagements:
            owner = route.parties[0]
            ends, _ = self._scored.ground.own_supervision(owner)
            return [(self._number(("own", owner), route, owner), ends[PT])]
        found = []
        for place, engagement_id in enumerate(route.engagements):
            consignor = route.parties[place]
            if engagement_id is None:
                found.append((self._number(("", self._bearers.of(consignor, route)), route, consignor), 0.0))
            else:
                q = self._scored.ground.supervision.q[engagement_id][PT]
                found.append((self._number(("hop", engagement_id), route, consignor), q))
        return found

    def _number(self, key: tuple[str, str], route: Route, consignor: str) -> int:
        """Return the number of a step, laid out where it is met for the first time."""
        if key not in self._steps:
            self._steps[key] = len(self.causes)
            causes, strengths = self._resting_on(key, self._bearers.of(consignor, route))
            if key[0] == "hop" and self._bearers.is_person(consignor):
                causes = tuple(Cause(cause.party_id, "", PERSON, cause.is_confirmed) for cause in causes)
            self.causes.append(causes)
            self._strengths.append(strengths)
        return self._steps[key]

    def _resting_on(self, key: tuple[str, str], party_id: str) -> tuple[tuple[Cause, ...], tuple[float, ...]]:
        kind, name = key
        if kind == "own":
            profiles = self._scored.ground.profiles
            is_open = profiles.judged(profiles.index(name), _OWN_CHECK).standing in UNANSWERED
            return (Cause(party_id, _OWN_CHECK, is_confirmed=not is_open),), (1.0,)
        if kind == "":
            return (Cause(party_id, "", MISSING_HOP, is_confirmed=False),), (1.0,)
        parts = self._scored.ground.supervision.parts[name]
        causes = tuple(_cause(part_name, part, party_id) for part_name, part in parts.items())
        return causes, tuple(part.ends[PT] for part in parts.values())


def _within_steps(strengths: Sequence[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """Return how each step falls on its parts: two answers count by their mean, three facts by mean and minimum."""
    result: list[tuple[float, ...]] = [(1.0,)] * len(strengths)
    for count in (2, 3):
        here = [step for step, parts in enumerate(strengths) if len(parts) == count]
        if here:
            table = np.array([strengths[step] for step in here])
            gains = gains_of_mean(table)
            gains = gains if count == 2 else 0.5 * gains + 0.5 * gains_of_min(table)
            for step, shares in zip(here, as_shares(gains).tolist(), strict=True):
                result[step] = tuple(shares)
    return result


def _cause(name: str, part: Part, party_id: str) -> Cause:
    """Return what a part of a hop rests on: the consignor's answer where it stands in, else the contract's fact."""
    if name in PEOPLE_CONTROLS:
        return Cause(party_id, name, is_confirmed=part.is_stated)
    if part.is_stated or not part.answers:
        return Cause(party_id, "", f"hop.{name}", is_confirmed=part.is_stated)
    answer = part.answers[0]
    is_said = answer.standing in (Standing.ANSWERED, Standing.NOT_APPLICABLE)
    return Cause(party_id, answer.control_id, is_confirmed=is_said)


def log_shares(strengths: Floats, group: Ints, groups: int) -> Floats:
    """Return what each factor bears of the shortfall of the product of its group, summing to 1 over a group.

    Formula: ln(1 / q_e) over its sum. Where factors are 0 these bear it all in equal parts, which is the limit of
    factors that go to 0 together; where none falls short, all in equal parts. Source: B. W. Ang, LMDI; docs/method.md,
    "Where a number comes from".
    """
    is_zero: Mask = strengths <= 0.0
    zeros = np.bincount(group, is_zero, minlength=groups)[group]
    logs = -np.log(np.where(is_zero, 1.0, strengths))
    total = np.bincount(group, logs, minlength=groups)[group]
    alike = 1.0 / np.bincount(group, minlength=groups)[group]
    by_log = np.where(total > 0, logs / np.where(total > 0, total, 1.0), alike)
    return np.where(zeros > 0, is_zero / np.where(zeros > 0, zeros, 1.0), by_log)
