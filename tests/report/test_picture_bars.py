"""Bars with intervals: parts add up, the first is loud, what is open is hatched and dashed; plain JSON."""

from __future__ import annotations

import json

import pytest

from riskgraph.model.exposure import DomainScore
from riskgraph.model.party import Party
from riskgraph.model.quantities import Interval
from riskgraph.report.picture_bars import bar_at, bars_alt, bars_height, bars_option, domain_bars, path_bars
from riskgraph.report.picture_marks import Option
from riskgraph.report.picture_words import PALETTES
from riskgraph.text import LOCALES, t
from tests.report.builders import a_path, a_submission, an_assessment, an_intrusion


def drawn(locale: str = "ja", theme: str = "light") -> Option:
    return bars_option(path_bars(an_assessment(), a_submission(), locale), "x", locale, theme)


@pytest.mark.parametrize("locale", LOCALES)
def test_confirmed_and_open_part_add_up_to_the_point_in_the_unit_of_the_axis(locale: str) -> None:
    confirmed, open_ = (series["data"] for series in drawn(locale)["series"][:2])
    unit = {"ja": 1e4, "en": 1e6}[locale]
    for number, path in enumerate((a_path(), an_intrusion())):
        assert confirmed[number]["value"] + open_[number]["value"] == pytest.approx(path.eal_yen.pt / unit, rel=1e-3)
        assert open_[number]["value"] == pytest.approx(path.unconfirmed_share * path.eal_yen.pt / unit, rel=1e-3)


def test_the_whisker_runs_from_the_low_to_the_high_end() -> None:
    lines = drawn()["series"][2]["data"]
    assert [line["coords"] for line in lines] == [[[320.0, 0], [6100.0, 0]], [[10.0, 1], [400.0, 1]]]


def test_the_numbers_stand_beside_the_whisker_with_their_interval() -> None:
    told = [item["label"].get("formatter", "") for item in drawn()["series"][3]["data"]]
    assert told[1] == "1,710万円 [320万〜6,100万]"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_only_the_first_path_is_loud(theme: str) -> None:
    ink = PALETTES[theme]
    colors = [item["itemStyle"]["color"] for item in drawn(theme=theme)["series"][0]["data"]]
    assert colors == [ink["path"], ink["structure"]]


def test_what_nobody_confirmed_is_told_by_hatching_and_dashes_and_not_by_colour_alone() -> None:
    for item in drawn()["series"][1]["data"]:
        assert item["itemStyle"]["borderType"] == "dashed" and "decal" in item["itemStyle"]
    assert "decal" not in drawn()["series"][0]["data"][0]["itemStyle"]


def test_a_click_on_either_part_gives_the_path_and_elsewhere_nothing() -> None:
    bars = path_bars(an_assessment(), a_submission(), "ja")
    assert bar_at(bars, 0, 1) == bar_at(bars, 1, 1) == an_intrusion().key
    assert bar_at(bars, 2, 0) == bar_at(bars, 0, 9) == bar_at(bars, 0, -1) == ""


def test_the_picture_in_words_names_the_first_bars_with_their_intervals() -> None:
    bars = path_bars(an_assessment(), a_submission(), "en")
    alt = bars_alt(bars, "Paths", "en")
    assert "bar chart of 2" in alt and bars[0].told in alt and "60%" in alt


def test_the_domains_of_a_party_are_bars_of_strength_with_what_rests_on_answers() -> None:
    scores = (
        DomainScore(domain="devices", strength=Interval(0.2, 0.5, 0.8), answered=3, asked=5, answered_part=0.75),
        DomainScore(domain="my_number"),
    )
    (bar,) = domain_bars(scores, "ja")
    assert bar.value == Interval(20.0, 50.0, 80.0) and bar.open_share == 0.25
    assert "3/5" in bar.told and bar.label == t("ja", "control_domain.devices")
    option = bars_option((bar,), "x", "ja", limit=100)
    assert option["xAxis"]["max"] == 100


def test_the_option_is_plain_json_the_same_each_time_and_high_enough_for_every_bar() -> None:
    once, twice = (json.dumps(drawn("en", "dark"), allow_nan=False) for _ in range(2))
    assert once == twice
    assert "function" not in once
    assert bars_height(path_bars(an_assessment(), a_submission(), "ja")) > bars_height(())


def test_a_name_cannot_speak_the_label_language_of_the_chart() -> None:
    hostile = a_submission()
    parties = tuple(
        Party(party_id=p.party_id, name="{a|<b>x</b>}\n{b}|") if p.party_id == "C" else p for p in hostile.parties
    )
    bars = path_bars(an_assessment(), hostile.model_copy(update={"parties": parties}), "ja")
    option = bars_option(bars, "x", "ja")
    words = json.dumps([option["yAxis"]["data"], option["series"][0]["data"]], ensure_ascii=False)
    assert "{a|" not in words and "｛a｜" in words


def test_no_path_draws_no_bar() -> None:
    nothing = an_assessment(paths=())
    assert path_bars(nothing, a_submission(), "ja") == ()
    assert bars_option((), "x", "ja")["series"][0]["data"] == []
