"""The difference between two assessments as a sum of its causes, for the total and for every path.

The convention that bites: parts add up to the difference within 1e-9 of it, and each part has one cause. The stages
come in the order of `Stage`; within a stage a part is the mean of what its change moves in the order of the parts and
in the reverse of it.
"""

from __future__ import annotations

from enum import StrEnum

from riskgraph.model.causes import Cause
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell, Interval


class Stage(StrEnum):
    """The stages between old and new, in their order."""

    TIME = "time"
    ASSUMPTIONS = "assumptions"
    REGISTER = "register"
    ANSWERS = "answers"


class DifferencePart(Noun):
    """One cause of a difference, yen a year (below 0: the loss fell).

    Of an answer `party_id` and `control_id` are given, of a row `sheet` and `row_id`, of an assumption `parameter`.
    `before` and `after` are what is said or written there. `count` is above 1 where several small ones are summed.
    """

    stage: Stage
    cause: Cause
    eal_yen: float
    party_id: str = ""
    control_id: str = ""
    sheet: str = ""
    row_id: str = ""
    parameter: str = ""
    before: str = ""
    after: str = ""
    count: int = 1
    source: Cell = Cell()


class PathAccount(Noun):
    """One path that moved, with its parts, largest first; they sum to eal_after - eal_before at the point."""

    key: str
    parties: tuple[str, ...]
    rank_before: int | None = None
    rank_after: int | None = None
    eal_before: Interval | None = None
    eal_after: Interval | None = None
    parts: tuple[DifferencePart, ...] = ()


class Accounting(Noun):
    """The whole difference; `parts` sum to eal_after - eal_before at the point, largest first."""

    eal_before: Interval
    eal_after: Interval
    parts: tuple[DifferencePart, ...] = ()
    paths: tuple[PathAccount, ...] = ()
