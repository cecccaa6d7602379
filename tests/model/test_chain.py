"""Lines from owner to consignee: a forest of engagements over a graph of parties that may have circles."""

from __future__ import annotations

import networkx as nx
import pytest

from riskgraph.model.asset import Asset
from riskgraph.model.chain import MAX_TIERS, build_chain
from riskgraph.model.engagement import Declared, Relation, Status
from tests.model.builders import engagement, submission

THREE = (
    engagement("E1: O > A"),
    engagement("E2: A > B under E1"),
    engagement("E3: B > C under E2"),
)


def test_a_line_runs_from_the_topmost_engagement_down() -> None:
    chain = build_chain(submission(*reversed(THREE)))
    assert chain.line("E3") == ("E1", "E2", "E3")
    assert chain.parties("E3") == ("O", "A", "B", "C")
    assert (chain.owner("E3"), chain.children("E1"), chain.orphans) == ("O", ("E2",), ())


@pytest.mark.parametrize(
    "broken",
    [
        engagement("X: A > B under NOWHERE"),
        engagement("X: Z > B"),
        engagement("X: A > B under X"),
    ],
)
def test_an_engagement_that_leads_to_no_owner_is_an_orphan(broken: object) -> None:
    chain = build_chain(submission(*THREE, broken, engagement("Y: B > C under X")))  # type: ignore[arg-type]
    assert set(chain.orphans) == {"X", "Y"}
    assert (chain.line("X"), chain.owner("X"), chain.parties("Y"), chain.assets("Y")) == ((), "", (), ())
    assert not chain.is_scored("X")
    assert chain.line("E3") == ("E1", "E2", "E3")


def test_a_loop_of_parents_leads_nowhere_and_keeps_the_rest() -> None:
    loop = (engagement("X: A > B under Z"), engagement("Y: B > C under X"), engagement("Z: C > A under Y"))
    chain = build_chain(submission(*THREE, *loop))
    assert set(chain.orphans) == {"X", "Y", "Z"}
    assert chain.line("E2") == ("E1", "E2")


def test_a_circle_of_parties_is_told_and_its_engagements_are_kept() -> None:
    back = engagement("E4: C > A under E3")
    chain = build_chain(submission(*THREE, back))
    assert chain.parties("E4") == ("O", "A", "B", "C", "A")
    assert chain.party_cycles() == (("A", "B", "C"),)
    assert build_chain(submission(*THREE)).party_cycles() == ()


def test_a_party_that_consigns_to_itself_is_a_circle() -> None:
    assert build_chain(submission(engagement("E: O > A"), engagement("F: A > A under E"))).party_cycles() == (("A",),)


def test_the_graph_has_one_frozen_edge_an_engagement() -> None:
    twice = (*THREE, engagement("E9: O > A", relation=Relation.DISPATCH))
    graph = build_chain(submission(*twice)).graph
    assert set(graph["O"]["A"]) == {"E1", "E9"}
    assert graph["O"]["A"]["E9"]["relation"] is Relation.DISPATCH
    with pytest.raises(nx.NetworkXError):
        graph.add_edge("O", "Z")


def test_the_copies_of_a_row_with_two_parents_are_found_by_the_id_that_was_written() -> None:
    copies = [engagement(f"E@{p}: A > B under {p}", base_id="E") for p in ("P1", "P2")]
    chain = build_chain(submission(engagement("P1: O > A"), engagement("P2: O > A"), *copies))
    assert chain.copies("E") == ("E@P1", "E@P2")
    assert chain.copies("P1") == ("P1",)
    assert chain.copies("NOWHERE") == ()


