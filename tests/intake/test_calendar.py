"""Working days: weekends, holidays and the turn of the year are told, and a due date never falls on one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.intake.calendar import Off, day_off, due_on, fiscal_year, is_working_day, next_working_day

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "why", "name", "next_day"),
    [
        (date(2026, 11, 23), Off.HOLIDAY, "勤労感謝の日", date(2026, 11, 24)),
        (date(2026, 11, 21), Off.WEEKEND, "", date(2026, 11, 24)),  # Saturday before a holiday on Monday
        (date(2026, 12, 29), Off.YEAR_END, "", date(2027, 1, 4)),
        (date(2026, 9, 22), Off.HOLIDAY, "国民の休日", date(2026, 9, 24)),  # between two holidays
    ],
)
def test_a_day_off_is_told_with_its_reason_and_the_next_working_day(
    day: date, why: Off, name: str, next_day: date
) -> None:
    found = day_off(day)

    assert found is not None
    assert (why, name, next_day) == (found.why, found.name.replace(" 振替休日", ""), found.next_day)


def test_a_working_day_is_no_day_off() -> None:
    assert day_off(date(2026, 11, 24)) is None


@given(DAYS, st.integers(0, 60), st.integers(0, 8))
def test_a_due_date_is_the_first_working_day_at_or_after(day: date, days: int, weeks: int) -> None:
    asked = day + timedelta(days=days + 7 * weeks)
    found = due_on(day, days=days, weeks=weeks)

    assert is_working_day(found)
    assert asked <= found
    assert not any(is_working_day(asked + timedelta(days=n)) for n in range((found - asked).days))


@given(DAYS)
def test_a_working_day_is_its_own_next_and_has_no_reason_to_be_off(day: date) -> None:
    assert is_working_day(day) == (next_working_day(day) == day) == (day_off(day) is None)


@pytest.mark.parametrize(
    ("day", "first_month", "expected"),
    [
        (date(2026, 3, 31), 4, 2025),
        (date(2026, 4, 1), 4, 2026),
        (date(2026, 12, 31), 1, 2026),
        (date(2026, 11, 30), 12, 2025),
    ],
)
def test_a_fiscal_year_bears_the_number_of_the_year_in_which_it_began(
    day: date, first_month: int, expected: int
) -> None:
    assert expected == fiscal_year(day, first_month)
