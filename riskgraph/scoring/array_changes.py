"""What one other answer, or another supervision, does to a register of channel arrays: only what it touches.

The convention that bites: a question leaves everything as it was; the factors that it moves are put back before it
returns, so that two threads must not ask one object at a time. Channels are numbered over all blocks, one block
behind the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.control import Combine, Layer
from riskgraph.scoring.array_events import Laid
from riskgraph.scoring.channel_arrays import LINE, STAFF, Block, Worth
from riskgraph.scoring.csr import Index, grouped
from riskgraph.scoring.kernel import Floats, bypass

_NO_CHANNELS = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class ArrayChange:
    """The EAL of all channels after a change, and the channels that were computed again with theirs; yen a year."""

    total: float
    channels: Index
    eal: Floats

    @property
    def count(self) -> int:
        """Return the number of channels that were computed again."""
        return len(self.channels)


@dataclass(frozen=True)
class _Use:
    """One gate in which a control is a part: its columns of strengths, which of them it is, and where it acts."""

    block: int
    number: int
    controls: tuple[int, ...]
    part: int
    is_min: bool
    efficacy: float
    is_staff: bool
    shift: int

    def joined(self, strengths: Sequence[float], said: float) -> float:
        """Return the gate of a party with these strengths if the control were worth `said`."""
        values = [strengths[c] for c in self.controls]
        values[self.part] = said
        return min(values) if self.is_min else max(values)


class ArrayChanges:
    """Channel arrays, evaluated at one end, ready to be asked what a change would do there.

    Parameters
    ----------
    blocks
        With their EAL at this end.

    Notes
    -----
    Building sorts each column once. A question costs what it touches, whatever the number of channels.
    """

    def __init__(self, blocks: Sequence[Block], worth: Worth, end: int) -> None:
        self.worth = worth
        self.end = end
        self.total = float(sum(block.eal[end].sum() for block in blocks))
        self._laid = Laid(blocks, worth, end)
        self._damping = worth.damping(end)
        self._uses = _uses(blocks, worth)
        self._staff_layers = [
            (number, at, layer, block.table.efficacy[at])
            for number, block in enumerate(blocks)
            for at, layer in enumerate(block.table.layers)
        ]
        self._staff_of_party = grouped(worth.staff_party, len(worth.strengths))
        self._staff_of_line = grouped(worth.staff_line, len(worth.supervision))

    def answer(self, party: int, control_id: str, strength: float) -> ArrayChange:
        """Return what the register comes to if a control of a party were of this strength, 0 to 1.

        A control that is not the weakest of its gate, before and after, moves nothing and touches no channel.
        """
        places: list[Index] = []
        factors: list[Floats] = []
        events: list[Index] = []
        blocks: list[int] = []
        strengths = self.worth.strengths[party, :, self.end].tolist()
        for use in self._uses.get(control_id, ()):
            own = use.joined(strengths, strength)
            if own == use.joined(strengths, strengths[use.controls[use.part]]):
                continue
            if use.is_staff:
                entities = self._staff_of_party.of(party)
                moved = bypass(own * self._damping.take(self.worth.staff_line.take(entities)), use.efficacy)
            else:
                entities = np.array((party + use.shift,))
                moved = np.array((1.0 - use.efficacy * own,))
            places.append(self._laid.place(use.block, use.number) + entities)
            factors.append(moved)
            events.append(self._laid.events(use.block, use.number, entities))
            blocks.append(-1 if len(entities) > 1 else use.block)
        # Events of one entity come once, and those of two blocks are never the same.
        return self._asked(places, factors, events, is_once=-1 not in blocks and len(set(blocks)) == len(blocks))

    def lines(self, lines: Index, supervision: Floats) -> ArrayChange:
        """Return what the register comes to if Q of these lines were another, 0 to 1 each.

        What lies below a hop has to be among the lines: Q is a product over all that is above.
        """
        places: list[Index] = []
        factors: list[Floats] = []
        events: list[Index] = []
        staff = self._staff_of_line.of_all(lines)
        sizes = self._staff_of_line.start[lines + 1] - self._staff_of_line.start[lines]
        damping = np.repeat(self.worth.r0 + (1.0 - self.worth.r0) * supervision, sizes)
        for block, at, layer, efficacy in self._staff_layers:
            column = self._laid.column(block, at)
            if column == LINE:
                entities, moved = lines, bypass(supervision, efficacy)
            elif column == STAFF:
                own = _joined(self.worth, layer, self.worth.staff_party[staff], self.end)
                entities, moved = staff, bypass(own * damping, efficacy)
            else:
                continue
            places.append(self._laid.place(block, at) + entities)
            factors.append(moved)
            events.append(self._laid.events(block, at, entities))
        return self._asked(places, factors, events, is_once=False)

    def _asked(self, places: list[Index], factors: list[Floats], events: list[Index], *, is_once: bool) -> ArrayChange:
        """Return the change with these factors in place; they are put back."""
        if not places:
            return ArrayChange(self.total, _NO_CHANNELS, np.empty(0))
        touched = events[0] if len(events) == 1 else np.concatenate(events)
        if not is_once:
            touched = np.unique(touched)
        if len(touched) == 0:
            return ArrayChange(self.total, _NO_CHANNELS, np.empty(0))
        place = np.concatenate(places)
        flat = self._laid.flat
        kept = flat.take(place)
        flat[place] = np.concatenate(factors)
        channels, eal, before = self._laid.eal(touched)
        flat[place] = kept
        return ArrayChange(self.total + float(np.add.reduce(eal - before)), channels, eal)


def _uses(blocks: Sequence[Block], worth: Worth) -> dict[str, list[_Use]]:
    """Return the gates of which each control is a part."""
    found: dict[str, list[_Use]] = defaultdict(list)

    def add(block: int, number: int, parts: Sequence[str], layer: Layer, *, is_staff: bool, shift: int = 0) -> None:
        table = blocks[block].table
        efficacy = table.efficacy[table.layers.index(layer)]
        controls = tuple(worth.columns[part] for part in parts)
        for part, control_id in enumerate(parts):
            is_min = layer.combine is Combine.MIN
            found[control_id].append(_Use(block, number, controls, part, is_min, efficacy, is_staff, shift))

    for number, block in enumerate(blocks):
        for at, layer in enumerate(block.table.layers):
            add(number, at, layer.parts, layer, is_staff=layer.role.value == "employer")
            if layer.bulk_parts:
                both = (*layer.parts, *layer.bulk_parts)
                add(number, at, both, layer, is_staff=False, shift=len(worth.strengths) + 1)
            if layer.host_parts:
                add(number, len(block.table.layers), layer.host_parts, layer, is_staff=False)
    return found


def _joined(worth: Worth, layer: Layer, parties: NDArray[np.int32], end: int) -> Floats:
    """Return the gate of these parties in a layer."""
    strengths = worth.strengths[parties[:, None], [worth.columns[part] for part in layer.parts], end]
    joined: Floats = strengths.min(axis=1) if layer.combine is Combine.MIN else strengths.max(axis=1)
    return joined
