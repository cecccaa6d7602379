"""What knowing is worth: the best decision on every path before and after the answer to one question.

Formula: EVPI = min_d E[cost_d] - E[min_d cost_d] over accept, remediate and refuse, for every path by itself, with an
answer that turns out good with probability p or bad with 1 - p. Never negative, and never more than p (1 - p) times the
swing between the two, because what remediation and refusal come to does not hang on the answer.

The convention that bites: a cost that serves several paths is shared among them before, so that it counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.inquiry import Decision

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_SAME = 1e-9
DECISIONS = (Decision.ACCEPT, Decision.REMEDIATE, Decision.REFUSE)


@dataclass(frozen=True)
class Outlook:
    """What every path comes to, yen a year, shape (paths,); infinite where a decision cannot be taken.

    `good` and `bad` are the losses of accepting by outcome, with probability `p_good` of the former; `remediated` and
    `refused` are losses and costs together, whatever the answer.
    """

    p_good: float
    good: Floats
    bad: Floats
    remediated: Floats
    refused: Floats

    def summed(self, units: Ints) -> Outlook:
        """Return the same by units of paths that are decided together, `units` saying which unit each path is of."""
        sides = (self.good, self.bad, self.remediated, self.refused)
        return Outlook(self.p_good, *(np.bincount(units, weights=side).astype(np.float64) for side in sides))


@dataclass(frozen=True)
class Knowing:
    """Worth of knowing, yen a year and path, and the best decision (by number of `DECISIONS`) now and by outcome."""

    worth: Floats
    now: Ints
    if_good: Ints
    if_bad: Ints


def knowing(outlook: Outlook) -> Knowing:
    """Return what the answer is worth on every path; of equal decisions the first of `DECISIONS` is taken."""
    good = np.stack([outlook.good, outlook.remediated, outlook.refused])
    bad = np.stack([outlook.bad, outlook.remediated, outlook.refused])
    accepted = outlook.p_good * outlook.good + (1.0 - outlook.p_good) * outlook.bad
    expected = np.stack([accepted, outlook.remediated, outlook.refused])
    after = outlook.p_good * good.min(axis=0) + (1.0 - outlook.p_good) * bad.min(axis=0)
    worth = np.maximum(expected.min(axis=0) - after, 0.0)
    return Knowing(worth, expected.argmin(axis=0), good.argmin(axis=0), bad.argmin(axis=0))


def decided_together(keys: Sequence[str], good: Floats, bad: Floats) -> Ints:
    """Return the unit of every path, from 0: a path by itself, save where a bad answer moves a loss between paths.

    An event at a party is told of one of the paths to it, and an answer may change which one. The one path then falls
    and another rises although the loss stays, so that all paths to that party are one unit.
    """
    ends = [key.partition("|")[0].rpartition(">")[2] for key in keys]
    falling = {end for end, is_less in zip(ends, bad < good * (1.0 - _SAME), strict=True) if is_less}
    numbers: dict[str, int] = {}
    names = (end if end in falling else f"|{key}" for end, key in zip(ends, keys, strict=True))
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


def shared(cost: float, by: Floats) -> Floats:
    """Return a cost in parts by what each path has of it; infinite everywhere where no path has any."""
    total = float(by.sum())
    return np.full(len(by), np.inf) if total <= 0.0 else cost * by / total


def most_worth(p_good: float, swing: float) -> float:
    """Return what knowing is worth at most, yen a year, from the swing of all paths."""
    return p_good * (1.0 - p_good) * swing
