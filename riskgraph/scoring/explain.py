"""Channels as people read them: whose layer, how strong, which answers, and its share of what could be better.

Everything here reads the arrays that the numbers came from; nothing is computed a second way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from riskgraph.model.assessment import AnswerUsed, Certainty, Channel, Hop, LayerUsed, OtherRoute
from riskgraph.model.channel import CONTROLS_HI, CONTROLS_LO, PT
from riskgraph.model.control import Layer, Role
from riskgraph.model.engagement import Relation
from riskgraph.model.quantities import Cell, Interval
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.layers import LayerTable, layer_tables
from riskgraph.scoring.profiles import NO_ROLE
from riskgraph.scoring.rates import READINGS
from riskgraph.scoring.rows import BULK, Row
from riskgraph.scoring.strength import used
from riskgraph.scoring.supervision import hop

_TINY = 1e-12


def explain(scored: Scored, channels: Iterable[int]) -> tuple[Channel, ...]:
    """Return the channels of these numbers, each with its layers; the order is kept."""
    tables = layer_tables(scored.ground.catalogue, scored.ground.parameters)
    return tuple(_channel(scored, channel, tables[scored.row_of(channel).scenario]) for channel in channels)


def _channel(scored: Scored, channel: int, table: LayerTable) -> Channel:
    cell = int(scored.cell[channel])
    row_number = int(scored.cells.row[cell, PT])
    row = scored.rows.rows[row_number]
    access = row.access
    phi = scored.rates.phi[row_number]
    rate = scored.rates.rate[row_number, PT]
    hidden = scored.rates.latent_part[row_number, PT]
    return Channel(
        channel_id=scored.ids[channel],
        scenario=row.scenario,
        asset_id=row.asset_id,
        host=row.host_party,
        employer=access.employer if access else "",
        group=access.group if access else "",
        heads=_interval(row.heads) if access else None,
        privilege=access.privilege.value if access else "",
        device_owner=access.device_owner if access else "",
        site_owner=access.site_owner if access else "",
        directed_by=access.directed_by if access else "",
        records=_interval(row.records),
        phi=_enclosing(phi[CONTROLS_LO], phi[PT], phi[CONTROLS_HI]),
        phi_population=float(scored.rates.phi_population[row_number, PT]),
        eal_yen=_ends(scored.eal[channel]),
        rate_per_year=_ends(scored.rate[channel]),
        undeclared_p=_interval(row.latent),
        undeclared_share=float(hidden / rate) if rate > 0 else 0.0,
        other_routes=(*(_other(other) for other in scored.alternatives(channel)), *_other_lines(scored, row)),
        layers=_layers(scored, row_number, row, table),
        source=_source(scored, row),
        is_derived=bool(access and access.is_derived),
    )


def _interval(rising: Sequence[float]) -> Interval:
    return Interval(float(rising[0]), float(rising[1]), float(rising[2]))


def _ends(readings: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Interval:
    return Interval(float(readings[0]), float(readings[1]), float(readings[2]))


def _enclosing(lo: float, pt: float, hi: float) -> Interval:
    return Interval(float(min(lo, pt)), float(pt), float(max(hi, pt)))


def _other(row: Row) -> OtherRoute:
    return OtherRoute(
        access_id=row.access.access_id if row.access else "",
        engagements=tuple(e for e in row.routes[0].engagements if e is not None),
    )


def _other_lines(scored: Scored, row: Row) -> tuple[OtherRoute, ...]:
    """Return the other chains on which the row's engagement may stand: the same event, listed and not added."""
    access_id = row.access.access_id if row.access else ""
    lines = scored.ground.other_lines(row.engagement_id)
    return tuple(OtherRoute(access_id=access_id, engagements=line) for line in lines)


def _source(scored: Scored, row: Row) -> Cell:
    """Return the cell of the row that the channel was read from: the access, else the engagement."""
    if row.access is not None:
        return row.access.source.at("heads")
    engagement = scored.ground.chain.engagements.get(row.engagement_id)
    return engagement.source.at("consignee") if engagement else Cell()


