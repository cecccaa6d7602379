"""Vendors that differ and things that fail together: the mean stays, the worst years are worse, one seed one draw."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from riskgraph.analysis.dependence import p_leak_frailty, tail_with_dependence
from riskgraph.analysis.recoverable import recoverable_share
from riskgraph.analysis.simulation import BLOCK, Simulation, block_of, simulation_of
from riskgraph.analysis.streams import cause_share, causes_of, clusters_of
from riskgraph.analysis.tail import tail_of
from riskgraph.catalogue import load_catalogue
from riskgraph.model.event_table import EventTable, Floats
from riskgraph.model.quantities import Interval
from riskgraph.scoring.channels import score
from riskgraph.scoring.event_table import events_of
from tests.analysis.events import PARAMETERS, Line, chances, losses, table
from tests.scoring.drawn import register
from tests.scoring.worlds import AS_OF, promise

SEEDS = st.integers(0, 10**6)
# Every event costs 5 M yen and, at 1 yen a person, next to nothing more: years count their events.
FLAT = {"small": 5e6, "large": 5e6, "price": 1.0}


def years(simulation: Simulation, blocks: int, *, seed: int = 2014) -> Floats:
    return np.concatenate([block_of(simulation, seed=seed, block=b)[:, 0] for b in range(blocks)])


def counted(events: EventTable, blocks: int) -> Floats:
    """Return the number of events of each year at the point."""
    return np.round(years(simulation_of(events, PARAMETERS), blocks)[:, 1] / 5e6)


def drawn_events(seed: int) -> EventTable | None:
    """Return the events of a drawn register in which firms of one group and tenants share causes."""
    submission = register(Random(seed))
    grouped = tuple(p.model_copy(update={"group": "G" if p.party_id in "AB" else ""}) for p in submission.parties)
    together = submission.model_copy(update={"parties": grouped})
    return events_of(score(together, load_catalogue(), PARAMETERS, as_of=AS_OF))


def test_events_of_one_party_in_a_year_are_negative_binomial() -> None:
    """Greenwood and Yule (1920): a Poisson number with a gamma mean; shape 0.5, mean 0.8."""
    events = table((Line("EXT", 0.5, 10, actor="A", **FLAT), Line("RES", 0.3, 10, actor="A", **FLAT)))
    found = counted(events, 40)
    known = stats.nbinom(0.5, 0.5 / (0.5 + 0.8))
    for number in range(5):
        share = float((found == number).mean())
        assert share == pytest.approx(known.pmf(number), abs=4 * np.sqrt(known.pmf(number) / len(found)))
    assert found.var() == pytest.approx(known.var(), rel=0.05)


def test_events_of_nobody_known_are_a_poisson_number() -> None:
    found = counted(table((Line("EXT", 0.8, 10, **FLAT),)), 40)
    for number in range(5):
        known = stats.poisson(0.8).pmf(number)
        assert float((found == number).mean()) == pytest.approx(known, abs=4 * np.sqrt(known / len(found)))


def test_mistakes_and_intrusions_of_a_party_have_a_factor_each() -> None:
    events = table((Line("EXT", 0.4, 10, actor="A", **FLAT), Line("ERR", 0.4, 10, actor="A", **FLAT)))
    apart = p_leak_frailty(events, PARAMETERS)
    assert apart is not None
    assert apart.pt == pytest.approx(1 - (1 + 0.4 / 0.5) ** -0.5 * (1 + 0.4 / 0.04) ** -0.04)
    assert float((counted(events, 40) > 0).mean()) == pytest.approx(apart.pt, abs=0.005)


def test_p_mark_holders_have_the_published_share_with_a_report() -> None:
    """9,322 reports from 1,866 of 17,793 holders (FY2024): shape 0.043 gives 10.5 %, a Poisson number 40.8 %."""
    events = table((Line("ERR", 9_322 / 17_793, 10, actor="A"),))
    fitted = p_leak_frailty(events, PARAMETERS.changed({"frailty.k.petty": 0.043}))
    shipped = p_leak_frailty(events, PARAMETERS)
    assert fitted is not None
    assert shipped is not None
    assert fitted.pt == pytest.approx(1_866 / 17_793, abs=0.002)
    assert shipped.pt == pytest.approx(1_866 / 17_793, abs=0.01)
    assert 1 - np.exp(-9_322 / 17_793) == pytest.approx(0.408, abs=0.001)


@promise(30)
@given(SEEDS)
def test_a_leak_is_never_likelier_with_frailty_than_without_at_equal_rates(seed: int) -> None:
    events = drawn_events(seed)
    if events is None:
        return
    found = p_leak_frailty(events, PARAMETERS)
    some = p_leak_frailty(events, PARAMETERS, channels=range(0, len(events.channel_event), 2))
    assert found is not None
    assert some is not None
    for end, name in enumerate(("lo", "pt", "hi")):
        assert 0 <= getattr(found, name) <= -np.expm1(-events.rate[:, end].sum()) + 1e-12
        assert getattr(some, name) <= -np.expm1(-events.channel_rate[::2, end].sum()) + 1e-12
        assert getattr(some, name) <= getattr(found, name) + 1e-12


@promise(25)
@given(SEEDS)
def test_common_causes_and_frailty_leave_every_expected_loss_as_it_is(seed: int) -> None:
    """What a cause takes from an event's rate it gives back: exactly, at every end."""
    events = drawn_events(seed)
    if events is None:
        return
    own = events.rate * (1 - cause_share(events, PARAMETERS))[:, None]
    causes = causes_of(events, PARAMETERS)
    back = np.zeros_like(events.rate)
    for cause in range(len(causes.rate)):
        members = slice(causes.start[cause], causes.start[cause + 1])
        taken = causes.rate[cause] * causes.kept[cause] * causes.part[members]
        np.add.at(back, causes.member[members], taken)
    assert own + back == pytest.approx(events.rate, rel=1e-12)
    clusters = clusters_of(events, PARAMETERS)
    q = np.where(clusters.q > 0, clusters.q, 0.5)
    size = np.where(clusters.q > 0, -q / ((1 - q) * np.log1p(-q)), 1.0)
    of_streams = np.diff(clusters.sums[clusters.start])
    assert clusters.rate * size == pytest.approx(of_streams, rel=1e-9)


