"""What is kept, for people: assessments, comparisons, deleted and expired things."""

from __future__ import annotations

import pytest

from riskgraph.model.assessment import AnswerChange, Comparison, PathChange
from riskgraph.model.quantities import Cell, Interval
from riskgraph.model.records import KeptKind
from riskgraph.report.kept_rows import (
    NONE,
    answer_columns,
    assessment_columns,
    expired_columns,
    moved_columns,
    parameter_set_columns,
    tombstone_columns,
)
from riskgraph.report.table_rows import csv_bytes
from riskgraph.text import LOCALES, t
from tests.report.builders import a_catalogue, a_submission
from tests.report.records import HOSTILE, a_set, a_stone, an_assessment_record, an_expired

ZONE = "Asia/Tokyo"
HIGH, LOW = Interval(1e6, 2e6, 4e6), Interval(1e5, 2e5, 4e5)


def a_change(**changes: object) -> PathChange:
    change = PathChange(key="k", parties=("P", "A"), rank_before=1, rank_after=1, eal_before=HIGH, eal_after=HIGH)
    return change.model_copy(update=changes)


def test_an_assessment_is_told_with_its_interval_and_what_it_was_made_from() -> None:
    shown = assessment_columns([an_assessment_record()], ZONE, "ja")
    assert shown["kept_eal"] == ["1,200万円 [100万〜6,000万]"]
    assert shown["kept_at"] == ["2026-10-01 00:05:12 JST"]
    assert "第2版" in shown["kept_from"][0] and "調査票2件" in shown["kept_from"][0] and "標準" in shown["kept_from"][0]


def test_only_paths_that_moved_are_listed() -> None:
    fell = a_change(key="fell", eal_after=LOW, rank_after=4)
    gone = a_change(key="gone", eal_after=None, rank_after=None)
    comparison = Comparison(eal_before=HIGH, eal_after=LOW, paths=(fell, a_change(), gone))
    shown = moved_columns(comparison, a_submission(), a_submission(), "ja")
    assert shown["moved_rank_after"] == ["4", NONE]
    assert shown["moved_eal_after"] == ["20万円 [10万〜40万]", t("ja", "records.not_listed")]
    assert shown["moved_path"][0] == "まなびの森 → アオバ情報システム"


def test_a_party_that_is_gone_is_named_from_the_register_that_had_it() -> None:
    comparison = Comparison(eal_before=HIGH, eal_after=LOW, paths=(a_change(eal_after=None, rank_after=None),))
    new = a_submission(parties=())
    assert moved_columns(comparison, a_submission(), new, "ja")["moved_path"] == ["まなびの森 → アオバ情報システム"]


def test_a_changed_answer_is_told_before_and_after_with_its_file() -> None:
    change = AnswerChange(
        party_id="A", control_id="DEV-01", before="", after="yes", evidence_after="document", source=Cell("a.xlsx")
    )
    comparison = Comparison(eal_before=HIGH, eal_after=LOW, answers=(change,))
    shown = answer_columns(comparison, a_submission(), a_submission(), a_catalogue(), "ja")
    assert (shown["changed_before"], shown["changed_file"]) == ([NONE], ["a.xlsx"])
    assert shown["changed_control"] == ["title DEV-01(和)"]
    assert shown["changed_after"][0] not in ("", NONE, "yes")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_of_deleted_and_expired_thing_has_its_name(locale: str) -> None:
    stones = tombstone_columns([a_stone(kind) for kind in KeptKind], ZONE, locale)
    assert len(set(stones["stone_kind"])) == len(KeptKind)
    assert expired_columns([an_expired()], ZONE, locale)["expired_kind"] == [t(locale, "records.kind.assessment")]


def test_the_set_in_force_is_marked_and_no_other() -> None:
    shown = parameter_set_columns([a_set(2), a_set(1)], ZONE, 2, "ja")
    assert shown["set_in_force"] == [t("ja", "records.in_force"), ""]
    assert shown["set_based_on"] == ["変更版1", "標準"]


@pytest.mark.parametrize("locale", LOCALES)
def test_hostile_reasons_and_notes_stay_text_on_one_line(locale: str) -> None:
    for columns in (
        parameter_set_columns([a_set(reason=HOSTILE)], ZONE, 0, locale),
        tombstone_columns([a_stone(reason=HOSTILE)], ZONE, locale),
        assessment_columns([an_assessment_record(note=HOSTILE)], ZONE, locale),
    ):
        text = csv_bytes(columns, locale).decode("utf-8-sig")
        assert text.count("\r\n") == 2
        assert "'=HYPERLINK" in text
