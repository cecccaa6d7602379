"""The curve of exceedance: places are logarithms of what its table says, words stand at the axes, JSON without code."""

from __future__ import annotations

import json
from math import log10

import pytest

from riskgraph.model.assessment import Totals
from riskgraph.model.quantities import Interval
from riskgraph.model.tail import LEVELS, ExceedancePoint, Tail, TailMethod
from riskgraph.report.picture_exceedance import exceedance_alt, exceedance_option
from riskgraph.report.picture_marks import Option
from riskgraph.report.picture_words import PALETTES
from riskgraph.report.tail_rows import curve_columns, tail_columns, tail_sentence
from riskgraph.text import LOCALES, t

LOSSES = (1e5, 1e6, 1e7, 1e8, 1e9)
CHANCES = (Interval(0.2, 0.5, 0.9), Interval(0.05, 0.1, 0.5), Interval(0.01, 0.02, 0.1), Interval(0.0, 0.01, 0.05),
           Interval(0.0, 0.0, 1e-5))  # fmt: skip


def a_tail(factor: float = 1.0, method: TailMethod = TailMethod.FFT) -> Tail:
    values = dict(zip(LEVELS, (2e7, 1e8, 3e8), strict=True))
    return Tail(
        method=method,
        mean_yen=Interval(1e6, 2e6, 3e6),
        var_yen={level: Interval(0.5 * v, factor * v, 3 * v) for level, v in values.items()},
        tvar_yen={level: Interval(v, 2 * v, 4 * v) for level, v in values.items()},
        exceedance=tuple(ExceedancePoint(loss_yen=x, p=p) for x, p in zip(LOSSES, CHANCES, strict=True)),
    )


def totals(*, is_told: bool = True, is_together: bool = True) -> Totals:
    return Totals(
        eal_yen=Interval(1e6, 2e6, 3e6),
        rate_per_year=Interval(0.1, 0.2, 0.3),
        p_leak_1y=Interval(0.1, 0.2, 0.3),
        tail=a_tail() if is_told else None,
        tail_dependent=a_tail(1.5, TailMethod.MONTE_CARLO) if is_told and is_together else None,
    )


def named(option: Option, name: str) -> Option:
    (found,) = (series for series in option["series"] if series["name"] == name)
    return found


def test_places_are_the_logarithms_of_losses_and_chances() -> None:
    line = named(exceedance_option(totals(), "ja"), t("ja", "tail.line.point"))
    assert [item["value"] for item in line["data"]] == [
        [round(log10(x), 4), round(log10(p.pt) + 4, 4)] for x, p in zip(LOSSES[:4], CHANCES[:4], strict=True)
    ]
    assert "1億円" in line["data"][3]["name"]


def test_the_band_is_stacked_from_the_low_to_the_high_end() -> None:
    option = exceedance_option(totals(), "ja")
    low, rise = (named(option, name)["data"] for name in ("low", t("ja", "tail.line.band")))
    tops = [a[1] + b[1] for a, b in zip(low, rise, strict=True)]
    assert tops == pytest.approx([log10(p.hi) + 4 for p in CHANCES[:4]], abs=2e-4)
    assert all(item[1] >= 0 for item in (*low, *rise))


def test_the_named_point_is_the_loss_that_one_year_in_a_hundred_exceeds() -> None:
    (point,) = named(exceedance_option(totals(), "ja"), "named")["data"]
    assert point["value"] == [8.0, 2.0]
    assert point["label"]["formatter"] == "100年に1度の年の損失 1億円"


def test_the_dashed_line_is_there_only_where_dependence_was_computed() -> None:
    name = t("ja", "tail.line.together")
    line = named(exceedance_option(totals(), "ja"), name)
    assert line["lineStyle"]["type"] == [6, 4]
    without = exceedance_option(totals(is_together=False), "ja")
    assert name not in [series["name"] for series in without["series"]]
    assert name not in without["legend"]["data"]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_option_is_plain_json_with_words_on_both_axes(locale: str, theme: str) -> None:
    option = exceedance_option(totals(), locale, theme)
    assert json.loads(json.dumps(option, ensure_ascii=False)) == option
    beside = [item["label"]["formatter"] for item in named(option, "left")["data"]]
    assert beside[2] == t(locale, "tail.once", years=100)
    below = [item["label"]["formatter"] for item in named(option, "bottom")["data"]]
    assert below[0] == {"ja": "10万円", "en": "¥100K"}[locale]
    assert named(option, "left")["data"][0]["label"]["color"] == PALETTES[theme]["quiet"]


@pytest.mark.parametrize("locale", LOCALES)
def test_sentence_table_and_alt_text_say_one_number(locale: str) -> None:
    loss = {"ja": "1億円", "en": "¥100M"}[locale]
    said = tail_sentence(totals(), locale)
    assert loss in said and said in exceedance_alt(totals(), locale)
    assert tail_columns(totals(), locale)["tail_loss"][1].startswith(loss)  # type: ignore[union-attr]
    assert {"ja": "1.5億円", "en": "¥150M"}[locale] in said


def test_the_columns_to_take_away_are_those_of_the_curve() -> None:
    columns = curve_columns(totals())
    assert list(columns["curve_yen"]) == list(LOSSES)
    assert columns["curve_pt"][1] == pytest.approx(10.0)


def test_without_a_distribution_nothing_is_drawn_and_nothing_said() -> None:
    none = totals(is_told=False)
    assert (exceedance_option(none, "ja"), tail_sentence(none, "ja"), tail_columns(none, "ja")) == ({}, "", {})
