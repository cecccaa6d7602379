"""What a drawing is made of before it has a place or a look: nodes, ties and the scene.

The convention that bites: a node stands for one *engagement* (its consignee under one upstream contract),
not for a firm, because a firm that works on two contracts stands at two places of the chain.
"""

from __future__ import annotations

from dataclasses import dataclass

from riskgraph.model.engagement import Consent, Relation

OWNER = "owner"
LATENT = "latent"
SLOTS = 6
OPEN_CONSENT = frozenset({Consent.NONE, Consent.REFUSED, Consent.UNKNOWN, Consent.REQUESTED})


def spine_id(band: int) -> str:
    """Return the id of the chosen path's node in a band."""
    return OWNER if band == 0 else f"path:{band}"


@dataclass(frozen=True)
class Node:
    """One box: `band` counts contracts from the owner (0), `slot` 0 is the column of the chosen path.

    `kind` is path, sibling, aside (a role outside the chain), latent (the assumed undeclared tier) or
    more (how many were left out, in `count`). `share` (0 to 1) is the part of the path's reasons that lies
    with this party; `path_key` is the listed path that a click chooses, blank where there is none.
    """

    node_id: str
    kind: str
    band: int
    slot: int
    party_id: str = ""
    roles: tuple[str, ...] = ()
    share: float = 0.0
    path_key: str = ""
    count: int = 0
    is_doubtful: bool = False


@dataclass(frozen=True)
class Tie:
    """One line between two nodes; `marks` say why it is dashed (by_party, suspected, missing, consent).

    `connection` is the kind of a connection over which an intruder may get on; such a line is always dashed.
    """

    start: str
    end: str
    kind: str
    relation: Relation | None = None
    marks: tuple[str, ...] = ()
    supervision: float | None = None
    privilege: str = ""
    connection: str = ""

    @property
    def is_dashed(self) -> bool:
        """Say whether something about the line is undeclared, unconsented or suspected."""
        return bool(self.marks)


@dataclass(frozen=True)
class Scene:
    """All nodes and lines of one drawing; the nodes of the chosen path come first, in its order."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]

    def of(self, *kinds: str) -> tuple[Node, ...]:
        """Return the nodes of these kinds."""
        return tuple(node for node in self.nodes if node.kind in kinds)

    @property
    def bands(self) -> int:
        """Return how many bands the drawing needs."""
        return 1 + max(node.band for node in self.nodes)
