"""What the drawing of a chain shows: the chosen path, its quiet neighbours, and who plays which role.

The convention that bites: a node stands for one *engagement* (its consignee under one upstream contract),
not for a firm, because a firm that works on two contracts stands at two places of the chain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from riskgraph.model.access import NONE_PARTY
from riskgraph.model.assessment import Assessment, Certainty, Channel, Hop, Path
from riskgraph.model.chain import Chain, build_chain
from riskgraph.model.engagement import Consent, Declared, Engagement, Relation
from riskgraph.model.submission import Submission

OWNER = "owner"
LATENT = "latent"
SLOTS = 6
STAFF = frozenset({"INS", "ERR", "MED", "LVR"})
# In the order in which the roles are told: who holds the data, who employs, whose device, place and word.
ROLES = ("host", "employer", "device", "site", "director")
_OPEN_CONSENT = frozenset({Consent.NONE, Consent.REFUSED, Consent.UNKNOWN, Consent.REQUESTED})


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
    """One line between two nodes; `marks` say why it is dashed (by_party, suspected, missing, consent)."""

    start: str
    end: str
    kind: str
    relation: Relation | None = None
    marks: tuple[str, ...] = ()
    supervision: float | None = None
    privilege: str = ""

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


def compose(assessment: Assessment, submission: Submission, path: Path) -> Scene:
    """Return what to draw for `path`: at most six neighbours a band, the rest counted.

    Notes
    -----
    Linear in the rows of the register, which is walked once to build its chains.
    """
    chain = build_chain(submission)
    spine = _spine(path, submission)
    asides = _asides(path, {node.party_id for node in spine})
    taken = {max(len(path.parties) - 1, 0): len(asides)}
    siblings, lines = _siblings(assessment, chain, path, taken)
    latent = _latent(path)
    ties = [*_hops(path, submission), *_reaches(path, (*spine, *asides)), *lines]
    if latent:
        ties.append(Tie(spine[-1].node_id, LATENT, "latent", marks=("latent",)))
    return Scene((*spine, *latent, *asides, *siblings), tuple(ties))


def spine_id(band: int) -> str:
    """Return the id of the chosen path's node in a band."""
    return OWNER if band == 0 else f"path:{band}"


def _spine(path: Path, submission: Submission) -> list[Node]:
    """Return the nodes of the chosen path with the roles that their parties play."""
    roles = _roles(path)
    shares: dict[str, float] = {}
    for reason in path.reasons:
        shares[reason.party_id] = shares.get(reason.party_id, 0.0) + reason.share
    nodes: list[Node] = []
    for band, party_id in enumerate(path.parties):
        # A party that stands twice on a path is marked once, where it stands last: there its people work.
        is_last = party_id not in path.parties[band + 1 :]
        doubtful = band > 0 and bool(_marks(path.hops[band - 1], submission)) if band <= len(path.hops) else False
        nodes.append(
            Node(
                spine_id(band),
                "path",
                band,
                0,
                party_id,
                roles.get(party_id, ()) if is_last else (),
                shares.get(party_id, 0.0) if is_last else 0.0,
                path.key,
                is_doubtful=doubtful,
            )
        )
    return nodes


def _players(channel: Channel) -> Iterable[tuple[str, str]]:
    """Return the roles of one channel with their parties; only staff have an employer, device and place."""
    yield "host", channel.host
    if channel.scenario in STAFF:
        yield "employer", channel.employer
        yield "device", channel.device_owner
        yield "site", channel.site_owner
        yield "director", channel.directed_by


