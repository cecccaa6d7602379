"""A plan: which measures, at what cost, what they leave, how near that is to the best there is.

The convention that bites: what remains is always what the engine gives with the measures carried out, read again in
full; the solver's own figures are kept apart as bounds.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from riskgraph.model.assessment import Grade
from riskgraph.model.measure import Measure
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Interval
from riskgraph.model.what_if import PathMove


class Aim(StrEnum):
    """What a plan is for."""

    BUDGET = "budget"
    PATHS = "paths"
    TOTAL = "total"
    TAIL = "tail"


class PlanAsk(Noun):
    """What is asked: the best set for a budget, or the cheapest set that brings something to or under a limit.

    `limit_yen`: yen a year of cost (BUDGET), of the EAL of every path (PATHS), of total EAL (TOTAL); yen of the loss
    that one year in a hundred exceeds (TAIL). `years` is how long an outlay serves.
    """

    aim: Aim
    limit_yen: float = Field(ge=0.0, allow_inf_nan=False)
    years: float = Field(default=3.0, gt=0.0, allow_inf_nan=False)
    alternatives: int = Field(default=2, ge=0, le=20)


class PlannedMeasure(Noun):
    """One chosen measure: what it saves within the plan, and what by itself; yen a year.

    `saves_last_yen` is how much more would remain if only this one were left out; `saves_alone_yen` what it would save
    if it were the only one (0 for a part of an AND-gate whose other parts are open).
    """

    measure: Measure
    cost_a_year: Interval
    saves_last_yen: float
    saves_alone_yen: float
    paths: tuple[str, ...] = ()


class PlanChoice(Noun):
    """One set of measures with what it costs a year and what remains, yen a year."""

    measures: tuple[PlannedMeasure, ...] = ()
    cost_a_year: Interval
    cost_once: Interval
    eal_after: Interval
    largest_path_after: float
    is_reached: bool


class CurvePoint(Noun):
    """Cost against what remains, yen a year; `is_proven` where no other set of that cost leaves less than `bound`."""

    cost_a_year: float
    eal_after: float
    measures: tuple[str, ...] = ()
    is_proven: bool = False
    bound: float | None = None


class Duty(Noun):
    """Something that law or contract asks for and that is never weighed against yen: due, with the party that acts."""

    code: str
    engagement_id: str = ""
    party_id: str = ""
    path_keys: tuple[str, ...] = ()


class Plan(Noun):
    """The answer. `gap` is (cost or EAL of the choice less its proven bound) over the former, 0 to 1; None if unproven.

    `reachable_yen` is what all allowed measures together leave of what the aim limits, `reachable_cost` what they cost
    a year: where `is_reached` is False, this is what can be had.
    """

    ask: PlanAsk
    eal_before: Interval
    largest_path_before: float
    choice: PlanChoice
    alternatives: tuple[PlanChoice, ...] = ()
    greedy: PlanChoice | None = None
    gap: float | None = None
    method: str = "exact"
    reachable_yen: float
    reachable_cost: float
    curve: tuple[CurvePoint, ...] = ()
    duties: tuple[Duty, ...] = ()
    paths: tuple[PathMove, ...] = ()
    grades_after: dict[str, Grade] = Field(default_factory=dict)
    candidates: int = 0
