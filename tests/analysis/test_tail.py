"""The loss of a year with independent events: against sums over people, convolutions and a simulation in numpy."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.analysis.severity import Severities, lattice
from riskgraph.analysis.tail import lattice_of, tail_of, tail_shares, year_of
from riskgraph.catalogue import load_catalogue
from riskgraph.model.event_table import Floats
from riskgraph.model.tail import LEVELS, Tail
from riskgraph.scoring.channels import score
from riskgraph.scoring.event_table import events_of
from tests.analysis.events import PARAMETERS, Line, chances, dearer, losses, on_lattice, table
from tests.analysis.test_compound import panjer
from tests.scoring.drawn import register
from tests.scoring.worlds import AS_OF, promise

SEEDS = st.integers(0, 10**6)
SCENARIOS = ("INS", "LVR", "EXT", "ERR", "MED", "RES")
MIXED = (
    Line("ERR", 0.9, 4_000, small=0.3e6, large=9e6),
    Line("EXT", 0.05, 60_000),
    Line("INS", 0.02, 9_000, mean=0.41),
    Line("MED", 0.3, 2_500, small=1e6, large=9e6, price=786.0),
    Line("LVR", 0.01, 30, mean=0.35),
    Line("RES", 0.004, 1_000, small=0.3e6, large=9e6, price=412.3),
)


def tail(lines: tuple[Line, ...]) -> Tail:
    found = tail_of(table(lines), PARAMETERS)
    assert found is not None
    return found


def lines_of(seed: int, count: int, *, most: float = 3e5) -> tuple[Line, ...]:
    random = np.random.default_rng(seed)
    small, large = ((5e6, 13.2e6), (0.3e6, 9e6))[int(random.integers(2))]
    return tuple(
        Line(
            SCENARIOS[int(random.integers(6))],
            10.0 ** random.uniform(-5, 0),
            np.ceil(10.0 ** random.uniform(0, np.log10(most))),
            small=small,
            large=large,
            price=random.uniform(100, 786),
            mean=random.uniform(0.35, 0.5),
        )
        for _ in range(count)
    )


@pytest.mark.parametrize("line", MIXED, ids=lambda line: line.scenario)
def test_one_event_on_the_lattice_is_the_sum_over_every_number_of_people(line: Line) -> None:
    step, cells = 40_000.0, 2_048
    known = line.rate * on_lattice(losses(line), chances(line), step=step, cells=cells)
    found = lattice(table((line,)), PARAMETERS, 1, step=step, cells=cells)
    assert np.abs(np.cumsum(found) - np.cumsum(known)).max() < 5e-4 * line.rate
    known_mean = line.rate * float(losses(line) @ chances(line))
    assert Severities(table((line,)), PARAMETERS, 1).mean == pytest.approx(known_mean, rel=1e-6)


@promise(12)
@given(SEEDS)
def test_every_loss_keeps_its_mean_on_the_lattice(seed: int) -> None:
    events = table(lines_of(seed, 30, most=3e7))
    severity = Severities(events, PARAMETERS, 1)
    assert severity.mean == pytest.approx(events.eal[:, 1].sum(), rel=1e-6)
    cells = 1 << 15
    step = severity.top / (cells - 4)
    assert severity.lattice(step=step, cells=cells) @ (step * np.arange(cells)) == pytest.approx(
        severity.mean, rel=1e-9
    )
    assert severity.rate == pytest.approx(severity.lattice(step=step, cells=cells).sum(), rel=1e-9)


@promise(15)
@given(SEEDS)
def test_the_mean_of_the_year_is_the_expected_loss_of_any_register(seed: int) -> None:
    scored = score(register(Random(seed)), load_catalogue(), PARAMETERS, as_of=AS_OF)
    events = events_of(scored)
    found = tail_of(events, PARAMETERS) if events is not None else None
    if events is None or found is None:
        assert scored.eal.sum() == 0
        return
    for end in ("lo", "pt", "hi"):
        known = events.eal[:, ("lo", "pt", "hi").index(end)].sum()
        assert getattr(found.mean_yen, end) == pytest.approx(known, rel=1e-6)


@pytest.mark.parametrize("scenario", ["INS", "EXT", "MED"])
def test_many_events_put_on_levels_are_the_sum_of_each_alone(scenario: str) -> None:
    """Reach, price and share are put on levels: mean to 1e-6, every chance to 8e-4 of the rate of all."""
    random = np.random.default_rng(7)
    lines = tuple(
        Line(
            scenario,
            10.0 ** random.uniform(-5, -1),
            np.ceil(10.0 ** random.uniform(1, 6)),
            price=random.uniform(50, 786),
            mean=random.uniform(0.35, 0.5),
        )
        for _ in range(2_400)
    )
    events = table(lines)
    severity = Severities(events, PARAMETERS, 1)
    assert severity.mean == pytest.approx(events.eal[:, 1].sum(), rel=1e-6)
    cells = 1 << 13
    step = severity.top / (cells - 4)
    together = severity.lattice(step=step, cells=cells)
    alone = sum(lattice(table((line,)), PARAMETERS, 1, step=step, cells=cells) for line in lines)
    assert np.abs(np.cumsum(together) - np.cumsum(alone)).max() < 8e-4 * severity.rate


def test_a_year_of_mixed_events_agrees_with_panjer_1981() -> None:
    severity = Severities(table(MIXED), PARAMETERS, 1)
    step, cells = 60_000.0, 4_096
    found = year_of(severity, step=step, cells=cells)
    known = panjer(severity.lattice(step=step, cells=cells) / severity.rate, severity.rate)
    assert np.abs(found.below - np.cumsum(known)).max() < 1e-9


def simulated(lines: tuple[Line, ...], years: int) -> Floats:
    """Return losses of years, every event's number of people drawn from its own table."""
    random = np.random.default_rng(2014)
    total = np.zeros(years)
    for line in lines:
        count = random.poisson(line.rate, size=years)
        drawn = random.choice(losses(line), size=int(count.sum()), p=chances(line) / chances(line).sum())
        np.add.at(total, np.repeat(np.arange(years), count), drawn)
    return total


