"""Years in which parties differ from each other (frailty) and things fail together (common causes).

The convention that bites: neither moves an expected loss. Frailty spreads what a party does over fewer, worse years; a
common cause takes its share out of the rate of each event that it touches.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from riskgraph.analysis.levels import sums
from riskgraph.analysis.simulation import BLOCK, block_of, simulation_of
from riskgraph.analysis.streams import frailty_groups
from riskgraph.analysis.tail import Year, ordered, told, years_of_all_ends
from riskgraph.model.event_table import EventTable, Floats
from riskgraph.model.parameters import Parameters
from riskgraph.model.quantities import Interval
from riskgraph.model.tail import Tail, TailMethod

_FEWEST_YEARS = 20_000
_MOST_YEARS = 1_000_000
_DRAWS = 400_000


def p_leak_frailty(
    events: EventTable, parameters: Parameters, *, channels: Sequence[int] | None = None
) -> Interval | None:
    """Return P(at least one leak in a year) with gamma frailty, for all channels or for some of them.

    Notes
    -----
    1 - product over parties and classes of (1 + rate / k)^-k; events of nobody known are Poisson. Source:
    docs/method.md, the loss of a year.
    """
    group, shape = frailty_groups(events, parameters)
    rate = events.rate
    if channels is not None:
        chosen = np.array(channels, dtype=np.int64)
        event = events.channel_event[chosen]
        group, shape, rate = group[event], shape[event], events.channel_rate[chosen]
    return ordered([_at_least_one(group, shape, rate[:, end]) for end in range(3)])


def _at_least_one(group: np.ndarray[tuple[int], np.dtype[np.int64]], shape: Floats, rate: Floats) -> float:
    known = group >= 0
    count = int(group.max(initial=-1)) + 1
    together = sums(group[known], rate[known], count)
    k = np.ones(count)
    k[group[known]] = shape[known]
    return float(-np.expm1(-(k * np.log1p(together / k)).sum() - rate[~known].sum()))


def tail_with_dependence(events: EventTable, parameters: Parameters, *, seed: int) -> Tail | None:
    """Return the distribution of a year's loss with frailty and common causes, simulated; None without a loss.

    Notes
    -----
    The sizes are drawn by the inverse of the very distributions that `tail.tail_of` lays on its lattice, not from the
    lattice. At least 20,000 years; more where they hold few events. What chance has done is taken out: each figure is
    that of independent events, exact, plus the difference between the drawn years and the same events scattered over
    years of their own (a control variate). `error_of_mean` is that of the drawn years, without this help. Source:
    docs/method.md, the loss of a year.
    """
    exact = years_of_all_ends(events, parameters)
    if exact is None:
        return None
    simulation = simulation_of(events, parameters)
    wanted = np.clip(_DRAWS / max(simulation.draws_a_year, 1e-9), _FEWEST_YEARS, _MOST_YEARS)
    blocks = int(np.ceil(wanted / BLOCK))
    years = np.concatenate([block_of(simulation, seed=seed, block=block) for block in range(blocks)])
    ends = [moved(exact[end], years[:, 0, end], years[:, 1, end]) for end in range(3)]
    point, mean = years[:, 0, 1], exact[1].mean
    error = float(point.std() / np.sqrt(len(point))) / mean if mean > 0 else 0.0
    return told(ends, TailMethod.MONTE_CARLO).model_copy(update={"years": len(point), "error_of_mean": error})


def moved(exact: Year, drawn: Floats, scattered: Floats) -> Year:
    """Return the distribution of independent events moved by what drawn years show against the scattered ones."""
    cells = len(exact.below)

    def below(losses: Floats) -> Floats:
        """Return the part of the years at or below each cell."""
        cell = np.minimum(np.ceil(losses / exact.step * (1.0 - 1e-12)), cells).astype(np.int64)
        return np.cumsum(sums(cell, np.full(len(losses), 1.0 / len(losses)), cells + 1)[:cells])

    return Year(exact.below + below(drawn) - below(scattered), exact.step, exact.mean)
