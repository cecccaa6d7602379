"""The audit trail for people: sentences, times of the register's zone, filters, CSV."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.report.audit_rows import Wanted, action_name, audit_columns, audit_sentence, chosen, stamped
from riskgraph.report.table_rows import csv_bytes
from riskgraph.text import LOCALES, catalogue, has_text, t
from tests.report.records import AT, HOSTILE, a_line
from tests.text_use import placeholders

ACTIONS = sorted(key.removeprefix("audit.") for key in catalogue() if key.startswith("audit."))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_is_told_as_a_sentence(action: str, locale: str) -> None:
    fields = dict.fromkeys(placeholders(catalogue()[f"audit.{action}"]["ja"]), "X") | {"spare": "y"}
    sentence = audit_sentence(a_line(action, fields=fields), locale)
    assert sentence == t(locale, f"audit.{action}", **fields) and "{" not in sentence


def test_an_action_that_nobody_knows_is_told_by_its_code_and_fields() -> None:
    sentence = audit_sentence(a_line("from_the_future", fields={"count": 3}), "en")
    assert "from_the_future" in sentence and "count=3" in sentence and "s1" in sentence


@pytest.mark.parametrize("action", [*ACTIONS[:1], "from_the_future"])
def test_a_line_without_the_fields_of_its_sentence_is_told_all_the_same(action: str) -> None:
    assert audit_sentence(a_line(action, fields={}), "ja")


def test_a_time_stands_in_the_zone_of_the_register_and_names_it() -> None:
    assert stamped(AT, "Asia/Tokyo") == "2026-10-01 00:05:12 JST"
    assert stamped(AT, "Europe/London") == "2026-09-30 16:05:12 BST"


@pytest.mark.parametrize("zone", ["No/Such", "", "../etc/passwd", "x" * 300])
def test_a_zone_that_nobody_knows_is_that_of_japan(zone: str) -> None:
    assert stamped(AT, zone) == "2026-10-01 00:05:12 JST"


def test_lines_are_filtered_by_action_actor_subject_and_day_of_the_zone() -> None:
    lines = (a_line("a", subject="P-001"), a_line("b", actor="別の人", fields={"file": "Answers.XLSX"}))
    zone = "Asia/Tokyo"
    assert chosen(lines, Wanted(), zone) == lines
    assert chosen(lines, Wanted(action="b"), zone) == lines[1:]
    assert chosen(lines, Wanted(actor="別の人"), zone) == lines[1:]
    assert chosen(lines, Wanted(subject="p-001"), zone) == lines[:1]
    assert chosen(lines, Wanted(subject="answers.xlsx"), zone) == lines[1:]
    assert chosen(lines, Wanted(first=date(2026, 10, 1), last=date(2026, 10, 1)), zone) == lines
    assert chosen(lines, Wanted(last=date(2026, 9, 30)), zone) == ()
    assert chosen(lines, Wanted(last=date(2026, 9, 30)), "Europe/London") == lines


def test_the_csv_takes_nothing_for_a_formula_and_keeps_one_line_an_entry() -> None:
    line = a_line(actor=HOSTILE, subject=HOSTILE, fields={"reason": HOSTILE})
    text = csv_bytes(audit_columns([line], "Asia/Tokyo", "ja"), "ja").decode("utf-8-sig")
    assert text.count("\r\n") == 2
    assert "'=HYPERLINK" in text


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_text_of_a_line_breaks_its_sentence(value: str, action: str) -> None:
    sentence = audit_sentence(a_line(action, subject=value, fields={"reason": value, "name": value}), "ja")
    assert sentence and "\n" not in sentence


def test_the_texts_of_the_fallback_exist() -> None:
    assert has_text("records.audit.other")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_action_that_can_be_filtered_has_a_short_name(locale: str) -> None:
    assert [a for a in ACTIONS if action_name(a, locale) == a] == []
    assert action_name("from_the_future", locale) == "from_the_future"
