"""What measures leave of the chance that an intruder gets from one party to another over connections."""

from __future__ import annotations

import numpy as np

from riskgraph.model.channel import PT
from riskgraph.model.programme import Gate
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.connections import SEGMENTATION, Node, Ways, chances_of, steps_of
from riskgraph.scoring.levels import MOST_TOUCHING, Needs, level_with, tried
from riskgraph.scoring.measure_levels import MeasureLevels
from riskgraph.scoring.rows import Entered


class ReachLevels:
    """The chances of all entries over measures; each set of measures is worked out once an entry."""

    def __init__(self, scored: Scored, levels: MeasureLevels) -> None:
        self._levels = levels
        self._parameters = scored.ground.parameters
        self._steps = steps_of(scored.ground)
        self._ways = Ways(self._steps)
        self._known: dict[tuple[Node, Node], Gate | None] = {}
        self._found: dict[tuple[Node, Needs], dict[Node, float]] = {}

    def gate(self, entered: Entered) -> Gate | None:
        """Return which part of a chance is left, 1 today; None where no measure lowers it, or too many touch it."""
        key = (entered.start, entered.end)
        if key not in self._known:
            self._known[key] = self._gate(entered)
        return self._known[key]

    def _gate(self, entered: Entered) -> Gate | None:
        within = set(self._ways.within_reach(entered.start))
        receivers = {step.receiver for step in self._steps if step.end.reached in within}
        touching = frozenset(
            number
            for receiver in receivers
            for _, needs in self._levels.control(receiver, SEGMENTATION)
            for number in needs
        )
        now = entered.chance[PT]
        if not touching or len(touching) > MOST_TOUCHING or now <= 0.0:
            return None
        levels = tried(touching, lambda some: -self._chance(entered.start, entered.end, some) / now)
        if len(levels) < 2:
            return None
        return Gate((1.0, *(min(-value, 1.0) for value, _ in levels[1:])), tuple(needs for _, needs in levels))

    def _chance(self, start: Node, end: Node, some: Needs) -> float:
        key = (start, some)
        if key not in self._found:
            strengths = [level_with(self._levels.control(s.receiver, SEGMENTATION), some) for s in self._steps]
            table = np.repeat(np.array(strengths)[:, None], 3, axis=1)
            chances = chances_of(self._steps, self._parameters, table)[:, PT]
            self._found[key] = dict(self._ways.reached_from(start, chances, PT))
        return self._found[key].get(end, 0.0)
