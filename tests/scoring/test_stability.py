"""Stability of the ranking: what is said of it, by hand, against the whole method, and as promises."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.intake.joining import day_of
from riskgraph.intake.register import read_register
from riskgraph.model.parameters import Parameters
from riskgraph.model.submission import Submission
from riskgraph.scoring import stability
from riskgraph.scoring.channels import Scored, score
from riskgraph.scoring.moved import Moved
from riskgraph.scoring.moved_again import Again, reader_of
from riskgraph.scoring.moved_routes import key_of
from riskgraph.scoring.moves import alone, drawn, movables
from riskgraph.scoring.stability import FEWEST_DRAWS, MOST_DRAWS, TOP, compared, draws_for, rank_stability
from riskgraph.scoring.tornado import tornado
from tests.scoring.drawn import register
from tests.scoring.worlds import AS_OF, promise, world

CATALOGUE, TABLE = load_catalogue(), load_parameters()
MOVABLE = movables(TABLE, CATALOGUE)


def scored_of(submission: Submission, parameters: Parameters = TABLE) -> Scored:
    return score(submission, CATALOGUE, parameters, as_of=AS_OF)


def many(count: int, seed: int = 1) -> Submission:
    """Return an owner with `count` direct vendors of unlike size, rights and answers."""
    random = Random(seed)
    parts = [
        world(
            f"O > V{i}",
            heads=random.choice((1, 5, 50)),
            records=random.choice((500, 20_000, 400_000)),
            privilege=random.choice(("screen", "read", "bulk")),
            said={f"V{i}": {c: random.choice(("yes", "no", "partial")) for c in ("DEV-01", "MON-01", "SYS-10")}},
        )
        for i in range(count)
    ]
    named = [part.accesses[0].model_copy(update={"access_id": f"Z{i}"}) for i, part in enumerate(parts)]
    joined: dict[str, Any] = {
        "parties": tuple({p.party_id: p for part in parts for p in part.parties}.values()),
        "engagements": tuple(e for part in parts for e in part.engagements),
        "answers": tuple(a for part in parts for a in part.answers),
        "accesses": tuple(named),
    }
    return parts[0].model_copy(update=joined)


def test_without_paths_nothing_is_said() -> None:
    assert rank_stability(scored_of(Submission()), seed=1) is None


def test_one_path_stays_where_it_is() -> None:
    found = rank_stability(scored_of(world("O > A")), seed=1)
    assert found is not None
    assert (found.correlation.lo, found.first_stays, found.kept.lo, found.top) == (1.0, 1.0, 1.0, 1)
    assert [(r.rank, r.best, r.worst) for r in found.ranges] == [(1, 1, 1)]


def test_what_is_said_of_the_ranks_is_what_the_whole_method_run_again_says() -> None:
    """Every draw scored anew by the whole method; correlations by SciPy, the rest by sorting in plain Python."""
    submission = many(14)
    scored = scored_of(submission)
    found = rank_stability(scored, seed=9)
    assert found is not None
    assert found.draws == MOST_DRAWS
    moved, rng = Moved(scored), np.random.default_rng(9)
    before = _losses(submission, TABLE)
    order = sorted(before, key=lambda key: -before[key])
    correlations, kept, first = [], [], []
    ranks: dict[str, list[int]] = {key: [i + 1] for i, key in enumerate(order)}
    for _ in range(found.draws):
        parameters = TABLE.changed(drawn(MOVABLE, rng))
        factors = {**TABLE.population, **moved.population.factors_of(parameters)}
        after = _losses(submission, Parameters(version="", table=parameters.table, population=factors))
        now = sorted(after, key=lambda key: -after[key])
        union = sorted({*order[:TOP], *now[:TOP]})
        correlations.append(stats.spearmanr([before[k] for k in union], [after[k] for k in union]).statistic)
        kept.append(len({*order[:TOP]} & {*now[:TOP]}))
        first.append(now[0] == order[0])
        for i, key in enumerate(now):
            ranks[key].append(i + 1)
    said = (found.correlation.lo, found.correlation.pt, found.correlation.hi)
    assert said == pytest.approx((min(correlations), np.median(correlations), max(correlations)), abs=1e-9)
    assert (found.kept.lo, found.kept.pt, found.kept.hi) == (min(kept), np.median(kept), max(kept))
    assert found.first_stays == pytest.approx(np.mean(first))
    for said_of in found.ranges:
        assert (said_of.best, said_of.worst) == (min(ranks[said_of.key]), max(ranks[said_of.key]))
    assert found.correlation.lo < 1.0  # something moved, or the test would say nothing


def _losses(submission: Submission, parameters: Parameters) -> dict[str, float]:
    scored = scored_of(submission, parameters)
    sums: dict[str, float] = {}
    for channel, path in enumerate(scored.path):
        key = key_of(scored.routes[int(path)])
        sums[key] = sums.get(key, 0.0) + float(scored.eal[channel, 1])
    return sums


def test_ranks_kept_and_first_by_hand() -> None:
    """Four paths, two watched; in the second draw the first two change places, in the third one of them falls out."""
    paths = scored_of(many(4)).routes
    base = np.array([40.0, 30.0, 20.0, 10.0])
    after = np.array([[40.0, 30.0, 20.0, 10.0], [30.0, 40.0, 20.0, 10.0], [40.0, 5.0, 20.0, 10.0]])
    found = compared(paths, base, list(after), seed=0, parameters=1, top=2)
    assert (found.kept.lo, found.kept.pt, found.kept.hi) == (1, 2, 2)
    assert found.first_stays == pytest.approx(2 / 3)
    # The last draw is read over three paths, 40 30 20 against 40 5 20: 1 - 6 x 2 / (3 x 8) = 0.5.
    assert (found.correlation.lo, found.correlation.pt, found.correlation.hi) == pytest.approx((-1.0, 0.5, 1.0))
    assert [(r.rank, r.best, r.worst) for r in found.ranges] == [(1, 1, 2), (2, 1, 4), (3, 2, 3), (4, 3, 4)]


def test_a_path_that_only_moved_numbers_lead_to_is_none_of_the_first_that_stay() -> None:
    """Two paths as scored, a third met in the draw, ten watched: two of two can stay, not three."""
    paths = scored_of(many(3)).routes
    found = compared(paths, np.array([2.0, 1.0]), [np.array([2.0, 0.0, 1.0])], seed=0, parameters=1)
    assert (found.top, found.kept.hi, len(found.ranges)) == (2, 1.0, 2)


@promise(10)
@given(st.randoms(use_true_random=False))
def test_every_rank_lies_in_its_range_and_every_measure_in_its_own(random: Random) -> None:
    found = rank_stability(scored_of(register(random)), seed=4)
    if found is None:
        return
    assert -1.0 <= found.correlation.lo <= found.correlation.hi <= 1.0
    assert 0.0 <= found.kept.lo <= found.kept.hi <= found.top
    assert 0.0 <= found.first_stays <= 1.0
    assert all(1 <= r.best <= r.rank <= r.worst for r in found.ranges)
    assert [r.rank for r in found.ranges] == list(range(1, len(found.ranges) + 1))


def test_ranges_name_the_paths_of_the_assessment_in_their_order() -> None:
    submission = register(Random(3))
    assessment = assess(submission, TABLE, CATALOGUE, as_of=AS_OF)
    assert assessment.stability is not None
    assert [r.key for r in assessment.stability.ranges] == [path.key for path in assessment.paths]


def test_the_order_of_the_rows_plays_no_part() -> None:
    one = many(12)
    turned = one.model_copy(
        update={name: tuple(reversed(getattr(one, name))) for name in ("parties", "engagements", "accesses", "answers")}
    )
    assert rank_stability(scored_of(one), seed=5) == rank_stability(scored_of(turned), seed=5)


def test_another_seed_gives_other_draws_and_one_seed_the_same() -> None:
    scored = scored_of(many(12))
    first, again, other = (rank_stability(scored, seed=seed) for seed in (5, 5, 6))
    assert first == again
    assert first != other


def test_a_large_register_gets_fewer_draws_and_never_less_than_sixteen() -> None:
    counts = [draws_for(rows) for rows in (0, 1, 400, 4_000, 5_000, 10**6)]
    assert counts == [MOST_DRAWS, MOST_DRAWS, MOST_DRAWS, MOST_DRAWS, 40, FEWEST_DRAWS]


def test_a_swing_is_the_total_of_the_whole_method_at_both_ends_of_its_number() -> None:
    submission = register(Random(11))
    scored = scored_of(submission)
    moved, found = Moved(scored), tornado(scored)
    assert found.base_yen == pytest.approx(sum(_losses(submission, TABLE).values()))
    assert {swing.parameter for swing in found.swings} == {m.key for m in MOVABLE}
    for swing in found.swings[:12]:
        movable = next(m for m in MOVABLE if m.key == swing.parameter)
        for factor, value, yen in (
            (movable.low, swing.low_value, swing.low_yen),
            (movable.high, swing.high_value, swing.high_yen),
        ):
            parameters = TABLE.changed(alone(movable, factor, TABLE))
            assert value == pytest.approx(parameters.number(swing.parameter))
            factors = {**TABLE.population, **moved.population.factors_of(parameters)}
            whole = _losses(submission, Parameters(version="", table=parameters.table, population=factors))
            assert yen == pytest.approx(sum(whole.values()), rel=1e-9)


def test_the_widest_swing_comes_first_and_all_are_told_as_they_are_done() -> None:
    told: list[tuple[int, int]] = []
    found = tornado(scored_of(many(3)), told=lambda done, of: told.append((done, of)))
    widths = [abs(swing.high_yen - swing.low_yen) for swing in found.swings]
    assert widths == sorted(widths, reverse=True)
    assert told == [(i, len(MOVABLE)) for i in range(1, len(MOVABLE) + 1)]


def test_a_rate_moved_alone_moves_the_total_in_proportion_to_its_scenario() -> None:
    """All else equal, EAL is linear in a base rate: the swing of rate.RES is nothing where nothing ended."""
    scored = scored_of(many(3))
    swings = {swing.parameter: swing for swing in tornado(scored).swings}
    assert swings["rate.RES"].low_yen == swings["rate.RES"].high_yen
    insiders = float(scored.eal[[row.startswith(("INS", "LVR")) for row in scored.ids], 1].sum())
    moved = swings["rate.INS"]
    assert moved.high_yen - moved.low_yen == pytest.approx(insiders)  # from half to one and a half


def test_scored_again_and_read_quickly_every_path_has_the_same_loss() -> None:
    rng = np.random.default_rng(1)
    for seed in range(15):
        scored = scored_of(register(Random(seed)))
        quick, again = Moved(scored), Again(scored)
        parameters = TABLE.changed(drawn(MOVABLE, rng))
        slowly = again.eal_by_path(parameters)
        quickly = dict(zip(quick.paths, quick.eal_by_path(parameters), strict=True))
        for path, loss in zip(again.paths, slowly, strict=True):
            assert quickly.pop(path, 0.0) == pytest.approx(loss, rel=1e-9, abs=1e-12 * slowly.sum())
        assert not any(quickly.values())


def test_where_the_quick_reading_does_not_give_back_what_was_scored_the_register_is_scored_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scored = scored_of(many(5))
    assert isinstance(reader_of(scored), Moved)
    monkeypatch.setattr(stability, "MOST_DRAWS", FEWEST_DRAWS)
    quick = rank_stability(scored, seed=3)
    monkeypatch.setattr(Moved, "eal_by_path", lambda self, _: np.zeros(len(self.paths)))
    assert isinstance(reader_of(scored), Again)
    assert rank_stability(scored, seed=3) == quick


def test_the_sample_is_read_quickly() -> None:
    data = (Path(__file__).parents[2] / "sample_vendors.xlsx").read_bytes()
    submission = read_register([("sample_vendors.xlsx", data)])
    scored = score(submission, CATALOGUE, TABLE, as_of=day_of(submission.settings))
    assert isinstance(reader_of(scored), Moved)


def test_a_number_that_is_a_logarithm_moves_as_what_it_means() -> None:
    """The median number of people by half, or the ratio of its 99th percentile to it; never half of a logarithm."""
    movable = {m.key: m for m in movables(load_parameters(), load_catalogue())}
    mu, sigma = movable["size.EXT.mu"], movable["size.EXT.sigma"]
    assert (mu.low, mu.high) == (sigma.low, sigma.high) == (0.5, 1.5)
    medians = [math.exp(float(mu.times(f))) for f in (0.5, 1.0, 1.5)]
    assert medians == pytest.approx([0.5 * medians[1], medians[1], 1.5 * medians[1]])
    z = stats.norm.ppf(0.99)
    ratios = [math.exp(z * float(sigma.times(f))) for f in (0.5, 1.0, 1.5)]
    assert ratios == pytest.approx([0.5 * ratios[1], ratios[1], 1.5 * ratios[1]])
