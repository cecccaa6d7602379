"""Access that nobody wrote down: which engagements get a row, whose places it names, and what blanks become."""

from __future__ import annotations

from typing import Any

import pytest

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY, Access, Employment, Privilege
from riskgraph.model.asset import Site, System, SystemKind
from riskgraph.model.engagement import Declared, HandlingPlace, Relation, Status
from riskgraph.model.problem import Severity
from riskgraph.model.quantities import Interval
from tests.model.builders import UNKNOWN_RECORDS, completed, engagement, submission

TOP = engagement("E1: O > A")


def below(**fields: Any) -> Any:
    return engagement("E2: A > B under E1", **fields)


@pytest.mark.parametrize(
    ("place", "host", "device", "site", "privilege"),
    [
        (HandlingPlace.OWNER_SITE, "O", "O", "O", Privilege.UNKNOWN),
        (HandlingPlace.CONSIGNOR_SITE, "A", "A", "A", Privilege.UNKNOWN),
        (HandlingPlace.OWNER_SYSTEM, "O", "B", "B", Privilege.READ),
        (HandlingPlace.CONSIGNOR_SYSTEM, "A", "B", "B", Privilege.READ),
        (HandlingPlace.OWN_ENV, "B", "B", "B", Privilege.UNKNOWN),
        (HandlingPlace.CLOUD, UNKNOWN_PARTY, "B", "B", Privilege.UNKNOWN),
        (HandlingPlace.PAPER, NONE_PARTY, "B", "B", Privilege.UNKNOWN),
        (HandlingPlace.UNKNOWN, "B", "B", "B", Privilege.UNKNOWN),
    ],
)
def test_the_place_of_handling_says_whose_host_device_and_site_it_is(
    place: HandlingPlace, host: str, device: str, site: str, privilege: Privilege
) -> None:
    (row,) = completed(submission(TOP, below(handling_place=place))).rows
    assert (row.host, row.device_owner, row.site_owner, row.privilege) == (host, device, site, privilege)
    assert (row.engagement_id, row.employer, row.asset_id, row.heads) == ("E2", "B", "D", None)
    assert row.is_derived and row.is_paper is (place is HandlingPlace.PAPER)


def test_a_derived_row_is_told_as_a_warning() -> None:
    (problem,) = completed(submission(TOP)).problems
    assert (problem.code, problem.severity) == ("access.derived", Severity.WARNING)
    assert problem.fields == {"engagement": "E1", "place": "unknown"}


def test_where_no_data_are_touched_nothing_is_derived() -> None:
    assert completed(submission(TOP.model_copy(update={"handling_place": HandlingPlace.NONE}))).rows == ()


def test_only_the_deepest_engagement_without_rows_gets_one() -> None:
    siblings = (TOP, below(), engagement("E3: A > C under E1"))
    assert [row.engagement_id for row in completed(submission(*siblings)).rows] == ["E2", "E3"]


def test_a_row_anywhere_below_speaks_for_the_whole_line_above_it() -> None:
    row = Access(access_id="X", engagement_id="E2", employer="B")
    found = completed(submission(TOP, below(), rows=(row,))).rows
    assert [r.access_id for r in found] == ["X"]


def test_a_row_above_does_not_speak_for_what_lies_below() -> None:
    row = Access(access_id="X", engagement_id="E1", employer="A")
    found = completed(submission(TOP, below(), rows=(row,))).rows
    assert [(r.engagement_id, r.is_derived) for r in found] == [("E1", False), ("E2", True)]


def test_a_suspected_engagement_gets_no_row_and_leaves_that_of_its_consignor() -> None:
    found = completed(submission(TOP, below(declared=Declared.SUSPECTED))).rows
    assert [row.engagement_id for row in found] == ["E1"]


@pytest.mark.parametrize("fields", [{"status": Status.PLANNED}, {"relation": Relation.JOINT_USE}])
def test_what_is_not_scored_gets_no_row(fields: dict[str, Any]) -> None:
    found = completed(submission(TOP, below(**fields))).rows
    assert [row.engagement_id for row in found] == ["E1"]


def test_a_consignee_that_hosts_the_asset_already_needs_no_row() -> None:
    system = System(system_id="S", host="A", asset_ids=("D",))
    assert completed(submission(TOP, systems=(system,))).rows == ()
    other = System(system_id="S", host="Z", asset_ids=("D",))
    assert len(completed(submission(TOP, systems=(other,))).rows) == 1


def test_a_cloud_that_is_used_takes_nobodys_work_away_and_only_holds() -> None:
    use = engagement("E2: A > K under E1", relation=Relation.SYSTEM_USE, handling_place=HandlingPlace.CLOUD)
    top = TOP.model_copy(update={"handling_place": HandlingPlace.CLOUD})
    rows = {row.engagement_id: row for row in completed(submission(top, use)).rows}
    assert (rows["E1"].host, rows["E1"].employer, rows["E1"].is_holding) == ("K", "A", False)
    assert (rows["E2"].host, rows["E2"].employer, rows["E2"].is_holding) == ("K", "K", True)


