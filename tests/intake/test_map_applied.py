"""Other people's forms read by a confirmed map: what is confirmed counts, what is not never does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.answer_reading import read_answer
from riskgraph.intake.foreign.answer_column import BEST_FIRST, current_answers
from riskgraph.intake.foreign.applied import applied
from riskgraph.model.answer import AnswerCode, Evidence
from riskgraph.model.foreign import AskedItem, ForeignForm, FormBlock, GivenAnswer
from riskgraph.model.form_map import FormMap, MapEntry

CATALOGUE = load_catalogue()
CONTROLS = ("SYS-01", "SYS-02", "SYS-05")


def answer(raw: str, column: str = "回答", **fields: Any) -> GivenAnswer:
    reading = read_answer(raw)
    code = None if reading.rule == "not_understood" else reading.code
    found = {"code": code, "rule": reading.rule, "confidence": reading.confidence, "hedge": reading.hedge}
    return GivenAnswer(**{"column": column, "raw": raw, "sheet": "票", "cell": "D5", **found, **fields})


def item(key: str, *answers: GivenAnswer, **fields: Any) -> AskedItem:
    return AskedItem(key=key, text=f"設問{key}", answers=answers, sheet="票", cell="B5", **fields)


def form_of(*items: AskedItem, **fields: Any) -> ForeignForm:
    block = FormBlock(party_name="甲社", answered_on=date(2026, 4, 1), items=items)
    return ForeignForm(**{"file": "other.xlsx", "sha256": "a" * 64, "fingerprint": "f", "blocks": (block,), **fields})


def entry(key: str, *controls: str, **fields: Any) -> MapEntry:
    return MapEntry(**{"key": key, "text": f"設問{key}", "control_ids": controls, "is_confirmed": True, **fields})


def map_of(*entries: MapEntry, **fields: Any) -> FormMap:
    return FormMap(**{"map_id": "m1", "number": 2, "fingerprint": "f", "entries": entries, **fields})


def codes(form: Any) -> dict[str, str]:
    return {a.control_id: a.answer.value for a in form.answers}


def told(form: Any) -> set[str]:
    return {problem.code for problem in form.problems}


def test_a_confirmed_question_gives_an_answer_with_its_cell() -> None:
    (read,) = applied(form_of(item("1", answer("○"), evidence="規程.pdf")), map_of(entry("1", "SYS-02")), CATALOGUE)
    (given_,) = read.answers
    assert (read.form_id, read.version, read.is_known, read.party_name) == ("map:m1", "2", True, "甲社")
    assert (given_.control_id, given_.answer, given_.evidence) == ("SYS-02", AnswerCode.YES, Evidence.DOCUMENT)
    assert (given_.answered_on, given_.form) == (date(2026, 4, 1), "map:m1/2")
    assert (given_.source.file, given_.source.sheet, given_.source.cell) == ("other.xlsx", "票", "D5")
    assert [(i.control_id, i.code, i.cell) for i in read.items] == [("SYS-02", "yes", "D5")]


def test_what_is_not_mapped_or_not_confirmed_stays_without_a_code() -> None:
    form = form_of(item("1", answer("×")), item("2", answer("○")), item("3", answer("○")), item("4", answer("○")))
    proposed = entry("2", "SYS-01", is_confirmed=False)
    unknown = entry("3", "XXX-99")
    (read,) = applied(form, map_of(entry("1", "SYS-02"), proposed, unknown), CATALOGUE)
    assert codes(read) == {"SYS-02": "no"}
    assert [(i.text, i.raw, i.code, i.control_id) for i in read.items][1:] == [
        ("設問2", "○", "", ""),
        ("設問3", "○", "", ""),
        ("設問4", "○", "", ""),
    ]
    assert {"map.not_confirmed", "map.new_questions"} <= told(read)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("はい", "no"),
        ("いいえ", "yes"),
        ("一部", "partial"),
        ("予定", "planned"),
        ("わからない", "unknown"),
        ("", "blank"),
    ],
)
def test_a_question_worded_the_other_way_round_swaps_yes_and_no_only(raw: str, code: str) -> None:
    (read,) = applied(form_of(item("1", answer(raw))), map_of(entry("1", "DEV-03", polarity=-1)), CATALOGUE)
    assert codes(read) == {"DEV-03": code}


def test_the_weaker_of_two_current_columns_counts() -> None:
    two = item("1", answer("○", "文書"), answer("△", "実施"))
    (read,) = applied(form_of(two), map_of(entry("1", "SYS-02")), CATALOGUE)
    assert codes(read) == {"SYS-02": "partial"}


def test_the_weaker_of_two_columns_is_the_yes_where_yes_is_the_bad_answer() -> None:
    two = item("1", answer("はい", "文書"), answer("いいえ", "実施"))
    (read,) = applied(form_of(two), map_of(entry("1", "DEV-03", polarity=-1)), CATALOGUE)
    assert codes(read) == {"DEV-03": "no"}


def test_a_column_that_nobody_answered_in_weakens_nothing() -> None:
    def row(key: str, said: str) -> AskedItem:
        return item(key, answer(said, "回答"), answer("", "評価者記入欄"), answer("備忘メモ", "所見"))

    form = form_of(row("1", "○"), row("2", "×"), row("3", ""))
    (read,) = applied(form, map_of(*(entry(k, c) for k, c in zip("123", CONTROLS, strict=True))), CATALOGUE)
    assert list(codes(read).values()) == ["yes", "no", "blank"]


def test_the_column_that_a_person_named_counts() -> None:
    two = item("1", answer("○", "文書"), answer("△", "実施"))
    (read,) = applied(form_of(two), map_of(entry("1", "SYS-02"), answer_column="文 書"), CATALOGUE)
    assert codes(read) == {"SYS-02": "yes"}


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        ("前回", "今回"),
        ("Last year", "This year"),
        ("2024年度", "2025年度"),
        ("令和6年", "令和7年"),
        ("R6", "R.7"),
        ("FY24", "FY25"),
        ("前年度回答", "回答"),
    ],
)
def test_last_years_column_is_never_taken(earlier: str, now: str) -> None:
    both = item("1", answer("×", earlier), answer("○", now))
    only = item("2", answer("○", "前回"))
    form_map = map_of(entry("1", "SYS-02"), entry("2", "SYS-01"))
    (read,) = applied(form_of(both, only), form_map, CATALOGUE)
    assert codes(read) == {"SYS-02": "yes", "SYS-01": "blank"}


@pytest.mark.parametrize(("one", "two"), [("Answer1", "Answer2"), ("回答1", "回答2"), ("CSIRT 1", "CSIRT 2")])
def test_numbers_of_columns_are_no_years(one: str, two: str) -> None:
    both = item("1", answer("×", one), answer("○", two))
    (read,) = applied(form_of(both), map_of(entry("1", "SYS-02")), CATALOGUE)
    assert codes(read) == {"SYS-02": "no"}


def test_last_years_column_is_not_taken_even_where_it_was_named() -> None:
    both = item("1", answer("○", "前回"), answer("×", "今回"))
    (read,) = applied(form_of(both), map_of(entry("1", "SYS-02"), answer_column="前回"), CATALOGUE)
    assert codes(read) == {"SYS-02": "no"}
    assert "map.column_missing" in told(read)


def test_of_several_questions_for_one_control_the_weakest_counts_and_both_cells_are_told() -> None:
    form = form_of(item("1", answer("○", cell="D5")), item("2", answer("×", cell="D9")))
    (read,) = applied(form, map_of(entry("1", "SYS-05"), entry("2", "SYS-05")), CATALOGUE)
    assert codes(read) == {"SYS-05": "no"}
    (problem,) = [p for p in read.problems if p.code == "map.weakest_counts"]
    assert (problem.cell, problem.fields["other_cell"]) == ("D9", "D5")


def test_one_question_can_speak_for_two_controls() -> None:
    (read,) = applied(form_of(item("1", answer("○"))), map_of(entry("1", "DEV-05", "SYS-05")), CATALOGUE)
    assert codes(read) == {"DEV-05": "yes", "SYS-05": "yes"}


def test_words_that_a_person_explained_go_before_the_rules() -> None:
    form_map = map_of(
        entry("1", "SYS-02"), entry("2", "SYS-01"), legend={"Ａ": AnswerCode.YES, "○": AnswerCode.PARTIAL}
    )
    form = form_of(item("1", answer("A")), item("2", answer("○")))
    (read,) = applied(form, form_map, CATALOGUE)
    assert codes(read) == {"SYS-02": "yes", "SYS-01": "partial"}


def test_what_is_not_understood_is_unknown_and_told() -> None:
    (read,) = applied(form_of(item("1", answer("ぽよぽよ"))), map_of(entry("1", "SYS-02")), CATALOGUE)
    assert codes(read) == {"SYS-02": "unknown"}
    assert "form.answer_unreadable" in told(read)


def test_hidden_shared_and_hedged_answers_are_told_as_on_our_own_forms() -> None:
    form = form_of(
        item("1", answer("○", is_hidden=True)),
        item("2", answer("○", is_shared=True)),
        item("3", answer("○"), comment="一部の拠点を除く"),
        item("4", answer("該当なし")),
        item("5", answer("該当なし"), comment="人手が足りないため未実施"),
    )
    controls = ("SYS-01", "SYS-02", "SYS-05", "SYS-06", "SYS-07")
    (read,) = applied(form, map_of(*(entry(str(i), c) for i, c in enumerate(controls, 1))), CATALOGUE)
    assert {
        "form.hidden_answers", "form.shared_answer", "form.hedged_answer", "form.na_without_reason", "form.na_denied",
    } <= told(read)  # fmt: skip
    assert codes(read)["SYS-05"] == "yes"
    assert [a.control_id for a in read.answers if a.is_flagged] == ["SYS-07"]


def test_a_blank_form_has_nothing_answered() -> None:
    (read,) = applied(
        form_of(item("1", answer("")), item("2")), map_of(entry("1", "SYS-01"), entry("2", "SYS-02")), CATALOGUE
    )
    assert set(codes(read).values()) == {"blank"}
    assert "form.nothing_answered" in told(read)


def test_one_and_the_same_answer_everywhere_is_flagged_and_keeps_its_code() -> None:
    controls = [control.control_id for control in CATALOGUE.controls][:12]
    form = form_of(*(item(str(i), answer("○")) for i in range(12)))
    (read,) = applied(form, map_of(*(entry(str(i), c) for i, c in enumerate(controls))), CATALOGUE)
    assert all(a.is_flagged and a.answer is AnswerCode.YES for a in read.answers)
    assert "map.all_the_same" in told(read)


def test_a_draft_counts_only_where_its_rows_were_compared() -> None:
    form = form_of(item("1", answer("○")), item("2", answer("○")), is_draft=True)
    form_map = map_of(entry("1", "SYS-01"), entry("2", "SYS-02"))
    (none,) = applied(form, form_map, CATALOGUE)
    (one,) = applied(form, form_map, CATALOGUE, confirmed_rows=frozenset({"2"}))
    assert codes(none) == {}
    assert codes(one) == {"SYS-02": "yes"}
    assert "map.draft_rows" in told(one)


def test_a_map_of_another_edition_is_applied_question_by_question() -> None:
    form_map = map_of(entry("1", "SYS-01"), entry("9", "SYS-02"), fingerprint="older")
    (read,) = applied(form_of(item("1", answer("○")), item("2", answer("○"))), form_map, CATALOGUE)
    assert codes(read) == {"SYS-01": "yes"}
    assert {"map.new_questions", "map.questions_gone"} <= told(read)


def test_two_parties_in_one_file_are_two_questionnaires() -> None:
    blocks = tuple(
        FormBlock(party_name=name, corporate_number=number, items=(item("1", answer(raw)),))
        for name, number, raw in (("甲", "1234567890123", "○"), ("乙", "", "×"))
    )
    first, second = applied(form_of(blocks=blocks), map_of(entry("1", "SYS-01")), CATALOGUE)
    assert (first.party_name, first.corporate_number, codes(first)) == ("甲", "1234567890123", {"SYS-01": "yes"})
    assert (second.party_name, codes(second)) == ("乙", {"SYS-01": "no"})


SOME_ANSWERS = st.lists(
    st.builds(
        answer,
        st.sampled_from(["○", "△", "×", "", "予定", "該当なし", "ぽよ"]),
        st.sampled_from(["現状", "前回", "次回"]),
    ),
    max_size=4,
)


@given(st.lists(SOME_ANSWERS, max_size=6), st.sampled_from([1, -1]))
def test_no_answer_is_invented_and_no_question_vanishes(rows: list[list[GivenAnswer]], polarity: int) -> None:
    items = [item(str(i), *answers) for i, answers in enumerate(rows)]
    entries = [entry(str(i), "SYS-01", polarity=polarity) for i in range(len(rows))]
    (read,) = applied(form_of(*items), map_of(*entries), CATALOGUE)
    assert [i.text for i in read.items] == [i.text for i in items]
    for one in items:
        (shown,) = [i for i in read.items if i.text == one.text]
        taken = {given_.raw for given_ in current_answers(one.answers)}
        assert shown.raw in taken | {""}
        assert shown.code in [code.value for code in BEST_FIRST]
        if not taken:
            assert shown.code == "blank"
