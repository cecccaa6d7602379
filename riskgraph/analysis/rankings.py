"""Paths in three orders that are never mixed: by expected loss, by what is confirmed, by what is not.

The convention that bites: the confirmed and the unconfirmed part of a path add up to its expected loss, so that each
of the two rankings tells a different thing to do: mend, or ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from riskgraph.model.assessment import Path


class Order(StrEnum):
    """In which order paths are listed."""

    LOSS = "loss"
    CONFIRMED = "confirmed"
    OPEN = "open"


def part_yen(path: Path, order: Order) -> float:
    """Return what an order ranks a path by, yen a year at the point: all of its loss, or one of the two parts."""
    share = min(max(path.unconfirmed_share, 0.0), 1.0)
    return path.eal_yen.pt * {Order.LOSS: 1.0, Order.CONFIRMED: 1.0 - share, Order.OPEN: share}[order]


def ordered(paths: Sequence[Path], order: Order) -> tuple[Path, ...]:
    """Return paths in an order, the largest part first; ties by rank."""
    return tuple(sorted(paths, key=lambda path: (-part_yen(path, order), path.rank)))
