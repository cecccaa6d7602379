"""From the rows of a register to what the kernel takes: which gate each layer of each row rests on, at each reading."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from riskgraph.model.control import Combine, Layer, Role
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.kernel import Source
from riskgraph.scoring.layers import LayerTable
from riskgraph.scoring.profiles import NO_ROLE, gate
from riskgraph.scoring.rows import BULK, Ints, Mask, Rows
from riskgraph.scoring.strength import Floats

SAFE, POINT, UNSAFE = 0, 1, 2
PLACES = (Role.HOST, Role.DEVICE_OWNER, Role.SITE_OWNER)


@dataclass(frozen=True)
class Reading:
    """One way to read the register: which end of the controls, which end of the exposure, and what is assumed."""

    name: str
    control_end: int
    exposure_end: int
    assume: str = ""


class Strengths:
    """Strengths of layers by row, for the answers as they are and as they would be if open ones were average.

    Parameters
    ----------
    stated
        Strengths of all profiles, shape (profiles, controls, 3), where they are known already.
    filled
        The same with open answers at the mean of the population.
    """

    def __init__(
        self, ground: Ground, rows: Rows, *, stated: Floats | None = None, filled: Floats | None = None
    ) -> None:
        self.ground = ground
        self.rows = rows
        self.columns = ground.profiles.book.controls
        self.stated = ground.profiles.strengths() if stated is None else stated
        self.filled = ground.profiles.filled(self.stated, ground.means) if filled is None else filled
        self.r0 = ground.parameters.number("supervision.r0")

    def table(self, reading: Reading) -> Floats:
        """Return the strengths of all profiles that a reading takes."""
        return self.filled if reading.assume == "filled" else self.stated

    def layer(self, layer: Layer, chosen: Ints, reading: Reading, *, is_latent: bool) -> Floats:
        """Return the strength of a layer for the rows `chosen`, shape (n,); 0 where its role does not exist."""
        source = self.source(layer, 1.0, chosen, reading, is_latent=is_latent)
        return np.zeros(len(chosen)) if source is None else source.strength()

    def sources(self, table: LayerTable, chosen: Ints, reading: Reading, *, is_latent: bool) -> list[Source]:
        """Return the layers of the rows `chosen`, without those that are worth nothing to any of them."""
        found = (
            self.source(layer, efficacy, chosen, reading, is_latent=is_latent)
            for layer, efficacy in zip(table.layers, table.efficacy, strict=True)
        )
        return [source for source in found if source is not None]

    def source(
        self, layer: Layer, efficacy: float, chosen: Ints, reading: Reading, *, is_latent: bool
    ) -> Source | None:
        """Return where a layer of the rows takes its strength from; None where it is 0 for all of them.

        With `is_latent` the work is done by nameless people instead: their own answers, and those of places that are
        theirs, are worth the smaller of what was declared and (0, 0, 1), and nobody supervises them.
        """
        is_doubted = is_latent and reading.control_end != SAFE
        if layer.role is Role.SUPERVISION:
            return None if is_latent else Source(efficacy, own=self._q(chosen, reading))
        if is_doubted and layer.role is Role.EMPLOYER:
            return None
        if layer.role is Role.TENANT:
            return Source(efficacy, gates=self._tenants(layer, reading), index=self._accounts[0][chosen])
        gates, index = self._gated(layer, chosen, reading)
        there = self.present(layer, chosen) & (self.rows.profiles[layer.role.value][chosen] != NO_ROLE)
        if is_doubted and layer.role in PLACES:
            there = there & ~self.rows.own_places[chosen, PLACES.index(layer.role)]
        # The last gate of the table stands for a role that does not exist.
        index = np.where(there, index, len(gates) - 1)
        damping = None
        if layer.role is Role.EMPLOYER:
            q = 0.0 if is_latent else self._q(chosen, reading)
            damping = np.broadcast_to(self.r0 + (1.0 - self.r0) * np.asarray(q), (len(chosen),))
        return Source(
            efficacy,
            gates=gates,
            index=index,
            damping=damping,
            bounds=self._bounds(layer, chosen, reading, is_doubted=is_doubted),
        )

    def present(self, layer: Layer, chosen: Ints) -> Mask:
        """Return where a layer exists: its role does, and so does what it needs."""
        there = np.ones(len(chosen), dtype=np.bool_)
        if layer.role in PLACES:
            there = self.rows.profiles[layer.role.value][chosen] != NO_ROLE
        if layer.needs == "web":
            there = there & self.rows.is_web[chosen]
        if layer.needs == "cloud":
            there = there & self.rows.has_tenant[chosen]
        return there

    def _q(self, chosen: Ints, reading: Reading) -> Floats:
        q: Floats = self.rows.supervision[chosen, reading.control_end]
        return self.rows.supervision_filled[chosen] if reading.assume == "filled" else q

    def _gated(self, layer: Layer, chosen: Ints, reading: Reading) -> tuple[Floats, Ints]:
        """Return the gates of all profiles (with a bulk right in a second half) and the gate of each row."""
        table, end = self.table(reading), reading.control_end
        plain = gate(table, self.columns, layer.parts, layer.combine)[:, end]
        index = self.rows.profiles[layer.role.value][chosen]
        if not layer.bulk_parts:
            return plain, index
        with_bulk = gate(table, self.columns, (*layer.parts, *layer.bulk_parts), layer.combine)[:, end]
        is_bulk = self.rows.privilege[chosen, reading.exposure_end] == BULK
        return np.concatenate([plain, with_bulk]), index + is_bulk * len(plain)

    def _bounds(
        self, layer: Layer, chosen: Ints, reading: Reading, *, is_doubted: bool
    ) -> tuple[Floats | tuple[Floats, Ints], ...]:
        """Return what a strength is no larger than: the host's own part, and the proof of deletion."""
        bounds: list[Floats | tuple[Floats, Ints]] = []
        if layer.host_parts:
            joined = gate(self.table(reading), self.columns, layer.host_parts, Combine.MIN)[:, reading.control_end]
            host = self.rows.profiles[Role.HOST.value][chosen]
            # Without a host the role's own part stands alone; the doubted one of nameless people is worth nothing.
            gates = np.concatenate([joined[:-1], [1.0, 0.0]])
            index = np.where(host == NO_ROLE, len(gates) - 2, host)
            if is_doubted:
                own = self.rows.own_places[chosen, PLACES.index(Role.HOST)]
                index = np.where(own & (host != NO_ROLE), len(gates) - 1, index)
            bounds.append((gates, index))
        if layer.has_deletion_proof:
            bounds.append(self._proof(chosen, reading))
        return tuple(bounds)

    def _proof(self, chosen: Ints, reading: Reading) -> Floats:
        proof: Floats = self.rows.proof[chosen, reading.control_end]
        if reading.assume == "filled":
            mean = self.ground.parameters.number("population.deletion_proof")
            return np.where(self.rows.proof_open[chosen], np.maximum(proof, mean), proof)
        return proof

    @cached_property
    def _accounts(self) -> tuple[Ints, tuple[tuple[int, ...], ...]]:
        """Return the shared account of every row, the last number for none, and the profiles that share each."""
        numbers: dict[tuple[int, ...], int] = {}
        account = np.full(self.rows.count, -1, dtype=np.int64)
        for row in np.flatnonzero(self.rows.has_tenant):
            account[row] = numbers.setdefault(self.rows.rows[row].tenants, len(numbers))
        account[account < 0] = len(numbers)
        return account, tuple(numbers)

    def _tenants(self, layer: Layer, reading: Reading) -> Floats:
        """Return the weakest configuration among all who share an account, by account; the last stands for none."""
        joined = gate(self.table(reading), self.columns, layer.parts, layer.combine)[:, reading.control_end]
        weakest = [min(joined[profile] for profile in sharing) for sharing in self._accounts[1]]
        return np.array([*weakest, 0.0])
