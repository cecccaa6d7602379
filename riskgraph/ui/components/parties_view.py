"""What the page of parties remembers of a visit: the filter, and the party that is opened."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from riskgraph.report.party_rows import PartyFilter
from riskgraph.ui import session


@dataclass(frozen=True)
class PartiesView:
    """Choices only; `party_id` is "" for the party that the sentence names."""

    wanted: PartyFilter = field(default_factory=PartyFilter)
    party_id: str = ""


def view() -> PartiesView:
    """Return what is remembered."""
    return session.recall(PartiesView)


def change(**fields: Any) -> None:
    """Remember other choices."""
    session.remember(replace(view(), **fields))