def test_var_99_agrees_with_a_simulation_of_a_million_years_to_one_percent() -> None:
    lines = MIXED[:5]
    drawn = np.sort(simulated(lines, 1_000_000))
    found = tail(lines)
    assert found.var_yen["0.99"].pt == pytest.approx(drawn[990_000], rel=0.01)
    assert found.tvar_yen["0.99"].pt == pytest.approx(drawn[990_000:].mean(), rel=0.01)
    for point in found.exceedance:
        assert point.p.pt == pytest.approx(float((drawn > point.loss_yen).mean()), abs=2.5e-3)


@promise(15)
@given(SEEDS)
def test_the_curve_never_rises_and_its_ends_enclose_the_point(seed: int) -> None:
    lines = lines_of(seed, 8)
    worse = tuple(
        Line(line.scenario, line.rate, line.reach, line.small, line.large, line.price, line.mean, ends=(0.3, 1.0, 4.0))
        for line in lines
    )
    found = tail(worse)
    for end in ("lo", "pt", "hi"):
        chance = [getattr(point.p, end) for point in found.exceedance]
        assert chance == sorted(chance, reverse=True)
        assert 0.0 <= chance[-1] <= chance[0] <= 1.0
    severities = [Severities(table(worse), PARAMETERS, end) for end in range(3)]
    step, cells = lattice_of(severities)
    low, point, high = (year_of(severity, step=step, cells=cells).below for severity in severities)
    assert (low >= point - 1e-9).all()
    assert (point >= high - 1e-9).all()


def test_the_curve_ends_where_a_year_is_rarer_than_one_in_a_hundred_thousand() -> None:
    points = tail(MIXED).exceedance
    assert points[0].loss_yen == pytest.approx(100_000)
    assert points[-1].p.hi < 1e-5 < points[-3].p.hi
    assert len(points) == 40


