"""The gate judges bytes, not names, and says which of the known misfits a file is."""

from __future__ import annotations

import io
import struct
import zipfile

import openpyxl
import pytest

from riskgraph.errors import InputRefused
from riskgraph.intake.file_kind import READABLE, FileKind, sniffed
from riskgraph.intake.gate import GateReport, _wanted, examine, refusal
from riskgraph.intake.limits import Limits
from riskgraph.intake.unpacking import packed_plainly
from riskgraph.intake.workbook import open_workbook
from riskgraph.model.problem import Severity
from riskgraph.text import has_text, t
from tests.intake.books import book, register, with_part
from tests.intake.ole import compound_file

SHEET = "xl/worksheets/sheet1.xml"


def code_of(data: bytes, *, limits: Limits | None = None, name: str = "台帳.xlsx") -> str:
    with pytest.raises(InputRefused) as refused:
        open_workbook(name, data, limits=limits or Limits())
    assert refused.value.fields["file"] == name
    return refused.value.code


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, b"<x/>")
    return out.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "gate.empty"),
        (b"  \r\n\x00", "gate.empty"),
        (b"%PDF-1.7\n%...", "gate.pdf"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "gate.html"),
        ("\ufeff<!DOCTYPE html><p>".encode(), "gate.html"),
        ("委託先名,件数\n青空,100\n".encode("cp932"), "gate.text"),
        ("委託先名\t件数\n".encode("utf-16"), "gate.text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "gate.image"),
        (bytes(range(256)), "gate.no_workbook"),
        (ole("EncryptedPackage"), "gate.encrypted"),
        (ole("Workbook"), "gate.legacy_xls"),
        (zipped("word/document.xml", "[Content_Types].xml"), "gate.word"),
        (zipped("ppt/presentation.xml"), "gate.powerpoint"),
        (zipped("mimetype", "content.xml", "META-INF/manifest.xml"), "gate.ods"),
        (zipped("xl/workbook.bin", "[Content_Types].xml"), "gate.xlsb"),
        (zipped("調査票/回答.xlsx"), "gate.zip"),
        (zipped("xl/workbook.xml", "[Content_Types].xml", "../../etc/passwd"), "gate.unsafe_names"),
        (zipped("xl/workbook.xml", "[Content_Types].xml", "C:/boot.ini"), "gate.unsafe_names"),
        (zipped("xl/workbook.xml", "[Content_Types].xml"), "gate.unreadable"),
        (compound_file({"WordDocument": b"x"}), "gate.word"),
        (compound_file({"PowerPoint Document": b"x"}), "gate.powerpoint"),
        (compound_file({"__properties_version1.0": b"x"}), "gate.mail"),
        (b"{\\rtf1\\ansi text}", "gate.word"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "gate.xml"),
        ('<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'.encode("utf-16"), "gate.text"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "gate.html"),
        (b"<!-- saved by a browser --><html><table></table></html>", "gate.html"),
        (b"From: a@example.jp\r\nSubject: x\r\n\r\n", "gate.mail"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "gate.other_archive"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(40), "gate.other_archive"),
        (b"\x2a\x00-lh5-" + bytes(range(9, 60)), "gate.other_archive"),
        (b"\x1f\x8b\x08" + bytes(40), "gate.other_archive"),
        (b"MZ" + bytes(range(1, 99)), "gate.program"),
        (b"II*\x00" + bytes(40), "gate.image"),
        (zipped("Index/Document.iwa", "Metadata/x"), "gate.numbers"),
        (b"BM,MZ,RIFF\n1,2,3\n", "gate.text"),
        ("会社,<html>\n<b>,1\n".encode(), "gate.text"),
    ],
)
def test_what_is_no_workbook_is_refused_by_what_it_is(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_every_kind_that_is_refused_has_a_sentence() -> None:
    for kind in set(FileKind) - READABLE:
        with pytest.raises(InputRefused) as refused:
            _wanted("a", kind, READABLE)
        assert has_text(f"problem.{refused.value.code}.message")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%...", FileKind.PDF),
        ("委託先名,件数\n青空,100\n".encode("cp932"), FileKind.CSV),
        ("委託先名\t件数\n".encode("utf-16"), FileKind.CSV),
        ("a,b\r\n委託先名,件数\r\n".encode("utf-16-le"), FileKind.CSV),
        ("a,b\r\n委託先名,件数\r\n".encode("utf-16-be"), FileKind.CSV),
        (zipped("調査票/回答.csv"), FileKind.ZIP),
        (zipped("../回答.csv"), FileKind.ZIP),
        (register(), FileKind.XLSX),
    ],
)
def test_a_kind_that_the_caller_can_read_passes_with_its_name(data: bytes, kind: FileKind) -> None:
    report = examine("a.xls", data, kinds=READABLE)
    assert report.kind is kind
    assert sniffed(data) is kind


