"""What many chains have in common: how much loss passes through one party, system, agency or ownership group.

The convention that bites: these are views of one and the same total and are never added together.
"""

from __future__ import annotations

from enum import StrEnum

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Interval


class Shared(StrEnum):
    """What the chains share."""

    PARTY = "party"
    SYSTEM = "system"
    AGENCY = "agency"
    GROUP = "group"


class Concentration(Noun):
    """What passes through one thing; yen a year.

    `eal_yen` is the expected loss of all channels in which it has a part (any role, or on the chain). `falls_away_yen`
    is what the total would lose if it were gone: channels that exist only with it, events whose riskiest route it is
    count with their next route. `tail_share` (0 to 1) is its part of the mean of the worst 1 % of years (TVaR 99, by
    Euler's rule, independent events); None where the tail was not computed. `paths` counts paths through it,
    `principals` the owners, `parties` the parties that can only be reached from an owner through it (dominators).
    """

    kind: Shared
    key: str
    eal_yen: Interval
    falls_away_yen: Interval
    tail_share: float | None = None
    paths: int = 0
    principals: int = 0
    parties: tuple[str, ...] = ()
