"""Stability in words: the line, the ranges, and the swings of judgement."""

from __future__ import annotations

import pytest

from riskgraph.catalogue import load_parameters
from riskgraph.model.quantities import Interval
from riskgraph.model.stability import RankStability, Swing, Tornado
from riskgraph.report.picture_tornado import MOST, shown_swings, tornado_alt, tornado_option
from riskgraph.report.stability_rows import (
    leaning_sentence,
    most_leaned_on,
    stability_help,
    stability_line,
    swing_columns,
)

PARAMETERS = load_parameters()
FOUND = RankStability(
    draws=48,
    seed=7,
    moved_by=0.5,
    top=10,
    correlation=Interval(-0.31, 0.925, 0.994),
    kept=Interval(6, 9, 10),
    first_stays=0.96,
    parameters=158,
)


def swing(key: str, low: float, high: float, *, kept: int = 10, first: bool = True) -> Swing:
    return Swing(parameter=key, low_value=0.5, high_value=1.5, low_yen=low, high_yen=high, kept=kept, first_stays=first)


TORNADO = Tornado(
    base_yen=40e6,
    moved_by=0.5,
    top=10,
    swings=(
        swing("rate.INS", 30e6, 50e6),
        swing("rate.handlers_per_holder", 43e6, 38e6, kept=7),
        swing("rate.RES", 40e6, 40e6, kept=1),
    ),
)


def test_the_line_says_correlation_with_its_range_who_stays_and_how_often_the_first_stays_first() -> None:
    assert stability_line(FOUND, "en") == (
        "Top 10 with judgement moved by up to 50% either way: rank correlation 0.93 (−0.31 to 0.99), 9 of 10 stay "
        "(at least 6), the first stays first in 96% of draws."
    )
    japanese = stability_line(FOUND, "ja")
    assert (
        "0.93(−0.31〜0.99)" in japanese and "9経路" in japanese and "96%" in japanese and "判断による前提" in japanese
    )


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_help_says_how_many_numbers_were_moved_how_often_and_with_which_seed(locale: str) -> None:
    told = stability_help(FOUND, locale)
    assert all(part in told for part in ("158", "48", "7", "50%"))


def test_one_path_has_no_order() -> None:
    assert "one path" in stability_line(FOUND.model_copy(update={"top": 1}), "en")


def test_the_ranks_lean_most_on_what_lets_the_fewest_stay_of_all_that_moves_anything() -> None:
    leaned = most_leaned_on(TORNADO)
    assert leaned is not None and leaned.parameter == "rate.handlers_per_holder"
    told = leaning_sentence(TORNADO, PARAMETERS, "en")
    assert PARAMETERS.by_key["rate.INS"].label.en in told and "¥30M to ¥50M" in told
    assert "7 of the top 10" in told


def test_rows_have_every_judgement_and_the_picture_only_what_moves() -> None:
    columns = swing_columns(TORNADO, PARAMETERS, "en")
    assert columns["swing_key"] == ["rate.INS", "rate.handlers_per_holder", "rate.RES"]
    assert columns["swing_width"][0] == "50%"
    assert [s.parameter for s in shown_swings(TORNADO)] == ["rate.INS", "rate.handlers_per_holder"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_bar_lies_on_the_side_to_which_the_total_moves_and_its_look_says_which_value_does_it(theme: str) -> None:
    option = tornado_option(TORNADO, PARAMETERS, "ja", theme)
    low, high = option["series"]
    assert [bar["value"] for bar in low["data"]] == [-1000.0, 300.0]  # 万円
    assert [bar["value"] for bar in high["data"]] == [1000.0, -200.0]
    assert "decal" in low["itemStyle"] and "decal" not in high["itemStyle"]
    assert len(option["yAxis"]["data"]) == 2 <= MOST
    assert "2" in tornado_alt(TORNADO, PARAMETERS, "ja")
