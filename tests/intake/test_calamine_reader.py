"""The fast reader and the careful one agree on every .xlsx, cell by cell and type by type."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskgraph.intake.calamine_reader import read_cells
from riskgraph.intake.gate import examine
from riskgraph.intake.workbook import Workbook, open_workbook

ROOT = Path(__file__).parents[2]
FILES = sorted((*ROOT.glob("questionnaires/*/*.xlsx"), *ROOT.glob("*.xlsx")))


def fast(data: bytes) -> Workbook:
    return read_cells("a.xlsx", data, examine("a.xlsx", data))


def typed(book: Workbook) -> object:
    """Return all of a workbook with the types of its values, because 1, 1.0 and True are equal."""
    return [
        (
            s.title,
            s.is_hidden,
            s.merged,
            [(r.number, r.is_hidden, [(c, type(c.value)) for c in r.cells]) for r in s.rows],
        )
        for s in book.sheets
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_both_readers_agree_on_the_workbooks_of_this_repository(path: Path) -> None:
    data = path.read_bytes()
    assert typed(fast(data)) == typed(open_workbook("a.xlsx", data))
