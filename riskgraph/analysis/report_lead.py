"""How long a report of an incident takes from a party up to the owner, by the hours that contracts agree on.

The convention that bites: a hop without agreed hours (blank, or only "promptly") is unknown and never 0; a chain with
one such hop has no total. Nothing here says whether a duty to report exists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from riskgraph.model.chain import Chain
from riskgraph.model.exposure import LeadChain, LeadHop, ReportLead


def report_leads(chain: Chain) -> Mapping[str, ReportLead]:
    """Return the roads of a report of every party that stands below an owner.

    Notes
    -----
    Linear in the engagements times the length of their lines. Work that is only planned and work whose data are
    confirmed deleted has nothing left to report; relations outside supervision are left out.
    """
    found: dict[str, dict[tuple[str, ...], LeadChain]] = defaultdict(dict)
    for engagement_id in sorted(chain.engagements):
        if not chain.is_scored(engagement_id) or chain.is_deleted(engagement_id):
            continue
        line = chain.line(engagement_id)
        # Copies of one row under several parents are one contract: equal roads are told once.
        rows = tuple(chain.engagements[e].row_id for e in line)
        found[chain.engagements[engagement_id].consignee].setdefault(rows, _road(line, chain))
    return {party: ReportLead(party_id=party, chains=_slowest_first(roads.values())) for party, roads in found.items()}


def _slowest_first(roads: Iterable[LeadChain]) -> tuple[LeadChain, ...]:
    """Return roads with an open hop first, then the longest; the order of the register plays no part."""
    return tuple(
        sorted(roads, key=lambda road: (not road.open_hops, -road.known_hours, [h.engagement_id for h in road.hops]))
    )


def _road(line: tuple[str, ...], chain: Chain) -> LeadChain:
    """Return the hops of a line from the bottom up."""
    steps = [chain.engagements[e] for e in reversed(line)]
    return LeadChain(
        hops=tuple(
            LeadHop(
                engagement_id=step.engagement_id,
                consignor=step.consignor,
                consignee=step.consignee,
                hours=step.incident_notice_hours,
                source=step.source.at("incident_notice_hours"),
            )
            for step in steps
        )
    )
