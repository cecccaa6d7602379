"""Standing connections as a graph of uncertain links: where an intruder who got in somewhere may get to.

The convention that bites: a system as an end stands for its host when the intruder moves on, but only what lies in
that system is reached. A system whose host nobody names is a place of its own.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from riskgraph.graphs.links import Links
from riskgraph.graphs.reliability import Method, reach
from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.asset import ConnectionKind
from riskgraph.model.parameters import Parameters
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.rows import rising
from riskgraph.scoring.strength import Ends, Floats

SEGMENTATION = "SYS-03"
SEED = 2014
# Only bounds that agree to this part of themselves stand for a value: a connection more must never lower one.
_TOLERANCE = 1e-9
_LO, _PT, _HI = range(3)
Node = tuple[str, str, str]


class End(NamedTuple):
    """One end of a connection: a party as a whole, or one of its systems."""

    party: str
    system: str = ""

    @property
    def inside(self) -> Node:
        """Return the node of an intruder who is somewhere inside the party and can move on."""
        return ("inside", self.party, self.system if self.party == UNKNOWN_PARTY else "")

    @property
    def reached(self) -> Node:
        """Return the node of an intruder who has arrived at this very end."""
        return ("reached", self.party, self.system)


@dataclass(frozen=True)
class Step:
    """One connection between two known ends: what is stated of it, its kind, and the profile of the receiving end."""

    connection_id: str
    start: End
    end: End
    kind: ConnectionKind
    stated: Ends | None
    receiver: int


def end_of(ground: Ground, named: str) -> End | None:
    """Return what the end of a connection names: a party, else a system at its host; None for neither."""
    if named in ground.submission.party_by_id:
        return End(named)
    system = ground.submission.system_by_id.get(named)
    if system is None or system.host in ("", NONE_PARTY):
        return None
    if system.host != UNKNOWN_PARTY and system.host not in ground.submission.party_by_id:
        return None
    return End(system.host, system.system_id)


def steps_of(ground: Ground) -> tuple[Step, ...]:
    """Return the connections that lead from one party to another, by id; those that name nothing known are left out."""
    found = []
    for connection in sorted(ground.submission.connections, key=lambda c: (c.connection_id, c.start, c.end)):
        start, end = end_of(ground, connection.start), end_of(ground, connection.end)
        if start is None or end is None or start.inside == end.inside:
            continue
        receiver = ground.profiles.index(end.party, system=end.system)
        stated = rising(connection.probability) if connection.probability else None
        found.append(Step(connection.connection_id, start, end, connection.kind, stated, receiver))
    return tuple(found)


def chances_of(steps: Sequence[Step], parameters: Parameters, segmentation: Floats) -> Floats:
    """Return the chance of each connection that an intruder inside its start gets on to its end, shape (steps, 3).

    p (1 - e X): p is what the register states, else the parameter of the kind; e the efficacy of segmentation against
    intrusion, X the strength of SYS-03 at the receiving end. Source: docs/method.md, "Links that may not be there".

    Parameters
    ----------
    segmentation
        X of each step, 0 to 1, ends in risk order, shape (steps, 3).
    """
    p = [s.stated or rising(parameters.ends(f"link.connection.{s.kind.value}")) for s in steps]
    e = parameters.number("efficacy.EXT.segmentation")
    result: Floats = np.array(p, dtype=np.float64).reshape(-1, 3) * (1.0 - e * segmentation)
    return result


def segmentation_of(ground: Ground, steps: Sequence[Step]) -> Floats:
    """Return the strength of SYS-03 at the receiving end of each connection, shape (steps, 3), ends in risk order."""
    ends = [ground.profiles.judged(step.receiver, SEGMENTATION).ends for step in steps]
    return np.array(ends, dtype=np.float64).reshape(-1, 3)


class Ways:
    """The graph of connections: what is reached from an entry, how probably, and over which connections."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        out: dict[Node, list[tuple[Node, int]]] = defaultdict(list)
        for number, step in enumerate(steps):
            out[step.start.inside].append((step.end.reached, number))
        for end in sorted({step.end for step in steps}):
            out[end.reached].append((end.inside, -1))  # whoever has arrived can move on
        self._out = {node: tuple(links) for node, links in out.items()}

    @cached_property
    def entries(self) -> Mapping[Node, tuple[End, ...]]:
        """Return the places where a connection starts, with the ends at which it does."""
        found: dict[Node, set[End]] = defaultdict(set)
        for step in self.steps:
            found[step.start.inside].add(step.start)
        return {node: tuple(sorted(found[node])) for node in sorted(found)}

    def within_reach(self, entry: Node) -> tuple[Node, ...]:
        """Return the nodes that anything leads to from an entry, sorted, the entry with them."""
        seen, waiting = {entry}, [entry]
        while waiting:
            for head, _ in self._out.get(waiting.pop(), ()):
                if head not in seen:
                    seen.add(head)
                    waiting.append(head)
        return tuple(sorted(seen))

    def reached_from(self, entry: Node, chances: Floats, end: int = _PT) -> Mapping[Node, float]:
        """Return P(an intruder inside `entry` gets to each end within reach), by node, for one chance a step.

        Parameters
        ----------
        end
            Which end of the risk is asked for, 0 to 2. Where a graph is too wide to be worked out and worlds are
            simulated, the outer ends are the certified bounds.

        Notes
        -----
        A product where one way alone leads to each end, else one call of `riskgraph.graphs.reliability.reach` over the
        part of the graph within reach.
        """
        nodes = self.within_reach(entry)
        if sum(len(self._out.get(node, ())) for node in nodes) == len(nodes) - 1:
            return self._along_a_tree(entry, chances)
        number = {node: n for n, node in enumerate(nodes)}
        links = [(number[tail], number[head], step) for tail in nodes for head, step in self._out.get(tail, ())]
        tails, heads = (np.array([link[side] for link in links], dtype=np.int64) for side in (0, 1))
        p = np.array([1.0 if step < 0 else float(chances[step]) for _, _, step in links])
        found = reach(Links(len(nodes), tails, heads, p), number[entry], seed=SEED, tolerance=_TOLERANCE)
        is_simulated = np.array([method is Method.MONTE_CARLO for method in found.method])
        values = np.where(is_simulated, (found.lower, found.value, found.upper)[end], found.value)
        return {node: float(values[number[node]]) for node in nodes if node[0] == "reached"}

    def _along_a_tree(self, entry: Node, chances: Floats) -> Mapping[Node, float]:
        found, waiting = {}, [(entry, 1.0)]
        while waiting:
            node, worth = waiting.pop()
            for head, step in self._out.get(node, ()):
                of_head = worth if step < 0 else worth * float(chances[step])
                waiting.append((head, of_head))
                if head[0] == "reached":
                    found[head] = of_head
        return found

    def likeliest(self, entry: Node, chances: Floats) -> Mapping[Node, tuple[str, ...]]:
        """Return the connections of the most probable way from an entry to each end, by node.

        Judged at the point; where a way exists only at the high end, there. Of equally probable ways the one of fewest
        connections, then the first by id: which is named bears on no number.

        Parameters
        ----------
        chances
            Chances of the steps, shape (steps, 3), ends in risk order.
        """
        return {**self._best(entry, chances[:, _HI]), **self._best(entry, chances[:, _PT])}

    def _best(self, entry: Node, chances: Floats) -> Mapping[Node, tuple[str, ...]]:
        best: dict[Node, tuple[str, ...]] = {}
        waiting: list[tuple[float, int, tuple[str, ...], Node]] = [(-1.0, 0, (), entry)]
        while waiting:
            worth, length, way, node = heapq.heappop(waiting)
            if node in best:
                continue
            best[node] = way
            for head, step in self._out.get(node, ()):
                if step < 0:
                    heapq.heappush(waiting, (worth, length, way, head))
                elif chances[step] > 0.0:
                    named = (*way, self.steps[step].connection_id)
                    heapq.heappush(waiting, (worth * float(chances[step]), length + 1, named, head))
        return {node: way for node, way in best.items() if node[0] == "reached"}
