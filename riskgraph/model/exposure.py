"""What hangs on one party: the data in its reach, the road of a report up to us, and how well it is known.

The convention that bites: reaches of one asset overlap and are never summed; the largest of them counts, end by
end. Hours that nobody agreed on are None and never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.assessment import Standing
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell, Interval

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
HOURS_A_DAY = 24.0


class ReachRole(StrEnum):
    """As what a party reaches data: it holds them, its people do, or somebody below it does either."""

    HOST = "host"
    EMPLOYER = "employer"
    ABOVE = "above"


class AssetReach(Noun):
    """One asset in the reach of a party, in persons.

    `records` is the largest reach by any role, at most the asset's size; `is_size_known` says that the register
    states that size. `by_role` has the same for each role that the party plays.
    """

    asset_id: str
    records: Interval
    by_role: dict[ReachRole, Interval]
    is_size_known: bool = True


class BlastRadius(Noun):
    """What of ours would lie open if this party were breached; no statement that it will be.

    `records` in persons, summed over assets. `chains` counts the lowest engagements on whose line it stands, `below`
    are the parties on those lines under it, `principals` the owners whose data these are.
    """

    party_id: str
    assets: tuple[AssetReach, ...] = ()
    records: Interval = Interval(0.0, 0.0, 0.0)
    systems: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    engagements: tuple[str, ...] = ()
    chains: int = 0
    below: tuple[str, ...] = ()
    principals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deadlines:
    """When a leak must be reported to the authority, in days from the time it is known.

    Preliminary report: about 3 to 5 days; final report: 30 days, 60 where an improper purpose is suspected. Source:
    guidelines for the Act on the Protection of Personal Information, general rules, 3-5-3-3 and 3-5-3-4 (art. 26 of
    the Act). How a last day on a weekend counts is not said here. Whether a duty exists in a case is for the law to
    say, not for these numbers.
    """

    preliminary_days: tuple[int, int] = (3, 5)
    final_days: int = 30
    final_days_improper: int = 60


class LeadState(StrEnum):
    """How the agreed hours of a chain compare with the preliminary report."""

    WITHIN = "within"
    TIGHT = "tight"
    OVER = "over"
    OPEN = "open"


class LeadHop(Noun):
    """One engagement that a report climbs; `hours` is None where no time is agreed in numbers."""

    engagement_id: str
    consignor: str
    consignee: str
    hours: float | None = None
    source: Cell = Cell()


class LeadChain(Noun):
    """The road of a report from a party up to the owner, the lowest engagement first."""

    hops: tuple[LeadHop, ...]

    @property
    def owner(self) -> str:
        """Return the party that the report reaches in the end."""
        return self.hops[-1].consignor

    @property
    def known_hours(self) -> float:
        """Return the sum of the hours that are agreed; the whole takes at least this long by contract."""
        return sum(hop.hours for hop in self.hops if hop.hours is not None)

    @property
    def hours(self) -> float | None:
        """Return the sum over all hops, None where one of them has no time agreed."""
        return None if self.open_hops else self.known_hours

    @property
    def open_hops(self) -> tuple[LeadHop, ...]:
        """Return the hops without a time, the lowest first."""
        return tuple(hop for hop in self.hops if hop.hours is None)

    @property
    def slowest(self) -> LeadHop | None:
        """Return the hop with the most agreed hours, the lowest of equals; None where no hour is agreed."""
        timed = [hop for hop in self.hops if hop.hours is not None]
        return max(timed, key=lambda hop: hop.hours or 0.0) if timed else None

    def state(self, deadlines: Deadlines) -> LeadState:
        """Return how the hours compare with the preliminary report.

        What is agreed alone may already take longer than its later end; then it is over, whatever the open hops add.
        """
        earliest, latest = (days * HOURS_A_DAY for days in deadlines.preliminary_days)
        if self.known_hours > latest:
            return LeadState.OVER
        if self.open_hops:
            return LeadState.OPEN
        return LeadState.WITHIN if self.known_hours <= earliest else LeadState.TIGHT


class ReportLead(Noun):
    """All roads of a report from one party; `shortest` and `longest` in hours.

    `shortest` is over the chains with every hop agreed and None where there is none. `longest` is None as soon as one
    chain has a hop without a time, because nobody can say how long that one takes.
    """

    party_id: str
    chains: tuple[LeadChain, ...] = ()

    @property
    def shortest(self) -> float | None:
        """Return the smallest sum of agreed hours."""
        known = [chain.hours for chain in self.chains if chain.hours is not None]
        return min(known) if known else None

    @property
    def longest(self) -> float | None:
        """Return the largest sum, None where any chain is open."""
        known = [chain.hours for chain in self.chains if chain.hours is not None]
        return max(known) if known and len(known) == len(self.chains) else None

    @property
    def open_chains(self) -> int:
        """Return how many chains have a hop without a time."""
        return sum(1 for chain in self.chains if chain.open_hops)

    def state(self, deadlines: Deadlines) -> LeadState | None:
        """Return the state of the slowest chain: over, open, tight, within; None without a chain."""
        order = (LeadState.OVER, LeadState.OPEN, LeadState.TIGHT, LeadState.WITHIN)
        states = {chain.state(deadlines) for chain in self.chains}
        return next((state for state in order if state in states), None)


class DomainScore(Noun):
    """Answers to the controls of one domain, by one party or all of a tier.

    `strength` is the weighted mean, 0 (nothing to rely on) to 1; None where no control applies. `answered` of `asked`
    controls have an answer that says something; `answered_part` (0 to 1) of the point strength rests on these, the
    rest on what firms in general have.
    """

    domain: str
    strength: Interval | None = None
    answered: int = 0
    asked: int = 0
    answered_part: float = 0.0

    @property
    def coverage(self) -> float:
        """Return the answered share, 0 to 1; 0 where nothing applies."""
        return self.answered / self.asked if self.asked else 0.0

    @property
    def weakness(self) -> Interval | None:
        """Return 100 (1 - strength), 0 to 100."""
        s = self.strength
        return None if s is None else Interval(100.0 * (1.0 - s.hi), 100.0 * (1.0 - s.pt), 100.0 * (1.0 - s.lo))


class TierCoverage(Noun):
    """How far the questionnaires of one tier have come, in parties; `answered` is the mean share, 0 to 1.

    A party counts at the highest place where it stands. Persons are left out.
    """

    tier: int
    parties: int = 0
    asked: int = 0
    returned: int = 0
    accepted: int = 0
    answered: float = 0.0


@dataclass(frozen=True)
class StrengthTable:
    """Every control of every party that is no person, as arrays.

    `ends` (parties, controls, 3) are strengths 0 to 1 ordered by size (lo, pt, hi). `standing` (parties, controls)
    indexes `Standing` in its order; what does not apply is `NOT_APPLICABLE`.
    """

    party_ids: tuple[str, ...]
    control_ids: tuple[str, ...]
    ends: Floats
    standing: Ints

    @property
    def row(self) -> Mapping[str, int]:
        """Return the row of every party."""
        return {party_id: number for number, party_id in enumerate(self.party_ids)}


STANDINGS = tuple(Standing)
