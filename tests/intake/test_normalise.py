"""Cells as offices write them become plain values; what is not understood is said, never guessed silently."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.intake.amounts import hours, interval, number
from riskgraph.intake.dates import day
from riskgraph.intake.folding import fold, identifier, plain
from riskgraph.intake.jo_levels import jo_levels
from riskgraph.intake.normalise import (
    as_text,
    certificates,
    choice,
    corporate_number,
    corporate_number_is_valid,
    identifiers,
    is_ditto,
    items,
    names,
    write_certificates,
)
from riskgraph.intake.vocabulary import code_of, codes, kinds, vocabulary, word_of
from riskgraph.model.party import Certificate
from riskgraph.model.quantities import Interval


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert identifier(identifier(text)) == identifier(text)


@pytest.mark.parametrize("text", ["Ｋ－０１２３", "K‐0123", "K−0123", " K-0123\u200b", "Kー0123"])
def test_an_id_is_read_whatever_dash_and_width_it_is_typed_with(text: str) -> None:
    assert identifier(text) == "K-0123"


def test_a_long_vowel_in_a_name_is_no_dash() -> None:
    assert identifier("データセンター") == "データセンター"
    assert plain("㈱　青空\n システム") == "(株) 青空 システム"


@pytest.mark.parametrize(
    ("written", "lo", "pt", "hi"),
    [
        (1200, 1200, 1200, 1200),
        ("１，２００件", 1200, 1200, 1200),
        ("3億5千万", 3.5e8, 3.5e8, 3.5e8),
        ("2,890万件", 28.9e6, 28.9e6, 28.9e6),
        ("30百万円", 3e7, 3e7, 3e7),
        ("¥1,000,000", 1e6, 1e6, 1e6),
        ("10,000件(2024年3月時点)", 1e4, 1e4, 1e4),
        ("約1万件", 8000, 10000, 12000),
        ("1万人程度", 8000, 10000, 12000),
        ("approx. 10,000", 8000, 10000, 12000),
        ("1万〜5万", 10000, 30000, 50000),
        ("1〜5万件", 10000, 30000, 50000),
        ("10-20名", 10, 15, 20),
        ("100件以上500件未満", 100, 300, 500),
        ("1,000以上", 1000, 2000, 10000),
        ("1,000〜", 1000, 2000, 10000),
        ("最大5万件", 0, 50000, 50000),
        ("500 or less", 0, 500, 500),
        ("数万件", 20000, 50000, 90000),
        ("0〜7〜10", 0, 7, 10),
        ("50%", 0.5, 0.5, 0.5),
    ],
)
def test_amounts_become_intervals_by_the_stated_rules(written: object, lo: float, pt: float, hi: float) -> None:
    reading = interval(written)
    assert reading.code == ""
    assert reading.value == Interval(lo, pt, hi)


@pytest.mark.parametrize("word", ["随時", "不明", "都度", "-", "", None, "未定(精査中)"])
def test_words_for_not_known_are_no_problem_and_no_number(word: object) -> None:
    assert interval(word) == (None, "")


@pytest.mark.parametrize(
    "written",
    [
        "abc",
        "2025/4/1",
        date(2025, 4, 1),
        True,
        "-5",
        -5,
        "12,34",
        "10件と20件",
        float("nan"),
        "9" * 400,
        "9" * 150 + "あ",
    ],
)
def test_what_is_no_amount_is_said(written: object) -> None:
    assert interval(written) == (None, "cell.number_unreadable")


def test_an_amount_inside_words_is_taken_and_told() -> None:
    assert interval("1日あたり2千〜5千通") == (Interval(2000, 3500, 5000), "cell.number_in_words")
    assert interval("なし") == (Interval.exact(0), "cell.zero_word")
    assert number("約100") == (100, "cell.number_rounded")


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.times(), st.timedeltas()))
def test_no_cell_makes_a_reader_fall(value: object) -> None:
    for reader in (interval, number, hours, day, certificates, identifiers, names, items, as_text, corporate_number):
        reader(value)
    choice("consent", value)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (24, 24),
        ("72時間以内", 72),
        ("3営業日以内", 72),
        ("1日", 24),
        (timedelta(hours=36), 36),
        ("遅滞なく(24時間以内)", 24),
    ],
)
def test_notice_times_become_hours(written: object, expected: float) -> None:
    assert hours(written).value == expected


@pytest.mark.parametrize("written", ["直ちに", "遅滞なく", "判明次第、速やかに", "immediately"])
def test_a_promise_without_a_time_is_no_time_agreed(written: str) -> None:
    assert hours(written) == (None, "cell.no_time_agreed")


@pytest.mark.parametrize(
    "written",
    [
        *(date(2025, 4, 1), datetime(2025, 4, 1, 9, 30), 45748, 45748.5, "45748", 20250401, "20250401"),
        *(
            "2025/4/1",
            "2025-04-01",
            "2025.4.1",
            "2025年4月1日",
            "２０２５年４月１日",
            "2025/4/1(火)",
            "2025-04-01T00:00:00",
        ),
        *(
            "令和7年4月1日",
            "R7.4.1",
            "r07/04/01",
            "平成37年4月1日",
            "㋿7年4月1日",
            "1 April 2025",
            "Apr 1, 2025",
            "2025年4月1日付",
        ),
    ],
)
def test_dates_are_read_in_every_form(written: object) -> None:
    assert day(written) == (date(2025, 4, 1), "")


def test_a_month_is_its_first_day_or_its_last_where_it_ends_something() -> None:
    assert day("令和7年4月") == (date(2025, 4, 1), "cell.date_month_only")
    assert day("R7.4", is_end=True) == (date(2025, 4, 30), "cell.date_month_only")
    assert day("2026年2月末") == (date(2026, 2, 28), "")
    assert day("令和元年5月1日").value == date(2019, 5, 1)


@pytest.mark.parametrize(
    "written", ["R7.13.1", "2025/2/30", "4/1", "2025年度", "2025/4/1〜2026/3/31", "昔", 12, True, time(9)]
)
def test_what_is_no_date_is_said(written: object) -> None:
    assert day(written) == (None, "cell.date_unreadable")


@pytest.mark.parametrize("written", ["未定", "なし", "無期限", "-", None, "不明(確認中)"])
def test_a_word_for_no_date_is_no_problem(written: object) -> None:
    assert day(written) == (None, "")


@given(st.dates(date(1926, 12, 25), date(2100, 1, 1)))
def test_every_date_is_read_back_from_every_calendar(value: date) -> None:
    era, offset = (
        ("令和", 2018) if value >= date(2019, 5, 1) else ("平成", 1988) if value >= date(1989, 1, 8) else ("昭和", 1925)
    )
    assert day(f"{era}{value.year - offset}年{value.month}月{value.day}日").value == value
    assert day(f"{value:%Y/%m/%d}").value == value


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        ("consent", "個別（2024年度）", "explicit"),
        ("consent", "EXPLICIT", "explicit"),
        ("handling_place", "own env", "own_env"),
        ("tri", "〇", "yes"),
        ("tri", True, "yes"),
        ("party_kind", "principal", "organisation"),
        ("party_kind", "個人事業主（複数）", "individual_pool"),
        ("answer", "◯", "yes"),
        ("answer", "該当なし", "na"),
    ],
)
def test_choices_are_read_in_both_languages(kind: str, written: object, code: str) -> None:
    assert choice(kind, written) == (code, "")


def test_a_word_that_is_no_choice_is_said_and_a_word_for_unknown_is_not() -> None:
    assert choice("consent", "たぶん") == (None, "cell.choice_unreadable")
    assert choice("status", "不明") == (None, "")


@pytest.mark.parametrize("kind", kinds())
def test_every_choice_reads_back_what_it_writes(kind: str) -> None:
    assert set(codes(kind)) == set(vocabulary(kind).values())
    for code in codes(kind):
        for locale in ("ja", "en"):
            assert code_of(kind, word_of(kind, code, locale)) == code


def test_lists_are_parted_by_whatever_people_use() -> None:
    assert identifiers("E-1、E-2,E-3/E-4\nE-1") == ("E-1", "E-2", "E-3", "E-4")
    assert names("Aozora Co., Ltd.; 青空／㈱アオゾラ") == ("Aozora Co., Ltd.", "青空", "㈱アオゾラ")
    assert items("氏名・住所、電話") == ("氏名", "住所", "電話")


@pytest.mark.parametrize("word", ["〃", "同上", "々", '"', "同じ", "ditto"])
def test_repeat_marks_are_known(word: str) -> None:
    assert is_ditto(word) is (word != "同じ")


def test_certificates_are_read_as_people_write_them_and_back() -> None:
    expected = (
        Certificate(name="Pマーク"),
        Certificate(name="ISMS", scope="会員DB運用", expires_on=date(2026, 3, 31)),
        Certificate(name="SOC2", scope="全社", expires_on=date(2027, 1, 31)),
    )
    assert certificates("Pマーク; ISMS（会員DB運用、2026/3/31まで）\nSOC2 | 全社 | 2027-01-31").value == expected
    assert certificates(write_certificates(expected)).value == expected


def test_the_check_digit_of_a_corporate_number_is_the_ministrys() -> None:
    """7000012050002 is the number of the National Tax Agency, as it publishes it."""
    assert corporate_number_is_valid("7000012050002")
    assert corporate_number_is_valid("７０００－０１２０５０００２")
    assert not corporate_number_is_valid("8000012050002")
    assert not corporate_number_is_valid("700001205000")
    assert corporate_number(7000012050002) == "7000012050002"


def test_text_of_a_cell_is_what_one_sees() -> None:
    assert [as_text(v) for v in (None, 3.0, 2.5, True, date(2025, 4, 1), datetime(2025, 4, 1), " a\u200b\r\nb ")] == [
        *("", "3", "2.5", "TRUE", "2025-04-01", "2025-04-01", "a\nb"),
    ]


@pytest.mark.parametrize(
    ("categories", "distress", "economic", "identifiability"),
    [
        (["氏名", "住所", "電話番号"], 1, 1, 6),
        (["氏名", "成績"], 2, 1, 3),
        (["会員ID", "メールアドレス"], 1, 1, 1),
        (["氏名", "E-mail address"], 1, 1, 3),
        (["住所", "電話"], 1, 1, 3),
        (["氏名", "クレジットカード番号"], 1, 3, 3),
        (["口座番号", "暗証番号"], 1, 3, 1),
        (["購入履歴"], 1, 2, 1),
        (["犯罪歴"], 3, 3, 1),
        (["健康診断結果", "年収"], 2, 2, 1),
        (["Medical chart"], 3, 1, 1),
        ([], 1, 1, 6),
    ],
)
def test_jo_levels_are_the_highest_of_the_item_table(
    categories: list[str], distress: int, economic: int, identifiability: int
) -> None:
    """The item table is that of the annex to the JNSA incident survey."""
    levels = jo_levels(categories)
    assert (levels.distress, levels.economic, levels.identifiability) == (distress, economic, identifiability)


def test_card_my_number_and_sensitive_items_are_seen_and_strange_ones_named() -> None:
    assert jo_levels(["カード番号"]).is_card
    assert jo_levels(["口座番号", "パスワード"]).is_card
    assert not jo_levels(["口座番号"]).is_card
    assert jo_levels(["マイナンバー"]).my_number
    assert jo_levels(["病歴"]).sensitive
    assert jo_levels(["shopping list", "氏名"]).unknown == ("shopping list",)
