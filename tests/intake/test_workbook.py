"""The workbook reader gives raw cells with addresses and touches only cells that exist."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Font

from riskgraph.intake.workbook import open_workbook
from tests.intake.books import book


def change(made: Workbook) -> None:
    sheet = made["表"]
    sheet["A1"].font = Font(strike=True)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.merge_cells("A3:B4")
    sheet["D1"] = "=1+1"
    made["裏"].sheet_state = "veryHidden"


def test_cells_carry_what_a_reader_must_know() -> None:
    opened = open_workbook(
        "a.xlsx", book({"表": [["a", " ", 3.5], ["b"], ["m", None, "c"]], "裏": [["x"]]}, change=change)
    )
    sheet = opened.sheets[0]
    assert [
        (c.address, c.value, c.is_struck, c.is_hidden, c.has_unsaved_formula) for r in sheet.rows for c in r.cells
    ] == [
        ("A1", "a", True, False, False),
        ("C1", 3.5, False, True, False),
        ("D1", None, False, False, True),
        ("A2", "b", False, True, False),
        ("A3", "m", False, False, False),
        ("C3", "c", False, True, False),
    ]
    assert [row.is_hidden for row in sheet.rows] == [False, True, False]
    assert [(s.title, s.is_hidden) for s in opened.sheets] == [("表", False), ("裏", True)]
    assert opened.sheet("裏") is opened.sheets[1]
    assert opened.sheet("無い") is None


def test_a_merge_spreads_on_demand_and_points_to_its_anchor() -> None:
    sheet = open_workbook("a.xlsx", book({"表": [["a"], [], ["m", None, "c"]], "裏": [["x"]]}, change=change)).sheets[0]
    spread = sheet.spread()
    assert [(place, cell.value, cell.address) for place, cell in spread.by_place.items() if cell.anchor] == [
        ((3, 2), "m", "A3"),
        ((4, 1), "m", "A3"),
        ((4, 2), "m", "A3"),
    ]
    assert (4, 1) not in sheet.by_place
