"""The losses as arrays over measures, held to the engine with the measures carried out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from tests.scoring.drawn import Draw, register
from tests.scoring.worlds import AS_OF, promise

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


@promise(60)
@given(st.integers(0, 10**6))
def test_without_any_measure_every_path_stands_as_the_engine_has_it(seed: int) -> None:
    result = scored(register(Random(seed)))
    programme = programme_of(result, candidates(result, load_measures()), years=3.0)
    expected = by_path(result)
    found = dict(zip(programme.path_keys, remaining(programme, ()), strict=True))
    assert found.keys() == expected.keys()
    for key, yen in expected.items():
        assert found[key] == pytest.approx(yen, rel=1e-9, abs=1e-9)


@promise(60)
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
        assert float(remaining(programme, chosen).sum()) >= 0.9 * float(after.eal[:, PT].sum())
