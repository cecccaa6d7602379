"""Numbers in words, in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.model.quantities import Interval
from riskgraph.report.numbers import (
    day,
    frequency,
    per_year,
    percent,
    persons,
    probability,
    rounded,
    times,
    times_interval,
    yen,
    yen_interval,
)


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [
        (0, "0円", "¥0"),
        (0.4, "0円", "¥0"),
        (980, "980円", "¥980"),
        (17_100_000, "1,710万円", "¥17.1M"),
        (99_996_000, "1億円", "¥100M"),
        (120_000_000, "1.2億円", "¥120M"),
        (4.512e9, "45.1億円", "¥4.51B"),
        (2.2e12, "2.2兆円", "¥2.2T"),
    ],
)
def test_yen_are_said_in_the_units_of_the_language(value: float, ja: str, en: str) -> None:
    assert (yen(value, "ja"), yen(value, "en")) == (ja, en)


def test_two_figures_can_be_asked_for() -> None:
    assert yen(17_160_000, "ja", figures=2) == "1,700万円"


def test_an_interval_shows_its_ends_to_two_figures() -> None:
    interval = Interval(3.21e6, 17.1e6, 61.4e6)
    assert yen_interval(interval, "ja") == "1,710万円 [320万〜6,100万]"
    assert yen_interval(interval, "en") == "¥17.1M [3.2M-61M]"


def test_ratios_shares_and_rates_are_said_as_people_say_them() -> None:
    assert (times(1.52, "ja"), times(10.4, "en")) == ("約1.5倍", "about 10 times")
    assert times_interval(Interval(0.44, 1.52, 6.1), "ja") == "約1.5倍 [0.44〜6.1]"
    assert [percent(share, "ja") for share in (0, 0.001, 0.456, 1)] == ["0%", "1%未満", "46%", "100%"]
    assert probability(0.0068, "en") == "0.68%"
    assert frequency(7.59e-4, "ja") == "約1,300年に1回"
    assert frequency(1.5, "en") == "about 1.5 times a year"
    assert frequency(0, "ja") == "見込みなし"
    assert frequency(1e-9, "en") == "less than once in 100,000 years"
    assert per_year(7.59e-4, "ja") == "0.00076回/年"
    assert persons(28_950_000, "ja") == "約2,900万人分"


def test_dates_are_long_and_a_missing_one_says_so() -> None:
    assert day(date(2025, 4, 1), "ja") == "2025年4月1日"
    assert day(date(2025, 4, 1), "en") == "April 1, 2025"
    assert day(None, "ja") == "日付なし"


@given(st.floats(min_value=0, max_value=1e15), st.floats(min_value=0, max_value=1e15))
def test_rounding_keeps_the_order(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert rounded(low, 2) <= rounded(high, 2)


@given(st.floats(min_value=0, max_value=1e16))
def test_every_amount_has_words_in_both_languages(value: float) -> None:
    assert yen(value, "ja").endswith("円")
    assert yen(value, "en").startswith("¥")
