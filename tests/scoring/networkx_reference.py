"""Channels as a NetworkX graph, walked: a plain second implementation of what the array engine computes.

Nodes are engagements and owners, edges go from consignor to consignee with q of the hop; a channel is a node below its
engagement with the strength of each layer as an attribute. Q is the product along the walk to the root.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import networkx as nx


@dataclass(frozen=True)
class ReferenceLayer:
    """One layer of a channel: efficacy, strength of its gate, what it hangs on, and what it is bounded by."""

    efficacy: float
    strength: float
    is_supervision: bool = False
    is_supervised: bool = False
    bound: float | None = None
    is_own_place: bool = False


def add_channel(graph: nx.DiGraph, name: object, line: object, layers: list[ReferenceLayer], **facts: object) -> None:
    """Hang a channel below the line that it is worked under."""
    graph.add_node(name, layers=layers, **facts)
    graph.add_edge(line, name, q=1.0)


def supervision(graph: nx.DiGraph, node: object) -> float:
    """Return the product of q on the way from the root to a node."""
    product = graph.nodes[node].get("own", 1.0)
    while True:
        above = list(graph.predecessors(node))
        if not above:
            return product
        (parent,) = above
        product *= graph.edges[parent, node]["q"] * graph.nodes[parent].get("own", 1.0)
        node = parent


def phi(layers: list[ReferenceLayer], q: float, *, r0: float, beta: float, nameless: bool = False) -> float:
    """Return Phi of one channel by the textbook formula."""
    factors = []
    for layer in layers:
        strength = q if layer.is_supervision else layer.strength
        if layer.is_supervised:
            strength *= r0 + (1.0 - r0) * q
        if layer.bound is not None:
            strength = min(strength, layer.bound)
        if nameless and (layer.is_supervision or layer.is_supervised or layer.is_own_place):
            strength = 0.0
        factors.append(1.0 - layer.efficacy * strength)
    return (1.0 - beta) * math.prod(factors) + beta * min(factors)


def eal_by_channel(graph: nx.DiGraph, *, r0: float, beta: float) -> Mapping[object, float]:
    """Return the EAL of every channel, event by event, yen a year."""
    rates = {}
    for node, facts in graph.nodes(data=True):
        if "layers" not in facts:
            continue
        q = supervision(graph, node)
        declared = phi(facts["layers"], q, r0=r0, beta=beta)
        nameless = phi(facts["layers"], q, r0=r0, beta=beta, nameless=True)
        p = facts["latent"]
        rates[node] = facts["exposure"] * ((1.0 - p) * declared + p * nameless)
    top: dict[object, float] = {}
    for node, rate in rates.items():
        event = graph.nodes[node]["event"]
        top[event] = max(top.get(event, 0.0), rate)
    return {
        node: top[graph.nodes[node]["event"]] * graph.nodes[node]["fixed"] + rate * graph.nodes[node]["variable"]
        for node, rate in rates.items()
    }


def channels_of(graph: nx.DiGraph) -> Iterator[object]:
    """Give the channels in the order in which they were added."""
    return (node for node, facts in graph.nodes(data=True) if "layers" in facts)
