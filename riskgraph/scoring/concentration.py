"""What passes through one party, system, agency or ownership group, and what falls away without it."""

from __future__ import annotations

from riskgraph.model.concentration import Concentration
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.strength import Floats


def concentration_of(scored: Scored, tail_shares: Floats | None) -> tuple[Concentration, ...]:
    """Return what many chains share, the largest first.

    Parameters
    ----------
    tail_shares
        The part of TVaR 99 that each event of `events_of` bears, shape (events,), summing to 1; None where unknown.
    """
    return ()
