"""What one other answer, or another supervision, does to a register of channel arrays: only what it touches.

The convention that bites: a question leaves everything as it was; the factors that it moves are put back before it
returns, so that two threads must not ask one object at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.control import Combine, Layer
from riskgraph.scoring.channel_arrays import LINE, PLACE_BIT, RIGHTS, STAFF, Block, Gates, Worth, gates
from riskgraph.scoring.csr import Csr, Index, grouped, spans
from riskgraph.scoring.kernel import Floats, bypass
from riskgraph.scoring.layer_sources import SAFE

_EXPOSURE, _VARIABLE, _FIXED, _EAL = range(4)


@dataclass(frozen=True)
class ArrayChange:
    """The EAL of all channels after a change, yen a year, and for each touched block its channels with their EAL."""

    eal: float
    touched: tuple[tuple[int, Index, Floats], ...]

    @property
    def count(self) -> int:
        """Return the number of channels that were computed again."""
        return sum(len(channels) for _, channels, _ in self.touched)


@dataclass(frozen=True)
class _Use:
    """One gate in which a control is a part: its columns of strengths, which of them it is, and where it acts."""

    block: int
    number: int
    controls: tuple[int, ...]
    part: int
    is_min: bool
    efficacy: float
    is_bulk: bool = False

    def joined(self, strengths: Sequence[float], said: float) -> float:
        """Return the gate of a party with these strengths if the control were worth `said`."""
        values = [strengths[c] for c in self.controls]
        values[self.part] = said
        return min(values) if self.is_min else max(values)


@dataclass(frozen=True)
class _Patch:
    """New factors of some entities in one layer (or bound) of one block."""

    number: int
    entities: Index
    factors: Floats


class ArrayChanges:
    """Channel arrays, evaluated at one end, ready to be asked what a change would do there.

    Parameters
    ----------
    blocks
        With their EAL at this end.

    Notes
    -----
    Building sorts each column once; it keeps some 90 bytes a channel, among them what a question reads of a channel
    side by side, because channels lie apart and each line of memory counts. A question costs what it touches.
    """

    def __init__(self, blocks: Sequence[Block], worth: Worth, end: int) -> None:
        self.worth = worth
        self.end = end
        self.total = float(sum(block.eal[end].sum() for block in blocks))
        self._latent = np.ascontiguousarray(worth.latent[:, end])
        self._damping = worth.damping(end)
        self._plans = [_Plan(block, gates(block.table, worth, end), end) for block in blocks]
        self._uses = _uses(blocks, worth)
        self._staff_of_party = grouped(worth.staff_party, len(worth.strengths))
        self._staff_of_line = grouped(worth.staff_line, len(worth.supervision))

    def answer(self, party: int, control_id: str, strength: float) -> ArrayChange:
        """Return what the register comes to if a control of a party were of this strength, 0 to 1."""
        patches: dict[int, list[_Patch]] = defaultdict(list)
        strengths = self.worth.strengths[party, :, self.end].tolist()
        only = np.array([party])
        for use in self._uses.get(control_id, ()):
            own = use.joined(strengths, strength)
            if self._plans[use.block].gated.columns[use.number] != STAFF:
                where = only + len(self.worth.strengths) + 1 if use.is_bulk else only
                patches[use.block].append(_Patch(use.number, where, np.array([bypass_one(own, use.efficacy)])))
                continue
            staff = self._staff_of_party.of(party)
            if len(staff):
                damping = self._damping.take(self.worth.staff_line.take(staff))
                patches[use.block].append(_Patch(use.number, staff, bypass(own * damping, use.efficacy)))
        return self._asked(patches)

    def lines(self, lines: Index, supervision: Floats) -> ArrayChange:
        """Return what the register comes to if Q of these lines were another, 0 to 1 each.

        What lies below a hop has to be among the lines: Q is a product over all that is above.
        """
        patches: dict[int, list[_Patch]] = defaultdict(list)
        staff = self._staff_of_line.of_all(lines)
        sizes = self._staff_of_line.start[lines + 1] - self._staff_of_line.start[lines]
        damping = np.repeat(self.worth.r0 + (1.0 - self.worth.r0) * supervision, sizes)
        for number, plan in enumerate(self._plans):
            for at, layer in enumerate(plan.block.table.layers):
                column, efficacy = plan.gated.columns[at], plan.block.table.efficacy[at]
                if column == LINE:
                    patches[number].append(_Patch(at, lines, bypass(supervision, efficacy)))
                if column == STAFF and len(staff):
                    own = _joined(self.worth, layer, self.worth.staff_party[staff], self.end)
                    patches[number].append(_Patch(at, staff, bypass(own * damping, efficacy)))
        return self._asked(patches)

    def _asked(self, patches: dict[int, list[_Patch]]) -> ArrayChange:
        """Return the change with these factors in place; they are put back."""
        total, touched = self.total, []
        for number, mine in sorted(patches.items()):
            plan = self._plans[number]
            channels, sizes = plan.touched(mine)
            if len(channels) == 0:
                continue
            flat = plan.gated.flat
            places = [plan.gated.offset[patch.number] + patch.entities for patch in mine]
            kept = [flat[place] for place in places]
            for place, patch in zip(places, mine, strict=True):
                flat[place] = patch.factors
            eal, before = plan.eal(channels, sizes, self._latent, self.worth.beta)
            for place, factors in zip(places, kept, strict=True):
                flat[place] = factors
            total += float(np.add.reduce(eal - before))
            touched.append((number, channels, eal))
        return ArrayChange(total, tuple(touched))


def bypass_one(strength: float, efficacy: float) -> float:
    """Return the factor of one gate; the same number as `bypass` gives."""
    return 1.0 - efficacy * strength


class _Plan:
    """What asking about one block needs, worked out once: what a channel rests on, and who touches which events."""

    def __init__(self, block: Block, gated: Gates, end: int) -> None:
        self.block = block
        self.gated = gated
        self._layers = len(block.table.layers)
        self._rows = np.array([block.columns.index(column) for column in gated.columns])
        self._offset = gated.offset[:, None]
        self._line = block.columns.index(LINE)
        self._is_mixed = block.has_staff and end != SAFE
        bits = [PLACE_BIT.get("host" if column == RIGHTS else column, 0) for column in gated.columns[: self._layers]]
        personal = [column in (LINE, STAFF) for column in gated.columns[: self._layers]]
        # By the bits of a channel, which layers fall where nameless people did the work.
        self._lost = np.array([[p or bool(b & own) for own in range(8)] for p, b in zip(personal, bits, strict=True)])
        self._entities = np.ascontiguousarray(np.concatenate([block.entities, block.own[None].astype(np.int32)]).T)
        columns = (block.exposure[end], block.variable[end], block.fixed[end], block.eal[end])
        self._numbers = np.stack(columns, axis=1)
        self._events = _events_by_column(block, gated)

    def touched(self, patches: Sequence[_Patch]) -> tuple[Index, Index | None]:
        """Return the channels of the events that the patches touch, and the size of each event (None: all are 1)."""
        found = []
        for patch in patches:
            index = self._events[self.gated.columns[patch.number]]
            is_one = len(patch.entities) == 1
            found.append(index.of(int(patch.entities[0])) if is_one else index.of_all(patch.entities))
        is_once = len(found) == 1 and len(patches[0].entities) == 1
        events = found[0] if is_once else np.unique(np.concatenate(found))
        if not self.block.has_shared_events:
            return events, None
        start, stop = self.block.event_start.take(events), self.block.event_start.take(events + 1)
        sizes = stop - start
        return spans(start, stop), sizes

    def eal(self, channels: Index, sizes: Index | None, latent: Floats, beta: float) -> tuple[Floats, Floats]:
        """Return the EAL of whole events with the factors as they stand, yen a year, and what it was before."""
        entities = self._entities.take(channels, axis=0).T
        factors = self.gated.flat.take(entities.take(self._rows, axis=0) + self._offset)
        for number, layer in enumerate(self.gated.bounded):
            np.maximum(factors[layer], factors[self._layers + number], out=factors[layer])
        factors = factors[: self._layers]
        rate = _phi(factors, beta)
        if self._is_mixed:
            np.copyto(factors, 1.0, where=self._lost.take(entities[-1], axis=1))
            rate += (_phi(factors, beta) - rate) * latent.take(entities[self._line])
        numbers = self._numbers.take(channels, axis=0).T
        rate *= numbers[_EXPOSURE]
        eal = rate * numbers[_VARIABLE]
        if sizes is not None and len(sizes) < len(channels):
            rate = np.maximum.reduceat(rate, np.cumsum(sizes) - sizes).repeat(sizes)
        eal += rate * numbers[_FIXED]
        return eal, numbers[_EAL]


def _phi(factors: Floats, beta: float) -> Floats:
    """Return Phi of a few channels from their factors, shape (layers, n)."""
    result: Floats = (1.0 - beta) * np.multiply.reduce(factors) + beta * np.minimum.reduce(factors)
    return result


def _events_by_column(block: Block, gated: Gates) -> dict[str, Csr]:
    """Return the events that rest on each entity, by column and entity; each event once an entity."""
    found: dict[str, Csr] = {}
    sizes = np.diff(block.event_start)
    for column in dict.fromkeys(gated.columns):
        entity = block.entity(column)
        index = grouped(entity, len(gated.table(gated.columns.index(column))))
        if block.has_shared_events:
            event = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[index.member]
            owner = entity[index.member]
            is_first = np.ones(len(event), dtype=np.bool_)
            is_first[1:] = (event[1:] != event[:-1]) | (owner[1:] != owner[:-1])
            counts = np.bincount(owner[is_first], minlength=len(index.start) - 1)
            index = Csr(np.concatenate([[0], np.cumsum(counts)]), event[is_first])
        found[column] = index
    return found


def _uses(blocks: Sequence[Block], worth: Worth) -> dict[str, list[_Use]]:
    """Return the gates of which each control is a part."""
    found: dict[str, list[_Use]] = defaultdict(list)

    def add(block: int, number: int, parts: Sequence[str], layer: Layer, *, is_bulk: bool = False) -> None:
        controls = tuple(worth.columns[part] for part in parts)
        efficacy = blocks[block].table.efficacy[blocks[block].table.layers.index(layer)]
        for part, control_id in enumerate(parts):
            is_min = layer.combine is Combine.MIN
            found[control_id].append(_Use(block, number, controls, part, is_min, efficacy, is_bulk))

    for number, block in enumerate(blocks):
        bounded = 0
        for at, layer in enumerate(block.table.layers):
            add(number, at, layer.parts, layer)
            if layer.bulk_parts:
                add(number, at, (*layer.parts, *layer.bulk_parts), layer, is_bulk=True)
            if layer.host_parts:
                add(number, len(block.table.layers) + bounded, layer.host_parts, layer)
                bounded += 1
    return found


def _joined(worth: Worth, layer: Layer, parties: NDArray[np.int32], end: int) -> Floats:
    """Return the gate of these parties in a layer."""
    strengths = worth.strengths[parties[:, None], [worth.columns[part] for part in layer.parts], end]
    joined: Floats = strengths.min(axis=1) if layer.combine is Combine.MIN else strengths.max(axis=1)
    return joined
