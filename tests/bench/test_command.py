"""The command bench: it runs, tells its figures in both forms and both languages, and holds no second to anything."""

from __future__ import annotations

import json
import math
import sys
from argparse import Namespace

import pytest

from riskgraph.bench import running
from riskgraph.bench.memory import Memory
from riskgraph.bench.ratio import Ratio

FIGURES = [
    Ratio("growth", 4.0, 5.0, is_at_least=False, detail="1,000 -> 4,000"),
    Ratio("eight_layers_change", 700.0, 500.0, is_at_least=True, detail="1,000"),
    Ratio("memory_peak", 210.0, math.inf, is_at_least=False, detail="1,000"),
    Ratio("never_heard_of", 0.5, 1.0, is_at_least=False, detail=""),
]


def options(**given: object) -> Namespace:
    return Namespace(
        **{"size": None, "quick": False, "chains": None, "runs": 3, "format": "table", "locale": "en"} | given
    )


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> list[Ratio]:
    """The figures that a run finds, to be changed by the test."""
    found = list(FIGURES)
    monkeypatch.setattr(running, "all_ratios", lambda _options, _say: found)
    return found


def test_a_small_run_measures_everything_and_says_each_step(capsys: pytest.CaptureFixture[str]) -> None:
    result, messages, is_kept = running.bench(options(quick=True, format="json"))
    document = json.loads(result)
    names = [ratio["name"] for ratio in document["ratios"]]
    assert is_kept
    assert document["quick"]
    told = {
        "greedy",
        "fix_gap",
        "eight_layers_scoring",
        "eight_layers_change",
        "growth",
        "memory_held",
        "exceedance",
        "road_change",
    }
    assert told | {"receiving", "receiving_together", "receiving_memory", "reading_register"} <= set(names)
    exact = [ratio for ratio in document["ratios"] if ratio["name"].endswith("_exact")]
    assert len(exact) >= 3
    assert all(ratio["is_met"] for ratio in exact)
    assert all(ratio["limit"] is None for ratio in document["ratios"] if ratio not in exact)
    assert len(messages) == 1
    assert capsys.readouterr().err.count("measuring") >= 6


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_table_has_a_line_a_figure_with_its_limit(figures: list[Ratio], locale: str) -> None:
    result, _, _ = running.bench(options(locale=locale))
    lines = result.splitlines()
    assert len(lines) == 3 + len(figures)
    for ratio, line in zip(figures, lines[3:], strict=True):
        assert ratio.detail in line
        assert "{" not in line
    assert "700" in lines[4]
    assert "500" in lines[4]


def test_the_status_tells_a_missed_limit(figures: list[Ratio]) -> None:
    assert running.bench(options())[2]
    figures.append(Ratio("growth", 5.1, 5.0, is_at_least=False, detail=""))
    assert not running.bench(options())[2]
    figures[-1] = Ratio("eight_layers_change", 499.0, 500.0, is_at_least=True, detail="")
    assert not running.bench(options())[2]


def test_what_cannot_be_measured_is_null_and_keeps_no_limit(figures: list[Ratio]) -> None:
    figures[:] = [Ratio("memory_held", math.nan, 400.0, is_at_least=False, detail="")]
    result, _, is_kept = running.bench(options(format="json"))
    assert json.loads(result)["ratios"][0]["value"] is None
    assert not is_kept


def test_the_memory_of_a_work_is_taken_above_the_empty_process() -> None:
    from riskgraph.bench.memory import measured

    found = measured(eight_megabytes, 8)
    assert isinstance(found, Memory)
    assert found.count == 8
    if sys.platform.startswith("linux"):
        assert 7e6 < found.held < 12e6
        assert found.peak >= found.held - 1e6


def eight_megabytes(size: int) -> tuple[object, int]:
    return bytearray(b"x" * (size * 1_000_000)), size
