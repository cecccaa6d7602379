"""Edits of a table are kept by the place of the row, whatever part of the table was shown when they were made."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from riskgraph.intake.table_edits import SheetEdits, applied, with_delta

ROWS = [{"id": f"P{n}", "name": f"社{n}"} for n in range(5)]


def delta(
    edited: dict[int, dict[str, Any]] | None = None,
    added: tuple[dict[str, Any], ...] = (),
    deleted: tuple[int, ...] = (),
) -> dict[str, Any]:
    return {
        "edited_rows": {str(n): c for n, c in (edited or {}).items()},
        "added_rows": list(added),
        "deleted_rows": list(deleted),
    }


def said(edits: SheetEdits) -> list[str]:
    return [f"{row.get('id')}:{row.get('name')}" for _, row in applied(ROWS, edits)]


def test_without_edits_the_rows_stand_as_they_are() -> None:
    assert [row for _, row in applied(ROWS, SheetEdits())] == ROWS
    assert with_delta(SheetEdits(), range(5), delta()).is_empty


def test_a_cell_changed_in_a_filtered_view_changes_the_row_that_was_shown() -> None:
    edits = with_delta(SheetEdits(), [3, 4], delta({0: {"name": "新"}}))
    assert said(edits) == ["P0:社0", "P1:社1", "P2:社2", "P3:新", "P4:社4"]


def test_rows_put_in_stand_last_and_can_be_changed_and_taken_out_again() -> None:
    edits = with_delta(SheetEdits(), range(5), delta(added=({"id": "N1"}, {"id": "N2"})))
    assert said(edits)[5:] == ["N1:None", "N2:None"]
    places = [place for place, _ in applied(ROWS, edits)]
    edits = with_delta(edits, places, delta({6: {"name": "後"}}, deleted=(5,)))
    assert said(edits)[5:] == ["N2:後"]


def test_a_row_taken_out_is_gone_with_its_changes() -> None:
    edits = with_delta(SheetEdits(), range(5), delta({1: {"name": "新"}}))
    edits = with_delta(edits, range(5), delta(deleted=(1,)))
    assert (said(edits), edits.changed) == (["P0:社0", "P2:社2", "P3:社3", "P4:社4"], ())


def test_a_row_that_says_nothing_is_no_row() -> None:
    assert with_delta(SheetEdits(), range(5), delta(added=({"_index": 5}, {"name": ""}, {"name": None}))).is_empty


@given(st.lists(st.tuples(st.integers(0, 4), st.text(max_size=3)), max_size=8))
def test_changes_made_one_by_one_are_those_made_at_once(changes: list[tuple[int, str]]) -> None:
    one_by_one = SheetEdits()
    for row, name in changes:
        one_by_one = with_delta(one_by_one, range(5), delta({row: {"name": name}}))
    at_once = with_delta(SheetEdits(), range(5), delta({row: {"name": name} for row, name in changes}))
    assert said(one_by_one) == said(at_once)
