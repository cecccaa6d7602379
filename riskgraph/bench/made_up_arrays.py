"""A made-up plan as channel arrays: what entities are worth, and the channels of five scenarios with their prices.

The same rules as `riskgraph.scoring` has for rows, on whole columns; tests hold the two ways to each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskgraph.bench.made_up import CHECKS, CONSENTS, EVIDENCE, FLOWS, PRIVILEGES, REVIEWS, Ints, Plan
from riskgraph.model.control import Catalogue
from riskgraph.model.parameters import Parameters
from riskgraph.scoring.channel_arrays import LINE, PLACE_BIT, RIGHTS, STAFF, Block, Worth
from riskgraph.scoring.kernel import Floats
from riskgraph.scoring.layer_sources import PLACES
from riskgraph.scoring.layers import LayerTable, layer_tables, variant_key
from riskgraph.scoring.loss import (
    SHARE_SCENARIOS,
    fixed_cost,
    mean_people,
    mean_people_share,
    people_exceed,
    share_shape,
    size_of,
    yen_per_person,
)
from riskgraph.scoring.rates import base_rate
from riskgraph.scoring.rows import BULK
from riskgraph.scoring.supervision import PARTS

STAFF_SCENARIOS = ("INS", "ERR", "MED", "LVR")
SCENARIOS = ("INS", "EXT", "ERR", "MED", "LVR")
_NOTHING_KNOWN = np.array([1.0, 0.0, 0.0])
_ENDS = 3


def worth_of(plan: Plan, parameters: Parameters) -> Worth:
    """Return what parties, lines and staff groups are worth; lines are the engagements, then the owners' own."""
    strengths = _strengths(plan, parameters)
    columns = {control: number for number, control in enumerate(plan.controls)}
    q = _hops(plan, parameters, strengths, columns)
    product = q.copy()
    # Tier by tier: an engagement comes after the one above it, and no tier lies deeper than the forest has.
    here = np.flatnonzero(plan.above < 0)
    while len(here):
        here = np.flatnonzero(np.isin(plan.above, here))
        product[here] = product[plan.above[here]] * q[here]
    own = strengths[: plan.owners, columns["ORG-05"]]
    latent = np.concatenate([_latent(plan, parameters, strengths, columns), np.zeros((plan.owners, _ENDS))])
    return Worth(
        strengths=strengths,
        columns=columns,
        supervision=np.concatenate([product, own]),
        latent=latent,
        staff_party=plan.consignee,
        staff_line=np.arange(len(plan.chain), dtype=np.int32),
        r0=parameters.number("supervision.r0"),
        beta=parameters.number("beta"),
    )


def _strengths(plan: Plan, parameters: Parameters) -> Floats:
    """Return the strengths of fresh answers, and of what was never asked, shape (parties, controls, 3)."""
    worth = np.array([0.0, 0.0, parameters.number("answer.partial"), 1.0])[plan.said]
    trust = [parameters.ends(f"evidence.{kind.value}") for kind in EVIDENCE]
    ends = np.empty((*plan.said.shape, _ENDS))
    ends[..., 0] = worth
    ends[..., 1] = worth * np.array([t.pt for t in trust])[plan.evidence]
    ends[..., 2] = worth * np.array([t.lo for t in trust])[plan.evidence]
    prior = np.array([parameters.number(f"prior.{control}") for control in plan.controls])
    silence = np.stack([np.ones_like(prior), np.minimum(prior, parameters.number("unasked.cap")), 0.0 * prior], axis=1)
    return np.where((plan.said == 0)[..., None], silence[None], ends)


def _hops(plan: Plan, parameters: Parameters, strengths: Floats, columns: Mapping[str, int]) -> Floats:
    """Return q of every engagement, shape (engagements, 3)."""

    def stated(codes: Ints, worths: list[float | None], control: str) -> Floats:
        """Return what facts are worth; where one is blank the consignor's own answer, if it has any."""
        exact = np.array([np.nan if w is None else w for w in worths])[codes][:, None]
        said = plan.said[plan.consignor, columns[control]] > 0
        answer = np.where(said[:, None], strengths[plan.consignor, columns[control]], _NOTHING_KNOWN)
        return np.where(np.isnan(exact), answer, exact)

    number = parameters.number
    consent = stated(plan.consent, [number(f"hop.consent.{c.value}") for c in CONSENTS], "CHN-03")
    flow = stated(plan.flow, [None, *(number(f"hop.flow_down.{f.value}") for f in FLOWS[1:])], "CHN-03")
    check = stated(plan.check, [None, *(number(f"hop.check.{c.value}") for c in CHECKS[1:] if c)], "CHN-05")
    review = stated(plan.review, [None, *(number(f"hop.review.{r.value}") for r in REVIEWS[1:])], "CHN-04")
    parts = np.stack([np.minimum(consent, flow), check, review])
    assert len(parts) == len(PARTS)
    result: Floats = 0.5 * parts.mean(axis=0) + 0.5 * parts.min(axis=0)
    return result


