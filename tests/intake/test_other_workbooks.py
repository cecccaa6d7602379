"""Old, binary and OpenDocument workbooks give the same cells, with what is hidden, merged, struck or an error."""

from __future__ import annotations

import struct
from datetime import timedelta

import pytest

from riskgraph.errors import InputRefused
from riskgraph.intake.calamine_reader import read_cells
from riskgraph.intake.file_kind import ALL_WORKBOOKS, FileKind
from riskgraph.intake.gate import examine
from riskgraph.intake.limits import Limits
from riskgraph.intake.workbook import RawCell, Workbook
from tests.intake.books import with_part
from tests.intake.ole import compound_file
from tests.intake.other_books import ods, ods_text, record, xls, xls_number, xls_text, xlsb


def read(data: bytes, *, limits: Limits | None = None) -> Workbook:
    limits = limits or Limits()
    return read_cells("a", data, examine("a", data, limits=limits, kinds=ALL_WORKBOOKS), limits=limits)


def code_of(data: bytes, *, limits: Limits | None = None) -> str:
    with pytest.raises(InputRefused) as refused:
        read(data, limits=limits)
    assert refused.value.fields["file"] == "a"
    return refused.value.code


def cells(book: Workbook) -> dict[str, RawCell]:
    return {cell.address: cell for row in book.sheets[0].rows for cell in row.cells}


def table(*rows: str, columns: str = "", name: str = "表") -> str:
    made = "".join(
        row if row.startswith("<table:table-row") else f"<table:table-row>{row}</table:table-row>" for row in rows
    )
    return f'<table:table table:name="{name}">{columns}{made}</table:table>'


GAP = "<table:table-cell/>"


def test_an_opendocument_sheet_gives_values_merges_and_what_is_hidden() -> None:
    columns = (
        '<table:table-column table:number-columns-repeated="3"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    )
    rows = table(
        GAP + ods_text("結合", more='table:number-columns-spanned="2" table:number-rows-spanned="2"'),
        GAP * 3 + ods_text("隠れた列"),
        f'<table:table-row table:visibility="collapse">{ods_text("隠れた行")}</table:table-row>',
        '<table:table-cell office:value-type="float" office:value="3"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="date" office:date-value="2024-04-01"/>',
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        "<text:p>#N/A</text:p></table:table-cell>"
        '<table:table-cell office:value-type="time" office:time-value="PT30H05M00S"/>',
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
        columns=columns,
    )
    book = read(ods(rows))
    found = cells(book)
    assert [(address, cell.value) for address, cell in found.items()][:4] == [
        ("B1", "結合"), ("D2", "隠れた列"), ("A3", "隠れた行"), ("A4", 3),
    ]  # fmt: skip
    assert (found["B4"].value, str(found["C4"].value)) == (True, "2024-04-01 00:00:00")
    assert (found["A5"].value, found["B5"].value) == ("#N/A", timedelta(hours=30, minutes=5))
    assert book.sheets[0].merged == ((1, 2, 2, 3),)
    assert [address for address, cell in found.items() if cell.is_hidden] == ["D2", "A3"]
    assert [row.is_hidden for row in book.sheets[0].rows] == [False, False, True, False, False]


def test_a_hidden_opendocument_sheet_is_hidden() -> None:
    look = '<style:table-properties table:display="false"/>'
    styles = f'<style:style style:name="ta2" style:family="table">{look}</style:style>'
    hidden = table(ods_text("x"), name="裏").replace("<table:table ", '<table:table table:style-name="ta2" ')
    book = read(ods(table(ods_text("a")) + hidden, styles=styles))
    assert [(sheet.title, sheet.is_hidden) for sheet in book.sheets] == [("表", False), ("裏", True)]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (f'<table:table-row table:number-rows-repeated="1000000">{ods_text("x")}</table:table-row>', "gate.far_cell"),
        (ods_text("x", more='table:number-columns-repeated="16384"'), "gate.far_cell"),
        (
            '<table:table-row table:number-rows-repeated="190000">'
            + ods_text("x", more='table:number-columns-repeated="400"')
            + "</table:table-row>",
            "gate.too_many_cells",
        ),
        (ods_text("x", more='table:number-rows-spanned="9999999"'), "gate.too_many_cells"),
        (ods_text("x", more='table:number-columns-repeated="many"'), "gate.unreadable"),
        (ods_text("x", more=f'table:number-columns-repeated="{"9" * 50}"'), "gate.unreadable"),
        (ods_text("x") + "<broken", "gate.unreadable"),
    ],
)
def test_an_opendocument_sheet_cannot_stand_for_more_than_the_limits(rows: str, code: str) -> None:
    assert code_of(ods(table(rows))) == code


def test_an_encrypted_opendocument_file_is_named() -> None:
    assert code_of(ods("", manifest="<manifest:encryption-data/>")) == "gate.encrypted_ods"


def test_documents_of_the_same_family_are_not_taken_for_sheets() -> None:
    assert code_of(ods("", mimetype=b"application/vnd.oasis.opendocument.text")) == "gate.word"
    assert code_of(ods("", mimetype=b"application/vnd.oasis.opendocument.presentation")) == "gate.powerpoint"


