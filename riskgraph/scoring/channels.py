"""The channels of a register: each (event, asset) on exactly one path, with all its numbers as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from riskgraph.model.assessment import Certainty
from riskgraph.model.channel import HI, LO, PT, ChannelTable, Route
from riskgraph.model.control import Catalogue
from riskgraph.model.parameters import Parameters
from riskgraph.model.submission import Submission
from riskgraph.scoring.events import Cells, join_events
from riskgraph.scoring.ground import Ground, lay_ground
from riskgraph.scoring.hosting import hold, hosting_rows
from riskgraph.scoring.lateral import lateral_rows
from riskgraph.scoring.leftover import leftover_rows
from riskgraph.scoring.rates import Rates, Strengths, rate_rows
from riskgraph.scoring.rows import Ints, Row, Rows, as_rows
from riskgraph.scoring.staff import staff_rows
from riskgraph.scoring.strength import Floats


@dataclass(frozen=True)
class Scored:
    """A register, scored. Channel c lies in cell `cell[c]` on path `path[c]` with `fraction[c]` of it.

    `eal` (yen a year) and `rate` (events a year) have shape (channels, readings) and already bear the
    fraction; the first three readings are lo, pt, hi with lo <= pt <= hi.
    """

    ground: Ground
    rows: Rows
    strengths: Strengths
    rates: Rates
    cells: Cells
    routes: tuple[Route, ...]
    cell: Ints
    path: Ints
    fraction: Floats
    eal: Floats
    rate: Floats
    ids: tuple[str, ...]

    @property
    def table(self) -> ChannelTable:
        """Return what analysis needs, without the machinery."""
        rows = [self.row_of(channel) for channel in range(len(self.ids))]
        return ChannelTable(
            ids=self.ids,
            routes=self.routes,
            certainty_rank=tuple(self._certainty(route) for route in self.routes),
            path=self.path,
            eal=self.eal,
            rate=self.rate,
            asset_ids=tuple(row.asset_id for row in rows),
            hosts=tuple(row.host_party for row in rows),
            employers=tuple(row.access.employer if row.access else "" for row in rows),
        )

    def _certainty(self, route: Route) -> int:
        order = list(Certainty)
        engagements = self.ground.chain.engagements
        ranks = [
            order.index(Certainty.MISSING if e is None else Certainty(engagements[e].declared.value))
            for e in route.engagements
        ]
        return max(ranks, default=0)

    def row_of(self, channel: int) -> Row:
        """Return the row that explains a channel: the riskiest at the point."""
        return self.rows.rows[int(self.cells.row[self.cell[channel], PT])]

    def alternatives(self, channel: int) -> tuple[Row, ...]:
        """Return the other rows of the same event and asset: other routes, listed and not added."""
        cell = self.cell[channel]
        used = int(self.cells.row[cell, PT])
        return tuple(self.rows.rows[i] for i in np.flatnonzero(self.rows.cell == cell) if int(i) != used)


def score(submission: Submission, catalogue: Catalogue, parameters: Parameters, *, as_of: date) -> Scored:
    """Return all channels of a submission, scored as of a date.

    Notes
    -----
    Linear in rows times layers; every array has one row a way in, so that nothing is counted on two paths.
    """
    ground = lay_ground(submission, catalogue, parameters, as_of=as_of)
    rows = lay_rows(ground)
    strengths = Strengths(ground, rows)
    rates = rate_rows(ground, rows, strengths)
    cells = join_events(ground, rows, rates)
    return lay_on_paths(ground, rows, strengths, rates, cells)


def lay_rows(ground: Ground) -> Rows:
    """Return every way in which an event can come about, in an order that does not hang on any number."""
    held = hold(ground)
    return as_rows([*staff_rows(ground), *hosting_rows(held), *leftover_rows(ground), *lateral_rows(ground, held)])


def lay_on_paths(ground: Ground, rows: Rows, strengths: Strengths, rates: Rates, cells: Cells) -> Scored:
    """Return the channels: each cell on the paths of its chosen row, in equal parts where several tie."""
    routes: dict[Route, int] = {}
    of_cell: list[int] = []
    of_path: list[int] = []
    fraction: list[float] = []
    for cell, row_number in enumerate(cells.row[:, PT]):
        chosen = rows.rows[int(row_number)].routes
        for route in chosen:
            of_cell.append(cell)
            of_path.append(routes.setdefault(route, len(routes)))
            fraction.append(1.0 / len(chosen))
    index = np.array(of_cell, dtype=np.int64)
    share = np.array(fraction, dtype=np.float64)
    listed = tuple(routes)
    return Scored(
        ground=ground,
        rows=rows,
        strengths=strengths,
        rates=rates,
        cells=cells,
        routes=listed,
        cell=index,
        path=np.array(of_path, dtype=np.int64),
        fraction=share,
        eal=_ordered(cells.eal[index] * share[:, None]),
        rate=_ordered(cells.rate_shown[index] * share[:, None]),
        ids=tuple(
            _channel_id(rows, int(cells.row[c, PT]), listed[p], share[i])
            for i, (c, p) in enumerate(zip(of_cell, of_path, strict=True))
        ),
    )


def _ordered(values: Floats) -> Floats:
    """Return values whose ends enclose the point.

    The ends are joint readings of a whole event; a single asset's part of it can turn where another asset
    of the same event takes a larger part, and is then drawn to the point.
    """
    ordered = values.copy()
    ordered[:, LO] = np.minimum(ordered[:, LO], ordered[:, PT])
    ordered[:, HI] = np.maximum(ordered[:, HI], ordered[:, PT])
    return ordered


def _channel_id(rows: Rows, row_number: int, route: Route, share: float) -> str:
    """Return a stable id: scenario and event, the asset, and the path where the event lies on several."""
    row = rows.rows[row_number]
    parts = [*row.event, row.asset_id]
    if share < 1.0:
        parts.append(">".join(e or "?" for e in route.engagements))
    return "|".join(parts)
