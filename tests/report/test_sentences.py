"""What is said of a path: order, names, what is confirmed and what is not, and what comes next."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskgraph.model.assessment import AnswerChange, Certainty, Comparison, Grade, PathChange
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.report.sentences import (
    comparison_sentences,
    first_sentence,
    next_step,
    path_in_words,
    reason_lines,
    why,
)
from tests.report.builders import (
    SILENT,
    a_catalogue,
    a_channel,
    a_hop,
    a_path,
    a_reason,
    a_submission,
    an_answer,
    an_assessment,
    an_intrusion,
)

LOCALES = ("ja", "en")
AVOIDED = ("危険", "安全", "違反", "犯人", "不正", "ワースト", "格付", "下請", "同じ事案")


def said(path, locale="ja", submission=None):
    return why(path, submission or a_submission(), a_catalogue(), locale)


def test_the_first_sentence_names_the_chain_from_the_data_to_the_people() -> None:
    chain = "まなびの森の会員基盤 → アオバ情報システム → ビーテック → シーワークス(常駐5名)"
    assert first_sentence(an_assessment(), a_submission(), "ja") == f"最初に確認すべき委託経路は、{chain}です。"


def test_without_paths_the_first_sentence_says_what_to_check() -> None:
    assert "「委託」と「データ」" in first_sentence(an_assessment(paths=()), a_submission(), "ja")


def test_a_path_of_an_intrusion_ends_where_the_data_lie() -> None:
    assert path_in_words(an_intrusion(), a_submission(), "ja").endswith("アオバ情報システム(データを保管)")


def test_a_missing_engagement_is_marked_on_its_arrow() -> None:
    hop = a_hop(1, "P", "A", 0.0, engagement_id=None, certainty=Certainty.MISSING, parts=())
    path = an_intrusion().model_copy(update={"engagements": (None,), "hops": (hop,), "certainty": Certainty.MISSING})
    assert "→(委託の記録なし) アオバ情報システム" in path_in_words(path, a_submission(), "ja")
    assert "台帳に登録する" in next_step(path, a_submission(), a_catalogue(), "ja")
    assert "委託の記録がない組織" in said(path)


def test_fewer_than_three_people_are_not_counted_out() -> None:
    path = a_path(channels=(a_channel("c1", Interval.exact(1.0), heads=Interval.exact(2.0)),))
    assert path_in_words(path, a_submission(), "ja").endswith("シーワークス(常駐・3名未満)")


def test_another_employer_than_the_last_party_is_named() -> None:
    path = a_path(channels=(a_channel("c1", Interval.exact(1.0), employer="B"),))
    assert path_in_words(path, a_submission(), "ja").endswith("シーワークス(常駐5名、雇用元はビーテック)")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_sole_proprietor_is_never_named(locale: str) -> None:
    path = a_path(parties=("P", "A", "B", "K"), hops=(*a_path().hops[:2], a_hop(3, "B", "K", 0.1)))
    text = path_in_words(path, a_submission(), locale) + said(path, locale)
    assert "田中" not in text
    assert "K" in text


def test_the_explanation_comes_in_its_fixed_order() -> None:
    text = said(a_path())
    order = [
        "改善を求める",
        "主な理由は",
        "未回答・未確認",
        "約10倍",
        "約1.5倍",
        "中央値で1.1億円",
        "1,710万円 [320万〜6,100万]",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_a_reason_names_party_control_answer_evidence_date_and_cell() -> None:
    reason = reason_lines(a_path(), a_submission(), a_catalogue(), "ja")[0]
    assert reason.sentence == (
        "アオバ情報システム(端末の管理者)の「export block(和)」[回答で確認]:"
        "「title DEV-01(和)」は「いいえ」(申告のみ、2025年4月1日、「回答」シートF12(A社.xlsx))、"
        "「title DEV-02(和)」は期限を過ぎて未回答"
    )
    assert reason.answers[0].cell.cell == "F12"


def test_each_reason_says_whether_it_is_confirmed() -> None:
    lines = reason_lines(a_path(), a_submission(), a_catalogue(), "en")
    assert [line.standing for line in lines if not line.is_supervision] == [
        "confirmed by the answer",
        "confirmed by the answer",
        "unconfirmed",
    ]


def test_the_explanation_names_media_block_log_review_and_phone_rule_beside_supervision() -> None:
    text = said(a_path(), "en")
    assert [title in text for title in ("DEV-01", "MON-01", "MON-03", "PHY-02")] == [True] * 4
    assert "Supervision is weakest from アオバ情報システム to ビーテック" in text


def test_an_answer_of_another_party_within_a_layer_names_that_party() -> None:
    reason = a_reason("exit", "employer", an_answer("HUM-04", party_id="B"))
    sentence = reason_lines(a_path(reasons=(reason,)), a_submission(), a_catalogue(), "ja")[0].sentence
    assert "ビーテックの「title HUM-04(和)」は「いいえ」" in sentence


def test_what_rests_on_silence_is_said_with_its_share() -> None:
    assert "60%は未回答・未確認によるもの" in said(a_path())
    assert "未回答・未確認によるものは0%です" in said(a_path(unconfirmed_share=0.0))
    assert "主に回答で確認された弱さ" in said(an_intrusion())


def test_a_hop_that_supervises_well_is_not_held_up() -> None:
    assert "監督が最も届きにくい" in said(a_path())
    assert "監督が最も届きにくい" not in said(an_intrusion())


def test_a_missing_consent_is_said_as_something_to_confirm() -> None:
    assert "アオバ情報システムからビーテックへの再委託は、承諾の記録が「なし」です(要確認)" in said(a_path())


def test_an_assumed_tier_is_labelled_as_assumed_with_the_question_that_settles_it() -> None:
    text = said(a_path())
    assert "実在を示すものではありません" in text
    assert "title CHN-02(和)" in text
    assert "実在を示す" not in said(an_intrusion())


@pytest.mark.parametrize(
    ("certainty", "words"),
    [(Certainty.BY_PARTY, "先方の申告だけ"), (Certainty.SUSPECTED, "実在を確認できていない")],
)
def test_an_uncertain_path_says_so(certainty: Certainty, words: str) -> None:
    assert words in said(a_path(certainty=certainty))


def test_a_path_on_hold_says_that_too_little_is_known() -> None:
    assert "判定保留" in said(a_path(grade=Grade.ON_HOLD))


def test_the_next_step_mends_what_is_no_and_asks_what_is_open() -> None:
    step = next_step(a_path(), a_submission(), a_catalogue(), "ja")
    assert step == (
        "アオバ情報システムに「title DEV-01(和)」の実施を依頼し、期限と費用の分担を協議する。"
        "あわせて「title DEV-02(和)」の回答を求める(担当:会員事業部)"
    )


def test_the_next_step_asks_where_nothing_was_answered_and_proves_what_is_only_claimed() -> None:
    silent = a_path(reasons=(a_reason("bring_in", "site_owner", an_answer("PHY-02", **SILENT)),))
    assert "の回答を求める" in next_step(silent, a_submission(), a_catalogue(), "ja")
    claimed = an_answer("PHY-02", answer="yes", strength=Interval(0.3, 0.6, 1.0))
    proven = a_path(reasons=(a_reason("bring_in", "site_owner", claimed),))
    assert "文書、または画面での確認を求める" in next_step(proven, a_submission(), a_catalogue(), "ja")


def test_a_deeper_party_is_reached_through_the_direct_contractor() -> None:
    reason = a_reason("people", "employer", an_answer("HUM-04", party_id="C")).model_copy(update={"party_id": "C"})
    step = next_step(a_path(reasons=(reason,)), a_submission(), a_catalogue(), "ja")
    assert step.startswith("アオバ情報システムを通じてシーワークスに")


def test_supervision_asks_the_consignor_of_the_weakest_hop() -> None:
    path = a_path(reasons=(a_reason("supervision", "supervision"),))
    assert next_step(path, a_submission(), a_catalogue(), "ja").startswith("アオバ情報システムに委託先の監督(")


def test_a_comparison_says_which_answer_changed_and_which_path_moved() -> None:
    before, after = Interval(3e6, 17.1e6, 61e6), Interval(1e5, 1e6, 4e6)
    comparison = Comparison(
        eal_before=before,
        eal_after=after,
        paths=(
            PathChange(key="k", parties=("P", "A"), rank_before=1, rank_after=7, eal_before=before, eal_after=after),
            PathChange(key="s", parties=("P", "B"), rank_before=2, rank_after=2, eal_before=after, eal_after=after),
            PathChange(key="n", parties=("P", "C"), rank_before=None, rank_after=3, eal_before=None, eal_after=after),
            PathChange(key="g", parties=("P", "C"), rank_before=4, rank_after=None, eal_before=after, eal_after=None),
        ),
        answers=(AnswerChange(party_id="A", control_id="DEV-01", before="no", after="yes", evidence_after="verified"),),
    )
    sentences = comparison_sentences(comparison, a_submission(), a_catalogue(), "ja")
    assert sentences == (
        "全体の期待損失は1,710万円 [300万〜6,100万]から100万円 [10万〜400万]に下がりました。",
        "アオバ情報システムの「title DEV-01(和)」の回答が「いいえ」から「はい」・確認済みに変わりました。",
        "経路「まなびの森 → アオバ情報システム」が1位から7位になりました(1,710万円から100万円)。",
        "経路「まなびの森 → シーワークス」が新たに3位に入りました(100万円)。",
        "4位だった経路「まなびの森 → シーワークス」が一覧から外れました(前回100万円)。",
    )


def test_an_unchanged_total_is_said_to_be_unchanged() -> None:
    same = Interval(1.0, 2.0, 3.0)
    sentences = comparison_sentences(Comparison(eal_before=same, eal_after=same), a_submission(), a_catalogue(), "en")
    assert sentences == ("The expected loss of all paths stays at ¥2 [1-3].",)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_word_that_accuses_is_used(locale: str) -> None:
    silent = a_path(certainty=Certainty.SUSPECTED, grade=Grade.ON_HOLD)
    for path in (a_path(), an_intrusion(), silent):
        text = said(path, locale) + next_step(path, a_submission(), a_catalogue(), locale)
        assert not [word for word in AVOIDED if word in text]


@settings(max_examples=50)
@given(st.text(min_size=1, max_size=60))
def test_a_hostile_name_stays_one_plain_line_and_is_never_read_as_a_template(name: str) -> None:
    hostile = name + "{path}{0.__class__}\x1b[31m\n<script>"
    parties = tuple(
        Party(party_id=p.party_id, name=hostile) if p.party_id == "A" else p for p in a_submission().parties
    )
    text = said(a_path(), "ja", a_submission(parties=parties))
    assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text)


def test_a_pool_of_individuals_keeps_its_group_name() -> None:
    parties = (*a_submission().parties, Party(party_id="L", name="採点スタッフ", kind=PartyKind.INDIVIDUAL_POOL))
    path = a_path(parties=("P", "A", "B", "L"))
    assert "採点スタッフ" in path_in_words(path, a_submission(parties=parties), "ja")
