"""A text PDF gives rows as a draft; a scan, a password and a damaged file are told apart."""

from __future__ import annotations

import logging
import subprocess
import sys
import zlib

import pytest

from riskgraph.errors import InputRefused
from riskgraph.intake.limits import Limits
from riskgraph.intake.pdf_columns import Word, joined, rows_of_words
from riskgraph.intake.pdf_table import read_pdf
from riskgraph.intake.workbook import Workbook
from tests.intake.pdfs import grid, pdf

TABLE = (
    ("番号", "設問", "回答", "備考"),
    ("1", "規程を文書化しているか", "はい", ""),
    ("2", "USBメモリを禁じているか", "いいえ", "検討中"),
)
EDGES = (50, 90, 330, 390, 520)


def rows(book: Workbook, page: str = "p1") -> list[tuple[object, ...]]:
    sheet = book.sheet(page)
    assert sheet is not None
    width = max(cell.column for row in sheet.rows for cell in row.cells)
    found = ({cell.column: cell.value for cell in row.cells} for row in sheet.rows)
    return [tuple(row.get(column, "") for column in range(1, width + 1)) for row in found]


def code_of(data: bytes, **options: object) -> str:
    with pytest.raises(InputRefused) as refused:
        read_pdf("回答.pdf", data, **options)  # type: ignore[arg-type]
    assert refused.value.fields["file"] == "回答.pdf"
    return refused.value.code


def without_lines(table: tuple[tuple[str, ...], ...]) -> bytes:
    return pdf((grid(table, EDGES)[0], []))


def test_a_drawn_table_gives_its_cells_and_what_stands_above_it() -> None:
    texts, lines = grid(TABLE, EDGES)
    book = read_pdf("回答.pdf", pdf(([(50, 60, "委託先調査票"), *texts, (50, 300, "以上")], lines)))
    assert rows(book) == [("委託先調査票", "", "", ""), *TABLE, ("以上", "", "", "")]


def test_a_table_without_lines_is_told_by_its_columns() -> None:
    table = (*TABLE, *((str(number), f"設問の文{number}", "はい", "特になし") for number in range(3, 12)))
    assert rows(read_pdf("回答.pdf", without_lines(table))) == list(table)


def test_it_is_a_draft_and_says_so() -> None:
    assert [told.code for told in read_pdf("回答.pdf", without_lines(TABLE)).warnings] == ["gate.pdf_draft"]


def test_every_page_is_a_sheet_and_a_table_that_goes_on_keeps_its_header() -> None:
    more = (("3", "三つ目の設問", "はい", ""), ("4", "四つ目の設問", "はい", ""))
    book = read_pdf("回答.pdf", pdf(grid(TABLE, EDGES), grid(more, EDGES)))
    assert [sheet.title for sheet in book.sheets] == ["p1", "p2"]
    assert rows(book, "p2") == [(*TABLE[0][:3], TABLE[0][3]), *more]


def test_another_table_on_the_next_page_is_left_as_it_is() -> None:
    other = (("項目", "内容"), ("会社名", "青空システム"))
    book = read_pdf("回答.pdf", pdf(grid(TABLE, EDGES), grid(other, (50, 200, 520))))
    assert rows(book, "p2") == list(other)


def test_pages_without_text_are_named_and_a_file_of_them_is_a_scan() -> None:
    empty: tuple[list[tuple[float, float, str]], list[tuple[float, float, float, float]]] = ([], [])
    told = read_pdf("回答.pdf", pdf(grid(TABLE, EDGES), empty)).warnings
    assert [(one.code, one.fields.get("pages", "")) for one in told] == [
        ("gate.pdf_draft", ""),
        ("gate.pdf_pages_without_text", "2"),
    ]
    assert code_of(pdf(empty, empty)) == "gate.pdf_scan"


def test_letters_whose_meaning_the_file_keeps_are_no_text() -> None:
    unknown = pdf(grid(TABLE, EDGES)).replace(b"/UniJIS-UTF16-H", b"/Identity-H").replace(b"(Japan1)", b"(Hidden)")
    assert code_of(unknown) == "gate.pdf_scan"


def test_a_password_is_asked_for_and_opens_it() -> None:
    data = pdf(grid(TABLE, EDGES), password="secret")
    assert code_of(data) == "gate.encrypted"
    assert code_of(data, passwords=("wrong",)) == "gate.encrypted"
    assert rows(read_pdf("回答.pdf", data, passwords=("wrong", "secret"))) == list(TABLE)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n%...", b"%PDF-1.4\n" + b"\x00\xff" * 500, b"%PDF-1.4\nxref\n0 9\ntrailer"]
)
def test_a_damaged_file_is_refused(data: bytes) -> None:
    assert code_of(data) in ("gate.unreadable", "gate.pdf_scan")


def test_pages_and_size_are_limited() -> None:
    data = pdf(*[grid(TABLE, EDGES)] * 3)
    assert code_of(data, limits=Limits(pages=2)) == "gate.pdf_too_long"
    assert code_of(data, limits=Limits(file_bytes=100)) == "gate.too_large"
    assert code_of(data, limits=Limits(cells=5)) == "gate.too_many_cells"


def test_streams_are_measured_before_they_are_read() -> None:
    packed = zlib.compress(b" " * 300_000)
    stream = b"9 0 obj\n<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (len(packed), packed)
    data = pdf(grid(TABLE, EDGES)).replace(b"xref\n", stream * 4 + b"xref\n", 1)
    assert code_of(data, limits=Limits(unpacked_bytes=1_000_000)) == "gate.unpacks_too_large"
    assert read_pdf("回答.pdf", data).sheets


def test_no_text_of_the_file_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(InputRefused):
        read_pdf("回答.pdf", pdf(grid(TABLE, EDGES)).replace(b"Tj", b"Qj").replace(b" m ", b" zz "))
    assert not [record for record in caplog.records if record.name.startswith("pdfminer")]


def test_the_library_is_not_loaded_with_the_module() -> None:
    code = "import sys, riskgraph.intake.pdf_table; sys.exit('pdfplumber' in sys.modules or 'pdfminer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["個人データの規程を文書", "化しているか"], "個人データの規程を文書化しているか"),
        (["Is there a written", "policy?"], "Is there a written policy?"),
        (["□はい", "□いいえ"], "□はい\n□いいえ"),
        (["", "a", ""], "a"),
        ([], ""),
    ],
)
def test_lines_of_a_cell_become_one_text(lines: list[str], text: str) -> None:
    assert joined(lines) == text


def test_a_wrapped_question_is_one_row() -> None:
    def line(top: float, *words: tuple[str, float, float]) -> list[Word]:
        return [Word(text, left, right, top, top + 10) for text, left, right in words]

    words = [
        *line(0, ("No", 0, 10), ("設問", 20, 40), ("回答", 100, 120)),
        *line(20, ("1", 4, 10), ("長い設問の前半と", 20, 90), ("はい", 100, 120)),
        *line(32, ("後半", 20, 40)),
        *line(52, ("2", 4, 10), ("短い設問", 20, 60), ("いいえ", 100, 130)),
    ]
    assert rows_of_words(words) == [
        ("No", "設問", "回答"),
        ("1", "長い設問の前半と後半", "はい"),
        ("2", "短い設問", "いいえ"),
    ]


def test_a_page_of_nothing_gives_no_rows() -> None:
    assert rows_of_words([]) == []
