"""The control catalogue for people: what each control moves, in words; score-only ones say that they move no yen."""

from __future__ import annotations

import pytest

from riskgraph.catalogue import load_catalogue
from riskgraph.report.control_rows import control_columns, moved_by
from riskgraph.text import LOCALES, t

CATALOGUE = load_catalogue()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_control_says_in_words_what_it_moves(locale: str) -> None:
    feeds = {feed for control in CATALOGUE.controls for feed in control.feeds}
    shown = control_columns(CATALOGUE, locale)["control_moves"]
    assert len(shown) == len(CATALOGUE.controls)
    assert [text for text in shown if not text or any(feed in str(text) for feed in feeds)] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_control_that_feeds_nothing_says_that_it_moves_no_yen(locale: str) -> None:
    for control in CATALOGUE.controls:
        is_said = moved_by(control, CATALOGUE, locale) == t(locale, "method.control.score_only")
        assert is_said is (not control.feeds)


def test_controls_are_searched_by_words() -> None:
    assert control_columns(CATALOGUE, "ja", words="dev-01")["control_id"] == ["DEV-01"]
    assert control_columns(CATALOGUE, "ja", words="no such thing")["control_id"] == []
