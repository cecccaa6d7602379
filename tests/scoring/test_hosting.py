"""Intrusion: one stream a host, what it holds, on which path, and how sure that is."""

from __future__ import annotations

from typing import Any

import pytest

from riskgraph.model.access import Access
from riskgraph.model.asset import Asset, System, SystemKind
from riskgraph.model.engagement import AuditMethod, Declared, Engagement, HandlingPlace, Reviewed
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from tests.scoring.worlds import GOOD_HOP, access, answers, assessed, channels, everything, number, only, scoped, world

SHARED = System(system_id="S", host="H", kind=SystemKind.DB, asset_ids=("D",))


def hosted(*rows: Access, systems: tuple[System, ...] = (SHARED,), **more: Any) -> Submission:
    """Return O > A, where A handles nothing but by these rows, with a host H that only its system names."""
    idle = {"A": {"handling_place": HandlingPlace.NONE}}
    return world("O > A", rows=rows, systems=systems, hops=idle, more=more)


def intrusion(submission: Submission) -> float:
    return sum(c.eal_yen.pt for c in channels(assessed(submission), "EXT") if c.host == "H")


def test_a_system_without_any_row_holds_the_whole_asset_on_a_path_with_the_missing_engagement() -> None:
    result = assessed(hosted())
    assert only(result, "EXT").records == Interval.exact(10_000)
    path = next(p for p in result.paths if any(c.scenario == "EXT" for c in p.channels))
    assert (path.parties, path.engagements, path.supervision) == (("O", "H"), (None,), Interval.exact(0.0))


def test_a_host_takes_the_largest_row_and_not_the_sum() -> None:
    rows = [access(f"X{n}", "A", "D", "A", system="S", host="H", heads=1, records=r) for n, r in enumerate((300, 500))]
    assert only(assessed(hosted(*rows)), "EXT").records == Interval.exact(500)


def test_a_suspected_user_never_makes_a_known_holding_less_certain() -> None:
    suspected = Engagement(
        engagement_id="Q",
        consignor="A",
        consignee="Z",
        parent_engagement="A",
        declared=Declared.SUSPECTED,
        probability=Interval.exact(0.2),
    )
    plain = hosted(access("X", "A", "D", "A", system="T", host="A", heads=1, records=10))
    row = access("Y", "Q", "D", "Z", system="S", host="H", heads=1, records=10)
    doubted = plain.model_copy(
        update={"engagements": (*plain.engagements, suspected), "accesses": (*plain.accesses, row)}
    )
    assert intrusion(doubted) == pytest.approx(intrusion(plain), rel=1e-12)


def test_a_suspected_engagement_to_a_known_host_never_lowers_its_intrusion() -> None:
    row = access("X", "A", "D", "A", host="H", heads=1, records=500)
    plain = hosted(row, systems=())
    suspected = Engagement(
        engagement_id="Q",
        consignor="A",
        consignee="H",
        parent_engagement="A",
        declared=Declared.SUSPECTED,
        probability=Interval.exact(0.2),
        handling_place=HandlingPlace.NONE,
    )
    doubted = plain.model_copy(update={"engagements": (*plain.engagements, suspected)})
    assert intrusion(doubted) == pytest.approx(intrusion(plain), rel=1e-12)
    assert only(assessed(doubted), "EXT").layers[-1].strength.pt == 0.0


def test_a_host_that_only_a_suspected_row_names_has_the_probability_of_that_row() -> None:
    row = access("X", "A", "D", "A", host="H", heads=1, records=500)
    sure = hosted(row, systems=())
    suspected = [
        e.model_copy(update={"declared": Declared.SUSPECTED, "probability": Interval.exact(0.25)})
        for e in sure.engagements
    ]
    doubted = sure.model_copy(update={"engagements": tuple(suspected)})
    assert intrusion(doubted) == pytest.approx(0.25 * intrusion(sure), rel=1e-12)


@pytest.mark.parametrize(("good", "bad"), [("S1", "S2"), ("S2", "S1")])
def test_of_two_systems_at_a_host_the_worse_counts_whatever_their_names(good: str, bad: str) -> None:
    systems = tuple(System(system_id=s, host="H", asset_ids=("D",)) for s in (good, bad))
    said = {"H": everything("yes/verified")}
    weak = [scoped("H", c, "no", "system", bad) for c in ("SYS-10", "SYS-01", "SYS-02", "IAM-05")]
    register = hosted(systems=systems, answers=(*answers(said), *weak))
    alone = hosted(systems=systems[1:], answers=(*answers(said), *weak))
    assert intrusion(register) == intrusion(alone)
    assert intrusion(register) > 2 * intrusion(hosted(systems=systems[:1], answers=answers(said)))


