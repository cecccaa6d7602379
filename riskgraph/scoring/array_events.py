"""Events of channel arrays laid out to be priced a few at a time: what one channel rests on stands side by side.

A full pass reads one column of all channels after the other; a question reads all columns of a few channels, which lie
far apart. Kept once more by channel, each costs two or three lines of memory instead of a dozen.

The convention that bites: channels, events and factors of all blocks are numbered through, one block behind the other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from riskgraph.scoring.channel_arrays import LINE, PLACE_BIT, RIGHTS, STAFF, Block, Gates, Worth, gates
from riskgraph.scoring.csr import Csr, Index, grouped, spans
from riskgraph.scoring.kernel import Floats
from riskgraph.scoring.layer_sources import SAFE

_EXPOSURE, _VARIABLE, _FIXED, _EAL = range(4)
_OWN_CODES = 8


class Laid:
    """All blocks at one end, by channel, with the events that rest on each entity.

    Attributes
    ----------
    flat
        The factors of all gates. Whoever changes some of them has to put them back.
    """

    def __init__(self, blocks: Sequence[Block], worth: Worth, end: int) -> None:
        self._beta = worth.beta
        self._gated = [gates(block.table, worth, end) for block in blocks]
        assert all(len(gated.bounded) <= 1 for gated in self._gated), "one bound a scenario has a column of its own"
        sizes = [len(gated.flat) for gated in self._gated]
        self._base = np.cumsum([0, *sizes]).tolist()
        # Behind all others the factor of a layer that a scenario does not have, and of a bound that binds nothing.
        self.flat = np.concatenate([*(gated.flat for gated in self._gated), [1.0, 0.0]])
        self._layers = max(len(block.table.layers) for block in blocks)
        self._latent = np.append(worth.latent[:, end], 0.0)
        self._start = _event_starts(blocks)
        self._who = np.concatenate([self._rows(number, block, end) for number, block in enumerate(blocks)])
        self._numbers = np.concatenate([_prices(block, end) for block in blocks])
        self._lost = np.concatenate(
            [self._falling(block, gated) for block, gated in zip(blocks, self._gated, strict=True)], axis=1
        )
        first = np.cumsum([0, *(len(block.event_start) - 1 for block in blocks)])
        self._events = [_by_column(*one) for one in zip(blocks, self._gated, first, strict=False)]

    def place(self, block: int, number: int) -> int:
        """Return where the factors of a layer (or, behind the layers, of the bound) begin in `flat`."""
        return int(self._base[block] + self._gated[block].offset[number])

    def column(self, block: int, number: int) -> str:
        """Return the column of entities of a layer."""
        return self._gated[block].columns[number]

    def events(self, block: int, number: int, entities: Index) -> Index:
        """Return the events that rest on entities through a layer; an event comes once an entity."""
        index = self._events[block][self._gated[block].columns[number]]
        return index.of(int(entities[0])) if len(entities) == 1 else index.of_all(entities)

    def eal(self, events: Index) -> tuple[Index, Floats, Floats]:
        """Return the channels of events, their EAL with the factors as they stand, and what it was; yen a year."""
        start, stop = self._start.take(events), self._start.take(events + 1)
        sizes = stop - start
        channels = spans(start, stop)
        who = self._who.take(channels, axis=0).T
        factors = self.flat.take(who[: self._layers + 1])
        np.maximum(factors[0], factors[-1], out=factors[0])
        factors = factors[:-1]
        rate = self._phi(factors)
        np.copyto(factors, 1.0, where=self._lost.take(who[-1], axis=1))
        rate += (self._phi(factors) - rate) * self._latent.take(who[-2])
        numbers = self._numbers.take(channels, axis=0).T
        rate *= numbers[_EXPOSURE]
        eal = rate * numbers[_VARIABLE]
        if len(events) < len(channels):
            rate = np.maximum.reduceat(rate, np.add.accumulate(sizes) - sizes).repeat(sizes)
        eal += rate * numbers[_FIXED]
        return channels, eal, numbers[_EAL]

    def _phi(self, factors: Floats) -> Floats:
        """Return Phi from the factors of a few channels, shape (layers, n)."""
        result: Floats = (1.0 - self._beta) * np.multiply.reduce(factors) + self._beta * np.minimum.reduce(factors)
        return result

    def _rows(self, number: int, block: Block, end: int) -> NDArray[np.int32]:
        """Return by channel: where its factors stand (the bounded one first, the bound last), its line, its code."""
        gated, none = self._gated[number], len(self.flat) - 2
        rows = np.empty((block.count, self._layers + 3), dtype=np.int32)
        rows[:, : self._layers] = none
        rows[:, self._layers] = none + 1
        for slot, layer in enumerate(_order(block, gated)):
            rows[:, slot] = block.entity(gated.columns[layer]) + self.place(number, layer)
        if gated.bounded:
            bound = len(block.table.layers)
            rows[:, self._layers] = block.entity(gated.columns[bound]) + self.place(number, bound)
        is_mixed = block.has_staff and end != SAFE
        rows[:, -2] = block.entity(LINE) if is_mixed else len(self._latent) - 1
        rows[:, -1] = block.own + _OWN_CODES * number
        return rows

    def _falling(self, block: Block, gated: Gates) -> NDArray[np.bool_]:
        """Return by slot and code which layers fall where nameless people did the work."""
        lost = np.zeros((self._layers, _OWN_CODES), dtype=np.bool_)
        for slot, layer in enumerate(_order(block, gated)):
            column = gated.columns[layer]
            bit = PLACE_BIT.get("host" if column == RIGHTS else column, 0)
            lost[slot] = [column in (LINE, STAFF) or bool(bit & own) for own in range(_OWN_CODES)]
        return lost


def _order(block: Block, gated: Gates) -> list[int]:
    """Return the layers in the order of their slots: a bounded one first."""
    layers = range(len(block.table.layers))
    return [*gated.bounded, *(layer for layer in layers if layer not in gated.bounded)]


def _prices(block: Block, end: int) -> Floats:
    """Return by channel what turns Phi into yen, and the yen of now, shape (n, 4)."""
    return np.stack([block.exposure[end], block.variable[end], block.fixed[end], block.eal[end]], axis=1)


def _event_starts(blocks: Sequence[Block]) -> NDArray[np.int64]:
    """Return where every event begins, channels numbered through, and the number of channels behind the last."""
    begins = np.cumsum([0, *(block.count for block in blocks)])
    starts = [block.event_start[:-1] + begin for block, begin in zip(blocks, begins, strict=False)]
    return np.append(np.concatenate(starts), begins[-1])


def _by_column(block: Block, gated: Gates, first: int) -> dict[str, Csr]:
    """Return the events that rest on each entity, by column and entity; each event once an entity."""
    found: dict[str, Csr] = {}
    sizes = np.diff(block.event_start)
    number = np.repeat(np.arange(first, first + len(sizes), dtype=np.int32), sizes)
    for column in dict.fromkeys(gated.columns):
        entity = block.entity(column)
        index = grouped(entity, len(gated.table(gated.columns.index(column))))
        event = number[index.member]
        if block.has_shared_events:
            owner = entity[index.member]
            is_first = np.ones(len(event), dtype=np.bool_)
            is_first[1:] = (event[1:] != event[:-1]) | (owner[1:] != owner[:-1])
            counts = np.bincount(owner[is_first], minlength=len(index.start) - 1)
            index, event = Csr(np.concatenate([[0], np.cumsum(counts)]), event), event[is_first]
        found[column] = Csr(index.start, event)
    return found
