"""One firm written as two, or one list as several: what must not change, and what does."""

from __future__ import annotations

import numpy as np
import pytest

from riskgraph.catalogue import load_parameters
from riskgraph.model.assessment import Assessment
from riskgraph.scoring.loss import fixed_cost
from tests.scoring.worlds import access, assessed, channels, everything, world

HEADS, RECORDS = 10.0, 2_000_000.0
SAID = everything("partial/document")


def one_firm() -> Assessment:
    return assessed(world("O > A", heads=HEADS, records=RECORDS, said={"A": SAID, "B": SAID, "O": SAID}))


def two_firms() -> Assessment:
    """Return the same people and records in two firms that answer alike, each with half of both."""
    base = world("O > A", "O > B", heads=HEADS, records=RECORDS, said={"A": SAID, "B": SAID, "O": SAID})
    assets = tuple(
        base.assets[0].model_copy(update={"asset_id": f"D{f}", "records": base.assets[0].records.capped(RECORDS / 2)})
        for f in "AB"
    )
    rows = tuple(
        access(f"X{f}", f, f"D{f}", f, heads=HEADS / 2, records=RECORDS / 2, privilege=base.accesses[0].privilege)
        for f in "AB"
    )
    placed = tuple(e.model_copy(update={"asset_ids": (f"D{e.consignee}",)}) for e in base.engagements)
    return assessed(base.model_copy(update={"assets": assets, "accesses": rows, "engagements": placed}))


def of(result: Assessment, scenario: str, what: str) -> float:
    return sum(getattr(c, what).pt for c in channels(result, scenario))


@pytest.mark.parametrize("scenario", ["INS", "LVR", "ERR", "MED"])
def test_heads_in_two_firms_leak_as_often_as_in_one(scenario: str) -> None:
    assert of(two_firms(), scenario, "rate_per_year") == pytest.approx(of(one_firm(), scenario, "rate_per_year"))


@pytest.mark.parametrize("scenario", ["INS", "LVR"])
def test_an_insider_of_half_a_firm_takes_half_the_records_and_costs_a_whole_investigation(scenario: str) -> None:
    """The part of the loss that grows with people halves; the fixed part of every event stays."""
    one, two = one_firm(), two_firms()
    fixed = fixed_cost_of(one, scenario)
    variable = [of(r, scenario, "eal_yen") - fixed for r in (one, two)]
    assert variable[1] == pytest.approx(variable[0] / 2, rel=1e-4)


def test_intruders_find_two_firms_where_there_was_one() -> None:
    """Stated, not mended: two organisations are attacked twice as often, each holds half."""
    one, two = one_firm(), two_firms()
    assert of(two, "EXT", "rate_per_year") == pytest.approx(2 * of(one, "EXT", "rate_per_year"))
    assert of(one, "EXT", "eal_yen") < of(two, "EXT", "eal_yen") <= 2 * of(one, "EXT", "eal_yen")


def fixed_cost_of(result: Assessment, scenario: str) -> float:
    """Return the fixed part of the yearly loss of a scenario: large events only, as the reach is far above 1,000."""
    whole = fixed_cost(scenario, np.ones(1), np.zeros(1), load_parameters())[0]
    return float(whole) * of(result, scenario, "rate_per_year")
