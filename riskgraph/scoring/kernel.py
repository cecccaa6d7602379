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
    is_personal
        Whether the layer falls where nameless people did the work: their employer's, or supervision of them.
    own_places
        Bits by channel, shape (n,), and the bit of this layer: set where the place is the declared party's own.
    """

    efficacy: float
    gates: Floats | None = None
    index: Index | None = None
    own: Floats | None = None
    damping: Floats | None = None
    bounds: tuple[Floats | tuple[Floats, Index], ...] = ()
    table: Floats | None = None
    is_personal: bool = False
    own_places: tuple[NDArray[np.uint8], np.uint8] | None = None

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
    """Return what gets past a layer, f = 1 - e X, 0 to 1. Source: docs/method.md, "A control counts where it works"."""
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
    tiles, whatever the number of channels. Source: docs/method.md, "A control counts where it works".
    """
    result = np.empty(count) if out is None else out
    tiles = Tiles(sources, beta, min(TILE, count))
    for start in range(0, count, TILE):
        tiles.phi(start, min(start + TILE, count), result)
    return result


class Tiles:
    """The kernel: Phi of one stretch of channels after the other, in buffers that stay in the cache.

    Parameters
    ----------
    size
        Channels of the longest stretch.
    """

    def __init__(self, sources: Sequence[Source], beta: float, size: int) -> None:
        self._layers = [(source, source.factors() if source.is_plain() else None) for source in sources]
        self._beta = beta
        self._least, self._factor, self._hidden, self._hidden_least = (np.empty(size) for _ in range(4))

    def phi(self, start: int, stop: int, result: Floats) -> None:
        """Write Phi of the channels from `start` to `stop` into their places of `result`."""
        size = stop - start
        product, least = result[start:stop], self._least[:size]
        product.fill(1.0)
        least.fill(1.0)
        for source, table in self._layers:
            factor = self._factors(source, table, start, stop)
            np.multiply(product, factor, out=product)
            np.minimum(least, factor, out=least)
        self._mix(product, least)

    def both(self, start: int, stop: int, result: Floats) -> Floats:
        """Write Phi as above; return that of nameless people in the place of the declared ones, in a buffer.

        Their own layers (`Source.is_personal`), and places that are the declared party's own (`Source.own_places`),
        are worth nothing then. The factors are gathered once for the two.
        """
        size = stop - start
        product, least = result[start:stop], self._least[:size]
        hidden, hidden_least = self._hidden[:size], self._hidden_least[:size]
        for buffer in (product, least, hidden, hidden_least):
            buffer.fill(1.0)
        for source, table in self._layers:
            factor = self._factors(source, table, start, stop)
            np.multiply(product, factor, out=product)
            np.minimum(least, factor, out=least)
            if source.is_personal:
                continue
            if source.own_places is not None:
                own, bit = source.own_places
                np.copyto(factor, 1.0, where=(own[start:stop] & bit) != 0)
            np.multiply(hidden, factor, out=hidden)
            np.minimum(hidden_least, factor, out=hidden_least)
        self._mix(product, least)
        self._mix(hidden, hidden_least)
        return hidden

    def _mix(self, product: Floats, least: Floats) -> None:
        """Turn a product into Phi, in place."""
        np.multiply(product, 1.0 - self._beta, out=product)
        np.multiply(least, self._beta, out=least)
        np.add(product, least, out=product)

    def _factors(self, source: Source, table: Floats | None, start: int, stop: int) -> Floats:
        """Return the factors of one stretch; those of plain gates in a buffer."""
        if table is not None and source.index is not None:
            # Any other mode checks every index and copies through a buffer of its own.
            return np.take(table, source.index[start:stop], out=self._factor[: stop - start], mode="clip")
        return bypass(source.strength(start, stop), source.efficacy)
