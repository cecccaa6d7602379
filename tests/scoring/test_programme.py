"""The losses as arrays over measures, held to the engine with the measures carried out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.analysis.remaining import remaining
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.catalogue.measures import load_measures
from riskgraph.change import apply
from riskgraph.model.channel import PT
from riskgraph.model.measure import Measure
from riskgraph.model.submission import Submission
from riskgraph.scoring.candidates import candidates
from riskgraph.scoring.channels import Scored, score
from riskgraph.scoring.programme import path_key, programme_of
from tests.scoring.drawn import CONTROLS, Draw, register
from tests.scoring.worlds import AS_OF, BAD_HOP, GOOD_HOP, promise, world

CATALOGUE, PARAMETERS = load_catalogue(), load_parameters()


def scored(submission: Submission) -> Scored:
    return score(submission, CATALOGUE, PARAMETERS, as_of=AS_OF)


def carried_out(submission: Submission, measures: Sequence[Measure], chosen: Collection[int]) -> Scored:
    """Return the register as the engine scores it with these measures carried out."""
    changes = [change for number in sorted(chosen) for change in measures[number].changes]
    return scored(apply(submission, changes, as_of=AS_OF))


def by_path(result: Scored) -> dict[str, float]:
    sums = np.bincount(result.path, weights=result.eal[:, PT], minlength=len(result.routes))
    return {path_key(route): float(sums[n]) for n, route in enumerate(result.routes)}


def some(random: Random, count: int) -> frozenset[int]:
    return frozenset(n for n in range(count) if random.random() < random.choice((0.1, 0.5, 0.9)))


@promise(25)
@given(st.integers(0, 10**6))
def test_without_any_measure_every_path_stands_as_the_engine_has_it(seed: int) -> None:
    result = scored(register(Random(seed)))
    programme = programme_of(result, candidates(result, load_measures()), years=3.0)
    expected = by_path(result)
    found = dict(zip(programme.path_keys, remaining(programme, ()), strict=True))
    assert found.keys() == expected.keys()
    for key, yen in expected.items():
        assert found[key] == pytest.approx(yen, rel=1e-9, abs=1e-9)


@promise(25)
@given(st.integers(0, 10**6))
def test_a_set_of_measures_leaves_what_the_engine_leaves(seed: int) -> None:
    random = Random(seed)
    submission = register(random, Draw(assets=1))
    result = scored(submission)
    measures = candidates(result, load_measures())
    programme = programme_of(result, measures, years=3.0)
    for _ in range(3):
        chosen = some(random, len(measures))
        after = carried_out(submission, measures, chosen)
        assert float(remaining(programme, chosen).sum()) >= 0.95 * float(after.eal[:, PT].sum())


OLD_HOP = {**GOOD_HOP, "audited_on": date(2022, 1, 1), "flow_down": "no"}
LINES = (("O > A > B",), ("O > A > B", "O > A > C"), ("O > A", "O > B > C > D"))


@promise(8)
@given(st.integers(0, 10**6), st.sampled_from(LINES), st.integers(1, 5))
def test_on_plain_chains_every_path_is_left_as_the_engine_leaves_it(
    seed: int, lines: tuple[str, ...], heads: int
) -> None:
    random = Random(seed)
    parties = sorted({name.strip() for line in lines for name in line.split(">")})
    said = {p: {c: random.choice(("yes", "no", "partial/document", "yes/verified")) for c in CONTROLS} for p in parties}
    # Facts are stated: beside a blank one a general answer may be worth more than the fact that a measure states.
    hops = {p: random.choice((GOOD_HOP, BAD_HOP, OLD_HOP)) for p in parties}
    rights = random.choice(("screen", "read", "bulk"))
    submission = world(*lines, said=said, hops=hops, heads=heads, privilege=rights)
    result = scored(submission)
    measures = candidates(result, load_measures())
    programme = programme_of(result, measures, years=3.0)
    for _ in range(2):
        chosen = some(random, len(measures))
        left = dict(zip(programme.path_keys, remaining(programme, chosen), strict=True))
        for key, yen in by_path(carried_out(submission, measures, chosen)).items():
            assert left[key] == pytest.approx(yen, rel=1e-9)


def test_a_gate_opens_only_with_all_its_parts() -> None:
    result = scored(world("O > A", said={"A": {"DEV-01": "no", "DEV-02": "no", "MON-05": "no"}}))
    measures = candidates(result, load_measures())
    number = {m.measure_id: n for n, m in enumerate(measures)}
    programme = programme_of(result, measures, years=3.0)

    def left(*ids: str) -> float:
        return float(remaining(programme, [number[i] for i in ids]).sum())

    assert left("BLOCK-TEST@A") == left("WAYS-OUT@A") == left()
    assert left("WRITE-OUT@A") < left()


def test_measures_on_one_hop_are_tried_together_and_the_better_check_counts() -> None:
    submission = world("O > A > B", hops={"B": BAD_HOP})
    result = scored(submission)
    measures = candidates(result, load_measures())
    programme = programme_of(result, measures, years=3.0)
    both = [n for n, m in enumerate(measures) if m.template_id.startswith("SUPERVISE") and m.engagement_id == "A>B"]
    after = float(carried_out(submission, measures, both).eal[:, PT].sum())
    assert len(both) == 2 and float(remaining(programme, both).sum()) == pytest.approx(after, rel=1e-9)


def test_costs_of_a_year_spread_the_outlay() -> None:
    result = scored(world("O > A"))
    measures = candidates(result, load_measures())
    one, many = (programme_of(result, measures, years=years).cost for years in (1.0, 10.0))
    once = np.array([m.cost.one_off_yen.pt for m in measures])
    np.testing.assert_allclose(one - many, 0.9 * once, rtol=1e-9, atol=1e-6)
