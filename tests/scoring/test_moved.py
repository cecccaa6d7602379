"""Moved judgement: the quick reading against the whole method run again, and how far each number is moved."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy import stats

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.catalogue.user_parameters import check_together
from riskgraph.model.answer import Request
from riskgraph.model.engagement import AuditMethod, Declared
from riskgraph.model.parameters import Parameters
from riskgraph.model.submission import Submission
from riskgraph.scoring.channels import score
from riskgraph.scoring.moved import Moved
from riskgraph.scoring.moved_population import SmallPopulation
from riskgraph.scoring.moved_routes import key_of
from riskgraph.scoring.moves import SHARES, alone, drawn, movables
from riskgraph.scoring.population import population_factors
from tests.scoring.drawn import register
from tests.scoring.worlds import AS_OF, BAD_HOP, GOOD_HOP, answer, world

CATALOGUE, TABLE = load_catalogue(), load_parameters()
MOVABLE = movables(TABLE, CATALOGUE)
BY_KEY = {m.key: m for m in MOVABLE}


def by_path(submission: Submission, parameters: Parameters) -> dict[str, float]:
    """Return the point EAL by path, the whole method run again."""
    scored = score(submission, CATALOGUE, parameters, as_of=AS_OF)
    sums: dict[str, float] = {}
    for channel, path in enumerate(scored.path):
        key = key_of(scored.routes[int(path)])
        sums[key] = sums.get(key, 0.0) + float(scored.eal[channel, 1])
    return sums


def with_factors(moved: Moved, parameters: Parameters) -> Parameters:
    """Return moved numbers with the factors that the quick reading takes for them."""
    factors = {**TABLE.population, **moved.population.factors_of(parameters)}
    return Parameters(version=parameters.version, table=parameters.table, population=factors)


def assert_equal(submission: Submission, *tables: Parameters) -> None:
    """Assert that the quick reading gives every path what the whole method gives it."""
    scored = score(submission, CATALOGUE, TABLE, as_of=AS_OF)
    if not scored.routes:
        return
    moved = Moved(scored)
    for parameters in tables:
        whole = by_path(submission, with_factors(moved, parameters))
        total = sum(whole.values())
        quick = dict(zip(map(key_of, moved.routes.routes), moved.eal_by_path(parameters), strict=True))
        for key in {*whole, *quick}:
            assert quick.get(key, 0.0) == pytest.approx(whole.get(key, 0.0), rel=1e-9, abs=1e-12 * total), key


def test_the_quick_reading_is_the_whole_method_run_again() -> None:
    """Plain seeds: every kind of row, gap and doubt comes up among them, and nothing is shrunk for minutes."""
    rng = np.random.default_rng(1)
    for seed in range(45):
        assert_equal(register(Random(seed)), TABLE, TABLE.changed(drawn(MOVABLE, rng)))


SENT = Request(party_id="A", form="short", sent_on=AS_OF - timedelta(days=60))
VERIFIED = AS_OF - timedelta(days=250)
SUSPECTED: dict[str, Any] = {"declared": Declared.SUSPECTED}


def verified_list() -> Submission:
    shown = tuple(
        answer("A", control, "yes/verified", answered_on=VERIFIED, verified_on=VERIFIED)
        for control in ("CHN-02", "HUM-01")
    )
    return world("O > A").model_copy(update={"answers": shown})


def two_of_one_date() -> Submission:
    said = (answer("A", "DEV-01", "yes"), answer("A", "DEV-01", "partial/verified"))
    others = tuple(answer("A", control, "yes/verified") for control in ("DEV-02", "MON-05"))
    return world("O > A").model_copy(update={"answers": (*said, *others)})


@pytest.mark.parametrize(
    ("make", "key", "factor"),
    [
        (lambda: world("O > A").model_copy(update={"requests": (SENT,)}), "pending.days", 0.5),
        (verified_list, "age.grace_months", 0.6),
        (lambda: world("O > A", records=None, asset={"records": None}), "records.unknown", 0.5),
        (lambda: world("O > A", heads=None), "heads.unknown", 1.5),
        (lambda: world("O > A > B", hops={"B": SUSPECTED}), "link.suspected", 0.5),
        (lambda: world("O > A", "O > B", hops={"A": SUSPECTED}), "link.suspected", 1.5),
        (two_of_one_date, "answer.partial", 1.5),
        (two_of_one_date, "evidence.claim", 0.6),
        (lambda: world("O > A", hops={"A": {**GOOD_HOP, "audited_on": date(2023, 1, 1)}}), "age.half_life_months", 0.5),
        (lambda: world("O > A", hops={"A": BAD_HOP | {"audit_method": AuditMethod.PAPER}}), "hop.check.paper", 0.5),
        (lambda: world("O > A", said={"A": {"CHN-02": "yes", "CHN-01": "yes"}}), "latent.claimed_factor", 1.5),
    ],
)  # fmt: skip
def test_what_a_number_moves_in_the_register_is_moved_in_the_quick_reading(
    make: Callable[[], Submission], key: str, factor: float
) -> None:
    submission, moved = make(), TABLE.changed(alone(BY_KEY[key], factor, TABLE))
    assert sum(by_path(submission, moved).values()) != pytest.approx(sum(by_path(submission, TABLE).values()))
    assert_equal(submission, TABLE, moved)


@pytest.mark.parametrize("seed", range(3))
def test_each_number_moved_alone_is_read_as_the_whole_method_reads_it(seed: int) -> None:
    tables = [TABLE.changed(alone(m, m.low, TABLE)) for m in MOVABLE]
    assert_equal(register(Random(seed)), *tables[seed::3])


def test_no_other_judgement_moves_the_expected_loss_of_a_path() -> None:
    """What is left out of the moves may matter to grades, ceilings and ends, never to the point."""
    submissions = [register(Random(seed)) for seed in range(4)]
    before = [by_path(submission, TABLE) for submission in submissions]
    for parameter in TABLE.table:
        lo, pt, hi = parameter.triple
        if "J" not in parameter.mark or parameter.key in BY_KEY or pt == 0.0:
            continue
        low = max(parameter.minimum, pt * 0.5)
        value = (min(lo, low), low, hi) if isinstance(parameter.value, tuple) else low
        after = [by_path(submission, TABLE.changed({parameter.key: value})) for submission in submissions]
        assert after == before, parameter.key


def test_every_move_stays_within_half_and_within_the_range() -> None:
    rng = np.random.default_rng(3)
    for _ in range(200):
        changed = TABLE.changed(drawn(MOVABLE, rng))  # refuses what is out of range
        check_together(changed)
        for key, movable in BY_KEY.items():
            ratio = changed.number(key) / TABLE.number(key)
            if movable.scale:
                ratio = math.exp((changed.number(key) - TABLE.number(key)) / movable.scale)
            assert 0.5 - 1e-9 <= movable.low - 1e-9 <= ratio <= movable.high + 1e-9 <= 1.5 + 2e-9, key


def test_the_logarithm_of_a_size_is_moved_by_moving_the_size() -> None:
    """People per intrusion: a median of 528 becomes 264 or 792, not 23 or 12,000."""
    moved = BY_KEY["size.EXT.mu"]
    medians = [math.exp(float(moved.times(factor))) for factor in (0.5, 1.0, 1.5)]  # type: ignore[arg-type]
    assert medians == pytest.approx([264.2, 528.5, 792.7], rel=1e-3)


def test_the_spread_of_a_size_is_moved_by_moving_its_99th_percentile_against_the_median() -> None:
    moved = BY_KEY["size.EXT.sigma"]
    ratios = [math.exp(float(stats.norm.ppf(0.99)) * float(moved.times(f))) for f in (0.5, 1.0, 1.5)]  # type: ignore[arg-type]
    assert ratios[1] == pytest.approx(351.6, rel=1e-3)
    assert [ratio / ratios[1] for ratio in ratios] == pytest.approx([0.5, 1.0, 1.5])


def test_numbers_are_drawn_evenly_and_never_held_at_an_end() -> None:
    """A share of 0.8 may rise to 1 only: it is drawn from 0.4 to 1, and its mean is 0.7."""
    rng = np.random.default_rng(1)
    values = [float(drawn(MOVABLE, rng)["efficacy.INS.write_out"]) for _ in range(2_000)]  # type: ignore[arg-type]
    assert BY_KEY["efficacy.INS.write_out"].high == pytest.approx(1.25)
    assert np.mean(values) == pytest.approx(0.7, abs=0.015)
    assert sum(v == 1.0 for v in values) == 0


def test_three_ends_move_together_and_keep_their_order() -> None:
    claim = BY_KEY["evidence.claim"]
    assert claim.times(0.5) == pytest.approx((0.15, 0.3, 0.5))
    assert claim.times(1.5) == pytest.approx((0.45, 0.9, 1.0))


def test_one_share_of_evidence_moved_alone_takes_from_the_others_in_proportion() -> None:
    values = alone(BY_KEY["population.evidence.claim"], 1.5, TABLE)
    assert values == pytest.approx(dict(zip(SHARES, (0.45, 0.5 * 0.55 / 0.7, 0.2 * 0.55 / 0.7), strict=True)))
    check_together(TABLE.changed(values))


def test_bounds_of_grades_ceilings_and_what_nobody_reads_are_no_moves() -> None:
    assert not [key for key in BY_KEY if key.startswith(("grade.", "jo."))]
    assert "prior.ORG-01" not in BY_KEY  # feeds the score alone
    assert {"rate.INS", "heads.unknown", "records.unknown", "prior.IAM-04", "age.half_life_months"} <= set(BY_KEY)
    assert "efficacy.EXT.hardening" not in BY_KEY  # from the literature


def test_unmoved_judgement_gives_the_stored_factors_back_exactly() -> None:
    small = SmallPopulation(CATALOGUE, TABLE, TABLE.population)
    assert small.factors_of(TABLE) == TABLE.population
    assert small.factors_of(TABLE.changed({"rate.INS": 0.0002})) == TABLE.population
    # The ratio itself is 1, not only the short cut.
    again = {key: small.factors[key] * (small._means(TABLE)[key] / small.base[key]) for key in small.factors}
    assert again == TABLE.population


def test_a_factor_hangs_on_no_other_that_is_asked_for() -> None:
    parameters = TABLE.changed(drawn(MOVABLE, np.random.default_rng(2)))
    whole = SmallPopulation(CATALOGUE, TABLE, TABLE.population).factors_of(parameters)
    for key in ("EXT|host", "RES", "MED|site_owner"):
        assert SmallPopulation(CATALOGUE, TABLE, TABLE.population, asked={key}).factors_of(parameters) == {
            key: whole[key]
        }


def test_cheap_factors_meet_those_of_many_draws_within_three_per_cent() -> None:
    small = SmallPopulation(CATALOGUE, TABLE, TABLE.population)
    rng = np.random.default_rng(8)
    for _ in range(3):
        parameters = TABLE.changed(drawn(MOVABLE, rng))
        cheap = small.factors_of(parameters)
        for key, factor in population_factors(CATALOGUE, parameters, draws=100_000, seed=4).items():
            assert cheap[key] == pytest.approx(factor, rel=0.03), key
