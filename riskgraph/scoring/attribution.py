"""Expected loss told apart by layers, roles, parties and single answers."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.attribution import Attribution
from riskgraph.scoring.channels import Scored


def attribution_of(scored: Scored, channels: Sequence[int]) -> Attribution | None:
    """Return the point EAL of these channels as a sum of its causes; None where there is no loss."""
    return None
