"""Whether lines and holdings exist at all, where a suspicion without a probability of its own hangs on judgement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from riskgraph.model.channel import PT
from riskgraph.model.engagement import Declared
from riskgraph.scoring.connections import SEGMENTATION, Ways, chances_of, steps_of
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
        self.entered = _Entered(ground, rows)

    def moved(self, ground: Ground, table: Floats) -> tuple[Floats, Floats]:
        """Return the probabilities of lines and of rows under the numbers of a ground.

        Parameters
        ----------
        table
            Strengths of all profiles at the point, shape (profiles, controls).
        """
        of_lines, of_rows = self.of_lines.copy(), self.of_rows.copy()
        for engagement_id, number in self.moving.items():
            of_lines[number] = ground.weight(engagement_id)[PT]
        for by, numbers in self.moving_rows:
            of_rows[numbers] = any_exists(ground, by)[PT]
        self.entered.multiply(of_rows, ground, table)
        return of_lines, of_rows


class _Entered:
    """The rows that an intruder gets to over connections; what judgement says of a connection moves their weight."""

    def __init__(self, ground: Ground, rows: Rows) -> None:
        self.column = ground.profiles.book.controls[SEGMENTATION]
        self.rows = [(number, row.entered) for number, row in enumerate(rows.rows) if row.entered is not None]
        self.steps = steps_of(ground) if self.rows else ()
        self.ways = Ways(self.steps)
        self.receivers = np.array([step.receiver for step in self.steps], dtype=np.int64)
        self.by = {number: rows.rows[number].known_by for number, _ in self.rows}

    def multiply(self, weights: Floats, ground: Ground, table: Floats) -> None:
        """Write into `weights` that a holding exists times that it is reached."""
        if not self.rows:
            return
        segmentation = np.repeat(table[self.receivers, self.column][:, None], 3, axis=1)
        chances = chances_of(self.steps, ground.parameters, segmentation)[:, PT]
        reached = {entered.start: self.ways.reached_from(entered.start, chances) for _, entered in self.rows}
        for number, entered in self.rows:
            weights[number] = _known(ground, self.by[number]) * reached[entered.start][entered.end]


def _known(ground: Ground, by: tuple[str, ...]) -> float:
    """Return the probability at the point that a holding exists, by the engagements that speak of it; else 1."""
    return any_exists(ground, by)[PT] if by else 1.0


def _hangs(ground: Ground, engagement_ids: Iterable[str]) -> bool:
    """Say whether a suspected engagement without a probability lies on one of these lines."""
    steps = (ground.chain.engagements[step] for e in engagement_ids for step in ground.chain.line(e))
    return any(step.declared is Declared.SUSPECTED and step.probability is None for step in steps)
