"""The loss of a whole year as a distribution, events independent of each other.

The convention that bites: all three ends share one lattice, and the figures of an end are those of the sum on that
lattice: VaR is one of its cells, true to a cell's width. A single loss divided between two cells keeps its mean, so the
mean of the year is the expected loss.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riskgraph.analysis.compound import compound_poisson, reach_of_sum
from riskgraph.analysis.severity import Severities
from riskgraph.model.channel import PT
from riskgraph.model.event_table import EventTable, Floats
from riskgraph.model.parameters import Parameters
from riskgraph.model.quantities import Interval
from riskgraph.model.tail import LEVELS, ExceedancePoint, Tail, TailMethod

_ENDS = (0, 1, 2)
_OVERFLOW = 1e-6
_COARSE = 1 << 12
CELLS = 1 << 18
_POINTS = 40
_FIRST_YEN = 100_000.0
_RAREST = 1e-5
SHARE_LEVEL = 0.99


@dataclass(frozen=True)
class Year:
    """The distribution of a year's loss at one end; cell j of `below` is P(S <= j x step).

    Where it was simulated, `below` may turn in its last digits.
    """

    below: Floats
    step: float
    mean: float

    def exceeds(self, loss: Floats) -> Floats:
        """Return P(S > loss)."""
        cell = np.clip((loss / self.step * (1.0 + 1e-12)).astype(np.int64), 0, len(self.below) - 1)
        return np.clip(1.0 - self.below[cell], 0.0, 1.0)

    def var(self, level: float) -> float:
        """Return the smallest loss of the lattice that a year exceeds with at most 1 - level."""
        within = self.below >= level
        return self.step * float(np.argmax(within) if within.any() else len(self.below) - 1)

    def tvar(self, level: float) -> float:
        """Return the mean of the worst 1 - level of years: VaR + E[(S - VaR)+] / (1 - level)."""
        value = self.var(level)
        return value + self.beyond(value) / (1.0 - level)

    def beyond(self, value: float) -> float:
        """Return E[(S - value)+] for a cell of the lattice.

        It is the mean less E[min(S, value)], so that nothing beyond the lattice is missed.
        """
        up_to = self.step * float((1.0 - self.below[: round(value / self.step)]).sum())
        return max(self.mean - up_to, 0.0)


def lattice_of(severities: list[Severities]) -> tuple[float, int]:
    """Return step (yen) and number of cells of a lattice on which no year runs over with more than 1e-6.

    The range is that of a proven bound (`compound.reach_of_sum`), the largest of the ends.
    """
    reach = 0.0
    for severity in severities:
        coarse = max(severity.top, 1.0) / (_COARSE - 2)
        events = severity.upper_lattice(step=coarse, cells=_COARSE)
        reach = max(reach, reach_of_sum(events, coarse, probability=_OVERFLOW))
    return reach / (CELLS - 1), CELLS


def year_of(severity: Severities, *, step: float, cells: int) -> Year:
    """Return the distribution of the sum of all events of a year."""
    rate = severity.rate
    chances = severity.lattice(step=step, cells=cells) / (rate if rate > 0 else 1.0)
    return Year(np.cumsum(compound_poisson(chances, rate)), step, severity.mean)


def years_of_all_ends(events: EventTable, parameters: Parameters) -> list[Year] | None:
    """Return the distribution of a year at lo, pt and hi on one lattice; None where nothing can be lost."""
    severities = [Severities(events, parameters, end) for end in _ENDS]
    if max(severity.top for severity in severities) <= 0.0:
        return None
    step, cells = lattice_of(severities)
    return [year_of(severity, step=step, cells=cells) for severity in severities]


def tail_of(events: EventTable, parameters: Parameters) -> Tail | None:
    """Return the distribution of a year's loss; None where nothing can be lost."""
    years = years_of_all_ends(events, parameters)
    return told(years, TailMethod.FFT) if years is not None else None


def told(years: list[Year], method: TailMethod) -> Tail:
    """Return the distributions of a year at lo, pt and hi as people read them."""
    return Tail(
        method=method,
        mean_yen=ordered([year.mean for year in years]),
        var_yen={level: ordered([year.var(float(level)) for year in years]) for level in LEVELS},
        tvar_yen={level: ordered([year.tvar(float(level)) for year in years]) for level in LEVELS},
        exceedance=curve(years),
        step_yen=years[0].step,
    )


def ordered(ends: list[float]) -> Interval:
    """Return three ends as an interval, drawn to the point where an end of several joint events turns."""
    low, point, high = ends
    return Interval(min(low, point), point, max(high, point))


def curve(years: list[Year]) -> tuple[ExceedancePoint, ...]:
    """Return 40 points of P(S > loss), evenly apart in the logarithm, up to where it falls below 1e-5."""
    losses = np.geomspace(_FIRST_YEN, max(*(_last(year) for year in years), 10.0 * _FIRST_YEN), _POINTS)
    found = [np.minimum.accumulate(year.exceeds(losses)) for year in years]
    columns = zip(losses, *found, strict=True)
    return tuple(ExceedancePoint(loss_yen=float(x), p=ordered([float(v) for v in ends])) for x, *ends in columns)


def _last(year: Year) -> float:
    """Return about the smallest loss that a year exceeds with less than 1e-5."""
    grid = np.geomspace(_FIRST_YEN, max(year.step * (len(year.below) - 1), 10.0 * _FIRST_YEN), 400)
    rare = np.minimum.accumulate(year.exceeds(grid)) < _RAREST
    return float(grid[int(np.argmax(rare))]) if rare.any() else float(grid[-1])


def tail_shares(events: EventTable, parameters: Parameters) -> Floats | None:
    """Return the part of TVaR 99 (point) that each event bears, shape (events,), summing to 1; None without a loss.

    Notes
    -----
    Euler's rule with independent events: E[X_e 1{S >= s}] = rate_e E[L_e P(S >= s - L_e)], s the VaR (the identity of
    the compound Poisson sum). P(S >= s - x) is one function for all events. Source: docs/method.md, the loss of a year.
    """
    severity = Severities(events, parameters, PT)
    if severity.mean <= 0.0:
        return None
    step, cells = lattice_of([severity])
    year = year_of(severity, step=step, cells=cells)
    at = round(year.var(SHARE_LEVEL) / step)
    reaches = np.ones(cells)  # P(S >= s - x); 1 where one loss alone is as large as s
    reaches[:at] = np.clip(1.0 - year.below[:at][::-1], 0.0, 1.0)
    borne = events.rate[:, PT] * severity.mean_of(reaches * step * np.arange(cells), step=step)
    result: Floats = borne / borne.sum()
    return result