@pytest.mark.parametrize(
    ("relation", "employment"),
    [(Relation.DISPATCH, Employment.DISPATCHED), (Relation.SECOND, Employment.SECONDED)],
)
def test_people_who_are_sent_sit_with_the_receiver_unless_the_register_says_where(
    relation: Relation, employment: Employment
) -> None:
    (row,) = completed(submission(TOP, below(relation=relation))).rows
    assert (row.host, row.device_owner, row.site_owner) == ("A", "A", "A")
    assert (row.employer, row.employment) == ("B", employment)
    (stated,) = completed(submission(TOP, below(relation=relation, handling_place=HandlingPlace.OWN_ENV))).rows
    assert stated.site_owner == "B"


# What blanks of written rows become.


def filled(**fields: Any) -> Access:
    """Return the only row of a register with this row of E1, filled in."""
    system = System(system_id="S", host="H", asset_ids=("D",))
    paper = System(system_id="P", kind=SystemKind.PAPER)
    site = Site(site_id="L", party_id="Q")
    row = Access(**{"access_id": "X", "engagement_id": "E1", **fields})
    (found,) = completed(submission(TOP, rows=(row,), systems=(system, paper), sites=(site,))).rows
    return found


def test_blank_places_are_the_employers_and_told() -> None:
    row = filled()
    assert (row.employer, row.host, row.device_owner, row.site_owner) == ("A", "A", "A", "A")
    register = submission(TOP, rows=(Access(access_id="X", engagement_id="E1", device_owner="Z"),))
    (problem,) = completed(register).problems
    assert (problem.code, problem.fields["columns"]) == ("access.role_blank", "host, site_owner")


def test_a_blank_host_is_the_systems_and_a_blank_site_owner_the_sites() -> None:
    row = filled(system="S", site="L", employer="B")
    assert (row.host, row.site_owner, row.device_owner) == ("H", "Q", "B")
    stated = filled(system="S", site="L", host="Z", site_owner="Y")
    assert (stated.host, stated.site_owner) == ("Z", "Y")


def test_absent_and_nameless_roles_stay_as_they_are_written() -> None:
    row = filled(host=NONE_PARTY, device_owner=UNKNOWN_PARTY, site_owner=NONE_PARTY, employer=UNKNOWN_PARTY)
    assert (row.host, row.device_owner, row.site_owner, row.employer) == ("none", "unknown", "none", "unknown")


@pytest.mark.parametrize("fields", [{"is_paper": True}, {"system": "P"}])
def test_paper_has_no_host(fields: dict[str, Any]) -> None:
    row = filled(**fields)
    assert (row.host, row.is_paper) == (NONE_PARTY, True)


def test_the_owners_own_staff_are_employed_by_the_owner() -> None:
    own = Access(access_id="X", asset_id="D")
    assert [r.employer for r in completed(submission(rows=(own,))).rows] == ["O"]


@pytest.mark.parametrize(
    ("of_row", "of_engagement", "of_asset", "expected"),
    [
        (70, 50, 1_000, Interval.exact(70)),
        (None, 50, 1_000, Interval.exact(50)),
        (None, None, 1_000, Interval(0, 1_000, 1_000)),
        (5_000, None, 1_000, Interval.exact(1_000)),
        (None, None, None, UNKNOWN_RECORDS),
        (70, None, None, Interval.exact(70)),
    ],
)
def test_records_are_the_rows_else_the_engagements_else_up_to_all_and_never_more_than_the_asset(
    of_row: float | None, of_engagement: float | None, of_asset: float | None, expected: Interval
) -> None:
    said, row = (Interval.exact(x) if x is not None else None for x in (of_engagement, of_row))
    top = TOP.model_copy(update={"records": said})
    rows = (Access(access_id="X", engagement_id="E1", records=row),)
    (found,) = completed(submission(top, rows=rows, records=of_asset)).rows
    assert found.records == expected


def test_a_row_without_an_asset_stands_for_each_asset_of_its_engagement() -> None:
    top = TOP.model_copy(update={"asset_ids": ("D", "F")})
    register = submission(top, rows=(Access(access_id="X", engagement_id="E1"),))
    wider = register.model_copy(
        update={"assets": (*register.assets, register.assets[0].model_copy(update={"asset_id": "F"}))}
    )
    assert [(r.access_id, r.asset_id) for r in completed(wider).rows] == [("X#D", "D"), ("X#F", "F")]


def test_a_row_of_an_engagement_with_two_parents_is_one_row_under_each() -> None:
    copies = [engagement(f"E@{p}: A > B under {p}", base_id="E") for p in ("P1", "P2")]
    tops = [engagement(f"{p}: O > A") for p in ("P1", "P2")]
    rows = (Access(access_id="X", engagement_id="E"),)
    found = completed(submission(*tops, *copies, rows=rows)).rows
    assert [(r.access_id, r.engagement_id) for r in found] == [("X@E@P1", "E@P1"), ("X@E@P2", "E@P2")]


@pytest.mark.parametrize("row", [{"engagement_id": "NOWHERE"}, {"asset_id": "NOWHERE"}, {"asset_id": "D2"}])
def test_a_row_that_points_nowhere_or_at_data_of_another_owner_gives_none(row: dict[str, Any]) -> None:
    rows = (Access(**{"access_id": "X", "engagement_id": "E1", **row}),)
    found = completed(submission(TOP, rows=rows, owners="OP")).rows
    assert all(r.is_derived for r in found)
