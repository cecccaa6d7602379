"""People with access: from when to when, what can happen, and who makes up one group."""

from __future__ import annotations

from datetime import timedelta

import pytest

from riskgraph.model.engagement import HandlingPlace, Status
from riskgraph.model.submission import Submission
from tests.scoring.changes import as_text
from tests.scoring.worlds import AS_OF, access, assessed, channels, only, world

PEOPLE = {"INS", "LVR", "ERR", "MED"}


def scenarios(register: Submission) -> set[str]:
    return {c.scenario for c in channels(assessed(register))}


@pytest.mark.parametrize(("days", "is_live"), [(-1, False), (0, False), (1, True)])
def test_access_ends_on_the_day_on_which_it_is_confirmed_revoked(days: int, is_live: bool) -> None:
    found = scenarios(world("O > A", row={"revoked_on": AS_OF + timedelta(days=days)}))
    assert found == (PEOPLE | {"EXT"} if is_live else set())


def test_an_expiry_date_in_the_past_ends_nothing() -> None:
    assert scenarios(world("O > A", row={"expires_on": AS_OF - timedelta(days=400)})) == PEOPLE | {"EXT"}


@pytest.mark.parametrize(
    ("status", "found"),
    [
        (Status.ACTIVE, PEOPLE | {"EXT"}),
        (Status.SUSPENDED, PEOPLE | {"EXT"}),
        (Status.ENDED, {"EXT", "RES"}),
        (Status.DELETION_PENDING, {"EXT", "RES"}),
        (Status.DELETION_CONFIRMED, set()),
        (Status.PLANNED, set()),
        (Status.IN_REVIEW, set()),
    ],
)
def test_the_status_of_the_engagement_says_what_can_happen(status: Status, found: set[str]) -> None:
    assert scenarios(world("O > A", hops={"A": {"status": status}})) == found


@pytest.mark.parametrize(("host", "found"), [("O", {"RES"}), ("A", {"RES", "EXT"})])
def test_after_the_end_only_what_lies_with_the_consignee_is_left(host: str, found: set[str]) -> None:
    assert scenarios(world("O > A", hops={"A": {"status": Status.ENDED}}, row={"host": host})) == found


def test_work_that_left_nothing_with_the_consignee_leaves_nothing_behind() -> None:
    places = {"host": "O", "device_owner": "O", "site_owner": "O"}
    assert scenarios(world("O > A", hops={"A": {"status": Status.ENDED}}, row=places)) == set()


def test_without_a_host_nothing_is_taken_out_of_a_system() -> None:
    assert scenarios(world("O > A", row={"host": "none"})) == {"ERR", "MED"}


def test_rows_of_one_group_are_one_event_and_those_of_two_groups_two() -> None:
    rows = [access(f"X{n}", "A", "D", "A", heads=3, records=50, system=f"S{n}") for n in range(2)]
    one = assessed(world("O > A", rows=rows))
    two = assessed(world("O > A", rows=[rows[0], rows[1].model_copy(update={"group": "other"})]))
    assert len(channels(one, "INS")) == 1 and len(channels(two, "INS")) == 2
    single = only(assessed(world("O > A", rows=rows[:1])), "INS")
    assert only(one, "INS").eal_yen == single.eal_yen
    assert [o.access_id for o in only(one, "INS").other_routes] == ["X1"]


def test_of_equal_rows_the_order_in_which_they_are_written_does_not_decide_which_one_is_shown() -> None:
    rows = [access(f"X{n}", "A", "D", "A", heads=3, records=50, system=f"S{n}", directed_by=f"P{n}") for n in range(2)]
    assert as_text(assessed(world("O > A", rows=rows))) == as_text(assessed(world("O > A", rows=rows[::-1])))


def test_the_way_with_the_highest_rate_times_loss_counts() -> None:
    rows = [
        access("X", "A", "D", "A", heads=3, records=50, privilege="bulk"),
        access("Y", "A", "D", "A", heads=3, records=9_000, privilege="read"),
        access("Z", "A", "D", "A", heads=9, records=1, privilege="screen"),
    ]
    found = assessed(world("O > A", rows=rows))
    alone = {
        scenario: max(only(assessed(world("O > A", rows=[row])), scenario).eal_yen.pt for row in rows)
        for scenario in sorted(PEOPLE)
    }
    assert {s: only(found, s).eal_yen.pt for s in sorted(PEOPLE)} == pytest.approx(alone)


def test_people_without_a_written_row_have_the_heads_that_are_assumed() -> None:
    register = world("O > A", rows=[], hops={"A": {"handling_place": HandlingPlace.OWN_ENV}})
    insider = only(assessed(register), "INS")
    assert insider.is_derived and insider.heads is not None
    assert (insider.heads.lo, insider.heads.pt, insider.heads.hi) == (1.0, 5.0, 20.0)