def _layers(scored: Scored, row_number: int, row: Row, table: LayerTable) -> tuple[LayerUsed, ...]:
    """Return the layers that exist in a row, with log shares of the excess over full strength."""
    chosen = np.array([row_number], dtype=np.int64)
    strengths = scored.strengths
    there = [bool(strengths.present(layer, chosen)[0]) for layer in table.layers]
    points: list[Interval] = []
    for layer in table.layers:
        ends = [
            float(strengths.layer(layer, chosen, READINGS[reading], is_latent=False)[0])
            for reading in (CONTROLS_HI, PT, CONTROLS_LO)
        ]
        points.append(_enclosing(*ends))
    excess = [
        float(np.log(max(1.0 - e * x.pt, _TINY)) - np.log(max(1.0 - e, _TINY))) if is_there else 0.0
        for e, x, is_there in zip(table.efficacy, points, there, strict=True)
    ]
    total = sum(excess)
    return tuple(
        LayerUsed(
            layer=layer.key,
            role=layer.role.value,
            party_id=_party(scored, row, layer),
            efficacy=efficacy,
            strength=strength,
            share=part / total if total > _TINY else 0.0,
            answers=_answers(scored, row, layer),
        )
        for layer, efficacy, strength, part, is_there in zip(
            table.layers, table.efficacy, points, excess, there, strict=True
        )
        if is_there
    )


def _profile(row: Row, role: Role) -> int:
    return {
        Role.HOST: row.host,
        Role.DEVICE_OWNER: row.device_owner,
        Role.SITE_OWNER: row.site_owner,
        Role.EMPLOYER: row.employer,
        Role.ASSET_OWNER: row.asset_owner,
        Role.CONSIGNEE: row.consignee,
    }.get(role, NO_ROLE)


def _party(scored: Scored, row: Row, layer: Layer) -> str:
    """Return whose layer it is; for supervision the consignor of the weakest hop."""
    if layer.role is Role.SUPERVISION:
        return weakest_supervisor(scored, row)[0]
    if layer.role is Role.TENANT:
        return scored.ground.profiles.keys[row.tenants[0]][0] if row.tenants else ""
    return scored.ground.profiles.keys[_profile(row, layer.role)][0]


def weakest_supervisor(scored: Scored, row: Row) -> tuple[str, str | None]:
    """Return the party whose supervision is weakest on the row's path, and the engagement of that hop."""
    route = row.routes[0]
    if None in route.engagements:
        return route.parties[-2], None
    line = [e for e in route.engagements if e is not None]
    if not line:
        return route.parties[0], None
    weakest = min(line, key=lambda e: (scored.ground.supervision.q[e][1], line.index(e)))
    return scored.ground.chain.engagements[weakest].consignor, weakest


def _answers(scored: Scored, row: Row, layer: Layer) -> tuple[AnswerUsed, ...]:
    """Return the answers behind a layer, in the order of its parts."""
    if layer.role is Role.SUPERVISION:
        return _supervision_answers(scored, row)
    parts = (*layer.parts, *(layer.bulk_parts if row.privilege[PT] == BULK else ()))
    if layer.role is Role.TENANT:
        return tuple(_used(scored, profile, part) for profile in row.tenants for part in parts)
    own = tuple(_used(scored, _profile(row, layer.role), part) for part in parts)
    host = tuple(_used(scored, row.host, part) for part in layer.host_parts) if row.host != NO_ROLE else ()
    return (*own, *host)


def _used(scored: Scored, profile: int, control_id: str) -> AnswerUsed:
    judged = scored.ground.profiles.judged(profile, control_id)
    return used(judged, scored.ground.profiles.keys[profile][0], control_id)


def _supervision_answers(scored: Scored, row: Row) -> tuple[AnswerUsed, ...]:
    """Return the answers that the weakest hop rests on; for the owner's own staff its yearly check."""
    party, engagement_id = weakest_supervisor(scored, row)
    if engagement_id is not None:
        return tuple(a for part in scored.ground.supervision.parts[engagement_id].values() for a in part.answers)
    if row.routes[0].engagements:
        return ()
    return (_used(scored, scored.ground.profiles.index(party), "ORG-05"),)


def hops(scored: Scored, engagements: Sequence[str | None], parties: Sequence[str]) -> tuple[Hop, ...]:
    """Return the hops of a path; a missing engagement supervises nothing."""
    found = []
    for step, engagement_id in enumerate(engagements):
        if engagement_id is None:
            found.append(missing_hop(parties[step], parties[step + 1]))
        else:
            found.append(hop(engagement_id, scored.ground.chain, scored.ground.supervision))
    return tuple(found)


def missing_hop(consignor: str, consignee: str) -> Hop:
    """Return the hop of an engagement that the register does not have."""
    return Hop(
        engagement_id=None,
        consignor=consignor,
        consignee=consignee,
        relation=Relation.SYSTEM_USE,
        certainty=Certainty.MISSING,
        q=Interval.exact(0.0),
    )
