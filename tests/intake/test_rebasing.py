"""Two people's changes are put together cell by cell, and where both changed one cell nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given

from riskgraph.intake.difference import difference
from riskgraph.intake.edited import Writing
from riskgraph.intake.rebasing import rebased
from riskgraph.model.difference import RowFate
from riskgraph.model.party import Party
from riskgraph.model.submission import Submission
from tests.intake.registers import edited, faultless, rebuilt, with_row
from tests.intake.test_difference import QUICK
from tests.intake.test_template import submissions

JA = Writing("ja", "mine.xlsx")


def without(submission: Submission, party_id: str) -> Submission:
    return rebuilt(submission, {"parties": tuple(p for p in submission.parties if p.party_id != party_id)})


def told(old: Submission, new: Submission) -> list[tuple[str, RowFate, list[tuple[str, str]]]]:
    rows = difference(old, new, "ja").rows
    return [(row.row_id, row.fate, [(c.column, c.after) for c in row.cells]) for row in rows]


def test_changes_of_different_cells_are_both_there() -> None:
    base = faultless()
    mine, theirs = edited(base, "parties", 1, note="私"), edited(base, "parties", 1, country="US")
    found = rebased(base, mine, theirs, JA)
    assert found.conflicts == ()
    assert told(base, found.submission) == [("P2", RowFate.CHANGED, [("country", "US"), ("note", "私")])]


def test_a_cell_that_both_changed_keeps_what_is_saved_and_is_told_with_mine() -> None:
    base = faultless()
    mine, theirs = edited(base, "parties", 1, note="私"), edited(base, "parties", 1, note="相手")
    found = rebased(base, mine, theirs, JA)
    (conflict,) = found.conflicts
    assert (conflict.row_id, conflict.column, conflict.base, conflict.mine, conflict.theirs) == (
        *("P2", "note", ""),
        *("私", "相手"),
    )
    assert found.submission.parties[1].note == "相手"
    chosen = rebased(base, mine, theirs, JA, mine_wins=[conflict.key])
    assert chosen.submission.parties[1].note == "私"
    assert chosen.conflicts == found.conflicts


def test_the_same_change_by_both_is_no_conflict() -> None:
    base = faultless()
    mine = edited(base, "parties", 1, note="同")
    assert rebased(base, mine, mine, JA).conflicts == ()


def test_rows_that_i_added_and_removed_are_added_and_removed() -> None:
    base = faultless()
    mine = with_row(without(base, "P4"), "parties", Party(party_id="P7", name="つばめ"))
    theirs = edited(base, "parties", 0, note="相手")
    found = rebased(base, mine, theirs, JA)
    assert found.conflicts == ()
    assert {p.party_id for p in found.submission.parties} == {"P1", "P2", "P3", "P7"}
    assert found.submission.parties[0].note == "相手"


@pytest.mark.parametrize(("choice", "stays"), [(False, True), (True, False)])
def test_a_row_that_i_removed_and_the_other_changed_is_a_conflict_of_the_row(choice: bool, stays: bool) -> None:
    base = faultless()
    mine, theirs = without(base, "P4"), edited(base, "parties", 3, note="相手")
    (conflict,) = rebased(base, mine, theirs, JA).conflicts
    assert (conflict.column, conflict.mine) == ("", "")
    wins = [conflict.key] if choice else []
    found = rebased(base, mine, theirs, JA, mine_wins=wins)
    assert ("P4" in {p.party_id for p in found.submission.parties}) is stays


def test_a_row_that_the_other_removed_and_i_changed_can_be_kept() -> None:
    base = faultless()
    mine, theirs = edited(base, "parties", 3, note="私"), without(base, "P4")
    (conflict,) = rebased(base, mine, theirs, JA).conflicts
    kept = rebased(base, mine, theirs, JA, mine_wins=[conflict.key]).submission
    assert [p.note for p in kept.parties if p.party_id == "P4"] == ["私"]


@QUICK
@given(base=submissions(), mine=submissions())
def test_where_the_other_changed_nothing_mine_comes_out_and_the_other_way_round(
    base: Submission, mine: Submission
) -> None:
    found = rebased(base, mine, base, JA)
    assert (found.conflicts, told(mine, found.submission)) == ((), [])
    found = rebased(base, base, mine, JA)
    assert (found.conflicts, told(mine, found.submission)) == ((), [])
