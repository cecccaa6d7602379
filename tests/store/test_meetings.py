"""Meetings in the store: worked on until closed; decisions stand, each on its frozen assessment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from riskgraph.errors import StaleSave, StoreRefused, WrongUse
from riskgraph.model.deciding import Basis, ConsentGap
from riskgraph.model.meeting import (
    Act,
    Condition,
    DecisionDraft,
    DecisionRecord,
    Disposition,
    ItemKind,
    ItemRecord,
    MeetingRecord,
    MeetingState,
    Verdict,
)
from riskgraph.model.records import Retention, VersionKind
from riskgraph.report.audit_rows import audit_sentence
from riskgraph.store.assessments import keep_assessment, kept_assessment
from riskgraph.store.audit import audit_lines
from riskgraph.store.decisions import decide, decision, decisions
from riskgraph.store.deletion import delete_assessment, delete_register, expired, set_retention
from riskgraph.store.meetings import (
    add_item,
    change_item,
    change_meeting,
    close_meeting,
    drop_item,
    items,
    make_meeting,
    meetings,
)
from riskgraph.store.opening import Store
from riskgraph.store.registers import save_version
from riskgraph.store.tables import DECISIONS
from tests.store.things import a_register, actions, an_assessment, counts, faults, inputs, rows

CLERK, CHAIR = "購買課", "管理本部長"
TODAY = datetime.now(UTC).date()
LATER = TODAY + timedelta(days=60)
DRAFT = DecisionDraft(verdict=Verdict.APPROVED, approver="委託先審査会 議長", decided_on=TODAY)


@pytest.fixture
def register_id(store: Store) -> str:
    return a_register(store)


@pytest.fixture
def assessment_id(store: Store, register_id: str) -> int:
    with store.writing(CLERK) as w:
        return keep_assessment(w, inputs(register_id), an_assessment(), rows("まなびの森")).assessment_id


@pytest.fixture
def meeting(store: Store, register_id: str, assessment_id: int) -> MeetingRecord:
    with store.writing(CLERK) as w:
        return make_meeting(
            w,
            register_id,
            title="10月度 委託先審査会",
            held_on=TODAY,
            assessment_id=assessment_id,
            attendees=("購買部長",),
        )


@pytest.fixture
def item(store: Store, meeting: MeetingRecord) -> ItemRecord:
    return added(store, meeting)


def added(store: Store, meeting: MeetingRecord, engagement_id: str = "K1") -> ItemRecord:
    with store.writing(CLERK) as w:
        return add_item(
            w, meeting, engagement_id=engagement_id, kind=ItemKind.RENEWAL, department="購買課", drafter="購買課"
        )


def decided(store: Store, item: ItemRecord, draft: DecisionDraft = DRAFT, **more: Any) -> DecisionRecord:
    basis, actor = more.pop("basis", Basis(TODAY)), more.pop("actor", CHAIR)
    wanted = {"assessment_id": 1, "revision": item.revision, **more}
    with store.writing(actor) as w:
        return decide(w, item, draft, basis, **wanted)


def refusal(store: Store, item: ItemRecord, draft: DecisionDraft = DRAFT, **more: Any) -> str:
    before = (counts(store), items(store, item.register_id))
    with pytest.raises((WrongUse, StaleSave)) as refused:
        decided(store, item, draft, **more)
    assert (counts(store), items(store, item.register_id)) == before
    return refused.value.code


def test_a_case_is_worked_on_decided_and_found_again_with_its_basis(store: Store, item: ItemRecord) -> None:
    with store.writing(CLERK) as w:
        item = change_item(w, item, {"statement": "年内に対応する", "statement_on": TODAY}, item.revision)
    made = decided(store, item)
    assert decisions(store, item.register_id) == (made,)
    assert decision(store, made.decision_id) == made
    kept = kept_assessment(store, made.assessment_id)
    assert kept is not None and kept.assessment == an_assessment()
    (after,) = items(store, item.register_id)
    assert (after.decision_id, after.statement) == (made.decision_id, "年内に対応する")
    assert faults(store) == []


def test_what_was_decided_is_neither_changed_nor_decided_again_nor_dropped(store: Store, item: ItemRecord) -> None:
    decided(store, item)
    (after,) = items(store, item.register_id)
    assert refusal(store, after) == "meeting.decided"
    for act in (lambda w: change_item(w, after, {"note": "x"}, after.revision), lambda w: drop_item(w, after, 2)):
        with pytest.raises(WrongUse) as refused, store.writing(CLERK) as w:
            act(w)
        assert refused.value.code == "meeting.decided"


def test_of_two_who_decide_at_once_the_second_is_refused_and_told_who_was_first(
    store: Store, meeting: MeetingRecord, item: ItemRecord
) -> None:
    item = added(store, meeting, "K7")  # its number is not that of the decision
    decided(store, item)
    with pytest.raises(StaleSave) as stale:
        decided(store, item, actor="監査役")
    assert stale.value.fields["actor"] == CHAIR
    assert len(decisions(store, item.register_id)) == 1


def test_the_database_itself_lets_nobody_change_a_decision(store: Store, item: ItemRecord) -> None:
    made = decided(store, item)
    with pytest.raises((StoreRefused, DatabaseError)), store.writing(CHAIR) as w:
        w.connection.execute(update(DECISIONS).values(body="{}"))
    assert decision(store, made.decision_id) == made


def test_a_later_decision_names_the_one_that_it_follows(store: Store, meeting: MeetingRecord, item: ItemRecord) -> None:
    first = decided(store, item)
    other = decided(store, added(store, meeting, "K2"))
    with store.writing(CLERK) as w:
        again = make_meeting(w, meeting.register_id, title="11月度", held_on=LATER, assessment_id=meeting.assessment_id)
    second = decided(store, added(store, again))
    assert (first.follows, other.follows, second.follows) == (None, None, first.decision_id)


def test_a_register_that_moved_since_the_assessment_carries_no_decision(
    store: Store, register_id: str, item: ItemRecord
) -> None:
    with store.writing(CLERK) as w:
        save_version(w, register_id, rows("別の会社"), based_on=1, kind=VersionKind.EDIT)
    assert refusal(store, item) == "decide.stale"


@pytest.mark.parametrize(
    ("draft", "more", "code"),
    [
        (DRAFT, {"actor": CLERK}, "decide.approver_is_drafter"),
        (DRAFT, {"assessment_id": 99}, "store.no_such_record"),
        (DRAFT, {"basis": Basis(TODAY, gaps=(ConsentGap("K1", is_running=True, is_my_number=False),))},
         "decide.consent_missing"),
        (DRAFT.model_copy(update={"verdict": Verdict.CONDITIONAL, "reason": "x"}), {}, "decide.condition_needed"),
        (
            DRAFT.model_copy(
                update={
                    "conditions": (
                        Condition(content="a", due_on=date(2020, 1, 1), owner="b", how_checked="c", checked_by="d"),
                    )
                }
            ),
            {},
            "decide.condition_in_past",
        ),
    ],
)  # fmt: skip
def test_a_decision_that_lacks_something_is_refused_and_nothing_is_lost(
    store: Store, item: ItemRecord, draft: DecisionDraft, more: dict[str, Any], code: str
) -> None:
    assert refusal(store, item, draft, **more) == code


def test_minutes_close_once_and_hold_from_then_on(store: Store, meeting: MeetingRecord, item: ItemRecord) -> None:
    def close(revision: int) -> MeetingRecord:
        with store.writing(CHAIR) as w:
            return close_meeting(w, meeting, ["p1"], revision)

    with pytest.raises(WrongUse) as refused:
        close(1)
    assert refused.value.code == "decide.undecided"
    decided(store, item)
    with pytest.raises(WrongUse) as refused:
        close(1)
    assert refused.value.code == "decide.disposition_needed"
    told = (Disposition(path_key="p1", act=Act.ASK, owner="購買課", due_on=LATER),)
    with store.writing(CLERK) as w:
        change_meeting(w, meeting, {"dispositions": told}, 1)
    closed = close(2)
    assert (closed.state, closed.dispositions) == (MeetingState.CLOSED, told)
    assert meetings(store, meeting.register_id) == (closed,)
    for act in (
        lambda w: change_meeting(w, closed, {"note": "x"}, closed.revision),
        lambda w: close_meeting(w, closed, [], closed.revision),
        lambda w: add_item(w, closed, engagement_id="K9", kind=ItemKind.NEW, department="", drafter="購買課"),
    ):
        with pytest.raises(WrongUse) as refused, store.writing(CLERK) as w:
            act(w)
        assert refused.value.code == "meeting.closed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "  "}, "meeting.title_needed"),
        ({"assessment_id": 77}, "store.no_such_record"),
        ({"state": MeetingState.CLOSED}, "meeting.unknown_field"),
        (
            {"dispositions": (Disposition(path_key="p", act=Act.ACT, owner="", due_on=LATER),)},
            "decide.disposition_owner",
        ),
    ],
)
def test_what_a_meeting_lacks_is_said(store: Store, meeting: MeetingRecord, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(WrongUse) as refused, store.writing(CLERK) as w:
        change_meeting(w, meeting, changes, 1)
    assert refused.value.code == code
    assert meetings(store, meeting.register_id) == (meeting,)


def test_a_case_stands_on_an_agenda_once_and_can_be_taken_off(
    store: Store, meeting: MeetingRecord, item: ItemRecord
) -> None:
    with pytest.raises(WrongUse) as refused:
        added(store, meeting)
    assert refused.value.code == "meeting.twice"
    with store.writing(CLERK) as w:
        drop_item(w, item, item.revision)
    assert items(store, meeting.register_id) == ()


def test_what_decisions_and_meetings_rest_on_cannot_be_deleted_and_does_not_expire(
    store: Store, register_id: str, item: ItemRecord
) -> None:
    decided(store, item)
    with pytest.raises(WrongUse) as refused, store.writing(CLERK) as w:
        delete_assessment(w, 1, reason="整理")
    assert refused.value.code == "store.assessment_decided"
    with store.writing(CLERK) as w:
        set_retention(w, register_id, Retention(assessment=1))
    assert expired(store, register_id, TODAY + timedelta(days=400)) == ()


def test_all_of_it_goes_with_its_register(store: Store, register_id: str, item: ItemRecord) -> None:
    decided(store, item)
    with store.writing(CLERK) as w:
        delete_register(w, register_id, reason="終了")
    left = counts(store)
    assert [left[name] for name in ("meetings", "items", "decisions", "assessments")] == [0, 0, 0, 0]
    assert faults(store) == []


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_trail_tells_the_meeting_in_words(store: Store, item: ItemRecord, locale: str) -> None:
    decided(store, item)
    said = [audit_sentence(line, locale) for line in audit_lines(store)]
    assert actions(store)[-3:] == ["meeting_made", "item_added", "item_decided"]
    assert not any("approved)" in line and locale == "ja" for line in said)
    assert not any("item_" in line or "meeting_" in line for line in said)
