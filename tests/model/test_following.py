"""Steps of a finding: which lead where, what each needs, and what opens a settled one again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.errors import WrongUse
from riskgraph.model.finding import CLOSED, Finding, FindingRecord, FindingState, Weight, WhyReopened
from riskgraph.model.following import STEPS, next_record, why_opens
from riskgraph.model.records import Stamp

TODAY = date(2026, 10, 1)
BEFORE, LATER = TODAY - timedelta(days=1), TODAY + timedelta(days=30)
MADE = Stamp(at=datetime(2026, 10, 1, tzinfo=UTC), actor="調達部")
WHOLE: dict[str, Any] = {
    "owner": "情報システム部",
    "due_on": LATER,
    "done_by": "委託先",
    "evidence_ref": "文書 12",
    "verified_by": "監査室",
    "accepted_until": LATER,
}


def record(state: FindingState = FindingState.OPEN, **fields: Any) -> FindingRecord:
    given = {"finding_id": 1, "register_id": "r", "key": "check_overdue|K1", "code": "check_overdue"}
    return FindingRecord(**{**given, "state": state, "first_seen": MADE, "last_seen_on": TODAY, **fields})


def finding(**fields: str | int | float) -> Finding:
    return Finding(key="check_overdue|K1", code="check_overdue", weight=Weight.DUTY, fields=fields)


def refusal(before: FindingRecord, **changes: Any) -> str:
    with pytest.raises(WrongUse) as refused:
        next_record(before, changes)
    return refused.value.code


@pytest.mark.parametrize("before", FindingState)
@pytest.mark.parametrize("after", [s for s in FindingState if s is not FindingState.OPEN])
def test_only_the_steps_of_the_work_are_taken(before: FindingState, after: FindingState) -> None:
    changes = {**WHOLE, "state": after, "note": "審査会で了承"}
    if after in STEPS[before]:
        assert next_record(record(before), changes).state is after
    else:
        assert refusal(record(before), **changes) == "follow.step_not_allowed"


@pytest.mark.parametrize("state", FindingState)
def test_what_a_party_says_is_written_down_and_moves_no_state(state: FindingState) -> None:
    said = {
        "measure": "書出し制御",
        "done_by": "委託先",
        "evidence_ref": "写真",
        "cost_note": "10万円",
        "note": "計画書",
    }
    if state in CLOSED:
        assert refusal(record(state), **said) == "follow.step_not_allowed"
        return
    after = next_record(record(state), said)
    assert (after.state, after.measure, after.verified_by) == (state, "書出し制御", "")


def test_nothing_is_opened_again_by_hand() -> None:
    assert not any(FindingState.REOPENED in steps or FindingState.OPEN in steps for steps in STEPS.values())


@pytest.mark.parametrize(
    ("state", "without", "code"),
    [
        ("assigned", "owner", "follow.owner_needed"),
        ("assigned", "due_on", "follow.due_needed"),
        ("done", "done_by", "follow.done_by_needed"),
        ("verified", "verified_by", "follow.verifier_needed"),
        ("verified", "evidence_ref", "follow.evidence_needed"),
        ("accepted", "owner", "follow.owner_needed"),
        ("accepted", "accepted_until", "follow.until_needed"),
        ("accepted", "note", "follow.reason_needed"),
    ],
)
def test_a_step_that_lacks_something_says_what(state: str, without: str, code: str) -> None:
    after = FindingState(state)
    before = next(s for s in FindingState if after in STEPS[s])
    changes = {name: value for name, value in {**WHOLE, "note": "了承"}.items() if name != without}

    assert refusal(record(before), state=after, **changes) == code


@pytest.mark.parametrize(
    ("state", "field", "code"),
    [
        (FindingState.ASSIGNED, "due_on", "follow.due_in_past"),
        (FindingState.ACCEPTED, "accepted_until", "follow.until_in_past"),
        (FindingState.DONE, "evidence_until", "follow.until_in_past"),
    ],
)
def test_a_day_in_the_past_is_refused(state: FindingState, field: str, code: str) -> None:
    before = record(FindingState.ASSIGNED, owner="総務")

    assert refusal(before, **{**WHOLE, "state": state, "note": "了承", field: BEFORE}) == code
    assert next_record(before, {**WHOLE, "state": state, "note": "了承", field: TODAY}).state is state


def test_a_due_date_that_has_passed_does_not_stand_in_the_way_of_another_owner() -> None:
    late = record(FindingState.ASSIGNED, owner="総務", due_on=BEFORE)

    assert next_record(late, {"state": FindingState.ASSIGNED, "owner": "経理"}).owner == "経理"


@pytest.mark.parametrize("verifier", ["情報システム部", "情報 システム部", "委託先", "委 託 先"])
def test_who_sees_to_it_or_did_it_does_not_verify_it(verifier: str) -> None:
    done = record(FindingState.DONE, **{k: WHOLE[k] for k in ("owner", "done_by", "evidence_ref")})

    assert refusal(done, state=FindingState.VERIFIED, verified_by=verifier) == "follow.same_verifier"


@pytest.mark.parametrize("field", ["finding_id", "key", "steps", "revision", "is_there", "no_such"])
def test_only_what_people_do_can_be_changed(field: str) -> None:
    assert refusal(record(), **{"state": FindingState.ASSIGNED, field: "1"}) == "follow.unknown_field"


@pytest.mark.parametrize(
    ("before", "shown", "why"),
    [
        (record(FindingState.VERIFIED), finding(), None),
        (record(FindingState.VERIFIED, is_there=False), finding(), WhyReopened.CAME_BACK),
        (record(FindingState.VERIFIED, is_there=False), None, None),
        (record(FindingState.VERIFIED, evidence_until=BEFORE), None, WhyReopened.EVIDENCE_EXPIRED),
        (record(FindingState.VERIFIED, evidence_until=TODAY), None, None),
        (record(FindingState.ACCEPTED, accepted_until=BEFORE), finding(), WhyReopened.ACCEPTANCE_EXPIRED),
        (record(FindingState.ACCEPTED, accepted_until=BEFORE), None, None),
        (record(FindingState.ACCEPTED, accepted_until=LATER, fields={"count": 2}), finding(count=3), WhyReopened.GREW),
        (record(FindingState.ACCEPTED, accepted_until=LATER, fields={"count": 3}), finding(count=2), None),
        (record(FindingState.ACCEPTED, accepted_until=LATER, fields={"name": "A"}), finding(name="B"), None),
        (record(FindingState.DONE, evidence_until=BEFORE, is_there=False), finding(), None),
    ],
)
def test_what_opens_a_settled_finding_again(
    before: FindingRecord, shown: Finding | None, why: WhyReopened | None
) -> None:
    assert why_opens(before, shown, TODAY) is why


@given(st.lists(st.sampled_from(list(FindingState)), max_size=12))
def test_whatever_is_tried_a_settled_finding_has_what_settling_needs(wanted: list[FindingState]) -> None:
    now = record()
    for state in wanted:
        try:
            now = next_record(now, {**WHOLE, "state": state, "note": "了承"})
        except WrongUse:
            continue
    if now.state in CLOSED:
        assert now.owner
        assert (now.verified_by and now.evidence_ref) or now.accepted_until
    assert now.verified_by not in (now.owner, now.done_by) or not now.verified_by
