"""A text file becomes a sheet of texts whatever office saved it, or is refused with what was found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskgraph.errors import InputRefused
from riskgraph.intake.limits import Limits
from riskgraph.intake.text_table import read_text_table
from riskgraph.model.problem import Severity

TABLE = "設問,回答,備考\n001,○,㈱青空・髙橋\n002,×,"
ENCODINGS = ("utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be")


def values(data: bytes, *, name: str = "回答.csv") -> list[tuple[str, object]]:
    sheet = read_text_table(name, data).sheets[0]
    return [(cell.address, cell.value) for row in sheet.rows for cell in row.cells]


def code_of(data: bytes, *, limits: Limits | None = None) -> str:
    with pytest.raises(InputRefused) as refused:
        read_text_table("回答.csv", data, limits=limits or Limits())
    assert refused.value.fields["file"] == "回答.csv"
    return refused.value.code


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_delimiter_and_line_end_gives_the_same_cells(encoding: str, delimiter: str, end: str) -> None:
    data = TABLE.replace(",", delimiter).replace("\n", end).encode(encoding)
    assert values(data) == [
        ("A1", "設問"), ("B1", "回答"), ("C1", "備考"),
        ("A2", "001"), ("B2", "○"), ("C2", "㈱青空・髙橋"),
        ("A3", "002"), ("B3", "×"),
    ]  # fmt: skip


def test_encoding_delimiter_and_a_sample_are_told() -> None:
    (told,) = read_text_table("回答.csv", TABLE.encode("cp932")).warnings
    assert (told.code, told.severity) == ("gate.text_read_as", Severity.INFO)
    assert (told.fields["encoding"], told.fields["delimiter"]) == ("CP932", "comma")
    assert str(told.fields["sample"]).startswith("設問,回答,備考 001,○")


@pytest.mark.parametrize("encoding", ["euc_jp", "iso2022_jp"])
def test_encodings_of_older_systems_are_read_too(encoding: str) -> None:
    assert values("設問,回答\n規程を文書化,はい\n".encode(encoding))[2] == ("A2", "規程を文書化")


def test_a_quote_that_is_never_closed_is_told() -> None:
    told = read_text_table("回答.csv", b'a,b\n"open,c\nd,e\n').warnings
    assert [problem.code for problem in told] == ["gate.text_read_as", "gate.text_open_quote"]


def test_quotes_hold_delimiters_line_ends_and_quotes() -> None:
    data = '設問,備考\r\n1,"一行目\r\n二行目, ""強調"""\r\n'.encode()
    assert values(data)[-1] == ("B2", '一行目\n二行目, "強調"')


def test_numbers_dates_and_formulas_stay_the_text_that_they_are() -> None:
    data = b"a,b,c,d\n0012,2024/4/1,=1+1,1e5\n"
    assert values(data)[4:] == [("A2", "0012"), ("B2", "2024/4/1"), ("C2", "=1+1"), ("D2", "1e5")]


def test_a_comma_inside_sentences_does_not_beat_the_tab_of_the_table() -> None:
    data = "番号\t設問\n1\tはい, いいえ, 不明\n2\tあり\n3\tなし, 予定\n".encode()
    assert values(data)[:2] == [("A1", "番号"), ("B1", "設問")]


def test_the_sheet_is_named_by_the_file_without_its_ending() -> None:
    assert read_text_table("回答.2024.csv", TABLE.encode()).sheets[0].title == "回答.2024"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("これは表ではなく、ひとつながりの文章です。\n二行目も文章です。".encode(), "gate.text_no_table"),
        (b"x" * 500_000, "gate.text_no_table"),
        (b"\x81\xff\x00\xfe,a\n" * 9, "gate.text_unreadable"),
        (b"\xff\xfe\x00", "gate.text_unreadable"),
        (b"\xef\xbb\xbf\x82\xa0,1\n", "gate.text_unreadable"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_limits_hold_while_reading() -> None:
    rows = b"a,b\n" * 60
    assert code_of(rows, limits=Limits(rows=50)) == "gate.far_cell"
    assert code_of(b"," * 600 + b"\n", limits=Limits()) == "gate.far_cell"
    assert code_of(rows, limits=Limits(cells=100)) == "gate.too_many_cells"
    assert code_of(rows, limits=Limits(file_bytes=100)) == "gate.too_large"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text('あ亜アaZ0 ○,;\t"\n', max_size=6), min_size=2, max_size=4), min_size=2, max_size=6))
def test_a_written_table_is_read_back_in_every_encoding(rows: list[list[str]]) -> None:
    """The header has more letters than any sample, so that the delimiter can be told."""
    import csv
    import io

    width = max(len(row) for row in rows)
    table = [["見出し"] * width] * 3 + [row + ["x"] * (width - len(row)) for row in rows]
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    expected = [cell.strip() for row in table for cell in row if cell.strip()]
    for encoding in ("utf-8", "utf-8-sig", "cp932", "utf-16"):
        assert [value for _, value in values(out.getvalue().encode(encoding))] == expected
