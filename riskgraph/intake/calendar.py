"""Working days in Japan, due dates on them, and the fiscal year of a day.

The convention that bites: besides weekends and public holidays the days from 29 December to 3 January are off,
because hardly an office answers letters then. Nothing is moved silently: a day off is told with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import jpholiday

_YEAR_END = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
_WEEKEND = 5
_DAYS_A_WEEK = 7


class Off(StrEnum):
    """Why a day is no working day."""

    HOLIDAY = "holiday"
    YEAR_END = "year_end"
    WEEKEND = "weekend"


@dataclass(frozen=True)
class DayOff:
    """A day that is no working day: why, the holiday's Japanese name, and the next working day."""

    day: date
    why: Off
    name: str
    next_day: date


def day_off(day: date) -> DayOff | None:
    """Return why nobody works on a day, None where it is a working day."""
    name = str(jpholiday.is_holiday_name(day) or "")
    why = _why(day, name)
    return DayOff(day, why, name, next_working_day(day)) if why else None


def _why(day: date, holiday: str) -> Off | None:
    if holiday:
        return Off.HOLIDAY
    if (day.month, day.day) in _YEAR_END:
        return Off.YEAR_END
    return Off.WEEKEND if day.weekday() >= _WEEKEND else None


def is_working_day(day: date) -> bool:
    """Say whether offices in Japan work on this day."""
    return _why(day, str(jpholiday.is_holiday_name(day) or "")) is None


def next_working_day(day: date) -> date:
    """Return the day itself where it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def due_on(from_day: date, *, days: int = 0, weeks: int = 0) -> date:
    """Return the first working day at or after so many calendar days and weeks."""
    return next_working_day(from_day + timedelta(days=days + _DAYS_A_WEEK * weeks))


def fiscal_year(day: date, first_month: int) -> int:
    """Return the calendar year in which the fiscal year of a day began.

    Parameters
    ----------
    first_month
        Month with which a fiscal year begins, 1 to 12.
    """
    return day.year if day.month >= first_month else day.year - 1
