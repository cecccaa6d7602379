"""From parties, controls and engagements to the rows of a scored register that rest on them, as arrays where large.

The convention that bites: this tells where something *may* move; what did not move in fact is told apart by whoever
asks, before the rows are computed again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.control import Catalogue, Role
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.csr import Csr, Index, grouped
from riskgraph.scoring.latent import SAYS
from riskgraph.scoring.rows import Row
from riskgraph.scoring.supervision import PEOPLE_CONTROLS, STAND_IN

BEHIND_HOPS = frozenset({*STAND_IN.values(), *PEOPLE_CONTROLS})
BEHIND_LATENT = frozenset({*SAYS, "HUM-01"})
OWN_SUPERVISION = "ORG-05"
_RESPONSE = "INC-03"
_ROLES = ("host", "device_owner", "site_owner", "employer", "asset_owner", "consignee")


class Touched:
    """The rows of a scored register by what they rest on.

    Attributes
    ----------
    profiles_of
        The profiles of each party.
    rows_of_event, channels_of_event
        Rows and channels by number of the event.
    consigned_by
        Engagements that lead to an owner, by consignor.
    worked_under
        Engagements under which people have access, by consignee.
    rows_of_engagement
        Rows whose supervision or latent tier hangs on an engagement.
    own_rows
        Rows of an owner's own people and systems.

    Notes
    -----
    Linear in rows times roles; each look-up costs what it gives.
    """

    def __init__(self, scored: Scored) -> None:
        rows, ground = scored.rows, scored.ground
        profiles = len(ground.profiles.keys)
        self.profiles_of: dict[str, list[int]] = defaultdict(list)
        for number, (party, _) in enumerate(ground.profiles.keys):
            self.profiles_of[party].append(number)
        self._by_role = {role: grouped(rows.profiles[role], profiles) for role in _ROLES}
        self._by_role[Role.TENANT.value] = _by_tenant(rows.rows, profiles)
        self._scenario = rows.scenario
        self._uses = _uses(ground.catalogue)
        self.rows_of_event = grouped(rows.event, len(rows.event_keys))
        self.channels_of_event = grouped(rows.cell_event[scored.cell], len(rows.event_keys))
        self.consigned_by: dict[str, list[str]] = defaultdict(list)
        for engagement_id, engagement in ground.chain.engagements.items():
            if ground.chain.line(engagement_id):
                self.consigned_by[engagement.consignor].append(engagement_id)
        self.rows_of_engagement: dict[str, list[int]] = defaultdict(list)
        self.own_rows: dict[str, list[int]] = defaultdict(list)
        self.worked_under: dict[str, set[str]] = defaultdict(set)
        for number, row in enumerate(rows.rows):
            for engagement_id in row.explained_by or (row.engagement_id,):
                self.rows_of_engagement[engagement_id].append(number)
            if is_own(row):
                self.own_rows[row.routes[0].parties[0]].append(number)
            elif row.access is not None:
                self.worked_under[ground.chain.engagements[row.engagement_id].consignee].add(row.engagement_id)

    def rows_of(self, profile: int, control_id: str) -> Index:
        """Return the rows with a layer, or a size of events, that rests on a control of a profile."""
        found = []
        for role, scenarios in self._uses.get(control_id, {}).items():
            rows = self._by_role[role].of(profile)
            found.append(rows[np.isin(self._scenario[rows], scenarios)])
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def is_own(row: Row) -> bool:
    """Say whether a row is of the owner's own people or systems, which nobody else supervises."""
    return not row.engagement_id and (row.access is not None or row.host_party == row.routes[0].parties[0])


def _by_tenant(rows: Iterable[Row], profiles: int) -> Csr:
    """Return the rows by the profiles that share their cloud account."""
    pairs = [(profile, number) for number, row in enumerate(rows) for profile in row.tenants]
    both: NDArray[np.int64] = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return grouped(both[:, 0], profiles, both[:, 1])


def _uses(catalogue: Catalogue) -> dict[str, dict[str, list[str]]]:
    """Return the scenarios in which a control moves a layer or the size of events, by control and role."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for scenario in catalogue.scenarios:
        for layer in scenario.layers:
            for control_id in (*layer.parts, *layer.bulk_parts):
                found[control_id][layer.role.value].append(scenario.scenario_id)
            for control_id in layer.host_parts:
                found[control_id][Role.HOST.value].append(scenario.scenario_id)
    for scenario_id in ("INS", "LVR"):
        found[_RESPONSE][Role.HOST.value].append(scenario_id)
    return found
