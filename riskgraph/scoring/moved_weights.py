"""Whether lines and holdings exist at all, where a suspicion without a probability of its own hangs on judgement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from riskgraph.model.channel import PT
from riskgraph.model.engagement import Declared
from riskgraph.scoring.existence import any_exists
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.rows import Rows
from riskgraph.scoring.strength import Floats


class MovedWeights:
    """The probabilities of lines, by the number of their last engagement, and of rows; most never move."""

    def __init__(self, ground: Ground, rows: Rows, engagement_ids: Mapping[str, int]) -> None:
        self.of_lines = np.array([ground.weight(e)[PT] for e in engagement_ids], dtype=np.float64)
        self.of_rows = rows.weight[:, PT]
        self.moving = {e: number for e, number in engagement_ids.items() if _hangs(ground, (e,))}
        known: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, row in enumerate(rows.rows):
            by = row.known_by or ((row.engagement_id,) if row.access is not None or row.scenario == "RES" else ())
            if any(e in self.moving for e in by):
                known[by].append(number)
        self.moving_rows = [(by, np.array(numbers, dtype=np.int64)) for by, numbers in known.items()]

    def moved(self, ground: Ground) -> tuple[Floats, Floats]:
        """Return the probabilities of lines and of rows under the numbers of a ground."""
        of_lines, of_rows = self.of_lines.copy(), self.of_rows.copy()
        for engagement_id, number in self.moving.items():
            of_lines[number] = ground.weight(engagement_id)[PT]
        for by, numbers in self.moving_rows:
            of_rows[numbers] = any_exists(ground, by)[PT]
        return of_lines, of_rows


def _hangs(ground: Ground, engagement_ids: Iterable[str]) -> bool:
    """Say whether a suspected engagement without a probability lies on one of these lines."""
    steps = (ground.chain.engagements[step] for e in engagement_ids for step in ground.chain.line(e))
    return any(step.declared is Declared.SUSPECTED and step.probability is None for step in steps)