def test_causes_on_one_event_add_up_and_stay_below_one() -> None:
    most = PARAMETERS.changed({f"common.{kind}": 0.45 for kind in ("cloud", "agency", "group")})
    events = table((Line("ERR", 0.1, 10, causes=("agency:Z", "group:G")), Line("ERR", 0.1, 10, causes=("group:G",))))
    assert cause_share(events, most) == pytest.approx([0.9, 0.45])


def test_events_of_one_cause_happen_in_the_same_years() -> None:
    """Two tenants of one cloud: both fail in one year with the cause's rate and by chance."""
    shared = PARAMETERS.changed({"common.cloud": 0.4})
    lines = tuple(Line("EXT", 0.02, 10, actor="", causes=("cloud:K",), **FLAT) for _ in range(2))
    found = years(simulation_of(table(lines), shared), 60)[:, 1]
    both = float((found > 9e6).mean())
    assert both == pytest.approx(0.4 * 0.02 + 0.02**2, rel=0.06)
    assert found.mean() == pytest.approx(2 * 0.02 * 5e6, rel=0.03)


def compound_by_convolution(lines: tuple[Line, ...], shape: float | None, *, step: float, cells: int) -> Floats:
    """Return the year's distribution of one party's events by its generating function, a sum over counts.

    P(N = n) is Poisson, or negative binomial with `shape`; the sum of n losses is their n-fold convolution.
    """
    rate = sum(line.rate for line in lines)
    one = np.zeros(cells)
    for line in lines:
        np.add.at(one, np.round(losses(line) / step).astype(int), line.rate / rate * chances(line))
    count = stats.poisson(rate) if shape is None else stats.nbinom(shape, shape / (shape + rate))
    total, power = np.zeros(cells), np.zeros(cells)
    power[0] = 1.0
    for number in range(60):
        total += count.pmf(number) * power
        power = np.convolve(power, one)[:cells]
    return total


def worst(distribution: Floats, level: float) -> float:
    """Return TVaR in cells."""
    below = np.cumsum(distribution)
    at = int(np.argmax(below >= level))
    beyond = distribution @ np.maximum(np.arange(len(distribution)) - at, 0)
    return at + float(beyond) / (1 - level)


