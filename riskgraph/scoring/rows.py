"""Rows of exposure: every way in which an event of one scenario can come about, as arrays.

One row is (event, asset, route). Several rows of one (event, asset) are alternatives: the riskiest counts,
the others are listed as routes. The last axis of three is in risk order: 0 safe, 1 point, 2 unsafe.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.access import Access, Privilege
from riskgraph.model.channel import Route
from riskgraph.model.quantities import Interval
from riskgraph.scoring.profiles import NO_ROLE
from riskgraph.scoring.strength import Ends, Floats

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
SCREEN, READ, BULK = 0, 1, 2
PRIVILEGE_ENDS = {
    Privilege.SCREEN: (SCREEN, SCREEN, SCREEN),
    Privilege.READ: (READ, READ, READ),
    Privilege.BULK: (BULK, BULK, BULK),
    Privilege.UNKNOWN: (SCREEN, READ, BULK),
}
FULL: Ends = (1.0, 1.0, 1.0)
NOTHING: Ends = (0.0, 0.0, 0.0)
BLENDED = ("employer", "host", "device_owner", "site_owner")


class Entered(NamedTuple):
    """How an intruder gets to a row from elsewhere: from which node of the connections to which, and how probably.

    A node is (what it is, party, system); `tenant` is whose account is reached where the end is a cloud.
    """

    start: tuple[str, str, str]
    end: tuple[str, str, str]
    tenant: str
    chance: Ends


@dataclass(frozen=True)
class Row:
    """One row before it becomes arrays; profiles are indices, -1 for a role that does not exist."""

    scenario: str
    event: tuple[str, ...]
    asset_id: str
    routes: tuple[Route, ...]
    engagement_id: str
    host_party: str
    supervision: Ends
    supervision_filled: float
    asset_owner: int
    host: int = NO_ROLE
    device_owner: int = NO_ROLE
    site_owner: int = NO_ROLE
    employer: int = NO_ROLE
    consignee: int = NO_ROLE
    tenants: tuple[int, ...] = ()
    is_web: bool = False
    proof: Ends = FULL
    is_proof_open: bool = False
    heads: Ends = FULL
    weight: Ends = FULL
    privilege: tuple[int, int, int] = (BULK, BULK, BULK)
    records: Ends = NOTHING
    latent: Ends = NOTHING
    latent_filled: float = 0.0
    suspected: Ends = NOTHING  # the part of `latent` that falls to suspected parties with answers of their own
    suspected_filled: float = 0.0
    suspected_by: tuple[str, ...] = ()  # the engagements that name them
    blends: tuple[int, int, int, int] = (NO_ROLE,) * 4  # employer, host, device and site owner if they did the work
    own_places: tuple[bool, bool, bool] = (False, False, False)
    access: Access | None = None
    entered: Entered | None = None
    explained_by: tuple[str, ...] = ()  # engagements of which the surest and worst supervised explains a holding
    known_by: tuple[str, ...] = ()  # engagements by which a holding is known at all, where all are unsure


def rising(interval: Interval) -> Ends:
    """Return a quantity of which more is worse in risk order."""
    return (interval.lo, interval.pt, interval.hi)


@dataclass(frozen=True)
class Rows:
    """All rows as arrays; `rows` keeps what people read. n rows, events and cells numbered from 0."""

    rows: tuple[Row, ...]
    scenario: NDArray[np.str_]
    event: Ints
    cell: Ints
    event_keys: tuple[tuple[str, ...], ...]
    cell_assets: tuple[str, ...]
    cell_event: Ints
    profiles: dict[str, Ints] = field(repr=False)
    supervision: Floats
    supervision_filled: Floats
    is_web: Mask
    has_tenant: Mask
    proof: Floats
    proof_open: Mask
    heads: Floats
    weight: Floats
    privilege: Ints
    records: Floats
    latent: Floats
    latent_filled: Floats
    suspected: Floats
    suspected_filled: Floats
    blends: dict[str, Ints] = field(repr=False)
    own_places: Mask

    @property
    def count(self) -> int:
        """Return the number of rows."""
        return len(self.rows)


def as_rows(rows: list[Row]) -> Rows:
    """Return rows as arrays, events and cells numbered in the order of their keys."""
    event_keys = sorted({row.event for row in rows})
    event_number = {key: number for number, key in enumerate(event_keys)}
    cells = sorted({(event_number[row.event], row.asset_id) for row in rows})
    cell_number = {cell: number for number, cell in enumerate(cells)}

    def ends(name: str) -> Floats:
        return np.array([getattr(row, name) for row in rows], dtype=np.float64).reshape(-1, 3)

    def flags(name: str) -> Mask:
        return np.array([bool(getattr(row, name)) for row in rows], dtype=np.bool_)

    blends = np.array([row.blends for row in rows], dtype=np.int64).reshape(-1, len(BLENDED))
    roles = ("host", "device_owner", "site_owner", "employer", "asset_owner", "consignee")
    return Rows(
        rows=tuple(rows),
        scenario=np.array([row.scenario for row in rows], dtype=np.str_),
        event=np.array([event_number[row.event] for row in rows], dtype=np.int64),
        cell=np.array([cell_number[(event_number[row.event], row.asset_id)] for row in rows], dtype=np.int64),
        event_keys=tuple(event_keys),
        cell_assets=tuple(asset_id for _, asset_id in cells),
        cell_event=np.array([event for event, _ in cells], dtype=np.int64),
        profiles={role: np.array([getattr(row, role) for row in rows], dtype=np.int64) for role in roles},
        supervision=ends("supervision"),
        supervision_filled=np.array([row.supervision_filled for row in rows], dtype=np.float64),
        is_web=flags("is_web"),
        has_tenant=flags("tenants"),
        proof=ends("proof"),
        proof_open=flags("is_proof_open"),
        heads=ends("heads"),
        weight=ends("weight"),
        privilege=np.array([row.privilege for row in rows], dtype=np.int64).reshape(-1, 3),
        records=ends("records"),
        latent=ends("latent"),
        latent_filled=np.array([row.latent_filled for row in rows], dtype=np.float64),
        suspected=ends("suspected"),
        suspected_filled=np.array([row.suspected_filled for row in rows], dtype=np.float64),
        blends={role: blends[:, column] for column, role in enumerate(BLENDED)},
        own_places=np.array([row.own_places for row in rows], dtype=np.bool_).reshape(-1, 3),
    )
