"""Measures that lower a loss: what they change, what they cost, who acts and who pays.

The convention that bites: the total cost counts whoever pays. The principal pays unless a talk with the party is on
record with its day and result; legal and contractual duties are no measures and never weighed against yen.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from riskgraph.model.change import Change
from riskgraph.model.control import Words
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Interval


class Payer(StrEnum):
    """Who pays for a measure."""

    PRINCIPAL = "principal"
    PARTY = "party"
    SHARED = "shared"


class Cost(Noun):
    """What a measure costs, yen: once, and every year. A year's cost is yearly + one_off / years of use."""

    one_off_yen: Interval = Interval(0.0, 0.0, 0.0)
    yearly_yen: Interval = Interval(0.0, 0.0, 0.0)

    def a_year(self, years: float) -> Interval:
        """Return the cost of one year, yen; `years` (above 0) is how long the outlay serves."""
        ends = ("lo", "pt", "hi")
        return Interval(*(getattr(self.yearly_yen, e) + getattr(self.one_off_yen, e) / years for e in ends))


class MeasureTemplate(Noun):
    """A kind of measure as the catalogue has it: no product is ever named.

    `controls` are brought to yes, seen by a reviewer; `fields` (column to value) are set on an engagement by its
    consignor. `per_head` adds to the cost for every head of the party that handles the data. Costs are judgement.
    """

    template_id: str
    title: Words
    what: Words
    controls: tuple[str, ...] = ()
    fields: dict[str, str] = Field(default_factory=dict)
    cost: Cost
    per_head: Cost = Cost()
    source: str = Field(min_length=1)
    mark: str = Field(default="J", pattern="^[VDJM](/[VDJM])*$")


class CostEntry(Noun):
    """What the user knows better about one measure: its cost, who pays, and the talk about it.

    Raises nothing by itself; a measure paid by the party without `negotiated_on` and `result` is refused where it is
    read (``measure.talk_missing``).
    """

    measure_id: str
    cost: Cost | None = None
    payer: Payer = Payer.PRINCIPAL
    negotiated_on: date | None = None
    result: str = ""
    is_forced: bool = False
    is_excluded: bool = False
    note: str = ""


class Measure(Noun):
    """One measure at one party (or on one engagement), ready to be chosen.

    `measure_id` is ``TEMPLATE@PARTY`` or ``TEMPLATE@ENGAGEMENT``, stable between runs. `acts` is the party that has to
    do it. `changes` is all that it does to the register.
    """

    measure_id: str
    template_id: str
    acts: str
    engagement_id: str = ""
    changes: tuple[Change, ...]
    cost: Cost
    is_default_cost: bool = True
    payer: Payer = Payer.PRINCIPAL
    negotiated_on: date | None = None
    result: str = ""
    is_forced: bool = False
    is_excluded: bool = False
