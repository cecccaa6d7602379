"""Why something differs from last time: six causes kept apart, and one for what moved only beside others.

The convention that bites: every changed answer has exactly one cause, even where two things happened to it. A
change in what is really done comes before the paper behind it, and both before the mere passing of time.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell, Interval


class Cause(StrEnum):
    """Why an answer or a path differs.

    `practice`: another answer. `evidence`: the same answer with other evidence, or a doubt that was raised or
    settled. `returned`: an answer came where there was none, was renewed, or counts no more. `expired`: time went
    by. `assumptions`: other parameters, catalogue or program. `register`: rows of the register. `others`: a path
    that only changed places because other paths moved.
    """

    PRACTICE = "practice"
    EVIDENCE = "evidence"
    RETURNED = "returned"
    EXPIRED = "expired"
    ASSUMPTIONS = "assumptions"
    REGISTER = "register"
    OTHERS = "others"


class AnswerCause(Noun):
    """One answer that differs, with its only cause.

    `before` and `after` are answer codes, or the standing of a silence (``overdue``, ``not_asked``, ...).
    """

    party_id: str
    control_id: str
    cause: Cause
    before: str
    after: str
    evidence_before: str = ""
    evidence_after: str = ""
    answered_before: date | None = None
    answered_after: date | None = None
    source: Cell = Cell()


class PathCause(Noun):
    """One path that moved: its main cause, and all causes behind it with the one that weighs most first.

    A rank of None means that the path is not among those listed.
    """

    key: str
    parties: tuple[str, ...]
    rank_before: int | None
    rank_after: int | None
    eal_before: Interval | None
    eal_after: Interval | None
    causes: tuple[Cause, ...]

    @property
    def cause(self) -> Cause:
        """Return the cause that weighs most."""
        return self.causes[0]

    @property
    def has_risen(self) -> bool:
        """Say whether the path stands nearer to the top than before."""
        return self.rank_after is not None and (self.rank_before is None or self.rank_after < self.rank_before)

    @property
    def has_fallen(self) -> bool:
        """Say whether the path stands further from the top than before."""
        return self.rank_before is not None and (self.rank_after is None or self.rank_after > self.rank_before)


class Causes(Noun):
    """What differs between two assessments, by cause: the answers, and the paths whose rank or loss moved."""

    answers: tuple[AnswerCause, ...] = ()
    paths: tuple[PathCause, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing differs."""
        return not (self.answers or self.paths)
