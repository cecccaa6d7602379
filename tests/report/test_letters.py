"""Letters: polite, complete, in both languages, and without a word that threatens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from riskgraph.report.letters import LetterFacts, LetterKind, day_with_weekday, letter

FACTS = LetterFacts(
    request_id=12,
    fiscal_year=2026,
    party="ひばり運用株式会社",
    form_title="個人データの取扱い調査票(短い版)",
    due_on=date(2026, 9, 30),
    company="みなと学習株式会社",
    department="総務課",
    contact="総務課 itaku@example.jp",
)
EVERY = [(kind, locale) for kind in LetterKind for locale in ("ja", "en")]


@pytest.mark.parametrize(("kind", "locale"), EVERY)
def test_every_letter_names_the_party_the_department_the_form_the_day_and_whom_to_ask(
    kind: LetterKind, locale: str
) -> None:
    body = letter(kind, FACTS, locale).body

    for said in (FACTS.party, FACTS.department, FACTS.form_title, day_with_weekday(FACTS.due_on, locale)):
        assert said in body
    assert FACTS.contact in body.splitlines()[-1]
    assert "{" not in body


@pytest.mark.parametrize(("kind", "locale"), EVERY)
def test_no_letter_threatens(kind: LetterKind, locale: str) -> None:
    written = letter(kind, FACTS, locale)
    threats = ("違反", "停止します", "解除", "ペナルティ", "法的", "terminate", "penalt", "legal action", "breach")

    assert [word for word in threats if word in f"{written.subject}\n{written.body}"] == []


def test_a_date_is_said_with_its_weekday() -> None:
    assert [day_with_weekday(FACTS.due_on, locale) for locale in ("ja", "en")] == [
        "2026年9月30日(水)",
        "Wednesday, September 30, 2026",
    ]


def test_the_number_of_a_letter_names_request_and_kind_and_no_two_kinds_share_one() -> None:
    numbers = [letter(kind, FACTS, "ja").number for kind in LetterKind]

    assert numbers == ["Q2026-0012-1", "Q2026-0012-2", "Q2026-0012-3", "Q2026-0012-4", "Q2026-0012-5"]


def test_a_form_for_a_deeper_tier_is_handed_on_by_the_direct_contractor() -> None:
    body = letter(LetterKind.FIRST, replace(FACTS, via="つばめ印刷株式会社"), "ja").body

    assert body.startswith("つばめ印刷株式会社 御中")
    assert "ひばり運用株式会社様へお渡しください" in body


def test_the_letter_that_sends_back_lists_the_questions() -> None:
    body = letter(LetterKind.SEND_BACK, replace(FACTS, questions=("ORG-01 責任者は", "DEV-01 書出しは")), "ja").body

    assert "もう一度お願いしたい設問(2件)\n・ORG-01 責任者は\n・DEV-01 書出しは" in body


def test_a_name_from_a_workbook_can_forge_no_line() -> None:
    body = letter(LetterKind.FIRST, replace(FACTS, party="A社\n{due}\n振込先:B銀行"), "ja").body

    assert not any(line.startswith(("{due}", "振込先")) for line in body.splitlines())


def test_the_first_letter_for_the_own_form_says_why_the_own_firm_is_asked() -> None:
    own = letter(LetterKind.FIRST, replace(FACTS, is_own=True, party=FACTS.company), "ja").body

    assert "自社票" in own
