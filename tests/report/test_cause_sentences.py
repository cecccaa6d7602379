"""What differs from last time in words: the causes of a sentence add up, in both languages, and nothing is markup."""

from __future__ import annotations

import pytest

from riskgraph.catalogue import load_catalogue
from riskgraph.model.causes import AnswerCause, Cause, Causes, PathCause
from riskgraph.model.party import Party
from riskgraph.model.submission import Submission
from riskgraph.report.cause_sentences import (
    answer_columns,
    answers_sentence,
    cause_meaning,
    fell_sentence,
    path_columns,
    rose_sentence,
)
from riskgraph.text import LOCALES

REGISTER = Submission(parties=(Party(party_id="O", name="当社"), Party(party_id="A", name="ひばり運用")))


def path(before: int | None, after: int | None, *causes: Cause) -> PathCause:
    return PathCause(
        key=f"{before}>{after}",
        parties=("O", "A"),
        rank_before=before,
        rank_after=after,
        eal_before=None,
        eal_after=None,
        causes=causes,
    )


MOVED = Causes(
    paths=(
        path(5, 1, Cause.EXPIRED, Cause.PRACTICE),
        path(6, 2, Cause.PRACTICE),
        path(9, 3, Cause.EXPIRED),
        path(1, 7, Cause.OTHERS),
        path(4, None, Cause.REGISTER),
    )
)


def test_the_sentence_counts_the_main_cause_of_every_path_that_moved_up() -> None:
    expected = "前回から順位が上がった経路は3件です。内訳は、期限切れ2件、実態の変化1件です。"
    assert rose_sentence(MOVED, "ja") == expected
    assert rose_sentence(MOVED, "en").startswith("Paths that moved up since last time: 3.")


def test_paths_that_fell_or_vanished_are_told_apart_from_those_that_rose() -> None:
    assert fell_sentence(MOVED, "ja") == (
        "前回から順位が下がった経路は2件です。内訳は、台帳の変更1件、ほかの経路の増減1件です。"
    )
    assert rose_sentence(Causes(), "ja") == "前回から順位が上がった経路はありません。"
    assert fell_sentence(Causes(), "en") == "No path moved down since last time."


@pytest.mark.parametrize("locale", LOCALES)
def test_every_cause_has_a_heading_and_a_meaning(locale: str) -> None:
    assert len({cause_meaning(cause, locale) for cause in Cause}) == len(Cause)


def test_a_path_that_is_new_or_gone_says_so_instead_of_a_rank() -> None:
    columns = path_columns([path(None, 2, Cause.REGISTER), path(4, None, Cause.REGISTER)], REGISTER, "ja")
    assert columns["rank_change"] == ["新しく2位", "一覧から外れました(前回4位)"]
    assert columns["path"] == ["当社 → ひばり運用"] * 2


def test_an_answer_shows_what_was_said_before_and_now_with_its_evidence_or_the_kind_of_silence() -> None:
    change = AnswerCause(
        party_id="A",
        control_id="SYS-10",
        cause=Cause.RETURNED,
        before="overdue",
        after="yes",
        evidence_after="document",
    )
    columns = answer_columns([change], REGISTER, load_catalogue(), "ja")
    assert columns["answer_before"] == ["期限を過ぎて未回答"]
    assert columns["answer_after"] == ["「はい」(文書あり)"]
    assert columns["cause"] == ["回収による変化"]
    assert (
        answers_sentence([change], "en") == "Answers that differ from last time: 1. By cause: answers that came in 1."
    )
    assert answers_sentence([], "ja") == "前回から変わった回答はありません。"
