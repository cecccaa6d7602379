"""Findings: what the register shows is one finding with a lasting key, and what is in order is none."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from riskgraph.analysis.findings import REPORT_HOURS, findings
from riskgraph.catalogue.stars import stars_of
from riskgraph.model.engagement import AuditMethod, Engagement, Status
from riskgraph.model.finding import Finding, Payee, Weight
from riskgraph.model.party import Tri
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.submission import Submission
from riskgraph.report.finding_words import finding_said
from riskgraph.text import catalogue as texts
from tests.scoring.worlds import AS_OF, GOOD_HOP, assessed, world

TEXTS = texts()


def found(submission: Submission, **more: Any) -> tuple[Finding, ...]:
    return findings(submission, assessed(submission), as_of=AS_OF, **more)


def chain(**facts: Any) -> Submission:
    return world("O > A > B", hops={"A": {**GOOD_HOP, "incident_notice_hours": 24.0}, "B": {**GOOD_HOP, **facts}})


def codes(submission: Submission, **more: Any) -> list[str]:
    return [f.code for f in found(submission, **more)]


def on(row: str, submission: Submission) -> Finding:
    return next(f for f in found(submission) if f.engagement_id == row)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"flow_down": Tri.NO}, "flow_down_missing"),
        ({"audit_method": AuditMethod.NONE}, "check_not_recorded"),
        ({"audited_on": date(2024, 9, 1)}, "check_overdue"),
        ({"status": Status.ENDED, "deletion_proof": Tri.NO}, "deletion_not_proven"),
    ],
)
def test_a_duty_without_a_record_is_a_finding_at_its_cell(facts: dict[str, Any], code: str) -> None:
    assert code not in codes(chain())
    finding = next(f for f in found(chain(**facts)) if f.code == code)
    assert (finding.key, finding.weight, finding.party_id) == (f"{code}|A>B", Weight.DUTY, "B")


def test_a_duty_names_the_paths_on_which_it_lies_the_riskiest_first() -> None:
    submission = chain(flow_down=Tri.NO)
    ranks = {p.key: p.rank for p in assessed(submission).paths}
    keys = on("A>B", submission).path_keys
    assert keys and sorted(keys, key=ranks.__getitem__) == list(keys)
    assert all("B" in key.partition("|")[0].split(">") for key in keys)


@pytest.mark.parametrize(("hours", "is_slow"), [(REPORT_HOURS - 24, False), (REPORT_HOURS - 23, True), (None, False)])
def test_hours_on_the_way_up_are_added_and_unknown_ones_are_not_invented(hours: float | None, is_slow: bool) -> None:
    slow = [f for f in found(chain(incident_notice_hours=hours)) if f.code == "report_too_slow"]
    assert bool(slow) is is_slow
    assert [(f.party_id, f.fields["hours"], f.fields["hops"]) for f in slow] == [("B", 121, 2)] * is_slow


def test_a_finding_of_the_checks_keeps_its_code_its_words_and_its_cell() -> None:
    submission = chain()
    problem = Problem(
        code="finding.consent_pending", severity=Severity.WARNING, file="台帳.xlsx", sheet="委託", cell="H7",
        fields={"engagement": "A>B", "party": "B", "name": "Firm B"},
    )  # fmt: skip
    result = assessed(submission).model_copy(update={"problems": (problem,)})
    (finding,) = [f for f in findings(submission, result, as_of=AS_OF) if f.code == "consent_pending"]
    assert (finding.key, finding.weight, finding.party_id) == ("consent_pending|A>B|B", Weight.DUTY, "B")
    assert (finding.source.file, finding.source.sheet, finding.source.cell) == ("台帳.xlsx", "委託", "H7")
    assert finding.path_keys


def test_the_same_matter_keeps_its_key_when_rows_move() -> None:
    submission = chain(flow_down=Tri.NO, audit_method=AuditMethod.NONE)
    rows: list[Engagement] = list(submission.engagements)
    random.Random(1).shuffle(rows)
    moved = submission.model_copy(update={"engagements": tuple(rows), "parties": submission.parties[::-1]})
    assert [f.key for f in found(moved)] == [f.key for f in found(submission)]


def test_firms_of_one_group_that_work_side_by_side_are_shown_once() -> None:
    both = world("O > A", "O > B")
    parties = tuple(p.model_copy(update={"group": "甲グループ"} if p.party_id in "AB" else {}) for p in both.parties)
    (finding,) = [f for f in found(both.model_copy(update={"parties": parties})) if f.code == "one_owner"]
    assert (finding.key, finding.fields["count"], finding.weight) == ("one_owner|甲グループ", 2, Weight.LOOK)
    alone = tuple(p.model_copy(update={"group": f"{p.party_id}グループ"}) for p in both.parties)
    assert "one_owner" not in codes(both.model_copy(update={"parties": alone}))


def test_the_group_of_the_owner_is_no_finding() -> None:
    both = world("O > A", "O > B")
    parties = tuple(p.model_copy(update={"group": "甲グループ"}) for p in both.parties)
    assert "one_owner" not in codes(both.model_copy(update={"parties": parties}))


@pytest.mark.parametrize(
    ("payee", "code"),
    [
        (Payee(name="まったく別の会社"), "payee_unknown"),
        (Payee(name="Firm A", corporate_number="7000012050002"), None),
        (Payee(name="Firm B"), "payee_near"),
    ],
)
def test_a_payee_that_the_register_lacks_is_a_finding(payee: Payee, code: str | None) -> None:
    submission = chain()
    parties = tuple(
        p.model_copy(update={"corporate_number": "7000012050002"} if p.party_id == "A" else {})
        for p in submission.parties
    )
    shown = codes(submission.model_copy(update={"parties": parties}), payees=[payee])
    assert [c for c in shown if c.startswith("payee")] == ([code] if code else [])


def test_duties_stand_before_risks_and_risks_before_what_is_to_be_looked_at() -> None:
    submission = chain(flow_down=Tri.NO, incident_notice_hours=200.0)
    shown = [f.weight for f in found(submission, payees=[Payee(name="まったく別の会社")])]
    assert {Weight.DUTY, Weight.RISK, Weight.LOOK} <= set(shown)
    assert shown == sorted(shown, key=list(Weight).index)


def test_stars_are_a_finding_only_where_somebody_asked_for_them() -> None:
    submission = chain()
    assert "star_short" not in codes(submission, stars=stars_of(submission, as_of=AS_OF))


def test_every_kind_of_finding_has_a_title_a_message_and_a_mend_in_both_languages() -> None:
    kinds = {key.split(".")[1] for key in TEXTS if key.startswith("finding.") and key.endswith(".title")}
    shown_by_checks = {
        key.removeprefix("problem.finding.").removesuffix(".message")
        for key in TEXTS
        if key.startswith("problem.finding.") and key.endswith(".message")
    }
    spoken_against = {
        key.removeprefix("problem.").removesuffix(".message").replace(".", "_")
        for key in TEXTS
        if key.startswith("problem.contradiction.") and key.endswith(".message")
    }
    own = {key.split(".")[1] for key in TEXTS if key.startswith("finding.") and key.endswith(".message")}
    assert kinds == shown_by_checks | spoken_against | own


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_finding_of_a_register_can_be_said(locale: str) -> None:
    submission = chain(flow_down=Tri.NO, audit_method=AuditMethod.NONE, incident_notice_hours=200.0)
    for finding in found(submission, payees=[Payee(name="まったく別の会社")]):
        assert all(finding_said(finding, locale)), finding.key
