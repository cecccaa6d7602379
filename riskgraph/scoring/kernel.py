"""Phi of channels from plain arrays: factors gathered by gate, multiplied and mixed in tiles that stay in the cache.

The convention that bites: an index never is negative. A role that a channel does not have points to a gate of strength
0, whose factor is exactly 1 and changes neither the product nor the minimum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Index = NDArray[np.signedinteger[Any]]

TILE = 65_536
"""Channels a tile: three buffers of this many numbers stay in a second-level cache; measured, not tuned further."""


@dataclass(frozen=True)
class Source:
    """Where one layer of n channels takes its strength from, and how strong the layer can be at most.

    The strength is ``gates[index]`` or ``own``, times ``damping`` where supervision carries it, and at most each of
    ``bounds``; the factor is 1 - efficacy x strength.

    Attributes
    ----------
    efficacy
        e of the layer, 0 to 1.
    gates, index
        Strength of every gate (0 to 1), shape (gates,), and the gate of every channel, shape (n,).
    own
        Strengths by channel, shape (n,), in place of gates.
    damping
        Multiplies the strength, shape (n,), 0 to 1.
    bounds
        What the strength is no larger than: strengths by channel, or gates and index.
    table
        The factors of the gates, where they are known already, shape (gates,).
    """

    efficacy: float
    gates: Floats | None = None
    index: Index | None = None
    own: Floats | None = None
    damping: Floats | None = None
    bounds: tuple[Floats | tuple[Floats, Index], ...] = ()
    table: Floats | None = None

    def strength(self, start: int = 0, stop: int | None = None) -> Floats:
        """Return the strengths of the channels from `start` to `stop`, in memory of their own."""
        here = slice(start, stop)
        if self.own is not None:
            found: Floats = self.own[here].copy()
        else:
            assert self.gates is not None and self.index is not None
            found = self.gates.take(self.index[here], mode="clip")
        if self.damping is not None:
            found *= self.damping[here]
        for bound in self.bounds:
            other = bound[0].take(bound[1][here], mode="clip") if isinstance(bound, tuple) else bound[here]
            np.minimum(found, other, out=found)
        return found

    def is_plain(self) -> bool:
        """Say whether the factor is one number a gate, so that it can be worked out once and gathered."""
        return self.own is None and self.damping is None and not self.bounds

    def factors(self) -> Floats:
        """Return the factor of every gate, shape (gates,)."""
        if self.table is not None:
            return self.table
        assert self.gates is not None
        return bypass(self.gates, self.efficacy)


def bypass(strength: Floats, efficacy: float) -> Floats:
    """Return what gets past a layer, f = 1 - e X, 0 to 1. Source: docs/method.md, "What a control takes away"."""
    result: Floats = 1.0 - efficacy * strength
    return result


def phi_of(sources: Sequence[Source], beta: float, count: int, *, out: Floats | None = None) -> Floats:
    """Return Phi = (1 - beta) prod f + beta min f of `count` channels, shape (count,), each 0 to 1.

    Parameters
    ----------
    sources
        The layers, in the order in which their factors are multiplied; none give 1.
    beta
        Share of common cause, 0 to 1.
    out
        Where to write the result, shape (count,).

    Notes
    -----
    Monotone: a higher strength never raises Phi. Linear in channels times layers; besides the result it needs three
    tiles, whatever the number of channels. Source: docs/method.md, "What a control takes away".
    """
    result = np.empty(count) if out is None else out
    tables = [source.factors() if source.is_plain() else None for source in sources]
    size = min(TILE, count)
    least_buffer, factor_buffer = np.empty(size), np.empty(size)
    for start in range(0, count, TILE):
        stop = min(start + TILE, count)
        product, least = result[start:stop], least_buffer[: stop - start]
        product.fill(1.0)
        least.fill(1.0)
        for source, table in zip(sources, tables, strict=True):
            factor = _factor(source, table, start, stop, factor_buffer[: stop - start])
            np.multiply(product, factor, out=product)
            np.minimum(least, factor, out=least)
        np.multiply(product, 1.0 - beta, out=product)
        np.multiply(least, beta, out=least)
        np.add(product, least, out=product)
    return result


def _factor(source: Source, table: Floats | None, start: int, stop: int, buffer: Floats) -> Floats:
    """Return the factors of one tile; those of plain gates in the buffer."""
    if table is not None and source.index is not None:
        # Any other mode checks every index and copies through a buffer of its own.
        return np.take(table, source.index[start:stop], out=buffer, mode="clip")
    return bypass(source.strength(start, stop), source.efficacy)
