"""The tools of the house do what they say: the benchmark runs, the browser is looked for where it is named."""

from __future__ import annotations

import pytest

from tests import chromium
from tools import bench_intake


def test_the_benchmark_runs_and_prints_a_ratio(capsys):
    """Seconds depend on the machine and are nobody's promise in a test."""
    assert bench_intake.main(["--runs", "1"]) == 0

    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("ratio")
    assert float(last.split()[1]) > 0


def test_runs_are_taken_in_turns_and_compared_by_their_medians():
    order = []

    bench_intake.medians(lambda: order.append("a"), lambda: order.append("b"), runs=2)

    assert "".join(order) == "ab" + "ab" * 2  # a warm-up of each, then turns


def test_a_browser_that_is_named_is_taken_and_a_wrong_name_is_not_passed_over(monkeypatch, tmp_path):
    browser = tmp_path / "browser"
    browser.touch()

    monkeypatch.setenv(chromium.VARIABLE, str(browser))
    assert chromium.find_chromium() == str(browser)
    monkeypatch.setenv(chromium.VARIABLE, str(tmp_path / "absent"))
    assert chromium.find_chromium() is None


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("1", True), ("", False), ("false", False), ("0", False)]
)
def test_ci_is_known_by_its_variable(monkeypatch, value, expected):
    monkeypatch.setenv("CI", value)

    assert chromium.is_ci() is expected
