"""Parameters in words: every one with title, value, unit, range, source, mark and what it moves, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_parameters
from riskgraph.report.parameter_rows import (
    SECTIONS,
    figure,
    found,
    parameter_columns,
    parameter_rows,
    unit_in_words,
)
from riskgraph.report.table_rows import csv_bytes
from riskgraph.text import LOCALES, has_text

SHIPPED = load_parameters()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_parameter_is_told_in_full(locale: str) -> None:
    rows = parameter_rows(SHIPPED, SHIPPED, locale)
    assert sorted(row.key for row in rows) == sorted(SHIPPED.by_key)
    told = ("section", "title", "value", "unit", "range", "mark", "source", "moves")
    assert [(row.key, name) for row in rows for name in told if not getattr(row, name)] == []


def test_every_unit_of_the_table_is_translated() -> None:
    units = {p.unit for p in SHIPPED.table}
    assert [unit for unit in units if unit_in_words(unit, "ja").isascii()] == []


def test_every_head_of_a_key_stands_in_a_section_and_says_what_it_moves() -> None:
    heads = {p.key.split(".")[0] for p in SHIPPED.table}
    assert heads - {head for _, heads_of in SECTIONS for head in heads_of} == set()
    assert [head for head in heads if not has_text(f"method.moves.{head}")] == []


def test_rows_of_one_section_stand_together() -> None:
    sections = [row.section for row in parameter_rows(SHIPPED, SHIPPED, "ja")]
    assert len(SECTIONS) == sum(1 for i, s in enumerate(sections) if i == 0 or sections[i - 1] != s)


def test_only_a_value_that_differs_has_the_shipped_one_beside_it() -> None:
    rows = parameter_rows(SHIPPED.changed({"beta": 0.2}), SHIPPED, "ja")
    assert [(row.key, row.value, row.shipped) for row in rows if row.is_changed] == [("beta", "0.2", "0.1")]


def test_a_value_with_ends_is_told_with_its_ends() -> None:
    row = next(row for row in parameter_rows(SHIPPED, SHIPPED, "ja") if row.key == "heads.unknown")
    assert row.value == "5 [1〜20]"


@pytest.mark.parametrize(
    ("value", "text"), [(100.0, "100"), (1e6, "1,000,000"), (0.0001, "0.0001"), (0.57, "0.57"), (0, "0")]
)
def test_a_number_has_all_its_digits_and_no_exponent(value: float, text: str) -> None:
    assert figure(value) == text


@given(st.floats(min_value=0, max_value=1e9))
def test_a_number_in_words_is_the_number(value: float) -> None:
    assert float(figure(value).replace(",", "")) == value


def test_words_are_searched_in_every_field_whatever_their_case() -> None:
    rows = parameter_rows(SHIPPED, SHIPPED, "en")
    assert {row.key for row in found(rows, "MARSH mfa")} == {"efficacy.EXT.mfa"}
    assert len(found(rows, "")) == len(rows)
    assert found(rows, "no such word at all") == ()
    assert {row.section for row in found(rows, "", section=rows[0].section)} == {rows[0].section}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_table_can_be_taken_away_as_csv(locale: str) -> None:
    lines = csv_bytes(parameter_columns(parameter_rows(SHIPPED, SHIPPED, locale)), locale).decode("utf-8-sig")
    assert lines.count("\r\n") == len(SHIPPED.table) + 1
