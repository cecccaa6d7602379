"""Years drawn with frailty and common causes, in blocks that do not know of each other.

The convention that bites: block b of a seed is drawn from its own counter-based stream (Philox, keyed by seed and
block), so that the years are the same whatever the order of the blocks and the number of threads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from riskgraph.analysis.levels import sums
from riskgraph.analysis.streams import (
    Causes,
    Clusters,
    Happened,
    causes_of,
    clusters_of,
    draw_causes,
    draw_clusters,
)
from riskgraph.model.event_table import EventTable, Floats, Ints
from riskgraph.model.parameters import Parameters
from riskgraph.model.sizes import SHARE_SCENARIOS, size_of

BLOCK = 4096


@dataclass(frozen=True)
class Simulation:
    """What is drawn from; `mu` and `sigma` (events,) are those of lognormal sizes."""

    events: EventTable
    clusters: Clusters
    causes: Causes
    kept: Floats
    is_share: np.ndarray[tuple[int], np.dtype[np.bool_]]
    mu: Floats
    sigma: Floats
    threshold: float

    @property
    def draws_a_year(self) -> float:
        """Return the expected number of events drawn for one year."""
        return float(self.clusters.sums[-1] + self.causes.rate @ np.diff(self.causes.start))


def simulation_of(events: EventTable, parameters: Parameters) -> Simulation:
    """Return what the years of these events are drawn from."""
    is_share = np.isin(events.scenario, list(SHARE_SCENARIOS))
    mu, sigma = np.zeros(events.count), np.ones(events.count)
    for name in np.unique(events.scenario[~is_share]):
        size, here = size_of(str(name), parameters), events.scenario == name
        mu[here], sigma[here] = size.mu, size.sigma
    highest = events.rate.max(axis=1)[:, None]
    return Simulation(
        events=events,
        clusters=clusters_of(events, parameters),
        causes=causes_of(events, parameters),
        kept=events.rate / np.where(highest > 0, highest, 1.0),
        is_share=is_share,
        mu=mu,
        sigma=sigma,
        threshold=float(np.floor(parameters.number("loss.many_threshold"))),
    )


def block_of(simulation: Simulation, *, seed: int, block: int) -> Floats:
    """Return the losses of the years of one block, yen, shape (`BLOCK`, 2, 3): as drawn and scattered, three ends.

    The scattered years hold the very events of the drawn ones, each put into a year of its own choice: nothing is
    dependent in them any more, so that they show what chance has done to the others.
    """
    random = np.random.Generator(np.random.Philox(key=np.array([seed, block], dtype=np.uint64)))
    drawn = draw_clusters(simulation.clusters, simulation.kept, BLOCK, random)
    common = draw_causes(simulation.causes, BLOCK, random)
    happened = Happened(
        np.concatenate([drawn.year, common.year]),
        np.concatenate([drawn.event, common.event]),
        np.concatenate([drawn.counts, common.counts]),
    )
    chance = random.random(len(happened.year))
    scattered = random.integers(0, BLOCK, size=len(happened.year))
    ends = [_year_losses(simulation, happened, scattered, chance, end) for end in range(3)]
    return np.stack(ends, axis=2)


def _year_losses(simulation: Simulation, happened: Happened, scattered: Ints, chance: Floats, end: int) -> Floats:
    """Return the losses of the years of a block at one end, as drawn and scattered, shape (`BLOCK`, 2).

    Each drawn event costs the inverse of its distribution at its `chance`, which is the same at all ends.
    """
    events = simulation.events
    counts = happened.counts[:, end]
    event, chance = happened.event[counts], chance[counts]
    reach = np.ceil(events.reach[event, end])
    people = np.exp(simulation.mu[event] + simulation.sigma[event] * special.ndtri(chance))
    share = np.flatnonzero(simulation.is_share[event])
    a, b = events.share_a[event[share], end], events.share_b[event[share], end]
    people[share] = reach[share] * special.betaincinv(a, b, chance[share])
    people = np.minimum(np.maximum(np.ceil(people), 1.0), reach)
    is_many = people > simulation.threshold
    fixed = np.where(is_many, events.loss_large[event, end], events.loss_small[event, end])
    loss = fixed + events.per_person[event, end] * people
    return np.stack([sums(year[counts], loss, BLOCK) for year in (happened.year, scattered)], axis=1)