def _roles(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the roles of every party in the channels of the path, in the order of `ROLES`."""
    found: dict[str, set[str]] = {}
    for channel in path.channels:
        for role, party_id in _players(channel):
            if party_id not in ("", NONE_PARTY):
                found.setdefault(party_id, set()).add(role)
    return {party: tuple(role for role in ROLES if role in roles) for party, roles in found.items()}


def _asides(path: Path, drawn: set[str]) -> list[Node]:
    """Return the parties that play a role without standing on the path, beside its last band."""
    band = max(len(path.parties) - 1, 0)
    missing = [(party, roles) for party, roles in _roles(path).items() if party not in drawn]
    missing = sorted(missing, key=lambda m: ROLES.index(m[1][0]))[: SLOTS - 1]
    shares = {p: sum(r.share for r in path.reasons if r.party_id == p) for p, _ in missing}
    return [
        Node(f"aside:{party}", "aside", band, slot, party, roles, shares[party])
        for slot, (party, roles) in enumerate(missing, start=1)
    ]


def _latent(path: Path) -> tuple[Node, ...]:
    """Return the node of the assumed undeclared tier, where it bears a part of the path's loss."""
    total = sum(channel.eal_yen.pt for channel in path.channels)
    part = sum(channel.undeclared_share * channel.eal_yen.pt for channel in path.channels)
    if total <= 0 or part <= 0:
        return ()
    return (Node(LATENT, "latent", len(path.parties), 0, share=part / total, is_doubtful=True),)


def _marks(hop: Hop, submission: Submission) -> tuple[str, ...]:
    """Return why a hop of the chosen path is drawn dashed."""
    marks = [] if hop.certainty is Certainty.DECLARED else [hop.certainty.value]
    engagement = submission.engagement_by_id.get(hop.engagement_id or "")
    if hop.has_missing_consent or (engagement is not None and engagement.consent in _OPEN_CONSENT):
        marks.append("consent")
    return tuple(marks)


def _hops(path: Path, submission: Submission) -> list[Tie]:
    """Return the lines of the chosen path."""
    return [
        Tie(spine_id(i), spine_id(i + 1), "path", hop.relation, _marks(hop, submission), hop.q.pt)
        for i, hop in enumerate(path.hops)
    ]


def _reaches(path: Path, nodes: Iterable[Node]) -> list[Tie]:
    """Return the lines that no contract draws: from the people to the party that holds the data.

    One line a pair; where several rights lead there, the channel with the largest loss names its own.
    """
    by_party = {node.party_id: node.node_id for node in nodes}
    reaches: dict[tuple[str, str], str] = {}
    for channel in sorted(path.channels, key=lambda c: -c.eal_yen.pt):
        start, end = by_party.get(channel.employer), by_party.get(channel.host)
        if channel.scenario in STAFF and start and end and start != end:
            reaches.setdefault((start, end), channel.privilege)
    ties = [Tie(start, end, "reach", privilege=privilege) for (start, end), privilege in reaches.items()]
    reached = {tie.end for tie in ties} | {tie.start for tie in ties}
    last = spine_id(max(len(path.parties) - 1, 0))
    plays = [node.node_id for node in nodes if node.kind == "aside" and node.node_id not in reached]
    return [*ties, *(Tie(last, node_id, "role") for node_id in plays)]


def _siblings(assessment: Assessment, chain: Chain, path: Path, taken: dict[int, int]) -> tuple[list[Node], list[Tie]]:
    """Return the neighbours band by band: engagements of the same data made under what is already drawn."""
    ranked = _listed(assessment)
    on_path = {e for e in path.engagements if e}
    assets = set(path.asset_ids)
    parents: dict[str, tuple[str, int]] = {e: (spine_id(i), 0) for i, e in enumerate(path.engagements, 1) if e}
    tops = [e for e in chain.engagements if chain.line(e) == (e,) and chain.owner(e) == path.parties[0]]
    nodes: list[Node] = []
    ties: list[Tie] = []
    above: list[str] = []
    for band in range(1, max(len(path.parties), 2)):
        if band == 1:
            found = [(e, OWNER, 0) for e in tops]
        else:
            heads = [*above, *(e for e in path.engagements[band - 2 : band - 1] if e)]
            found = [(child, *parents[head]) for head in heads for child in chain.children(head)]
        fitting = [f for f in found if f[0] not in on_path and assets & set(chain.assets(f[0]))]
        fitting.sort(key=lambda f: (f[2] > 0, ranked.get(f[0], (10**9, ""))[0], f[0]))
        room = SLOTS - taken.get(band, 0)
        kept = fitting if len(fitting) <= room else fitting[: room - 1]
        above = []
        left_out = len(fitting) - len(kept)
        for (engagement_id, parent, _), slot in _slotted(kept, 1 + taken.get(band, 0), SLOTS - bool(left_out)):
            engagement = chain.engagements[engagement_id]
            marks = _register_marks(engagement)
            key = ranked.get(engagement_id, (0, ""))[1]
            nodes.append(
                Node(engagement_id, "sibling", band, slot, engagement.consignee, (), 0.0, key, is_doubtful=bool(marks))
            )
            ties.append(Tie(parent, engagement_id, "sibling", engagement.relation, marks))
            parents[engagement_id] = (engagement_id, slot)
            above.append(engagement_id)
        if left_out:
            nodes.append(Node(f"more:{band}", "more", band, SLOTS, count=left_out))
    return nodes, ties


def _listed(assessment: Assessment) -> dict[str, tuple[int, str]]:
    """Return for every engagement the best listed path through it: its rank and key."""
    found: dict[str, tuple[int, str]] = {}
    for path in assessment.paths:
        for engagement_id in path.engagements:
            if engagement_id:
                found.setdefault(engagement_id, (path.rank, path.key))
    return found


def _register_marks(engagement: Engagement) -> tuple[str, ...]:
    """Return why a neighbour is drawn dashed, from the register alone."""
    marks = [] if engagement.declared is Declared.DECLARED else [engagement.declared.value]
    return (*marks, "consent") if engagement.consent in _OPEN_CONSENT else tuple(marks)


def _slotted(kept: list[tuple[str, str, int]], first: int, last: int) -> list[tuple[tuple[str, str, int], int]]:
    """Give every kept neighbour a slot from `first` to `last`, as near below its parent as the order allows."""
    ordered = sorted(kept, key=lambda f: f[2])
    slots: list[int] = []
    for _, _, wished in ordered:
        slots.append(max(wished, slots[-1] + 1 if slots else first))
    for i in range(len(slots) - 1, -1, -1):
        slots[i] = min(slots[i], last)
        last = slots[i] - 1
    return list(zip(ordered, slots, strict=True))
