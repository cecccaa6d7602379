"""The population behind the published rates: E[Phi] over firms with average controls, by seeded draws.

Base rates already contain average controls; dividing by these factors keeps them from counting twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

import numpy as np
from scipy import special

from riskgraph.model.control import Catalogue, Combine, Layer, Role
from riskgraph.model.parameters import Parameters
from riskgraph.scoring.layers import LayerTable, layer_tables, phi, variant_key
from riskgraph.scoring.strength import Floats

SEED = 2014
DRAWS = 400_000
PROOF = "deletion_proof"
PLACES = (Role.HOST, Role.DEVICE_OWNER, Role.SITE_OWNER)


def population_factors(
    catalogue: Catalogue, parameters: Parameters, *, draws: int = DRAWS, seed: int = SEED
) -> Mapping[str, float]:
    """Return E[Phi] for every scenario and every set of roles that a channel can have.

    Host, device owner, site owner, consignee and employer are one party, the asset owner (and a cloud's
    tenant) another; supervision is `population.supervision`. Standard error below 0.2 % at 400,000 draws.
    """
    rng = np.random.default_rng(seed)
    firm = _firm(catalogue, parameters, rng, draws)
    owner = _firm(catalogue, parameters, rng, draws)
    proof = firm[PROOF]
    factors: dict[str, float] = {}
    for table in layer_tables(catalogue, parameters).values():
        for roles, is_bulk, conditions in variants(table):
            strengths = [_strength(layer, firm, owner, proof, is_bulk, parameters) for layer in table.layers]
            present = [is_there(layer, roles, conditions) for layer in table.layers]
            key = variant_key(table.scenario.scenario_id, roles=roles, is_bulk=is_bulk, conditions=conditions)
            factors[key] = float(phi(strengths, table.efficacy, present, parameters.number("beta")).mean())
    return factors


def _firm(catalogue: Catalogue, parameters: Parameters, rng: np.random.Generator, draws: int) -> Mapping[str, Floats]:
    """Return drawn strengths of one firm by control: correlated adoption, independent evidence."""
    rho = parameters.number("population.rho")
    common = rng.standard_normal(draws)
    claim = parameters.number("population.evidence.claim")
    document = parameters.number("population.evidence.document")
    worth = [parameters.ends(f"evidence.{kind}").pt for kind in ("claim", "document", "verified")]
    strengths: dict[str, Floats] = {PROOF: _adopts(common, parameters.number("population.deletion_proof"), rho, rng)}
    for control in catalogue.controls:
        key = f"adoption.{control.control_id}"
        if key not in parameters.by_key:
            continue
        adopts = _adopts(common, parameters.number(key), rho, rng)
        kind = np.searchsorted([claim, claim + document], rng.random(draws), side="right")
        strengths[control.control_id] = adopts * np.array(worth)[kind]
    return strengths


def _adopts(common: Floats, probability: float, rho: float, rng: np.random.Generator) -> Floats:
    """Return 1 where a firm has a control, else 0: a Gaussian factor that all answers of the firm share."""
    latent = np.sqrt(rho) * common + np.sqrt(1.0 - rho) * rng.standard_normal(len(common))
    return np.where(latent < special.ndtri(probability), 1.0, 0.0)


def _strength(
    layer: Layer,
    firm: Mapping[str, Floats],
    owner: Mapping[str, Floats],
    proof: Floats,
    is_bulk: bool,  # noqa: FBT001
    parameters: Parameters,
) -> Floats:
    """Return the drawn strength of one layer."""
    supervision = parameters.number("population.supervision")
    if layer.role is Role.SUPERVISION:
        return np.full_like(proof, supervision)
    who = owner if layer.role in (Role.ASSET_OWNER, Role.TENANT) else firm
    parts = [who[c] for c in (*layer.parts, *(layer.bulk_parts if is_bulk else ()))]
    if layer.role is Role.EMPLOYER:
        r0 = parameters.number("supervision.r0")
        parts = [x * (r0 + (1.0 - r0) * supervision) for x in parts]
    parts += [firm[c] for c in layer.host_parts]
    if layer.has_deletion_proof:
        parts.append(proof)
    joined: Floats = np.min(parts, axis=0) if layer.combine is Combine.MIN else np.max(parts, axis=0)
    return joined


def is_there(layer: Layer, roles: Iterable[Role], conditions: Iterable[str]) -> bool:
    """Say whether a channel with these places and conditions has a layer."""
    if layer.needs and layer.needs not in set(conditions):
        return False
    return layer.role not in PLACES or layer.role in set(roles)


def variants(table: LayerTable) -> Iterable[tuple[tuple[Role, ...], bool, tuple[str, ...]]]:
    """Give every set of existing places, bulk or not, and conditions that matter to a scenario."""
    places = [role for role in PLACES if any(layer.role is role for layer in table.layers)]
    needs = sorted({layer.needs for layer in table.layers if layer.needs})
    has_bulk = any(layer.bulk_parts for layer in table.layers)
    for there in product((True, False), repeat=len(places)):
        roles = tuple(role for role, exists in zip(places, there, strict=True) if exists)
        for is_bulk in (False, True) if has_bulk else (False,):
            for wanted in product((True, False), repeat=len(needs)):
                yield roles, is_bulk, tuple(n for n, w in zip(needs, wanted, strict=True) if w)
