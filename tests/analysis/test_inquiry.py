"""What knowing is worth, against every rule that could be followed with and without the answer."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.analysis.inquiry import DECISIONS, Outlook, decided_together, knowing, most_worth, shared
from riskgraph.model.inquiry import Decision

YEN = st.floats(0.0, 1e9)
PART = st.floats(0.0, 1.0)


def outlook(p: float, good: float, bad: float, remediated: float, refused: float) -> Outlook:
    return Outlook(p, *(np.array([x]) for x in (good, bad, remediated, refused)))


def by_enumeration(p: float, good: float, bad: float, remediated: float, refused: float) -> float:
    """Return the worth from all nine rules that know the answer, and the three that do not."""
    if_good, if_bad = (good, remediated, refused), (bad, remediated, refused)
    rules = {(a, b): p * if_good[a] + (1.0 - p) * if_bad[b] for a, b in product(range(3), repeat=2)}
    return min(rules[d, d] for d in range(3)) - min(rules.values())


@given(PART, YEN, YEN, YEN, YEN)
def test_worth_is_what_the_best_rule_gains_from_the_answer(
    p: float, good: float, bad: float, fixed: float, refused: float
) -> None:
    found = knowing(outlook(p, good, bad, fixed, refused))
    assert found.worth[0] == pytest.approx(by_enumeration(p, good, bad, fixed, refused), abs=1e-3)
    assert 0.0 <= found.worth[0] <= most_worth(p, abs(bad - good)) + 1e-3


@given(PART, YEN, YEN, YEN, YEN)
def test_no_worth_where_the_same_is_done_after_either_answer(
    p: float, good: float, bad: float, fixed: float, refused: float
) -> None:
    found = knowing(outlook(p, good, bad, fixed, refused))
    if found.if_good[0] == found.if_bad[0] == found.now[0]:
        assert found.worth[0] <= 1e-6


def test_a_loss_that_is_worth_mending_only_if_the_answer_is_bad() -> None:
    """Accept: 0.6 x 1 + 0.4 x 10 = 4.6; remediate 4; knowing: 0.6 x 1 + 0.4 x 4 = 2.2, so that it is worth 1.8."""
    found = knowing(outlook(0.6, 1.0, 10.0, 4.0, np.inf))
    assert found.worth[0] == pytest.approx(1.8)
    decisions = [DECISIONS[of[0]] for of in (found.now, found.if_good, found.if_bad)]
    assert decisions == [Decision.REMEDIATE, Decision.ACCEPT, Decision.REMEDIATE]


@given(YEN, st.lists(YEN, min_size=1))
def test_a_shared_cost_counts_once(cost: float, by: list[float]) -> None:
    parts = shared(cost, np.array(by))
    if sum(by) > 0.0:
        assert parts.sum() == pytest.approx(cost)
    else:
        assert np.isinf(parts).all()


def test_paths_between_which_an_answer_moves_a_loss_are_decided_together() -> None:
    keys = ("O>A>C|1", "O>B>C|2", "O>A>D|3", "O>B>D|4")
    good, bad = np.array([60.0, 580.0, 5.0, 7.0]), np.array([590.0, 60.0, 9.0, 7.0])
    units = decided_together(keys, good, bad)
    assert units.tolist() == [0, 0, 1, 2]
    nowhere = np.full(4, np.inf)
    found = knowing(Outlook(0.5, good, bad, nowhere, np.array([100.0, 100.0, 6.0, 100.0])).summed(units))
    assert found.worth[0] == pytest.approx(0.0)  # taken one by one, each would seem to hang on the answer
    assert found.worth[1] == pytest.approx(0.5)


@given(st.lists(st.tuples(YEN, YEN, YEN, YEN), min_size=1, max_size=5), PART)
def test_where_no_loss_falls_every_path_is_decided_by_itself(rows: list[tuple[float, ...]], p: float) -> None:
    good, more, fixed, refused = (np.array(column) for column in zip(*rows, strict=True))
    whole = Outlook(p, good, good + more, fixed, refused)
    units = decided_together([f"O>A|{n}" for n in range(len(rows))], whole.good, whole.bad)
    assert knowing(whole.summed(units)).worth.tolist() == knowing(whole).worth.tolist()
