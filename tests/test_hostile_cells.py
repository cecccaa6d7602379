"""Whatever stands in any one cell of a register, the command answers with its own words and a finite result."""

from __future__ import annotations

import json
import math
import warnings
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from riskgraph.__main__ import main
from riskgraph.intake.columns import SHEETS
from riskgraph.report.schema import schema

NASTY = (
    1e308,
    -1e308,
    0,
    -1,
    0.5,
    True,
    "NaN",
    "inf",
    "1e999",
    "９" * 400,
    "約" * 50 + "1億" * 50,
    "=1/0",
    "#REF!",
    "+SUM(A1)",
    "<script>alert(1)</script>",
    "{name}{0}{}",
    "a\nb[error] forged",
    "\u202egnp.exe",
    "e\u0301" * 500,
    "x" * 32_000,
    "none",
    "unknown",
    "、、、",
    "A1,A1,P1,ない",
    "2026-13-45",
    "令和99年99月99日",
    datetime(9999, 12, 31, 23, 59),
    date(1900, 1, 1),
    time(12, 30),
    "~" * 300,
    "../../etc/passwd",
)
# One good row of each sheet that the method reads; the cell under test replaces one of its values.
GOOD = {
    "parties": [{"party_id": "P1", "name": "まなびの森"}, {"party_id": "A1", "name": "アオバ情報"}],
    "engagements": [
        {"engagement_id": "E1", "consignor": "P1", "consignee": "A1", "handling_place": "own_env", "asset_ids": "D1"}
    ],
    "assets": [{"asset_id": "D1", "name": "会員", "owner": "P1", "records": 50_000}],
    "systems": [{"system_id": "S1", "host": "A1", "asset_ids": "D1"}],
    "sites": [{"site_id": "T1", "party_id": "A1"}],
    "access": [{"access_id": "X1", "engagement_id": "E1", "asset_id": "D1", "group": "保守", "heads": 5}],
    "connections": [{"connection_id": "C1", "from": "P1", "to": "A1"}],
    "answers": [{"party_id": "A1", "control_id": "DEV-01", "answer": "yes"}],
    "requests": [{"party_id": "A1", "form": "short", "sent_on": date(2026, 1, 5)}],
}
COLUMNS = [(sheet.name, column.name) for sheet in SHEETS for column in sheet.columns if sheet.name in GOOD]
VALUES_A_COLUMN = 1


def book_with(sheet_name: str, column: str, value: object) -> openpyxl.Workbook:
    """Return a small good register in which the last row of one sheet has this value in one column."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in SHEETS:
        rows = [dict(row) for row in GOOD.get(sheet.name, [])]
        if not rows:
            continue
        if sheet.name == sheet_name:
            rows[-1][column] = value
        names = list(dict.fromkeys(name for row in rows for name in row))
        page = book.create_sheet(sheet.title("en"))
        for line in ([sheet.header(name, "en") for name in names], *([row.get(n) for n in names] for row in rows)):
            page.append(line)
    return book


def answered_cleanly(sheet: str, column: str, value: object, folder: Path) -> tuple[int, dict[str, Any]]:
    """Assess the register by the command and return its status and document; a warning of Python is an error."""
    place, out = folder / "register.xlsx", folder / "out.json"
    out.unlink(missing_ok=True)
    book_with(sheet, column, value).save(place)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        status = main(["assess", str(place), "--as-of", "2026-06-30", "--format", "json", "--out", str(out)])
    return status, json.loads(out.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("number", "sheet", "column"), [(n, *place) for n, place in enumerate(COLUMNS)])
def test_one_hostile_cell_is_answered_in_our_own_words(number, sheet, column, tmp_path):
    """Each column meets one of the values here, and every value several columns."""
    for step in range(VALUES_A_COLUMN):
        value = NASTY[(number * VALUES_A_COLUMN + step) % len(NASTY)]

        status, document = answered_cleanly(sheet, column, value, tmp_path)

        assert status in (0, 1), value
        jsonschema.validate(document, schema("assessment"))
        assert all(math.isfinite(end) for end in document["totals"]["eal_yen"].values()), value


def test_every_value_can_stand_in_a_cell_and_every_one_is_met():
    assert len(COLUMNS) * VALUES_A_COLUMN >= len(NASTY)


def test_a_request_sent_at_the_end_of_the_calendar_is_not_due(tmp_path):
    """A day of 9999 plus the days until an answer is due lies beyond the calendar."""
    status, document = answered_cleanly("requests", "sent_on", datetime(9999, 12, 31), tmp_path)

    assert status in (0, 1)
    assert document["paths_total"] == 2  # the way of consignment, and the one over the connection
