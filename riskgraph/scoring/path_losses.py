"""The point loss of every path of a scored register, and what it is after a change of answers; yen a year by path key.

The convention that bites: a path that a change leaves without channels is gone from the result, not 0.
"""

from __future__ import annotations

import numpy as np

from riskgraph.model.channel import PT, Route
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.csr import grouped
from riskgraph.scoring.incremental import Change


def route_key(route: Route) -> str:
    """Return what names a path between two assessments; that of `Path.key`."""
    entry = "|" + ">".join(route.entry) if route.entry else ""
    return ">".join(route.parties) + "|" + ">".join(e or "?" for e in route.engagements) + entry


def path_losses(scored: Scored) -> dict[str, float]:
    """Return the point loss of every path that has channels."""
    count = len(scored.routes)
    sums = np.bincount(scored.path, weights=scored.eal[:, PT], minlength=count)
    there = np.bincount(scored.path, minlength=count) > 0
    return {route_key(route): float(sums[n]) for n, route in enumerate(scored.routes) if there[n]}


class PathLosses:
    """A scored register, ready to be asked what its paths come to after changes of answers."""

    def __init__(self, scored: Scored) -> None:
        self.scored = scored
        self.now = path_losses(scored)
        self._keys = tuple(route_key(route) for route in scored.routes)
        self._channels_of = grouped(scored.path, len(scored.routes))

    def after(self, change: Change) -> dict[str, float]:
        """Return the point loss of every path after a change, only what it touches summed again."""
        scored, found = self.scored, dict(self.now)
        kept = np.ones(len(scored.ids), dtype=np.bool_)
        kept[change.replaced] = False
        for path in np.unique(scored.path[change.replaced]):
            own = self._channels_of.of(int(path))
            left = own[kept[own]]
            if len(left):
                found[self._keys[path]] = float(scored.eal[left, PT].sum())
            else:
                del found[self._keys[path]]
        if change.part is not None:
            for key, yen in path_losses(change.part).items():
                found[key] = found.get(key, 0.0) + yen
        return found