def test_secure_development_counts_where_any_system_of_the_host_is_web() -> None:
    web = System(system_id="W", host="H", kind=SystemKind.WEB)
    other = System(system_id="S", host="H", asset_ids=("D",))
    row = access("X", "A", "D", "A", host="H", system="W", heads=1, records=5)
    layers = [layer.layer for layer in only(assessed(hosted(row, systems=(web, other))), "EXT").layers]
    assert "secure_development" in layers
    assert "secure_development" not in [x.layer for x in only(assessed(hosted(systems=(other,))), "EXT").layers]


def test_equal_engagements_split_the_stream_into_equal_channels() -> None:
    rows = [access(f"X{e}", e, "D", "A", host="H", heads=1, records=500) for e in ("A>H", "B>H")]
    result = assessed(world("O > A > H", "O > B > H", rows=rows))
    found = channels(result, "EXT")
    assert len(found) == 2 and found[0].eal_yen == found[1].eal_yen
    assert {p.engagements for p in result.paths if any(c.scenario == "EXT" for c in p.channels)} == {
        ("A", "A>H"),
        ("B", "B>H"),
    }


def test_the_engagement_on_the_chain_of_the_users_comes_before_a_worse_supervised_one_elsewhere() -> None:
    rows = [access("X", "A", "D", "A", host="H", heads=1, records=500)]
    said = {who: {"CHN-03": "yes/verified", "CHN-04": "yes/verified", "CHN-05": "yes/verified"} for who in ("O", "A")}
    result = assessed(world("O > A > H", "O > B > H", rows=rows, said=said))
    path = next(p for p in result.paths if any(c.host == "H" and c.scenario == "EXT" for c in p.channels))
    assert path.engagements == ("A", "A>H")
    assert path.supervision.pt > 0.0


def test_a_cloud_has_one_stream_a_tenant_and_the_weakest_configuration_counts() -> None:
    rows = [access(f"X{p}", p, "D", p, host="K", heads=1, records=500) for p in ("A", "B")]
    said = {p: {"IAM-05": "yes/verified", "IAM-02": "yes/verified"} for p in ("A", "K")}
    result = assessed(world("O > A > K", "O > B > K", rows=rows, said=said))
    found = {c.channel_id.split("|")[2]: c for c in channels(result, "EXT")}
    assert set(found) == {"A", "B"}
    tenant = {t: next(x for x in c.layers if x.layer == "tenant").strength.pt for t, c in found.items()}
    assert tenant == {"A": 1.0, "B": 0.3}


def test_a_nameless_host_has_nothing_to_its_credit() -> None:
    found = only(assessed(hosted(access("X", "A", "D", "A", host="unknown", heads=1, records=5), systems=())), "EXT")
    assert {layer.strength.pt for layer in found.layers} == {0.0}


def test_paper_and_absent_hosts_are_not_broken_into() -> None:
    rows = [access("X", "A", "D", "A", heads=1, host="none"), access("Y", "A", "D", "A", heads=1, is_paper=True)]
    result = assessed(hosted(*rows, systems=()))
    assert {c.scenario for c in channels(result)} == {"ERR", "MED"}


def test_an_asset_that_cannot_be_reached_adds_nothing_to_an_event_that_takes_others() -> None:
    rows = [access("X", "A", "D", "A", heads=3, records=500)]
    plain = hosted(*rows, systems=())
    empty = Asset(asset_id="N", name="Nothing", owner="O", records=number(0), sensitive=True, distress=3)
    grave = plain.model_copy(
        update={
            "assets": (*plain.assets, empty),
            "accesses": (*plain.accesses, access("Y", "A", "N", "A", heads=3, records=0)),
            "engagements": tuple(e.model_copy(update={"asset_ids": ("D", "N")}) for e in plain.engagements),
        }
    )
    assert assessed(grave).totals == assessed(plain).totals


def test_improving_one_of_two_engagements_never_raises_any_end_of_the_intrusion() -> None:
    """The point falls to the other engagement, whose best end is worse: the ends rest on the smallest Q of both."""
    sure = {**GOOD_HOP, "audit_method": AuditMethod.PAPER, "incident_reports_reviewed": Reviewed.PARTIAL}
    doubtful = {k: v for k, v in GOOD_HOP.items() if k != "incident_reports_reviewed"}
    rows = [access("X", "C", "D", "C", host="C", heads=1, records=5)]
    store = System(system_id="S", host="H", asset_ids=("D",))
    register = world("O > A > H", "O > B > H", "O > C", rows=rows, systems=(store,), hops={"A": sure, "B": GOOD_HOP})

    def found(change: dict[str, Any]) -> Interval:
        changed = {"A>H": sure, "B>H": change}
        told = [e.model_copy(update=changed.get(e.engagement_id, {})) for e in register.engagements]
        result = assessed(register.model_copy(update={"engagements": tuple(told)}))
        return next(c.eal_yen for c in channels(result, "EXT") if c.host == "H")

    worse, better = found(doubtful), found(GOOD_HOP)
    assert better.pt < worse.pt
    assert better.lo <= worse.lo * (1 + 1e-12) and better.hi <= worse.hi * (1 + 1e-12)
