"""Grades of paths against the appetite: A (good) to E, or on hold where too little is known."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.answer import AnswerCode, Evidence
from riskgraph.model.assessment import Channel, Grade, LayerUsed, Standing
from riskgraph.model.control import Catalogue, Mark
from riskgraph.model.parameters import Parameters

_KNOWN = frozenset({Standing.ANSWERED, Standing.NOT_APPLICABLE})
_BOUNDED = (Grade.A, Grade.B, Grade.C, Grade.D)
_MATTERS = 0.1


def coverage_of(channels: Sequence[Channel]) -> float:
    """Return the share of the gate controls on a path that have an answer, 0 to 1; 1 where there are none.

    A control counts once for each party that has it on the path; supervision is no gate.
    """
    known: dict[tuple[str, str], bool] = {}
    for channel in channels:
        for layer in channel.layers:
            if layer.role == "supervision":
                continue
            for answer in layer.answers:
                key = (answer.party_id, answer.control_id)
                known[key] = known.get(key, True) and answer.standing in _KNOWN
    return sum(known.values()) / len(known) if known else 1.0


def grade_of(
    eal_yen: float, channels: Sequence[Channel], *, appetite_yen: float, parameters: Parameters, catalogue: Catalogue
) -> Grade:
    """Return the grade of a path.

    On hold below the minimum coverage; never A or B where a decisive gate rests on claims alone. A
    certificate never lifts a gate: it is not even an argument here.
    """
    if coverage_of(channels) < parameters.number("grade.minimum_coverage"):
        return Grade.ON_HOLD
    grade = next((g for g in _BOUNDED if eal_yen < parameters.number(f"grade.bound.{g.value}") * appetite_yen), Grade.E)
    if grade in (Grade.A, Grade.B) and _rests_on_claims(eal_yen, channels, catalogue):
        return Grade.C
    return grade


def _rests_on_claims(eal_yen: float, channels: Sequence[Channel], catalogue: Catalogue) -> bool:
    decisive = {c.control_id for c in catalogue.controls if c.mark is Mark.DECISIVE}
    heavy = [channel for channel in channels if channel.eal_yen.pt >= _MATTERS * eal_yen]
    return any(_is_claimed(layer, decisive) for channel in heavy for layer in channel.layers)


def _is_claimed(layer: LayerUsed, decisive: set[str]) -> bool:
    """Say whether a layer with a decisive control has yes or partial answers, and all of them unsupported."""
    if layer.role == "supervision" or not any(a.control_id in decisive for a in layer.answers):
        return False
    positive = [a for a in layer.answers if a.answer in (AnswerCode.YES.value, AnswerCode.PARTIAL.value)]
    return bool(positive) and all(a.evidence == Evidence.CLAIM.value for a in positive)
