"""One side of a what-if: its ranked paths, and its channels explained, also where only a part was scored anew.

The convention that bites: channels that nothing touched keep their order and come first, so that equal paths stay
equal to the last digit and keep their ranks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from riskgraph.analysis.paths import RankedPath, rank_paths
from riskgraph.model.assessment import Channel
from riskgraph.model.channel import ChannelTable
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.explain import explain
from riskgraph.scoring.incremental import Change as Part
from riskgraph.scoring.path_losses import route_key


@dataclass(frozen=True)
class Side:
    """A register with its paths. Channel c of the table is channel `number[c]` of what was scored in `origin[c]`."""

    table: ChannelTable
    scored: tuple[Scored, ...]
    origin: NDArray[np.int64]
    number: NDArray[np.int64]

    @cached_property
    def paths(self) -> tuple[RankedPath, ...]:
        """Return the paths, the largest expected loss first."""
        return rank_paths(self.table)

    @cached_property
    def by_key(self) -> Mapping[str, RankedPath]:
        """Return the paths by what names them."""
        return {route_key(path.route): path for path in self.paths}

    def channels(self, path: RankedPath) -> tuple[Channel, ...]:
        """Return the channels of a path as people read them, largest first."""
        return tuple(self._channel(channel) for channel in path.channels)

    def _channel(self, channel: int) -> Channel:
        (found,) = explain(self.scored[int(self.origin[channel])], [int(self.number[channel])])
        return found


def whole(scored: Scored) -> Side:
    """Return the side of a register that was scored in full."""
    count = len(scored.ids)
    return Side(scored.table, (scored,), np.zeros(count, dtype=np.int64), np.arange(count, dtype=np.int64))


def with_part(side: Side, found: Part) -> Side:
    """Return a side with the channels of a part in the place of those that they replace; linear in channels."""
    left = np.ones(len(side.table.ids), dtype=np.bool_)
    left[found.replaced] = False
    kept = np.flatnonzero(left)
    part = found.part
    if part is None:
        return side
    new = part.table
    place = {route: number for number, route in enumerate(side.table.routes)}
    moved = np.array([place.setdefault(route, len(place)) for route in new.routes], dtype=np.int64)
    rank = dict(zip(new.routes, new.certainty_rank, strict=True))
    rank |= dict(zip(side.table.routes, side.table.certainty_rank, strict=True))
    table = ChannelTable(
        ids=_joined(side.table.ids, kept, new.ids),
        routes=tuple(place),
        certainty_rank=tuple(rank[route] for route in place),
        path=np.concatenate([side.table.path[kept], moved[new.path]]),
        eal=np.concatenate([side.table.eal[kept], new.eal]),
        rate=np.concatenate([side.table.rate[kept], new.rate]),
        asset_ids=_joined(side.table.asset_ids, kept, new.asset_ids),
        hosts=_joined(side.table.hosts, kept, new.hosts),
        employers=_joined(side.table.employers, kept, new.employers),
    )
    count = len(new.ids)
    return Side(
        table,
        (*side.scored, part),
        np.concatenate([side.origin[kept], np.full(count, len(side.scored), dtype=np.int64)]),
        np.concatenate([side.number[kept], np.arange(count, dtype=np.int64)]),
    )


def _joined(old: Sequence[str], kept: NDArray[np.int64], new: Sequence[str]) -> tuple[str, ...]:
    return (*(old[n] for n in kept), *new)
