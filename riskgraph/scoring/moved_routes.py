"""By what each holding is explained, and on which paths losses lie, under moved judgement.

The convention that bites: several engagements can explain one holding; the surest, worst supervised one does, and
which that is can change with the numbers. What still ties shares the loss in equal parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from riskgraph.model.channel import Route
from riskgraph.model.engagement import Declared
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.moved_hops import MovedHops
from riskgraph.scoring.rows import Ints, Mask, Row
from riskgraph.scoring.strength import Floats

_UNSURE = list(Declared)


@dataclass(frozen=True)
class Explained:
    """Q of the rows that are explained by one of several engagements (NaN elsewhere), and the share of each."""

    supervision: Floats
    share: Floats


class MovedRoutes:
    """Every path that any numbers can lead to; a pair is a row with one path that it may lie on.

    Pairs of rows with a choice come first, those of one row side by side.
    """

    def __init__(self, scored: Scored, hops: MovedHops) -> None:
        self.rows = scored.rows
        numbers: dict[Route, int] = {route: i for i, route in enumerate(scored.routes)}
        free, fixed = [], []
        for number, row in enumerate(scored.rows.rows):
            if row.explained_by:
                free += [(number, *choice) for choice in _choices(row, scored.ground, hops, numbers)]
            else:
                part = 1.0 / len(row.routes)
                fixed += [(number, numbers.setdefault(route, len(numbers)), part) for route in row.routes]
        choices = np.array(free, dtype=np.float64).reshape(-1, 5)
        self.chosen_row, route, self.line, self.length = (choices[:, i].astype(np.int64) for i in (0, 1, 2, 4))
        self.records = choices[:, 3]
        self.explained_rows, self.begins = np.unique(self.chosen_row, return_index=True)
        self.of_row = np.searchsorted(self.explained_rows, self.chosen_row)
        rest = np.array(fixed, dtype=np.float64).reshape(-1, 3)
        self.pair_row = np.concatenate([self.chosen_row, rest[:, 0].astype(np.int64)])
        self.pair_route = np.concatenate([route, rest[:, 1].astype(np.int64)])
        self.fixed_share = rest[:, 2]
        self.routes = tuple(numbers)

    def explained(self, product: Floats, weight: Floats) -> Explained:
        """Return what explains each holding.

        Parameters
        ----------
        product, weight
            Q of every line and the probability that it exists, by the number of its last engagement.
        """
        supervision = np.full(self.rows.count, np.nan)
        if len(self.begins) == 0:
            return Explained(supervision, self.fixed_share)
        on = self._kept(np.ones(len(self.line), dtype=np.bool_), -weight[self.line])
        q = np.where(on, product[self.line], np.inf)
        supervision[self.explained_rows] = np.minimum.reduceat(q, self.begins)
        for value in (q, -self.records, self.length.astype(np.float64)):
            on = self._kept(on, value)
        share = on / np.add.reduceat(on.astype(np.float64), self.begins)[self.of_row]
        return Explained(supervision, np.concatenate([share, self.fixed_share]))

    def _kept(self, on: Mask, value: Floats) -> Mask:
        """Return which of the choices still in have the smallest value of their row."""
        known = np.where(on, value, np.inf)
        kept: Mask = on & (known == np.minimum.reduceat(known, self.begins)[self.of_row])
        return kept

    def sums(self, explained: Explained, chosen: Ints, eal: Floats) -> Floats:
        """Return the sums by path of the losses of cells; `chosen` is the row that counts in each."""
        cell = self.rows.cell[self.pair_row]
        loss = np.where(chosen[cell] == self.pair_row, eal[cell] * explained.share, 0.0)
        found: Floats = np.bincount(self.pair_route, weights=loss, minlength=len(self.routes)).astype(np.float64)
        return found


def _choices(row: Row, ground: Ground, hops: MovedHops, numbers: dict[Route, int]) -> list[tuple[int, int, float, int]]:
    """Return path, line, records and length of each engagement that may explain a row, the surest kind only."""
    kind = {e: _UNSURE.index(ground.chain.declared(e)) for e in row.explained_by}
    surest = min(kind.values())
    found = []
    for engagement_id in sorted(e for e, rank in kind.items() if rank == surest):
        said = ground.chain.engagements[engagement_id].records or ground.submission.asset_by_id[row.asset_id].records
        route = replace(ground.route(engagement_id), entry=row.routes[0].entry)
        path = numbers.setdefault(route, len(numbers))
        length = len(ground.chain.line(engagement_id))
        found.append((path, hops.number[engagement_id], said.pt if said else 0.0, length))
    return found


def order_of(routes: Sequence[Route], scored: int) -> Ints:
    """Return the place of each path by name, which orders those whose losses tie; the first `scored` come first."""
    order = sorted(range(len(routes)), key=lambda i: (i >= scored, _names(routes[i])))
    place: Ints = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place


def _names(route: Route) -> tuple[tuple[str, ...], ...]:
    return tuple(e or "" for e in route.engagements), route.parties, route.entry


def key_of(route: Route) -> str:
    """Return the name of a path, as `Path.key` writes it."""
    entry = "|" + ">".join(route.entry) if route.entry else ""
    return ">".join(route.parties) + "|" + ">".join(e or "?" for e in route.engagements) + entry
