"""Thousands of layouts made by a grammar, judged as the few of every run are."""

from __future__ import annotations

import pytest

from tests.layouts.judge import Verdict, judged

LAYOUTS = 6_000


@pytest.mark.exhaustive
def test_thousands_of_layouts_lose_no_question_and_invent_no_answer() -> None:
    verdict = Verdict()
    for seed in range(10_000, 10_000 + LAYOUTS):
        judged(seed, verdict)
    told = (len(verdict.lost), verdict.wrong[:5], verdict.invented[:5], len(verdict.blocks))
    print(f"{verdict.questions} questions, {verdict.right} right, {verdict.open} open; lost, wrong, ... {told}")
    assert (verdict.wrong, verdict.invented) == ([], [])
    assert len(verdict.lost) <= 0.001 * verdict.questions
