"""Tables of events written by hand, one line an event, and their losses summed term by term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from riskgraph.catalogue import load_parameters
from riskgraph.model.event_table import EventTable, Floats
from riskgraph.model.sizes import SHARE_SCENARIOS, mean_people, mean_people_share, size_of

PARAMETERS = load_parameters()
MANY = 1_000


@dataclass(frozen=True)
class Line:
    """One event; numbers stand for all three ends, `ends` multiplies the rate at each of them."""

    scenario: str
    rate: float
    reach: float
    small: float = 5e6
    large: float = 13.2e6
    price: float = 783.0
    mean: float = 0.5
    actor: str = ""
    causes: tuple[str, ...] = ()
    ends: tuple[float, float, float] = (1.0, 1.0, 1.0)


def chances(line: Line) -> Floats:
    """Return P(n = k) for k = 0 .. ceil(reach), one by one."""
    most = int(np.ceil(line.reach))
    k = np.arange(most + 1, dtype=np.float64)
    if line.scenario in SHARE_SCENARIOS:
        above = special.betaincc(4 * line.mean, 4 * (1 - line.mean), k / most)
    else:
        above = size_of(line.scenario, PARAMETERS).exceeds(k)
    above[-1] = 0.0
    return -np.diff(above, prepend=1.0)


def losses(line: Line) -> Floats:
    """Return L(k) for k = 0 .. ceil(reach), yen."""
    k = np.arange(int(np.ceil(line.reach)) + 1)
    return np.where(k > MANY, line.large, line.small) + line.price * k


def mean_loss(line: Line) -> float:
    """Return E[L] by the sums of the method, for reaches that are too long to sum here."""
    reach = np.array([line.reach])
    if line.scenario in SHARE_SCENARIOS:
        a, b = np.array([4 * line.mean]), np.array([4 * (1 - line.mean)])
        people = float(mean_people_share(a, b, reach)[0])
        many = float(special.betaincc(a, b, np.minimum(MANY / np.ceil(reach), 1.0))[0])
    else:
        people = float(mean_people(size_of(line.scenario, PARAMETERS), reach)[0])
        many = float(size_of(line.scenario, PARAMETERS).exceeds(np.array([float(MANY)]))[0])
    many = many if np.ceil(line.reach) > MANY else 0.0
    return line.small + (line.large - line.small) * many + line.price * people


def table(lines: Sequence[Line]) -> EventTable:
    """Return the lines as a table with one channel an event."""

    def ends(name: str) -> Floats:
        return np.array([[getattr(line, name)] * 3 for line in lines], dtype=np.float64).reshape(-1, 3)

    rate = np.array([[line.rate * end for end in line.ends] for line in lines]).reshape(-1, 3)
    is_share = np.array([[line.scenario in SHARE_SCENARIOS] * 3 for line in lines]).reshape(-1, 3)
    mean = ends("mean")
    return EventTable(
        keys=tuple((line.scenario, str(number)) for number, line in enumerate(lines)),
        scenario=np.array([line.scenario for line in lines], dtype=np.str_),
        actors=tuple(line.actor for line in lines),
        causes=tuple(line.causes for line in lines),
        rate=rate,
        reach=ends("reach"),
        share_a=np.where(is_share, 4 * mean, 1.0),
        share_b=np.where(is_share, 4 * (1 - mean), 1.0),
        loss_small=ends("small"),
        loss_large=ends("large"),
        per_person=ends("price"),
        eal=rate * np.array([mean_loss(line) for line in lines])[:, None],
        channel_event=np.arange(len(lines)),
        channel_share=np.ones(len(lines)),
        channel_rate=rate.copy(),
    )


def dearer(events: EventTable, times: float) -> EventTable:
    """Return the same events with every yen multiplied."""
    return replace(
        events,
        loss_small=events.loss_small * times,
        loss_large=events.loss_large * times,
        per_person=events.per_person * times,
        eal=events.eal * times,
    )


def on_lattice(values: Floats, mass: Floats, *, step: float, cells: int) -> Floats:
    """Return masses at losses on a lattice, each divided between two cells by its place."""
    place = values / step
    left = np.floor(place).astype(np.int64)
    part = place - left
    lattice = np.zeros(cells + 1)
    np.add.at(lattice, np.minimum(left, cells), mass * (1 - part))
    np.add.at(lattice, np.minimum(left + 1, cells), mass * part)
    return lattice[:cells]
