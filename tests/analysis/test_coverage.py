"""Coverage of questionnaires: steps that never grow, by the highest place of a party, persons left out."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from riskgraph.analysis.coverage import coverage_by_tier
from riskgraph.model.answer import Request
from riskgraph.model.assessment import PartyResult
from riskgraph.model.exposure import TierCoverage
from riskgraph.model.quantities import Interval
from riskgraph.model.records import QuestionnaireRecord, RequestRecord, ReviewState, Stamp
from riskgraph.model.submission import Submission
from tests.scoring.worlds import answer, promise

STAMP = Stamp(at=datetime(2026, 1, 1, tzinfo=UTC), actor="x")
DAY = date(2026, 1, 1)
PARTIES = tuple(
    PartyResult(party_id=i, tiers=tiers, weakness=None if i == "X" else Interval(0, 50, 100), coverage=share)
    for i, tiers, share in (("O", (0,), 1.0), ("A", (1,), 0.5), ("B", (1, 2), 0.0), ("C", (2,), 0.2), ("X", (2,), 0.0))
)


def a_request(party_id: str, *, is_sent: bool = True, is_withdrawn: bool = False) -> RequestRecord:
    return RequestRecord(
        request_id=1, register_id="r", party_id=party_id, form="short", version="1", fiscal_year=2025, first_due_on=DAY,
        due_on=DAY, made=STAMP, sent_on=DAY if is_sent else None, withdrawn=STAMP if is_withdrawn else None,
    )  # fmt: skip


def a_form(
    party_id: str, state: ReviewState = ReviewState.RECEIVED, *, is_deleted: bool = False
) -> QuestionnaireRecord:
    return QuestionnaireRecord(
        questionnaire_id=1, register_id="r", party_id=party_id, file="f", sha256="0", form_id="short", version="1",
        state=state, received=STAMP, received_on=DAY, deleted=STAMP if is_deleted else None,
    )  # fmt: skip


def test_each_step_is_counted_in_parties_by_tier() -> None:
    found = coverage_by_tier(
        PARTIES,
        Submission(),
        [a_request("A"), a_request("B"), a_request("C", is_sent=False)],
        [a_form("A", ReviewState.ACCEPTED), a_form("B", ReviewState.RETURNED)],
    )
    assert found == (
        TierCoverage(tier=1, parties=2, asked=2, returned=2, accepted=1, answered=0.25),
        TierCoverage(tier=2, parties=1, asked=0, returned=0, accepted=0, answered=0.2),
    )


def test_what_was_deleted_withdrawn_or_not_sent_yet_counts_for_nothing() -> None:
    found = coverage_by_tier(
        PARTIES, Submission(), [a_request("A", is_withdrawn=True)], [a_form("B", ReviewState.ACCEPTED, is_deleted=True)]
    )
    assert [(c.asked, c.returned, c.accepted) for c in found] == [(0, 0, 0), (0, 0, 0)]


def test_rows_of_the_register_count_too() -> None:
    register = Submission(
        answers=(answer("A", "DEV-01"),), requests=(Request(party_id="C", form="short", sent_on=DAY),)
    )
    assert [(c.asked, c.returned, c.accepted) for c in coverage_by_tier(PARTIES, register, [], [])] == [
        (1, 1, 1), (1, 0, 0),
    ]  # fmt: skip


@promise(60)
@given(
    asked=st.sets(st.sampled_from("ABCXO")),
    returned=st.lists(st.tuples(st.sampled_from("ABCXO"), st.sampled_from(ReviewState))),
)
def test_the_steps_never_grow(asked: set[str], returned: list[tuple[str, ReviewState]]) -> None:
    found = coverage_by_tier(PARTIES, Submission(), map(a_request, asked), [a_form(*pair) for pair in returned])
    for tier in found:
        assert tier.parties >= tier.asked >= tier.returned >= tier.accepted >= 0
        assert 0.0 <= tier.answered <= 1.0


def test_nobody_below_the_owner_gives_no_line() -> None:
    assert coverage_by_tier(PARTIES[:1], Submission(), [], []) == ()
