"""Calibration: the conjugate update against integration, the textbook and plain counting; and hostile counts."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from scipy import integrate, stats

from riskgraph.__main__ import main
from riskgraph.analysis.calibration import calibrate, factor_of
from riskgraph.calibrating import calibrated
from riskgraph.catalogue import load_catalogue, load_parameters, parameters_from
from riskgraph.errors import ParameterRefused
from riskgraph.intake.incidents import read_incidents
from riskgraph.model.calibration import IncidentCount
from riskgraph.scoring.channels import score
from riskgraph.scoring.expected import expected_by_actor
from tests.scoring.worlds import AS_OF, promise, world

CATALOGUE, TABLE = load_catalogue(), load_parameters()
SAMPLE = str(Path(__file__).parents[1] / "sample_vendors.xlsx")


@pytest.mark.parametrize(("events", "expected", "k"), [(0, 3.0, 2.0), (5, 1.5, 2.0), (1, 0.02, 0.5), (12, 30.0, 8.0)])
def test_the_factor_is_that_of_prior_times_likelihood_integrated(events: int, expected: float, k: float) -> None:
    """No conjugacy: Gamma(k, k) times the Poisson probability of the count, by quadrature."""

    def posterior(factor: float) -> float:
        return float(stats.gamma.pdf(factor, k, scale=1 / k) * stats.poisson.pmf(events, factor * expected))

    top = 40.0 * (k + events) / (k + expected)
    points = [(k + events) / (k + expected)]
    whole = integrate.quad(posterior, 0, top, points=points, limit=400)[0]
    mean = integrate.quad(lambda x: x * posterior(x), 0, top, points=points, limit=400)[0] / whole
    found = factor_of(events, expected, k)
    assert found.pt == pytest.approx(mean, rel=1e-6)
    below = integrate.quad(posterior, 0, found.lo, limit=400)[0] / whole
    above = integrate.quad(posterior, found.hi, top, points=points, limit=400)[0] / whole
    assert (below, above) == pytest.approx((0.05, 0.05), rel=1e-5)


def test_the_textbook_case() -> None:
    """Gelman and others, Bayesian Data Analysis, section 2.6: asthma deaths.

    Prior Gamma(3, 5) on a rate of 0.6 per 100,000; 3 deaths at an exposure of 2.0 give Gamma(6, 7), mean 0.86; 30
    deaths at 20.0 give Gamma(33, 25), mean 1.32. The prior is k = 3 at lambda = 0.6.
    """
    assert 0.6 * factor_of(3, 0.6 * 2.0, 3.0).pt == pytest.approx(6 / 7)
    assert 0.6 * factor_of(30, 0.6 * 20.0, 3.0).pt == pytest.approx(33 / 25)


@promise(200)
@given(st.integers(0, 500), st.floats(0, 1e4), st.floats(0.1, 1_000))
def test_more_events_raise_the_factor_and_more_expected_ones_lower_it(events: int, expected: float, k: float) -> None:
    here = factor_of(events, expected, k)
    assert here.lo <= here.pt <= here.hi
    assert factor_of(events + 1, expected, k).pt > here.pt
    assert factor_of(events, expected + 1, k).pt < here.pt
    assert min(1.0, events / expected if expected else np.inf) - 1e-12 <= here.pt
    assert here.pt <= max(1.0, events / expected if expected else np.inf) + 1e-12  # between published and observed


def test_a_prior_without_end_leaves_the_rate_and_one_of_nothing_takes_the_count() -> None:
    assert factor_of(40, 4.0, 1e12).pt == pytest.approx(1.0)
    assert factor_of(40, 4.0, 1e-9).pt == pytest.approx(10.0)


def test_it_is_the_formula_of_the_method_in_rates_and_exposure() -> None:
    """(k + events) / (k / lambda + exposure), exposure in the unit of lambda."""
    base, exposure, events, k = 0.0194, 180.0, 6, 2.0
    assert base * factor_of(events, base * exposure, k).pt == pytest.approx((k + events) / (k / base + exposure))


def count(scenario: str, events: int, years: float = 1.0, party: str = "") -> IncidentCount:
    return IncidentCount(scenario=scenario, events=events, years=years, party_id=party)


def test_leavers_do_not_take_the_factor_of_insiders_twice() -> None:
    rate = {"INS": {"A": 1.0}, "LVR": {"A": 1.0}}
    both = calibrate([count("INS", 7), count("LVR", 1)], rate, TABLE)
    after = {r.parameter: r.new for r in both.rates}
    insiders, leavers = 9 / 3, 3 / 3
    assert after["rate.INS"] == pytest.approx(TABLE.number("rate.INS") * insiders)
    of_leavers = after["rate.INS"] * after["rate.LVR_of_INS"]
    assert of_leavers == pytest.approx(TABLE.number("rate.INS") * TABLE.number("rate.LVR_of_INS") * leavers)


def test_several_counts_of_one_scenario_are_one_count() -> None:
    rate = {"EXT": {"A": 0.5, "B": 1.5}}
    apart = calibrate([count("EXT", 1, 2.0, "A"), count("EXT", 2, 2.0, "B")], rate, TABLE)
    assert apart.rates[0].factor == calibrate([count("EXT", 3, 2.0)], rate, TABLE).rates[0].factor
    assert apart.rates[0].expected == pytest.approx(4.0)


def test_expected_events_are_the_rates_of_the_assessment_by_who_acts() -> None:
    submission = world("O > A", "O > B")
    scored = score(submission, CATALOGUE, TABLE, as_of=AS_OF)
    found = expected_by_actor(scored)
    assert sum(sum(by.values()) for by in found.values()) == pytest.approx(float(scored.rate[:, 1].sum()))
    assert {"A", "B"} <= set(found["INS"])


def test_a_rate_that_is_twice_as_high_is_met_by_a_register_that_expects_twice_as_much() -> None:
    """What the register then expects is the observed count once the prior is light and the count is large."""
    submission = world("O > A", heads=50)
    light = TABLE.changed({"calibrate.k": 0.1})
    expected = sum(expected_by_actor(score(submission, CATALOGUE, TABLE, as_of=AS_OF))["ERR"].values())
    years = 300 / expected  # 300 expected, 600 seen
    _, updated = calibrated(submission, light, CATALOGUE, [count("ERR", 600, years)], as_of=AS_OF)
    after = sum(expected_by_actor(score(submission, CATALOGUE, updated, as_of=AS_OF))["ERR"].values())
    assert after * years == pytest.approx(600, rel=1e-3)


def test_a_rate_that_would_leave_its_range_is_refused_with_key_and_range() -> None:
    with pytest.raises(ParameterRefused) as refused:
        calibrated(world("O > A"), TABLE, CATALOGUE, [count("EXT", 900_000)], as_of=AS_OF)
    assert refused.value.fields["key"] == "rate.EXT"
    assert (refused.value.fields["minimum"], refused.value.fields["maximum"]) == (0.0001, 1.0)


HEAD = "scenario,from,to,years,events,party_id,note\n"


def read(text: str, name: str = "counts.csv") -> tuple[tuple[IncidentCount, ...], list[tuple[str, str]]]:
    counts, problems = read_incidents(
        name, (HEAD + text).encode(), CATALOGUE, parties=["A", "B"], today=date(2025, 10, 1)
    )
    return counts, [(problem.code.removeprefix("incidents."), problem.cell) for problem in problems]


def test_counts_are_read_as_offices_write_them() -> None:
    counts, problems = read("内部者の持出し,令和6年4月1日,2025/3/31,,2,A,x\nＥＸＴ,,,2.5,０,,\n")
    assert problems == []
    first, second = counts
    assert (first.scenario, first.events, first.party_id, first.note) == ("INS", 2, "A", "x")
    assert first.years == pytest.approx(365 / 365.25)
    assert (second.scenario, second.events, second.years) == ("EXT", 0, 2.5)


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("FOO,,,1,1,,", "scenario", "A2"),
        (",,,1,1,,", "scenario", "D2"),
        ("EXT,,,1,-1,,", "events", "E2"),
        ("EXT,,,1,1.5,,", "events", "E2"),
        ("EXT,,,1,,,", "events", "A2"),
        ("EXT,,,1,nan,,", "events", "E2"),
        ("EXT,,,1,1e400,,", "events", "E2"),
        ("EXT,,,1,some,,", "events", "E2"),
        ("EXT,,,0,1,,", "years", "D2"),
        ("EXT,,,-2,1,,", "years", "D2"),
        ("EXT,,,inf,1,,", "years", "D2"),
        ("EXT,,,,1,,", "period", "A2"),
        ("EXT,2024-01-01,,,1,,", "period", "B2"),
        ("EXT,2024-01-01,2024-12-31,1,1,,", "period", "D2"),
        ("EXT,2024-13-01,2024-12-31,,1,,", "date", "B2"),
        ("EXT,2024-12-31,2024-01-01,,1,,", "turned", "C2"),
        ("EXT,2024-12-31,2025-12-31,,1,,", "future", "C2"),
        ("EXT,,,1,1,Z,", "party", "F2"),
    ],
)
def test_a_count_that_cannot_be_trusted_is_told_with_its_cell_and_nothing_is_used(
    row: str, code: str, cell: str
) -> None:
    counts, problems = read(f"{row}\nERR,,,1,1,,\n")
    assert counts == ()
    assert problems == [(code, cell)]


@pytest.mark.parametrize(
    ("rows", "is_overlap"),
    [
        ("EXT,2023-01-01,2023-12-31,,1,,\nEXT,2023-12-31,2024-12-31,,1,,", True),
        ("EXT,2023-01-01,2023-12-31,,1,,\nEXT,2024-01-01,2024-12-31,,1,,", False),
        ("EXT,2023-01-01,2023-12-31,,1,A,\nEXT,2023-01-01,2023-12-31,,1,B,", False),
        ("EXT,2023-01-01,2023-12-31,,1,A,\nEXT,2023-01-01,2023-12-31,,1,,", True),
        ("EXT,2023-01-01,2023-12-31,,1,,\nERR,2023-01-01,2023-12-31,,1,,", False),
        ("EXT,,,1,1,,\nEXT,,,2,1,,", True),
    ],
)
def test_one_incident_is_never_counted_twice(rows: str, is_overlap: bool) -> None:
    counts, problems = read(rows)
    assert problems == ([("overlap", "A3")] if is_overlap else [])
    assert len(counts) == (0 if is_overlap else 2)


def test_a_workbook_and_windows_text_are_read_alike() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["事故件数"])
    sheet.append(["事故の種類", "集計年数", "件数"])
    sheet.append(["誤送信・誤操作", 2, 3])
    stream = io.BytesIO()
    book.save(stream)
    text = "事故の種類,集計年数,件数\n誤送信・誤操作,2,3\n".encode("cp932")
    found = [
        read_incidents(name, data, CATALOGUE, parties=(), today=AS_OF)[0]
        for name, data in (("counts.xlsx", stream.getvalue()), ("counts.csv", text))
    ]
    assert [[(c.scenario, c.years, c.events) for c in counts] for counts in found] == [[("ERR", 2.0, 3)]] * 2


def test_a_table_without_headings_or_rows_is_told() -> None:
    for data, code in ((b"a,b\n1,2\n", "no_header"), (HEAD.encode(), "empty"), (b"", "no_header")):
        counts, problems = read_incidents("counts.csv", data, CATALOGUE, parties=(), today=AS_OF)
        assert (counts, [p.code for p in problems]) == ((), [f"incidents.{code}"])


def test_the_command_writes_parameters_that_assess_takes(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    given, out = tmp_path / "counts.csv", tmp_path / "own.yaml"
    given.write_text(HEAD + "EXT,2024-10-01,2025-09-30,,4,,\n", encoding="utf-8")
    status = main(
        ["calibrate", SAMPLE, "--incidents", str(given), "--as-of", "2025-10-01", "--out", str(out), "--format", "json"]
    )
    document = json.loads(capsysbinary.readouterr().out)
    assert status == 0
    (rate,) = document["rates"]
    assert rate["new"] == pytest.approx(rate["old"] * (2 + 4) / (2 + rate["expected"]))
    own = parameters_from(out.read_bytes(), "own.yaml")
    assert own.number("rate.EXT") == rate["new"]
    assert {p.key for p in own.table if p.value != TABLE.by_key[p.key].value} == {"rate.EXT"}


def test_the_command_lists_what_is_wrong_and_writes_nothing(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    given, out = tmp_path / "counts.csv", tmp_path / "own.yaml"
    given.write_text(HEAD + "EXT,,,1,-4,,\n", encoding="utf-8")
    assert main(["calibrate", SAMPLE, "--incidents", str(given), "--out", str(out), "--lang", "en"]) == 1
    said = capsysbinary.readouterr()
    assert b"E2" in said.err
    assert b"whole number" in said.err
    assert not out.exists()


def test_the_command_prints_a_table_in_both_languages(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    given = tmp_path / "counts.csv"
    given.write_text(HEAD + "EXT,,,1,4,,\n", encoding="utf-8")
    for locale, word in (("ja", "外部からの侵入"), ("en", "Intrusion")):
        assert main(["calibrate", SAMPLE, "--incidents", str(given), "--lang", locale]) == 0
        assert word in capsysbinary.readouterr().out.decode()
