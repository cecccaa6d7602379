"""A register of channels as arrays, for sizes at which no object a row can be afforded.

Every channel refers to *entities* by int32: a party as host, device owner, site owner or asset owner; a line of
engagements; a staff group of an employer under a line. What an entity is worth in a layer is worked out once an
entity (its gate), and the kernel gathers it.

The convention that bites: results and exposures have the end as their *first* axis, so that one end of all channels
lies together; and one (event, asset) has one way in here, where a register of rows may have several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.control import Layer, Role
from riskgraph.scoring.kernel import TILE, Floats, Source, Tiles, bypass
from riskgraph.scoring.layer_sources import SAFE
from riskgraph.scoring.layers import LayerTable
from riskgraph.scoring.profiles import gate

Entities = NDArray[np.int32]
ENDS = 3
LINE, STAFF, RIGHTS = "line", "staff", "rights"
_COLUMN = {
    Role.HOST: "host",
    Role.DEVICE_OWNER: "device_owner",
    Role.SITE_OWNER: "site_owner",
    Role.ASSET_OWNER: "asset_owner",
    Role.EMPLOYER: STAFF,
    Role.SUPERVISION: LINE,
}
PLACE_BIT = {"host": 1, "device_owner": 2, "site_owner": 4}
"""In `Block.own`: whether the place is the consignee's own, and falls with it where others did the work."""


@dataclass(frozen=True)
class Worth:
    """What entities are worth: P parties, L lines, S staff groups; ends in risk order.

    Attributes
    ----------
    strengths
        Of all controls, shape (P, controls, 3), 0 to 1. A role that does not exist is entity P.
    columns
        Column of each control.
    supervision, latent
        Q, and the probability of an undeclared tier, shape (L, 3), 0 to 1.
    staff_party, staff_line
        Employer and line of each staff group, shape (S,).
    r0, beta
        What a control keeps without supervision, and the share of common cause, 0 to 1.
    """

    strengths: Floats
    columns: Mapping[str, int]
    supervision: Floats
    latent: Floats
    staff_party: Entities
    staff_line: Entities
    r0: float
    beta: float

    def damping(self, end: int) -> Floats:
        """Return what supervision leaves of an employer's controls, by line, r0 to 1."""
        result: Floats = self.r0 + (1.0 - self.r0) * self.supervision[:, end]
        return result


@dataclass(frozen=True)
class Block:
    """The n channels of one scenario, those of one event side by side.

    Attributes
    ----------
    table
        The layers with their efficacies.
    columns, entities
        Names of the columns, and the entity of each channel, shape (columns, n); ``rights`` is the host, with P + 1
        added where the right is bulk.
    event_start
        Where each event begins, and n behind the last, shape (events + 1,).
    exposure
        Events a year per unit of Phi: base rate, heads, rights and certainty over Phi of the population, (3, n).
    fixed, variable
        w_a F and V_a in yen an event, (3, n).
    weight
        w_a, the share of the event in the rate shown, (n,).
    own
        Bits of `PLACE_BIT`, (n,).
    has_staff
        Whether people do it, so that an undeclared tier may do it in their place.
    """

    table: LayerTable
    columns: tuple[str, ...]
    entities: Entities
    event_start: NDArray[np.int64]
    exposure: Floats
    fixed: Floats
    variable: Floats
    weight: Floats
    own: NDArray[np.uint8]
    has_staff: bool
    eal: Floats = field(repr=False)
    rate: Floats = field(repr=False)

    @property
    def count(self) -> int:
        """Return the number of channels."""
        return len(self.weight)

    def entity(self, column: str) -> Entities:
        """Return the entities of one column, a view of shape (n,)."""
        found: Entities = self.entities[self.columns.index(column)]
        return found

    @property
    def has_shared_events(self) -> bool:
        """Say whether any event takes more than one asset."""
        return len(self.event_start) - 1 < self.count

    @property
    def bytes_held(self) -> int:
        """Return the memory of all arrays, bytes."""
        arrays = (self.entities, self.event_start, self.exposure, self.fixed, self.variable)
        return sum(a.nbytes for a in (*arrays, self.weight, self.own, self.eal, self.rate))


def column_of(layer: Layer) -> str:
    """Return the name of the column of entities that a layer rests on."""
    return RIGHTS if layer.bulk_parts else _COLUMN[layer.role]


def gates_of(layer: Layer, worth: Worth, end: int) -> Floats:
    """Return the strength of a layer by entity; the last entity of each column stands for none and is 0."""
    if layer.role is Role.SUPERVISION:
        return np.concatenate([worth.supervision[:, end], [0.0]])
    of_party = gate(worth.strengths, worth.columns, layer.parts, layer.combine)[:, end]
    if layer.role is Role.EMPLOYER:
        return np.concatenate([of_party[worth.staff_party] * worth.damping(end)[worth.staff_line], [0.0]])
    if layer.bulk_parts:
        both = (*layer.parts, *layer.bulk_parts)
        return np.concatenate([of_party, gate(worth.strengths, worth.columns, both, layer.combine)[:, end]])
    return of_party