def test_assets_are_the_own_ones_else_the_parents_else_the_only_one_of_the_owner() -> None:
    known = submission(
        engagement("E1: O > A"), engagement("E2: A > B under E1"), engagement("E3: B > C under E2", asset_ids=("D",))
    )
    second = Asset(asset_id="F", name="x", owner="O")
    both = known.model_copy(update={"assets": (*known.assets, second)})
    assert [build_chain(known).assets(e) for e in ("E1", "E2", "E3")] == [("D",)] * 3
    assert [build_chain(both).assets(e) for e in ("E1", "E2", "E3")] == [(), (), ("D",)]


def test_assets_of_another_owner_and_unknown_ones_are_not_handled() -> None:
    chain = build_chain(submission(engagement("E1: O > A", asset_ids=("D2", "D", "NOWHERE", "D")), owners="OP"))
    assert chain.assets("E1") == ("D",)


@pytest.mark.parametrize("status", [Status.ENDED, Status.DELETION_PENDING, Status.DELETION_CONFIRMED])
def test_the_end_of_an_engagement_ends_all_below_it_but_deletion_is_its_own(status: Status) -> None:
    top = THREE[0].model_copy(update={"status": status})
    chain = build_chain(submission(top, *THREE[1:]))
    assert [chain.is_ended(e) for e in ("E1", "E2", "E3")] == [True] * 3
    assert [chain.is_deleted(e) for e in ("E1", "E2")] == [status is Status.DELETION_CONFIRMED, False]


def test_a_date_in_the_past_ends_nothing_and_suspended_work_goes_on() -> None:
    suspended = [e.model_copy(update={"status": Status.SUSPENDED}) for e in THREE]
    chain = build_chain(submission(*suspended))
    assert not chain.is_ended("E3") and chain.is_scored("E3")


@pytest.mark.parametrize("status", [Status.PLANNED, Status.IN_REVIEW])
def test_what_lies_below_a_planned_engagement_is_not_scored(status: Status) -> None:
    chain = build_chain(submission(THREE[0], THREE[1].model_copy(update={"status": status}), THREE[2]))
    assert [chain.is_scored(e) for e in ("E1", "E2", "E3")] == [True, False, False]


@pytest.mark.parametrize("relation", [Relation.JOINT_USE, Relation.PROVIDE, Relation.AGENCY_SALE])
def test_what_lies_below_joint_use_provision_or_sale_is_drawn_and_not_scored(relation: Relation) -> None:
    chain = build_chain(submission(THREE[0].model_copy(update={"relation": relation}), *THREE[1:]))
    assert chain.line("E3") and not any(chain.is_scored(e) for e in ("E1", "E2", "E3"))


def test_a_line_is_as_certain_as_its_least_certain_step() -> None:
    told = THREE[1].model_copy(update={"declared": Declared.BY_PARTY})
    doubted = THREE[2].model_copy(update={"declared": Declared.SUSPECTED})
    chain = build_chain(submission(THREE[0], told, doubted))
    found = [chain.declared(e) for e in ("E1", "E2", "E3")]
    assert found == [Declared.DECLARED, Declared.BY_PARTY, Declared.SUSPECTED]


def test_a_chain_deeper_than_any_real_one_is_cut_and_reported() -> None:
    depth = MAX_TIERS + 5
    steps = [
        engagement(f"E{n}: {'O' if n == 0 else f'P{n}'} > P{n + 1} under {f'E{n - 1}' if n else ''}")
        for n in range(depth)
    ]
    chain = build_chain(submission(*reversed(steps)))
    assert len(chain.line(f"E{MAX_TIERS - 1}")) == MAX_TIERS
    assert set(chain.orphans) == {f"E{n}" for n in range(MAX_TIERS, depth)}


def test_of_two_rows_with_one_id_the_first_counts() -> None:
    chain = build_chain(submission(engagement("E: O > A"), engagement("E: O > Z")))
    assert chain.parties("E") == ("O", "A")


def test_a_register_without_rows_has_an_empty_chain() -> None:
    chain = build_chain(submission())
    assert (chain.orphans, chain.party_cycles(), chain.line("E"), chain.children("E")) == ((), (), (), ())
