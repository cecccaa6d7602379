"""Population factors under moved judgement: the same few draws of firms, read again under each set of numbers.

The convention that bites: a factor is the stored one times the ratio of two means over the same draws, so that
unmoved judgement gives the stored factor back to the last digit, whatever the number of draws.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from riskgraph.model.control import Catalogue, Combine, Layer, Role
from riskgraph.model.parameters import Parameters
from riskgraph.scoring.layers import LayerTable, layer_tables, variant_key
from riskgraph.scoring.population import is_there, variants
from riskgraph.scoring.strength import Floats

SEED = 2014
DRAWS = 2_048
_BEHIND = ("adoption.", "beta", "efficacy.", "evidence.", "population.", "supervision.r0")
_OF_OWNER = (Role.ASSET_OWNER, Role.TENANT)


class _Firms:
    """Firms whose chance is drawn once; what each has follows from the numbers that are asked about.

    Chance is drawn for `everything` and kept for `controls`, so that a firm is the same one whoever asks.
    """

    def __init__(
        self, controls: Sequence[str], everything: Sequence[str], rng: np.random.Generator, draws: int
    ) -> None:
        self.controls = tuple(controls)
        rows = [everything.index(c) for c in controls]
        # Single precision: chance, not numbers that anything is divided by.
        self.common = rng.standard_normal(draws, dtype=np.float32)
        own = rng.standard_normal((len(everything) + 1, draws), dtype=np.float32)
        self.own = own[[*rows, len(everything)]]  # the last: proof of deletion
        self.evidence = rng.random((len(everything), draws), dtype=np.float32)[rows]

    def strengths(self, parameters: Parameters) -> tuple[Mapping[str, Floats], Floats]:
        """Return the strength of each control in each firm, shape (draws,), and where a proof is kept."""
        rho = parameters.number("population.rho")
        adoption = [parameters.number(f"adoption.{c}") for c in self.controls]
        bound = special.ndtri(np.array([*adoption, parameters.number("population.deletion_proof")]))
        together, apart = np.float32(np.sqrt(rho)), np.float32(np.sqrt(1.0 - rho))
        adopts = together * self.common + apart * self.own < bound.astype(np.float32)[:, None]
        claim = parameters.number("population.evidence.claim")
        document = claim + parameters.number("population.evidence.document")
        worth = [parameters.number(f"evidence.{kind}") for kind in ("claim", "document", "verified")]
        shown = np.where(self.evidence < claim, worth[0], np.where(self.evidence < document, worth[1], worth[2]))
        found = np.where(adopts[:-1], shown, 0.0)
        return dict(zip(self.controls, found, strict=True)), adopts[-1].astype(np.float64)


class SmallPopulation:
    """The factors of `parameters` as they are known, and cheap ones for numbers moved away from them.

    Parameters
    ----------
    factors
        Those of `parameters`, by variant.
    asked
        The variants that are ever asked for; the others are left out.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        parameters: Parameters,
        factors: Mapping[str, float],
        *,
        asked: Collection[str] | None = None,
        draws: int = DRAWS,
    ) -> None:
        wanted = set(factors if asked is None else asked)
        self.variants = [(table, _wanted(table, wanted)) for table in layer_tables(catalogue, parameters).values()]
        layers = [layer for table, found in self.variants if found for layer in table.layers]
        everything = _parts([layer for scenario in catalogue.scenarios for layer in scenario.layers])
        rng = np.random.default_rng(SEED)
        self.catalogue = catalogue
        self.firm = _Firms(_parts(layers), everything, rng, draws)
        self.owner = _Firms(_parts([layer for layer in layers if layer.role in _OF_OWNER]), everything, rng, draws)
        self.parameters = parameters
        self.factors = {key: factor for key, factor in factors.items() if key in wanted}
        self.base = self._means(parameters)

    def factors_of(self, moved: Parameters) -> dict[str, float]:
        """Return E[Phi] by variant for moved numbers."""
        if all(moved.by_key[k].value == p.value for k, p in self.parameters.by_key.items() if k.startswith(_BEHIND)):
            return self.factors
        means = self._means(moved)
        # A factor above 1 would say that controls raise a rate; the ratio of two means can only come near it.
        return {key: min(1.0, factor * (means[key] / self.base[key])) for key, factor in self.factors.items()}

    def _means(self, parameters: Parameters) -> Mapping[str, float]:
        """Return the mean of Phi over the draws for every variant of every scenario."""
        firm, proof = self.firm.strengths(parameters)
        owner, _ = self.owner.strengths(parameters)
        beta = parameters.number("beta")
        means = {}
        tables = layer_tables(self.catalogue, parameters)
        for known, wanted in self.variants:
            table = tables[known.scenario.scenario_id]
            bypass = {
                is_bulk: _bypass(table, firm, owner, proof, is_bulk=is_bulk, parameters=parameters)
                for is_bulk in {one.is_bulk for one in wanted}
            }
            for one in wanted:
                factors = [f for f, is_in in zip(bypass[one.is_bulk], one.present, strict=True) if is_in]
                product = np.prod(factors, axis=0) if factors else np.ones(1)
                least = np.min(factors, axis=0) if factors else np.ones(1)
                means[one.key] = float(((1.0 - beta) * product + beta * least).mean())
        return means


@dataclass(frozen=True)
class _Variant:
    """One set of roles and conditions of a scenario: which of its layers are there."""

    key: str
    is_bulk: bool
    present: tuple[bool, ...]


def _wanted(table: LayerTable, keys: Collection[str]) -> tuple[_Variant, ...]:
    """Return the variants of a scenario whose keys are asked for."""
    found = []
    for roles, is_bulk, conditions in variants(table):
        key = variant_key(table.scenario.scenario_id, roles=roles, is_bulk=is_bulk, conditions=conditions)
        if key in keys:
            found.append(_Variant(key, is_bulk, tuple(is_there(layer, roles, conditions) for layer in table.layers)))
    return tuple(found)


def _parts(layers: Sequence[Layer]) -> tuple[str, ...]:
    return tuple(sorted({c for layer in layers for c in (*layer.parts, *layer.bulk_parts, *layer.host_parts)}))


def _bypass(
    table: LayerTable,
    firm: Mapping[str, Floats],
    owner: Mapping[str, Floats],
    proof: Floats,
    *,
    is_bulk: bool,
    parameters: Parameters,
) -> list[Floats]:
    """Return f = 1 - e X of each layer over the draws."""
    supervision, r0 = parameters.number("population.supervision"), parameters.number("supervision.r0")
    found = []
    for layer, efficacy in zip(table.layers, table.efficacy, strict=True):
        if layer.role is Role.SUPERVISION:
            found.append(np.full_like(proof, 1.0 - efficacy * supervision))
            continue
        who = owner if layer.role in _OF_OWNER else firm
        reliability = r0 + (1.0 - r0) * supervision if layer.role is Role.EMPLOYER else 1.0
        parts = [reliability * who[c] for c in (*layer.parts, *(layer.bulk_parts if is_bulk else ()))]
        parts += [firm[c] for c in layer.host_parts]
        parts += [proof] if layer.has_deletion_proof else []
        joined = np.min(parts, axis=0) if layer.combine is Combine.MIN else np.max(parts, axis=0)
        found.append(1.0 - efficacy * joined)
    return found
