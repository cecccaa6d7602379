"""The sum of a Poisson number of losses, against the recursion of Panjer (1981) and what is known in closed form."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from riskgraph.analysis.compound import compound_poisson, reach_of_sum
from riskgraph.analysis.tail import Year
from riskgraph.model.event_table import Floats
from tests.scoring.worlds import promise

SEEDS = st.integers(0, 10**6)


def panjer(severity: Floats, rate: float) -> Floats:
    """Return the compound Poisson probabilities by recursion.

    Source: H. H. Panjer, Recursive evaluation of a family of compound distributions, ASTIN Bulletin 12 (1981):
    g_n = (rate / n) sum over j of j f_j g_(n-j), g_0 = exp(-rate (1 - f_0)).
    """
    result = np.zeros(len(severity))
    result[0] = np.exp(-rate * (1.0 - severity[0]))
    weighted = rate * np.arange(len(severity)) * severity
    for n in range(1, len(severity)):
        result[n] = weighted[1 : n + 1] @ result[n - 1 :: -1] / n
    return result


def heavy(random: np.random.Generator, cells: int) -> Floats:
    """Return chances of one loss that are heavy at the start and have some atoms."""
    chances = random.random(cells) / (1.0 + np.arange(cells)) ** 1.5
    chances[random.integers(0, cells, size=3)] += random.random(3) * 0.2
    return chances / chances.sum()


@promise(30)
@given(SEEDS)
def test_transform_agrees_with_the_recursion_of_panjer_1981(seed: int) -> None:
    """The losses end well below the lattice's end, so that next to nothing comes round."""
    random = np.random.default_rng(seed)
    cells = 1 << int(random.integers(6, 10))
    severity = np.zeros(cells * 4)
    severity[: cells // 8] = heavy(random, cells // 8)
    rate = float(random.choice([0.01, 0.5, 3.0, 9.0]))
    lattice = np.zeros(2 * len(severity))
    lattice[: len(severity)] = severity
    assert np.abs(compound_poisson(lattice, rate) - panjer(lattice, rate)).max() < 1e-11


def test_three_lognormals_agree_with_panjer_1981_on_eight_thousand_cells() -> None:
    cells, step = 8192, 0.25
    edges = np.arange(cells + 1) * step
    mixture = sum(
        rate * np.diff(stats.lognorm(sigma, scale=np.exp(mu)).cdf(edges))
        for rate, mu, sigma in ((0.2, 0.0, 1.0), (0.1, 1.0, 1.2), (0.05, 2.0, 0.8))
    )
    rate = float(mixture.sum())
    found, known = compound_poisson(mixture / rate, rate), panjer(mixture / rate, rate)
    assert np.abs(found - known).max() < 1e-11
    assert abs(np.cumsum(found)[3000] - np.cumsum(known)[3000]) < 1e-9


@promise(30)
@given(st.floats(1e-3, 200.0))
def test_a_year_without_an_event_has_the_probability_exp_of_minus_the_rate(rate: float) -> None:
    severity = np.zeros(1 << 12)
    severity[3] = 1.0
    assert compound_poisson(severity, rate)[0] == pytest.approx(np.exp(-rate), abs=1e-14)


def test_losses_of_one_size_are_a_poisson_number_of_them() -> None:
    severity = np.zeros(1 << 8)
    severity[2] = 1.0
    counts = stats.poisson(4.0).pmf(np.arange(128))
    assert np.abs(compound_poisson(severity, 4.0)[::2] - counts).max() < 1e-14


def test_losses_beyond_the_lattice_leave_what_is_below_as_it_was() -> None:
    """A tenth of the losses is larger than the lattice: the sums below are those of Panjer's recursion still."""
    severity = np.zeros(512)
    severity[:16] = heavy(np.random.default_rng(1), 16) * 0.9
    found = compound_poisson(severity, 2.0)
    assert np.abs(found - panjer(severity, 2.0)).max() < 1e-11
    assert found.sum() == pytest.approx(np.exp(-2.0 * 0.1), rel=1e-12)


@promise(40)
@given(SEEDS)
def test_the_sum_runs_over_the_bound_no_oftener_than_promised(seed: int) -> None:
    random = np.random.default_rng(seed)
    events = np.zeros(256)
    events[: 1 + int(random.integers(1, 200))] = 1e-9
    where = random.integers(0, 200, size=6)
    events[where] += 10.0 ** random.uniform(-8, 1.5, size=6)
    allowed = 10.0 ** -float(random.integers(2, 7))
    bound = reach_of_sum(events, 1.0, probability=allowed)
    rate = events.sum()
    lattice = np.zeros(1 << 16)
    lattice[:256] = events / rate
    above = 1.0 - np.cumsum(compound_poisson(lattice, rate))[min(int(bound), len(lattice) - 1)]
    assert above <= allowed + 1e-12
    assert bound < len(lattice) / 2


def test_the_worked_example_of_the_method_page() -> None:
    """0.02 losses of 10 M yen and 0.005 of 50 M a year: mean 0.45 M, once in 100 years 10 M, such years 30.3 M."""
    severity = np.zeros(64)
    severity[1], severity[5] = 0.02 / 0.025, 0.005 / 0.025
    year = Year(np.cumsum(compound_poisson(severity, 0.025)), 10.0, 0.02 * 10 + 0.005 * 50)
    assert year.exceeds(np.array([0.0]))[0] == pytest.approx(1 - np.exp(-0.025))
    assert [year.var(level) for level in (0.95, 0.99, 0.995)] == [0.0, 10.0, 20.0]
    assert year.tvar(0.95) == pytest.approx(0.45 / 0.05)
    assert year.tvar(0.99) == pytest.approx(30.31, abs=0.01)
    assert year.tvar(0.995) == pytest.approx(50.25, abs=0.01)
