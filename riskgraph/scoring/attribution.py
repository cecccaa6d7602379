"""Expected loss told apart by layers, roles, parties and single answers.

The convention that bites: what is told apart is the excess over the same work done well, at the point; the parts and
`good_yen` sum to the loss. Lists may be cut; what is cut is summed in a last part named `OTHER`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from riskgraph.model.attribution import Attribution, AttributionPart
from riskgraph.model.channel import PT
from riskgraph.model.control import Role
from riskgraph.scoring.answer_parts import AnswerParts, Told
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.hop_parts import Bearers, Cause, HopParts
from riskgraph.scoring.layer_parts import RESPONSE, UNDECLARED, LayerParts, layer_parts
from riskgraph.scoring.rows import Ints
from riskgraph.scoring.strength import Floats

OTHER = "other"
_DUST = 1e-13  # of the loss: what rounding may leave of a part that is none
MOST_OF_REGISTER = 100
MOST_OF_PATH = 12
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True)
class LossParts:
    """What is worked out once for all channels of a register, and then read for any of them."""

    scored: Scored
    layers: tuple[LayerParts, ...]
    answers: AnswerParts
    hops: HopParts


def loss_parts(scored: Scored) -> LossParts:
    """Return the parts of all losses of a register.

    Notes
    -----
    Linear in cells times 2^(layers + 1). Source: docs/method.md, "Where a number comes from".
    """
    bearers = Bearers(scored)
    return LossParts(scored, layer_parts(scored), AnswerParts(scored, bearers), HopParts(scored, bearers))


def attribution_of(parts: LossParts, channels: Sequence[int], *, most: int = MOST_OF_REGISTER) -> Attribution | None:
    """Return the point EAL of these channels as a sum of its causes; None where there is no loss.

    Parameters
    ----------
    most
        The longest that a list may be; the smallest parts beyond are summed in one named `OTHER`.
    """
    scored = parts.scored
    chosen = np.asarray(channels, dtype=np.int64)
    eal = float(scored.eal[chosen, PT].sum())
    if eal <= 0.0:
        return None
    here = _Selection(scored, chosen)
    layers: dict[tuple[str, str, str], float] = defaultdict(float)
    told: Told = defaultdict(float)
    supervision = np.zeros(len(here.fraction))
    for part in parts.layers:
        _add_scenario(parts, part, here, layers, told, supervision)
    for cause, yen in parts.hops.by_cause(here.by_route(supervision)):
        told[(Role.SUPERVISION.value, cause)] += yen
    dust = _DUST * eal
    roles = _summed(told, lambda role, _: role)
    parties = _summed(told, lambda _, cause: cause.party_id)
    answers = _summed(told, lambda _, cause: cause)
    return Attribution(
        eal_yen=eal,
        good_yen=eal - sum(layers.values()),
        layers=_listed(layers, _layer, most, dust=dust),
        roles=_listed(roles, lambda role, a: AttributionPart(eal_yen=a, role=role), most, dust=dust),
        parties=_listed(parties, lambda party, a: AttributionPart(eal_yen=a, party_id=party), most, dust=dust),
        answers=_listed(answers, _answer, most, dust=dust),
    )


class _Selection:
    """How far each cell and each event belongs to the channels that were chosen."""

    def __init__(self, scored: Scored, channels: Ints) -> None:
        self._scored = scored
        self._channels = channels
        cells = len(scored.cells.weight)
        self._event = scored.rows.cell_event
        self.fraction = sums(scored.cell[channels], scored.fraction[channels], cells)
        self.of_event = sums(self._event, scored.cells.weight * self.fraction, len(scored.rows.event_keys))[self._event]

    def yen(self, part: LayerParts) -> tuple[Ints, Floats]:
        """Return the cells of a scenario that have a part in it, and their yen by player, shape (n, players)."""
        mine, event = self.fraction[part.cells], self.of_event[part.cells]
        there = np.flatnonzero((mine > 0) | (event > 0))
        yen = event[there, None] * part.fixed[there] + mine[there, None] * part.variable[there]
        return part.cells[there], yen

    def by_route(self, yen_of_cell: Floats) -> Floats:
        """Return yen by route: a cell's on the routes of its chosen channels, else on all of its routes."""
        scored = self._scored
        mine = self._channels[self.fraction[scored.cell[self._channels]] > 0]
        shown = scored.fraction[mine] / self.fraction[scored.cell[mine]]
        yen = sums(scored.path[mine], shown * yen_of_cell[scored.cell[mine]], len(scored.routes))
        away = np.where(self.fraction > 0, 0.0, yen_of_cell)
        if away.any():
            others = scored.fraction * away[scored.cell]
            yen = yen + sums(scored.path, others, len(scored.routes))
        return yen


