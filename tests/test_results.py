"""Results written beside the user's own rows, through the command and the page's action."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from riskgraph.__main__ import main
from riskgraph.intake.register import read_register
from riskgraph.store.place import VARIABLE
from riskgraph.store.registers import create_register
from riskgraph.ui import keeping
from riskgraph.ui.actions import shown
from tests.acceptance.shapes import CHAIN, shape
from tests.acceptance.workbooks import workbook


@pytest.fixture
def register(tmp_path: Path) -> Path:
    place = tmp_path / "register.xlsx"
    place.write_bytes(workbook(shape()))
    return place


def results_in(data: bytes) -> list[tuple[object, ...]]:
    sheet = load_workbook(io.BytesIO(data))["Engagements"]
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    start = rows[0].index("Path rank")
    return [(row[0], *row[start : start + 4]) for row in rows[1:]]


def test_every_engagement_bears_the_rank_and_reason_of_its_riskiest_path(register: Path, tmp_path: Path) -> None:
    target = tmp_path / "with results.xlsx"
    status = main(["assess", str(register), "--write-back", str(target), "--lang", "en", "--out", str(tmp_path / "o")])
    found = results_in(target.read_bytes())
    assert status == 0
    assert [row[:2] for row in found] == [("E-1", 1), ("E-2", 1), ("E-3", 1)]
    assert all(f"Firm {CHAIN[1]}" in str(row[2]) for row in found)


def test_the_users_own_file_stays_as_it_was(register: Path, tmp_path: Path) -> None:
    before = register.read_bytes()
    main(["assess", str(register), "--write-back", str(tmp_path / "w.xlsx"), "--out", str(tmp_path / "o")])
    assert register.read_bytes() == before


def test_two_registers_cannot_be_written_back_at_once(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "w.xlsx"
    status = main(["assess", str(register), str(register), "--write-back", str(target), "--lang", "en"])
    assert status == 2
    assert "one register only" in capsys.readouterr().err
    assert not target.exists()


def test_the_page_gives_the_same_columns_as_the_command(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "store"))
    target = tmp_path / "w.xlsx"
    main(["assess", str(register), "--write-back", str(target), "--lang", "en", "--out", str(tmp_path / "o")])
    file = (register.name, register.read_bytes())
    with keeping.writing("reviewer") as writing:
        create_register(writing, "register", read_register([file]), files=[file])
    shown.assess_now(name="reviewer")
    result = shown.shown()
    assert result is not None
    assert shown.written_back(result, 0, "en") == target.read_bytes()
