"""The sample gives the numbers that it gave; a change of them is made on purpose, by `make golden`, and told."""

from __future__ import annotations

import json

import pytest

from tools.make_golden import GOLDEN, sample_result


@pytest.fixture(scope="module")
def result():
    return sample_result()


@pytest.fixture(scope="module")
def golden():
    return json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.mark.parametrize("part", ["as_of", "paths_total", "problems"])
def test_counts_of_the_sample_are_as_recorded(result, golden, part):
    assert result[part] == golden[part]


@pytest.mark.parametrize("key", ["eal_yen", "rate_per_year", "p_leak_1y", "p_leak_1y_frailty"])
def test_totals_of_the_sample_are_as_recorded(result, golden, key):
    assert result["totals"][key] == pytest.approx(golden["totals"][key], rel=1e-6)


def test_the_first_paths_of_the_sample_are_as_recorded(result, golden):
    words = ("parties", "engagements", "entry", "certainty", "grade", "first_channel")

    assert [[p[w] for w in words] for p in result["paths"]] == [[p[w] for w in words] for p in golden["paths"]]
    for now, then in zip(result["paths"], golden["paths"], strict=True):
        assert now["eal_yen"] == pytest.approx(then["eal_yen"], rel=1e-6)
        assert now["rate_per_year"] == pytest.approx(then["rate_per_year"], rel=1e-6)
        assert now["unconfirmed_share"] == pytest.approx(then["unconfirmed_share"], abs=1e-6)


@pytest.mark.parametrize("key", ["var_yen", "tvar_yen"])
def test_a_years_loss_of_the_sample_is_as_recorded(result, golden, key):
    assert list(result["year"][key]) == list(golden["year"][key])
    for level, ends in result["year"][key].items():
        assert ends == pytest.approx(golden["year"][key][level], rel=1e-6)


@pytest.mark.parametrize("part", ["causes", "shared"])
def test_what_the_loss_of_the_sample_is_made_of_is_as_recorded(result, golden, part):
    for now, then in zip(result[part], golden[part], strict=True):
        assert now[:2] == then[:2]
        for mine, recorded in zip(now[2:], then[2:], strict=True):
            assert mine == pytest.approx(recorded, rel=1e-6)


def test_the_stability_of_the_sample_is_as_recorded(result, golden):
    now, then = dict(result["stability"]), dict(golden["stability"])
    assert now.pop("correlation") == pytest.approx(then.pop("correlation"), abs=1e-9)
    assert now == then
