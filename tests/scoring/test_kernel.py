"""The kernel of Phi: the textbook formula number by number, whatever the tiles, and its bounds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.scoring import kernel
from riskgraph.scoring.csr import grouped, spans
from riskgraph.scoring.kernel import Source, Tiles, phi_of
from tests.scoring.worlds import promise

BETA = 0.1


def drawn(seed: int, count: int) -> tuple[list[Source], list[list[float]]]:
    """Return layers of every kind, and the strengths that each channel has in them."""
    rng = np.random.default_rng(seed)
    gates, other = rng.random(9), rng.random(4)
    index, bound = rng.integers(0, 9, count).astype(np.int32), rng.integers(0, 4, count)
    own, damping, proof = rng.random(count), rng.random(count), rng.random(count)
    sources = [
        Source(0.8, gates=gates, index=index),
        Source(0.5, own=own),
        Source(0.4, gates=gates, index=index, damping=damping),
        Source(0.6, gates=gates, index=index, damping=damping, bounds=((other, bound),)),
        Source(0.3, gates=gates, index=index, bounds=(proof,)),
        Source(0.2, gates=gates, index=index, table=1.0 - 0.2 * gates),
    ]
    strengths = [
        [
            gates[index[c]],
            own[c],
            gates[index[c]] * damping[c],
            min(gates[index[c]] * damping[c], other[bound[c]]),
            min(gates[index[c]], proof[c]),
            gates[index[c]],
        ]
        for c in range(count)
    ]
    return sources, strengths


@promise(40)
@given(st.integers(0, 10**6), st.integers(1, 40))
def test_phi_is_the_textbook_formula(seed: int, count: int) -> None:
    sources, strengths = drawn(seed, count)
    found = phi_of(sources, BETA, count)
    for c, of_channel in enumerate(strengths):
        factors = [1.0 - source.efficacy * x for source, x in zip(sources, of_channel, strict=True)]
        assert found[c] == pytest.approx((1 - BETA) * math.prod(factors) + BETA * min(factors), rel=1e-14)
        assert 0.0 <= found[c] <= 1.0


@pytest.mark.parametrize("tile", [1, 3, 16, 100])
def test_tiles_move_no_bit(monkeypatch: pytest.MonkeyPatch, tile: int) -> None:
    sources, _ = drawn(7, 50)
    whole = phi_of(sources, BETA, 50)
    monkeypatch.setattr(kernel, "TILE", tile)
    assert (phi_of(sources, BETA, 50) == whole).all()


def test_the_result_goes_where_it_is_asked_to() -> None:
    sources, _ = drawn(7, 50)
    place = np.full(50, np.nan)
    assert phi_of(sources, BETA, 50, out=place) is place
    assert (place == phi_of(sources, BETA, 50)).all()


def test_no_layers_and_no_channels() -> None:
    assert (phi_of([], BETA, 3) == 1.0).all()
    assert phi_of(drawn(1, 1)[0], BETA, 0).shape == (0,)


def test_a_role_that_does_not_exist_changes_nothing() -> None:
    sources, _ = drawn(3, 20)
    nobody = Source(0.9, gates=np.array([0.7, 0.0]), index=np.ones(20, dtype=np.int32))
    assert (phi_of([*sources, nobody], BETA, 20) == phi_of(sources, BETA, 20)).all()


@promise(40)
@given(st.integers(0, 10**6))
def test_nameless_people_are_worth_what_is_left_of_the_layers(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = 30
    sources, _ = drawn(seed, count)
    own = rng.integers(0, 8, count).astype(np.uint8)
    marked = [
        Source(
            s.efficacy,
            s.gates,
            s.index,
            s.own,
            s.damping,
            s.bounds,
            is_personal=n in (1, 2),
            own_places=(own, np.uint8(4)),
        )
        for n, s in enumerate(sources)
    ]
    declared = np.empty(count)
    hidden = Tiles(marked, BETA, count).both(0, count, declared)
    left = [s for n, s in enumerate(sources) if n not in (1, 2)]
    assert (declared == phi_of(sources, BETA, count)).all()
    for c in range(count):
        factors = [1.0 - s.efficacy * float(s.strength(c, c + 1)[0]) for s in left] if not own[c] & 4 else []
        expected = (1 - BETA) * math.prod(factors) + BETA * min(factors, default=1.0)
        assert hidden[c] == pytest.approx(expected, rel=1e-14)


@promise(40)
@given(st.lists(st.integers(-1, 5), max_size=30))
def test_members_by_group_are_those_that_point_to_it(groups: list[int]) -> None:
    found = grouped(np.array(groups, dtype=np.int32), 6)
    for group in range(6):
        assert found.of(group).tolist() == [n for n, g in enumerate(groups) if g == group]
    wanted = np.array([5, 0, 2])
    assert found.of_all(wanted).tolist() == [n for w in wanted for n in found.of(int(w)).tolist()]


def test_spans_of_any_length() -> None:
    assert spans(np.array([3, 7, 9]), np.array([5, 7, 10])).tolist() == [3, 4, 9]
    assert spans(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)).tolist() == []
