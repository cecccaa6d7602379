"""How many events a year the register expects, by scenario and by the party whose staff or system acts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from riskgraph.model.channel import PT
from riskgraph.scoring.channels import Scored


def expected_by_actor(scored: Scored) -> Mapping[str, Mapping[str, float]]:
    """Return events a year at the point, by scenario and party; what is added up over channels is the total.

    The acting party is the employer of the staff, and for intrusion and data left behind who holds them.
    """
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for channel in range(len(scored.ids)):
        row = scored.row_of(channel)
        actor = row.access.employer if row.access is not None else row.host_party
        found[row.scenario][actor] += float(scored.rate[channel, PT])
    return {scenario: dict(by_actor) for scenario, by_actor in found.items()}
