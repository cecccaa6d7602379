"""Layers to bypass factors: f = 1 - e X, joined to Phi = (1 - beta) prod f + beta min f.

A layer whose role does not exist in a channel is left out of Phi, and of the population's Phi alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.control import Catalogue, Layer, Role, Scenario
from riskgraph.model.parameters import Parameters
from riskgraph.scoring.strength import Floats

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class LayerTable:
    """The layers of one scenario with their efficacies, in the order of the catalogue."""

    scenario: Scenario
    efficacy: tuple[float, ...]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Return the layers."""
        return self.scenario.layers


def layer_tables(catalogue: Catalogue, parameters: Parameters) -> Mapping[str, LayerTable]:
    """Return the layers of every scenario, by scenario id."""
    return {
        s.scenario_id: LayerTable(
            s, tuple(parameters.number(f"efficacy.{s.scenario_id}.{layer.key}") for layer in s.layers)
        )
        for s in catalogue.scenarios
    }


def phi(strengths: Sequence[Floats], efficacy: Sequence[float], present: Sequence[Mask | bool], beta: float) -> Floats:
    """Return Phi for arrays of layer strengths of one shape; layers not present count as no layer.

    Notes
    -----
    Monotone: a higher strength never raises Phi; the result lies in [0, 1].
    """
    product = np.ones_like(strengths[0])
    least = np.ones_like(strengths[0])
    for strength, e, there in zip(strengths, efficacy, present, strict=True):
        factor = np.where(there, 1.0 - e * strength, 1.0)
        product = product * factor
        least = np.minimum(least, factor)
    result: Floats = (1.0 - beta) * product + beta * least
    return result


def phi_of_good(efficacy: Sequence[float], present: Sequence[Mask | bool], beta: float, count: int) -> Floats:
    """Return Phi with every control verified and every hop fully supervised, for `count` channels."""
    return phi([np.ones(count) for _ in efficacy], efficacy, present, beta)


def variant_key(scenario: str, *, roles: Sequence[Role], is_bulk: bool = False, conditions: Sequence[str] = ()) -> str:
    """Return the key of a population factor: scenario, then what of it exists, in a fixed order.

    `roles` are those of host, device owner and site owner that exist; `conditions` are ``web``, ``cloud``.
    """
    flags = [role.value for role in (Role.HOST, Role.DEVICE_OWNER, Role.SITE_OWNER) if role in roles]
    if is_bulk:
        flags.append("bulk")
    flags.extend(sorted(conditions))
    return "|".join([scenario, *flags])
