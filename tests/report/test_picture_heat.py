"""The heat map: number and interval in every known cell, unknown drawn as unknown, text that can be read."""

from __future__ import annotations

import json

import pytest

from riskgraph.model.exposure import DomainScore
from riskgraph.model.quantities import Interval
from riskgraph.report.picture_heat import (
    NO_NUMBER,
    contrast,
    heat_alt,
    heat_height,
    heat_left_out,
    heat_option,
)
from riskgraph.report.picture_marks import Option
from riskgraph.text import LOCALES, t

KNOWN = DomainScore(domain="devices", strength=Interval(0.2, 0.4, 0.7), answered=9, asked=10)
FEW = DomainScore(domain="access", strength=Interval(0.0, 0.4, 1.0), answered=3, asked=10)
UNKNOWN = DomainScore(domain="system", strength=Interval(0.0, 0.3, 1.0), answered=0, asked=10)
NONE = DomainScore(domain="my_number")
SCORES = {0: (KNOWN, FEW, UNKNOWN, NONE), 2: (KNOWN, KNOWN, KNOWN, NONE)}


def cells(locale: str = "ja", theme: str = "light") -> dict[tuple[int, str], Option]:
    data = heat_option(SCORES, locale, theme)["series"][0]["data"]
    return {(item["tier"], item["domain"]): item for item in data}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_known_cell_tells_weakness_interval_and_answered_share(locale: str) -> None:
    cell = cells(locale)[(0, "devices")]
    text = cell["label"]["formatter"]
    assert cell["value"] == [0, 0, 60.0]
    assert "60" in text and "30" in text and "80" in text and "90%" in text


def test_what_nobody_answered_is_a_question_mark_on_hatching_without_shade_or_number() -> None:
    cell = cells()[(0, "system")]
    assert cell["label"]["formatter"].startswith("?") and not any(c.isdigit() for c in cell["label"]["formatter"])
    assert "decal" in cell["itemStyle"] and cell["value"][2] == NO_NUMBER
    assert cell["itemStyle"]["color"] != cells()[(0, "devices")]["itemStyle"]["color"]


def test_a_cell_with_few_answers_is_hatched_and_one_with_enough_is_not() -> None:
    assert "decal" in cells()[(0, "access")]["itemStyle"]
    assert "decal" not in cells()[(0, "devices")]["itemStyle"]


def test_where_nothing_applies_the_cell_says_so() -> None:
    assert cells()[(0, "my_number")]["label"]["formatter"] == t("ja", "heat.none")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("weakness", [0, 20, 45, 60, 80, 100])
def test_every_number_stands_out_from_its_shade(theme: str, weakness: int) -> None:
    score = DomainScore(domain="devices", strength=Interval.exact(1 - weakness / 100), answered=1, asked=1)
    (cell,) = heat_option({1: (score,)}, "ja", theme)["series"][0]["data"]
    text, shade = (tuple(bytes.fromhex(c[1:])) for c in (cell["label"]["color"], cell["itemStyle"]["color"]))
    assert contrast(text, shade) >= 4.5  # type: ignore[arg-type]


def test_more_weakness_is_further_from_the_paper() -> None:
    def shade(weakness: float) -> int:
        score = DomainScore(domain="devices", strength=Interval.exact(1 - weakness / 100), answered=1, asked=1)
        (cell,) = heat_option({1: (score,)}, "ja")["series"][0]["data"]
        return sum(bytes.fromhex(cell["itemStyle"]["color"][1:]))

    assert shade(0) > shade(30) > shade(60) > shade(100)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21.0)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


def test_deep_tiers_are_left_out_and_counted() -> None:
    many = dict.fromkeys(range(12), (KNOWN,))
    assert heat_left_out(many) == 4 and heat_left_out(SCORES) == 0
    assert len(heat_option(many, "ja")["xAxis"]["data"]) == 8


def test_the_picture_in_words_counts_the_unknown_and_names_the_weakest() -> None:
    alt = heat_alt(SCORES, "en")
    assert "6 cells, 1 without any answer" in alt
    assert "60" in alt


def test_the_option_is_plain_json_and_the_same_each_time() -> None:
    once, twice = (json.dumps(heat_option(SCORES, "en", "dark"), allow_nan=False) for _ in range(2))
    assert once == twice
    assert heat_height({}) < heat_height(SCORES)


def test_without_any_tier_there_is_no_cell() -> None:
    assert heat_option({}, "ja")["series"][0]["data"] == []
