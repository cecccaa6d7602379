"""Numbers as people read them: yen in 万 and 億 or K, M and B, times, shares, rates, dates.

The convention that bites: everything is rounded to significant figures before it is worded, because the
estimates carry two figures at most; the exact value stands in the JSON document only.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date
from babel.numbers import parse_pattern

from riskgraph.model.quantities import Interval
from riskgraph.text import t

POINT_FIGURES = 3
END_FIGURES = 2
RAREST = 1e-5  # events a year; below it a number of years would only look exact
UNITS = (4, 3, 2, 1, 0)
# Japanese counts in steps of four digits (万, 億, 兆, 京), English in steps of three (K, M, B, T).
_DIGITS_A_STEP = {"ja": 4, "en": 3}
_GROUPED = parse_pattern("#,##0.##########")  # read once: reading it for each number took most of the time
_BABEL = {"ja": "ja_JP", "en": "en_US"}


def rounded(value: float, figures: int) -> Decimal:
    """Return a finite value rounded half to even to `figures` significant figures."""
    exact = Decimal(repr(float(value)))
    if exact == 0:
        return Decimal(0)
    return exact.quantize(Decimal(1).scaleb(exact.adjusted() - figures + 1), rounding=ROUND_HALF_EVEN)


def decimal(value: Decimal | float, locale: str) -> str:
    """Return a number with the digits that it has, grouped by thousands."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if exact == exact.to_integral_value():
        exact = exact.quantize(Decimal(1))
    return str(_GROUPED.apply(exact.normalize() if exact else exact, _BABEL[locale]))


def yen(value: float, locale: str, *, figures: int = POINT_FIGURES) -> str:
    """Return an amount in words: 1,710万円 or ¥17.1M; a value below one yen reads 0."""
    amount, unit = _in_unit(value, locale, figures)
    return t(locale, f"number.yen.step_{unit}", amount=amount)


def yen_interval(interval: Interval, locale: str) -> str:
    """Return a point with its ends: 1,710万円 [320万〜6,100万] or ¥17.1M [3.2M-61M]."""
    ends = {name: _bare(getattr(interval, name), locale) for name in ("lo", "hi")}
    return t(locale, "number.interval", point=yen(interval.pt, locale), **ends)


def _bare(value: float, locale: str) -> str:
    """Return an end of an interval, without the sign of the currency."""
    amount, unit = _in_unit(value, locale, END_FIGURES)
    return t(locale, f"number.bare.step_{unit}", amount=amount)


def _in_unit(value: float, locale: str, figures: int) -> tuple[str, int]:
    """Return the rounded amount in its largest unit, and the step of that unit (0: the amount itself)."""
    near = rounded(value, figures)
    if abs(near) < 1:
        near = Decimal(0)
    power = _DIGITS_A_STEP[locale]
    unit = next(step for step in UNITS if step == 0 or abs(near) >= Decimal(1).scaleb(step * power))
    return decimal(near.scaleb(-unit * power), locale), unit


def percent(share: float, locale: str) -> str:
    """Return a share of 0 to 1 in whole per cent; what is there but below one reads so."""
    if 0 < share < 0.005:
        return t(locale, "number.percent.below_one")
    return t(locale, "number.percent", amount=decimal(rounded(round(100 * share), 3), locale))


def probability(value: float, locale: str) -> str:
    """Return a probability of 0 to 1 in per cent to two figures: 0.68%."""
    return t(locale, "number.percent", amount=decimal(rounded(100 * value, END_FIGURES), locale))


def probability_interval(p: Interval, locale: str) -> str:
    """Return a probability with its ends: 4.9 % [1.0 %〜12 %]."""
    ends = {"lo": probability(p.lo, locale), "hi": probability(p.hi, locale)}
    return t(locale, "number.interval", point=probability(p.pt, locale), **ends)


def times_short(ratio: float, locale: str) -> str:
    """Return a ratio to two figures for a narrow column: 1.5倍 or 1.5x."""
    return t(locale, "number.times.short", amount=decimal(rounded(ratio, 2), locale))


def times(ratio: float, locale: str) -> str:
    """Return a ratio to two figures: 約1.5倍 or about 1.5 times."""
    return t(locale, "number.times", amount=decimal(rounded(ratio, 2), locale))


def times_interval(interval: Interval, locale: str) -> str:
    """Return a ratio with its ends: 約1.5倍 [0.4〜6.1]."""
    ends = {name: decimal(rounded(getattr(interval, name), 2), locale) for name in ("lo", "hi")}
    return t(locale, "number.interval", point=times(interval.pt, locale), **ends)


def frequency(rate: float, locale: str) -> str:
    """Return a rate per year as people say it: 約1,300年に1回, or 年に約1.5回 from one half on."""
    if rate <= 0:
        return t(locale, "number.frequency.never")
    if rate < RAREST:
        return t(locale, "number.frequency.rare")
    if rate >= 0.5:
        return t(locale, "number.frequency.often", amount=decimal(rounded(rate, 2), locale))
    return t(locale, "number.frequency.seldom", years=decimal(rounded(1 / rate, 2), locale))


def per_year(rate: float, locale: str) -> str:
    """Return a rate in events a year to two figures: 0.00076回/年."""
    return t(locale, "number.per_year", amount=decimal(rounded(rate, 2), locale))


def persons(count: float, locale: str) -> str:
    """Return a number of people's records in words: 約2,900万人分."""
    amount, unit = _in_unit(count, locale, END_FIGURES)
    return t(locale, f"number.persons.step_{unit}", amount=amount)


def day(when: date | None, locale: str) -> str:
    """Return a date in words: 2025年4月1日 or April 1, 2025; undated where there is none."""
    if when is None:
        return t(locale, "number.undated")
    return format_date(when, format="long", locale=_BABEL[locale])


def moment(at: datetime, time_zone: str, locale: str) -> str:
    """Return a time in words in a zone, with the zone's short name: 2026年10月1日 9:05 JST.

    A zone that nobody knows is read as that of Japan, as everywhere.
    """
    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = ZoneInfo("Asia/Tokyo")
    local = at.astimezone(zone)
    return f"{day(local.date(), locale)} {local:%H:%M} {local:%Z}"