@dataclass(frozen=True)
class Gates:
    """The factors of all layers of one scenario at one end, one table behind the other.

    Attributes
    ----------
    flat
        All factors, shape (sum of the sizes,).
    offset
        Where the table of each layer begins, shape (layers,); behind them those of bounds.
    bounded
        For each bound the layer that is no stronger than it.
    columns
        The column of entities of each layer, and of each bound.
    """

    flat: Floats
    offset: NDArray[np.int64]
    bounded: tuple[int, ...]
    columns: tuple[str, ...]

    def table(self, number: int) -> Floats:
        """Return the factors of one layer or bound, a view."""
        stop = self.offset[number + 1] if number + 1 < len(self.offset) else len(self.flat)
        return self.flat[self.offset[number] : stop]

    def none(self) -> NDArray[np.int64]:
        """Return where in `flat` the entity that is none stands, by layer and bound."""
        return np.append(self.offset[1:], len(self.flat)) - 1


def gates(table: LayerTable, worth: Worth, end: int) -> Gates:
    """Return the gates of one scenario at one end. Linear in entities times layers, whatever the channels."""
    layers = list(zip(table.layers, table.efficacy, strict=True))
    tables = [bypass(gates_of(layer, worth, end), efficacy) for layer, efficacy in layers]
    columns = [column_of(layer) for layer, _ in layers]
    bounded = []
    for number, (layer, efficacy) in enumerate(layers):
        if layer.host_parts:
            # A factor no smaller than the host's is a strength no larger; without a host there is no bound.
            of_host = gate(worth.strengths, worth.columns, layer.host_parts, layer.combine)[:, end]
            tables.append(np.append(bypass(of_host[:-1], efficacy), 0.0))
            columns.append("host")
            bounded.append(number)
    offset = np.cumsum([0, *(len(t) for t in tables[:-1])])
    return Gates(np.concatenate(tables), offset, tuple(bounded), tuple(columns))


def sources(block: Block, gated: Gates) -> list[Source]:
    """Return the layers of a block for the kernel."""
    found = []
    for number, efficacy in enumerate(block.table.efficacy):
        column, table = gated.columns[number], gated.table(number)
        index, bit = block.entity(column), PLACE_BIT.get("host" if column == RIGHTS else column)
        personal = column in (LINE, STAFF)
        own = None if bit is None else (block.own, np.uint8(bit))
        bounds = [n for n, layer in enumerate(gated.bounded) if layer == number]
        if not bounds:
            found.append(Source(efficacy, index=index, gates=table, table=table, is_personal=personal, own_places=own))
            continue
        # Strengths that the kernel turns back into these very factors: efficacy 1, strength 1 - f.
        at = len(block.table.efficacy) + bounds[0]
        other = (1.0 - gated.table(at), block.entity(gated.columns[at]))
        found.append(Source(1.0, gates=1.0 - table, index=index, bounds=(other,), is_personal=personal, own_places=own))
    return found


def evaluate(blocks: Sequence[Block], worth: Worth, end: int, gated: Sequence[Gates] | None = None) -> float:
    """Work out rate and EAL of all channels at one end, in place; return the EAL of all, yen a year.

    Parameters
    ----------
    gated
        The gates of the blocks at this end, where they are known already.

    Notes
    -----
    rate = exposure ((1 - p) Phi + p Phi of nameless people); EAL = w_a F max(rate over the event) + V_a rate.
    Source: docs/method.md, "Yen".
    """
    total = 0.0
    for number, block in enumerate(blocks):
        here = gates(block.table, worth, end) if gated is None else gated[number]
        first, bounds = _stretches(block)
        tiles = Tiles(sources(block, here), worth.beta, int(np.diff(bounds).max(initial=1)))
        # In one piece: taking from every third number would copy all of them, stretch after stretch.
        p_of = np.ascontiguousarray(worth.latent[:, end])
        is_mixed = block.has_staff and end != SAFE and bool(p_of.any())
        for stretch in range(len(bounds) - 1):
            start, stop = int(bounds[stretch]), int(bounds[stretch + 1])
            if is_mixed:
                hidden = tiles.both(start, stop, block.rate[end])
                _mix(block.rate[end, start:stop], hidden, p_of.take(block.entity(LINE)[start:stop], mode="clip"))
            else:
                tiles.phi(start, stop, block.rate[end])
            events = block.event_start[first[stretch] : first[stretch + 1] + 1] if block.has_shared_events else None
            total += _price(block, end, slice(start, stop), events)
    return total


def _stretches(block: Block) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first event of each stretch and where it begins, with what is behind the last: whole events only."""
    wanted = np.arange(0, block.count, TILE)
    first = np.unique(np.append(np.searchsorted(block.event_start, wanted), len(block.event_start) - 1))
    return first, block.event_start[first]


def _mix(rate: Floats, hidden: Floats, p: Floats) -> None:
    """Mix Phi of nameless people into Phi with the probability p, in place."""
    np.subtract(hidden, rate, out=hidden)
    np.multiply(hidden, p, out=hidden)
    np.add(rate, hidden, out=rate)


def _price(block: Block, end: int, here: slice, events: NDArray[np.int64] | None) -> float:
    """Turn Phi of one stretch into EAL and into rates that add up, in place; return its EAL."""
    rate, eal = block.rate[end, here], block.eal[end, here]
    np.multiply(rate, block.exposure[end, here], out=rate)
    np.multiply(rate, block.variable[end, here], out=eal)
    if events is not None:
        top = np.maximum.reduceat(rate, events[:-1] - here.start)
        rate[:] = np.repeat(top, np.diff(events))
    np.add(eal, rate * block.fixed[end, here], out=eal)
    np.multiply(rate, block.weight[here], out=rate)
    return float(eal.sum())
