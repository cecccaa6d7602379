"""Layouts made by a grammar: every question is found, no answer is wrong or invented, each party has its own block."""

from __future__ import annotations

import pytest

from tests.layouts.judge import Verdict, judged

PORTION = 30


@pytest.mark.parametrize("first", range(0, 5 * PORTION, PORTION))
def test_every_question_is_found_and_no_answer_is_wrong_or_made_up(first: int) -> None:
    verdict = Verdict()
    for seed in range(first, first + PORTION):
        judged(seed, verdict)
    assert verdict.questions > 200
    assert (verdict.lost, verdict.wrong, verdict.invented, verdict.blocks) == ([], [], [], [])
    assert verdict.open <= 0.02 * verdict.questions  # an answer that is there and was left for a person to read