def test_frailty_fattens_the_worst_years_as_counting_every_number_of_events_says() -> None:
    lines = (Line("EXT", 0.3, 40, actor="A", price=100_000.0), Line("RES", 0.2, 9, actor="A", price=500_000.0))
    step, cells = 100_000.0, 3_000
    plain = compound_by_convolution(lines, None, step=step, cells=cells)
    frail = compound_by_convolution(lines, 0.5, step=step, cells=cells)
    place = np.arange(cells)
    assert frail @ place == pytest.approx(plain @ place, rel=1e-6)
    assert worst(frail, 0.99) > 1.2 * worst(plain, 0.99)
    drawn = np.sort(years(simulation_of(table(lines), PARAMETERS), 60)[:, 1])
    assert drawn[int(0.99 * len(drawn)) :].mean() == pytest.approx(step * worst(frail, 0.99), rel=0.02)
    found = tail_with_dependence(table(lines), PARAMETERS, seed=2014)
    assert found is not None
    assert found.tvar_yen["0.99"].pt == pytest.approx(step * worst(frail, 0.99), rel=0.02)
    independent = tail_of(table(lines), PARAMETERS)
    assert independent is not None
    assert independent.tvar_yen["0.99"].pt == pytest.approx(step * worst(plain, 0.99), rel=0.002)


@promise(6)
@given(SEEDS)
def test_dependence_keeps_the_mean_and_never_lightens_the_worst_years(seed: int) -> None:
    """Within what so many years can tell: four standard errors of the mean, and 3 % of TVaR."""
    random = np.random.default_rng(seed)
    lines = tuple(
        Line("EXT", float(random.uniform(0.02, 0.3)), 200, actor=f"F{n % 3}", causes=("cloud:K",)) for n in range(6)
    )
    events = table(lines)
    alone, together = tail_of(events, PARAMETERS), tail_with_dependence(events, PARAMETERS, seed=seed)
    assert alone is not None
    assert together is not None
    assert together.years >= 20_000
    drawn = years(simulation_of(events, PARAMETERS), 8, seed=seed)[:, 1]
    assert drawn.mean() == pytest.approx(events.eal[:, 1].sum(), abs=4 * drawn.std() / np.sqrt(len(drawn)))
    assert together.mean_yen.pt == pytest.approx(events.eal[:, 1].sum(), rel=1e-6)
    for level in ("0.95", "0.99"):
        assert together.tvar_yen[level].pt > 0.97 * alone.tvar_yen[level].pt


def test_one_seed_gives_one_result_whatever_the_order_of_the_blocks() -> None:
    events = table(tuple(Line("ERR", 0.3, 5_000, actor=f"F{n}", causes=("group:G",)) for n in range(4)))
    simulation = simulation_of(events, PARAMETERS)
    forward = {block: block_of(simulation, seed=7, block=block) for block in range(4)}
    backward = {block: block_of(simulation, seed=7, block=block) for block in reversed(range(4))}
    assert all((forward[block] == backward[block]).all() for block in range(4))
    assert forward[0].shape == (BLOCK, 2, 3)
    assert not (forward[0] == forward[1]).all()
    first, again, other = (tail_with_dependence(events, PARAMETERS, seed=seed) for seed in (7, 7, 8))
    assert first == again != other


@promise(6)
@given(SEEDS)
def test_the_simulated_curve_never_rises_and_its_ends_enclose_the_point(seed: int) -> None:
    events = drawn_events(seed)
    found = tail_with_dependence(events, PARAMETERS, seed=1) if events is not None else None
    if found is None:
        return
    for end in ("lo", "pt", "hi"):
        chance = [getattr(point.p, end) for point in found.exceedance]
        assert chance == sorted(chance, reverse=True)


def test_nothing_to_lose_is_not_simulated() -> None:
    assert tail_with_dependence(table((Line("EXT", 0.0, 10),)), PARAMETERS, seed=1) is None


@pytest.mark.parametrize("line", [Line("EXT", 0.1, 3_000), Line("INS", 0.1, 4_000), Line("ERR", 0.1, 30)])
@pytest.mark.parametrize("cap", [0.0, 3e6, 5.2e6, 14e6, 1e9])
def test_what_a_cap_leaves_to_be_claimed_is_the_sum_over_every_number_of_people(line: Line, cap: float) -> None:
    known = float(np.minimum(losses(line), cap) @ chances(line)) / float(losses(line) @ chances(line))
    found = recoverable_share(table((line,)), PARAMETERS, channels=(0,), cap_yen=cap)
    assert found == pytest.approx(known, abs=1e-3)


def test_without_a_cap_or_a_loss_nothing_is_said_of_what_can_be_claimed() -> None:
    assert recoverable_share(table((Line("EXT", 0.1, 10),)), PARAMETERS, channels=(0,), cap_yen=None) is None
    assert recoverable_share(table((Line("EXT", 0.0, 10),)), PARAMETERS, channels=(0,), cap_yen=1e6) is None


def test_p_leak_of_nothing_is_nothing() -> None:
    assert p_leak_frailty(table(()), PARAMETERS) == Interval(0.0, 0.0, 0.0)