def _latent(plan: Plan, parameters: Parameters, strengths: Floats, columns: Mapping[str, int]) -> Floats:
    """Return the probability of an undeclared tier below each engagement, shape (engagements, 3)."""
    who = plan.consignee
    least = strengths[who[:, None], [columns[c] for c in ("CHN-01", "CHN-02", "CHN-05")], 1].min(axis=1)
    point = parameters.number("latent.claimed_factor") * (1.0 - least)
    claimed = np.stack([0.0 * point, point, np.maximum(point, parameters.number("latent.claimed_hi"))], axis=1)
    has_children = np.zeros(len(who), dtype=np.bool_)
    has_children[plan.above[plan.above >= 0]] = True
    says = has_children | (plan.said[who, columns["CHN-02"]] >= 2)
    silence, verified = (parameters.ends(f"latent.{kind}") for kind in ("silence", "verified"))
    is_seen = np.ones(len(who), dtype=np.bool_)
    for control in ("CHN-02", "HUM-01"):
        column = columns[control]
        is_seen &= (plan.said[who, column] == 3) & (plan.evidence[who, column] == 2)
    p = np.where(says[:, None], claimed, [[silence.lo, silence.pt, silence.hi]])
    return np.where(is_seen[:, None], [[verified.lo, verified.pt, verified.hi]], p)


@dataclass(frozen=True)
class _Channels:
    """The channels of a kind before they are priced, those of one event side by side."""

    asset: Ints
    event_start: NDArray[np.int64]
    columns: tuple[str, ...]
    entities: Ints
    own: NDArray[np.uint8]
    heads: Floats
    privilege: Ints


def blocks_of(
    plan: Plan,
    worth: Worth,
    catalogue: Catalogue,
    parameters: Parameters,
    *,
    factors: Mapping[str, float],
    scenarios: tuple[str, ...] = SCENARIOS,
) -> tuple[Block, ...]:
    """Return the channels of a plan by scenario, priced and not yet evaluated."""
    tables = {name: _unconditional(table) for name, table in layer_tables(catalogue, parameters).items()}
    staff = _staff(plan) if set(scenarios) & set(STAFF_SCENARIOS) else None
    hosts = _hosts(plan) if "EXT" in scenarios else None
    found = []
    for scenario in scenarios:
        channels = hosts if scenario == "EXT" else staff
        assert channels is not None
        found.append(_priced(plan, worth, tables[scenario], channels, parameters, factors=factors))
    return tuple(found)


def _unconditional(table: LayerTable) -> LayerTable:
    """Return the layers that every channel has: the plan knows no web systems and no clouds."""
    kept = [(layer, e) for layer, e in zip(table.layers, table.efficacy, strict=True) if not layer.needs]
    scenario = table.scenario.model_copy(update={"layers": tuple(layer for layer, _ in kept)})
    return LayerTable(scenario, tuple(e for _, e in kept))


def _staff(plan: Plan) -> _Channels:
    """Return one channel an access, the assets of one group side by side."""
    group, asset = plan.accesses()
    bulk = plan.privilege[group] == BULK
    host, consignee = plan.host[group], plan.consignee[group]
    places = {"host": host, "device_owner": plan.device_owner[group], "site_owner": plan.site_owner[group]}
    own = sum((places[name] == consignee).astype(np.uint8) * np.uint8(bit) for name, bit in PLACE_BIT.items())
    owner = _asset_owner(plan)[asset]
    rights = host + bulk * np.int32(plan.parties + 1)
    columns = {**places, "asset_owner": owner, STAFF: group, LINE: group, RIGHTS: rights.astype(np.int32)}
    return _Channels(
        asset=asset,
        event_start=_starts(group),
        columns=tuple(columns),
        entities=np.stack(list(columns.values())),
        own=np.asarray(own, dtype=np.uint8),
        heads=plan.heads[group].astype(np.float64),
        privilege=plan.privilege[group],
    )


def _hosts(plan: Plan) -> _Channels:
    """Return one channel for each asset that a host holds, the assets of one host side by side."""
    group, asset = plan.accesses()
    host = plan.host[group]
    key = np.unique(host.astype(np.int64) * len(plan.asset_chain) + asset)
    held_by, held = (part.astype(np.int32) for part in np.divmod(key, len(plan.asset_chain)))
    columns = {"host": held_by, LINE: _holding_line(plan, held_by, held)}
    return _Channels(
        asset=held,
        event_start=_starts(held_by),
        columns=tuple(columns),
        entities=np.stack(list(columns.values())),
        own=np.zeros(len(held), dtype=np.uint8),
        heads=np.ones(len(held)),
        privilege=np.full(len(held), BULK, dtype=np.int32),
    )


