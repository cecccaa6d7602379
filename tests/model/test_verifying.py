"""Verifications beside answers: only confirmed ones count, and the later word is in force as for any other answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.answer import AnswerCode, Evidence
from riskgraph.model.records import Stamp, VerificationMethod, VerificationRecord
from riskgraph.model.submission import Submission
from riskgraph.model.verifying import with_verifications
from riskgraph.scoring.strength import Judged, answer_book
from tests.scoring.worlds import AS_OF, answer, world

STAMP = Stamp(at=datetime(2025, 7, 1, tzinfo=UTC), actor="試験")
OLD = world("O > A", said={"A": {"SYS-10": "no"}})


def seen(**fields: Any) -> VerificationRecord:
    said = {"party_id": "A", "control_id": "SYS-10", "answer": AnswerCode.YES, "seen_on": date(2025, 7, 1)}
    how = {"method": VerificationMethod.SCREEN, "role": "情報管理部 課長", "seen": "設定画面", "confirmed": STAMP}
    return VerificationRecord(verification_id=3, register_id="r", recorded=STAMP, **{**said, **how, **fields})


def judged(submission: Submission) -> Judged:
    return answer_book(submission, load_catalogue(), load_parameters(), as_of=AS_OF).judged("A", (), "SYS-10")


def test_a_confirmed_verification_is_an_answer_beside_the_party_s_own() -> None:
    found = with_verifications(OLD, [seen(evidence_ref="文-12")], "確認記録{number}")
    assert found.answers[:-1] == OLD.answers
    told = found.answers[-1]
    assert (told.evidence, told.answered_on, told.verified_on) == (
        Evidence.VERIFIED,
        date(2025, 7, 1),
        date(2025, 7, 1),
    )
    assert (told.verified_method, told.verified_role) == ("screen", "情報管理部 課長")
    assert (told.comment, told.evidence_ref, told.source.file) == ("設定画面", "文-12", "確認記録3")


@pytest.mark.parametrize("fields", [{"confirmed": None}, {"withdrawn": STAMP}, {"party_id": "Z"}])
def test_one_that_nobody_confirmed_that_was_withdrawn_or_is_about_a_stranger_changes_nothing(
    fields: dict[str, Any],
) -> None:
    assert with_verifications(OLD, [seen(**fields)], "v-{number}") == OLD


def test_what_was_seen_later_goes_before_what_was_said_earlier() -> None:
    found = judged(with_verifications(OLD, [seen()], "v-{number}"))
    assert found.answer is not None and found.answer.evidence is Evidence.VERIFIED


def test_a_later_word_of_the_party_goes_before_what_was_seen_earlier() -> None:
    later = OLD.model_copy(update={"answers": (answer("A", "SYS-10", "no", answered_on=date(2025, 9, 1)),)})
    found = judged(with_verifications(later, [seen()], "v-{number}"))
    assert found.answer is not None and found.answer.answer is AnswerCode.NO
