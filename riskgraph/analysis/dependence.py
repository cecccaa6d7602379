"""Years in which parties differ from each other (frailty) and things fail together (common causes).

The convention that bites: neither moves an expected loss. Frailty spreads what a party does over fewer, worse years; a
common cause takes its share out of the rate of each event that it touches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from riskgraph.analysis.levels import sums
from riskgraph.analysis.simulation import BLOCK, block_of, simulation_of
from riskgraph.analysis.streams import frailty_groups
from riskgraph.analysis.tail import curve, ordered
from riskgraph.model.event_table import EventTable, Floats
from riskgraph.model.parameters import Parameters
from riskgraph.model.quantities import Interval
from riskgraph.model.tail import LEVELS, Tail, TailMethod

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

    The sizes are drawn by the inverse of the very distributions that `tail.tail_of` lays on its lattice, not from the
    lattice. At least 20,000 years; more where they hold few events.
    """
    simulation = simulation_of(events, parameters)
    if not (events.eal > 0).any():
        return None
    wanted = np.clip(_DRAWS / max(simulation.draws_a_year, 1e-9), _FEWEST_YEARS, _MOST_YEARS)
    blocks = int(np.ceil(wanted / BLOCK))
    years = np.concatenate([block_of(simulation, seed=seed, block=block) for block in range(blocks)])
    return tail_of_years(years)


def tail_of_years(years: Floats) -> Tail:
    """Return the distribution of simulated years, yen at the three ends, shape (years, 3)."""
    count = len(years)
    ranked = [np.sort(years[:, end]) for end in range(3)]
    means = [float(losses.mean()) for losses in ranked]
    error = float(ranked[1].std() / np.sqrt(count)) / means[1] if means[1] > 0 else 0.0
    return Tail(
        method=TailMethod.MONTE_CARLO,
        mean_yen=ordered(means),
        var_yen={level: ordered([_var(losses, float(level)) for losses in ranked]) for level in LEVELS},
        tvar_yen={level: ordered([_tvar(losses, float(level)) for losses in ranked]) for level in LEVELS},
        exceedance=curve([(_exceeds(losses), float(losses[-1])) for losses in ranked]),
        years=count,
        error_of_mean=error,
    )


def _var(ranked: Floats, level: float) -> float:
    """Return the smallest loss that at most 1 - level of the years exceed."""
    return float(ranked[int(np.ceil(level * len(ranked) - 1e-9)) - 1])


def _tvar(ranked: Floats, level: float) -> float:
    """Return the mean of the worst 1 - level of years."""
    value = _var(ranked, level)
    return value + float(np.maximum(ranked - value, 0.0).mean()) / (1.0 - level)


def _exceeds(ranked: Floats) -> Callable[[Floats], Floats]:
    """Return the function P(S > loss) of ranked years."""

    def exceeds(loss: Floats) -> Floats:
        found: Floats = 1.0 - np.searchsorted(ranked, loss, side="right") / len(ranked)
        return found

    return exceeds
