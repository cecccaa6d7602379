"""What the loss of a register would be without some of its rows: each event with its next ways in, priced anew.

Only the events that are touched are worked out again; all others stay as they are, bit for bit.
"""

from __future__ import annotations

import numpy as np

from riskgraph.model.channel import HI, LO, PT
from riskgraph.model.quantities import Interval
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.events import Exposed, exposed, price, worth
from riskgraph.scoring.rates import READINGS, Rates
from riskgraph.scoring.rows import Ints, Mask
from riskgraph.scoring.strength import Floats

_ENDS = (LO, PT, HI)


class Removal:
    """A scored register from which rows can be left out, one question after the other."""

    def __init__(self, scored: Scored) -> None:
        self.scored = scored
        rates = scored.rates
        self.rates = Rates(*(table[:, :3] for table in (rates.rate, rates.phi, rates.phi_population, rates.response,
                                                        rates.latent_part)))  # fmt: skip
        self.cells = exposed(scored.ground, scored.rows)
        of_cells = (self.cells.per_person, self.cells.grave)
        self.worth = np.stack(
            [
                worth(scored.ground, scored.rows, self.rates, of_cells, READINGS[end], number=end)
                for end in _ENDS
            ],
            axis=1,
        )  # fmt: skip
        self.order = np.argsort(scored.rows.cell, kind="stable")
        self.first_row = np.searchsorted(scored.rows.cell[self.order], np.arange(len(scored.cells.weight) + 1))
        self.first_cell = np.searchsorted(scored.rows.cell_event, np.arange(len(scored.rows.event_keys) + 1))

    def falls_away(self, rows: Ints) -> Interval:
        """Return by how much the expected loss of the register falls without these rows, yen a year.

        Notes
        -----
        Linear in the rows of the events touched. It may be negative at an end: data that are left are then the more
        of what a limited right can take.
        """
        scored = self.scored
        gone = np.zeros(scored.rows.count, dtype=np.bool_)
        gone[rows] = True
        touched = np.unique(scored.rows.cell[rows])
        touched = touched[gone[scored.cells.row[touched][:, list(_ENDS)]].any(axis=1)]
        if not len(touched):
            return Interval.exact(0.0)
        events = np.unique(scored.rows.cell_event[touched])
        cells = _ranges(self.first_cell[events], self.first_cell[events + 1])
        before = scored.cells.eal[cells][:, list(_ENDS)].sum(axis=0)
        after = self._priced(cells, gone)
        lo, pt, hi = (float(value) for value in before - after)
        return Interval(min(lo, pt), pt, max(hi, pt))

    def _priced(self, cells: Ints, gone: Mask) -> Floats:
        """Return the expected loss of these cells of whole events at the three ends, without the rows that are gone."""
        rows = self.order[_ranges(self.first_row[cells], self.first_row[cells + 1])]
        rows = rows[~gone[rows]]
        left = np.unique(self.scored.rows.cell[rows])
        if not len(left):
            return np.zeros(3)
        chosen = np.stack([self._best(rows, left, end) for end in _ENDS], axis=1)
        event = np.unique(self.scored.rows.cell_event[left], return_inverse=True)[1]
        here = Exposed(event, self.cells.per_person[left], self.cells.grave[left])
        priced = price(self.scored.ground, self.scored.rows, self.rates, here, chosen, readings=READINGS[:3])
        result: Floats = priced.eal.sum(axis=0)
        return result

    def _best(self, rows: Ints, left: Ints, end: int) -> Ints:
        """Return of each cell that is left the row with the highest rate times loss, the first of equals."""
        cell = self.scored.rows.cell[rows]
        order = np.lexsort((-rows, self.worth[rows, end], cell))
        last = np.searchsorted(cell[order], left, side="right") - 1
        result: Ints = rows[order[last]]
        return result


def _ranges(starts: Ints, ends: Ints) -> Ints:
    """Return the numbers from each start up to its end, one range after the other."""
    counts = ends - starts
    before = np.cumsum(counts) - counts
    result: Ints = np.arange(counts.sum()) + np.repeat(starts - before, counts)
    return result