def sums(group: Ints, values: Floats, groups: int) -> Floats:
    """Return the sums of values by group, shape (groups,)."""
    result: Floats = np.bincount(group, values, minlength=groups).astype(np.float64)
    return result


def _add_scenario(
    parts: LossParts,
    part: LayerParts,
    here: _Selection,
    layers: dict[tuple[str, str, str], float],
    told: Told,
    supervision: Floats,
) -> None:
    """Add the parts of one scenario: by layer, by role and cause, and by cell what falls on supervision."""
    cells, yen = here.yen(part)
    if not len(cells):
        return
    rows = parts.scored.cells.row[cells, PT]
    scenario = part.table.scenario.scenario_id
    for number, layer in enumerate(part.table.layers):
        layers[(scenario, layer.key, layer.role.value)] += float(yen[:, number].sum())
        supervision[cells] += parts.answers.split(layer, rows, yen[:, number], told)
    layers[(scenario, UNDECLARED, UNDECLARED)] += float(yen[:, -2].sum())
    parts.answers.undeclared(rows, yen[:, -2], told)
    layers[(scenario, RESPONSE, Role.HOST.value)] += float(yen[:, -1].sum())
    parts.answers.response(rows, yen[:, -1], told)


def _layer(key: tuple[str, str, str], eal_yen: float) -> AttributionPart:
    return AttributionPart(eal_yen=eal_yen, scenario=key[0], layer=key[1], role=key[2])


def _answer(cause: Cause, eal_yen: float) -> AttributionPart:
    return AttributionPart(
        eal_yen=eal_yen,
        layer=cause.fact,
        party_id=cause.party_id,
        control_id=cause.control_id,
        is_confirmed=cause.is_confirmed,
    )


def _summed(told: Told, key: Callable[[str, Cause], _Key]) -> Mapping[_Key, float]:
    """Return yen by a part of the key."""
    found: dict[_Key, float] = defaultdict(float)
    for (role, cause), yen in told.items():
        found[key(role, cause)] += yen
    return found


def _listed(
    yen: Mapping[_Key, float], part: Callable[[_Key, float], AttributionPart], most: int, *, dust: float
) -> tuple[AttributionPart, ...]:
    """Return the parts, the largest first; what only rounding leaves is no part, the smallest are summed."""
    found = [(key, amount) for key, amount in yen.items() if abs(amount) > dust]
    if len(found) <= most:
        return tuple(sorted((part(key, amount) for key, amount in found), key=_rank))
    # Names settle what ties at the cut, so that all that tie there are looked at.
    least = sorted((abs(amount) for _, amount in found), reverse=True)[most - 2] if most > 1 else np.inf
    told = sorted((part(key, a) for key, a in found if abs(a) >= least), key=lambda p: (-abs(p.eal_yen), _rank(p)))
    rest = [amount for _, amount in found if abs(amount) < least] + [p.eal_yen for p in told[most - 1 :]]
    return (*sorted(told[: most - 1], key=_rank), AttributionPart(eal_yen=sum(rest), layer=OTHER))


def _rank(part: AttributionPart) -> tuple[object, ...]:
    """Return what orders parts: the largest first, names only where they tie."""
    return (-part.eal_yen, part.scenario, part.layer, part.role, part.party_id, part.control_id, not part.is_confirmed)
