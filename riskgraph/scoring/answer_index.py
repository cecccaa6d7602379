"""From an answer to the channels that rest on it: what would have to be computed again if it changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

import numpy as np

from riskgraph.model.control import Role
from riskgraph.model.engagement import PEOPLE_RELATIONS
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.connections import SEGMENTATION, Ways, steps_of
from riskgraph.scoring.latent import SAYS
from riskgraph.scoring.rows import Ints
from riskgraph.scoring.supervision import PEOPLE_CONTROLS, STAND_IN

AnswerKey = tuple[str, str]  # party, control
_PLACED = frozenset({Role.HOST, Role.DEVICE_OWNER, Role.SITE_OWNER, Role.EMPLOYER, Role.ASSET_OWNER, Role.CONSIGNEE})


def channels_by_answer(scored: Scored) -> Mapping[AnswerKey, tuple[int, ...]]:
    """Return the channels, by number, that an answer of a party to a control can move.

    An answer reaches the channels of a whole event, because the assets of one event share its rate and its
    routes compete. A control that is not here moves no yen (score only).

    Notes
    -----
    Linear in rows times layers; one pass over the profiles of each layer.
    """
    rows_of: dict[AnswerKey, set[int]] = defaultdict(set)
    for key, rows in _by_layer(scored):
        rows_of[key].update(int(row) for row in rows)
    for key, row in chain.from_iterable((_by_line(scored), _by_connection(scored), _by_suspect(scored))):
        rows_of[key].add(row)
    channels_of_event: dict[int, list[int]] = defaultdict(list)
    for channel, cell in enumerate(scored.cell):
        channels_of_event[int(scored.rows.cell_event[cell])].append(channel)
    return {
        key: tuple(
            sorted({c for event in np.unique(scored.rows.event[sorted(rows)]) for c in channels_of_event[int(event)]})
        )
        for key, rows in sorted(rows_of.items())
    }


def _by_layer(scored: Scored) -> Iterable[tuple[AnswerKey, Ints]]:
    """Give the rows that rest on each answer through a layer, or through the size of what an insider takes."""
    keys, rows = scored.ground.profiles.keys, scored.rows
    for scenario in scored.ground.catalogue.scenarios:
        here = np.flatnonzero(rows.scenario == scenario.scenario_id)
        parts: dict[str, set[str]] = defaultdict(set)
        for layer in scenario.layers:
            if layer.role in _PLACED:
                parts[layer.role.value].update((*layer.parts, *layer.bulk_parts))
            parts[Role.HOST.value].update(layer.host_parts)
            if layer.role is Role.TENANT:
                for row in here:
                    for profile in rows.rows[row].tenants:
                        for control in layer.parts:
                            yield (keys[profile][0], control), np.array([row], dtype=np.int64)
        if scenario.scenario_id in ("INS", "LVR"):
            parts[Role.HOST.value].add("INC-03")
        for role, controls in parts.items():
            profiles = rows.profiles[role][here]
            for profile in np.unique(profiles[profiles >= 0]):
                for control in controls:
                    yield (keys[int(profile)][0], control), here[profiles == profile]


def _by_line(scored: Scored) -> Iterable[tuple[AnswerKey, int]]:
    """Give the rows that rest on each answer through supervision or through the tier that nobody declared."""
    engagements = scored.ground.chain.engagements
    for number, row in enumerate(scored.rows.rows):
        line = scored.ground.chain.line(row.engagement_id)
        if not line:
            owner = row.routes[0].parties[0]
            yield (owner, "ORG-05"), number
            continue
        for route in row.routes:
            for step in route.engagements:
                if step is not None:
                    engagement = engagements[step]
                    is_people = engagement.relation in PEOPLE_RELATIONS
                    for control in PEOPLE_CONTROLS if is_people else STAND_IN.values():
                        yield (engagement.consignor, control), number
        if row.access is not None:
            for control in (*SAYS, "HUM-01"):
                yield (engagements[row.engagement_id].consignee, control), number


def _by_connection(scored: Scored) -> Iterable[tuple[AnswerKey, int]]:
    """Give the rows reached over connections that rest on the segmentation of whoever lies on a way to them."""
    steps = steps_of(scored.ground)
    ways = Ways(steps)
    for number, row in enumerate(scored.rows.rows):
        if row.entered is not None:
            within = set(ways.within_reach(row.entered.start))
            for step in steps:
                if step.start.inside in within:
                    yield (step.end.party, SEGMENTATION), number


def _by_suspect(scored: Scored) -> Iterable[tuple[AnswerKey, int]]:
    """Give the rows whose work a suspected party with answers of its own may do."""
    controls = {
        scenario.scenario_id: {
            c for layer in scenario.layers for c in (*layer.parts, *layer.bulk_parts, *layer.host_parts)
        }
        for scenario in scored.ground.catalogue.scenarios
    }
    for number, row in enumerate(scored.rows.rows):
        for engagement_id in row.suspected_by:
            party = scored.ground.chain.engagements[engagement_id].consignee
            for control in controls[row.scenario]:
                yield (party, control), number
