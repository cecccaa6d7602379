"""Registers that do not say under which engagement another stands: the riskiest simple chain, the others listed.

The judge is plain enumeration with NetworkX on small graphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from random import Random
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.asset import Asset
from riskgraph.model.engagement import (
    AuditMethod,
    Consent,
    Engagement,
    HandlingPlace,
    Onward,
    Reviewed,
)
from riskgraph.model.party import Tri
from riskgraph.model.submission import Submission
from riskgraph.scoring.ground import Ground, lay_ground
from tests.scoring.worlds import AS_OF, FRESH, answer, number, party, promise

PT = 1
SAFE_FACTS: dict[str, Any] = {"onward": Onward.LISTED, "handling_place": HandlingPlace.OWN_ENV}


def row(written: str, /, **fields: Any) -> Engagement:
    """Return the engagement of ``A>B`` without a parent, called by its ends unless an id is given."""
    consignor, consignee = written.split(">")
    stated = {"engagement_id": written, "consignor": consignor, "consignee": consignee, **SAFE_FACTS}
    return Engagement(**{**stated, **fields})


def hop(quality: float | Random) -> dict[str, Any]:
    """Return facts of a hop: drawn, or all worth about a number from 0 (nothing) to 1."""
    random = quality if isinstance(quality, Random) else Random(str(quality))
    return {
        "consent": random.choice((Consent.EXPLICIT, Consent.BLANKET, Consent.NOTICE, Consent.NONE, None)),
        "flow_down": random.choice((Tri.YES, Tri.NO, Tri.UNKNOWN)),
        "audit_method": random.choice((AuditMethod.ONSITE, AuditMethod.SCREEN, AuditMethod.PAPER, None)),
        "audited_on": random.choice((FRESH, None)),
        "incident_reports_reviewed": random.choice((Reviewed.YES, Reviewed.PARTIAL, Reviewed.NO, Reviewed.UNKNOWN)),
    }


def register(rows: Iterable[Engagement], *, owners: Sequence[str] = ("O",), **more: Any) -> Submission:
    """Return a register with one asset an owner (``D-O``) and access at the end of every row that nobody is below."""
    rows = tuple(rows)
    names = sorted({*owners, *(p for e in rows for p in (e.consignor, e.consignee))})
    assets = tuple(
        Asset(asset_id=f"D-{owner}", name="Customers", owner=owner, records=number(10_000)) for owner in owners
    )
    return Submission(
        **{"parties": tuple(party(name) for name in names), "engagements": rows, "assets": assets, **more}
    )


def ground(submission: Submission) -> Ground:
    return lay_ground(submission, load_catalogue(), load_parameters(), as_of=AS_OF)


def drawn(random: Random, *, parties: int = 5, rows: int = 9, circles: bool = True) -> Submission:
    """Return a register of rows between parties drawn at random; without circles work is given downwards only."""
    names = ["O", *"ABCDEFGH"[:parties]]
    found = []
    for number_ in range(rows):
        giving, taking = sorted(random.sample(range(len(names)), 2))
        if circles and giving > 0 and random.random() < 0.4:
            giving, taking = taking, giving
        if taking:
            found.append(row(f"{names[giving]}>{names[taking]}", engagement_id=f"E{number_}", **hop(random)))
    said = [
        answer(name, f"CHN-0{n}", random.choice(("yes", "no", "yes/document"))) for name in names for n in (3, 4, 5)
    ]
    return register([row("O>A", engagement_id="E-top", **hop(random)), *found], answers=tuple(said))


def enumerated(laid: Ground, engagement_id: str, most_hops: int = 8) -> dict[tuple[str, ...], tuple[float, ...]]:
    """Return every simple chain that ends with an engagement, with its product end by end: the judge."""
    last = laid.submission.engagement_by_id[engagement_id]
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for e in laid.submission.engagements:
        if e.consignor != e.consignee:
            graph.add_edge(e.consignor, e.consignee, key=e.engagement_id)
    graph.remove_nodes_from([last.consignee])
    found = {}
    if "O" in graph and last.consignor in graph:
        for edges in nx.all_simple_edge_paths(graph, "O", last.consignor, cutoff=most_hops - 1):
            line = (*(key for _, _, key in edges), engagement_id)
            found[line] = tuple(prod(laid.supervision.q[e][end] for e in line) for end in range(3))
    return found


@promise(250)
@given(st.randoms(use_true_random=False), st.booleans())
def test_the_line_is_the_riskiest_of_all_simple_chains_and_each_end_of_q_the_smallest_of_its_own(
    random: Random, circles: bool
) -> None:
    laid = ground(drawn(random, circles=circles))
    for e in laid.submission.engagements:
        if e.consignor == "O":
            assert laid.chain.line(e.engagement_id) == (e.engagement_id,)
            continue
        chains = enumerated(laid, e.engagement_id)
        if not chains:
            assert e.engagement_id in laid.chain.orphans
            continue
        line = laid.chain.line(e.engagement_id)
        assert chains[line][PT] == pytest.approx(min(q[PT] for q in chains.values()), rel=1e-12)
        tied = [c for c, q in chains.items() if q[PT] == pytest.approx(chains[line][PT], rel=1e-9)]
        assert len(line) == min(len(c) for c in tied) or min(q[PT] for q in chains.values()) > 0.0
        for end in range(3):
            smallest = min(q[end] for q in chains.values())
            assert laid.supervision.product[e.engagement_id][end] == pytest.approx(smallest, rel=1e-12)


@promise(120)
@given(st.randoms(use_true_random=False), st.booleans())
def test_the_other_lines_are_the_next_ten_of_all_simple_chains(random: Random, circles: bool) -> None:
    laid = ground(drawn(random, rows=14, circles=circles))
    for e in laid.submission.engagements:
        chains = enumerated(laid, e.engagement_id) if e.consignor != "O" else {}
        others = laid.other_lines(e.engagement_id)
        assert len(others) == min(max(len(chains) - 1, 0), 10)
        assert {*others, laid.chain.line(e.engagement_id)} <= {*chains, (e.engagement_id,), ()}
        listed = sorted(chains[line][PT] for line in (*others, laid.chain.line(e.engagement_id)) if line in chains)
        assert listed == pytest.approx(sorted(q[PT] for q in chains.values())[: len(listed)], rel=1e-9)
