"""The events of a scored register as arrays, for the analysis of whole years."""

from __future__ import annotations

from riskgraph.model.event_table import EventTable
from riskgraph.scoring.channels import Scored


def events_of(scored: Scored) -> EventTable | None:
    """Return the events of a scored register; None where it has none."""
    return None