def _holding_line(plan: Plan, host: Ints, asset: Ints) -> Ints:
    """Return the line under which each host holds each asset: its own in that chain, else the owner's own."""
    place = plan.chain.astype(np.int64) * plan.parties + plan.consignee
    order = np.argsort(place)
    wanted = plan.asset_chain[asset].astype(np.int64) * plan.parties + host
    found = order[np.minimum(np.searchsorted(place[order], wanted), len(order) - 1)]
    return np.where(host < plan.owners, len(plan.chain) + host, found).astype(np.int32)


def _asset_owner(plan: Plan) -> Ints:
    """Return the owner of every asset: the consignor at the top of its chain."""
    top = np.flatnonzero(plan.above < 0)
    owner = np.empty(len(top), dtype=np.int32)
    owner[plan.chain[top]] = plan.consignor[top]
    return owner[plan.asset_chain]


def _starts(event: Ints) -> NDArray[np.int64]:
    """Return where each run of equal numbers begins, and the length behind the last."""
    return np.append(np.flatnonzero(np.diff(event, prepend=-1)), len(event))


def _priced(
    plan: Plan,
    worth: Worth,
    table: LayerTable,
    channels: _Channels,
    parameters: Parameters,
    *,
    factors: Mapping[str, float],
) -> Block:
    """Return a block: exposure by channel, and what its events cost apart from their rates."""
    scenario, count = table.scenario.scenario_id, len(channels.asset)
    size = np.diff(channels.event_start)
    per_person = yen_per_person(plan.distress.astype(np.float64), plan.economic.astype(np.float64), parameters)
    per_person = per_person[channels.asset]
    grave = (np.maximum(plan.distress, plan.economic) == 3).astype(np.float64)[channels.asset]
    reach = plan.records[channels.asset]

    def over_event(how: np.ufunc, values: Floats) -> Floats:
        result: Floats = np.repeat(how.reduceat(values, channels.event_start[:-1]), size)
        return result

    if scenario in SHARE_SCENARIOS:
        cap = np.array([parameters.number("reach.screen"), parameters.number("reach.read"), np.inf])
        reach = reach * np.minimum(1.0, cap[channels.privilege] / over_event(np.add, reach))
    total = over_event(np.add, reach)
    grave = over_event(np.maximum, grave)
    owner_share = parameters.number("liability.owner_share")
    threshold = np.full(count, parameters.number("loss.many_threshold"))
    fixed, variable = np.empty((_ENDS, count)), np.empty((_ENDS, count))
    host = channels.entities[channels.columns.index("host")]
    for end in range(_ENDS):
        response = worth.strengths[host, worth.columns["INC-03"], end]
        if scenario in SHARE_SCENARIOS:
            people = mean_people_share(*share_shape(response, parameters), total)
        elif end:
            variable[end], fixed[end] = variable[0], fixed[0]
            continue
        else:
            people = mean_people(size_of(scenario, parameters), total)
        variable[end] = people * (reach / total) * per_person
        many = people_exceed(scenario, threshold, total, response, parameters)
        fixed[end] = fixed_cost(scenario, many, grave, parameters)
    weight = variable[1] / over_event(np.add, variable[1])
    return Block(
        table=table,
        columns=channels.columns,
        entities=channels.entities,
        event_start=channels.event_start,
        exposure=_exposure(table, channels, parameters, factors),
        fixed=fixed * (owner_share * weight),
        variable=variable * owner_share,
        weight=weight,
        own=channels.own,
        has_staff=scenario in STAFF_SCENARIOS,
        eal=np.zeros((_ENDS, count)),
        rate=np.zeros((_ENDS, count)),
    )


def _exposure(table: LayerTable, channels: _Channels, parameters: Parameters, factors: Mapping[str, float]) -> Floats:
    """Return events a year per unit of Phi, shape (3, n); stated numbers are exact, so that all ends are alike."""
    scenario = table.scenario.scenario_id
    roles = [role for role in PLACES if any(layer.role is role for layer in table.layers)]
    has_bulk = any(layer.bulk_parts for layer in table.layers)
    norm = np.array(
        [
            factors[variant_key(scenario, roles=roles, is_bulk=has_bulk and right is PRIVILEGES[BULK])]
            for right in PRIVILEGES
        ]
    )[channels.privilege]
    rate = base_rate(scenario, parameters) * channels.heads / norm
    if scenario in SHARE_SCENARIOS:
        rate *= np.array([parameters.number(f"privilege.{right.value}") for right in PRIVILEGES])[channels.privilege]
    return np.tile(rate, (_ENDS, 1))
