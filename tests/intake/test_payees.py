"""The list of payees from the purchasing ledger, in the forms in which it is exported."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.errors import InputRefused
from riskgraph.intake.payees import read_payees
from riskgraph.model.problem import Severity
from tests.ui.pages import workbook

GOOD = "7990001000001"
HEADINGS = ["支払先名", "法人番号", "費目", "部門", "金額"]


def book(*rows: list[Any], headings: list[Any] | None = None) -> bytes:
    return workbook({"支払先": [headings or HEADINGS, *rows]})


def codes(found: tuple[Any, ...]) -> list[str]:
    return [problem.code for problem in found[1]]


def test_a_row_is_a_payee_with_its_cell() -> None:
    payees, problems = read_payees("支払先.xlsx", book(["あおば商事", GOOD, "業務委託費", "営業部", 1_200_000]))

    (payee,) = payees
    assert (payee.name, payee.corporate_number, payee.expense) == ("あおば商事", GOOD, "業務委託費")
    assert (payee.department, payee.amount_yen) == ("営業部", 1_200_000)
    assert (payee.source.file, payee.source.sheet, payee.source.cell) == ("支払先.xlsx", "支払先", "A2")
    assert problems == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "euc-jp", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_table_is_read_in_whichever_encoding_it_was_saved(encoding: str, delimiter: str) -> None:
    lines = [HEADINGS, ["ひばり運用", "Ｔ" + GOOD, "外注費", "総務部", "1200000"]]
    data = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    payees, problems = read_payees("payees.csv", data)

    assert [(p.name, p.corporate_number, p.amount_yen) for p in payees] == [("ひばり運用", GOOD, 1_200_000.0)]
    assert {problem.severity for problem in problems} == {Severity.INFO}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("8990001000001", "payees.number_check_digit"),
        ("12345", "payees.number_length"),
        ("0000000000000", "payees.number_placeholder"),
        ("7.99E+12", "payees.number_rounded"),
    ],
)
def test_a_number_that_is_none_is_told_and_the_payee_stays(written: str, code: str) -> None:
    found = read_payees("x.xlsx", book(["ひばり運用", written, "", "", ""]))

    assert [(p.name, p.corporate_number) for p in found[0]] == [("ひばり運用", "")]
    assert codes(found) == [code]
    assert found[1][0].cell == "B2"


def test_a_number_cell_and_hyphens_are_the_same_number() -> None:
    payees, problems = read_payees(
        "x.xlsx",
        book(["甲", int(GOOD), "", "", 1], ["乙", "７９９０００１−０００００１", "", "", 1], ["丙", "なし", "", "", 1]),
    )

    assert [p.corporate_number for p in payees] == [GOOD, GOOD, ""]
    assert problems == ()


@pytest.mark.parametrize(
    ("written", "yen"),
    [
        ("1,200", 1200.0),
        ("▲1,200", -1200.0),
        ("(1,200)", -1200.0),
        ("¥1,200", 1200.0),
        (-5, -5.0),
        ("１２００円", 1200.0),
    ],
)
def test_amounts_are_read_as_ledgers_write_them(written: object, yen: float) -> None:
    assert read_payees("x.xlsx", book(["甲", "", "", "", written]))[0][0].amount_yen == yen


def test_the_unit_in_the_heading_counts() -> None:
    headings = ["支払先名", "金額（千円）"]

    assert read_payees("x.xlsx", book(["甲", 12], headings=headings))[0][0].amount_yen == 12_000


def test_an_amount_that_is_none_is_told_and_the_payee_stays() -> None:
    found = read_payees("x.xlsx", book(["甲", "", "", "", "別紙のとおり"]))

    assert found[0][0].amount_yen is None
    assert codes(found) == ["payees.amount"]


def test_sums_are_left_out_and_counted() -> None:
    found = read_payees("x.xlsx", book(["甲", "", "", "", 1], ["合　計", "", "", "", 1], ["", "", "小計", "", 1]))

    assert [p.name for p in found[0]] == ["甲"]
    assert [(p.code, p.fields["count"]) for p in found[1]] == [("payees.sums_left_out", 2)]


def test_headings_below_a_title_and_as_above_are_understood() -> None:
    rows = [["2025年度 支払先一覧"], [], ["取引先名", "勘定科目", "金額"], ["甲", "外注費", 1], ["〃", "運賃", 2]]
    payees, _ = read_payees("x.xlsx", workbook({"Sheet1": rows}))

    assert [(p.name, p.expense) for p in payees] == [("甲", "外注費"), ("甲", "運賃")]


def test_a_row_with_a_number_alone_is_named_by_it_and_one_with_an_amount_alone_is_told() -> None:
    found = read_payees("x.xlsx", book(["", GOOD, "", "", 1], ["", "", "", "", 7]))

    assert [p.name for p in found[0]] == [GOOD]
    assert codes(found) == ["payees.no_name"]


def test_a_file_without_headings_is_an_error_that_says_which() -> None:
    found = read_payees("x.xlsx", workbook({"a": [["甲", 1], ["乙", 2]], "b": [["x", "y"]]}))

    assert (found[0], codes(found)) == ((), ["payees.no_header"])


def test_a_file_with_headings_alone_is_empty() -> None:
    assert codes(read_payees("x.xlsx", book())) == ["payees.empty"]


def test_another_sheet_is_named_where_it_was_not_read() -> None:
    found = read_payees("x.xlsx", workbook({"支払先": [HEADINGS, ["甲", "", "", "", 1]], "表紙": [["購買部"]]}))

    assert codes(found) == ["payees.sheet_without_header"]
    assert found[1][0].fields["sheet"] == "表紙"


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(InputRefused):
        read_payees("x.xlsx", b"MZ\x90\x00")


WORDS = st.text(alphabet="甲乙計小合0123456789.,▲()-円Tx", max_size=14)


@given(st.lists(st.lists(WORDS, max_size=5), max_size=4))
def test_any_words_below_the_headings_give_payees_with_names(rows: list[list[str]]) -> None:
    data = "\n".join("\t".join(line) for line in [HEADINGS, *rows]).encode()
    payees, _ = read_payees("x.tsv", data)

    assert len(payees) <= len(rows)
    assert all(payee.name for payee in payees)
