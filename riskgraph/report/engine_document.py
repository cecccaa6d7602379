"""What the engine finds beyond the paths, as JSON: the loss of a year, causes, what chains share, stability.

The convention that bites: parts that bear little are summed, so that a list stays short and still adds up.
"""

from __future__ import annotations

from collections.abc import Mapping

from riskgraph.model.attribution import Attribution, AttributionPart
from riskgraph.model.concentration import Concentration
from riskgraph.model.quantities import Interval
from riskgraph.model.stability import RankStability
from riskgraph.model.tail import Tail
from riskgraph.report.json_numbers import Json, interval, number

MOST_PARTS = 50


def levels(values: Mapping[str, Interval]) -> Json:
    """Return quantiles by level, the lowest level first."""
    return {level: interval(values[level]) for level in sorted(values)}


def exceedance_data(tail: Tail | None) -> list[Json] | None:
    """Return the curve of exceedance: the probability that a year's loss is above each amount."""
    if tail is None:
        return None
    return [{"loss_yen": number(point.loss_yen), "p": interval(point.p)} for point in tail.exceedance]


def with_dependence(tail: Tail | None) -> Json | None:
    """Return the year's loss where parties differ and causes are shared, with what the simulation leaves open."""
    if tail is None:
        return None
    return {
        "method": tail.method.value,
        "years": tail.years,
        "mean_yen": interval(tail.mean_yen),
        "error_of_mean": number(tail.error_of_mean),
        "var_yen": levels(tail.var_yen),
        "tvar_yen": levels(tail.tvar_yen),
        "exceedance": exceedance_data(tail),
    }


def attribution_data(attribution: Attribution | None) -> Json | None:
    """Return the point EAL told apart; each list sums with `good_yen` to `eal_yen`."""
    if attribution is None:
        return None
    return {
        "eal_yen": number(attribution.eal_yen),
        "good_yen": number(attribution.good_yen),
        "layers": _parts(attribution.layers, "scenario", "layer"),
        "roles": _parts(attribution.roles, "role"),
        "parties": _parts(attribution.parties, "party_id"),
        "answers": _parts(attribution.answers, "party_id", "control_id", "layer"),
    }


def _parts(parts: tuple[AttributionPart, ...], *names: str) -> list[Json]:
    """Return the largest parts under these names, and the rest as one whose names are null."""
    listed: list[Json] = [{**{name: getattr(p, name) for name in names}, "eal_yen": number(p.eal_yen)} for p in parts]
    if len(parts) <= MOST_PARTS:
        return listed
    rest = sum(part.eal_yen for part in parts[MOST_PARTS:])
    return [*listed[:MOST_PARTS], {**dict.fromkeys(names), "eal_yen": number(rest)}]


def concentration_data(thing: Concentration) -> Json:
    """Return what passes through one thing that several chains share."""
    return {
        "kind": thing.kind.value,
        "key": thing.key,
        "eal_yen": interval(thing.eal_yen),
        "falls_away_yen": interval(thing.falls_away_yen),
        "tail_share": None if thing.tail_share is None else number(thing.tail_share),
        "paths": thing.paths,
        "principals": thing.principals,
        "only_through_it": list(thing.parties),
    }


def stability_data(stability: RankStability | None) -> Json | None:
    """Return how the first ranks fare under moved judgement; ranges in the order of the ranks."""
    if stability is None:
        return None
    return {
        "draws": stability.draws,
        "seed": stability.seed,
        "moved_by": number(stability.moved_by),
        "parameters": stability.parameters,
        "top": stability.top,
        "correlation": interval(stability.correlation),
        "kept": interval(stability.kept),
        "first_stays": number(stability.first_stays),
        "ranges": [{"rank": r.rank, "best": r.best, "worst": r.worst} for r in stability.ranges],
    }