@promise(6)
@given(SEEDS)
def test_money_a_thousand_times_dearer_makes_the_quantiles_a_thousand_times_larger(seed: int) -> None:
    events = table(lines_of(seed, 8))
    plain, dear = tail_of(events, PARAMETERS), tail_of(dearer(events, 1_000.0), PARAMETERS)
    assert plain is not None
    assert dear is not None
    assert dear.step_yen == pytest.approx(1_000.0 * plain.step_yen, rel=1e-3)
    for level in LEVELS:
        cell = 2_000.0 * plain.step_yen  # a VaR is a cell of the lattice
        assert dear.var_yen[level].pt == pytest.approx(1_000.0 * plain.var_yen[level].pt, abs=cell)
        assert dear.tvar_yen[level].hi == pytest.approx(1_000.0 * plain.tvar_yen[level].hi, rel=1e-4)


@promise(10)
@given(SEEDS)
def test_the_worst_years_are_worse_than_their_threshold_and_than_the_mean(seed: int) -> None:
    found = tail(lines_of(seed, 5))
    for level in LEVELS:
        assert found.tvar_yen[level].pt >= found.var_yen[level].pt
        assert found.tvar_yen[level].pt >= found.mean_yen.pt * (1 - 1e-9)
    assert found.var_yen["0.95"].pt <= found.var_yen["0.99"].pt <= found.var_yen["0.995"].pt


@pytest.mark.parametrize("count", [3, 6])
def test_shares_of_the_worst_years_agree_with_convolving_each_event_with_the_others(count: int) -> None:
    """E[X_e | S >= s] from the joint law of an event's own sum and the sum of the others."""
    lines = MIXED[:count]
    severity = Severities(table(lines), PARAMETERS, 1)
    step, cells = lattice_of([severity])
    year = year_of(severity, step=step, cells=cells)
    at = round(year.var(0.99) / step)
    known = []
    for number, line in enumerate(lines):
        rest = tuple(other for n, other in enumerate(lines) if n != number)
        own = np.diff(year_of(Severities(table((line,)), PARAMETERS, 1), step=step, cells=cells).below, prepend=0.0)
        others = year_of(Severities(table(rest), PARAMETERS, 1), step=step, cells=cells).below
        below = sum(own[x] * step * x * others[at - 1 - x] for x in range(at))  # E[X; S < s]
        known.append(Severities(table((line,)), PARAMETERS, 1).mean - below)
    found = tail_shares(table(lines), PARAMETERS)
    assert found == pytest.approx(np.array(known) / sum(known), abs=2e-6)


@promise(10)
@given(SEEDS)
def test_shares_of_the_worst_years_are_parts_of_one(seed: int) -> None:
    events = table(lines_of(seed, 40))
    found = tail_shares(events, PARAMETERS)
    assert found is not None
    assert found.sum() == pytest.approx(1.0, rel=1e-12)
    assert (found >= 0).all()
    severity = Severities(events, PARAMETERS, 1)
    step, cells = lattice_of([severity])
    year = year_of(severity, step=step, cells=cells)
    at = round(year.var(0.99) / step)
    worst = severity.mean - step * float(np.arange(at) @ np.diff(year.below[:at], prepend=0.0))
    reaches = np.ones(cells)
    reaches[:at] = 1.0 - year.below[:at][::-1]
    parts = events.rate[:, 1] * severity.mean_of(reaches * step * np.arange(cells), step=step)
    assert parts.sum() == pytest.approx(worst, rel=1e-6)


def test_nothing_to_lose_has_no_distribution() -> None:
    events = table((Line("EXT", 0.0, 1_000), Line("ERR", 0.0, 5)))
    assert tail_of(events, PARAMETERS) is None
    assert tail_shares(events, PARAMETERS) is None
