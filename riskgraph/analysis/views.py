"""Views of the same channels by party and by asset; views are never added together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from riskgraph.model.assessment import RoleLosses
from riskgraph.model.channel import PT, ChannelTable
from riskgraph.model.quantities import Interval


def losses_by_role(table: ChannelTable) -> Mapping[str, RoleLosses]:
    """Return each party's EAL as host, employer and supervisor, yen a year at the point.

    As supervisor a party has what passes below it: every party of a path but its last.
    """
    host: dict[str, float] = defaultdict(float)
    employer: dict[str, float] = defaultdict(float)
    supervisor: dict[str, float] = defaultdict(float)
    for channel, eal in enumerate(table.eal[:, PT]):
        host[table.hosts[channel]] += float(eal)
        if table.employers[channel]:
            employer[table.employers[channel]] += float(eal)
        for party in set(table.routes[int(table.path[channel])].parties[:-1]):
            supervisor[party] += float(eal)
    parties = {*host, *employer, *supervisor}
    return {p: RoleLosses(host=host[p], employer=employer[p], supervisor=supervisor[p]) for p in sorted(parties)}


def eal_by_asset(table: ChannelTable) -> Mapping[str, Interval]:
    """Return the EAL of each asset that has channels."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for channel, asset_id in enumerate(table.asset_ids):
        for end in range(3):
            sums[asset_id][end] += float(table.eal[channel, end])
    return {asset_id: Interval(*values) for asset_id, values in sums.items()}


def chains_by_party(table: ChannelTable) -> Mapping[str, tuple[int, tuple[int, ...], int]]:
    """Return for each party: paths through it, its tiers (0: owner), and the principals that it serves."""
    paths: dict[str, set[int]] = defaultdict(set)
    tiers: dict[str, set[int]] = defaultdict(set)
    owners: dict[str, set[str]] = defaultdict(set)
    for path in sorted({int(p) for p in table.path}):
        route = table.routes[path]
        for tier, party in enumerate(route.parties):
            paths[party].add(path)
            tiers[party].add(tier)
            if tier:
                owners[party].add(route.parties[0])
    return {p: (len(paths[p]), tuple(sorted(tiers[p])), len(owners[p])) for p in paths}


def jo_ceiling(
    records: float, distress: int, economic: int, identifiability: int, *, base_yen: float, factor: float
) -> float:
    """Return the JO figure of an asset, yen: an upper anchor, never an expectation.

    records x base x (10^(x-1) + 5^(y-1)) x I x S x R; `factor` is S x R, social responsibility times
    response (1 to 2 each). Source: JNSA, incident survey, annex on the JO model.
    """
    return float(records * base_yen * (10 ** (distress - 1) + 5 ** (economic - 1)) * identifiability * factor)
