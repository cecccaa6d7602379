"""Every way in which parties write an answer, one by one (questionnaire practice: signs, words, hedges, boxes)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.intake.answer_reading import denial_in, evidence_of, hedge_in, is_nobody, onward_of, read_answer
from riskgraph.model.answer import AnswerCode, Evidence
from riskgraph.text import LOCALES, t

YES, PARTIAL, PLANNED, NO = AnswerCode.YES, AnswerCode.PARTIAL, AnswerCode.PLANNED, AnswerCode.NO
NA, UNKNOWN, BLANK = AnswerCode.NA, AnswerCode.UNKNOWN, AnswerCode.BLANK


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", [code for code in AnswerCode if code is not BLANK])
def test_the_words_of_the_drop_down_are_read_as_what_they_say(code, locale):
    reading = read_answer(t(locale, f"form.answer.{code.value}"))

    assert (reading.code, reading.confidence, reading.problem) == (code, 1.0, "")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *[(sign, YES) for sign in "○◯〇●◎✓✔☑レ■"],
        *[
            (word, YES)
            for word in ("⭕️", "はい", "有", "あり", "実施済", "対応済", "適合", "YES ", "ｙｅｓ", "Y", "si", "oui")
        ],
        *[(word, PARTIAL) for word in ("△", "▲", "一部", "一部実施", "部分的", "Partial", "parcial")],
        *[(word, PLANNED) for word in ("予定", "計画中", "対応予定", "検討中", "planned")],
        *[
            (word, NO)
            for word in (
                "×",
                "✕",
                "✗",
                "✖",
                "❌",
                "いいえ",
                "無",
                "なし",
                "未実施",
                "未対策",
                "不適合",
                "NO",
                "n",
                "non",
            )
        ],
        *[(word, NA) for word in ("該当なし", "対象外", "非該当", "対応不要", "N/A", "Ｎ／Ａ", "na")],
        *[(word, UNKNOWN) for word in ("不明", "回答不可", "別紙参照", "非開示", "営業秘密につき非開示", "わからない")],
        *[(word, BLANK) for word in ("", " ", "　", "\u00a0", "\n")],
    ],
)
def test_accepted_words_and_signs_need_no_question(written, code):
    reading = read_answer(written)

    assert (reading.code, reading.problem, reading.hedge) == (code, "", "")


@pytest.mark.parametrize("mark", ["0", "O", "o", "０", "Ｏ", "x", "X", "ｘ", "☒"])
def test_a_lone_zero_letter_or_crossed_box_is_ambiguous(mark):
    reading = read_answer(mark)

    assert (reading.code, reading.problem, reading.confidence) == (UNKNOWN, "form.ambiguous_mark", 0.0)


@pytest.mark.parametrize("dash", ["-", "－", "―", "–", "ー", "— —"])
def test_a_dash_says_nothing(dash):
    reading = read_answer(dash)

    assert (reading.code, reading.problem) == (UNKNOWN, "form.dash")


@pytest.mark.parametrize(
    ("written", "code", "hedge"),
    [
        ("○（一部拠点を除く）", YES, "一部"),
        ("はい、ただし本社のみ", YES, "のみ"),
        ("概ね実施", YES, "概ね"),
        ("原則○", YES, "原則"),
        ("Yes, except the warehouse", YES, "except"),
        ("有, 規程あり", YES, ""),
        ("×（対応予定）", NO, ""),
        ("△ 本社のみ", PARTIAL, ""),
        ("一部の拠点で実施", PARTIAL, ""),
        ("2027年3月に導入予定", PLANNED, ""),
        ("該当なし（紙を扱わないため）", NA, ""),
    ],
)
def test_the_first_word_decides_and_a_hedge_is_only_named(written, code, hedge):
    reading = read_answer(written)

    assert (reading.code, reading.hedge, reading.problem) == (code, hedge, "")
    assert reading.confidence < 1
    assert reading.rest


@pytest.mark.parametrize("written", ["はい・いいえ", "○/×", "○ いいえ", "はい 該当なし", "× はい", "●いいえ はい"])
def test_two_answers_in_one_cell_are_none(written):
    reading = read_answer(written)

    assert (reading.code, reading.problem) == (
        UNKNOWN,
        "form.two_answers",
    ) or reading.problem == "form.answer_unreadable"
    assert reading.confidence == 0


@pytest.mark.parametrize(
    ("written", "code", "problem"),
    [
        ("■はい □いいえ", YES, ""),
        ("□はい　☑いいえ", NO, ""),
        ("□はい □いいえ", BLANK, ""),
        ("■はい ■いいえ", UNKNOWN, "form.marks_unclear"),
        ("☑", YES, ""),
        ("□", BLANK, ""),
        ("●未実施", NO, ""),
    ],
)
def test_of_boxes_exactly_one_must_be_marked(written, code, problem):
    reading = read_answer(written)

    assert (reading.code, reading.problem) == (code, problem)


@pytest.mark.parametrize(
    "written", ["実施していないわけではない", "有料プラン", "レベル3", "2", "別途メールします。", "=1+1"]
)
def test_what_is_not_understood_is_unknown_and_told(written):
    reading = read_answer(written)

    assert (reading.code, reading.problem) == (UNKNOWN, "form.answer_unreadable")


@pytest.mark.parametrize("written", ["確認済", "確認済み", "verified", "監査済"])
def test_verified_is_a_word_that_only_a_reviewer_may_use(written):
    reading = read_answer(written)

    assert (reading.code, reading.is_verified, reading.problem) == (YES, True, "form.verified_by_party")


@given(st.text(max_size=60))
def test_no_text_makes_the_reading_fail(written):
    reading = read_answer(written)

    assert 0 <= reading.confidence <= 1
    assert (reading.code is BLANK and not reading.problem) or reading.code in AnswerCode
    evidence_of(written), hedge_in(written), denial_in(written), onward_of(written), is_nobody(written)


@given(
    st.sampled_from(["○", "はい", "×", "予定", "該当なし", "わからない", "yes", "no"]),
    st.text("あ一部除く予定 ,()", max_size=12),
)
def test_words_behind_the_first_never_turn_it_into_another_definite_answer(first, rest):
    alone, together = read_answer(first), read_answer(f"{first}（{rest}）")

    assert together.code in (alone.code, UNKNOWN)


@pytest.mark.parametrize(
    "named",
    [
        "個人情報取扱規程（2025年4月改定）",
        "端末制御設定一覧 v3.2",
        "監視設計書 2.4版",
        "教育実施記録 第12版",
        "消去証明書の写し",
        "ISMS-A-012",
        "evidence.pdf",
        "Entry log and floor plan",
        "Access policy",
        "Deletion certificate",
        "文書番号 情-14",
    ],
)
def test_what_names_a_paper_is_a_document(named):
    assert evidence_of(named) is Evidence.DOCUMENT


@pytest.mark.parametrize(
    "named",
    [
        "",
        "口頭",
        "規程なし",
        "手順書は作成中",
        "自社調べ",
        "現場で分かる",
        "No policy",
        "not yet",
        "none",
        "画面で見せられる",
    ],
)
def test_anything_else_is_a_claim(named):
    assert evidence_of(named) is Evidence.CLAIM


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("再委託なし", "none"),
        ("なし", "none"),
        ("No sub-contracting", "none"),
        ("再委託あり(一覧に記入)", "listed"),
        ("有", "listed"),
        ("検討しておきます", ""),
        ("", ""),
    ],
)
def test_the_statement_on_next_tiers_is_none_listed_or_not_understood(said, code):
    assert onward_of(said) == code
