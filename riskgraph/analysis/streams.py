"""What a year is drawn from: clusters of events of one party (frailty), and failures that hit several events at once.

The convention that bites: the rates here are the highest of the three ends, and every drawn event is kept at an end
with the chance rate at that end / highest rate; one set of draws serves all ends.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.event_table import EventTable, Floats, Ints
from riskgraph.model.parameters import Parameters

PETTY = frozenset({"ERR", "MED"})
_CAUSES = ("cloud", "agency", "group")


def frailty_groups(events: EventTable, parameters: Parameters) -> tuple[Ints, Floats]:
    """Return each event's (party, class), numbered, -1 where nobody is known, and the shape k of each event's class."""
    is_petty = np.isin(events.scenario, list(PETTY))
    numbers: dict[tuple[str, bool], int] = {}
    pairs = zip(events.actors, is_petty, strict=True)
    group = [numbers.setdefault((actor, bool(petty)), len(numbers)) if actor else -1 for actor, petty in pairs]
    petty, serious = (parameters.number(f"frailty.k.{name}") for name in ("petty", "serious"))
    return np.array(group, dtype=np.int64), np.where(is_petty, petty, serious)


@dataclass(frozen=True)
class Clusters:
    """Streams of clusters: `rate` clusters a year, each of a logarithmic number of events with parameter `q`.

    A Poisson number of such clusters is a negative binomial number of events, which is what a gamma factor makes of a
    Poisson number. Where `q` is 0 a cluster is one event. The events of stream i are `member[start[i] : start[i + 1]]`
    in proportion to the steps of `sums`.
    """

    rate: Floats
    q: Floats
    start: Ints
    member: Ints
    sums: Floats


@dataclass(frozen=True)
class Causes:
    """Failures of what several events share: `rate` a year, `kept` (causes, 3) the chance that one counts at an end.

    Event `member[start[i] + j]` takes part in cause i with the chance `part` (members, 3).
    """

    rate: Floats
    kept: Floats
    start: Ints
    member: Ints
    part: Floats


def cause_share(events: EventTable, parameters: Parameters) -> Floats:
    """Return the part of each event's rate that comes from its common causes, shape (events,), below 1."""
    share = {kind: parameters.number(f"common.{kind}") for kind in _CAUSES}
    return np.array([sum(share[cause.split(":", 1)[0]] for cause in causes) for causes in events.causes])


def clusters_of(events: EventTable, parameters: Parameters) -> Clusters:
    """Return the streams of single parties: all of an event's rate that does not come from a common cause."""
    own = events.rate.max(axis=1) * (1.0 - cause_share(events, parameters))
    group, shape = frailty_groups(events, parameters)
    stream = np.where(group >= 0, group, group.max(initial=-1) + 1 + np.arange(len(group)))
    member = np.flatnonzero(own > 0)
    member = member[np.argsort(stream[member], kind="stable")]
    _, start = np.unique(stream[member], return_index=True)
    rate = np.add.reduceat(own[member], start) if len(member) else np.zeros(0)
    k, is_known = shape[member[start]], group[member[start]] >= 0
    return Clusters(
        rate=np.where(is_known, k * np.log1p(rate / k), rate),
        q=np.where(is_known, rate / (k + rate), 0.0),
        start=np.append(start, len(member)).astype(np.int64),
        member=member,
        sums=np.concatenate([[0.0], np.cumsum(own[member])]),
    )


def causes_of(events: EventTable, parameters: Parameters) -> Causes:
    """Return the streams of common causes: each as often as its share of the likeliest of its events."""
    touched: dict[str, list[int]] = defaultdict(list)
    for number, causes in enumerate(events.causes):
        for cause in causes:
            touched[cause].append(number)
    names = sorted(touched)
    highest = np.array([events.rate[touched[name]].max(axis=0) for name in names]).reshape(-1, 3)
    most = highest.max(axis=1, initial=0.0)
    share = np.array([parameters.number(f"common.{name.split(':', 1)[0]}") for name in names])
    member = np.array([number for name in names for number in touched[name]], dtype=np.int64)
    length = np.array([len(touched[name]) for name in names], dtype=np.int64)
    of_cause = np.repeat(np.arange(len(names)), length)
    return Causes(
        rate=share * most,
        kept=_ratio(highest, most[:, None]),
        start=np.concatenate([[0], np.cumsum(length)]).astype(np.int64),
        member=member,
        part=_ratio(events.rate[member], highest[of_cause]),
    )


def _ratio(part: Floats, whole: Floats) -> Floats:
    return part / np.where(whole > 0, whole, 1.0)


@dataclass(frozen=True)
class Happened:
    """Drawn events: the `year` within its block, the `event`, and at which ends it counts, shape (drawn, 3)."""

    year: Ints
    event: Ints
    counts: NDArray[np.bool_]


def draw_clusters(clusters: Clusters, kept: Floats, years: int, random: np.random.Generator) -> Happened:
    """Return the events of single parties in some years; `kept` (events, 3) is the chance to count at each end."""
    total = np.cumsum(clusters.rate)
    number = int(random.poisson(years * (total[-1] if len(total) else 0.0)))
    stream = np.searchsorted(total, random.random(number) * (total[-1] if len(total) else 0.0), side="right")
    stream = np.minimum(stream, max(len(total) - 1, 0))
    year = random.integers(0, years, size=number)
    q = clusters.q[stream]
    size = np.where(q > 0, random.logseries(q), 1)
    stream, year = np.repeat(stream, size), np.repeat(year, size)
    low, high = clusters.sums[clusters.start[stream]], clusters.sums[clusters.start[stream + 1]]
    place = np.searchsorted(clusters.sums, low + random.random(len(stream)) * (high - low), side="right") - 1
    place = np.clip(place, clusters.start[stream], clusters.start[stream + 1] - 1)
    event = clusters.member[place]
    return Happened(year, event, random.random(len(event))[:, None] < kept[event])


def draw_causes(causes: Causes, years: int, random: np.random.Generator) -> Happened:
    """Return the events that common causes bring about in some years."""
    count = random.poisson(years * causes.rate)
    cause = np.repeat(np.arange(len(count)), count)
    year = random.integers(0, years, size=len(cause))
    is_kept = random.random(len(cause))[:, None] < causes.kept[cause]
    length = (causes.start[1:] - causes.start[:-1])[cause]
    first = np.repeat(causes.start[cause] - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
    place = first + np.arange(len(first))
    takes_part = random.random(len(place))[:, None] < causes.part[place]
    counts = takes_part & np.repeat(is_kept, length, axis=0)
    some = counts.any(axis=1)
    return Happened(np.repeat(year, length)[some], causes.member[place[some]], counts[some])
