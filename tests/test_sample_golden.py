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


@pytest.mark.parametrize("key", ["eal_yen", "rate_per_year", "p_leak_1y"])
def test_totals_of_the_sample_are_as_recorded(result, golden, key):
    assert result["totals"][key] == pytest.approx(golden["totals"][key], rel=1e-6)


def test_the_first_paths_of_the_sample_are_as_recorded(result, golden):
    words = ("parties", "engagements", "certainty", "grade", "first_channel")

    assert [[p[w] for w in words] for p in result["paths"]] == [[p[w] for w in words] for p in golden["paths"]]
    for now, then in zip(result["paths"], golden["paths"], strict=True):
        assert now["eal_yen"] == pytest.approx(then["eal_yen"], rel=1e-6)
        assert now["rate_per_year"] == pytest.approx(then["rate_per_year"], rel=1e-6)
        assert now["unconfirmed_share"] == pytest.approx(then["unconfirmed_share"], abs=1e-6)
