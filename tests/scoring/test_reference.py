"""The arrays against the method computed a second time, one scalar at a time, on drawn registers."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import pytest

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.channel import HI, LO, PT
from riskgraph.model.submission import Submission
from riskgraph.scoring.channels import score
from tests.scoring.drawn import Draw, register
from tests.scoring.reference import priced
from tests.scoring.worlds import AS_OF

KINDS = (
    Draw(assets=1, has_suspected=False, has_ended=False, has_cloud=False, has_scopes=False),
    Draw(assets=2, has_cloud=False),
    Draw(assets=3),
    Draw(assets=1, has_ended=False, has_cloud=False, suspicion=0.7),
)


def of_arrays(submission: Submission) -> dict[object, tuple[object, ...]]:
    """Return (paths, EAL, rate, Phi) by (event, asset), channels of one event and asset joined again."""
    scored = score(submission, load_catalogue(), load_parameters(), as_of=AS_OF)
    paths: dict[object, set[object]] = defaultdict(set)
    eal: dict[object, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    rate: dict[object, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    phi: dict[object, float] = {}
    for channel in range(len(scored.ids)):
        row = scored.row_of(channel)
        key = (row.event, row.asset_id)
        route = scored.routes[int(scored.path[channel])]
        paths[key].add((route.parties, route.engagements))
        phi[key] = float(scored.rates.phi[scored.cells.row[scored.cell[channel], PT], PT])
        for end in (LO, PT, HI):
            eal[key][end] += float(scored.eal[channel, end])
            rate[key][end] += float(scored.rate[channel, end])
    return {key: (frozenset(paths[key]), tuple(eal[key]), tuple(rate[key]), phi[key]) for key in paths}


@pytest.mark.parametrize("seed", range(60))
def test_the_arrays_give_the_numbers_of_the_plain_computation(seed: int) -> None:
    submission = register(Random(seed), KINDS[seed % len(KINDS)])
    expected = priced(submission, load_catalogue(), load_parameters(), AS_OF)
    actual = of_arrays(submission)
    assert set(actual) == set(expected)
    for key, found in expected.items():
        paths, eal, rate, phi = actual[key]
        assert paths == found.paths, key
        assert eal == pytest.approx(found.eal, rel=1e-9, abs=1e-9), key
        assert rate == pytest.approx(found.rate, rel=1e-9, abs=1e-15), key
        assert phi == pytest.approx(found.phi, rel=1e-9), key
