"""What the drawing of a chain shows: the chosen path, its quiet neighbours, and who plays which role."""

from __future__ import annotations

from collections.abc import Iterable

from riskgraph.model.access import NONE_PARTY
from riskgraph.model.assessment import Assessment, Certainty, Channel, Hop, Path
from riskgraph.model.chain import build_chain
from riskgraph.model.submission import Submission
from riskgraph.report.picture_nouns import LATENT, OPEN_CONSENT, SLOTS, Node, Scene, Tie, spine_id
from riskgraph.report.picture_siblings import siblings_of

STAFF = frozenset({"INS", "ERR", "MED", "LVR"})
# In the order in which the roles are told: who holds the data, who employs, whose device, place and word.
ROLES = ("host", "employer", "device", "site", "director", "relay", "entry")
# Boxes of an entry stand in every second column, so that the word of the connection has room between them.
_APART = 2
_MOST_OF_ENTRY = 2


def compose(assessment: Assessment, submission: Submission, path: Path) -> Scene:
    """Return what to draw for `path`: at most six neighbours a band, the rest counted.

    Notes
    -----
    Linear in the rows of the register, which is walked once to build its chains.
    """
    chain = build_chain(submission)
    spine = _spine(path, submission)
    asides = _asides(path, {node.party_id for node in spine})
    taken = {_aside_band(path): max((node.slot for node in asides), default=0)}
    siblings, lines = siblings_of(assessment, chain, path, taken)
    latent = _latent(path)
    ties = [*_hops(path, submission), *_reaches(path, (*spine, *asides)), *_entry(path, (*spine, *asides)), *lines]
    if latent:
        ties.append(Tie(spine[-1].node_id, LATENT, "latent", marks=("latent",)))
    return Scene((*spine, *latent, *asides, *siblings), tuple(ties))


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
    for number, step in enumerate(path.entry):
        found.setdefault(step.start, set()).add("relay" if number else "entry")
    for channel in path.channels:
        for role, party_id in _players(channel):
            if party_id not in ("", NONE_PARTY):
                found.setdefault(party_id, set()).add(role)
    return {party: tuple(role for role in ROLES if role in roles) for party, roles in found.items()}


def _asides(path: Path, drawn: set[str]) -> list[Node]:
    """Return the parties that play a role without standing on the path, beside its last band."""
    band = _aside_band(path)
    missing = [(party, roles) for party, roles in _roles(path).items() if party not in drawn]
    missing = sorted(missing, key=lambda m: ROLES.index(m[1][0]))[: _MOST_OF_ENTRY if path.entry else SLOTS - 1]
    apart = _APART if path.entry else 1
    shares = {p: sum(r.share for r in path.reasons if r.party_id == p) for p, _ in missing}
    return [
        Node(f"aside:{party}", "aside", band, slot * apart, party, roles, shares[party])
        for slot, (party, roles) in enumerate(missing, start=1)
    ]


def _aside_band(path: Path) -> int:
    """Return the band of the roles outside the chain: that of its end, or the first below an owner alone."""
    return max(len(path.parties) - 1, 1)


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
    if hop.has_missing_consent or (engagement is not None and engagement.consent in OPEN_CONSENT):
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
    on_the_way = {step.start for step in path.entry}
    asides = [node for node in nodes if node.kind == "aside" and node.party_id not in on_the_way]
    plays = [node.node_id for node in asides if node.node_id not in reached]
    return [*ties, *(Tie(last, node_id, "role") for node_id in plays)]


def _entry(path: Path, nodes: Iterable[Node]) -> list[Tie]:
    """Return the connections over which an intruder may get to the end of the path, those between boxes drawn."""
    by_party = {node.party_id: node.node_id for node in nodes}
    drawn = [step for step in path.entry if step.start in by_party]
    ties = []
    for number, step in enumerate(drawn):
        end = drawn[number + 1].start if number + 1 < len(drawn) else path.parties[-1]
        if by_party[step.start] != by_party[end]:
            ties.append(Tie(by_party[step.start], by_party[end], "entry", connection=step.kind.value))
    return ties
