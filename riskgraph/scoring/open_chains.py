"""Engagements that do not say under which other they were made: each stands on the riskiest chain that may lead to it.

The riskiest chain is the one of the smallest product Q at the point, exact among simple chains of at most D hops.
The convention that bites: each end of Q is the smallest product over all chains, so that the ends and the point may
come from different chains; the line shown is that of the point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from riskgraph.model.chain import Chain, build_chain
from riskgraph.model.open_lines import Field, Line, Link, Standing, fewest_hops
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.submission import Submission
from riskgraph.scoring.chain_search import FILLED, HI, LO, PT, Search
from riskgraph.scoring.supervision import Supervision

MOST_HOPS = 8
MOST_LISTED = 10
LIVE = 1
"""The rank up to which a chain is live: declared or suspected."""


class OpenChains:
    """The chains that may lead to each open engagement, with Q of every hop; what is looked up is kept."""

    def __init__(self, hops: Supervision, *, most_hops: int = MOST_HOPS) -> None:
        self.hops, self.most_hops = hops, most_hops
        self._searches: dict[tuple[int, int], Search] = {}
        self._spheres: list[Field] = []  # kept, because searches are known by the identity of their field

    def choose(self, sphere: Field, rank: int, wanted: Sequence[Link]) -> Mapping[str, Line]:
        """Return the riskiest line to each link; where all are longer than D hops, the shortest."""
        search = self.search(sphere, rank)
        found = {link.engagement_id: line for link in wanted if (line := search.riskiest(link)) is not None}
        missing = [link for link in wanted if link.engagement_id not in found]
        return {**(fewest_hops(sphere, rank, missing) if missing else {}), **found}

    def search(self, sphere: Field, rank: int) -> Search:
        """Return the search within a field over links up to a rank."""
        key = (id(sphere), rank)
        if key not in self._searches:
            self._spheres.append(sphere)
            self._searches[key] = Search(sphere, rank, self._q, most_hops=self.most_hops)
        return self._searches[key]

    def _q(self, engagement_id: str) -> tuple[float, float, float, float]:
        """Return q of a hop by reading."""
        return (*self.hops.q[engagement_id], self.hops.q_filled[engagement_id])

    def product(self, line: Line, reading: int) -> float:
        """Return the product of q along a line, from the owner down."""
        product = 1.0
        for step in line:
            product *= self._q(step)[reading]
        return product

    def smallest(self, standing: Standing, reading: int) -> float:
        """Return the smallest product of all chains of a standing, over suspected links too at the unsafe end."""
        rank = max(LIVE, standing.rank) if reading == HI else standing.rank
        link = standing.link
        found = [self.search(sphere, rank).smallest(link, reading) for sphere in standing.fields]
        return min([self.product(standing.line, reading), *found])

    def others(self, standing: Standing, count: int = MOST_LISTED) -> tuple[Line, ...]:
        """Return the next lines of a standing in the order of Q, the chosen one left out; at most `count`."""
        link, found = standing.link, dict.fromkeys([standing.line])
        for sphere in standing.fields:
            found |= dict.fromkeys(self.search(sphere, max(LIVE, standing.rank)).listed(link, count + 1))
        rest = [line for line in found if line != standing.line]
        return tuple(sorted(rest, key=lambda line: (self.product(line, PT), len(line), line))[:count])


def place_open(
    submission: Submission, hops: Supervision, *, most_hops: int = MOST_HOPS
) -> tuple[Chain, Supervision, OpenChains]:
    """Return the chains with every open engagement on its riskiest line, and Q of all lines.

    Q of an open line is the smallest product over its chains, end by end: Q(lo) >= Q(pt) >= Q(hi).
    Source: docs/method.md, "Registers that do not say what stands under what".
    """
    found = OpenChains(hops, most_hops=most_hops)
    chain = build_chain(submission, found.choose)
    product = {e: value for e, value in hops.product.items() if e not in chain.open}
    filled = {e: value for e, value in hops.product_filled.items() if e not in chain.open}
    tops: dict[int, tuple[float, float, float, float]] = {}
    for engagement_id, standing in chain.open.items():
        if id(standing) not in tops:
            tops[id(standing)] = (
                found.smallest(standing, LO),
                found.product(standing.line, PT),
                found.smallest(standing, HI),
                found.smallest(standing, FILLED),
            )
        lo, pt, hi, full = tops[id(standing)]
        for step in chain.line(engagement_id)[len(standing.line) :]:
            q = hops.q[step]
            lo, pt, hi, full = lo * q[0], pt * q[1], hi * q[2], full * hops.q_filled[step]
        product[engagement_id], filled[engagement_id] = (lo, pt, hi), full
    own = {e: (chain.line(e) or (e,))[-1] for e in chain.engagements}  # of a copy, the engagement itself
    known = {e: step for e, step in own.items() if step in hops.q}
    placed = Supervision(
        parts={e: hops.parts[step] for e, step in known.items()},
        q={e: hops.q[step] for e, step in known.items()},
        product=product,
        q_filled={e: hops.q_filled[step] for e, step in known.items()},
        product_filled=filled,
    )
    return chain, placed, found


def other_lines(chain: Chain, found: OpenChains, engagement_id: str) -> tuple[Line, ...]:
    """Return the other lines of an open engagement, riskiest first, down to itself; () for a placed one."""
    standing = chain.open.get(engagement_id)
    if standing is None:
        return ()
    below = chain.line(engagement_id)[len(standing.line) :]
    return tuple((*line, *below) for line in found.others(standing))


def told(chain: Chain, found: OpenChains) -> Iterator[Problem]:
    """Tell once of each kind what was cut: chains of more than D hops, chains not listed, lines beyond the limit."""
    longer, more = [], []
    for engagement_id in sorted(chain.lines_of):
        standing = chain.open[engagement_id]
        if chain.stated_line(engagement_id) != (engagement_id,):
            continue
        link = standing.link
        searches = [found.search(sphere, max(LIVE, standing.rank)) for sphere in standing.fields]
        if len(standing.line) > found.most_hops or any(search.may_be_longer(link) for search in searches):
            longer.append(engagement_id)
        if any(search.chain_count(link) > MOST_LISTED + 1 for search in searches):
            more.append(engagement_id)
    for code, ids, severity in (
        ("scoring.chains_longer", longer, Severity.INFO),
        ("scoring.chains_more", more, Severity.INFO),
        ("scoring.chains_too_many", chain.cut, Severity.WARNING),
    ):
        if ids:
            first = chain.engagements[ids[0]]
            where = first.source.at("consignor")
            limits: dict[str, str | int | float] = {
                "hops": found.most_hops,
                "listed": MOST_LISTED,
                "others": len(ids) - 1,
            }
            yield problem_at(where, code, severity, engagement=first.row_id, **limits)
