"""Base rates brought up to date with what was really seen: the counts given, and what they make of each rate.

The convention that bites: what is observed is compared with what the register itself expects in the same time, so
that a careful portfolio with few incidents does not lower the rates of everybody.
"""

from __future__ import annotations

from datetime import date

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell, Interval

CLASSES = ("INS", "LVR", "EXT", "ERR", "MED", "RES")


class IncidentCount(Noun):
    """How many incidents of one scenario were seen in one time, over `years` (above 0).

    `party_id` limits the count to incidents whose staff or system were that party's; "" stands for the whole
    register. `starts_on` and `ends_on` (included) are None where only a number of years was given.
    """

    scenario: str
    events: int
    years: float
    starts_on: date | None = None
    ends_on: date | None = None
    party_id: str = ""
    note: str = ""
    source: Cell = Cell()

    def overlaps(self, other: IncidentCount) -> bool:
        """Say whether both counts may hold the same incident; without dates nobody can tell them apart."""
        if self.scenario != other.scenario or (self.party_id and other.party_id and self.party_id != other.party_id):
            return False
        if self.starts_on is None or self.ends_on is None or other.starts_on is None or other.ends_on is None:
            return True
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


class CalibratedRate(Noun):
    """One scenario: `expected` events of the register in the time observed, `observed` ones, and the factor.

    The factor on the base rate has mean `factor.pt` and a 90 % credible interval; `old` and `new` are the values of
    the parameter in its own unit. For leavers the parameter is a ratio to insiders, so that its own factor is that of
    the leavers over that of the insiders.
    """

    scenario: str
    parameter: str
    unit: str
    years: float
    expected: float
    observed: int
    factor: Interval
    old: float
    new: float


class Calibration(Noun):
    """All scenarios that counts were given for, and the prior strength `k` that they were weighed against."""

    k: float
    rates: tuple[CalibratedRate, ...] = ()
