"""Does the ranking hold when judgement moves: joint draws of all parameters, and each parameter alone."""

from __future__ import annotations

from riskgraph.model.stability import RankStability
from riskgraph.scoring.channels import Scored


def rank_stability(scored: Scored, *, seed: int) -> RankStability | None:
    """Return how the first ranks fare when judgement moves by half either way; None where there are no paths."""
    return None
