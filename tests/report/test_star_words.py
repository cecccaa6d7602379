"""A whole path and its stars: what is needed, the lowest that is held, and who is short, in one sentence."""

from __future__ import annotations

from datetime import date

import pytest

from riskgraph.catalogue.stars import load_star_schemes
from riskgraph.model.star import PartyStar, Stars
from riskgraph.report.star_words import star_sentence
from riskgraph.text import LOCALES, t
from tests.scoring.worlds import world

REGISTER = world("O > A > B")
SCHEME = load_star_schemes()[-1]


def stars(*parties: PartyStar, has_started: bool = True) -> Stars:
    return Stars(as_of=date(2026, 10, 1), scheme=SCHEME, has_started=has_started, parties=parties)


def star(party_id: str, required: int, held: int, *, is_asked: bool = False) -> PartyStar:
    return PartyStar(party_id=party_id, required=required, held=held, is_asked=is_asked)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_highest_that_is_asked_stands_against_the_lowest_that_is_held(locale: str) -> None:
    said = star_sentence(
        ["O", "A", "B"], stars(star("A", 4, 4, is_asked=True), star("B", 3, 0, is_asked=True)), REGISTER, locale
    )
    held, names = t(locale, "star.none"), "Firm B"
    assert said == t(locale, "star.path.asked", required=4, held=held, parties=names)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_nobody_asked_for_is_said_to_be_a_suggestion(locale: str) -> None:
    said = star_sentence(["O", "A"], stars(star("A", 3, 1)), REGISTER, locale)
    assert said == t(locale, "star.path.suggested", required=3, held=t(locale, "star.held", count=1), parties="Firm A")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_path_on_which_all_hold_enough_is_said_to_be_so(locale: str) -> None:
    said = star_sentence(["O", "A", "B"], stars(star("A", 3, 4), star("B", 3, 3)), REGISTER, locale)
    assert said == t(locale, "star.path.met", required=3, held=t(locale, "star.held", count=3))


def test_before_the_scheme_starts_the_sentence_says_so() -> None:
    now = stars(star("A", 3, 0), has_started=False)
    later = stars(star("A", 3, 0))
    before, after = (star_sentence(["O", "A"], s, REGISTER, "ja") for s in (now, later))
    assert before.startswith(after) and len(before) > len(after)


def test_of_the_owner_and_of_parties_that_nobody_knows_nothing_is_asked() -> None:
    assert star_sentence(["O", "X"], stars(star("O", 5, 0)), REGISTER, "ja") == ""
