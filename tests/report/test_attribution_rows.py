"""Losses told apart: the numbers shown add up, and every part is said in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.catalogue import load_catalogue
from riskgraph.model.attribution import Attribution, AttributionPart
from riskgraph.model.party import PartyKind
from riskgraph.report.attribution_rows import View, adding_up, attribution_columns, attribution_sentence
from riskgraph.report.numbers import rounded
from riskgraph.text import LOCALES, t
from tests.scoring.worlds import BAD_HOP, assessed, promise, world

SUBMISSION = world("O > A > B", "O > C > A", hops={"A": BAD_HOP}, said={"A": {"SYS-10": "no/document"}})


def of_first_path() -> Attribution:
    found = assessed(SUBMISSION, is_full=True).paths[0].attribution
    assert found is not None
    return found


@promise(200)
@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=14), st.integers(1, 4))
def test_what_is_shown_adds_up_to_the_total_shown_and_no_part_is_off_by_more_than_one_unit(
    values: list[float], figures: int
) -> None:
    told = adding_up(values, figures)
    total = rounded(sum(values), figures)
    step = Decimal(1).scaleb(total.adjusted() - figures + 1) if total else Decimal(0)

    assert sum(told) == total
    assert all(abs(float(shown) - value) <= float(step) * (1 + 1e-9) for shown, value in zip(told, values, strict=True)
               if total)  # fmt: skip


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("view", list(View))
def test_every_table_begins_with_what_remains_and_ends_with_its_sum(view: View, locale: str) -> None:
    columns = attribution_columns(of_first_path(), view, SUBMISSION, load_catalogue(), locale)
    names = columns["part_answer" if view is View.ANSWERS else "part_name"]
    numbers = [float(value) for value in columns["part_yen"]]

    assert names[0] == t(locale, "attribution.good")
    assert names[-1] == t(locale, "attribution.total")
    assert sum(numbers[:-1]) == pytest.approx(numbers[-1], rel=1e-12)
    assert {len(values) for values in columns.values()} == {len(names)}
    assert not any("." in str(name) and str(name).islower() for name in names)  # no key of a fact is shown


@pytest.mark.parametrize("locale", LOCALES)
def test_facts_the_assumed_tier_and_persons_have_words_of_their_own(locale: str) -> None:
    facts = ("hop.terms", "hop.check", "hop.follow_up", "hop.missing", "deletion_proof", "undeclared", "person")
    parts = tuple(AttributionPart(eal_yen=1e6, layer=fact, party_id="A") for fact in facts)
    columns = attribution_columns(
        Attribution(eal_yen=8e6, good_yen=1e6, answers=parts), View.ANSWERS, SUBMISSION, load_catalogue(), locale
    )

    assert list(columns["part_answer"][1:-1]) == [t(locale, f"attribution.fact.{fact}") for fact in facts]
    assert set(columns["part_party"][1:-1]) == {"Firm A"}


def test_what_the_catalogue_does_not_have_any_more_is_shown_as_it_was_written() -> None:
    parts = (AttributionPart(eal_yen=1e6, scenario="OLD", layer="gone", role="host"),)
    answers = (AttributionPart(eal_yen=1e6, party_id="A", control_id="XXX-01"),)
    attribution = Attribution(eal_yen=1e6, good_yen=0.0, layers=parts, answers=answers)
    layers, told = (
        attribution_columns(attribution, view, SUBMISSION, load_catalogue(), "en")
        for view in (View.LAYERS, View.ANSWERS)
    )

    assert layers["part_name"][1] == "OLD: gone"
    assert told["part_answer"][1] == "XXX-01"


def test_no_person_is_named_in_any_table() -> None:
    parties = tuple(
        p.model_copy(update={"kind": PartyKind.INDIVIDUAL, "name": "山田花子"}) if p.party_id == "B" else p
        for p in SUBMISSION.parties
    )
    submission = SUBMISSION.model_copy(update={"parties": parties})
    for path in assessed(submission, is_full=True).paths:
        for view in View:
            assert path.attribution is not None
            columns = attribution_columns(path.attribution, view, submission, load_catalogue(), "ja")
            assert "山田花子" not in str(columns)
            assert t("ja", "name.individual", id="B") not in str(columns)


def test_the_sentence_says_what_remains_and_what_is_told_apart() -> None:
    words = attribution_sentence(Attribution(eal_yen=7_680_000.0, good_yen=340_000.0), "ja")

    assert "768万円" in words
    assert "34万円" in words
    assert "734万円" in words
