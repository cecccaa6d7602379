"""A register in another format says what the Excel book says: text tables, archives of them, older workbooks."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from riskgraph.intake.handed_cells import as_bytes, from_bytes
from riskgraph.intake.register import read_register
from riskgraph.intake.workbook import MergedRange, RawCell, RawRow, RawSheet, Workbook, open_workbook
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.submission import Submission
from tests.intake.books import ASSETS, ENGAGEMENTS, PARTIES, Grid, register

SHEETS = {"組織": PARTIES, "委託": ENGAGEMENTS, "データ": ASSETS}


def text_table(grid: Grid, encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(grid)
    return out.getvalue().encode(encoding)


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def facts(submission: Submission) -> list[list[dict[str, object]]]:
    """Return the rows without the cells that they stand in."""
    rows = (submission.parties, submission.engagements, submission.assets)
    return [[row.model_dump(exclude={"source"}) for row in some] for some in rows]


EXCEL = read_register([("台帳.xlsx", register())])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932", "utf-16"])
def test_text_tables_make_the_register_that_their_workbook_makes(encoding: str) -> None:
    files = [(f"{title}.csv", text_table(grid, encoding)) for title, grid in SHEETS.items()]
    assert facts(read_register(files)) == facts(EXCEL)


def test_text_tables_are_known_by_their_headers_whatever_the_file_is_called() -> None:
    files = [(f"export{n}.csv", text_table(grid)) for n, grid in enumerate(SHEETS.values())]
    assert facts(read_register(files)) == facts(EXCEL)


def test_an_archive_of_text_tables_or_of_a_workbook_is_read() -> None:
    tables = zipped({f"書出し/{title}.csv": text_table(grid) for title, grid in SHEETS.items()})
    assert facts(read_register([("台帳.zip", tables)])) == facts(EXCEL)
    inside = read_register([("台帳.zip", zipped({"a/台帳.xlsx": register()}))])
    assert facts(inside) == facts(EXCEL)
    assert inside.parties[0].source.file == "台帳.zip › 台帳.xlsx"


def test_a_broken_file_of_an_archive_is_told_with_both_names() -> None:
    (problem,) = [
        p
        for p in read_register([("台帳.zip", zipped({"a.csv": b"%PDF-1.7"}))]).problems
        if p.severity is Severity.ERROR
    ]
    assert problem.file == "台帳.zip › a.csv"


def test_a_fact_of_a_text_table_knows_its_cell() -> None:
    files = [(f"{title}.csv", text_table(grid)) for title, grid in SHEETS.items()]
    party = read_register(files).parties[1]
    assert (party.source.file, party.source.at("name").cell) == ("組織.csv", "B3")


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_a_workbook_of_another_program_is_read(kind: str) -> None:
    data = (Path(__file__).parents[1] / "data" / f"register.{kind}").read_bytes()
    assert facts(read_register([(f"台帳.{kind}", data)])) == facts(EXCEL)


def test_a_damaged_file_of_another_format_is_one_error_and_the_others_are_read() -> None:
    broken = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    found = read_register([("壊れ.xls", broken), ("台帳.xlsx", register())])
    assert [p.file for p in found.problems if p.severity is Severity.ERROR] == ["壊れ.xls"]
    assert facts(found) == facts(EXCEL)


def test_a_document_that_holds_no_table_is_refused_by_name() -> None:
    (problem,) = [p for p in read_register([("台帳.pdf", b"%PDF-1.7")]).problems if p.severity is Severity.ERROR]
    assert (problem.code, problem.file) == ("gate.pdf", "台帳.pdf")


def test_cells_come_back_from_another_process_as_they_were() -> None:
    values = (
        "2026-01-01",
        3,
        2.5,
        True,
        datetime(2026, 1, 2, 3, 4),
        date(2026, 1, 2),
        time(3, 4),
        timedelta(hours=30),
        None,
    )
    cells = tuple(
        RawCell(v, 1, n, is_struck=n % 2 == 0, anchor="A1" if n == 3 else "") for n, v in enumerate(values, 1)
    )
    sheet = RawSheet("あ", (RawRow(1, cells, is_hidden=True),), (MergedRange(1, 1, 2, 2),), is_hidden=True)
    told = Problem(code="gate.macros", severity=Severity.WARNING, file="a.xlsx", fields={"file": "a.xlsx"})
    book = Workbook("a.xlsx", "0" * 64, (sheet,), (told,))
    assert from_bytes(as_bytes(book), "a.xlsx") == book
    real = open_workbook("台帳.xlsx", register())
    assert from_bytes(as_bytes(real), "台帳.xlsx") == real
