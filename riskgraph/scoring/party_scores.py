"""Weakness of parties, 0 to 100: a weighted mean over the controls that apply. Persons are never scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from riskgraph.model.assessment import Standing
from riskgraph.model.control import Control
from riskgraph.model.quantities import Interval
from riskgraph.scoring.ground import Ground


@dataclass(frozen=True)
class PartyScore:
    """Weakness and the same with what supervision leaves of it, both 0 to 100; coverage 0 to 1."""

    weakness: Interval
    effective_weakness: Interval
    coverage: float


def party_scores(ground: Ground) -> Mapping[str, PartyScore]:
    """Return the scores of all parties that are no persons.

    weakness = 100 (1 - sum w x / sum w), w = 3 for decisive, 2 for contributing controls, 1 else; what does
    not apply (with a reason) leaves the sum. The effective weakness takes x (r0 + (1 - r0) Q), Q of the
    party's weakest line.
    """
    weakest = _weakest_supervision(ground)
    my_number = any(asset.my_number for asset in ground.submission.assets)
    return {
        party.party_id: _score(party.party_id, weakest.get(party.party_id, (1.0, 1.0, 1.0)), ground, my_number)
        for party in ground.submission.party_by_id.values()
        if not party.is_person
    }


def _score(party_id: str, q: tuple[float, float, float], ground: Ground, has_my_number: bool) -> PartyScore:  # noqa: FBT001
    total = 0.0
    answered = 0
    count = 0
    sums = np.zeros(3)
    profile = ground.profiles.index(party_id)
    for control in ground.catalogue.controls:
        judged = ground.profiles.judged(profile, control.control_id)
        if judged.standing is Standing.NOT_APPLICABLE or not _applies(control, has_my_number):
            continue
        count += 1
        answered += judged.standing is Standing.ANSWERED
        total += control.weight
        sums += control.weight * np.array(judged.ends)
    mean = sums / total if total else np.zeros(3)
    r0 = ground.parameters.number("supervision.r0")
    supervised = mean * (r0 + (1.0 - r0) * np.array(q))
    return PartyScore(_weakness(mean), _weakness(supervised), answered / count if count else 0.0)


def _applies(control: Control, has_my_number: bool) -> bool:  # noqa: FBT001
    return has_my_number or not control.only_my_number


def _weakness(strength: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Interval:
    """Return 100 (1 - x) with ends ordered by size; the strengths are in risk order."""
    lo, pt, hi = (100.0 * (1.0 - float(x)) for x in strength)
    return Interval(min(lo, pt), pt, max(hi, pt))


def _weakest_supervision(ground: Ground) -> dict[str, tuple[float, float, float]]:
    """Return the smallest Q (at the point) among the lines that end at each party."""
    weakest: dict[str, tuple[float, float, float]] = {}
    for engagement_id, q in ground.supervision.product.items():
        party = ground.chain.engagements[engagement_id].consignee
        if party not in weakest or q[1] < weakest[party][1]:
            weakest[party] = q
    return weakest