def test_an_old_workbook_gives_values_merges_and_what_is_hidden_or_struck() -> None:
    hide_row = record(0x0208, struct.pack("<HHHHHHHH", 2, 0, 9, 300, 0, 0, 0x0020, 0))
    hide_columns = record(0x007D, struct.pack("<HHHHHH", 4, 5, 900, 0, 1, 0))
    merge = record(0x00E5, struct.pack("<HHHHH", 1, 0, 1, 1, 2))
    error = record(0x0205, struct.pack("<HHHBB", 3, 0, 0, 0x2A, 1))
    records = [
        hide_row, hide_columns, xls_text(0, 1, "結合"), xls_text(1, 4, "隠れた列"), xls_text(2, 0, "隠れた行"), error,
        xls_number(3, 1, 12.0), xls_number(3, 2, 0.5), xls_text(4, 0, "消した", style=1), merge,
    ]  # fmt: skip
    book = read(xls([("表", 0, records), ("裏", 1, [xls_text(0, 0, "x")])], fonts=(False, True)))
    found = cells(book)
    assert {address: cell.value for address, cell in found.items()} == {
        "B1": "結合", "E2": "隠れた列", "A3": "隠れた行", "A4": "#N/A", "B4": 12, "C4": 0.5, "A5": "消した",
    }  # fmt: skip
    assert isinstance(found["B4"].value, int)
    assert book.sheets[0].merged == ((1, 2, 2, 3),)
    assert [address for address, cell in found.items() if cell.is_hidden] == ["E2", "A3"]
    assert [address for address, cell in found.items() if cell.is_struck] == ["A5"]
    assert [(sheet.title, sheet.is_hidden) for sheet in book.sheets] == [("表", False), ("裏", True)]


def test_an_old_workbook_beyond_the_limits_is_refused() -> None:
    far = xls([("表", 0, [xls_text(0, 0, "a"), xls_text(300, 2, "b")])])
    assert code_of(far, limits=Limits(rows=300)) == "gate.far_cell"
    assert code_of(far, limits=Limits(columns=2)) == "gate.far_cell"
    assert code_of(far, limits=Limits(cells=1)) == "gate.too_many_cells"


def test_a_size_that_an_old_workbook_only_claims_makes_no_room() -> None:
    """The library reserves memory for it at once: 170 GB in this case, on which the whole process would end."""
    claimed = record(0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
    assert cells(read(xls([("表", 0, [claimed, xls_text(0, 0, "a")])])))["A1"].value == "a"


def test_a_sheet_that_begins_within_a_record_is_refused() -> None:
    hidden = record(0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
    good = xls([("表", 0, [record(0x01B0, hidden), xls_text(0, 0, "a")])])
    listed = good.index(struct.pack("<H", 0x0085)) + 4
    (begins,) = struct.unpack_from("<I", good, listed)
    within = good[:listed] + struct.pack("<I", begins + 24) + good[listed + 4 :]
    assert cells(read(good))["A1"].value == "a"
    assert code_of(within) == "gate.unreadable"


def test_a_damaged_old_workbook_is_refused() -> None:
    good = xls([("表", 0, [xls_text(0, 0, "a")])])
    for damaged in (good[:700], good[:512] + bytes(len(good) - 512), compound_file({"Workbook": b"\xff" * 5000})):
        assert code_of(damaged) == "gate.unreadable"


def test_a_binary_workbook_gives_values() -> None:
    book = read(xlsb([["設問", "回答"], ["規程があるか", True], [1.0, 0.25]]))
    assert {address: cell.value for address, cell in cells(book).items()} == {
        "A1": "設問", "B1": "回答", "A2": "規程があるか", "B2": True, "A3": 1, "B3": 0.25,
    }  # fmt: skip
    assert book.sheets[0].title == "表"
    assert read(xlsb([["x"]], state=1)).sheets[0].is_hidden


def test_a_binary_workbook_cannot_reach_beyond_the_limits() -> None:
    far = xlsb([["x"] * 3] * 4)
    assert code_of(far, limits=Limits(rows=3)) == "gate.far_cell"
    assert code_of(far, limits=Limits(columns=2)) == "gate.far_cell"
    assert code_of(far, limits=Limits(cells=11)) == "gate.too_many_cells"
    last, corner = struct.pack("<II", 2, 0), struct.pack("<II", 2**30, 0)
    hostile = with_part(far, "xl/worksheets/sheet1.bin", lambda part: part.replace(last, corner, 1))
    assert code_of(hostile) == "gate.far_cell"


def test_a_damaged_binary_workbook_is_refused() -> None:
    good = xlsb([["設問", "回答"]])
    for part in ("xl/workbook.bin", "xl/worksheets/sheet1.bin"):
        for size in (3, 9, 20, 30):
            damaged = with_part(good, part, lambda content, size=size: content[:size] + b"\xff" * 9)
            assert code_of(damaged) in ("gate.unreadable", "gate.far_cell")


def test_kinds_are_told_by_bytes() -> None:
    made = {
        FileKind.ODS: ods(table(ods_text("a"))),
        FileKind.XLS: xls([("表", 0, [xls_text(0, 0, "a")])]),
        FileKind.XLSB: xlsb([["a"]]),
    }
    for kind, data in made.items():
        assert examine("a.xlsx", data, kinds=ALL_WORKBOOKS).kind is kind
