"""Two rankings that are never mixed: the confirmed and the open part of a path add up to its loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.analysis.rankings import Order, ordered, part_yen
from riskgraph.model.quantities import Interval
from tests.report.builders import a_path
from tests.scoring.worlds import promise


@promise(50)
@given(eal=st.floats(0, 1e12), share=st.floats(0, 1))
def test_the_two_parts_add_up_to_the_expected_loss(eal: float, share: float) -> None:
    path = a_path(eal_yen=Interval(0.0, eal, eal), unconfirmed_share=share)
    whole = part_yen(path, Order.LOSS)
    assert part_yen(path, Order.CONFIRMED) + part_yen(path, Order.OPEN) == pytest.approx(whole)


def test_each_ranking_has_its_own_first_path() -> None:
    known = a_path(rank=1, eal_yen=Interval.exact(100.0), unconfirmed_share=0.1)
    unknown = a_path(rank=2, eal_yen=Interval.exact(90.0), unconfirmed_share=0.9)
    assert [p.rank for p in ordered([unknown, known], Order.LOSS)] == [1, 2]
    assert [p.rank for p in ordered([unknown, known], Order.CONFIRMED)] == [1, 2]
    assert [p.rank for p in ordered([unknown, known], Order.OPEN)] == [2, 1]


def test_equal_parts_are_ordered_by_rank() -> None:
    paths = [a_path(rank=rank) for rank in (3, 1, 2)]
    assert [p.rank for p in ordered(paths, Order.OPEN)] == [1, 2, 3]
