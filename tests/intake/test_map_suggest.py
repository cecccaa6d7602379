"""Proposals for the questions of other people's forms: right nearly always, and nothing where it is not clear."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.foreign.suggest import proposed
from riskgraph.intake.questionnaire_words import question_words
from riskgraph.model.foreign import AskedItem, ForeignForm, FormBlock
from riskgraph.model.form_map import FormMap, MapEntry, MappedBy

DATA = Path(__file__).parents[1] / "data" / "foreign"
CATALOGUE = load_catalogue()
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def form_of(*items: AskedItem, fingerprint: str = "f" * 64) -> ForeignForm:
    return ForeignForm(file="other.xlsx", fingerprint=fingerprint, blocks=(FormBlock(items=items),))


def entry_of(text: str, **fields: Any) -> MapEntry:
    return proposed(form_of(AskedItem(key="k", text=text, **fields)), CATALOGUE).entries[0]


def asked(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return loaded


def is_right(question: dict[str, Any], entry: MapEntry) -> bool:
    wanted = question["control"].split("|")
    return (
        entry.control_ids[0] in wanted and len(entry.control_ids) == 1 and entry.polarity == question.get("polarity", 1)
    )


def measured(name: str) -> tuple[float, float, list[str]]:
    """Return precision, recall and the wrong proposals of a file of questions."""
    questions = asked(name)
    entries = proposed(form_of(*(AskedItem(key=str(i), text=q["text"]) for i, q in enumerate(questions))), CATALOGUE)
    made = [(q, e) for q, e in zip(questions, entries.entries, strict=True) if e.control_ids]
    wrong = [f"{q['text']} -> {e.control_ids} {e.polarity}" for q, e in made if not is_right(q, e)]
    right = len(made) - len(wrong)
    return right / len(made), right / sum(bool(q["control"]) for q in questions), wrong


@pytest.mark.parametrize("name", ["questions.yaml", "questions_apart.yaml", "questions_later.yaml"])
def test_nearly_every_proposal_for_differently_worded_questions_is_right(name: str) -> None:
    precision, recall, wrong = measured(name)
    assert len(asked(name)) >= 80
    assert precision >= 0.98, wrong
    assert recall >= 0.9


def test_the_side_of_a_question_is_right_or_nothing_is_proposed() -> None:
    precision, _, wrong = measured("questions_reversed.yaml")
    assert (precision, wrong) == (1.0, [])


def test_every_control_is_found_by_its_own_question_in_both_languages() -> None:
    for control in CATALOGUE.controls:
        for locale in ("ja", "en"):
            entry = entry_of(question_words(control, locale))
            assert (entry.control_ids, entry.rule, entry.polarity) == ((control.control_id,), MappedBy.SAME_TEXT, 1)


def test_a_proposal_is_never_confirmed_and_tells_what_spoke_for_it() -> None:
    entry = entry_of("退職時にIDを即日停止し、貸与物を回収する手順がある")
    assert not entry.is_confirmed
    assert entry.rule is MappedBy.ALIKE_TEXT
    assert "HUM-06" in entry.reason
    assert 0 < entry.confidence < 1


@pytest.mark.parametrize(
    ("text", "fields", "controls", "rule"),
    [
        ("該当する対策の実施状況", {"number": "DEV-01"}, ("DEV-01",), MappedBy.CONTROL_ID),
        ("Cryptography", {"references": ("ISO/IEC 27001 A.8.24",)}, ("DEV-05", "SYS-05"), MappedBy.REFERENCE),
        ("実施していますか (ISO/IEC 27001:2022 附属書A 8.7)", {}, ("SYS-01",), MappedBy.REFERENCE),
        ("実施していますか (A.9.2.5)", {}, ("IAM-03",), MappedBy.REFERENCE),
        ("Control in place? (PR.AA-03)", {}, ("IAM-05",), MappedBy.REFERENCE),
        ("Control in place? (PR.AC-7)", {}, ("IAM-05",), MappedBy.REFERENCE),
        ("個人情報保護法ガイドライン 10-1 への対応", {}, ("ORG-09",), MappedBy.REFERENCE),
        ("別添 10-6(2)の対応状況", {}, ("IAM-01", "IAM-05"), MappedBy.REFERENCE),
        ("通則編 10-6 の対応状況", {}, (), MappedBy.NOTHING),
    ],
)
def test_numbers_and_clauses_are_understood(
    text: str, fields: dict[str, Any], controls: tuple[str, ...], rule: MappedBy
) -> None:
    entry = entry_of(text, **fields)
    assert (entry.control_ids, entry.rule) == (controls, rule)


def test_a_clause_of_several_controls_is_decided_by_the_words() -> None:
    about_mail = entry_of("メールやWebからの情報漏えいを監視・遮断していますか (A.8.12)")
    about_usb = entry_of("USBメモリへの書き出しを制限していますか (A.8.12)")
    silent = entry_of("対応していますか (A.8.12)")
    assert about_mail.control_ids == ("MON-05",)
    assert about_usb.control_ids == ("DEV-01",)
    assert set(silent.control_ids) == {"DEV-01", "MON-01", "MON-05"}
    assert silent.confidence < 0.5 < about_usb.confidence


def test_a_bare_number_is_no_clause() -> None:
    assert entry_of("対応していますか", number="8.12").control_ids == ()


def test_numbers_of_the_cloud_matrix_are_not_taken_for_ours() -> None:
    form = form_of(
        AskedItem(key="1", number="IAM-02.1", text="Are strong password policies established?"),
        AskedItem(key="2", number="IAM-08.1", text="Is the requirement implemented?"),
        AskedItem(key="3", number="DSP-05.1", text="Is data flow documentation created?"),
        AskedItem(key="4", number="CEK-03.1", text="Is the requirement implemented?"),
    )
    found = {entry.key: entry.control_ids for entry in proposed(form, CATALOGUE).entries}
    assert found == {"1": (), "2": ("IAM-03",), "3": (), "4": ("SYS-05",)}


def test_sections_of_the_forms_own_are_no_annex_and_headings_of_2013_are_no_controls() -> None:
    own = form_of(
        AskedItem(key="1", number="A.8.7", text="実施していますか"),
        AskedItem(key="2", number="B.1.1", text="実施していますか"),
        AskedItem(key="3", number="B.1.2", text="実施していますか", references=("ISO/IEC 27001 A.8.7",)),
    )
    of_2013 = form_of(
        AskedItem(key="1", number="A.8.1", text="実施していますか"),
        AskedItem(key="2", number="A.12.2.1", text="実施していますか"),
    )
    assert [entry.control_ids for entry in proposed(own, CATALOGUE).entries] == [(), (), ("SYS-01",)]
    assert [entry.control_ids for entry in proposed(of_2013, CATALOGUE).entries] == [(), ("SYS-01",)]


def test_a_number_that_looks_like_ours_gives_way_to_what_the_question_says() -> None:
    entry = entry_of("定期的にバックアップを取得し、復旧テストを行っているか", number="HUM-04")
    assert entry.control_ids == ("SYS-07",)


@pytest.mark.parametrize(
    "text",
    [
        "私物端末を使わせていないことはありませんか",
        "共有IDを使用していませんか",
        "USBメモリを使用していないですか",
        "再委託していますか",
        "Are USB ports not blocked?",
        "",
        "?",
        "=SUM(A1)",
    ],
)
def test_nothing_is_proposed_where_it_is_not_clear_what_yes_means(text: str) -> None:
    entry = entry_of(text)
    assert (entry.control_ids, entry.rule) == ((), MappedBy.NOTHING)


def test_a_heading_says_what_a_short_question_is_about_and_that_is_less_sure() -> None:
    entry = entry_of("事前に書面で承諾を得ているか", section="再委託")
    assert entry.control_ids == ("CHN-01",)
    assert entry.confidence <= 0.4


def test_an_earlier_map_of_the_same_form_keeps_what_was_confirmed() -> None:
    first = AskedItem(key="1", text="何かの設問")
    second = AskedItem(key="2", text="多要素認証を使っていますか")
    confirmed = MapEntry(key="1", text=first.text, control_ids=("SYS-02",), is_confirmed=True)
    earlier = FormMap(map_id="m", number=3, fingerprint="f" * 64, answer_column="回答", entries=(confirmed,))
    found = proposed(form_of(first, second), CATALOGUE, earlier=[earlier])
    assert (found.map_id, found.number, found.answer_column) == ("m", 3, "回答")
    assert found.entries[0] == confirmed
    assert found.entries[1].control_ids == ("IAM-05",)
    assert not found.entries[1].is_confirmed


def test_the_same_words_on_another_form_are_proposed_first_and_not_confirmed() -> None:
    item = AskedItem(key="9", text="当社独自の設問 その1")
    known = MapEntry(key="1", text="当社独自の 設問その１", control_ids=("SYS-02",), polarity=-1, is_confirmed=True)
    earlier = FormMap(map_id="m", fingerprint="e" * 64, entries=(known,))
    entry = proposed(form_of(item), CATALOGUE, earlier=[earlier]).entries[0]
    assert (entry.control_ids, entry.polarity, entry.rule) == (("SYS-02",), -1, MappedBy.EARLIER_MAP)
    assert not entry.is_confirmed


def test_a_question_of_several_parties_has_one_entry() -> None:
    item = AskedItem(key="1", text="多要素認証を使っていますか")
    blocks = (FormBlock(party_name="甲", items=(item,)), FormBlock(party_name="乙", items=(item,)))
    form = ForeignForm(file="two.xlsx", fingerprint="a" * 64, blocks=blocks)
    assert len(proposed(form, CATALOGUE).entries) == 1


SAID = (
    "USBメモリ 私物端末 を 禁止 していますか ていない ことがありますか 再委託 A.8.12 IAM-02.1 Do|you allow not "
    "personal|devices ? =1+1 <b> \u202e 10-6(1) ガイドライン ＩＳＯ 8.12"
)
WORDS = st.sampled_from([word.replace("|", " ") for word in SAID.split(" ")] + [" ", "\n"])
ODD_TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map("".join))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(ODD_TEXTS, ODD_TEXTS, ODD_TEXTS), min_size=1, max_size=4))
def test_whatever_a_form_says_every_question_has_one_entry_and_none_is_confirmed(
    said: list[tuple[str, str, str]],
) -> None:
    items = [
        AskedItem(key=str(n), text=text, number=number, references=(reference,))
        for n, (text, number, reference) in enumerate(said)
    ]
    found = proposed(form_of(*items), CATALOGUE)
    assert [entry.key for entry in found.entries] == [item.key for item in items]
    for entry in found.entries:
        assert not entry.is_confirmed
        assert set(entry.control_ids) <= CATALOGUE.control_by_id.keys()
        assert bool(entry.control_ids) == (entry.rule is not MappedBy.NOTHING)
        assert entry.polarity in (1, -1)


@given(st.integers(0, 147))
@settings(max_examples=40, deadline=None)
def test_width_case_and_spaces_change_no_proposal(number: int) -> None:
    text = asked("questions.yaml")[number]["text"]
    other = f"\u3000{text}  " if text.isascii() else f" {text.translate(WIDE)}\n"
    plain, wide = entry_of(text), entry_of(other)
    assert (plain.control_ids, plain.polarity) == (wide.control_ids, wide.polarity)


def test_very_long_questions_cost_little() -> None:
    entry_of("制限せず" * 5_000 + "ですか")
    entry_of("A.8." * 5_000)
    entry_of("any that " * 5_000)