def test_a_workbook_with_macros_is_known_and_its_macros_are_told() -> None:
    report = examine("a.xlsx", with_part(register(), "xl/vbaProject.bin", lambda _: b"\xd0\xcf"))
    assert (report.kind, [told.code for told in report.warnings]) == (FileKind.XLSM, ["gate.macros"])


def test_a_file_packed_more_tightly_than_the_limit_is_refused() -> None:
    tight = with_part(register(), "xl/media/a.bin", lambda _: bytes(30_000_000))
    assert code_of(tight) == "gate.packed_too_tightly"
    assert code_of(tight, limits=Limits(ratio=5_000, unpacked_bytes=20_000_000)) == "gate.unpacks_too_large"
    assert examine("a.xlsx", tight, limits=Limits(ratio=5_000)).kind is FileKind.XLSX


def test_two_parts_of_one_name_are_refused_because_readers_would_differ() -> None:
    out = io.BytesIO(register())
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr(SHEET, b"<worksheet/>")
    assert code_of(out.getvalue()) == "gate.unreadable"


def test_what_the_gate_unpacked_is_what_a_reader_is_given() -> None:
    data = register()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert examine("a.xlsx", data).parts == {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(io.BytesIO(packed_plainly(dict(examine("a.xlsx", data).parts)))) as again:
        assert again.testzip() is None
        assert {name: again.read(name) for name in again.namelist()} == examine("a.xlsx", data).parts


@pytest.mark.parametrize("address", ["A1&#48;00000", "&#65;1", "a1", "AAAA1", "A0000000000001"])
def test_an_address_that_no_program_writes_is_not_passed_over(address: str) -> None:
    odd = with_part(register(), SHEET, lambda xml: xml.replace(b'r="A1"', f'r="{address}"'.encode()))
    try:
        report = examine("a.xlsx", odd)
    except InputRefused as refused:
        assert refused.code in ("gate.far_cell", "gate.unreadable")
    else:
        assert not report.is_plain


def test_every_refusal_has_a_sentence_and_a_mend_in_both_languages() -> None:
    error = InputRefused("gate.pdf", {"file": "a.xlsx"})
    problem = refusal(error)
    assert (problem.severity, problem.file) == (Severity.ERROR, "a.xlsx")
    for locale in ("ja", "en"):
        assert "a.xlsx" in t(locale, f"problem.{problem.code}.message", **problem.fields)
        assert has_text(f"problem.{problem.code}.mend")


def test_a_truncated_workbook_is_refused_as_unreadable() -> None:
    data = register()
    assert code_of(data[: len(data) // 2]) == "gate.unreadable"


def test_a_damaged_part_is_refused_as_unreadable() -> None:
    assert code_of(with_part(register(), SHEET, lambda xml: xml[: len(xml) // 2])) == "gate.unreadable"


def test_an_entity_bomb_is_refused_before_any_parser() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    assert code_of(with_part(register(), SHEET, lambda xml: bomb + xml)) == "gate.entities"


def test_an_entity_bomb_in_utf_16_is_refused_too() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE l [<!ENTITY a "ha">]><l>&a;</l>'
    assert code_of(with_part(register(), SHEET, lambda _: text.encode("utf-16"))) == "gate.entities"


def test_an_encoding_in_which_tags_could_hide_is_refused() -> None:
    part = b'<?xml version="1.0" encoding="utf-7"?><worksheet/>'
    assert code_of(with_part(register(), SHEET, lambda _: part)) == "gate.unreadable"


@pytest.mark.parametrize("address", ["XFD1048576", "A1048576", "SH5", "sh5"])
def test_a_far_cell_is_refused_with_sheet_and_cell(address: str) -> None:
    far = with_part(register(), SHEET, lambda xml: xml.replace(b'r="A1"', f'r="{address}"'.encode()))
    with pytest.raises(InputRefused) as refused:
        examine("a.xlsx", far)
    assert refused.value.code == "gate.far_cell"
    assert refused.value.fields["sheet"] == "組織"
    assert refused.value.fields["cell"] == address.upper()


def test_a_last_column_within_the_limits_passes() -> None:
    near = book({"組織": [["組織ID"] + [None] * 498 + ["端"]]})
    assert open_workbook("a.xlsx", near).sheets[0].rows[0].cells[-1].address == "SF1"


@pytest.mark.parametrize("tag", ["mergeCell", "hyperlink"])
def test_a_range_over_the_whole_grid_is_refused(tag: str) -> None:
    ranges = f'<{tag}s><{tag} ref="A1:XFD1048576"/></{tag}s></worksheet>'.encode()
    wide = with_part(register(), SHEET, lambda xml: xml.replace(b"</worksheet>", ranges))
    assert code_of(wide) == "gate.too_many_cells"


def test_a_range_written_with_character_references_is_refused() -> None:
    ranges = b'<mergeCells><mergeCell ref="A1:&#88;FD1048576"/></mergeCells></worksheet>'
    hidden = with_part(register(), SHEET, lambda xml: xml.replace(b"</worksheet>", ranges))
    assert code_of(hidden) == "gate.unreadable"


def test_rows_beyond_the_limit_are_refused_even_without_addresses() -> None:
    rows = b"<sheetData>" + b"<row/>" * 60 + b"</sheetData>"
    long = with_part(register(), SHEET, lambda _: b"<worksheet>" + rows + b"</worksheet>")
    assert code_of(long, limits=Limits(rows=50)) == "gate.far_cell"


def test_a_row_beyond_the_limits_that_holds_no_cell_is_no_matter() -> None:
    last = b'<row r="1048576" ht="12" hidden="1"/></sheetData>'
    data = with_part(register(), SHEET, lambda xml: xml.replace(b"</sheetData>", last))
    assert examine("a.xlsx", data).is_plain
    assert open_workbook("a.xlsx", data).sheets


def test_sizes_and_counts_beyond_the_limits_are_refused() -> None:
    data = register()
    assert code_of(data, limits=Limits(file_bytes=len(data) - 1)) == "gate.too_large"
    assert code_of(data, limits=Limits(entries=3)) == "gate.too_many_entries"
    assert code_of(data, limits=Limits(unpacked_bytes=2_000)) == "gate.unpacks_too_large"
    assert code_of(data, limits=Limits(cells=10)) == "gate.too_many_cells"


def test_a_declared_size_that_lies_does_not_help() -> None:
    """The directory says one byte; the part is counted while it is unpacked."""
    data = bytearray(with_part(register(), "xl/media/big.bin", lambda _: bytes(300_000)))
    entry = data.rfind(b"xl/media/big.bin") - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 24 : entry + 28] = struct.pack("<I", 1)
    assert code_of(bytes(data), limits=Limits(unpacked_bytes=200_000)) in ("gate.unpacks_too_large", "gate.unreadable")


def test_an_encrypted_entry_is_refused_as_encrypted() -> None:
    data = bytearray(register())
    start = data.find(b"PK\x01\x02")
    data[start + 8] |= 1
    assert code_of(bytes(data)) == "gate.encrypted"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "gate.macros"),
        ("xl/externalLinks/externalLink1.xml", "gate.external_links"),
        ("xl/embeddings/oleObject1.bin", "gate.embedded"),
        ("xl/connections.xml", "gate.connections"),
    ],
)
def test_noteworthy_parts_are_warned_of_and_not_refused(part: str, code: str) -> None:
    report = examine("a.xlsx", with_part(register(), part, lambda _: b"<x/>"))
    assert isinstance(report, GateReport)
    assert [(warning.code, warning.severity) for warning in report.warnings] == [(code, Severity.WARNING)]


def test_formulas_without_a_saved_result_are_listed_by_sheet() -> None:
    def formulas(made: openpyxl.Workbook) -> None:
        made["組織"]["B2"] = "=1+1"

    assert examine("a.xlsx", register(change=formulas)).unsaved == {"組織": ("B2",)}


def test_the_parser_behind_the_gate_is_the_defused_one() -> None:
    assert openpyxl.DEFUSEDXML is True
