"""The factors of the population: drawn again, against the published figures, and as bounds."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.scoring.population import population_factors

ALL = "host|device_owner|site_owner"


@pytest.fixture(scope="module")
def drawn() -> Mapping[str, float]:
    return population_factors(load_catalogue(), load_parameters(), draws=250_000, seed=77)


def test_the_stored_factors_are_met_to_one_per_cent_by_other_draws(drawn: Mapping[str, float]) -> None:
    stored = load_parameters().population
    assert set(drawn) == set(stored)
    for key, value in stored.items():
        assert drawn[key] == pytest.approx(value, rel=0.01), key


@pytest.mark.parametrize(
    ("key", "published"),
    [
        (f"INS|{ALL}|bulk", 0.51),
        (f"LVR|{ALL}", 0.61),
        ("EXT|host", 0.32),
        ("EXT|host|web", 0.28),
        ("ERR|host", 0.62),
        ("MED|device_owner|site_owner", 0.448),  # either measure is enough: docs/decisions/0004
        ("RES", 0.67),
    ],
)
def test_the_factors_are_those_of_the_method(key: str, published: float) -> None:
    assert load_parameters().population[key] == pytest.approx(published, abs=0.01)


def test_a_role_that_does_not_exist_never_makes_the_average_better(drawn: Mapping[str, float]) -> None:
    for scenario in ("INS", "LVR"):
        for missing in ("host", "device_owner", "site_owner"):
            left = "|".join(r for r in ALL.split("|") if r != missing)
            assert drawn[f"{scenario}|{left}"] > drawn[f"{scenario}|{ALL}"]


def test_one_more_layer_never_makes_the_average_worse(drawn: Mapping[str, float]) -> None:
    assert drawn["EXT|host|cloud|web"] < drawn["EXT|host|web"] < drawn["EXT|host"] <= 1.0
    assert drawn["EXT|host|cloud"] < drawn["EXT|host"]


def test_one_more_part_of_a_gate_never_makes_the_average_better(drawn: Mapping[str, float]) -> None:
    assert drawn[f"INS|{ALL}|bulk"] > drawn[f"INS|{ALL}"]


def test_factors_of_a_changed_table_are_drawn_again_and_are_reproducible() -> None:
    changed = load_parameters().changed({"population.supervision": 0.9})
    assert changed.population == {}
    first, second = (population_factors(load_catalogue(), changed, draws=20_000) for _ in range(2))
    assert first == second
    assert first["ERR|host"] < load_parameters().population["ERR|host"]


def test_without_adoption_nothing_is_stopped_but_by_supervision() -> None:
    """Phi = (1 - beta) f + beta f with f = 1 - e Q alone."""
    table = load_parameters()
    bare = table.changed(
        {p.key: 0.0 for p in table.table if p.key.startswith("adoption.")} | {"population.deletion_proof": 0.0}
    )
    found = population_factors(load_catalogue(), bare, draws=1_000)
    assert found[f"INS|{ALL}|bulk"] == pytest.approx(1 - 0.5 * 0.4)
    assert found["RES"] == pytest.approx(1 - 0.4 * 0.4)
    assert found["MED|device_owner|site_owner"] == 1.0


def test_a_number_that_the_factors_do_not_rest_on_leaves_them_and_any_other_drops_them() -> None:
    shipped = load_parameters()
    full = population_factors(load_catalogue(), shipped, draws=2_000)
    for parameter in shipped.table:
        ends = parameter.triple
        room = (parameter.minimum - ends[0], parameter.maximum - ends[2])
        step = 0.4 * (room[1] if room[1] > 0 else room[0])
        moved = tuple(end + step for end in ends)
        changed = shipped.changed({parameter.key: moved if isinstance(parameter.value, tuple) else moved[1]})
        if changed.population:
            assert population_factors(load_catalogue(), changed, draws=2_000) == full, parameter.key
