"""Dates out of order, in the future, or past without anybody having done what follows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from riskgraph.intake.checks import check
from riskgraph.model.party import Certificate
from riskgraph.model.problem import Severity
from riskgraph.model.submission import Settings
from tests.intake.registers import AS_OF, edited, faultless, rebuilt

LATER = date(2025, 4, 2)
PAST = date(2025, 3, 31)


@pytest.mark.parametrize(
    ("kind", "number", "fields", "code", "severity", "column"),
    [
        ("engagements", 0, {"ends_on": date(2024, 3, 31)}, "register.dates_out_of_order", Severity.ERROR, "ends_on"),
        (
            "engagements",
            1,
            {"consent_on": date(2024, 4, 2)},
            "finding.consent_after_start",
            Severity.WARNING,
            "consent_on",
        ),
        ("engagements", 1, {"audited_on": LATER}, "register.future_date", Severity.WARNING, "audited_on"),
        (
            "engagements",
            1,
            {"consent_on": LATER, "starts_on": None},
            "register.future_date",
            Severity.WARNING,
            "consent_on",
        ),
        ("accesses", 0, {"revoked_on": LATER}, "register.future_date", Severity.WARNING, "revoked_on"),
        ("sites", 0, {"visited_on": LATER}, "register.future_date", Severity.WARNING, "visited_on"),
        (
            "engagements",
            1,
            {"starts_on": LATER},
            "register.starts_in_future",
            Severity.WARNING,
            "starts_on",
        ),
        ("engagements", 0, {"ends_on": PAST}, "finding.ended_or_renewed", Severity.WARNING, "ends_on"),
        (
            "engagements",
            0,
            {"ends_on": PAST, "auto_renew": "yes"},
            "register.renewed_automatically",
            Severity.INFO,
            "ends_on",
        ),
        ("accesses", 1, {"expires_on": PAST}, "finding.expired_access", Severity.WARNING, "expires_on"),
        (
            "parties",
            1,
            {"certificates": (Certificate(name="ISMS", scope="本社", expires_on=PAST),)},
            "finding.expired_certificate",
            Severity.WARNING,
            "certificates",
        ),
    ],
)
def test_a_date_that_does_not_fit_is_told_at_its_cell(
    kind: str, number: int, fields: dict[str, Any], code: str, severity: Severity, column: str
) -> None:
    register = edited(faultless(), kind, number, **fields)
    where = getattr(register, kind)[number].source.at(column)
    found = {p.code: p for p in check(register)}
    assert (found[code].severity, found[code].sheet, found[code].cell) == (severity, where.sheet, where.cell)
    # An end before the start lies in the past as well; no other fault brings a second problem.
    assert set(found) - {"finding.ended_or_renewed"} == {code} - {"finding.ended_or_renewed"}


@pytest.mark.parametrize("field", ["answered_on", "verified_on"])
def test_an_answer_of_tomorrow_is_told(field: str) -> None:
    register = edited(faultless(), "answers", 0, **{field: LATER})
    assert [(p.code, p.sheet, p.cell) for p in check(register)] == [("register.future_date", "回答", "D2")]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"due_on": date(2025, 1, 31)}, "register.dates_out_of_order"),
        ({"returned_on": date(2025, 1, 31)}, "register.dates_out_of_order"),
        ({"returned_on": LATER}, "register.future_date"),
        ({"sent_on": LATER}, "register.future_date"),
    ],
)
def test_a_request_with_impossible_dates_is_told(fields: dict[str, Any], code: str) -> None:
    register = edited(faultless(), "requests", 0, **fields)
    assert [(p.code, p.sheet, p.cell) for p in check(register)] == [(code, "依頼", "A2")]


def test_the_last_day_itself_is_not_past_and_today_is_not_the_future() -> None:
    register = edited(faultless(), "engagements", 0, ends_on=AS_OF)
    register = edited(register, "accesses", 1, expires_on=AS_OF)
    assert check(edited(register, "answers", 0, answered_on=AS_OF)) == ()


def test_an_access_that_was_revoked_is_no_finding() -> None:
    assert check(edited(faultless(), "accesses", 1, expires_on=PAST, revoked_on=PAST)) == ()


def test_an_ended_engagement_is_not_asked_whether_it_ended_but_what_hangs_on_it_is() -> None:
    register = edited(faultless(), "engagements", 2, ends_on=PAST, status="ended")
    register = edited(register, "accesses", 1, expires_on=None)
    (problem,) = check(register)
    assert problem.code == "finding.access_after_end"
    assert problem.cell == register.accesses[1].source.at("revoked_on").cell


def test_an_engagement_running_under_an_ended_one_is_a_finding() -> None:
    register = rebuilt(edited(faultless(), "engagements", 1, status="ended"), {"accesses": ()})
    (problem,) = check(register)
    assert (problem.code, problem.fields["parent"]) == ("finding.active_under_ended", "E2")
    assert problem.cell == register.engagements[2].source.at("status").cell


def test_the_date_that_is_given_goes_before_the_registers_own() -> None:
    assert "finding.ended_or_renewed" in {p.code for p in check(faultless(), as_of=date(2026, 4, 1))}


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "No/Where", "../../etc/passwd", ""])
def test_without_any_date_today_counts_whatever_the_zone_says(zone: str) -> None:
    register = rebuilt(faultless(), {"settings": Settings(time_zone=zone)})
    expired = edited(register, "accesses", 1, expires_on=date(2000, 1, 1))
    assert "finding.expired_access" in {p.code for p in check(expired)}
