"""What one other answer, or another supervision, does to a register of channel arrays: only what it touches.

The convention that bites: a question leaves everything as it was; the factors that it moves are put back before it
returns, so that two threads must not ask one object at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.control import Combine, Layer
from riskgraph.scoring.channel_arrays import LINE, PLACE_BIT, RIGHTS, STAFF, Block, Gates, Worth, gates
from riskgraph.scoring.csr import Csr, Index, grouped, spans
from riskgraph.scoring.kernel import Floats, bypass
from riskgraph.scoring.layer_sources import SAFE


@dataclass(frozen=True)
class Patch:
    """New factors of some entities in one layer (or bound) of one block."""

    block: int
    number: int
    entities: Index
    factors: Floats


@dataclass(frozen=True)
class ArrayChange:
    """The EAL of all channels after a change, yen a year, and for each touched block its channels with their EAL."""

    eal: float
    touched: tuple[tuple[int, Index, Floats], ...]

    @property
    def count(self) -> int:
        """Return the number of channels that were computed again."""
        return sum(len(channels) for _, channels, _ in self.touched)


class _Plan:
    """What asking about one block needs, worked out once: positions of layers, and who touches which events."""

    def __init__(self, block: Block, gated: Gates) -> None:
        self.block = block
        self.gated = gated
        self.layers = len(block.table.layers)
        self.rows = np.array([block.columns.index(column) for column in gated.columns])
        self.offset = gated.offset[:, None]
        self.none = gated.none()[:, None]
        bits = [PLACE_BIT.get("host" if column == RIGHTS else column, 0) for column in gated.columns]
        self.bits = np.array(bits, dtype=np.uint8)[:, None]
        self.nobody = np.array([column in (LINE, STAFF) for column in gated.columns])[:, None]
        self.line = block.columns.index(LINE)

    def channels(self, events: Index) -> tuple[Index, Index | None]:
        """Return the channels of events, and where each event begins among them (None: each channel is one)."""
        if not self.block.has_shared_events:
            return events, None
        start, stop = self.block.event_start[events], self.block.event_start[events + 1]
        sizes = stop - start
        return spans(start, stop), np.cumsum(sizes) - sizes

    def eal(self, channels: Index, begins: Index | None, worth: Worth, end: int) -> Floats:
        """Return the EAL of whole events at one end with the factors as they stand, yen a year."""
        block = self.block
        entities = block.entities.take(channels, axis=1)
        position = entities[self.rows] + self.offset
        rate = self._phi(position, worth.beta)
        if block.has_staff and end != SAFE:
            is_lost = self.nobody | ((block.own.take(channels) & self.bits) != 0)
            hidden = self._phi(np.where(is_lost, self.none, position), worth.beta)
            rate += (hidden - rate) * worth.latent[:, end].take(entities[self.line], mode="clip")
        rate *= block.exposure[end].take(channels)
        eal = rate * block.variable[end].take(channels)
        if begins is not None:
            sizes = np.diff(np.append(begins, len(channels)))
            rate = np.repeat(np.maximum.reduceat(rate, begins), sizes)
        result: Floats = eal + rate * block.fixed[end].take(channels)
        return result

    def _phi(self, position: NDArray[np.int64], beta: float) -> Floats:
        factors = self.gated.flat.take(position)
        for number, layer in enumerate(self.gated.bounded):
            np.maximum(factors[layer], factors[self.layers + number], out=factors[layer])
        factors = factors[: self.layers]
        result: Floats = (1.0 - beta) * factors.prod(axis=0) + beta * factors.min(axis=0)
        return result


class ArrayChanges:
    """Channel arrays, evaluated at one end, ready to be asked what a change would do there.

    Parameters
    ----------
    blocks
        With their EAL at this end.

    Notes
    -----
    Building sorts each column once; it keeps 4 bytes a channel and column. A question costs what it touches.
    """

    def __init__(self, blocks: Sequence[Block], worth: Worth, end: int) -> None:
        self.blocks = blocks
        self.worth = worth
        self.end = end
        self.total = float(sum(block.eal[end].sum() for block in blocks))
        self._plans = [_Plan(block, gates(block.table, worth, end)) for block in blocks]
        self._events = [_events_by_column(plan) for plan in self._plans]
        self._staff_of_party = grouped(worth.staff_party, len(worth.strengths))
        self._staff_of_line = grouped(worth.staff_line, len(worth.supervision))

    def answer(self, party: int, control_id: str, strength: float) -> ArrayChange:
        """Return what the register comes to if a control of a party were of this strength, 0 to 1."""
        patches: list[Patch] = []
        for number, block in enumerate(self.blocks):
            for at, layer in enumerate(block.table.layers):
                patches += self._of_layer(number, at, layer, party, (control_id, strength))
        return self._asked(patches)

    def lines(self, lines: Index, supervision: Floats) -> ArrayChange:
        """Return what the register comes to if Q of these lines were another, 0 to 1 each.

        What lies below a hop has to be among the lines; Q is a product over all that is above.
        """
        patches: list[Patch] = []
        staff = self._staff_of_line.of_all(lines)
        sizes = self._staff_of_line.start[lines + 1] - self._staff_of_line.start[lines]
        damping = np.repeat(self.worth.r0 + (1.0 - self.worth.r0) * supervision, sizes)
        for number, block in enumerate(self.blocks):
            for at, layer in enumerate(block.table.layers):
                column, efficacy = self._plans[number].gated.columns[at], block.table.efficacy[at]
                if column == LINE:
                    patches.append(Patch(number, at, lines, bypass(supervision, efficacy)))
                if column == STAFF and len(staff):
                    own = _joined(self.worth, layer, layer.parts, self.worth.staff_party[staff], self.end)
                    patches.append(Patch(number, at, staff, bypass(own * damping, efficacy)))
        return self._asked(patches)

    def _of_layer(self, block: int, at: int, layer: Layer, party: int, said: tuple[str, float]) -> Iterable[Patch]:
        """Give the factors of a party that move in one layer."""
        plan, control_id = self._plans[block], said[0]
        efficacy, column = plan.block.table.efficacy[at], plan.gated.columns[at]
        only = np.array([party])
        if column == STAFF and control_id in layer.parts:
            staff = self._staff_of_party.of(party)
            if len(staff):
                damping = self._damping(staff)
                own = _joined(self.worth, layer, layer.parts, only, self.end, said)
                yield Patch(block, at, staff, bypass(own * damping, efficacy))
        elif control_id in layer.parts or control_id in layer.bulk_parts:
            own = _joined(self.worth, layer, layer.parts, only, self.end, said)
            yield Patch(block, at, only, bypass(own, efficacy))
            if layer.bulk_parts:
                own = _joined(self.worth, layer, (*layer.parts, *layer.bulk_parts), only, self.end, said)
                yield Patch(block, at, only + len(self.worth.strengths) + 1, bypass(own, efficacy))
        if control_id in layer.host_parts:
            own = _joined(self.worth, layer, layer.host_parts, only, self.end, said)
            yield Patch(block, plan.layers + plan.gated.bounded.index(at), only, bypass(own, efficacy))

    def _damping(self, staff: Index) -> Floats:
        """Return what supervision leaves of the controls of an employer, by staff group."""
        q = self.worth.supervision[self.worth.staff_line[staff], self.end]
        result: Floats = self.worth.r0 + (1.0 - self.worth.r0) * q
        return result

    def _asked(self, patches: Sequence[Patch]) -> ArrayChange:
        """Return the change with these factors in place; they are put back."""
        total, touched = self.total, []
        for number in sorted({patch.block for patch in patches}):
            mine = [patch for patch in patches if patch.block == number]
            plan = self._plans[number]
            channels, begins = plan.channels(self._touched_events(number, mine))
            if len(channels) == 0:
                continue
            places = [plan.gated.offset[patch.number] + patch.entities for patch in mine]
            kept = [plan.gated.flat[place] for place in places]
            for place, patch in zip(places, mine, strict=True):
                plan.gated.flat[place] = patch.factors
            eal = plan.eal(channels, begins, self.worth, self.end)
            for place, before in zip(reversed(places), reversed(kept), strict=True):
                plan.gated.flat[place] = before
            total += float(eal.sum() - plan.block.eal[self.end].take(channels).sum())
            touched.append((number, channels, eal))
        return ArrayChange(total, tuple(touched))

    def _touched_events(self, block: int, patches: Sequence[Patch]) -> Index:
        """Return the events that rest on the moved factors, each once."""
        columns = self._plans[block].gated.columns
        found = []
        for column, entities in {(columns[p.number], id(p.entities)): p.entities for p in patches}.items():
            index = self._events[block][column[0]]
            found.append(index.of(int(entities[0])) if len(entities) == 1 else index.of_all(entities))
        return found[0] if len(found) == 1 and len(patches[0].entities) == 1 else np.unique(np.concatenate(found))


def _events_by_column(plan: _Plan) -> dict[str, Csr]:
    """Return the events that rest on each entity, by column and entity; each event once an entity."""
    block = plan.block
    found: dict[str, Csr] = {}
    sizes = np.diff(block.event_start)
    for column in block.columns:
        here = [number for number, name in enumerate(plan.gated.columns) if name == column]
        if not here:
            continue
        entity = block.entity(column)
        index = grouped(entity, len(plan.gated.table(here[0])))
        if block.has_shared_events:
            event = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[index.member]
            owner = entity[index.member]
            is_first = np.ones(len(event), dtype=np.bool_)
            is_first[1:] = (event[1:] != event[:-1]) | (owner[1:] != owner[:-1])
            counts = np.bincount(owner[is_first], minlength=len(index.start) - 1)
            index = Csr(np.concatenate([[0], np.cumsum(counts)]), event[is_first])
        found[column] = index
    return found


def _joined(
    worth: Worth,
    layer: Layer,
    parts: Sequence[str],
    parties: Index,
    end: int,
    said: tuple[str, float] = ("", 0.0),
) -> Floats:
    """Return the gate of these parties, one control of theirs of another strength."""
    strengths = worth.strengths[parties[:, None], [worth.columns[part] for part in parts], end]
    if said[0] in parts:
        strengths[:, list(parts).index(said[0])] = said[1]
    joined: Floats = strengths.min(axis=1) if layer.combine is Combine.MIN else strengths.max(axis=1)
    return joined
