"""The difference between two registers as a sum of its causes."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.accounts import Side, accounting
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.accounting import Accounting, Stage
from riskgraph.model.causes import Cause
from riskgraph.model.party import Tri
from riskgraph.model.submission import Submission
from tests.scoring.drawn import register
from tests.scoring.worlds import AS_OF, promise, world

CATALOGUE = load_catalogue()
PARAMETERS = load_parameters()


def side(submission: Submission, *, days: int = 0, **moved: float) -> Side:
    return Side(submission, PARAMETERS.changed(moved) if moved else PARAMETERS, AS_OF + timedelta(days=days))


def adds_up(found: Accounting) -> None:
    """Hold the parts of the total, and of every path of both sides, to their difference."""
    before, after = found.eal_before.pt, found.eal_after.pt
    scale = max(before, after, 1.0)
    assert sum(part.eal_yen for part in found.parts) == pytest.approx(after - before, abs=1e-9 * scale)
    for path in found.paths:
        if path.eal_before is not None and path.eal_after is not None:
            moved = path.eal_after.pt - path.eal_before.pt
            assert sum(part.eal_yen for part in path.parts) == pytest.approx(moved, abs=1e-9 * scale)


@promise(4)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_whatever_differs_the_parts_add_up_for_the_total_and_for_every_path(first: int, second: int) -> None:
    old, new = register(Random(first)), register(Random(second))
    adds_up(accounting(side(old), side(new, days=400, **{"rate.INS": 2e-4}), CATALOGUE))


@promise(6)
@given(st.integers(0, 10**6))
def test_other_answers_alone_are_told_one_by_one(seed: int) -> None:
    random = Random(seed)
    old = register(random)
    new = old.model_copy(update={"answers": register(random).answers})
    found = accounting(side(old), side(new), CATALOGUE)
    adds_up(found)
    assert {part.stage for part in found.parts} <= {Stage.ANSWERS}


def test_two_equal_registers_have_nothing_to_account_for() -> None:
    one = register(Random(7))
    found = accounting(side(one), side(one), CATALOGUE)
    assert found.parts == ()
    assert found.paths == ()


def test_a_mended_control_is_named_with_what_was_said_before_and_after() -> None:
    rest = {"DEV-02": "yes/verified", "MON-05": "yes/verified"}
    old, new = (world("O > A", said={"A": {"DEV-01": code, **rest}}) for code in ("no", "yes/verified"))
    (part,) = accounting(side(old), side(new), CATALOGUE).parts
    assert (part.stage, part.cause, part.party_id, part.control_id) == (Stage.ANSWERS, Cause.PRACTICE, "A", "DEV-01")
    assert (part.before, part.after) == ("no", "yes")


def test_time_alone_is_put_down_to_time() -> None:
    one = register(Random(0))
    found = accounting(side(one), side(one, days=900), CATALOGUE)
    adds_up(found)
    assert {(part.stage, part.cause) for part in found.parts} == {(Stage.TIME, Cause.EXPIRED)}


def test_an_assumption_that_moved_is_named_with_its_values() -> None:
    one = register(Random(3))
    (part,) = accounting(side(one), side(one, **{"rate.INS": 2e-4}), CATALOGUE).parts
    assert (part.stage, part.parameter, part.before, part.after) == (Stage.ASSUMPTIONS, "rate.INS", "0.0001", "0.0002")
    assert part.eal_yen > 0


def test_a_row_that_changed_is_named_with_the_columns_that_differ() -> None:
    one = register(Random(11))
    first = one.engagements[0]
    other = first.model_copy(update={"flow_down": Tri.NO if first.flow_down is not Tri.NO else Tri.YES})
    two = one.model_copy(update={"engagements": (other, *one.engagements[1:])})
    found = accounting(side(one), side(two), CATALOGUE)
    adds_up(found)
    assert all((part.sheet, part.row_id) == ("engagements", first.engagement_id) for part in found.parts)
    assert all("flow_down" in part.after for part in found.parts)
