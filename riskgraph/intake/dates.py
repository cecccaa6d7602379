"""Dates as offices write them: cells, serial numbers, 2025/4/1, 令和7年4月1日, R7.4.1, 令和7年4月.

The convention that bites: a month without a day is its first day, or its last where the column is an
end; the reading says so. A word that says that there is no date gives None.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta

from riskgraph.intake.amounts import UNKNOWN_WORDS
from riskgraph.intake.folding import fold
from riskgraph.intake.reading import Reading

# The year before the first of each era, so that year 1 is offset + 1.
_ERAS = {
    "令和": 2018,
    "r": 2018,
    "平成": 1988,
    "h": 1988,
    "昭和": 1925,
    "s": 1925,
    "大正": 1911,
    "t": 1911,
    "明治": 1867,
    "m": 1867,
}
_ERA = re.compile(
    r"(令和|平成|昭和|大正|明治|[rhstm])\.?(元|\d{1,2})(?:年|[./\-])(\d{1,2})(?:(?:月|[./\-])(?:(\d{1,2})日?)?)?$"
)
_WESTERN = re.compile(r"'?(\d{4})(?:年|[./\-])(\d{1,2})(?:(?:月|[./\-])(?:(\d{1,2})日?)?)?$")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: i for i, name in enumerate(_MONTH_NAMES, start=1)}
_ENGLISH = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[\-/ .,]*)?([a-z]{3,9})[\-/ .,]*(?:(\d{1,2})(?:st|nd|rd|th)?[ ,]+)?(\d{4})$"
)
_CLOCK = re.compile(r"[t ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+\-]\d{2}:?\d{2})?$")
_REMARK = re.compile(r"\([^)]*\)|[※*].*$|(?:付け?|現在|時点|頃|ごろ|まで|より|から|~|〜)+$")
_NO_DATE = UNKNOWN_WORDS | {
    fold(word)
    for word in (
        "なし",
        "無",
        "無し",
        "期限なし",
        "無期限",
        "期間の定めなし",
        "未実施",
        "未",
        "none",
        "no expiry",
        "open-ended",
        "indefinite",
    )
}
_SERIAL_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119: no other number in a register looks like that
_YEARS = range(1900, 2200)


def day(value: object, *, is_end: bool = False) -> Reading[date]:
    """Return the date that a cell holds.

    Parameters
    ----------
    is_end
        True where the column is the end of a term: a month alone then means its last day.

    Returns
    -------
    Reading
        ``cell.date_month_only`` where the day was missing, ``cell.date_unreadable`` where nothing fits.

    Examples
    --------
    >>> day("令和7年4月1日").value
    datetime.date(2025, 4, 1)
    >>> day("R7.13.1")
    Reading(value=None, code='cell.date_unreadable')
    """
    if isinstance(value, datetime):
        return Reading(value.date())
    if isinstance(value, date):
        return Reading(value)
    if value is None:
        return Reading()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    return _from_text(str(value), is_end=is_end) if isinstance(value, str) else Reading(code="cell.date_unreadable")


def _from_number(value: int | float) -> Reading[date]:
    """Return the date of a serial number, or of 20250401."""
    if value != value or value in (float("inf"), float("-inf")):
        return Reading(code="cell.date_unreadable")
    whole = int(value)
    if whole in _SERIALS:
        return Reading(_SERIAL_DAY_ZERO + timedelta(days=whole))
    return (
        _made(whole // 10000, whole // 100 % 100, whole % 100)
        if whole == value
        else Reading(code="cell.date_unreadable")
    )


def _from_text(text: str, *, is_end: bool) -> Reading[date]:
    """Return the date of a text; remarks in brackets and a time of day do not count."""
    plain = " ".join(unicodedata.normalize("NFKC", text[:100]).casefold().split())
    if not plain or fold(plain) in _NO_DATE:
        return Reading()
    plain = _REMARK.sub("", _CLOCK.sub("", _REMARK.sub("", plain))).strip()
    if fold(plain) in _NO_DATE:
        return Reading()
    joined, month_ends = re.subn(r"(?<=月)末日?$", "", plain.replace(" ", ""))
    if month_ends:
        reading = _from_text(joined, is_end=True)
        return Reading(reading.value) if reading.code == "cell.date_month_only" else reading
    if joined.isascii() and joined.isdigit():
        return _from_number(int(joined)) if len(joined) in (5, 8) else Reading(code="cell.date_unreadable")
    era = _ERA.match(joined)
    if era:
        year = _ERAS[era.group(1)] + (1 if era.group(2) == "元" else int(era.group(2)))
        return _dated(year, int(era.group(3)), era.group(4), is_end=is_end)
    western = _WESTERN.match(joined)
    if western:
        return _dated(int(western.group(1)), int(western.group(2)), western.group(3), is_end=is_end)
    return _from_english(plain, is_end=is_end)


def _from_english(plain: str, *, is_end: bool) -> Reading[date]:
    """Return the date of ``1 April 2025``, ``Apr 1, 2025`` or ``April 2025``."""
    found = _ENGLISH.match(plain)
    month = _MONTHS.get(found.group(2)[:3]) if found else None
    if found is None or month is None:
        return Reading(code="cell.date_unreadable")
    return _dated(int(found.group(4)), month, found.group(1) or found.group(3), is_end=is_end)


def _dated(year: int, month: int, day_text: str | None, *, is_end: bool) -> Reading[date]:
    """Return the date, choosing a day where only the month is known."""
    if day_text:
        return _made(year, month, int(day_text))
    if not 1 <= month <= 12 or year not in _YEARS:
        return Reading(code="cell.date_unreadable")
    return Reading(date(year, month, monthrange(year, month)[1] if is_end else 1), "cell.date_month_only")


def _made(year: int, month: int, day_of_month: int) -> Reading[date]:
    """Return the date where there is such a day."""
    try:
        return Reading(date(year, month, day_of_month)) if year in _YEARS else Reading(code="cell.date_unreadable")
    except ValueError:
        return Reading(code="cell.date_unreadable")
