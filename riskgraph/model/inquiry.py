"""Which question is worth asking next: what knowing the answer would be worth before deciding on a path.

The convention that bites: a question may be several answers at once where only together they move anything (the parts
of an AND-gate), and the worth of knowing is never negative.
"""

from __future__ import annotations

from enum import StrEnum

from riskgraph.model.assessment import Standing
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell, Interval


class Decision(StrEnum):
    """What can be decided of a path."""

    ACCEPT = "accept"
    REMEDIATE = "remediate"
    REFUSE = "refuse"


class Way(StrEnum):
    """How one would find out, the dearest last."""

    CALL = "call"
    FORM = "form"
    DOCUMENT = "document"
    SCREEN = "screen"
    ONSITE = "onsite"


class WhyAsk(StrEnum):
    """What is open about the answer now."""

    UNANSWERED = "unanswered"
    UNASKED = "unasked"
    OVERDUE = "overdue"
    STALE = "stale"
    CLAIM_ONLY = "claim_only"


class Asked(Noun):
    """One answer within a question, as it stands now."""

    control_id: str
    standing: Standing
    why: WhyAsk
    answer: str = ""
    source: Cell = Cell()


class Inquiry(Noun):
    """One question to one party.

    Attributes
    ----------
    worth_yen
        Expected gain of deciding after the answer in place of now, yen a year (EVPI), not negative.
    cost_yen
        Of asking, yen; judgement.
    ratio
        worth_yen over cost_yen.
    p_good
        Probability that the answer turns out good, 0 to 1: the prior of the control, or what the evidence is worth.
    eal_if_good, eal_if_bad
        Total EAL then, yen a year.
    width_before, width_after
        Width of the interval of the EAL of the paths concerned, now and expected after asking, yen a year.
    flips
        Paths whose best decision depends on the answer, with the decision now, if good and if bad.
    via
        The direct contractors through whom a deeper party is asked; none for a party under contract.
    fix_yen, refuse_yen
        Cost of a year of putting it in place, and of giving the work to somebody else; None where that cannot be.
    """

    party_id: str
    asked: tuple[Asked, ...]
    way: Way
    worth_yen: float
    cost_yen: float
    ratio: float
    p_good: float
    eal_if_good: Interval
    eal_if_bad: Interval
    width_before: float
    width_after: float
    path_keys: tuple[str, ...] = ()
    flips: tuple[Flip, ...] = ()
    via: tuple[str, ...] = ()
    fix_yen: float | None = None
    refuse_yen: float | None = None


class Flip(Noun):
    """A path whose best decision hangs on the answer.

    Attributes
    ----------
    together
        Other paths to the same party that are decided with it, because the answer moves a loss between them.
    worth_yen
        What knowing is worth on this path, yen a year.
    good_yen, bad_yen
        The loss of accepting it, yen a year, by answer.
    remediated_yen, refused_yen
        Loss and cost together of the other two decisions, yen a year, whatever the answer; None where it cannot be.
    """

    path_key: str
    now: Decision
    if_good: Decision
    if_bad: Decision
    together: tuple[str, ...] = ()
    worth_yen: float = 0.0
    good_yen: float = 0.0
    bad_yen: float = 0.0
    remediated_yen: float | None = None
    refused_yen: float | None = None


class Inquiries(Noun):
    """All questions worth looking at, the best ratio first, and those by swing that no decision hangs on.

    `open_answers` counts the answers that could be asked, `could_be_asked` the questions that they make and
    `looked_into` those whose worth was worked out; `eal` is the total now.
    """

    questions: tuple[Inquiry, ...] = ()
    open_answers: int = 0
    could_be_asked: int = 0
    looked_into: int = 0
    eal: Interval


Inquiry.model_rebuild()
