"""Registers that do not say under which engagement another stands: the riskiest simple chain, the others listed.

The judge is plain enumeration with NetworkX on small graphs.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from math import prod
from random import Random
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.graphs.riskiest_chains import riskiest_chains
from riskgraph.graphs.tiers import Edges
from riskgraph.model.access import Privilege
from riskgraph.model.assessment import Assessment
from riskgraph.model.asset import Asset
from riskgraph.model.chain import build_chain
from riskgraph.model.engagement import (
    AuditMethod,
    Consent,
    Declared,
    Engagement,
    HandlingPlace,
    Onward,
    Reviewed,
    Status,
)
from riskgraph.model.party import Tri
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.scoring.ground import Ground, lay_ground
from tests.scoring.worlds import AS_OF, FRESH, access, answer, assessed, channels, number, party, promise, scoped

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


@promise(150)
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


@promise(80)
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


def worked(submission: Submission, *ends: str) -> Submission:
    """Return the register with people of each consignee who work under these engagements, and nobody elsewhere."""
    found = {e.engagement_id: e for e in submission.engagements}
    rows = tuple(
        access(f"X-{e}", e, "", found[e].consignee, heads=5, records=None, privilege=Privilege.BULK) for e in ends
    )
    quiet = [e.model_copy(update={"handling_place": HandlingPlace.NONE}) for e in submission.engagements]
    return submission.model_copy(update={"accesses": rows, "engagements": tuple(quiet)})


def deepest(submission: Submission) -> list[str]:
    """Return the engagements with a line, those of the longest lines last."""
    chain = build_chain(submission)
    return sorted((e for e in chain.engagements if chain.line(e)), key=lambda e: (len(chain.line(e)), e))


def figures(result: Assessment) -> list[tuple[Any, ...]]:
    """Return totals and paths as numbers and parties, without the names of engagements."""
    totals = result.totals.eal_yen, result.totals.rate_per_year
    return [totals, *((p.rank, p.parties, p.eal_yen, p.rate_per_year, p.supervision, p.grade) for p in result.paths)]


@promise(20)
@given(st.randoms(use_true_random=False))
def test_a_tree_without_ids_and_parents_gives_the_same_numbers_and_ranks_as_with_them(random: Random) -> None:
    names, rows = ["O"], []
    for number_, taking in enumerate("ABCDEFG"[: random.randint(2, 7)]):
        giving = random.choice(names)
        parent = next((e.engagement_id for e in rows if e.consignee == giving), "")
        rows.append(row(f"{giving}>{taking}", engagement_id=f"E{number_}", parent_engagement=parent, **hop(random)))
        names.append(taking)
    stated = register(rows)
    stripped = stated.model_copy(
        update={"engagements": tuple(e.model_copy(update={"parent_engagement": ""}) for e in rows)}
    )
    assert figures(assessed(stripped)) == figures(assessed(stated))
    ends = random.sample([e.engagement_id for e in rows], k=min(2, len(rows)))
    assert figures(assessed(worked(stripped, *ends))) == figures(assessed(worked(stated, *ends)))


def test_a_second_chain_to_the_same_work_leaves_totals_and_paths_and_is_listed() -> None:
    """Property 13 of the model: a duplicate contract path grows the list of other routes alone."""
    weak, strong = {"flow_down": Tri.NO, "audit_method": AuditMethod.NONE}, hop_of("yes")
    rows = [row("O>A", **strong), row("A>B", **weak), row("B>C", **strong)]
    once = worked(register(rows), "B>C")
    again = [row("O>A", **strong), row("A>B", **weak), row("B>C", **strong), row("O>E", **strong), row("E>B", **strong)]
    twice = worked(register(again), "B>C")
    before, after = assessed(once), assessed(twice)
    assert figures(after) == figures(before)
    assert after.paths[0].parties == ("O", "A", "B", "C")
    assert {c.other_routes for c in channels(before)} == {()}
    assert {r.engagements for c in channels(after) for r in c.other_routes} == {("O>E", "E>B", "B>C")}


def hop_of(word: str) -> dict[str, Any]:
    """Return facts that are all worth most."""
    return {
        "consent": Consent.EXPLICIT,
        "consent_no": "K-1",
        "flow_down": Tri(word),
        "audit_method": AuditMethod.ONSITE,
        "audited_on": FRESH,
        "incident_reports_reviewed": Reviewed(word),
    }


@promise(30)
@given(st.randoms(use_true_random=False), st.booleans())
def test_one_more_engagement_never_lowers_the_risk_of_what_was_there(random: Random, suspected: bool) -> None:
    known = drawn(random)
    ends = random.sample(deepest(known), k=1)
    giving, taking = random.sample(["O", "A", "B", "C", "D", "E"], k=2)
    if taking == "O":
        return
    doubt: dict[str, Any] = {"declared": Declared.SUSPECTED} if suspected else {}
    more = row(f"{giving}>{taking}", engagement_id="E-more", **hop(random), **doubt)
    parties = {p.party_id for p in known.parties}
    larger = known.model_copy(
        update={
            "engagements": (*known.engagements, more),
            "parties": (*known.parties, *(party(p) for p in sorted({giving, taking} - parties))),
        }
    )
    before, after = assessed(worked(known, *ends)).totals.eal_yen, assessed(worked(larger, *ends)).totals.eal_yen
    assert after.pt >= before.pt * (1 - 1e-12)
    assert after.hi >= before.hi * (1 - 1e-12)
    assert after.lo >= before.lo * (1 - 1e-12)


@promise(12)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_plays_no_part_and_other_ids_are_only_other_names(random: Random) -> None:
    known = drawn(random, rows=7)
    ends = random.sample(deepest(known), k=1)
    first = assessed(worked(known, *ends))
    turned = known.model_copy(update={"engagements": tuple(random.sample(known.engagements, k=len(known.engagements)))})
    assert assessed(worked(turned, *ends)).model_dump_json() == first.model_dump_json()
    named = {e.engagement_id: f"zz{e.engagement_id}" for e in known.engagements}
    other = known.model_copy(
        update={
            "engagements": tuple(
                e.model_copy(update={"engagement_id": named[e.engagement_id]}) for e in known.engagements
            )
        }
    )
    assert figures(assessed(worked(other, *(named[e] for e in ends)))) == figures(first)


def test_each_owner_and_each_asset_stands_on_its_own_chain_under_ids_of_the_register() -> None:
    rows = [row("O>A"), row("P>B"), row("A>C"), row("B>C"), row("C>D")]
    known = register(rows, owners=("O", "P"))
    result = assessed(worked(known, "C>D"))
    assert {p.parties for p in result.paths} == {("O", "A", "C", "D"), ("P", "B", "C", "D")}
    assert {p.engagements for p in result.paths} == {("O>A", "A>C", "C>D"), ("P>B", "B>C", "C>D")}
    assert all(e in known.engagement_by_id for p in result.paths for e in p.engagements)
    total = sum(p.eal_yen.pt for p in result.paths)
    assert total == pytest.approx(result.totals.eal_yen.pt, rel=1e-12)


def test_an_engagement_that_names_its_data_hands_on_no_other() -> None:
    owner = Asset(asset_id="D-2", name="Staff", owner="O", records=number(100))
    rows = [row("O>A", asset_ids=("D-O",)), row("O>B", asset_ids=("D-2",)), row("A>C"), row("B>C"), row("C>D")]
    known = register(rows)
    result = assessed(worked(known.model_copy(update={"assets": (*known.assets, owner)}), "C>D"))
    assert {(p.parties, p.asset_ids) for p in result.paths} == {
        (("O", "A", "C", "D"), ("D-O",)),
        (("O", "B", "C", "D"), ("D-2",)),
    }


def test_an_open_engagement_below_a_stated_one_keeps_its_stated_line() -> None:
    rows = [
        row("O>A", engagement_id="E1"),
        row("A>B", engagement_id="E2", parent_engagement="E1"),
        row("B>C", engagement_id="E3"),
        row("C>D", engagement_id="E4", parent_engagement="E3"),
    ]
    laid = ground(register(rows))
    assert laid.chain.line("E4") == ("E1", "E2", "E3", "E4")
    assert laid.chain.children("E2") == ("E3",)
    product = prod(laid.supervision.q[e][PT] for e in laid.chain.line("E4"))
    assert laid.supervision.product["E4"][PT] == pytest.approx(product)


def test_an_open_engagement_that_names_its_data_parts_the_chains_below_it() -> None:
    staff = Asset(asset_id="D-2", name="Staff", owner="O", records=number(100))
    rows = [
        row("O>A", asset_ids=("D-O", "D-2")),
        row("A>B", asset_ids=("D-O",), **hop_of("yes")),
        row("A>C", asset_ids=("D-2",), flow_down=Tri.NO),
        *(row("B>E"), row("C>E"), row("E>F")),
    ]
    known = register(rows)
    result = assessed(worked(known.model_copy(update={"assets": (*known.assets, staff)}), "E>F"))
    assert {(p.parties, p.asset_ids) for p in result.paths} == {
        (("O", "A", "B", "E", "F"), ("D-O",)),
        (("O", "A", "C", "E", "F"), ("D-2",)),
    }


def test_a_stated_piece_of_line_is_passed_through_whole_and_never_by_a_party_twice() -> None:
    rows = [row("O>A", engagement_id="E1"), row("A>B", engagement_id="E2")]
    rows += [row("B>C", engagement_id="E3", parent_engagement="E2"), row("C>D", engagement_id="E4")]
    back = row("C>B", engagement_id="E5")
    chain = ground(register([*rows, back])).chain
    assert chain.line("E4") == ("E1", "E2", "E3", "E4")
    assert chain.orphans == ("E5",)
    around = ground(register([*rows, back, row("O>C", engagement_id="E6", **hop_of("yes"))])).chain
    assert around.line("E5") == ("E6", "E5")


def test_a_suspected_way_in_beside_a_sure_one_moves_the_unsafe_end_alone() -> None:
    sure = [row("O>A", **hop_of("yes")), row("A>B", **hop_of("yes")), row("B>C", **hop_of("yes"))]
    doubt = row("E>B", declared=Declared.SUSPECTED, flow_down=Tri.NO, audit_method=AuditMethod.NONE)
    before = ground(register(sure)).supervision.product["B>C"]
    laid = ground(register([*sure, row("O>E", **hop_of("yes")), doubt]))
    after = laid.supervision.product["B>C"]
    assert laid.chain.line("B>C") == ("O>A", "A>B", "B>C")
    assert after[:2] == before[:2] and after[2] < before[2]
    assert laid.weight("B>C") == (1.0, 1.0, 1.0)


def test_a_circle_without_an_owner_is_never_scored() -> None:
    chain = ground(register([row("O>A"), row("B>C"), row("C>B")])).chain
    assert set(chain.orphans) == {"B>C", "C>B"}


@pytest.mark.parametrize("state", [Status.PLANNED, Status.ENDED])
def test_a_chain_that_is_not_live_takes_no_work_out_of_the_count(state: Status) -> None:
    live = [row("O>A"), row("A>B"), row("B>C")]
    dead = row("E>B", status=state, flow_down=Tri.NO)
    before = assessed(worked(register(live), "B>C"))
    after = assessed(worked(register([*live, row("O>E"), dead]), "B>C"))
    assert figures(after) == figures(before)


def test_work_that_only_suspicions_lead_to_weighs_as_much_as_any_of_them_is_real() -> None:
    half = {"declared": Declared.SUSPECTED, "probability": Interval.exact(0.5)}
    rows = [row("O>A"), row("O>B"), row("A>C", **half), row("C>D")]
    one = ground(register(rows)).weight("C>D")
    two = ground(register([*rows, row("B>C", **half)])).weight("C>D")
    sure = ground(register([*rows, row("B>C")])).weight("C>D")
    assert (one[PT], two[PT], sure[PT]) == (0.5, 0.75, 1.0)


def test_what_is_cut_is_told_with_the_engagement_its_cell_and_the_hops() -> None:
    line = "OABCDEFGHIJK"
    rows = [row(f"{a}>{b}") for a, b in itertools.pairwise(line)]
    result = ground(register([*rows, row("A>I")]))
    told = {p.code: p.fields for p in result.problems if p.code.startswith("scoring.")}
    assert told["scoring.chains_longer"]["hops"] == 8
    assert result.chain.line("I>J") == ("O>A", "A>I", "I>J")
    assert len(ground(register(rows)).chain.line("J>K")) == 11
    fan = [row(f"O>{m}") for m in "ABCDEFGHIJKLM"] + [row(f"{m}>Z") for m in "ABCDEFGHIJKLM"] + [row("Z>Y")]
    found = ground(register(fan))
    assert len(found.other_lines("Z>Y")) == 10
    assert {p.code for p in found.problems if p.code.startswith("scoring.")} == {"scoring.chains_more"}


def test_answers_about_the_work_above_do_not_speak_for_a_hop_whose_line_was_chosen() -> None:
    rows = [row("O>A"), row("A>B"), row("B>C", consent=Consent.EXPLICIT)]

    def q(scope: str) -> tuple[float, ...]:
        said = tuple(scoped("B", c, "yes/verified", "engagement", scope) for c in ("CHN-03", "CHN-04", "CHN-05"))
        return ground(register(rows, answers=said)).supervision.q["B>C"]

    assert q("A>B") == ground(register(rows)).supervision.q["B>C"]
    assert q("B>C")[PT] > q("A>B")[PT]


@promise(40)
@given(st.randoms(use_true_random=False))
def test_the_riskiest_line_into_each_party_is_that_of_the_search_by_nodes(random: Random) -> None:
    laid = ground(drawn(random, rows=12))
    names = sorted(p.party_id for p in laid.submission.parties)
    rows = [e for e in laid.submission.engagements if e.engagement_id in laid.supervision.q]
    tail, head = (np.array([names.index(getattr(e, end)) for e in rows]) for end in ("consignor", "consignee"))
    q = np.array([laid.supervision.q[e.engagement_id][PT] for e in rows])
    found = riskiest_chains(Edges(len(names), tail, head, q), names.index("O"), 1)
    for number_, name in enumerate(names):
        own = [
            laid.supervision.product[e.engagement_id][PT]
            for e in rows
            if e.consignee == name and laid.chain.line(e.engagement_id)
        ]
        if own:
            assert min(own) == pytest.approx(found.value[number_, 0], rel=1e-12)
