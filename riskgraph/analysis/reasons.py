"""The reasons of a path: layers of parties, summed over its channels, the largest share first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from riskgraph.model.assessment import AnswerUsed, Channel, LayerUsed, Reason, Standing

_CONFIRMED = frozenset({Standing.ANSWERED, Standing.NOT_APPLICABLE})
_WORTH_TELLING = 0.001


def reasons_of(channels: Sequence[Channel]) -> tuple[Reason, ...]:
    """Return who could do better at what, with its share of the path's excess loss (0 to 1, adds to at most 1).

    A channel's EAL is shared over its layers by their log shares; one layer of one party is one reason,
    whatever scenarios it appears in, and bears the scenario that weighs most.
    """
    total = sum(channel.eal_yen.pt for channel in channels)
    if total <= 0:
        return ()
    weight: dict[tuple[str, str, str], float] = defaultdict(float)
    heaviest: dict[tuple[str, str, str], tuple[float, str, LayerUsed]] = {}
    for channel in channels:
        for layer in channel.layers:
            key = (layer.party_id, layer.layer, layer.role)
            part = channel.eal_yen.pt / total * layer.share
            weight[key] += part
            if key not in heaviest or part > heaviest[key][0]:
                heaviest[key] = (part, channel.scenario, layer)
    found = [
        Reason(
            party_id=key[0],
            layer=key[1],
            role=key[2],
            scenario=heaviest[key][1],
            share=share,
            is_confirmed=is_confirmed(heaviest[key][2]),
            answers=weakest_first(heaviest[key][2].answers),
        )
        for key, share in weight.items()
        if share >= _WORTH_TELLING
    ]
    return tuple(sorted(found, key=lambda r: (-r.share, r.party_id, r.layer, r.role)))


def weakest_first(answers: Sequence[AnswerUsed]) -> tuple[AnswerUsed, ...]:
    """Return answers by point strength, the weakest first, confirmed ones before open ones of equal strength."""
    return tuple(sorted(answers, key=lambda a: (a.strength.pt, a.standing not in _CONFIRMED, a.control_id)))


def is_confirmed(layer: LayerUsed) -> bool:
    """Say whether a layer's weakness is confirmed: among its weakest answers at least one says so itself."""
    if not layer.answers:
        return True
    least = min(answer.strength.pt for answer in layer.answers)
    return any(a.standing in _CONFIRMED for a in layer.answers if a.strength.pt <= least + 1e-9)
