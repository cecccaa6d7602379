"""Decisions: what each lacks is said, consent cannot be weighed away, and nobody approves an own draft."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.errors import WrongUse
from riskgraph.model.assessment import Grade
from riskgraph.model.deciding import (
    Basis,
    ConsentGap,
    check_closing,
    check_decision,
    next_review,
)
from riskgraph.model.meeting import (
    Act,
    Condition,
    DecisionDraft,
    DecisionRecord,
    Disposition,
    Exemption,
    ItemRecord,
    MeetingRecord,
    Verdict,
)
from riskgraph.model.months import months_later
from riskgraph.model.records import Stamp
from riskgraph.text import catalogue

TODAY = date(2026, 10, 1)
LATER = date(2026, 12, 1)
MADE = Stamp(at=datetime(2026, 10, 1, tzinfo=UTC), actor="購買課 佐藤")
ITEM = ItemRecord(
    item_id=1, meeting_id=1, register_id="r", engagement_id="K1", drafter="購買課", drafted=MADE, department="購買課"
)
CONDITION = Condition(
    content="書出し制御", due_on=LATER, owner="委託先", how_checked="画面共有", checked_by="情報システム部"
)
INTERIM = CONDITION.model_copy(update={"is_interim": True})
EXEMPTION = Exemption(matter="二要素認証", reason="更改待ち", accepted_by="本部長", until=LATER)
GAP = ConsentGap("K2", is_running=True, is_my_number=False)


def draft(verdict: Verdict = Verdict.APPROVED, **fields: Any) -> DecisionDraft:
    return DecisionDraft(
        **{"verdict": verdict, "reason": "審査の結果", "approver": "管理本部長", "decided_on": TODAY, **fields}
    )


def refusal(decision: DecisionDraft, basis: Basis | None = None, actor: str = "事務局") -> str | None:
    try:
        check_decision(decision, ITEM, basis or Basis(TODAY), actor=actor)
    except WrongUse as refused:
        assert f"problem.{refused.code}.message" in catalogue()
        return refused.code
    return None


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_can_be_reached(verdict: Verdict) -> None:
    assert refusal(draft(verdict, conditions=(CONDITION,), next_review_on=LATER)) is None


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"approver": "  "}, "decide.approver_needed"),
        ({"approver": "購買 課"}, "decide.approver_is_drafter"),
        ({"approver": "購買課 佐藤"}, "decide.approver_is_drafter"),
        ({"decided_on": TODAY + timedelta(days=1)}, "decide.future"),
        ({"verdict": Verdict.REJECTED, "reason": " "}, "decide.reason_needed"),
        ({"next_review_on": TODAY}, "decide.review_in_past"),
        ({"verdict": Verdict.CONDITIONAL}, "decide.condition_needed"),
        ({"conditions": (CONDITION.model_copy(update={"checked_by": ""}),)}, "decide.condition_incomplete"),
        ({"conditions": (CONDITION.model_copy(update={"due_on": date(2026, 9, 30)}),)}, "decide.condition_in_past"),
        ({"conditions": (CONDITION.model_copy(update={"checked_by": "委 託先"}),)}, "decide.checker_is_owner"),
        ({"exemptions": (EXEMPTION.model_copy(update={"reason": ""}),)}, "decide.exemption_incomplete"),
        ({"exemptions": (EXEMPTION.model_copy(update={"until": TODAY}),)}, "decide.exemption_in_past"),
        ({"exemptions": (EXEMPTION.model_copy(update={"until": date(2027, 4, 2)}),)}, "decide.exemption_level"),
    ],
)
def test_what_a_decision_lacks_is_said(fields: dict[str, Any], code: str) -> None:
    assert refusal(draft(**fields)) == code


def test_who_drafted_a_case_does_not_write_its_decision_down() -> None:
    assert refusal(draft(), actor="購買課 佐藤") == "decide.approver_is_drafter"


def test_an_assessment_that_is_out_of_date_carries_no_decision() -> None:
    assert refusal(draft(), Basis(TODAY, moved=("version",))) == "decide.stale"


@pytest.mark.parametrize(
    ("decision", "gap", "code"),
    [
        (draft(), GAP, "decide.consent_missing"),
        (draft(Verdict.CONDITIONAL, conditions=(CONDITION,), level=2), GAP, "decide.interim_needed"),
        (draft(Verdict.CONDITIONAL, conditions=(INTERIM,), level=1), GAP, "decide.higher_needed"),
        (draft(Verdict.CONDITIONAL, conditions=(INTERIM,), level=2), GAP, None),
        (
            draft(Verdict.CONDITIONAL, conditions=(INTERIM,), level=3),
            ConsentGap("K2", is_running=False, is_my_number=False),
            "decide.not_running",
        ),
        (draft(Verdict.HELD), GAP, None),
        (draft(Verdict.SENT_BACK), GAP, None),
        (draft(Verdict.REJECTED), GAP, None),
    ],
)
def test_work_without_a_record_of_consent_is_not_approved(
    decision: DecisionDraft, gap: ConsentGap, code: str | None
) -> None:
    assert refusal(decision, Basis(TODAY, gaps=(gap,))) == code


@given(
    st.sampled_from([Verdict.APPROVED, Verdict.CONDITIONAL]),
    st.integers(1, 3),
    st.booleans(),
    st.lists(st.booleans(), max_size=3),
)
def test_nothing_lets_my_number_pass_without_the_first_principal(
    verdict: Verdict, level: int, is_running: bool, others: list[bool]
) -> None:
    gaps = (
        *(ConsentGap("K9", is_running=other, is_my_number=False) for other in others),
        ConsentGap("K2", is_running=is_running, is_my_number=True),
    )
    decision = draft(verdict, conditions=(INTERIM,), level=level, exemptions=(EXEMPTION,))
    assert refusal(decision, Basis(TODAY, gaps=gaps)) == "decide.my_number"


def kept(number: int, exemption: Exemption) -> DecisionRecord:
    return DecisionRecord(
        **draft(exemptions=(exemption,)).model_dump(),
        decision_id=number, item_id=1, meeting_id=1, register_id="r", engagement_id="K1", assessment_id=1, made=MADE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("granted", "level", "code"), [(0, 1, None), (1, 1, None), (2, 1, "x"), (2, 2, None), (3, 1, "x")]
)
def test_from_the_second_extension_on_a_higher_approver_is_needed(granted: int, level: int, code: str | None) -> None:
    earlier = tuple(
        kept(n, EXEMPTION.model_copy(update={"extends": n - 1 if n > 1 else None})) for n in range(1, granted + 1)
    )
    wanted = EXEMPTION.model_copy(update={"extends": granted or None, "level": level})
    found = refusal(draft(exemptions=(wanted,)), Basis(TODAY, earlier=earlier))
    assert found == ("decide.extension_level" if code else None)


def test_exemptions_that_name_each_other_in_a_circle_end() -> None:
    one = kept(1, EXEMPTION.model_copy(update={"extends": 2}))
    two = kept(2, EXEMPTION.model_copy(update={"extends": 1}))
    wanted = EXEMPTION.model_copy(update={"extends": 1, "level": 1})
    assert refusal(draft(exemptions=(wanted,)), Basis(TODAY, earlier=(one, two))) == "decide.extension_level"


MEETING = MeetingRecord(
    meeting_id=1, register_id="r", title="10月度", held_on=TODAY, assessment_id=1, made=MADE,
    dispositions=(Disposition(path_key="p1", act=Act.ACT, owner="購買課", due_on=LATER),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "first", "undecided", "code"),
    [
        ({}, ["p1"], [], None),
        ({}, ["p1", "p2"], [], "decide.disposition_needed"),
        ({}, ["p1"], ["A-1"], "decide.undecided"),
        ({"owner": " "}, ["p1"], [], "decide.disposition_owner"),
        ({"due_on": date(2026, 9, 30)}, ["p1"], [], "decide.disposition_in_past"),
        ({"act": Act.ACCEPT}, ["p1"], [], "decide.disposition_reason"),
        ({"act": Act.ACCEPT, "note": "年内に更改"}, ["p1"], [], None),
    ],
)
def test_minutes_close_when_every_first_path_has_its_disposition(
    changes: dict[str, Any], first: list[str], undecided: list[str], code: str | None
) -> None:
    disposition = MEETING.dispositions[0].model_copy(update=changes)
    meeting = MEETING.model_copy(update={"dispositions": (disposition,)})
    if code is None:
        check_closing(meeting, first, undecided)
        return
    with pytest.raises(WrongUse) as refused:
        check_closing(meeting, first, undecided)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 15), 24, date(2028, 1, 15)),
    ],
)
def test_months_are_counted_as_people_count_them(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


def test_the_riskier_the_grade_the_sooner_the_next_assessment() -> None:
    days = [next_review(grade, TODAY) for grade in (Grade.E, Grade.D, Grade.C, Grade.B, Grade.A)]
    assert days == sorted(days)
    assert next_review(Grade.ON_HOLD, TODAY) == days[0]
